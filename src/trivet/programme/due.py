"""What is to be done by whom: commitments, tasks and reviews of policies that are near or past, for who leads them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from trivet.core.history import Assignment
from trivet.core.records import State
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.registers.commitments import Commitment
from trivet.registers.policies import PolicyDocument
from trivet.registers.policy_rows import PolicyReview
from trivet.registers.tasks import Task

_LEADING = (Assignment.Role.LEAD, Assignment.Role.CO_LEAD)


@dataclass(frozen=True)
class Due:
    """One commitment or task, or one policy with a review to hold, by its identity, and the last day for it."""

    register: str
    record: UUID
    last: date


def due_for(standpoint: Standpoint, bodies: Collection[UUID], until: date, limit: int) -> list[Due]:
    """What some bodies have to finish by a day, the most overdue first; in one statement.

    A body has to where it leads, or where it keeps the record and nobody is told to lead.
    """
    commitments = standpoint.of(Commitment).exclude(status__in=(Commitment.Status.DONE, Commitment.Status.DROPPED))
    tasks = standpoint.of(Task).exclude(status__in=(Task.Status.DONE, Task.Status.DROPPED))
    reviews = PolicyReview.objects.at(standpoint.number).filter(
        owner=OuterRef("uuid"), held=None, due_latest__lte=until
    )
    policies = standpoint.of(PolicyDocument).filter(Exists(reviews))
    branches = [
        _told(commitments.annotate(last=Coalesce("due_latest", "first_due_latest")), bodies, until),
        _told(tasks.annotate(last=F("due_latest")), bodies, until),
        _told(policies.annotate(last=Subquery(reviews.order_by("due_latest").values("due_latest")[:1])), bodies, until),
    ]
    listed = branches[0].union(*branches[1:], all=True).order_by("c1", "c0")[:limit]
    return [Due(code, record, last) for record, last, code in listed]


def _told(rows: QuerySet[Any], bodies: Collection[UUID], until: date) -> QuerySet[Any]:
    code = register_of(rows.model).code
    leading = Assignment.objects.at(None).filter(record=OuterRef("uuid"), role__in=_LEADING)
    own = Q(Exists(leading.filter(body__in=bodies))) | Q(keeper__in=bodies) & ~Q(Exists(leading))
    found = rows.exclude(state=State.WITHDRAWN).filter(own, last__lte=until).order_by()
    named = {"c0": F("uuid"), "c1": F("last"), "c2": Value(code, CharField(max_length=40))}
    told: QuerySet[Any] = found.annotate(**named).values_list(*named)
    return told
