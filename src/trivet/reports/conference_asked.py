"""The queries of a coordination conference's papers: of each register what a half-year and the next one can tell of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from trivet.core.bodies import Body
from trivet.core.gathering import gather_some
from trivet.core.holding import that_may_end
from trivet.core.people import Post
from trivet.core.standpoint import Standpoint
from trivet.figures.figure import visible
from trivet.procedures.dossiers import Dossier, Obligation
from trivet.programme.lines import ProgrammeLine
from trivet.programme.visits import Visit
from trivet.registers.activities import Activity
from trivet.registers.commitments import Commitment
from trivet.registers.meeting_rows import Point
from trivet.registers.meetings import Meeting
from trivet.registers.objectives import Objective
from trivet.registers.relations import DiplomaticRelation
from trivet.registers.tasks import Task
from trivet.reports.anniversaries import years_ago
from trivet.values.dates import UncertainDate

_STANDING = (ProgrammeLine.Status.PROPOSED, ProgrammeLine.Status.APPROVED)


@dataclass(frozen=True)
class Spans:
    """The days that are looked back on, and those from then to the end of the next half-year."""

    back: UncertainDate
    ahead: UncertainDate

    @property
    def both(self) -> UncertainDate:
        """All of them."""
        return UncertainDate("", self.back.earliest, self.ahead.latest)


Asked = Callable[[Standpoint, Spans], QuerySet[Any]]


def read(place: Standpoint, spans: Spans) -> dict[type, list[Any]]:
    """The records of each register that the papers look at, in three statements; drafts and withdrawn ones are none."""
    asked = []
    for query, related, parts in _READ.values():
        rows = query(place, spans)
        asked.append((rows.order_by(*(rows.model._meta.ordering or ()), "uuid"), related, parts))
    found = zip(_READ, gather_some(place, asked), strict=True)
    return {model: list(rows) if model in (Body, Post) else list(visible(rows)) for model, rows in found}


def _activities(place: Standpoint, spans: Spans) -> QuerySet[Any]:
    return that_may_end(place.of(Activity), spans.both).exclude(starts_earliest=None, ends_earliest=None)


def _lines(place: Standpoint, spans: Spans) -> QuerySet[Any]:
    some_day = Q(starts_earliest=None) & _touching("programme__year", spans.ahead)
    told = _touching("starts", spans.ahead) | some_day
    return place.of(ProgrammeLine).filter(told, status__in=_STANDING, combined_with=None)


def _visits(place: Standpoint, spans: Spans) -> QuerySet[Any]:
    return place.of(Visit).filter(_touching("starts", spans.both))


def _touching(name: str, days: UncertainDate) -> Q:
    """What may lie in some days."""
    return Q(**{f"{name}_earliest__lte": days.latest, f"{name}_latest__gte": days.earliest})


def _dossiers(place: Standpoint, spans: Spans) -> QuerySet[Any]:
    asked = Obligation.objects.at(place.number).filter(owner=OuterRef("uuid")).exclude(branch="")
    still = Q(closed_earliest=None) | Q(closed_latest__gte=spans.back.earliest)
    return place.of(Dossier).filter(still, Exists(asked), opened_earliest__lte=spans.back.latest)


def _commitments(place: Standpoint, spans: Spans) -> QuerySet[Any]:
    last = spans.ahead.latest
    due = Q(due_latest__lte=last) | Q(due_latest=None, first_due_latest__lte=last)
    return _under_way(place.of(Commitment), due, spans).exclude(status=Commitment.Status.DROPPED)


def _tasks(place: Standpoint, spans: Spans) -> QuerySet[Any]:
    due = Q(due_latest__lte=spans.ahead.latest)
    return _under_way(place.of(Task), due, spans).exclude(status=Task.Status.DROPPED)


def _under_way(rows: QuerySet[Any], due: Q, spans: Spans) -> QuerySet[Any]:
    """What was done in the half-year or later, or is not done and due."""
    done = Q(done_latest__gte=spans.back.earliest)
    return rows.filter(done | Q(done_earliest=None) & due)


def _meetings(place: Standpoint, spans: Spans) -> QuerySet[Any]:
    points = Point.objects.at(place.number).filter(_touching("by", spans.ahead), owner=OuterRef("uuid"))
    return place.of(Meeting).filter(Exists(points))


def _anniversaries(place: Standpoint, spans: Spans) -> QuerySet[Any]:
    return place.of(Objective).filter(_touching("horizon", spans.ahead), kind=Objective.Kind.ANNIVERSARY)


def _relations(place: Standpoint, spans: Spans) -> QuerySet[Any]:
    years = {*years_ago(spans.ahead.earliest.year), *years_ago(spans.ahead.latest.year)}
    return place.of(DiplomaticRelation).filter(ended_earliest=None, established_earliest__year__in=years)


#: Each register with its query, the links to have at hand, and whether its owned rows are.
_READ: dict[type, tuple[Asked, tuple[str, ...], bool]] = {
    Activity: (_activities, ("forum",), False),
    ProgrammeLine: (_lines, ("country",), False),
    Visit: (_visits, (), False),
    Dossier: (_dossiers, (), True),
    Commitment: (_commitments, (), False),
    Task: (_tasks, (), False),
    Meeting: (_meetings, (), True),
    Objective: (_anniversaries, (), False),
    DiplomaticRelation: (_relations, ("partner",), False),
    Body: (lambda place, _spans: place.of(Body), (), False),
    Post: (lambda place, _spans: place.of(Post), (), False),
}
