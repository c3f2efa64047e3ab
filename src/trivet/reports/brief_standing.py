"""The parts of a country brief beside the relation: texts, seats, numbers, citizens, what lies ahead, what differs."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trivet.core.names import all_names
from trivet.core.register import registers
from trivet.figures.check import STATUSES, check, counts_one_partner
from trivet.figures.claims import Claim
from trivet.figures.figure import figures
from trivet.registers.activities import Activity
from trivet.registers.agreement_rows import Ratification
from trivet.registers.agreements import Agreement
from trivet.registers.evacuations import Evacuation
from trivet.registers.indicators import Indicator
from trivet.registers.memberships import Membership
from trivet.registers.relations import DiplomaticRelation
from trivet.registers.titles import Title
from trivet.reports.brief_material import Material, span
from trivet.reports.brief_parts import acts_in_force, day_of
from trivet.reports.charts import Chart
from trivet.reports.paper import Block, Line, Lines, Row, Section, Table, Words
from trivet.reports.words import amount, claimed, dated, day
from trivet.values.dates import Held, anniversary, held_on
from trivet.values.text import fold

_MOST, _NEWEST, _ROUND = 25, 5, 5


def capped(lines: list[Line]) -> list[Block]:
    """The first lines of a part, and how many more there are."""
    blocks: list[Block] = [Lines(lines[:_MOST])] if lines else []
    if len(lines) > _MOST:
        blocks.append(Words(_("%s earlier ones are not listed.") % (len(lines) - _MOST)))
    return blocks


def agreements(told: Material) -> list[Section]:
    """Texts by where they stand on the day, with ratification by the partner."""
    where: dict[str, list[Line]] = defaultdict(list)
    for row in sorted(told.of(Agreement), key=lambda one: one.signed.latest if one.signed else told.on, reverse=True):
        if row.signed and row.signed.by(told.on) is Held.NO:
            continue
        ended = bool(row.ended) and row.ended.by(told.on) is not Held.NO
        in_force = bool(row.in_force) and row.in_force.by(told.on) is Held.CERTAIN
        place = _("ended") if ended else _("in force") if in_force else _("signed, entry into force not recorded")
        words = [row.title, str(row.get_kind_display()), f"{_('in force')} {dated(row.in_force)}" if in_force else ""]
        visit = told.name(row.signed_during_id)
        words += [
            f"{_('ended')} {dated(row.ended)}" if ended else "",
            f"{_('signed during')}: {visit}" if visit else "",
        ]
        for one in row.__dict__.get("ratifications_rows", []):
            if one.party_id == told.partner.uuid:
                status = str(Ratification.Status(one.status).label)
                words.append(f"{_('ratification')}: {status} {dated(one.date)}".strip())
        where[place].append(told.line(row, dated(row.signed) or _("no date"), "; ".join(filter(None, words))))
    parts = [Section(capfirst(place), capped(lines), 2) for place, lines in where.items()]
    return [Section(_("Agreements"), [Words(_("By where they stood on that day."))] if parts else []), *parts]


def seats(told: Material) -> Section:
    """Our roles in the partner, when it is an organisation, and the groups both sides belong to."""
    lines = []
    for row in told.of(Membership):
        if held_on(row.starts, row.ends, told.on) is not Held.NO:
            words = ", ".join(filter(None, [row.organ, str(row.get_role_display()), told.name(row.person_id)]))
            lines.append(told.line(row, span(row.starts, row.ends) or _("no date"), words))
    groups = {m.owner_id for m in told.members if held_on(m.starts, m.ends, told.on) is not Held.NO}
    ours = {row.organisation_id: row for row in told.seats if held_on(row.starts, row.ends, told.on) is Held.CERTAIN}
    for owner in (one for one in told.groups if one.uuid in groups):
        words = _("the partner is a member")
        both = [owner, ours[owner.uuid]] if owner.uuid in ours else [owner]
        if owner.uuid in ours:
            words += "; " + _("our role: %s") % ours[owner.uuid].get_role_display()
        lines.append(told.line(both[0], owner.name_in(), words, *both[1:]))
    return Section(_("Memberships and seats"), capped(lines))


def indicators(told: Material) -> Section:
    """The newest numbers of each series, with year and source, and the turnover of trade as a chart."""
    series: dict[Any, list[Any]] = defaultdict(list)
    for row in told.of(Indicator):
        if row.period is None or row.period.earliest <= told.on:
            series[row.series, row.flow, row.coverage].append(row)
    rows = []
    for (code, flow, coverage), listed in sorted(series.items()):
        listed.sort(key=lambda row: row.period.latest if row.period else told.on, reverse=True)
        label = ", ".join(filter(None, [_series(code), _series(flow) if flow else "", coverage]))
        for row in listed[:_NEWEST]:
            cells = (label, dated(row.period) or _("no date"), _value(row), str(row.get_basis_display()))
            rows.append(Row(cells, told.cite(row)))
    if not rows:
        return Section(_("Numbers"), [])
    headings = (_("series"), _("period"), _("value"), _("basis"))
    blocks: list[Block] = [Table(tuple(map(capfirst, headings)), rows, (2,))]
    whole = [r for r in series.get(("trade", "total", ""), []) if r.period and len(r.period.text) == 4]
    if len(whole) > 1:
        whole = sorted(whole[:_NEWEST], key=lambda row: row.period.text)
        values = tuple((round(row.low / 10**6),) for row in whole)
        unit = _("million %s") % whole[0].unit
        blocks.append(Chart(_("Trade turnover"), (unit,), tuple(r.period.text for r in whole), values, "").picture)
    return Section(_("Numbers"), blocks)


def _series(code: str) -> str:
    words = {
        "trade": _("trade"),
        "export": _("exports"),
        "import": _("imports"),
        "total": _("exports and imports"),
        "balance": _("balance"),
    }
    return words.get(code, code)


def _value(row: Any) -> str:
    told = amount(row.low) + (f" – {amount(row.high)}" if row.high not in (None, row.low) else "")
    bound = "" if row.bound == Indicator.Bound.EXACT else f"{row.get_bound_display()} "
    return f"{bound}{told}" + (f" {row.unit}" if row.unit.isupper() else "")


def others(told: Material) -> list[Section]:
    """Evacuations from the partner's ground, and the titles it granted."""
    lines = []
    for row in told.of(Evacuation):
        if (row.starts or row.ends) is None or (row.starts or row.ends).by(told.on) is not Held.NO:
            people = amount(row.low) + (f" – {amount(row.high)}" if row.high not in (None, row.low) else "")
            words = "; ".join(filter(None, [_("%s persons") % people, row.place, row.cause]))
            lines.append(told.line(row, span(row.starts, row.ends) or _("no date"), words))
    titles = [
        told.line(row, dated(row.granted) or _("no date"), f"{row.name}; {row.get_programme_display()}")
        for row in told.of(Title)
        if held_on(row.granted, row.ended, told.on) is not Held.NO
    ]
    granted = [Section(_("Titles"), capped(titles))] if titles else []
    return [Section(_("Evacuations"), capped(lines)), *granted]


