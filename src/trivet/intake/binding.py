"""Binding numbers to what they count: each number to the nearest figure that its words allow."""

from collections.abc import Iterator

from trivet.intake.approach import Approach
from trivet.intake.bound import Bound
from trivet.intake.ellipsis import Ellipsis
from trivet.intake.grammar import FigureRule, rules
from trivet.intake.lexicon import TIER, Mark
from trivet.intake.needs import Needs
from trivet.intake.owners import Owners
from trivet.intake.passages import Passage
from trivet.intake.sentences import Span
from trivet.values.numbers import Quantity

#: The longest way from a noun to the number told of it ("the number of states with which ... reached 194").
_LONGEST_REACH = 24
#: A needed phrase further away than this is not worth quoting all that stands between.
_QUOTED_WORDS = 6
#: A number that follows its noun is bound less surely than one before it, and less with each word and comma.
_HEAD_FIRST, _WORD_COST, _COMMA_COST, _MONEY_FIRST = 5.0, 0.3, 2.0, 2.0


class Binder:
    """The numbers of one passage and the figures they may tell."""

    def __init__(self, passage: Passage, before: Passage | None, reporter: str | None) -> None:
        self.passage = passage
        self.approach = Approach(passage)
        self.ellipsis = Ellipsis(passage, before)
        self.needs = Needs(passage, before)
        self.owners = Owners(passage, reporter)

    def bind(self) -> list[Bound]:
        candidates = [
            bound
            for rule in rules().figures
            for quantity in self.passage.quantities
            if _fits(rule, quantity) or rule.needs_share
            for bound in self._candidates(rule, quantity)
        ]
        chosen: list[Bound] = []
        for bound in sorted(candidates, key=lambda one: (one.cost, one.quantity.start)):
            if not any(one.quantity.start == bound.quantity.start or _same_head(one, bound) for one in chosen):
                chosen.append(bound)
        return sorted([*chosen, *self.ellipsis.carried(chosen)], key=lambda one: one.start)

    def _candidates(self, rule: FigureRule, quantity: Quantity) -> Iterator[Bound]:
        for head in self.passage.of(rule.heads):
            comes_first = head.end <= quantity.start
            if not _fits(rule, quantity):
                continue
            cost = (self._head_first if comes_first else self._number_first)(rule, quantity, head)
            if cost is not None:
                yield from self._checked(rule, quantity, head, cost)
        if rule.needs_share:
            yield from self._inverted(rule, quantity)
        if rule.recalls:
            yield from self.ellipsis.recalled(rule, quantity)

    def _inverted(self, rule: FigureRule, quantity: Quantity) -> Iterator[Bound]:
        """ "Of the seven bodies, it sits in five": the whole is told before the part."""
        for whole in self.passage.quantities:
            part = self.approach.share(whole, quantity)
            heads = self.passage.of(rule.heads) if part is not None else ()
            for head in heads:
                close = head.start >= whole.end and len(self.passage.words_between(whole.end, head.start)) <= 1
                if close and part is not None:
                    yield from self._checked(rule, part, head, -_HEAD_FIRST)

    def _number_first(self, rule: FigureRule, quantity: Quantity, head: Mark) -> float | None:
        """ "More than 170 cooperation agreements": the noun follows with nothing but its own words between."""
        if head.start < quantity.end:
            return None
        start = self.approach.behind_total(quantity, head)
        parted = self.approach.behind_whole(start)
        words = self.passage.words_between(parted, head.start)
        if len(words) > self.passage.grammar.noun_gap or self.passage.is_crossed(start, head.start):
            return None
        if any(quantity.end <= one.start < head.start for one in self.passage.quantities):
            return None
        if rule.is_money:
            return _MONEY_FIRST + len(words)
        lists = self.passage.grammar.words
        links = lists["vague_links"] if quantity.value is None else frozenset()
        if rule.has_tier or parted > start or self.approach.is_part(quantity):
            # "Of which eight are strategic partners", "33 others were foreign delegations".
            links |= lists["copulas"]
            words = words[1:] if words and words[0] in lists["others"] else words
        words = words[1:] if words and words[0] in links else words
        return float(len(words)) if self.approach.describes(words) else None

    def _head_first(self, rule: FigureRule, quantity: Quantity, head: Mark) -> float | None:
        """ "The number of states ... reached 194": the number follows a word that leads to it."""
        if self.passage.is_crossed(head.end, quantity.start, ".;•"):
            return None
        distance = len(self.passage.words_between(head.end, quantity.start))
        if distance > _LONGEST_REACH or not self._is_led_to(rule, quantity, head):
            return None
        if not rule.is_money and not self.approach.is_closed(quantity):
            return None
        if any(head.end <= one.start and one.end <= quantity.start for one in self.passage.quantities):
            return None
        commas = self.passage.text(head.end, quantity.start).count(",")
        return _HEAD_FIRST + distance * _WORD_COST + commas * _COMMA_COST

    def _is_led_to(self, rule: FigureRule, quantity: Quantity, head: Mark) -> bool:
        if rule.is_money and self.owners.is_ours(head.end, quantity.start):
            return True
        if rule.is_money and self.approach.is_drawn(head.end, quantity):
            return True
        if head.concept == TIER and self.approach.is_joined(head.end, quantity):
            return True
        return self.approach.is_led_to(head.end, quantity)

    def _checked(self, rule: FigureRule, quantity: Quantity, head: Mark, cost: float) -> Iterator[Bound]:
        """Bind the number when all that the rule asks for is there and nothing that it bars."""
        span = min(head.start, quantity.start), max(head.end, quantity.end)
        told_of = head.end <= quantity.start
        needed = self.needs.met(rule, span)
        if needed is None or not self.approach.suits(rule, quantity, span, told_of=told_of):
            return
        if self.passage.within(*self.passage.phrase(span), rule.bars):
            return
        if self.owners.is_foreign(rule, head, span) or self.owners.is_partners_own(quantity):
            return
        start, end = self._quoted(span, needed)
        is_reached = told_of or self.approach.lead(quantity) == "reach"
        cost += self.needs.cost(needed, span)
        tier = self.owners.tier(rule, head, span, needed)
        yield Bound(rule.figure, tier, quantity, head, start, end, is_reached, cost)

    def _quoted(self, span: Span, needed: list[Mark]) -> Span:
        """The span with the needed phrases of its own clause that stand close by."""
        low, high = self.passage.piece(*span)
        near = [
            mark
            for mark in needed
            if low <= mark.start
            and mark.end <= high
            and self.passage.word_distance((mark.start, mark.end), span) <= _QUOTED_WORDS
        ]
        return min([span[0], *(mark.start for mark in near)]), max([span[1], *(mark.end for mark in near)])


def _fits(rule: FigureRule, quantity: Quantity) -> bool:
    is_money = quantity.unit is not None
    if is_money != rule.is_money or (quantity.of is not None and not rule.takes_share):
        return False
    if rule.needs_share and quantity.of is None:
        return False
    if quantity.value is None:
        return True
    whole = is_money or quantity.value == quantity.value.to_integral_value()
    return whole and rule.least <= quantity.value <= rule.most


def _same_head(one: Bound, other: Bound) -> bool:
    return one.figure == other.figure and one.head == other.head
