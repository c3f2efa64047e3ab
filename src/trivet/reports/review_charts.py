"""The charts of a yearly review: activities by month and by pillar, partners by tier over the years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trivet.core.standpoint import Standpoint
from trivet.figures.figure import ask, number
from trivet.reports.charts import Chart
from trivet.reports.words import part_label
from trivet.reports.years import Years
from trivet.values.dates import parse_date

#: So many years stand beside each other, and so many tiers upon each other.
_YEARS, _TIERS = 8, 4


def counted(title: str, heading: str, numbers: dict[str, int]) -> Chart:
    """A chart of one number by label."""
    values = tuple((value,) for value in numbers.values())
    return Chart(title, (_("activities"),), tuple(numbers), values, capfirst(heading))


def monthly(year: int, days: Iterable[date]) -> Chart:
    """Activities in each month of a year, by the day by which each has its place in it."""
    numbers = Counter(day.month for day in days)
    by_month = {date_format(date(year, month, 1), "M"): numbers[month] for month in range(1, 13)}
    return counted(_("Activities by month"), _("month"), by_month)


def yearly(years: Years, days: Iterable[date]) -> Chart:
    """Activities in each of some years."""
    numbers = Counter(day.year for day in days)
    return counted(_("Activities by year"), _("year"), {str(year): numbers[year] for year in years.each})


def tiers(year: int, place: Standpoint) -> Chart:
    """Partners with a framework at the end of each of the last years, by tier; verified records only."""
    years = range(max(1, year - _YEARS + 1), year + 1)
    tallies = [ask("frameworks.partners", place, period=parse_date(f"{one:04d}")) for one in years]
    told = tallies[-1].question.profile
    ranked = {row["code"]: int(row.get("rank", 99)) for row in told.rows("tiers")}
    found = sorted({part for tally in tallies for part in tally.parts}, key=lambda part: ranked.get(part, 99))[:_TIERS]
    values = tuple(
        tuple(int(number(tally.parts[part].verified) or 0) if part in tally.parts else 0 for part in found)
        for tally in tallies
    )
    labels = tuple(str(one) for one in years)
    title = _("Partners with a framework at the end of the year, by tier (verified)")
    return Chart(title, tuple(part_label(told, part) for part in found), labels, values, capfirst(_("year")))
