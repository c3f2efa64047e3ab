"""The parts of a country brief on the relation itself: identity, ties, contacts, activities."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trivet.core.names import language_name
from trivet.core.people import Person
from trivet.figures.counts.relations import counted_tier
from trivet.registers.activities import Activity
from trivet.registers.frameworks import FrameworkAct
from trivet.registers.relations import DiplomaticRelation
from trivet.reports.brief_material import Material, span
from trivet.reports.charts import Chart
from trivet.reports.paper import Block, Line, Lines, Section, Words
from trivet.reports.words import dated
from trivet.values.dates import Held, held_on
from trivet.values.territories import LANGUAGES

_TEN = 10


def identity(told: Material) -> Section:
    """Names by language, kind and code; names that the record does not give come from CLDR."""
    partner = told.partner
    own = told.cite(partner)
    lists = (
        told.notes.outside("Unicode CLDR", "Unicode Consortium", "https://cldr.unicode.org/") if partner.iso2 else ()
    )
    lines = [
        Line(
            capfirst(_("name (%s)") % language_name(language)),
            partner.name_in(language),
            own if (partner.names or {}).get(language) or not partner.iso2 else lists,
        )
        for language in LANGUAGES
    ]
    lines.append(Line(capfirst(_("kind")), str(partner.get_kind_display()), own))
    if partner.iso2:
        iso = told.notes.outside("ISO 3166-1", "ISO", "https://www.iso.org/iso-3166-country-codes.html")
        lines.append(Line(capfirst(_("ISO 3166 code")), f"{partner.iso2}, {partner.key}", iso))
    return Section(_("Identity"), [Lines(lines)])


def acts_in_force(told: Material) -> list[Any]:
    """The acts that set a tier which certainly held on the day, the last one first."""
    acts = [a for a in told.of(FrameworkAct) if held_on(a.declared, a.ended, told.on) is Held.CERTAIN]
    return sorted(acts, key=lambda act: act.declared.latest, reverse=True)


def relation(told: Material) -> Section:
    """Since when there are relations, the tier now, and each act with its document and visit."""
    lines = []
    for row in told.of(DiplomaticRelation):
        words = _("diplomatic relations") + (f" ({_('ended')} {dated(row.ended)})" if row.ended else "")
        if held_on(row.established, row.ended, told.on) is Held.POSSIBLE:
            words += "; " + _("may have held, but not for certain: %s") % dated(row.established)
        if held_on(row.established, None, told.on) is not Held.NO:
            lines.append(told.line(row, dated(row.established), words))
    acts = acts_in_force(told)
    now = next((act for act in acts if counted_tier(told.profile, act.tier)), None)
    if now:
        lines.append(told.line(now, capfirst(_("framework on that day")), told.profile.label("tiers", now.tier)))
    for act in acts:
        parts = [told.profile.label("tiers", act.tier), act.sector]
        for label, linked in ((_("document"), act.document_id), (_("visit"), act.visit_id)):
            name = told.name(linked)
            parts.append(f"{label}: {name}" if name else "")
        lines.append(told.line(act, dated(act.declared), "; ".join(filter(None, parts))))
    return Section(_("Relation"), [Lines(lines)] if lines else [])


def contacts(told: Material) -> Section:
    """People of the partner, with the offices they hold or in which they were met."""
    lines = []
    for person in sorted(told.of(Person), key=lambda one: one.name):
        offices = [row for row in told.tenures if row.person_id == person.uuid]
        for row in offices:
            if held_on(row.starts, row.ends, told.on) is not Held.NO:
                words = f"{told.name(row.post_id)} ({span(row.starts, row.ends) or '?'})"
                lines.append(told.line(row, person.name, words, person))
        met = [a for a in past(told) if a.counterpart_id == person.uuid]
        if met:
            office = f"{met[0].counterpart_role}; " if met[0].counterpart_role else ""
            words = office + _("met %(day)s: %(title)s") % {"day": day_of(told, met[0]), "title": met[0].title}
            lines.append(told.line(met[0], person.name, words))
        elif not offices:
            lines.append(told.line(person, person.name, _("office not recorded")))
    return Section(_("Contacts"), [Lines(lines)] if lines else [])


def legs(told: Material, row: Any) -> list[Any]:
    """The stages of a trip with this partner, with a day."""
    owned = row.__dict__.get("legs_rows", [])
    return [leg for leg in owned if told.partner.uuid in (leg.partner_id, leg.forum_id) and (leg.starts or leg.ends)]


def day_of(told: Material, row: Any) -> str:
    """When an activity was with this partner: the days of its stage, else of the whole."""
    stages = legs(told, row)
    return span(stages[0].starts, stages[-1].ends) if stages else span(row.starts, row.ends)


def _last(told: Material, row: Any) -> Any:
    stages = legs(told, row)
    return (stages[-1].ends or stages[-1].starts) if stages else (row.ends or row.starts)


def past(told: Material) -> list[Any]:
    """The activities that had certainly begun by the day, the newest first."""
    rows = [a for a in told.of(Activity) if (a.starts or a.ends) and (a.starts or a.ends).by(told.on) is Held.CERTAIN]
    return sorted(rows, key=lambda row: _last(told, row).latest, reverse=True)


def pillars_of(told: Material, row: Any) -> list[str]:
    """The pillars of the posts that acted."""
    codes = dict.fromkeys(told.posts[post].pillar for post in (row.post_id, row.also_post_id) if post in told.posts)
    return [told.profile.label("pillars", code) for code in codes if code]


def activity_line(told: Material, row: Any) -> Line:
    """One activity with who acted, for which pillar, and whom they met."""
    who = ", ".join(filter(None, [told.name(row.leader_id), told.name(row.post_id), told.name(row.also_post_id)]))
    met = ", ".join(filter(None, [told.name(row.counterpart_id), row.counterpart_role]))
    label = told.profile.label("visit_classes", row.visit_class) if row.visit_class else ""
    words = [row.title, label, who, f"{_('counterpart')}: {met}" if met else ""]
    words.append(f"{_('pillar')}: {', '.join(pillars_of(told, row))}" if pillars_of(told, row) else "")
    return told.line(row, day_of(told, row), "; ".join(filter(None, words)))


def activities(told: Material) -> list[Section]:
    """The last time the two met, the count by pillar, and the last ten activities of each kind."""
    rows = past(told)
    if not rows:
        return [Section(_("Activities"), [])]
    blocks: list[Block] = []
    met = [row for row in rows if row.kind != Activity.Kind.CALL]
    if met:
        words = _("Derived from the activities below.")
        last = activity_line(told, met[0])
        blocks += [Lines([Line(_("The two last met"), f"{last.lead}: {last.text}", last.notes)]), Words(words)]
    told.cite(*rows)
    counted = Counter(label for row in rows for label in pillars_of(told, row) or [_("pillar not recorded")])
    chart = Chart(
        _("Activities by pillar"),
        (_("activities"),),
        tuple(counted),
        tuple((number,) for number in counted.values()),
        capfirst(_("pillar")),
    )
    sections = [Section(_("Activities"), [*blocks, chart.picture, chart.table])]
    for kind in Activity.Kind:
        listed = [row for row in rows if row.kind == kind]
        if listed:
            blocks = [Lines([activity_line(told, row) for row in listed[:_TEN]])]
            if len(listed) > _TEN:
                blocks.append(Words(_("%s earlier ones are not listed.") % (len(listed) - _TEN)))
            sections.append(Section(capfirst(str(kind.label)), blocks, 2))
    return sections
