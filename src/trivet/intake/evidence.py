"""How much of a sentence to quote for a figure: the words it rests on, out to the end of their phrase."""

import re

from trivet.intake.bound import Bound
from trivet.intake.passages import Passage

#: No phrase is followed further than this past its noun.
_LONGEST_TAIL = 14
#: What a quote may open with.
_OPENERS = {"total", "hold", "recall", "establish", "sign", "gain", "receive", "evacuate"}
_BRACKET = re.compile(r"\s*\([^()\d]*\)")


def extended(passage: Passage, bound: Bound) -> tuple[int, int]:
    return _start(passage, bound), _end(passage, bound)


def _start(passage: Passage, bound: Bound) -> int:
    """Take in the verb or "the total number of" right before the words that the number rests on."""
    start = bound.start
    for mark in reversed([mark for mark in passage.of(_OPENERS) if mark.end <= start]):
        if not passage.is_crossed(mark.end, start) and not passage.words_between(mark.end, start):
            start = mark.start
    return start


def _end(passage: Passage, bound: Bound) -> int:
    """Follow the noun to the next sign; where another number comes first its phrase begins too soon to follow."""
    end = bound.end
    if bracket := _BRACKET.match(passage.document.text, end, passage.end):
        end = bracket.end()
    if bound.head.start < bound.quantity.start:
        return end
    stop = min((edge[0] for edge in passage.edges if edge[0] >= end), default=passage.end)
    if any(end <= one.start < stop for one in passage.quantities):
        return end
    tail = passage.words_between(end, stop)
    return stop if len(tail) <= _LONGEST_TAIL else end
