"""Figures of tasks: done, overdue, without a lead; and clauses of policies that nobody took up."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from trivet.core.gathering import Selection
from trivet.core.history import Assignment
from trivet.figures.figure import NOT_CERTAIN_IN, NOT_CERTAIN_ON, Counts, LeftOut, Question, Verdict, figure, visible
from trivet.registers.policies import PolicyDocument
from trivet.registers.tasks import Task
from trivet.values.dates import Held, held_on

TASKS = Selection(Task, assigned=True)
_POLICIES = Selection(PolicyDocument, parts=True)


class Standing(models.TextChoices):
    """Where a task stands on a day, the most urgent first."""

    OVERDUE = "overdue", pgettext_lazy("task", "overdue")
    OPEN = "open", pgettext_lazy("task", "open")
    DONE = "done", pgettext_lazy("task", "done")
    DROPPED = "dropped", pgettext_lazy("task", "dropped")


def standing_on(row: Any, day: date) -> Standing:
    """Where a task stands on a day; what is done in a month or year that has begun is done, what may be late is not."""
    if row.status == Task.Status.DROPPED:
        return Standing.DROPPED
    if row.done and row.done.earliest <= day:
        return Standing.DONE
    return Standing.OVERDUE if row.due and row.due.latest < day else Standing.OPEN


def taken_up(tasks: Iterable[Any]) -> set[tuple[UUID, str]]:
    """The clauses that tasks carry out, as policy and number; a task that was dropped takes nothing up."""
    return {(row.policy_id, row.clause) for row in tasks if row.clause and row.status != Task.Status.DROPPED}


def lead_of(row: Any) -> Assignment | None:
    """The assignment by which a body leads a task, if one does; who does what must be at hand."""
    told: list[Assignment] = row.assignments_rows
    return next((one for one in told if one.role == Assignment.Role.LEAD and not one.ends), None)


def pillar_of(row: Any) -> str:
    """The pillar that leads a task: the one the assignment tells, else the body's; empty without a lead."""
    lead = lead_of(row)
    return (lead.pillar or lead.body.pillar) if lead else ""


def _open_on(question: Question) -> Iterator[tuple[Any, str]]:
    """Tasks that were given by the day and are neither done nor dropped, and why one may not be open after all."""
    for row in question.rows():
        given = row.given.by(question.on) if row.given else Held.CERTAIN
        done = row.done.by(question.on) if row.done else Held.NO
        if row.status == Task.Status.DROPPED or given is Held.NO or done is Held.CERTAIN:
            continue
        unsure = row.done if done is Held.POSSIBLE else row.given if given is Held.POSSIBLE else None
        yield row, NOT_CERTAIN_ON % unsure if unsure else ""


@figure("tasks.done", gettext_lazy("Tasks done"), "tasks", stock=False, reads=TASKS)
def tasks_done(question: Question) -> Iterator[Verdict]:
    """Tasks done in the period, by the pillar that leads."""
    for row in question.rows():
        inside = row.done.within(question.period) if row.done else Held.NO
        if inside is Held.CERTAIN:
            yield Counts(row, part=pillar_of(row))
        elif inside is Held.POSSIBLE:
            yield LeftOut(row, NOT_CERTAIN_IN % row.done)


@figure("tasks.overdue", gettext_lazy("Tasks overdue"), "tasks", stock=True, reads=TASKS)
def tasks_overdue(question: Question) -> Iterator[Verdict]:
    """Tasks open on the day whose last day has passed, by the pillar that leads."""
    for row, unsure in _open_on(question):
        if row.due is None:
            yield LeftOut(row, _("open, and no day is set by which it is due"))
        elif row.due.latest < question.on and not unsure:
            yield Counts(row, part=pillar_of(row))
        elif row.due.earliest < question.on:
            yield LeftOut(row, unsure or NOT_CERTAIN_ON % row.due)


@figure("tasks.without-lead", gettext_lazy("Tasks without a lead"), "tasks", stock=True, reads=TASKS)
def tasks_without_lead(question: Question) -> Iterator[Verdict]:
    """Tasks open on the day that no body is told to lead."""
    for row, unsure in _open_on(question):
        if lead_of(row) is None:
            yield LeftOut(row, unsure) if unsure else Counts(row)


@figure(
    "clauses.untaken",
    gettext_lazy("Clauses that nobody took up"),
    "clauses",
    stock=True,
    reads=_POLICIES,
    across=True,
)
def clauses_untaken(question: Question) -> Iterator[Verdict]:
    """Clauses of the documents in force on the day that no task carries out, counted at their document."""
    tasks: dict[UUID, set[str]] = defaultdict(set)
    given = (row for row in visible(TASKS.rows(question.standpoint, question.period)) if _is_given(row, question.on))
    for policy, clause in taken_up(given):
        tasks[policy].add(clause)
    for row in question.rows():
        held = held_on(row.issued, row.ended, question.on)
        if held is Held.NO:
            continue
        numbers = list(dict.fromkeys(one.number for one in row.clauses_rows))
        untaken = [number for number in numbers if number not in tasks[row.uuid]]
        if row.symbol_only:
            yield LeftOut(row, _("known by its symbol only"))
        elif not numbers:
            yield LeftOut(row, _("none of its clauses are in the record"))
        elif held is Held.POSSIBLE:
            yield LeftOut(row, NOT_CERTAIN_ON % (row.issued or _("no date")))
        elif untaken:
            yield Counts(row, Decimal(len(untaken)), note=_("clauses: %s") % ", ".join(untaken))


def _is_given(row: Any, day: date) -> bool:
    return row.given is None or row.given.earliest <= day
