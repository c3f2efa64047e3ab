"""Half-years: the period that a coordination conference looks back on, and those before and after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from trivet.values.dates import UncertainDate, parse_date

_WRITTEN = re.compile(r"(\d{4})-H([12])")
#: Years of which a half-year has both neighbours.
FIRST_YEAR, LAST_YEAR = 2, 9997


@dataclass(frozen=True)
class HalfYear:
    """The first (1) or second (2) half of a year, written as 2024-H1."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04d}-H{self.number}"

    @property
    def period(self) -> UncertainDate:
        """Its days, as a period."""
        return parse_date(f"{self.year:04d}-{39 + self.number}")

    @property
    def before(self) -> HalfYear:
        """The half-year before."""
        return HalfYear(self.year, 1) if self.number == 2 else HalfYear(self.year - 1, 2)

    @property
    def after(self) -> HalfYear:
        """The half-year after."""
        return HalfYear(self.year, 2) if self.number == 1 else HalfYear(self.year + 1, 1)


def half_of(day: date) -> HalfYear:
    """The half-year in which a day lies."""
    return HalfYear(day.year, 1 if day.month <= 6 else 2)


def half_year(text: str) -> HalfYear | None:
    """The half-year that a text such as 2024-H1 names; None when it names none that papers are written for."""
    found = _WRITTEN.fullmatch(text)
    if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None
    return HalfYear(int(found[1]), int(found[2]))
