"""The columns of a board of tasks: by where each stands on a day, the most urgent first in each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import pgettext_lazy

from trivet.core.happenings import ACTING
from trivet.core.history import Assignment
from trivet.core.records import State
from trivet.core.standpoint import Standpoint
from trivet.registers.tasks import Task

#: A column shows so many tasks.
MOST = 20


class Column(models.TextChoices):
    """Where a task stands: what is reported done is done once a second person has verified it."""

    OVERDUE = "overdue", pgettext_lazy("task", "overdue")
    TO_DO = "to-do", pgettext_lazy("task", "to do")
    IN_PROGRESS = "in-progress", pgettext_lazy("task", "in progress")
    REPORTED = "reported", pgettext_lazy("task", "reported done")
    DONE = "done", pgettext_lazy("task", "done")


def in_columns(rows: QuerySet[Any], today: date) -> dict[Column, list[Any]]:
    """The first tasks of each column, one more than MOST where there are more; in one statement.

    What is still to be done comes by its day, what is done the last first; what was dropped stands nowhere.
    """
    done = Q(done_earliest__lte=today)
    late, begun = Q(due_latest__lt=today), ~Q(status=Task.Status.OPEN)
    of = Case(
        When(done & Q(state=State.VERIFIED), then=Value(Column.DONE)),
        When(done, then=Value(Column.REPORTED)),
        When(late, then=Value(Column.OVERDUE)),
        When(begun, then=Value(Column.IN_PROGRESS)),
        default=Value(Column.TO_DO),
        output_field=models.CharField(max_length=12),
    )
    last = Case(When(done, then=F("done_earliest")), output_field=models.DateField())
    order = [F("finished").desc(nulls_last=True), F("due_latest").asc(nulls_last=True), F("uuid").asc()]
    told = rows.exclude(state=State.WITHDRAWN).exclude(status=Task.Status.DROPPED).order_by()
    told = told.annotate(stands=of, finished=last)
    told = told.annotate(place=Window(RowNumber(), partition_by=[F("stands")], order_by=order))
    found: dict[Column, list[Any]] = {column: [] for column in Column}
    for row in told.filter(place__lte=MOST + 1).order_by("place", "uuid"):
        found[Column(row.stands)].append(row)
    return found


def of_bodies(standpoint: Standpoint, rows: QuerySet[Any], bodies: Iterable[UUID]) -> QuerySet[Any]:
    """Those tasks that some bodies lead, support or keep."""
    listed = list(bodies)
    acting = Assignment.objects.at(standpoint.number).filter(
        record=OuterRef("uuid"), body__in=listed, role__in=ACTING, ends=None
    )
    return rows.filter(Q(keeper__in=listed) | Q(Exists(acting)))
