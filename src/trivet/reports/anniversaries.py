"""Round years of diplomatic relations: whom to congratulate in a year, and on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from trivet.core.records import State
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.registers.relations import DiplomaticRelation
from trivet.values.dates import anniversary

#: Every so many years an anniversary of relations is marked.
ROUND = 5
#: No relation of today is older.
_OLDEST = 400


@dataclass(frozen=True)
class RoundYear:
    """A relation that turns a round number of years; the day is None when only the year or month is known."""

    register: str
    record: UUID
    caption: str
    years: int
    day: date | None
    state: str


def round_years(began: tuple[int, int], year: int) -> int:
    """How many years a thing that began between two years turns in a year, if that is round; else 0."""
    turned = year - began[0]
    return turned if began[0] == began[1] and turned > 0 and turned % ROUND == 0 else 0


def years_ago(year: int) -> range:
    """The years in which a thing began that turns a round number of years in a year."""
    return range(year - ROUND, max(0, year - _OLDEST), -ROUND)


def relation_anniversaries(standpoint: Standpoint, year: int) -> list[RoundYear]:
    """The relations, not ended, that turn a round number of years in a year; in the order of their days."""
    code = register_of(DiplomaticRelation).code
    states = (State.IN_REVIEW, State.VERIFIED)
    rows = standpoint.entries().filter(register=code, ends_earliest=None, state__in=states)
    found = []
    for row in rows.filter(starts_earliest__year__in=years_ago(year)):
        first, last = row.starts_earliest, row.starts_latest
        if first and last and (years := round_years((first.year, last.year), year)):
            day = anniversary(first, years) if first == last else None
            found.append(RoundYear(row.register, row.record, row.caption_in(), years, day, row.state))
    return sorted(found, key=lambda one: (one.day is None, one.day or date.max, one.caption))
