"""The shape of a calendar: a year as months by pillars, a month as weeks, with what has no day beside them."""

from __future__ import annotations

from calendar import Calendar, monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django.utils.formats import date_format

from trivet.core.holidays import Holiday
from trivet.reports.anniversaries import RoundYear
from trivet.web.calendar_words import Happening

#: A cell of the year shows so many; the month shows them all.
IN_CELL = 8


@dataclass
class Chip:
    """A happening where it stands: `again` marks the later months or days of a longer one."""

    happening: Happening
    again: bool = False


@dataclass
class Cell:
    """What one pillar does in one month."""

    lane: str
    chips: list[Chip]
    more: int = 0


@dataclass
class Month:
    """One month of a year: its lanes, holidays and anniversaries."""

    first: date
    cells: list[Cell]
    holidays: list[str] = field(default_factory=list)
    anniversaries: list[RoundYear] = field(default_factory=list)
    url: str = ""

    @property
    def name(self) -> str:
        return date_format(self.first, "F")


@dataclass
class Day:
    """One day of a month's weeks."""

    day: date
    inside: bool
    today: bool
    holiday: str
    chips: list[Chip]
    anniversaries: list[RoundYear]


def month_bounds(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def months_of(
    year: int,
    lanes: Sequence[tuple[str, str]],
    found: Iterable[Happening],
    holidays: dict[date, Holiday],
    anniversaries: Sequence[RoundYear],
) -> list[Month]:
    """The twelve months, each with a cell for every lane (code and label; the code of the last is empty)."""
    placed = [one for one in found if not is_vague(one, year)]
    months = []
    for number in range(1, 13):
        first, last = month_bounds(year, number)
        here = [one for one in placed if one.touches(first, last)]
        cells = [_cell(code, label, here, lanes, first) for code, label in lanes]
        days = [(day, told.name) for day, told in holidays.items() if first <= day <= last]
        turned = [one for one in anniversaries if one.day and first <= one.day <= last]
        months.append(Month(first, cells, list(_runs(days)), turned))
    return months


def is_vague(one: Happening, year: int) -> bool:
    """Whether no month of the year can be given: it stands beside the months, with its words."""
    if one.certain:
        return False
    first, last = max(one.first, date(year, 1, 1)), min(one.last, date(year, 12, 31))
    return (first.year, first.month) != (last.year, last.month)


def _cell(code: str, label: str, here: list[Happening], lanes: Sequence[tuple[str, str]], first: date) -> Cell:
    known = {lane for lane, _label in lanes if lane}
    mine = [one for one in here if (code in one.pillars if code else not known & set(one.pillars))]
    chips = [Chip(one, again=one.first < first) for one in mine]
    return Cell(label, chips[:IN_CELL], max(0, len(chips) - IN_CELL))


def _runs(days: Iterable[tuple[date, str]]) -> Iterable[str]:
    """Holidays as words, those of one name on following days together."""
    for name, group in groupby(days, key=lambda one: one[1]):
        listed = [day.day for day, _name in group]
        together = listed[-1] - listed[0] == len(listed) - 1 and len(listed) > 1
        yield f"{f'{listed[0]}–{listed[-1]}' if together else ', '.join(map(str, listed))}: {name}"


def weeks_of(
    year: int,
    month: int,
    found: Iterable[Happening],
    holidays: dict[date, Holiday],
    anniversaries: Sequence[RoundYear],
    today: date,
) -> list[list[Day]]:
    """The weeks of a month, Monday first (ISO 8601), with what certainly takes place on each day."""
    certain = [one for one in found if one.certain]
    begun = Calendar(0).monthdatescalendar(year, month)
    return [[_day(day, month, certain, holidays, anniversaries, today) for day in week] for week in begun]


def _day(
    day: date,
    month: int,
    certain: list[Happening],
    holidays: dict[date, Holiday],
    anniversaries: Sequence[RoundYear],
    today: date,
) -> Day:
    inside = day.month == month
    chips = [Chip(one, again=one.first < day and day.day > 1) for one in certain if inside and one.touches(day, day)]
    holiday = holidays[day].name if day in holidays else ""
    return Day(day, inside, day == today, holiday, chips, [one for one in anniversaries if one.day == day])


def weekday_names() -> list[str]:
    """Monday to Sunday in the reader's words."""
    monday = date(2024, 1, 1)
    return [date_format(monday + timedelta(n), "D") for n in range(7)]
