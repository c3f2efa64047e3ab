"""Figures of the network: sessions held and overdue, candidatures won, initiatives, contributions, rounds of talks."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trivet.core.gathering import Selection
from trivet.figures.figure import NOT_CERTAIN_IN, NOT_CERTAIN_ON, Counts, LeftOut, Question, Verdict, figure
from trivet.figures.meeting_rhythm import rhythm_of
from trivet.registers.candidature_words import Side, Standing
from trivet.registers.candidatures import Candidature
from trivet.registers.contributions import Contribution
from trivet.registers.initiatives import Initiative
from trivet.registers.mechanism_rows import Session
from trivet.registers.mechanisms import Mechanism
from trivet.registers.negotiations import Negotiation
from trivet.values.dates import Held, UncertainDate, held_on

_MECHANISMS = Selection(Mechanism, parts=True)
_CONTRIBUTIONS = Selection(Contribution)
_OURS = (Initiative.OurPart.PROPOSED, Initiative.OurPart.TOGETHER, Initiative.OurPart.CO_SPONSORED)


def _met(row: Any, days: list[UncertainDate | None], question: Question, part: str) -> Iterator[Verdict]:
    """One record with the number of its meetings of which the last day certainly fell in the period."""
    inside = [day.within(question.period) for day in days if day]
    if certain := inside.count(Held.CERTAIN):
        yield Counts(row, Decimal(certain), part=part)
    elif Held.POSSIBLE in inside:
        doubtful = [day for day in days if day and day.within(question.period) is Held.POSSIBLE]
        yield LeftOut(row, NOT_CERTAIN_IN % doubtful[0])


def _flow(row: Any, day: UncertainDate | None, question: Question, part: str) -> Iterator[Verdict]:
    """One record that counts when a day of it certainly fell in the period."""
    inside = day.within(question.period) if day else Held.POSSIBLE
    if inside is Held.CERTAIN:
        yield Counts(row, part=part)
    elif inside is Held.POSSIBLE:
        yield LeftOut(row, NOT_CERTAIN_IN % (day or _("no date")))


@figure("mechanisms.sessions", gettext_lazy("Sessions of mechanisms held"), "sessions", stock=False, reads=_MECHANISMS)
def mechanisms_sessions(question: Question) -> Iterator[Verdict]:
    """Sessions held whose last day fell in the period, by the kind of mechanism."""
    for row in question.rows():
        held = [one.ends or one.starts for one in row.sessions_rows if one.status == Session.Status.HELD]
        yield from _met(row, held, question, row.kind)


@figure(
    "mechanisms.overdue",
    gettext_lazy("Mechanisms overdue by their rhythm"),
    "mechanisms",
    stock=True,
    reads=_MECHANISMS,
)
def mechanisms_overdue(question: Question) -> Iterator[Verdict]:
    """Mechanisms whose rhythm asked for a session before the day, and that held none."""
    for row in question.rows():
        if rhythm_of(row, question.on).overdue:
            yield Counts(row, part=row.kind)


@figure(
    "candidatures.elected",
    gettext_lazy("Candidatures of ours that were elected"),
    "seats",
    stock=False,
    reads=Selection(Candidature, ("body", "nominated_by")),
)
def candidatures_elected(question: Question) -> Iterator[Verdict]:
    """Our candidatures elected on a day of the period; what was withdrawn or lost is left out with its reason."""
    for row in question.rows():
        if row.side != Side.OURS or not row.election or row.election.within(question.period) is Held.NO:
            continue
        if row.standing == Standing.ELECTED:
            yield from _flow(row, row.election, question, "")
        else:
            yield LeftOut(row, str(Standing(row.standing).label))


@figure(
    "initiatives.adopted",
    gettext_lazy("Initiatives of ours that were adopted"),
    "initiatives",
    stock=False,
    reads=Selection(Initiative),
)
def initiatives_adopted(question: Question) -> Iterator[Verdict]:
    """Texts that we proposed, alone or with others, or co-sponsored, adopted in the period, by our part."""
    for row in question.rows():
        if row.our_part in _OURS and row.standing == Initiative.Standing.ADOPTED:
            yield from _flow(row, row.adopted, question, row.our_part)


@figure(
    "contributions.made",
    gettext_lazy("Contributions to common issues"),
    "contributions",
    stock=False,
    reads=_CONTRIBUTIONS,
)
def contributions_made(question: Question) -> Iterator[Verdict]:
    """Contributions at work in the period, by issue; without an end told, only people deployed certainly stay on."""
    first, last = question.period.earliest, question.period.latest
    for row in question.rows():
        stays = row.people or (row.starts and row.starts.earliest >= first)
        if row.starts and row.starts.latest <= last and (row.ends.earliest >= first if row.ends else stays):
            yield Counts(row, part=row.issue)
        elif (row.starts is None or row.starts.earliest <= last) and (row.ends is None or row.ends.latest >= first):
            yield LeftOut(row, NOT_CERTAIN_IN % (row.starts or _("no date")))


@figure(
    "contributions.people",
    gettext_lazy("People deployed for common issues"),
    "people",
    stock=True,
    reads=_CONTRIBUTIONS,
)
def contributions_people(question: Question) -> Iterator[Verdict]:
    """People deployed on the day, as the contributions that held on it tell, by issue."""
    for row in question.rows():
        held = held_on(row.starts, row.ends, question.on) if row.people else Held.NO
        if held is Held.CERTAIN:
            yield Counts(row, Decimal(row.people), part=row.issue)
        elif held is Held.POSSIBLE:
            yield LeftOut(row, NOT_CERTAIN_ON % (row.starts or _("no date")))


@figure(
    "negotiations.rounds",
    gettext_lazy("Rounds of talks held"),
    "rounds",
    stock=False,
    reads=Selection(Negotiation, parts=True),
)
def negotiations_rounds(question: Question) -> Iterator[Verdict]:
    """Rounds whose last day fell in the period and was past by its end, by the kind of talks."""
    for row in question.rows():
        yield from _met(row, [one.ends or one.starts for one in row.rounds_rows], question, row.kind)
