"""Outcomes: points taken and texts signed become agreements, commitments, tasks and letters of thanks, in one act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from trivet.core import actions
from trivet.core.drafts import Draft
from trivet.core.history import attach, citations_of, unit
from trivet.core.records import Record, State
from trivet.core.register import register_of
from trivet.core.several import several
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.procedures.standing import as_row
from trivet.programme.visit_means import TextToSign
from trivet.programme.visits import Visit
from trivet.registers.activities import Activity
from trivet.registers.agreements import Agreement
from trivet.registers.commitments import Commitment
from trivet.registers.meetings import Meeting
from trivet.registers.tasks import Task


class Becomes(models.TextChoices):
    """What a point or a text becomes; a signed text can become an agreement with the commitment to carry it out."""

    COMMITMENT = "commitment", pgettext_lazy("outcome", "commitment")
    TASK = "task", pgettext_lazy("outcome", "task")
    THANKS = "thanks", pgettext_lazy("outcome", "letter of thanks")
    AGREEMENT = "agreement", pgettext_lazy("outcome", "agreement")
    BOTH = "both", pgettext_lazy("outcome", "agreement and commitment")


@dataclass(frozen=True)
class Wanted:
    """One outcome: of a point or text (`source`, or None for a task of the visit as a whole), and who does it by when.

    `due` is a day or another EDTF text; what it becomes is kept by the keeper of the visit.
    """

    source: UUID | None
    becomes: Becomes
    title: str
    lead: UUID | None = None
    supports: tuple[UUID, ...] = ()
    due: str = ""


@dataclass(frozen=True)
class Around:
    """What stands around a visit, as one reader may see it: its activity, the meetings in it, and what came of them."""

    activity: Any | None
    meetings: list[Any]
    made: list[Any]

    @property
    def open_points(self) -> list[tuple[Any, Any]]:
        """The points of which nothing was made yet, each with its meeting, in their order; rows must be at hand."""
        taken = {one.point for row in self.meetings for one in row.outcomes_rows}
        return [(row, point) for row in self.meetings for point in row.points_rows if point.uuid not in taken]


def around(standpoint: Standpoint, visit: Any) -> Around:
    """What stands around a visit, in one statement."""
    if visit.activity_id is None:
        return Around(None, [], [])
    found = several(
        [
            standpoint.of(Activity).filter(uuid=visit.activity_id),
            standpoint.of(Meeting).filter(activity=visit.activity_id).exclude(state=State.WITHDRAWN),
            standpoint.of(Agreement).filter(signed_during=visit.activity_id).exclude(state=State.WITHDRAWN),
            standpoint.of(Commitment).filter(activity=visit.activity_id).exclude(state=State.WITHDRAWN),
            standpoint.of(Task).filter(activity=visit.activity_id).exclude(state=State.WITHDRAWN),
        ]
    )
    meetings = sorted(found[1], key=lambda row: (row.held.earliest, str(row.uuid)))
    return Around(next(iter(found[0]), None), meetings, [row for rows in found[2:] for row in rows])


def take_outcomes(visit: Visit, wanted: Sequence[Wanted], *, actor: User, reason: str) -> list[Any]:
    """Make the records that are wanted, all or none, and keep with each point and text what it became.

    Raises Invalid with everything that is wrong (a point that became something already, no title, no activity),
    NotAllowed.
    """
    with unit(actor, reason):
        row = Visit.objects.get(pk=visit.pk)
        attach([row], None, parts=True)
        taking = _Taking(row, actor, reason)
        if problems := [told for one in wanted for told in taking.problems(one)]:
            raise Invalid(problems)
        made = [record for one in wanted for record in taking.make(one)]
        taking.keep()
        return made


class _Taking:
    def __init__(self, visit: Any, actor: User, reason: str) -> None:
        self.visit, self.actor, self.reason = visit, actor, reason
        meetings = list(Meeting.objects.filter(activity=visit.activity_id)) if visit.activity_id else []
        attach(meetings, None, parts=True)
        self.points: dict[UUID, tuple[Any, Any]] = {p.uuid: (m, p) for m in meetings for p in m.points_rows}
        self.texts: dict[UUID, Any] = {text.uuid: text for text in visit.texts_rows}
        self.citations = citations_of([m.pk for m in meetings], None)
        self.outcomes: dict[Any, list[tuple[UUID, str, UUID]]] = defaultdict(list)
        self.agreements: dict[UUID, UUID] = {}

    def problems(self, one: Wanted) -> Iterable[Problem]:
        where = one.title or str(self.visit)
        if self.visit.activity_id is None:
            yield Problem(where, "activity", _("Name the activity of the visit first."))
        if not one.title.strip():
            yield Problem(where, "title", _("Say in words what it becomes."))
        if problem := self._wrong(one):
            yield Problem(where, "becomes", problem)

    def _wrong(self, one: Wanted) -> str:
        """Why a point or text cannot become that; empty when it can."""
        signed = one.becomes in (Becomes.AGREEMENT, Becomes.BOTH)
        if one.source is None:
            only = one.becomes in (Becomes.TASK, Becomes.THANKS)
            return "" if only else _("A commitment or agreement comes of a point or a text.")
        if one.source in self.points:
            meeting, _point = self.points[one.source]
            became = any(told.point == one.source for told in meeting.outcomes_rows)
            return _("This point became something already.") if became else ""
        text = self.texts.get(one.source)
        if text is None:
            return _("This point or text is not there any more.")
        if text.agreement_id:
            return _("This text is an agreement already.")
        if text.status != TextToSign.Status.SIGNED or not signed:
            return _("A signed text, and only that, becomes an agreement.")
        return ""

    def make(self, one: Wanted) -> list[Any]:
        made = []
        if one.becomes in (Becomes.AGREEMENT, Becomes.BOTH):
            made.append(self._create(Agreement, one, self._agreement(one)))
            if one.source in self.texts:
                self.agreements[self.texts[one.source].uuid] = made[0].pk
        if one.becomes in (Becomes.COMMITMENT, Becomes.BOTH):
            made.append(self._create(Commitment, one, self._commitment(one, made[0].pk if made else None)))
        if one.becomes in (Becomes.TASK, Becomes.THANKS):
            made.append(self._create(Task, one, self._task(one)))
        if one.source in self.points:
            meeting = self.points[one.source][0]
            self.outcomes[meeting.pk] += [(one.source, register_of(type(row)).code, row.pk) for row in made]
        return made

    def _held(self, one: Wanted) -> Any:
        """The day on which it was said or signed, as exactly as it is known."""
        found = self.points.get(one.source) if one.source else None
        return found[0].held if found else self.visit.ends or self.visit.starts

    def _agreement(self, one: Wanted) -> dict[str, Any]:
        told = {"title": one.title, "kind": Agreement.Kind.AGREEMENT, "signed": self._held(one)}
        return told | {"parties": self.visit.partners, "signed_during": self.visit.activity_id}

    def _commitment(self, one: Wanted, agreement: UUID | None) -> dict[str, Any]:
        kind = Commitment.Kind.SIGNED if agreement else Commitment.Kind.MENTIONED
        told = {"statement": one.title, "kind": kind, "made": self._held(one), "first_due": one.due or None}
        return told | self._from() | {"agreement": agreement}

    def _task(self, one: Wanted) -> dict[str, Any]:
        meeting = self.points[one.source][0].pk if one.source in self.points else None
        kind = Task.Kind.THANKS if one.becomes == Becomes.THANKS else Task.Kind.TASK
        told = {"title": one.title, "kind": kind, "meeting": meeting, "due": one.due or None}
        return told | self._from() | {"given": self._held(one)}

    def _from(self) -> dict[str, Any]:
        return {"partners": self.visit.partners, "activity": self.visit.activity_id}

    def _create(self, model: type[Record], one: Wanted, values: dict[str, Any]) -> Any:
        """A record in review, kept and marked as the visit (and the meeting) is, with the sources of the meeting."""
        meeting = self.points[one.source][0] if one.source in self.points else self.visit
        filing = {
            "keeper": self.visit.keeper_id,
            "marking": max(self.visit.marking, meeting.marking),
            "need_to_know": self.visit.need_to_know or meeting.need_to_know,
        }
        assigned = [{"body_id": one.lead, "role": "lead"}] if one.lead else []
        assigned += [{"body_id": body, "role": "support"} for body in one.supports if body != one.lead]
        sources = [c for c in self.citations.get(meeting.pk, []) if not c.field]
        cited = [{"source_id": c.source_id, "confidence": c.confidence, "exact": c.exact} for c in sources]
        draft = Draft(values | filing, assignments=assigned, citations=cited, where=one.title)
        return actions.create(model, draft, actor=self.actor, reason=self.reason, submit=True)

    def keep(self) -> None:
        """Write down with the points and texts what they became."""
        for meeting in {m.pk: m for m, _point in self.points.values()}.values():
            if told := self.outcomes.get(meeting.pk):
                before = [as_row(row) for row in meeting.outcomes_rows]
                rows = [{"point": p, "into_register": code, "into": into} for p, code, into in told]
                draft = Draft(parts={"outcomes": [*before, *rows]}, sealed=True)
                actions.change(meeting, draft, actor=self.actor, reason=self.reason)
        if self.agreements:
            texts = [as_row(row) for row in self.visit.texts_rows]
            for text in texts:
                text["agreement_id"] = self.agreements.get(text["uuid"], text["agreement_id"])
            actions.change(self.visit, Draft(parts={"texts": texts}), actor=self.actor, reason=self.reason)
