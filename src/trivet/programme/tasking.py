"""Tasking: clauses and instructions become tasks in one act; a task is reported done, or put off, with its reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.core import actions
from trivet.core.access import Access, access_of, restrict
from trivet.core.drafts import Draft
from trivet.core.history import Assignment, assignments_of, attach, citations_of, unit
from trivet.core.linked import links_to
from trivet.core.records import Record
from trivet.core.register import register_of
from trivet.core.sources import Source
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.registers.instructions import Instruction
from trivet.registers.tasks import Task
from trivet.values.dates import moment

_DOING = (Assignment.Role.LEAD, Assignment.Role.CO_LEAD, Assignment.Role.SUPPORT)
_ENDED = (Task.Status.DONE, Task.Status.DROPPED)


@dataclass(frozen=True)
class NewSource:
    """A source that is not in the record yet; it is filed as the task is, kept by a body of who reports."""

    title: str
    address: str = ""


@dataclass(frozen=True)
class Order:
    """One task that is wanted: of a clause of its source (policy, decision), or without one of the whole source.

    `due` is a day or another EDTF text; `indicator` says by what the task is measured.
    """

    title: str
    lead: UUID | None
    supports: tuple[UUID, ...] = ()
    due: str = ""
    indicator: str = ""
    clause: str = ""


def give_tasks(source: Record, orders: Sequence[Order], *, actor: User, reason: str) -> list[Any]:
    """Make the tasks that a policy, an instruction or a decision asks for, all or none, each with one lead.

    They are marked as their source is and cite its sources. They are kept by its keeper where the actor may create for
    it, else by a body of the actor's own. Raises Invalid with everything that is wrong, naming each task by its title
    (no lead, no words, a clause that is not there), NotAllowed.
    """
    with unit(actor, reason):
        row = restrict(type(source).objects.filter(pk=source.pk), actor, "view").first()
        if row is None:
            raise actions.NotAllowed(_("What asks for it is not there any more, or not for you."))
        if problems := [told for one in orders for told in _problems(row, one)]:
            raise Invalid(problems)
        attach([row], None)
        cited = [c for c in citations_of([row.pk], None)[row.pk] if not c.field]
        citations = [{"source_id": c.source_id, "confidence": c.confidence, "exact": c.exact} for c in cited]
        filing = {
            "keeper": _keeper(access_of(actor), row.keeper_id),
            "marking": row.marking,
            "need_to_know": row.need_to_know,
        }
        drafts = [
            Draft(_values(row, one) | filing, assignments=_assigned(one), citations=citations, where=one.title)
            for one in orders
        ]
        return actions.create_many(Task, drafts, actor=actor, reason=reason, submit=True)


def _problems(row: Any, one: Order) -> Iterable[Problem]:
    where = one.title or str(row)
    if not one.title.strip():
        yield Problem(where, "title", _("Say in words what is to be done."))
    if one.lead is None:
        yield Problem(where, "lead", _("Name the one body that leads."))


def _keeper(access: Access, keeper: UUID | None) -> UUID | None:
    """Who keeps the tasks: the keeper of their source, or a body of the actor's own; the verb refuses any other."""
    if keeper and access.may("create", keeper):
        return keeper
    return next((body for body in sorted(access.own) if access.may("create", body)), keeper)


def _assigned(one: Order) -> list[dict[str, Any]]:
    supports = [body for body in dict.fromkeys(one.supports) if body != one.lead]
    rows = [{"body_id": one.lead, "role": Assignment.Role.LEAD}]
    return rows + [{"body_id": body, "role": Assignment.Role.SUPPORT} for body in supports]


def _values(row: Any, one: Order) -> dict[str, Any]:
    """What a task tells: the column that points to its source, and what the source says of it."""
    told: dict[str, Any] = {"title": one.title, "due": one.due or None, "indicator": one.indicator}
    column = next(f.name for f in register_of(Task).content_fields() if links_to(f) is type(row))
    told |= {column: row.pk, "clause": one.clause, "given": moment(timezone.localdate())}
    if isinstance(row, Instruction):
        told |= {"activity": row.activity_id, "policy": row.policy_id, "given": row.given}
    return told | ({"partners": row.partners} if "partners" in register_of(type(row)).many_parties else {})


def acts_open(access: Access, row: Any, assigned: Collection[Assignment], *, may_change: bool) -> set[str]:
    """What a person may do with a task now: `report` it done, `postpone` it; nothing once it is done or dropped."""
    if row.status in _ENDED:
        return set()
    doing = {row.keeper_id, *(one.body_id for one in assigned if one.role in _DOING and not one.ends)}
    reports = access.everything or access.bodies.get("act", frozenset()) & doing
    return ({"report"} if reports else set()) | ({"postpone"} if may_change else set())


def report_done(task: Task, evidence: UUID | NewSource | None, *, actor: User, reason: str, done: str = "") -> Task:
    """Report a task as done, with the source that shows it; the lead, a supporting body or the keeper may.

    `done` is the day (EDTF; today when none is said), `reason` tells what came of it. A verified task goes back to
    review, so that a second person looks at the evidence. Raises Invalid (no evidence, done or dropped already),
    NotAllowed.
    """
    with unit(actor, reason):
        row, access = _alive(task, actor), access_of(actor)
        if "report" not in acts_open(access, row, assignments_of([row.pk], None)[row.pk], may_change=False):
            raise actions.NotAllowed(_("Only the lead, a supporting body or the keeper reports a task done."))
        shown = _filed(row, evidence, access, actor, reason) if isinstance(evidence, NewSource) else evidence
        if shown is None or not restrict(Source.objects.filter(pk=shown), access, "view").exists():
            raise Invalid([Problem(str(row), "evidence", _("Name the source that shows it."))])
        values = {"status": Task.Status.DONE, "done": done or moment(timezone.localdate()), "evidence": shown}
        kept: Task = actions.change(row, Draft(values), actor=actor, reason=reason, right="act")
        return kept


def _filed(row: Any, evidence: NewSource, access: Access, actor: User, reason: str) -> UUID:
    filing = {"keeper": _keeper(access, row.keeper_id), "marking": row.marking, "need_to_know": row.need_to_know}
    draft = Draft({"title": evidence.title, "address": evidence.address} | filing, where="evidence")
    made: UUID = actions.create(Source, draft, actor=actor, reason=reason, submit=True).pk
    return made


def postpone(task: Task, due: str, *, actor: User, reason: str, expected: int | None = None) -> Task:
    """Set another due date; the reason stands with the version, and the history keeps every date there was.

    Raises Invalid (no date, the same one, done or dropped already), NotAllowed, Conflict.
    """
    with unit(actor, reason):
        row = _alive(task, actor)
        if not due.strip():
            raise Invalid([Problem(str(row), "due", _("Write the new day by which it is due."))])
        if row.due and row.due.text == due.strip():
            raise Invalid([Problem(str(row), "due", _("This is the day by which it is due already."))])
        kept: Task = actions.change(row, Draft({"due": due.strip()}), actor=actor, reason=reason, expected=expected)
        return kept


def _alive(task: Task, actor: User) -> Task:
    """The task as it stands, when the actor may see it and it is still to be done."""
    row: Task | None = restrict(Task.objects.filter(pk=task.pk), actor, "view").first()
    if row is None:
        raise actions.NotAllowed(_("The task is not there any more, or not for you."))
    if row.status in _ENDED:
        raise Invalid([Problem(str(row), "status", _("This task is done or dropped already."))])
    return row
