"""The kinds of records that a thread runs through, and the links by which it goes from one to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from typing import Any, Literal, NamedTuple
from uuid import UUID

from django.db.models import CharField, F, QuerySet, Value

from trivet.coordination.decisions import Decision
from trivet.coordination.texts import Reliance, Text
from trivet.core.columns import part_fields
from trivet.core.linked import links_to
from trivet.core.records import Part, Record, State
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.procedures.dossiers import Dossier
from trivet.programme.lines import ProgrammeLine
from trivet.programme.visits import Visit
from trivet.registers.activities import Activity
from trivet.registers.agreements import Agreement
from trivet.registers.commitments import Commitment
from trivet.registers.meeting_rows import MeetingOutcome
from trivet.registers.meetings import Meeting
from trivet.registers.objectives import Objective
from trivet.registers.policies import PolicyDocument
from trivet.registers.tasks import Task


@dataclass(frozen=True)
class Kind:
    """A register on the thread.

    What stands `beside` it belongs to any station, and the thread ends there. Kinds of an `event` are its plan, its
    file and its account: whoever comes to one of them has come to all.
    """

    model: type[Record]
    beside: bool = False
    event: bool = False


#: From the reason to the outcome: a thread goes up this table to what a record comes from, down to what came of it.
KINDS = (
    Kind(PolicyDocument),
    Kind(Objective),
    Kind(Text),
    Kind(Decision),
    Kind(ProgrammeLine, event=True),
    Kind(Visit, event=True),
    Kind(Activity, event=True),
    Kind(Meeting, beside=True),
    Kind(Dossier, beside=True),
    Kind(Agreement),
    Kind(Commitment),
    Kind(Task),
)
#: Owned rows that name a record of any register: the columns of its code and its identity.
_NAMING: dict[Any, tuple[str, str]] = {MeetingOutcome: ("into_register", "into"), Reliance: ("on_register", "on")}
#: A link that goes the other way within one register: what follows a policy does not lead to it.
_NOT_UP = frozenset({(PolicyDocument, "successor")})

Way = Literal["up", "down"]


class Reached(NamedTuple):
    """A record that was come to, and the way on which the thread goes on from it."""

    model: type[Record]
    record: UUID
    way: Way


class _Hop(NamedTuple):
    """How one kind leads to another: the rows of a `table` with `given` among some records tell others as `taken`.

    away: it goes with the link, not against it. owner: whose rows these are, if that is neither of the two kinds.
    wanted: what else holds of the rows.
    """

    source: type[Record]
    target: type[Record]
    away: bool
    table: Any
    given: str
    taken: str
    owner: type[Record] | None = None
    wanted: tuple[tuple[str, str], ...] = ()


def ranks() -> dict[type[Record], int]:
    """The place of each kind in the table."""
    return {kind.model: place for place, kind in enumerate(KINDS)}


@cache
def _hops() -> tuple[_Hop, ...]:
    known = ranks()
    found: list[_Hop] = []
    for holder in known:
        register = register_of(holder)
        own = ((links_to(field), field) for field in holder._meta.local_concrete_fields)
        for to, field in own:
            if to in known and (holder, field.name) not in _NOT_UP:
                found += _both(holder, to, holder, "pk", field.attname)
        for part in map(register.part_model, register.parts):
            columns = [(to, field.attname) for field in part_fields(part) if (to := links_to(field)) in known]
            for to, column in columns:
                found += _both(holder, to, part, "owner", column)
            for (one, given), (other, taken) in permutations(columns, 2):
                found.append(_Hop(one, other, False, part, given, taken, holder))
            if part in _NAMING:
                code, column = _NAMING[part]
                for to in known:
                    found += _both(holder, to, part, "owner", column, ((code, register_of(to).code),))
    return tuple(found)


def _both(holder: Any, to: Any, table: Any, own: str, column: str, wanted: Any = ()) -> list[_Hop]:
    """The way along a link and the way against it."""
    along = _Hop(holder, to, True, table, own, column, wanted=wanted)
    return [along, _Hop(to, holder, False, table, column, own, wanted=wanted)]


def next_to(standpoint: Standpoint, reached: Iterable[Reached], limit: int) -> list[Reached]:
    """What some records lead to on their ways, as far as the reader may see now, in one statement."""
    by_way: dict[tuple[type[Record], Way], list[UUID]] = {}
    for one in reached:
        by_way.setdefault((one.model, one.way), []).append(one.record)
    branches = [one for (model, way), ids in by_way.items() for one in _branches(standpoint, model, way, ids)]
    if not branches:
        return []
    listed = branches[0].union(*branches[1:]).order_by("c0", "c1", "c2")[:limit]
    kinds = list(ranks())
    return [Reached(kinds[place], uuid, "up" if way == "up" else "down") for place, uuid, way in listed]


def _branches(standpoint: Standpoint, model: type[Record], way: Way, ids: list[UUID]) -> Iterator[QuerySet[Any]]:
    """One query for each hop that leads on from some records of a kind."""
    for hop in _hops():
        if hop.source is model and _leads(model, hop.target, way, away=hop.away):
            rows = hop.table.objects.at(None) if issubclass(hop.table, Part) else hop.table.objects
            rows = rows.filter(**{f"{hop.given}__in": ids}, **dict(hop.wanted))
            if hop.owner:
                rows = rows.filter(owner__in=standpoint.of(hop.owner).order_by().values("pk"))
            yield _told(standpoint, hop.target, way, rows.order_by().values(hop.taken))


def _leads(model: type[Record], other: type[Record], way: Way, *, away: bool) -> bool:
    """Whether a way leads from one kind to another; within a kind what a record names itself lies above it."""
    kinds = {kind.model: kind for kind in KINDS}
    if kinds[other].beside or (kinds[model].event and kinds[other].event):
        return True
    place = ranks()
    above = place[other] < place[model] or (other is model and away)
    return above == (way == "up")


def _told(standpoint: Standpoint, model: type[Record], way: Way, ids: QuerySet[Any]) -> QuerySet[Any]:
    rows: QuerySet[Any] = standpoint.of(model).filter(pk__in=ids).exclude(state=State.WITHDRAWN).order_by()
    named = {"c0": Value(ranks()[model]), "c1": F("uuid"), "c2": Value(way, CharField(max_length=4))}
    told: QuerySet[Any] = rows.annotate(**named).values_list(*named)
    return told
