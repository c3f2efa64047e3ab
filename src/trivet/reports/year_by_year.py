"""The figures of several years beside each other: what stood at their beginning and ends, what fell into each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from trivet.core.standpoint import Standpoint
from trivet.figures.figure import Amount, Figure, Tally, ask
from trivet.reports.words import tallied
from trivet.reports.years import Years
from trivet.values.dates import parse_date


@dataclass(frozen=True)
class Number:
    """One number of the table, and the period by which its figure opens."""

    words: str
    period: str


@dataclass(frozen=True)
class YearLine:
    """One figure: its number in (or at the end of) each year, and what it comes to.

    `first` is what stood before the years. `between` is what lies in the years but in no single one for certain.
    """

    figure: Figure
    each: list[Number]
    first: Number | None = None
    whole: Number | None = None
    between: str = ""


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
            found.stocks.append(YearLine(tally.figure, each, first))
        else:
            between = _between(tally.amount, tallies) if not tally.empty else ""
            found.flows.append(YearLine(tally.figure, [*map(_number, tallies)], None, _number(tally), between))
    return found


def _number(tally: Tally) -> Number:
    return Number("–" if tally.empty else tallied(tally.amount), tally.question.period.text)


def _between(whole: Amount, tallies: Iterable[Tally]) -> str:
    """What the whole has beyond the sum of the years: such as an act that is dated by two of them."""
    each = [one.amount for one in tallies]
    rest = Amount(
        whole.verified - sum(one.verified for one in each), whole.in_review - sum(one.in_review for one in each)
    )
    return tallied(rest) if rest.verified or rest.in_review else ""
