"""The parts of a country brief by field of work: economy, culture and information, nationals there."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trivet.core.register import register_of
from trivet.registers.barriers import Barrier
from trivet.registers.communities import Community
from trivet.registers.consular_cases import ConsularCase
from trivet.registers.cultural_programmes import CulturalProgramme
from trivet.registers.diaspora_projects import DiasporaProject
from trivet.registers.indicators import Indicator
from trivet.registers.information_products import InformationProduct
from trivet.registers.investments import Investment
from trivet.registers.nominations import Nomination
from trivet.registers.opportunities import Opportunity
from trivet.reports.brief_material import Material, span
from trivet.reports.brief_standing import capped
from trivet.reports.paper import Line, Section
from trivet.reports.words import amount, dated
from trivet.values.dates import Held, held_on


def economy(told: Material) -> Section:
    """Chances, barriers and investments by the day, with where each stands."""
    rows = [*told.of(Opportunity), *told.of(Barrier), *told.of(Investment)]
    return Section(_("Economy and technology"), capped([line for row in rows for line in _line(told, row)]))


def culture(told: Material) -> Section:
    """Cultural programmes, nominations put forward to the partner, and what was published for it."""
    rows = [*told.of(CulturalProgramme), *told.of(Nomination), *told.of(InformationProduct)]
    return Section(_("Culture and information"), capped([line for row in rows for line in _line(told, row)]))


def nationals(told: Material) -> Section:
    """The estimates of how many live there, their projects at home, and the consular cases that are open."""
    lines = []
    for row in told.of(Community):
        if row.as_of is None or row.as_of.by(told.on) is not Held.NO:
            words = "; ".join(filter(None, [row.coverage or _("in all"), _persons(row), row.definition]))
            lines.append(told.line(row, dated(row.as_of) or _("no date"), words))
    lines += [line for row in told.of(DiasporaProject) for line in _line(told, row)]
    held = [row for row in told.of(ConsularCase) if held_on(row.opened, row.closed, told.on) is not Held.NO]
    kinds = Counter(str(row.get_kind_display()) for row in held)
    if held:
        words = ", ".join(f"{kind}: {amount(number)}" for kind, number in sorted(kinds.items()))
        lines.append(Line(_("Consular cases that are open"), words, told.cite(*held)))
    return Section(_("Nationals there"), capped(lines))


def _line(told: Material, row: Any) -> list[Line]:
    """A record that had begun by the day, with its days and where it stands; none of what came later."""
    register = register_of(type(row))
    start, end = (getattr(row, name or "", None) for name in register.period or ("", ""))
    if start and start.by(told.on) is Held.NO:
        return []
    named = str(getattr(row, register.caption[0]))
    stands = next((getattr(row, f"get_{name}_display")() for name in ("status", "kind") if hasattr(row, name)), "")
    words = f"{capfirst(register.one)}: {named} ({stands})"
    return [told.line(row, span(start, end) or _("no date"), words)]


def _persons(row: Community) -> str:
    told = amount(row.low) + (f" – {amount(row.high)}" if row.high not in (None, row.low) else "")
    return told if row.bound == Indicator.Bound.EXACT else f"{row.get_bound_display()} {told}"
