"""Figures of the economy and technology: chances that are open, barriers that stand, what investors bring."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trivet.core.gathering import Selection
from trivet.figures.figure import LeftOut, Question, Verdict, figure
from trivet.figures.holding import held_then
from trivet.registers.barriers import Barrier
from trivet.registers.investments import Investment
from trivet.registers.opportunities import Opportunity


@figure(
    "opportunities.open",
    gettext_lazy("Opportunities that are open"),
    "opportunities",
    stock=True,
    reads=Selection(Opportunity),
)
def opportunities_open(question: Question) -> Iterator[Verdict]:
    """Chances noticed by the day and neither realised nor passed by, by sector."""
    return held_then(question, question.rows(), "noticed", "ended", "sector")


@figure(
    "barriers.standing",
    gettext_lazy("Market barriers that stand"),
    "barriers",
    stock=True,
    reads=Selection(Barrier, ("partner",)),
)
def barriers_standing(question: Question) -> Iterator[Verdict]:
    """Measures begun by the day and not lifted, by sector."""
    return held_then(question, question.rows(), "since", "lifted", "sector")


@figure(
    "investments.value",
    gettext_lazy("Investment licensed to companies from abroad"),
    "USD",
    stock=True,
    reads=Selection(Investment),
)
def investments_value(question: Question) -> Iterator[Verdict]:
    """The value of the projects licensed by the day and not ended, by sector; other currencies are left out."""
    known = []
    for row in question.rows():
        if row.status in (Investment.Status.INTEREST, Investment.Status.MEMORANDUM):
            continue
        if row.value is None:
            yield LeftOut(row, _("its value is not told"))
        elif row.currency != "USD":
            yield LeftOut(row, _("told in another currency: %s") % row.currency)
        else:
            known.append(row)
    yield from held_then(question, known, "licensed", "ended", "sector", lambda row: row.value)
