"""Figures of the country's image: cultural programmes, nominations that are open, products of external information."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from trivet.core.gathering import Selection
from trivet.figures.figure import Question, Verdict, figure
from trivet.figures.holding import fell_within, held_then
from trivet.registers.cultural_programmes import CulturalProgramme
from trivet.registers.information_products import InformationProduct
from trivet.registers.nominations import Nomination


@figure(
    "culture.programmes",
    gettext_lazy("Cultural programmes held"),
    "programmes",
    stock=False,
    reads=Selection(CulturalProgramme),
)
def culture_programmes(question: Question) -> Iterator[Verdict]:
    """Programmes that began in the period, by kind."""
    return fell_within(question, question.rows(), "starts", "kind")


@figure(
    "nominations.open",
    gettext_lazy("Nominations that await an answer"),
    "nominations",
    stock=True,
    reads=Selection(Nomination),
)
def nominations_open(question: Question) -> Iterator[Verdict]:
    """Nominations submitted by the day and not decided, by programme; a tentative list awaits no answer."""
    rows = (row for row in question.rows() if row.status != Nomination.Status.TENTATIVE)
    return held_then(question, rows, "submitted", "decided", "programme")


@figure(
    "information.products",
    gettext_lazy("Products of external information"),
    "products",
    stock=False,
    reads=Selection(InformationProduct),
)
def information_products(question: Question) -> Iterator[Verdict]:
    """Products released in the period, by kind."""
    return fell_within(question, question.rows(), "released", "kind")
