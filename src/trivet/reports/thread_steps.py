"""The kinds of records that a thread runs through, and the links by which it goes from one to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple
from uuid import UUID

from django.db.models import CharField, F, QuerySet, Value

from trivet.core.columns import part_fields
from trivet.core.linked import links_to
from trivet.core.records import Record, State
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
    """A register on the thread. What stands `beside` it belongs to any station, and the thread ends there."""

    model: type[Record]
    beside: bool = False


#: From the reason to the outcome: a thread goes up this table to what a record comes from, down to what came of it.
KINDS = (
    Kind(PolicyDocument),
    Kind(Objective),
    Kind(ProgrammeLine),
    Kind(Visit),
    Kind(Activity),
    Kind(Meeting, beside=True),
    Kind(Dossier, beside=True),
    Kind(Agreement),
    Kind(Commitment),
    Kind(Task),
)
#: Owned rows that name a record of any register: the columns of its code and its identity.
_NAMING: dict[Any, tuple[str, str]] = {MeetingOutcome: ("into_register", "into")}
#: A link that goes the other way within one register: what follows a policy does not lead to it.
_NOT_UP = frozenset({(PolicyDocument, "successor")})

Way = Literal["up", "down"]


class Reached(NamedTuple):
    """A record that was come to, and the way on which the thread goes on from it."""

    model: type[Record]
    record: UUID
    way: Way


@dataclass(frozen=True)
class _Link:
    """A column of a register, or of its owned rows (`part`), that names a record of another one (of a `code`)."""

    holder: type[Record]
    target: type[Record]
    column: str
    part: Any = None
    code: dict[str, str] | None = None


def ranks() -> dict[type[Record], int]:
    """The place of each kind in the table."""
    return {kind.model: place for place, kind in enumerate(KINDS)}


@cache
def _links() -> tuple[_Link, ...]:
    known = ranks()
    found: list[_Link] = []
    for holder in known:
        register = register_of(holder)
        own = ((links_to(field), field) for field in register.content_fields())
        found += [_Link(holder, to, f.attname) for to, f in own if to in known and (holder, f.name) not in _NOT_UP]
        for part in map(register.part_model, register.parts):
            columns = ((links_to(field), field) for field in part_fields(part))
            found += [_Link(holder, to, field.attname, part) for to, field in columns if to in known]
            if part in _NAMING:
                code, column = _NAMING[part]
                found += [_Link(holder, to, column, part, {code: register_of(to).code}) for to in known]
    return tuple(found)


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
    """One query for each link that leads on from some records of a kind."""
    for link in _links():
        if link.holder is model and _leads(model, link.target, way, away=True):
            named: Any = link.holder.objects.filter(pk__in=ids)
            if link.part:
                named = link.part.objects.at(None).filter(owner__in=ids, **(link.code or {}))
            yield _told(standpoint, link.target, way, pk__in=named.order_by().values(link.column))
        if link.target is model and _leads(model, link.holder, way, away=False):
            if link.part:
                owned = link.part.objects.at(None).filter(**{f"{link.column}__in": ids}, **(link.code or {}))
                yield _told(standpoint, link.holder, way, pk__in=owned.order_by().values("owner"))
            else:
                yield _told(standpoint, link.holder, way, **{f"{link.column}__in": ids})


def _leads(model: type[Record], other: type[Record], way: Way, *, away: bool) -> bool:
    """Whether a way leads from one kind to another; within a kind what a record names itself lies above it."""
    kinds = {kind.model: kind for kind in KINDS}
    if kinds[other].beside:
        return True
    place = ranks()
    above = place[other] < place[model] or (other is model and away)
    return above == (way == "up")


def _told(standpoint: Standpoint, model: type[Record], way: Way, **wanted: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = standpoint.of(model).filter(**wanted).exclude(state=State.WITHDRAWN).order_by()
    named = {"c0": Value(ranks()[model]), "c1": F("uuid"), "c2": Value(way, CharField(max_length=4))}
    told: QuerySet[Any] = rows.annotate(**named).values_list(*named)
    return told
