"""The part of a country brief on what the framework with the partner holds, every number with its sources."""

from __future__ import annotations

from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trivet.figures.counts.relations import counted_tier
from trivet.reports.brief_material import Material
from trivet.reports.brief_parts import acts_in_force
from trivet.reports.panels import in_number
from trivet.reports.paper import Line, Lines, Section, Words
from trivet.reports.tier_holdings import holdings
from trivet.reports.words import day


def holds(told: Material) -> list[Section]:
    """What was done within the days of the framework that stands; none where no framework does."""
    act = next((one for one in acts_in_force(told) if counted_tier(told.profile, one.tier)), None)
    if act is None:
        return []
    span, held = holdings(act, told.of, told.profile, told.on)
    if span is None:
        return []
    first = told.line(act, told.profile.label("tiers", act.tier), _days(span.earliest, span.latest))
    lines = [
        Line(str(capfirst(one.label)), one.value or in_number(one.rows), told.cite(*one.rows), plain=not one.rows)
        for one in held
    ]
    score = Words(_("No score is made of these: they are not of one kind."))
    return [Section(_("What the framework holds"), [Lines([first, *lines]), score])]


def _days(first: date, last: date) -> str:
    told = {"first": day(first), "last": day(last)}
    return _("From %(first)s to %(last)s; what certainly lies within these days is counted.") % told
