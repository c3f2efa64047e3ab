"""Figures of presence: missions open, heads of mission in office, steps in relations."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trivet.core.gathering import Selection
from trivet.figures.figure import NOT_CERTAIN_IN, NOT_CERTAIN_ON, Counts, LeftOut, Question, Verdict, figure
from trivet.registers.heads_of_mission import HeadOfMission
from trivet.registers.missions import Mission
from trivet.registers.relation_steps import RelationStep
from trivet.values.dates import Held, held_on


@figure("missions.open", gettext_lazy("Missions open"), "missions", stock=True, reads=Selection(Mission))
def missions_open(question: Question) -> Iterator[Verdict]:
    """Missions of which no closing is known by the day, by kind; a day of opening that nobody tells is no doubt."""
    for row in question.rows():
        begun = row.opened.by(question.on) if row.opened else Held.CERTAIN
        over = row.closed.by(question.on) if row.closed else Held.NO
        if begun is Held.NO or over is Held.CERTAIN:
            continue
        if begun is Held.CERTAIN and over is Held.NO:
            yield Counts(row, part=row.kind)
        else:
            yield LeftOut(row, NOT_CERTAIN_ON % (row.closed if over is Held.POSSIBLE else row.opened))


@figure(
    "missions.heads",
    gettext_lazy("Heads of mission in office"),
    "people",
    stock=True,
    reads=Selection(HeadOfMission, ("person",)),
)
def missions_heads(question: Question) -> Iterator[Verdict]:
    """Those who had presented credentials by the day and left later; where no leaving is told, they are left out."""
    for row in question.rows():
        held = held_on(row.credentials, row.left, question.on) if row.credentials else Held.NO
        if held is Held.CERTAIN and row.left is None:
            yield LeftOut(row, _("no day of leaving is told: the source may stop before it"))
        elif held is Held.CERTAIN:
            yield Counts(row, one=row.person_id)
        elif held is Held.POSSIBLE:
            yield LeftOut(row, NOT_CERTAIN_ON % f"{row.credentials}, {row.left or '?'}")


@figure("relations.steps", gettext_lazy("Steps in relations"), "steps", stock=False, reads=Selection(RelationStep))
def relations_steps(question: Question) -> Iterator[Verdict]:
    """Recognitions, establishments, breaks and resumptions that fell in the period, by step."""
    for row in question.rows():
        inside = row.day.within(question.period) if row.day else Held.POSSIBLE
        if inside is Held.CERTAIN:
            yield Counts(row, part=row.step)
        elif inside is Held.POSSIBLE:
            yield LeftOut(row, NOT_CERTAIN_IN % (row.day or _("no date")))
