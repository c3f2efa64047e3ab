"""What a coordination conference has to settle: lines that are one matter, and differences between bodies."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trivet.core.register import register_of
from trivet.programme.lines import LineDecision, ProgrammeLine
from trivet.reports.conference_rows import Rows
from trivet.reports.paper import Block, Row, Words, table
from trivet.reports.words import day


def findings(rows: Rows) -> list[Block]:
    """The lines that rules find to be one matter, those of one finding under one number; and what was decided."""
    if rows.place.number is not None:
        return [Words(_("The rules look at the programme of now: of a past moment they find nothing."))]
    code = register_of(ProgrammeLine).code
    listed = []
    for number, one in enumerate(rows.matter.findings, start=1):
        rule = one.finding.rule
        kind = rule.words if rule.verified else f"{rule.words} ({_('to be confirmed')})"
        verdict = str(LineDecision.Verdict(one.verdict).label) if one.verdict else _("not decided")
        for place, line in enumerate(one.finding.lines):
            first, last = day(line.first), day(line.last)
            days = first if first == last else f"{first} – {last}"
            pillars = ", ".join(map(rows.pillar, sorted(line.pillars)))
            cells = (
                f"{number}. {line.title}",
                "" if place else kind,
                pillars,
                rows.body(line.keeper),
                days,
                "" if place else verdict,
            )
            listed.append(Row(cells, plain=True, record=(code, str(line.uuid))))
    headings = (_("line"), _("rule"), _("pillar"), _("body"), _("day"), _("decision"))
    return [table(headings, listed)]


def differences(rows: Rows) -> list[Block]:
    """What bodies hold on each record on which they differ."""
    listed = []
    for one in rows.matter.differences:
        for view in one.views:
            cells = (one.caption, rows.body(view.body), view.answer, view.text, day(view.day) if view.day else "")
            listed.append(Row(cells, plain=True, record=(one.register, str(one.record))))
    return [table((_("dossier"), _("body"), _("opinion"), _("reason"), _("day")), listed)]
