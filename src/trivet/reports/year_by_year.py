"""The figures of several years beside each other: what stood at their beginning and ends, what fell into each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from trivet.core.standpoint import Standpoint
from trivet.figures.figure import Amount, Figure, Tally, ask
from trivet.reports.words import in_words, tallied
from trivet.reports.years import Years
from trivet.values.dates import parse_date


@dataclass(frozen=True)
class Number:
    """One number of a table: verified, what is in review, both in words, and the period by which its figure opens."""

    verified: str
    in_review: str
    words: str
    period: str = ""


NOTHING = Number("–", "", "–")


def number_of(counted: Amount, period: str = "") -> Number:
    """A count as a table shows it."""
    in_review = in_words(counted.in_review) if counted.in_review else ""
    return Number(in_words(counted.verified), in_review, tallied(counted), period)


@dataclass(frozen=True)
class YearLine:
    """One figure: its number in (or at the end of) each year, and what it comes to.

    `first` is what stood before the years. `between` is what lies in the years but in no single one for certain.
    """

    figure: Figure
    years: Years
    each: list[Number]
    first: Number | None = None
    whole: Number | None = None
    between: Number | None = None

    @property
    def by_year(self) -> list[tuple[str, Number]]:
        """Each number with its year."""
        return [(str(year), one) for year, one in zip(self.years.each, self.each, strict=True)]


@dataclass(frozen=True)
class YearByYear:
    """Stocks at the beginning and at the end of each year, and flows in each and in all."""

    years: Years
    stocks: list[YearLine]
    flows: list[YearLine]

    @property
    def begins(self) -> date:
        """The day on which stocks are counted that stood at the beginning."""
        return date(self.years.before, 12, 31)

    @property
    def apart(self) -> bool:
        """Whether a flow has something that belongs to no single year."""
        return any(line.between for line in self.flows)


def year_by_year(
    years: Years, place: Standpoint, whole: Mapping[str, Tally], tell: Callable[[Any], None]
) -> YearByYear:
    """The table of the figures that count something; `tell` hears of each record behind it."""
    found = YearByYear(years, [], [])
    for code, tally in whole.items():
        asked = (years.before, *years.each) if tally.figure.stock else tuple(years.each)
        tallies = [ask(code, place, period=parse_date(f"{year:04d}")) for year in asked]
        if all(one.empty for one in (*tallies, tally)):
            continue
        for row in (row for one in tallies for row in one.told):
            tell(row)
        if tally.figure.stock:
            first, *each = (_number(one) for one in tallies)
            found.stocks.append(YearLine(tally.figure, years, each, first))
        else:
            between = None if tally.empty else _between(tally.amount, tallies)
            found.flows.append(YearLine(tally.figure, years, [*map(_number, tallies)], None, _number(tally), between))
    return found


def _number(tally: Tally) -> Number:
    return NOTHING if tally.empty else number_of(tally.amount, tally.question.period.text)


def _between(whole: Amount, tallies: list[Tally]) -> Number | None:
    """What the whole has beyond the sum of the years: such as an act that is dated by two of them."""
    verified = whole.verified - sum(one.amount.verified for one in tallies)
    in_review = whole.in_review - sum(one.amount.in_review for one in tallies)
    return number_of(Amount(verified, in_review)) if verified or in_review else None
