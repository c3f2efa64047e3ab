"""The panels of mechanisms, candidatures, frameworks and partners: rhythm, arithmetic of votes, what a tier holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from trivet.core.holding import Held, own_rows
from trivet.core.partners import Partner
from trivet.core.register import register_of
from trivet.core.several import several
from trivet.core.standpoint import Standpoint
from trivet.figures.ballots import standing_pledges
from trivet.figures.figure import visible
from trivet.figures.meeting_rhythm import rhythm_of
from trivet.registers.activities import Activity
from trivet.registers.agreements import Agreement
from trivet.registers.candidature_words import Promise, Side
from trivet.registers.candidatures import Candidature
from trivet.registers.commitments import Commitment
from trivet.registers.frameworks import FrameworkAct
from trivet.registers.indicators import Indicator
from trivet.registers.mechanisms import Mechanism
from trivet.registers.meetings import Meeting
from trivet.registers.negotiations import Negotiation
from trivet.registers.pledges import Pledge
from trivet.reports.ballot_panel import ballot_panels, pledged
from trivet.reports.differences_open import open_differences
from trivet.reports.panels import Counted, Opened, Panel, in_number, opened
from trivet.reports.tier_holdings import Holding, holdings, sessions_in
from trivet.reports.words import day as day_words
from trivet.reports.words import in_words, spanned
from trivet.values.dates import Held as Holds
from trivet.values.dates import UncertainDate, held_on

#: What a framework's panel reads of a partner.
_READ: tuple[type[Any], ...] = (
    FrameworkAct,
    Mechanism,
    Commitment,
    Activity,
    Agreement,
    Indicator,
    Negotiation,
    Meeting,
    Pledge,
)
#: With the owned rows that are looked into.
_OWNED: tuple[tuple[type[Any], str], ...] = ((Mechanism, "sessions"), (Meeting, "points"))
Rows = dict[type[Any], list[Any]]


def panels_of(place: Standpoint, row: Any, day: date) -> list[Panel]:
    """The panels that belong on the page of a record, on a day; none for most registers."""
    made = _PANELS.get(register_of(type(row)).code)
    return made(place, row, day) if made else []


def _of_mechanism(place: Standpoint, row: Any, day: date) -> list[Panel]:
    told = rhythm_of(row, day)
    lines = [Counted(_("Last session"), _session(told.last) if told.last else _("none is recorded"))]
    if told.planned:
        lines.append(Counted(_("Next session"), _session(told.planned), note=_("planned")))
    elif told.agreed:
        lines.append(Counted(_("Next session"), spanned(told.agreed, None), note=_("agreed at the last one")))
    elif told.due:
        lines.append(Counted(_("Next session"), _("by %s") % day_words(told.due), note=_("derived from the rhythm")))
    findings = []
    if told.overdue and told.due:
        findings.append(_("A session is overdue: its rhythm asked for one by %s.") % day_words(told.due))
    return [Panel(pgettext("mechanism", "Sessions"), "", tuple(lines), tuple(findings))]


def _session(one: Any) -> str:
    number = _("no. %s") % one.number if one.number else ""
    return ", ".join(filter(None, [number, spanned(one.starts, one.ends), one.place]))


def _of_framework(place: Standpoint, row: Any, day: date) -> list[Panel]:
    read = _read(place, row.partner_id)
    return _tiers(place, [(row, "")], read, day) if read[Partner] else []


def _of_partner(place: Standpoint, row: Any, day: date) -> list[Panel]:
    """What each framework of the partner holds that stands on the day, and the pledges between us."""
    read = _read(place, row.uuid)
    acts = [a for a in visible(read[FrameworkAct]) if held_on(a.declared, a.ended, day) is Holds.CERTAIN]
    newest: dict[str, Any] = {}
    for act in sorted(acts, key=lambda one: one.declared.latest):
        newest[act.sector] = act
    named = [
        (act, ", ".join(filter(None, [place.profile.label("tiers", act.tier), act.sector]))) for act in newest.values()
    ]
    return [*_tiers(place, named, read, day), *_exchange(place, read)]


def _read(place: Standpoint, partner: Any) -> Rows:
    """The records that name a partner, the candidatures of its pledges, and itself, if the reader may see it."""
    about = place.of_partner(Partner(pk=partner))
    named = {model: about.selected(model) for model in _READ}
    seats = place.of(Candidature).filter(uuid__in=named[Pledge].order_by().values("candidature")).order_by("uuid")
    owned = [_rows_of(about, named[model], name) for model, name in _OWNED]
    known = place.of(Partner).filter(uuid=partner).order_by("uuid")
    *lists, candidatures, partners, sessions, points = several([*named.values(), seats, known, *owned])
    read: Rows = {**dict(zip(_READ, lists, strict=True)), Candidature: candidatures, Partner: partners}
    own_rows(read[Mechanism], "sessions", sessions)
    own_rows(read[Meeting], "points", points)
    for act in read[FrameworkAct]:
        for one in partners:
            type(act)._meta.get_field("partner").set_cached_value(act, one)
    about.hold(FrameworkAct, Held(read[FrameworkAct], None, {"partner"}))  # the figure of our standing reads them too
    return read


def _rows_of(about: Standpoint, owners: QuerySet[Any], name: str) -> QuerySet[Any]:
    part: Any = register_of(owners.model).part_model(name)
    rows: QuerySet[Any] = part.objects.at(about.number).filter(owner_id__in=owners.order_by().values("uuid"))
    return rows.order_by("position", "row")


def _tiers(place: Standpoint, acts: list[tuple[Any, str]], read: Rows, day: date) -> list[Panel]:
    """The panel of each framework, with the words that tell it from others of the same partner."""
    told = [(words, *holdings(act, lambda model: read[model], place.profile, day)) for act, words in acts]
    if not any(span for _words, span, _held in told):
        return []
    between = open_differences(place, acts[0][0].partner_id)
    records = tuple(Opened(one.register, one.record, one.caption, "", one.marking) for one in between)
    last = Counted(_("Differences between our bodies"), str(len(between)), records)
    return [_tier(place, words, span, held, last) for words, span, held in told if span]


def _tier(place: Standpoint, words: str, span: UncertainDate, held: list[Holding], last: Counted) -> Panel:
    title = _("What the framework holds: %s") % words if words else _("What the framework holds")
    lead = _("From %(first)s to %(last)s; what certainly lies within these days is counted.")
    foot = _("No score is made of these: they are not of one kind.")
    told = {"first": day_words(span.earliest), "last": day_words(span.latest)}
    return Panel(title, lead % told, (*(_line(place, one, span) for one in held), last), foot=foot)


def _line(place: Standpoint, held: Holding, span: UncertainDate) -> Counted:
    records = tuple(opened(place, row, _note(row, span), _called(row)) for row in held.rows)
    return Counted(held.label, held.value or in_number(held.rows), records)


def _called(row: Any) -> str:
    return f"{in_words(row.low)} {row.unit}" if hasattr(row, "unit") else str(row)


def _note(row: Any, span: UncertainDate) -> str:
    if isinstance(row, Mechanism | Mechanism.Version):
        count = sessions_in(row, span)
        return _("sessions held: %s") % count if count else ""
    register = register_of(type(row))
    return spanned(getattr(row, register.period[0]), None) if register.period else ""


def _exchange(place: Standpoint, read: Rows) -> list[Panel]:
    """Pledges between us and a partner, ours against theirs; of a candidature that is hidden nothing is told."""
    candidatures = {one.uuid: one for one in read[Candidature]}
    told: dict[str, list[Any]] = {Side.OURS: [], Side.THEIRS: []}
    by_seat: dict[Any, list[Any]] = {}
    for pledge in visible(read[Pledge]):
        by_seat.setdefault(pledge.candidature_id, []).append(pledge)
    for seat, some in by_seat.items():
        if seat in candidatures:
            told[candidatures[seat].side] += standing_pledges(some)
    if not any(told.values()):
        return []
    words = {Side.OURS: _("For our candidatures"), Side.THEIRS: _("For theirs")}
    lines = [
        Counted(
            f"{words[Side(side)]}: {Promise(promise).label}",
            in_number(some),
            tuple(opened(place, one, pledged(one), str(candidatures[one.candidature_id])) for one in some),
        )
        for side in (Side.OURS, Side.THEIRS)
        for promise in Promise.values
        if (some := [one for one in told[side] if one.status == promise]) or promise == Promise.FIRM
    ]
    return [Panel(_("Pledges between us"), "", tuple(lines), foot=_("A pledge is not a vote: ballots are secret."))]


_PANELS: dict[str, Callable[[Standpoint, Any, date], list[Panel]]] = {
    "mechanisms": _of_mechanism,
    "frameworks": _of_framework,
    "partners": _of_partner,
    "candidatures": ballot_panels,
}
