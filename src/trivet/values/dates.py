"""Dates that carry their precision (EDTF level 1) and what they let us say for certain."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache

from trivet.values.wording import WordedError, gettext_noop

OPEN_START, OPEN_END = date.min, date.max

_DATE = re.compile(r"(?P<y>[0-9X]{4})(?:-(?P<m>[0-9X]{2})(?:-(?P<d>[0-9X]{2}))?)?(?P<mark>[?~%]?)")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
#: Quarters and halves of a year (EDTF level 2 codes that ministries do use), as first and last month.
_YEAR_PARTS = {33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12), 40: (1, 6), 41: (7, 12)}
#: Seasons: without a hemisphere a season cannot be placed, so only its year is certain.
_SEASONS = {21, 22, 23, 24}


class DateError(WordedError):
    """A text that is not a date we can rely on; the message says how to write it."""


class Held(Enum):
    """What can be said of a period on a day."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    NO = "no"


@dataclass(frozen=True, slots=True)
class UncertainDate:
    """A moment known to lie between two days, both included.

    `text` is the EDTF text as written; `earliest` and `latest` bound the moment. An open bound is `date.min` or
    `date.max`. A mark of doubt (?, ~, %) is not relied on: the date is then certain only to its next coarser unit
    (a day to its month, a month to its year, a year to its decade).
    """

    text: str
    earliest: date
    latest: date

    def __str__(self) -> str:
        return self.text

    @property
    def exact(self) -> bool:
        """Whether the day itself is known."""
        return self.earliest == self.latest

    def within(self, period: "UncertainDate") -> Held:
        """Whether the moment lies in the days from the period's earliest to its latest."""
        if period.earliest <= self.earliest and self.latest <= period.latest:
            return Held.CERTAIN
        if self.latest < period.earliest or period.latest < self.earliest:
            return Held.NO
        return Held.POSSIBLE

    def by(self, day: date) -> Held:
        """Whether the moment had come on that day."""
        if self.latest <= day:
            return Held.CERTAIN
        return Held.POSSIBLE if self.earliest <= day else Held.NO


def held_on(start: UncertainDate | None, end: UncertainDate | None, day: date) -> Held:
    """What is known of a period on a day; an unknown start may have come, a missing end has not."""
    begun = start.by(day) if start else Held.POSSIBLE
    over = _past(end, day) if end else Held.NO
    if begun is Held.NO or over is Held.CERTAIN:
        return Held.NO
    if begun is Held.CERTAIN and over is Held.NO:
        return Held.CERTAIN
    return Held.POSSIBLE


def _past(end: UncertainDate, day: date) -> Held:
    """Whether a last day lay before a day; the last day itself still belongs to its period."""
    if end.latest < day:
        return Held.CERTAIN
    return Held.POSSIBLE if end.earliest < day else Held.NO


@lru_cache(maxsize=65536)
def parse_date(text: str) -> UncertainDate:
    """Read an EDTF level 1 date or interval.

    `2024`, `2024-11`, `2024-11-21`, `2024-11-21?`, `202X`, `2024-XX-21` is refused, `2024-33` is a quarter,
    `../2024-12-31` is a moment not later than that day. A day/month order that can be read two ways is an error.

    Raises DateError with the way to write it.
    """
    text = text.strip()
    slashed = _SLASHED.fullmatch(text)
    if slashed:
        return _slashed(text, *(int(part) for part in slashed.groups()))
    if "/" in text:
        return _interval(text)
    earliest, latest = _single(text)
    return UncertainDate(text, earliest, latest)


def moment(day: date) -> UncertainDate:
    """The exact day as an uncertain date."""
    return UncertainDate(day.isoformat(), day, day)


def anniversary(day: date, years: int) -> date:
    """The same day some years later; 29 February falls on the last of the month.

    Beyond the years that the calendar has it is the calendar's first or last day.
    """
    year = day.year + years
    if not date.min.year <= year <= date.max.year:
        return date.min if years < 0 else date.max
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def _slashed(text: str, first: int, second: int, year: int) -> UncertainDate:
    if 1 <= first <= 12 and 1 <= second <= 12 and first != second:
        one, other = f"{year:04d}-{second:02d}-{first:02d}", f"{year:04d}-{first:02d}-{second:02d}"
        template = gettext_noop("“%(text)s” can be read as two days: write %(one)s or %(other)s")
        raise DateError(template, text=text, one=one, other=other)
    day, month = (first, second) if second <= 12 else (second, first)
    return parse_date(f"{year:04d}-{month:02d}-{day:02d}")


def _interval(text: str) -> UncertainDate:
    sides = text.split("/")
    if len(sides) != 2:
        raise DateError(
            gettext_noop("“%(text)s” is not an interval: write start/end, for example 2024-01/2024-06"), text=text
        )
    start, end = (side.strip() for side in sides)
    open_sides = {"..", ""}
    if start in open_sides and end in open_sides:
        raise DateError(gettext_noop("“%(text)s” names no day at all"), text=text)
    earliest = OPEN_START if start in open_sides else _single(start)[0]
    latest = OPEN_END if end in open_sides else _single(end)[1]
    if earliest > latest:
        raise DateError(gettext_noop("“%(text)s” ends before it begins"), text=text)
    return UncertainDate(text, earliest, latest)


def _single(text: str) -> tuple[date, date]:
    match = _DATE.fullmatch(text)
    if not match:
        raise DateError(
            gettext_noop("“%(text)s” is not a date: write 2024, 2024-11, 2024-11-21 or ../2024-12-31"), text=text
        )
    year, month, day = match["y"], match["m"], match["d"]
    if match["mark"]:
        return _doubtful(text, year, month, day)
    return _bounds(text, year, month, day)


def _doubtful(text: str, year: str, month: str | None, day: str | None) -> tuple[date, date]:
    _bounds(text, year, month, day)
    if day not in (None, "XX"):
        return _bounds(text, year, month, None)
    if month not in (None, "XX"):
        return _bounds(text, year, None, None)
    return _bounds(text, year[:3] + "X", None, None)


def _bounds(text: str, year: str, month: str | None, day: str | None) -> tuple[date, date]:
    if not re.fullmatch(r"[0-9]{4}|[0-9]{3}X|[0-9]{2}XX", year):
        raise DateError(gettext_noop("“%(text)s”: only the last one or two digits of a year may be X"), text=text)
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if low < 1:
        raise DateError(gettext_noop("“%(text)s”: years run from 0001 to 9999"), text=text)
    if month in (None, "XX"):
        if day not in (None, "XX"):
            raise DateError(gettext_noop("“%(text)s”: a day needs its month"), text=text)
        return date(low, 1, 1), date(high, 12, 31)
    if "X" in year or month is None or "X" in month:
        raise DateError(
            gettext_noop("“%(text)s”: unknown digits must stand at the end, for example 2024-XX"), text=text
        )
    first, last = _months(text, int(month), day)
    if day in (None, "XX"):
        return date(low, first, 1), date(low, last, monthrange(low, last)[1])
    try:
        exact = date(low, first, int(day or 0))
    except ValueError as problem:
        raise DateError(gettext_noop("“%(text)s” is no day of the calendar"), text=text) from problem
    return exact, exact


def _months(text: str, number: int, day: str | None) -> tuple[int, int]:
    if 1 <= number <= 12:
        return number, number
    if day is None and number in _SEASONS:
        return 1, 12
    if day is None and number in _YEAR_PARTS:
        return _YEAR_PARTS[number]
    raise DateError(gettext_noop("“%(text)s” has no month %(month)s"), text=text, month=f"{number:02d}")
