"""Days counted as rules count them: calendar days, working days, months, and days on which a house sits."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_ONE = timedelta(days=1)
#: Saturday and Sunday, as `date.weekday` numbers them.
_WEEKEND = frozenset({5, 6})
#: A rule that finds no day in so many years has none.
_YEARS = 30


@dataclass(frozen=True)
class WorkingDays:
    """Which days are worked: holidays and days worked instead (both by year), and the days of rest of a week."""

    off: Callable[[int], frozenset[date]]
    worked: Callable[[int], frozenset[date]]
    rest: frozenset[int] = _WEEKEND

    def works(self, day: date) -> bool:
        """Whether a day is worked; a day worked instead of another one wins over rest and holiday."""
        if day in self.worked(day.year):
            return True
        return day.weekday() not in self.rest and day not in self.off(day.year)


def deadline(
    start: date, value: int, unit: str, works: Callable[[date], bool], sits: Callable[[date], bool] | None = None
) -> date | None:
    """The last day of a term of `value` units after `start` (before it when negative); the start is not counted.

    Units: `days`, `weeks`, `months`, `years`, `working-days`, and `sitting-days`, which need `sits` and are None
    where it tells of too few. A month ends on the same number of its day, or on its last one.
    """
    if unit == "days":
        return start + value * _ONE
    if unit == "weeks":
        return start + value * 7 * _ONE
    if unit in {"months", "years"}:
        return _months(start, value * (12 if unit == "years" else 1))
    counts = works if unit == "working-days" else sits
    return _counted(start, value, counts) if counts else None


def _months(start: date, count: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _counted(start: date, value: int, counts: Callable[[date], bool]) -> date | None:
    step, left, day = (_ONE if value > 0 else -_ONE), abs(value), start
    while left:
        day += step
        if abs(day.year - start.year) > _YEARS:
            return None
        left -= counts(day)
    return day


def next_of_year(start: date, month_day: str) -> date:
    """The first day written MM-DD on or after a day; 02-29 falls on the last of February."""
    month, day = (int(part) for part in month_day.split("-"))
    for year in (start.year, start.year + 1):
        found = date(year, month, min(day, monthrange(year, month)[1]))
        if found >= start:
            return found
    raise AssertionError("unreachable")
