"""What a tier holds: what was done with a partner while one framework stood, each number with its records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from trivet.core.profile import Profile
from trivet.figures.figure import visible
from trivet.registers.activities import Activity
from trivet.registers.agreements import Agreement
from trivet.registers.commitments import Commitment
from trivet.registers.frameworks import FrameworkAct
from trivet.registers.indicators import Indicator
from trivet.registers.mechanism_rows import Session
from trivet.registers.mechanisms import Mechanism
from trivet.registers.meeting_rows import Point
from trivet.registers.meetings import Meeting
from trivet.registers.negotiations import Negotiation
from trivet.reports.words import dated, in_words
from trivet.values.dates import Held, UncertainDate, parse_date

#: How the records of a register that name the partner are asked for.
Rows = Callable[[type[Any]], Iterable[Any]]
_VISITS = {Activity.Kind.VISIT_OUT: "out", Activity.Kind.VISIT_IN: "in"}
_OVER = (Negotiation.Standing.CONCLUDED, Negotiation.Standing.ENDED)


@dataclass(frozen=True)
class Holding:
    """One line: what is told, the records behind it, and a value where it is not how many they are."""

    label: str
    rows: list[Any]
    value: str = ""


def span_of(act: Any, acts: Iterable[Any], day: date) -> UncertainDate | None:
    """The days on which a framework stood, up to a day: to its end, or to the act that followed; none without a day."""
    if act.declared is None or act.declared.earliest > day:
        return None
    later = [
        one.declared.earliest
        for one in acts
        if one.uuid != act.uuid and one.declared and one.sector == act.sector
        if one.declared.earliest > act.declared.earliest
    ]
    ends = [day, *(one - timedelta(days=1) for one in later)]
    if act.ended:
        ends.append(act.ended.latest)
    last = max(min(ends), act.declared.earliest)
    return parse_date(f"{act.declared.earliest.isoformat()}/{last.isoformat()}")


def holdings(act: Any, rows: Rows, profile: Profile, day: date) -> tuple[UncertainDate | None, list[Holding]]:
    """The days of a framework and what it holds; nothing is weighed against anything else, and no score is made."""
    span = span_of(act, visible(rows(FrameworkAct)), day)
    if span is None:
        return None, []
    made = [one for one in visible(rows(Commitment)) if _inside(one.made, span)]
    return span, [
        *_mechanisms(rows, span),
        Holding(_("Commitments made"), made),
        Holding(_("of these kept"), [one for one in made if one.status == Commitment.Status.DONE]),
        *_visits(rows, span, profile),
        Holding(_("Agreements signed"), _signed(rows, span)),
        *_trade(rows, span),
        *_differences(rows, span, made),
    ]


def _inside(value: UncertainDate | None, span: UncertainDate) -> bool:
    return value is not None and value.within(span) is Held.CERTAIN


def _mechanisms(rows: Rows, span: UncertainDate) -> list[Holding]:
    standing = [one for one in visible(rows(Mechanism)) if not (one.ended and one.ended.latest < span.earliest)]
    standing = [one for one in standing if not (one.founded and one.founded.earliest > span.latest)]
    met = [one for one in standing if sessions_in(one, span)]
    return [Holding(_("Mechanisms"), standing), Holding(_("of these met"), met)]


def sessions_in(mechanism: Any, span: UncertainDate) -> int:
    """How many sessions were certainly held within some days."""
    held = (one for one in mechanism.sessions_rows if one.status == Session.Status.HELD)
    return sum(_inside(one.ends or one.starts, span) for one in held)


def _visits(rows: Rows, span: UncertainDate, profile: Profile) -> list[Holding]:
    found: dict[str, list[Any]] = {"out": [], "in": []}
    for one in visible(rows(Activity)):
        counts = profile.row("visit_classes", one.visit_class).get("counts", True)
        if counts and one.kind in _VISITS and _inside(one.ends or one.starts, span):
            found[_VISITS[one.kind]].append(one)
    return [Holding(_("Leaders’ visits abroad"), found["out"]), Holding(_("Leaders’ visits received"), found["in"])]


def _signed(rows: Rows, span: UncertainDate) -> list[Any]:
    return [one for one in visible(rows(Agreement)) if one.kind != Agreement.Kind.GROUP and _inside(one.signed, span)]


def _trade(rows: Rows, span: UncertainDate) -> list[Holding]:
    """The newest number of all trade within the days; a year that the framework only touches is one of its years."""
    told = [one for one in visible(rows(Indicator)) if one.series == "trade" and one.flow == "total"]
    told = [one for one in told if not one.coverage and one.period and one.period.within(span) is not Held.NO]
    if not told:
        return [Holding(_("Trade"), [], _("no record"))]
    newest = max(told, key=lambda one: (one.period.latest, one.period.earliest, str(one.uuid)))
    value = f"{in_words(newest.low)} {newest.unit} ({dated(newest.period)})"
    return [Holding(_("Trade, newest number"), sorted(told, key=lambda one: one.period.latest, reverse=True), value)]


def _differences(rows: Rows, span: UncertainDate, made: list[Any]) -> list[Holding]:
    talks = [one for one in visible(rows(Negotiation)) if one.standing not in _OVER]
    talks = [one for one in talks if not (one.starts and one.starts.earliest > span.latest)]
    meetings = [one for one in visible(rows(Meeting)) if _inside(one.held, span)]
    objected = [one for one in meetings if any(p.kind == Point.Kind.OBJECTION for p in one.points_rows)]
    blocked = [one for one in made if one.status == Commitment.Status.BLOCKED]
    return [
        Holding(_("Open talks"), talks),
        Holding(_("Meetings with an objection"), objected),
        Holding(_("Commitments blocked"), blocked),
    ]
