"""Settling rival numbers of one figure in one sentence: the whole stands, its parts and loose addends do not."""

from dataclasses import dataclass

from trivet.intake.bound import Bound
from trivet.intake.claims import Modality
from trivet.intake.passages import Passage


@dataclass(frozen=True, slots=True)
class Stated:
    """A number bound to a figure, with its time and the way it is meant."""

    bound: Bound
    period: str
    modality: Modality


def settled(passage: Passage, stated: list[Stated]) -> list[Stated]:
    """Keep a figure told once for a tier and a time; of a whole and its parts the whole; of addends none."""
    kept = []
    for one in stated:
        rivals = [other for other in stated if _are_rivals(one, other)]
        if all(_contains(passage, one.bound, other.bound) for other in rivals):
            kept.append(one)
    return kept


def _are_rivals(one: Stated, other: Stated) -> bool:
    first, second = ((each.bound.figure, each.bound.tier, each.period, each.modality) for each in (one, other))
    return first == second and one.bound.quantity.value != other.bound.quantity.value


def _contains(passage: Passage, whole: Bound, part: Bound) -> bool:
    """ "170 agreements, including 12 treaties", "12 treaties, bringing the total to 170"."""
    if whole.quantity.start < part.quantity.start:
        return bool(passage.within(whole.quantity.end, part.end, {"including"}))
    return bool(passage.within(part.quantity.end, whole.quantity.start, {"recall", "total"}))
