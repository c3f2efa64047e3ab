"""Figures of the network of relations: states with relations, partners with a framework, acts of a period."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trivet.core.gathering import Selection
from trivet.core.profile import Profile
from trivet.core.records import State
from trivet.figures.figure import NOT_CERTAIN_IN, NOT_CERTAIN_ON, Counts, LeftOut, Question, Verdict, figure
from trivet.registers.frameworks import FrameworkAct
from trivet.registers.relations import DiplomaticRelation
from trivet.values.dates import Held, held_on

_ACTS = Selection(FrameworkAct, ("partner",))


@figure(
    "relations.states",
    gettext_lazy("States with diplomatic relations"),
    "states",
    stock=True,
    reads=Selection(DiplomaticRelation, ("partner",)),
)
def relations_states(question: Question) -> Iterator[Verdict]:
    """Each partner once whose relations certainly held on the day."""
    for row in question.rows():
        held = held_on(row.established, row.ended, question.on)
        if held is Held.CERTAIN:
            yield Counts(row, one=row.partner_id)
        elif held is Held.POSSIBLE:
            yield LeftOut(row, NOT_CERTAIN_ON % (row.established or _("no date")))


def counted_tier(chosen: Profile, tier: str) -> str:
    """The tier as which an act counts; empty when it does not count."""
    return str(chosen.row("tiers", tier).get("counts_as", ""))


def _rank(chosen: Profile, tier: str) -> int:
    return int(chosen.row("tiers", counted_tier(chosen, tier)).get("rank", 99))


@figure(
    "frameworks.partners",
    gettext_lazy("Partners with a partnership framework"),
    "partners",
    stock=True,
    reads=_ACTS,
)
def frameworks_partners(question: Question) -> Iterator[Verdict]:
    """Each partner once, at the tier of its latest act that counts; verified acts decide before those in review."""
    acts: dict[Any, list[FrameworkAct]] = defaultdict(list)
    for row in question.rows():
        if not counted_tier(question.profile, row.tier):
            if held_on(row.declared, row.ended, question.on) is not Held.NO:
                yield LeftOut(row, _("this tier is not counted: %s") % question.profile.label("tiers", row.tier))
            continue
        held = held_on(row.declared, row.ended, question.on)
        if held is Held.CERTAIN:
            acts[row.partner_id].append(row)
        elif held is Held.POSSIBLE:
            yield LeftOut(row, NOT_CERTAIN_ON % (row.declared or _("no date")))
    for partner, rows in acts.items():
        verified = [row for row in rows if row.state == State.VERIFIED]
        last = max(verified or rows, key=lambda row: (row.declared.latest, -_rank(question.profile, row.tier)))
        yield Counts(last, part=counted_tier(question.profile, last.tier), one=partner)


@figure(
    "frameworks.acts",
    gettext_lazy("Relations raised or established at a tier"),
    "acts",
    stock=False,
    reads=_ACTS,
)
def frameworks_acts(question: Question) -> Iterator[Verdict]:
    """Acts of the period that set a counted tier."""
    for row in question.rows():
        tier = counted_tier(question.profile, row.tier)
        inside = row.declared.within(question.period) if row.declared else Held.POSSIBLE
        if inside is Held.NO:
            continue
        if not tier:
            yield LeftOut(row, _("this tier is not counted: %s") % question.profile.label("tiers", row.tier))
        elif inside is Held.CERTAIN:
            yield Counts(row, part=tier)
        else:
            yield LeftOut(row, NOT_CERTAIN_IN % (row.declared or _("no date")))
