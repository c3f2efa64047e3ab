"""The phrases that a figure needs beside its noun, found near enough in the sentence or above it."""

from dataclasses import dataclass

from trivet.intake.grammar import FigureRule
from trivet.intake.lexicon import Mark
from trivet.intake.passages import Passage
from trivet.intake.sentences import Span

#: What a word of distance costs where several figures compete for a number; a sign between costs twenty.
_WORD_COST = 0.05


@dataclass(frozen=True, slots=True)
class Needs:
    """Where needed phrases are looked for."""

    passage: Passage
    before: Passage | None

    def met(self, rule: FigureRule, span: Span) -> list[Mark] | None:
        """The nearest mark of each needed group; None when a group is missing."""
        found: list[Mark] = []
        for group in rule.needs:
            near = [
                (self._distance(mark, span), mark)
                for mark in self.passage.of(group)
                if self._distance(mark, span) <= rule.near and self._is_within_reach(rule, mark, span)
            ]
            if near:
                found.append(min(near)[1])
            elif not self._is_inherited(rule, group) and not self._is_referred_to(rule, group, span):
                return None
        return found

    def cost(self, found: list[Mark], span: Span) -> float:
        """Little for each word; more when a sign stands between."""
        signs = sum(self.passage.is_crossed(*_gap(mark, span)) for mark in found)
        return sum(self._distance(mark, span) for mark in found) * _WORD_COST + signs

    def _distance(self, mark: Mark, span: Span) -> int:
        return self.passage.word_distance((mark.start, mark.end), span)

    def _is_within_reach(self, rule: FigureRule, mark: Mark, span: Span) -> bool:
        low, high = _gap(mark, span)
        if self.passage.is_crossed(low, high, ";.•"):
            return False
        return not rule.needs_alone or not any(low <= one.start < high for one in self.passage.quantities)

    def _is_inherited(self, rule: FigureRule, group: tuple[str, ...]) -> bool:
        """What stands over a list is meant in it; some phrases also carry on from the sentence before."""
        above = list(self.passage.context)
        if rule.inherits and self.before is not None:
            above += self.before.marks
        return any(mark.concept in group for mark in above)

    def _is_referred_to(self, rule: FigureRule, group: tuple[str, ...], span: Span) -> bool:
        """ "Six million live abroad; they are behind ...": a pronoun in the same clause stands for the phrase."""
        told = [mark for mark in self.passage.of(group) if mark.end <= span[0]]
        if not rule.refers or not (told or (self.before is not None and any(self.before.of(group)))):
            return False
        return any(
            mark.start < span[1] and not self.passage.is_crossed(*_gap(mark, span), ";.•")
            for mark in self.passage.of({"they"})
        )


def _gap(mark: Mark, span: Span) -> Span:
    return min(mark.end, span[1]), max(mark.start, span[0])
