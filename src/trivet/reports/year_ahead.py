"""What a review tells of the time after its year: aims and directions, and round years of relations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from trivet.core.gathering import Selection
from trivet.core.records import State
from trivet.core.standpoint import Standpoint
from trivet.figures.figure import visible
from trivet.registers.objectives import Objective
from trivet.registers.relations import DiplomaticRelation
from trivet.reports.anniversaries import round_years
from trivet.reports.words import amount, dated
from trivet.values.dates import parse_date

AIMS = Selection(Objective)
RELATIONS = Selection(DiplomaticRelation, ("partner",))


#: Hears of each record that is told.
Tell = Callable[[Any], None]


def directions(year: int, place: Standpoint, tell: Tell) -> list[tuple[str, str, str]]:
    """Aims and directions whose horizon begins after a year, next year's first."""
    rows = [
        row
        for row in visible(AIMS.rows(place, parse_date(f"{year:04d}")))
        if row.kind != Objective.Kind.ANNIVERSARY and row.horizon and row.horizon.latest.year > year
    ]
    rows.sort(key=lambda row: (row.horizon.latest, row.number or 0))
    for row in rows:
        tell(row)
    return [(row.name_in(), row.horizon.text, str(State(row.state).label)) for row in rows]


def anniversaries(year: int, place: Standpoint, tell: Tell) -> list[tuple[str, str, str]]:
    """Round years of relations in the year ahead, and those that objectives name."""
    ahead, period = year + 1, parse_date(f"{year:04d}")
    found = []
    for row in visible(AIMS.rows(place, period)):
        if row.kind == Objective.Kind.ANNIVERSARY and row.horizon and row.horizon.latest.year == ahead:
            tell(row)
            found.append((row.name_in(), amount(row.years or 0), str(State(row.state).label)))
    rows = [row for row in visible(RELATIONS.rows(place, period)) if row.established and not row.ended]
    for row in sorted(rows, key=lambda row: row.established.earliest):
        first, last = row.established.earliest.year, row.established.latest.year
        if years := round_years((first, last), ahead):
            told = _("diplomatic relations with %(partner)s (%(since)s)")
            tell(row)
            told %= {"partner": row.partner.name_in(), "since": dated(row.established)}
            found.append((told, amount(years), str(State(row.state).label)))
    return found
