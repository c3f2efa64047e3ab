"""Settling rival numbers of one figure in one sentence: the whole stands, its parts and loose addends do not."""

from trivet.intake.binding import Bound
from trivet.intake.passages import Passage

Timed = tuple[Bound, str]


def settled(passage: Passage, timed: list[Timed]) -> list[Timed]:
    """Keep a figure told once for a tier and a time; of a whole and its parts the whole; of addends none."""
    kept = []
    for one in timed:
        rivals = [other for other in timed if other is not one and _are_rivals(one, other)]
        if all(_contains(passage, one[0], other[0]) for other in rivals):
            kept.append(one)
    return kept


def _are_rivals(one: Timed, other: Timed) -> bool:
    (first, when), (second, then) = one, other
    same = (first.figure, first.tier, when) == (second.figure, second.tier, then)
    return same and first.quantity.value != second.quantity.value


def _contains(passage: Passage, whole: Bound, part: Bound) -> bool:
    """ "170 agreements, including 12 treaties", "12 treaties, bringing the total to 170"."""
    if whole.quantity.start < part.quantity.start:
        return bool(passage.within(whole.quantity.end, part.quantity.start, {"including"}))
    return bool(passage.within(part.quantity.end, whole.quantity.start, {"recall", "total"}))
