"""Figures of standing, trade and safety: seats, titles, published numbers, evacuations."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trivet.core.gathering import Selection
from trivet.figures.figure import (
    NOT_CERTAIN_IN,
    NOT_CERTAIN_ON,
    Counts,
    LeftOut,
    Question,
    Verdict,
    figure,
)
from trivet.registers.evacuations import Evacuation
from trivet.registers.indicators import Indicator
from trivet.registers.memberships import Membership
from trivet.registers.titles import Title
from trivet.values.dates import Held, UncertainDate, held_on

_SEATS = [Membership.Role.MEMBER, Membership.Role.CHAIR, Membership.Role.VICE_CHAIR]
_NUMBERS = Selection(Indicator, ("partner",))


@figure(
    "seats.unesco",
    gettext_lazy("Seats in governing mechanisms of UNESCO"),
    "seats",
    stock=True,
    reads=Selection(Membership, ("organisation",)),
)
def seats_unesco(question: Question) -> Iterator[Verdict]:
    """Different organs of the organisation that the rule names, in which a seat was held on the day."""
    rule = question.parameters("seats.unesco")
    for row in question.rows():
        if row.organisation.key != rule.get("organisation", "UNESCO") or not row.organ:
            continue
        held = held_on(row.starts, row.ends, question.on)
        if held is Held.CERTAIN and row.role in rule.get("roles", _SEATS):
            yield Counts(row, one=row.organ)
        elif held is Held.POSSIBLE:
            yield LeftOut(row, NOT_CERTAIN_ON % (row.starts or _("no date")))


@figure("titles.total", gettext_lazy("UNESCO titles"), "titles", stock=True, reads=Selection(Title))
def titles_total(question: Question) -> Iterator[Verdict]:
    """Titles granted by the day and not ended."""
    for row in question.rows():
        held = held_on(row.granted, row.ended, question.on)
        if held is Held.CERTAIN:
            yield Counts(row, part=row.programme)
        elif held is Held.POSSIBLE:
            yield LeftOut(row, NOT_CERTAIN_ON % (row.granted or _("no date")))


@figure("titles.new", gettext_lazy("UNESCO titles added"), "titles", stock=False, reads=Selection(Title))
def titles_new(question: Question) -> Iterator[Verdict]:
    """Titles granted in the period."""
    for row in question.rows():
        inside = row.granted.within(question.period) if row.granted else Held.POSSIBLE
        if inside is Held.CERTAIN:
            yield Counts(row, part=row.programme)
        elif inside is Held.POSSIBLE:
            yield LeftOut(row, NOT_CERTAIN_IN % (row.granted or _("no date")))


def _series(question: Question, code: str, series: str) -> Iterator[Indicator]:
    """The general rows of one series about all partners, or each: what covers only a part is never counted."""
    wanted = question.parameters(code).get("series", series)
    return (row for row in question.rows() if row.series == wanted)


def _whole_period(question: Question, code: str, series: str, flow: str, *, adds: bool = True) -> Iterator[Verdict]:
    """The actual value for the whole period and all partners; forecasts and parts of it are left out and shown.

    Where none is told for a period of several years, the values of its single years are counted if they can be added.
    """
    rows = [row for row in _series(question, code, series) if _general(row, flow, question)]
    actual = [row for row in rows if row.basis == Indicator.Basis.ACTUAL]
    asked = (question.period.earliest, question.period.latest)
    counted = [row for row in actual if (row.period.earliest, row.period.latest) == asked]
    if adds and not counted:
        counted = [row for row in actual if _one_year(row.period)]
    for row in rows:
        if row in counted:
            yield Counts(row, row.low)
        else:
            yield LeftOut(
                row, _("%(basis)s, for %(period)s") % {"basis": row.get_basis_display(), "period": row.period}
            )


def _general(row: Indicator, flow: str, question: Question) -> bool:
    """Whether a number is about all partners, of one flow, and for days of the period."""
    if row.partner_id or row.coverage or row.flow not in ("", flow) or row.period is None:
        return False
    return row.period.within(question.period) is Held.CERTAIN


def _one_year(period: UncertainDate) -> bool:
    first, last = period.earliest, period.latest
    return (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31))


@figure("trade.total", gettext_lazy("Trade turnover"), "USD", stock=False, reads=_NUMBERS)
def trade_total(question: Question) -> Iterator[Verdict]:
    """Exports and imports with all partners."""
    return _whole_period(question, "trade.total", "trade", "total")


@figure("remittances.total", gettext_lazy("Remittances received"), "USD", stock=False, reads=_NUMBERS)
def remittances_total(question: Question) -> Iterator[Verdict]:
    """Money sent home from abroad."""
    return _whole_period(question, "remittances.total", "remittances", "")


@figure(
    "diaspora.projects",
    gettext_lazy("Investment projects of nationals abroad"),
    "projects",
    stock=False,
    reads=_NUMBERS,
)
def diaspora_projects(question: Question) -> Iterator[Verdict]:
    """Projects in which nationals abroad invest at home."""
    return _whole_period(question, "diaspora.projects", "diaspora-projects", "")


@figure(
    "rankings.fdi",
    gettext_lazy("Rank among recipients of foreign direct investment"),
    "rank",
    stock=False,
    reads=_NUMBERS,
)
def rankings_fdi(question: Question) -> Iterator[Verdict]:
    """The country's place in a published ranking."""
    return _whole_period(question, "rankings.fdi", "fdi-rank", "", adds=False)


@figure(
    "citizens.evacuated",
    gettext_lazy("Nationals evacuated or brought home"),
    "people",
    stock=False,
    reads=Selection(Evacuation, ("partner",)),
)
def citizens_evacuated(question: Question) -> Iterator[Verdict]:
    """Persons of the operations that ended in the period (fewest); states of a growing count are left out."""
    for row in question.rows():
        last = row.ends or row.starts
        inside = last.within(question.period) if last else Held.POSSIBLE
        if inside is Held.NO:
            continue
        if row.cumulative:
            yield LeftOut(row, _("a state of a growing count"))
        elif inside is Held.CERTAIN:
            yield Counts(row, Decimal(row.low))
        else:
            yield LeftOut(row, NOT_CERTAIN_IN % (last or _("no date")))
