"""Figures of nationals abroad: how many they are, their projects at home, and the help they were given."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trivet.core.gathering import Selection
from trivet.figures.figure import NOT_CERTAIN_ON, Counts, LeftOut, Question, Verdict, figure
from trivet.figures.holding import fell_within, held_then
from trivet.registers.communities import Community
from trivet.registers.consular_cases import ConsularCase
from trivet.registers.diaspora_projects import DiasporaProject
from trivet.values.dates import Held, anniversary

_CASES = Selection(ConsularCase, ("partner",))
#: Years after its end in which what is personal in a case is emptied, where the profile's rule tells no other number.
_YEARS = 5


@figure(
    "community.total",
    gettext_lazy("Nationals and people of origin abroad"),
    "people",
    stock=True,
    reads=Selection(Community, ("partner",)),
)
def community_total(question: Question) -> Iterator[Verdict]:
    """The sum over places of the newest general estimate by the day (its lowest value); definitions differ."""
    places: dict[Any, list[Community]] = defaultdict(list)
    for row in question.rows():
        if row.coverage:
            yield LeftOut(row, _("covers a part only: %s") % row.coverage)
        elif row.as_of and row.as_of.by(question.on) is not Held.CERTAIN:
            yield LeftOut(row, NOT_CERTAIN_ON % row.as_of)
        else:
            places[row.partner_id].append(row)
    for rows in places.values():
        newest = max(rows, key=lambda row: (row.as_of is not None, row.as_of.latest if row.as_of else question.on))
        yield Counts(newest, Decimal(newest.low), one=newest.partner_id)
        for row in rows:
            if row is not newest:
                yield LeftOut(row, _("a newer number of the place is counted"))


@figure(
    "diaspora.recorded",
    gettext_lazy("Projects of nationals abroad in the record"),
    "projects",
    stock=True,
    reads=Selection(DiasporaProject),
)
def diaspora_recorded(question: Question) -> Iterator[Verdict]:
    """Projects begun by the day and not ended, by sector."""
    return held_then(question, question.rows(), "starts", "ends", "sector")


@figure("consular.cases", gettext_lazy("Consular cases opened"), "cases", stock=False, reads=_CASES)
def consular_cases(question: Question) -> Iterator[Verdict]:
    """Cases of persons and businesses opened in the period, by kind."""
    return fell_within(question, question.rows(), "opened", "kind")


@figure("consular.to-empty", gettext_lazy("Consular cases to be emptied"), "cases", stock=True, reads=_CASES)
def consular_to_empty(question: Question) -> Iterator[Verdict]:
    """Closed cases in which something personal still stands, so many years after their end as the rule tells."""
    years = int(question.parameters("consular.to-empty").get("years", _YEARS))
    before = anniversary(question.on, -years)
    for row in question.rows():
        if row.closed and not row.emptied and row.closed.latest <= before:
            yield Counts(row, part=row.kind)
