"""Figures of the service: officers abroad, officers trained, bodies reorganised."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trivet.core.gathering import Selection
from trivet.figures.figure import Counts, LeftOut, Question, Verdict, figure
from trivet.figures.holding import fell_within
from trivet.registers.postings import Posting
from trivet.registers.reorganisations import Reorganisation
from trivet.registers.trainings import Training
from trivet.values.dates import Held, held_on


@figure(
    "staff.abroad",
    gettext_lazy("Officers posted abroad"),
    "people",
    stock=True,
    reads=Selection(Posting, ("body", "partner")),
)
def staff_abroad(question: Question) -> Iterator[Verdict]:
    """Officers with a posting to a partner's country that held on the day, each once."""
    for row in question.rows():
        held = held_on(row.starts, row.ends, question.on)
        if not row.partner_id or held is Held.NO:
            continue
        if held is Held.CERTAIN:
            yield Counts(row, one=row.officer_id)
        else:
            yield LeftOut(row, _("may have held, but not for certain: %s") % (row.starts or _("no date")))


@figure(
    "staff.trained",
    gettext_lazy("Officers trained"),
    "people",
    stock=False,
    reads=Selection(Training, parts=True),
)
def staff_trained(question: Question) -> Iterator[Verdict]:
    """Participants of the courses that ended in the period; a course without any on record is left out."""
    for row in question.rows():
        last = row.ends or row.starts
        if last and last.within(question.period) is not Held.CERTAIN:
            continue
        if last and row.participants_rows:
            yield Counts(row, Decimal(len(row.participants_rows)))
        else:
            yield LeftOut(row, _("no participants in the record") if last else _("no date"))


@figure(
    "reorganisations.done",
    gettext_lazy("Reorganisations of our organs"),
    "reorganisations",
    stock=False,
    reads=Selection(Reorganisation),
)
def reorganisations_done(question: Question) -> Iterator[Verdict]:
    """Reorganisations that took effect in the period, by kind."""
    return fell_within(question, question.rows(), "day", "kind")
