"""Numbers whose noun is only meant: "bringing the total to 194", "... and 60 billion in 2025"."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from trivet.intake.approach import Approach
from trivet.intake.bound import Bound
from trivet.intake.grammar import FigureRule, rules
from trivet.intake.passages import Passage
from trivet.values.numbers import Quantity

#: From "the total" to its number.
_LONGEST_TOTAL = 6
#: A noun named is nearly always what a number counts, one meant rarely; one of the sentence before the rarest.
_MEANT_COST, _BEFORE_COST, _WORD_COST = 8.0, 10.0, 0.1
#: What may stand between a figure and the same figure for another time.
_CARRIERS = ("reach", "apposed", "expected", "future", "contrast", "realised", "same-time", "they")


class Ellipsis:
    """The numbers of one passage that tell a figure without its noun."""

    def __init__(self, passage: Passage, before: Passage | None) -> None:
        self.passage = passage
        self.before = before
        self.approach = Approach(passage)
        self.heads = list(passage.of({concept for rule in rules().figures for concept in rule.heads}))

    def recalled(self, rule: FigureRule, quantity: Quantity) -> Iterator[Bound]:
        """ "..., bringing the total to 194": the noun was named before and is only meant here."""
        if not self.approach.is_closed(quantity) or not self.approach.is_led_to(self.passage.start, quantity):
            return
        for total in self.passage.of({"recall"}):
            way = self.passage.words_between(total.end, quantity.start)
            if total.end > quantity.start or len(way) > _LONGEST_TOTAL:
                continue
            if any(total.end <= head.start < quantity.start for head in self.heads):
                continue
            cost = self._recall_cost(rule, total.start)
            if cost is not None:
                yield Bound(rule.figure, None, quantity, total, total.start, quantity.end, True, cost)

    def _recall_cost(self, rule: FigureRule, start: int) -> float | None:
        meant = [mark for mark in self.passage.of(rule.recalls) if mark.end <= start]
        if meant:
            return _MEANT_COST + len(self.passage.words_between(meant[-1].end, start)) * _WORD_COST
        if self.before is not None and any(self.before.of(rule.recalls)):
            return _MEANT_COST + _BEFORE_COST
        return None

    def carried(self, bounds: list[Bound]) -> Iterator[Bound]:
        """ "... reached 54 billion, expected to be 60 billion in 2025": the noun is told once for both."""
        bound_to = {one.quantity.start: one for one in bounds}
        for first, second in pairwise(self.passage.quantities):
            told = bound_to.get(first.start)
            if told is None or second.start in bound_to or second.unit != first.unit:
                continue
            if self._only_tells_time(first.end, second.start) and self.approach.is_closed(second):
                bound = replace(told, quantity=second, start=second.start, end=second.end, is_reached=True)
                bound_to[second.start] = bound
                yield bound

    def _only_tells_time(self, start: int, end: int) -> bool:
        """Say whether a time or a forecast stands between two numbers, and nothing that another noun could be."""
        told = self.passage.within(start, end, _CARRIERS)
        times = [one for one in self.passage.periods if start <= one.start and one.end <= end]
        if not times and not any(mark.concept == "expected" for mark in told):
            return False
        lists = self.passage.grammar.words
        spans = [(one.start, one.end) for one in told] + [(one.start, one.end) for one in times]
        known = {word for span in spans for word in self.passage.words_between(*span)}
        spoken = set(self.passage.words_between(start, end))
        return spoken <= known | lists["joins"] | lists["fillers"] | lists["frames"]
