"""One thread of the record: from any record up to the policy it comes from, and down to what the review counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

import trivet.figures.counts  # noqa: F401  (declares the figures)
from trivet.core.access import restrict
from trivet.core.bodies import Body
from trivet.core.gathering import gather_some
from trivet.core.happenings import ACTING
from trivet.core.history import Assignment
from trivet.core.holding import PARTS, Held
from trivet.core.office import Office
from trivet.core.partners import Partner
from trivet.core.records import Record, State
from trivet.core.register import register_of
from trivet.core.several import several
from trivet.core.sources import Citation, Source
from trivet.core.standpoint import Standpoint
from trivet.figures.figure import Figure, ask, figures
from trivet.procedures.dossiers import Dossier
from trivet.reports.thread_steps import KINDS, Reached, next_to, ranks
from trivet.values.dates import UncertainDate, parse_date

#: So many steps a thread goes from its record, and so many records it takes at each.
_STEPS, _MOST = 5, 60
_SUPPORT = Assignment.Role.SUPPORT
#: The registers from whose records a thread can be followed.
REGISTERS = frozenset(register_of(kind.model).code for kind in KINDS)


@dataclass(frozen=True)
class Doer:
    """A body that leads or supports, and the pillar for which it acts (a code of the profile, or empty)."""

    body: Any
    pillar: str
    leads: bool


@dataclass(frozen=True)
class Advice:
    """The last opinion of a body on a dossier; without an `answer` it is awaited or never came (`outcome`)."""

    body: Any
    answer: str
    outcome: str


@dataclass(frozen=True)
class Station:
    """One record on the thread: who does what in it, what bodies advised on it, and how many sources it has."""

    row: Any
    doers: tuple[Doer, ...]
    advice: tuple[Advice, ...]
    sources: int

    @property
    def code(self) -> str:
        """The code of its register."""
        return register_of(type(self.row)).code


@dataclass(frozen=True)
class ReviewLine:
    """A figure of the review of a year, and the records of the thread that it counts."""

    figure: Figure
    year: int
    counted: tuple[Any, ...]


@dataclass(frozen=True)
class Thread:
    """The stations in the order of their kinds; whether a step had more than it took; what reviews count of them."""

    stations: tuple[Station, ...]
    more: bool
    review: tuple[ReviewLine, ...]

    @property
    def levels(self) -> list[int]:
        """The markings of all that is on it."""
        return [one.row.marking for one in self.stations]


def thread_of(standpoint: Standpoint, model: type[Record], record: UUID) -> Thread | None:
    """The thread of a record as the reader may see it now; None where they may not see the record."""
    start = (Reached(model, record, "up"), Reached(model, record, "down"))
    reached, more = _walked(standpoint, start)
    rows = _rows(standpoint, reached)
    if record not in {row.uuid for row in rows}:
        return None
    stations = tuple(_stations(standpoint, rows))  # which brings the office that figures ask for
    return Thread(stations, more, tuple(_review(standpoint, rows)))


def _walked(standpoint: Standpoint, start: tuple[Reached, ...]) -> tuple[set[Reached], bool]:
    """What is reached in some steps; what stands beside the thread leads no further, unless one begins there."""
    beside = {kind.model for kind in KINDS if kind.beside}
    seen, going, more = set(start), start, False
    for _step in range(_STEPS):
        found = next_to(standpoint, going, _MOST + 1)
        more = more or len(found) > _MOST
        fresh = [one for one in found[:_MOST] if one not in seen]
        seen |= set(fresh)
        going = tuple(one for one in fresh if one.model not in beside)
    return seen, more


def _rows(standpoint: Standpoint, reached: Iterable[Reached]) -> list[Any]:
    """The records, with all that figures of their registers look at."""
    ids: dict[type[Record], set[UUID]] = defaultdict(set)
    for one in reached:
        ids[one.model].add(one.record)
    asked = []
    for model in sorted(ids, key=lambda one: ranks()[one]):
        related, parts = _read_with(model)
        rows = standpoint.of(model).filter(uuid__in=ids[model]).exclude(state=State.WITHDRAWN)
        asked.append((rows.order_by(*(model._meta.ordering or ()), "uuid"), related, parts))
    found = [row for rows in gather_some(standpoint, asked) for row in rows]
    places = ranks()
    return sorted(found, key=lambda row: (places[register_of(type(row)).model], _begun(row)))


def _read_with(model: type[Record]) -> tuple[tuple[str, ...], bool]:
    reads = [one.reads for one in figures().values() if one.reads.model is model]
    related = tuple({name for one in reads for name in one.joined - {PARTS}})
    return related, model is Dossier or any(one.parts for one in reads)


def _begun(row: Any) -> str:
    told = span(row)[0]
    return told.earliest.isoformat() if told else "9"


def span(row: Any) -> tuple[UncertainDate | None, UncertainDate | None]:
    """The first and the last day of a record, as its register declares them."""
    start, end = register_of(type(row)).period or ("", None)
    first = getattr(row, start) if start else None
    return first, getattr(row, end) if end and end != start else None


def _stations(standpoint: Standpoint, rows: list[Any]) -> Iterator[Station]:
    """The records with their bodies and the number of their sources, and the office, in one statement."""
    ids = [row.uuid for row in rows]
    assigned = Assignment.objects.at(None).filter(record__in=ids, role__in=ACTING)
    seen = restrict(Source.objects.order_by(), standpoint.access).values("pk")
    cited = Citation.objects.at(None).filter(record__in=ids, adopted=True, source__in=seen)
    keepers = {row.keeper_id for row in rows if row.keeper_id}
    named = Q(pk__in={*keepers, *(one.debtor_id for row in rows for one in _opinions(row))}) | Q(
        pk__in=assigned.order_by().values("body")
    )
    listed = several([assigned, cited, standpoint.of(Body).filter(named), Office.objects.order_by("pk")])
    roles, citations, bodies, offices = listed
    standpoint.memory["office"] = next(iter(offices), None)
    known = {body.pk: body for body in bodies}
    sources = Counter(record for record, _source in {(one.record, one.source_id) for one in citations})
    by_record: dict[UUID, list[Assignment]] = defaultdict(list)
    for one in roles:
        by_record[one.record].append(one)
    for row in rows:
        doers, advice = _doers(row, by_record[row.uuid], known), _advice(row, known)
        yield Station(row, tuple(doers), tuple(advice), sources[row.uuid])


def _opinions(row: Any) -> list[Any]:
    """The opinions asked on a dossier, in the order of asking; on nothing else are there any."""
    asked = row.obligations_rows if register_of(type(row)).model is Dossier else []
    return sorted((one for one in asked if one.branch), key=lambda one: (one.turn, one.row))


def _advice(row: Any, bodies: dict[UUID, Any]) -> Iterator[Advice]:
    """What each body last said; the body that is not told to the reader stays away."""
    last = {(one.branch, one.debtor_id): one for one in _opinions(row)}
    for one in last.values():
        if body := bodies.get(one.debtor_id):
            yield Advice(body, one.answer, one.outcome)


def _doers(row: Any, assigned: list[Assignment], bodies: dict[UUID, Any]) -> Iterator[Doer]:
    """Who leads and who supports; where nobody is told to lead, the body that keeps the record does."""
    told = sorted(assigned, key=lambda one: (ACTING.index(one.role), one.row))
    if not any(one.role != _SUPPORT for one in told) and (body := bodies.get(row.keeper_id)):
        yield Doer(body, body.pillar, leads=True)
    for one in told:
        if body := bodies.get(one.body_id):
            yield Doer(body, one.pillar or body.pillar, one.role != _SUPPORT)


def _review(standpoint: Standpoint, rows: list[Any]) -> Iterator[ReviewLine]:
    """The figures that count a record of the thread in a year of its own, asked of these records alone."""
    alone = Standpoint(standpoint.user, memory={Partner: standpoint.memory.get(Partner), "office": standpoint.office})
    vars(alone)["access"] = standpoint.access
    by_model: dict[type[Record], list[Any]] = defaultdict(list)
    for row in rows:
        by_model[register_of(type(row)).model].append(row)
    asked = [one for one in figures().values() if one.reads.model in by_model and not one.across]
    for model in {one.reads.model for one in asked}:
        alone.hold(model, Held(by_model[model], None, {*_read_with(model)[0], PARTS}))
    for found in asked:
        for year in sorted({year for row in by_model[found.reads.model] for year in _years(row)}):
            tally = ask(found.code, alone, period=parse_date(f"{year:04d}"))
            counted = {one.row.uuid: one.row for one in tally.counted}
            if counted:
                yield ReviewLine(found, year, tuple(counted.values()))


def _years(row: Any) -> set[int]:
    return {day.year for told in span(row) if told and told.exact for day in (told.earliest,)}
