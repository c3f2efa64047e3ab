"""The next half-year in a coordination conference's papers: what is planned, entered, due and to be marked."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trivet.registers.meeting_rows import Point
from trivet.registers.relations import DiplomaticRelation
from trivet.reports.conference_matter import of_register
from trivet.reports.conference_rows import Rows
from trivet.reports.paper import Block, nothing, table
from trivet.reports.words import amount, dated, day


def ahead(rows: Rows) -> list[Block]:
    """Planned lines and visit files, activities that the record has already, points due, and round years."""
    matter, blocks = rows.matter, []
    if matter.planned:
        blocks.append(rows.doings(matter.planned, _("Planned"), partners=True))
    if matter.entered:
        blocks.append(rows.doings(matter.entered, _("In the record already"), partners=True))
    if matter.points:
        blocks.append(_points(rows))
    if matter.anniversaries:
        blocks.append(_anniversaries(rows))
    return blocks or [nothing()]


def _points(rows: Rows) -> Block:
    listed = []
    for meeting, point in rows.matter.points:
        cells = (rows.partners(meeting), point.text, str(Point.Side(point.side).label), dated(point.by))
        listed.append(rows.of(meeting, *cells))
    headings = (_("meeting record"), _("partners"), _("point"), _("raised by"), _("due"))
    return table(headings, listed, caption=_("Points taken in meetings"))


def _anniversaries(rows: Rows) -> Block:
    listed = []
    for row, years, when in rows.matter.anniversaries:
        caption = ""
        if of_register(row, DiplomaticRelation):
            told = {"partner": row.partner.name_in(), "since": dated(row.established)}
            caption = _("diplomatic relations with %(partner)s (%(since)s)") % told
        cells = (amount(years) if years else "", day(when) if when else _("some day in the year"))
        listed.append(rows.of(row, *cells, caption=caption))
    return table((_("what"), _("years"), _("day")), listed, (1,), caption=_("Anniversaries"))