def ahead(told: Material) -> Section:
    """The next round years, computed from dates; visits of the coming year; aims that name the partner."""
    lines = []
    for row, since, words in [
        *((r, r.established, _("diplomatic relations")) for r in told.of(DiplomaticRelation) if not r.ended),
        *((a, a.declared, told.profile.label("tiers", a.tier)) for a in acts_in_force(told)[:1]),
    ]:
        if since and since.exact and since.earliest <= told.on:
            ahead_of = (n for n in range(_ROUND, date.max.year, _ROUND) if anniversary(since.earliest, n) > told.on)
            years = next(ahead_of, 0)
            if not years:  # the calendar ends before
                continue
            text = _("%(years)s years: %(what)s (derived)") % {"years": years, "what": words}
            lines.append(told.line(row, day(anniversary(since.earliest, years)), text))
    for row in told.of(Activity):
        start = row.starts or row.ends
        if start and start.by(told.on) is Held.NO and start.earliest <= anniversary(told.on, 1):
            lines.append(told.line(row, day_of(told, row), row.title))
    names = {f" {fold(name)} " for name in all_names(told.partner)}
    aims = [row for row in told.aims if any(name in f" {fold(f'{row.title} {row.event}')} " for name in names)]
    lines += [told.line(row, dated(row.horizon), row.name_in()) for row in aims]
    return Section(_("Ahead"), capped(lines))


def differing(told: Material) -> Section:
    """Claims about the partner that the record does not give, and values of sources that were not adopted."""
    rows, place = told.of(Claim), told.place.of_partner(told.partner)
    lines = []
    for row in rows:
        type(row)._meta.get_field("partner").set_cached_value(row, told.partner)
        claim = Claim.as_claimed(row)
        status = check([claim], place)[0].status if counts_one_partner(row.figure) else "no-basis"
        if status in ("above", "below", "no-basis"):
            title = str(figures()[row.figure].title) if row.figure in figures() else row.figure
            words = f"{title}: {claimed(claim)} ({STATUSES[status]})"
            line = told.line(row, dated(row.period), words)
            source = told.sources.get(row.source_id)
            lines.append(Line(line.lead, words, told.notes.of_source(source)) if source else line)
    for register in registers().values():
        for row in told.rows.get(register.code, []):
            for cited in told.citations.get(row.uuid, []):
                if not cited.adopted and cited.field:
                    words = _("a source gives %(field)s as %(value)s; not adopted")
                    words %= {"field": cited.field, "value": cited.value}
                    told.cite(row)
                    lines.append(Line(str(capfirst(register.one)), words, told.notes.of_source(cited.source)))
    return Section(_("Claims that do not match the record"), capped(lines))


def in_review(told: Material) -> Section:
    """What nobody has verified yet, apart from the rest."""
    lines = []
    for entry in told.in_review:
        notes = told.cite(entry)
        words = entry.caption_in()
        begun = (
            day(entry.starts_earliest) if entry.starts_earliest == entry.starts_latest and entry.starts_earliest else ""
        )
        lines.append(Line(str(capfirst(registers()[entry.register].one)), f"{words} {begun}".strip(), notes))
    return Section(_("In review: not yet verified by a second person"), capped(lines))
