"""The years that a review tells of: one, or several such as a term."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from trivet.core.profile import Profile, said
from trivet.values.dates import UncertainDate, parse_date

#: So many years stand in one review at most: their table is still read across.
MOST = 30
_LAST = 9998


class NoYears(ValueError):
    """Years of which no review can be written; the message says why."""


@dataclass(frozen=True)
class Years:
    """The first and the last year of a review, the same where it tells of one."""

    first: int
    last: int

    @property
    def single(self) -> bool:
        return self.first == self.last

    @property
    def period(self) -> UncertainDate:
        return parse_date(str(self))

    @property
    def read(self) -> UncertainDate:
        """The years that must be at hand: with the one before, at whose end what stood at the beginning is counted."""
        return self.period if self.single else parse_date(f"{self.before:04d}/{self.last:04d}")

    @property
    def before(self) -> int:
        return max(1, self.first - 1)

    @property
    def each(self) -> range:
        return range(self.first, self.last + 1)

    @property
    def name(self) -> str:
        """As a title has it."""
        return str(self.first) if self.single else f"{self.first}–{self.last}"

    def __str__(self) -> str:
        """As addresses, commands and dates have it."""
        return f"{self.first:04d}" if self.single else f"{self.first:04d}/{self.last:04d}"


def years_between(first: int, last: int) -> Years:
    """The years from one to another. Raises NoYears."""
    for year in (first, last):
        if not 1 <= year <= _LAST:
            raise NoYears(_("“%s” is no year") % year)
    told = {"first": first, "last": last, "most": MOST}
    if last < first:
        raise NoYears(_("%(first)s to %(last)s ends before it begins") % told)
    if last - first >= MOST:
        raise NoYears(_("%(first)s to %(last)s are more than %(most)s years, the most that one review tells of") % told)
    return Years(first, last)


def years_of(text: str) -> Years:
    """The years of a text such as 2024 or 2021/2025. Raises NoYears."""
    sides = [side.strip() for side in text.split("/")]
    if len(sides) > 2 or not all(side.isascii() and side.isdigit() and len(side) <= 4 for side in sides):
        raise NoYears(_("“%s” is no year and no period of years: write 2024 or 2021/2025") % text)
    return years_between(int(sides[0]), int(sides[-1]))


def terms(profile: Profile) -> list[tuple[str, Years]]:
    """The terms that a profile names, each with its years."""
    return [
        (said(row["label"]), Years(parse_date(row["starts"]).earliest.year, parse_date(row["ends"]).latest.year))
        for row in profile.rows("terms")
        if row.get("starts") and row.get("ends")
    ]
