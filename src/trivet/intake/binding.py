"""Binding numbers to what they count: each number to the nearest figure that its words allow."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trivet.intake.grammar import FigureRule, rules
from trivet.intake.lexicon import Mark
from trivet.intake.owners import Owners
from trivet.intake.passages import Passage
from trivet.intake.sentences import Span
from trivet.values.numbers import Quantity

#: Words that lead up to a number stand at most so far before it, and an increment ("more") around its noun.
_LEAD_WORDS = 4
_INCREMENT_WORDS = 2
#: The longest way from a noun to the number told of it ("the number of states with which ... reached 194").
_LONGEST_REACH = 24
#: A needed phrase further away than this is not worth quoting all that stands between.
_QUOTED_WORDS = 6
#: From "the total" to its number.
_LONGEST_TOTAL = 6
_LEADS = ("hold", "total", "reach", "gain", "increment")
_ANNOUNCED = re.compile(r"[:|(=]\s*\Z|\s[-–—]\s+\Z")
_CLOSED = re.compile(r"\s*(?:\Z|[.,;:!?()|…\]]|[-–—]\s)")


@dataclass(frozen=True, slots=True)
class Bound:
    """A number bound to a figure; `start` and `end` take in the words that the binding rests on."""

    figure: str
    tier: str | None
    quantity: Quantity
    head: Mark
    start: int
    end: int
    is_reached: bool
    cost: float


class Binder:
    """The numbers of one passage and the figures they may tell."""

    def __init__(self, passage: Passage, before: Passage | None, reporter: str | None) -> None:
        self.passage = passage
        self.before = before
        self.owners = Owners(passage, reporter)
        figures = rules().figures
        self.heads = list(passage.of({concept for rule in figures for concept in rule.heads}))

    def bind(self) -> list[Bound]:
        candidates = [
            bound
            for rule in rules().figures
            for quantity in self.passage.quantities
            if _fits(rule, quantity)
            for bound in self._candidates(rule, quantity)
        ]
        chosen: list[Bound] = []
        for bound in sorted(candidates, key=lambda one: (one.cost, one.quantity.start)):
            rivals = (one for one in chosen if one.quantity is bound.quantity or _same_head(one, bound))
            if next(rivals, None) is None:
                chosen.append(bound)
        return sorted(chosen, key=lambda one: one.start)

    def _candidates(self, rule: FigureRule, quantity: Quantity) -> Iterator[Bound]:
        for head in self.passage.of(rule.heads):
            if head.start >= quantity.end:
                cost = self._number_first(rule, quantity, head)
                is_reached = self._lead(quantity) == "reach"
            else:
                cost = self._head_first(rule, quantity, head)
                is_reached = True
            if cost is not None:
                yield from self._checked(rule, quantity, head, cost, is_reached)
        if rule.recalls:
            yield from self._recalled(rule, quantity)

    def _number_first(self, rule: FigureRule, quantity: Quantity, head: Mark) -> float | None:
        """ "More than 170 cooperation agreements": the noun follows with nothing but its own words between."""
        start = self._behind_total(quantity, head)
        words = self.passage.words_between(start, head.start)
        lists = self.passage.grammar.words
        if len(words) > self.passage.grammar.noun_gap or self.passage.is_crossed(start, head.start):
            return None
        if any(quantity.end <= one.start < head.start for one in self.passage.quantities):
            return None
        if rule.is_money:
            return 2.0 + len(words)
        if quantity.value is None and words[:1] and words[0] in lists["vague_links"]:
            words = words[1:]
        return float(len(words)) if self._are_its_own(words) else None

    def _behind_total(self, quantity: Quantity, head: Mark) -> int:
        """ "This brings to 32 the number of partners": the noun may stand behind its own total."""
        if self._lead(quantity) != "reach":
            return quantity.end
        totals = self.passage.within(quantity.end, head.start, {"total"})
        return (
            totals[0].end if totals and not self.passage.words_between(quantity.end, totals[0].start) else quantity.end
        )

    def _are_its_own(self, words: list[str]) -> bool:
        """Say whether words before a noun describe it, so that no other noun stands between number and noun."""
        lists = self.passage.grammar.words
        if lists["classifiers"]:
            return set(words) <= lists["classifiers"]
        plurals = {word for word in words if word.endswith(tuple(lists["plural_breaks"]))}
        return not lists["breaks"] & set(words) and plurals <= lists["plural_words"]

    def _head_first(self, rule: FigureRule, quantity: Quantity, head: Mark) -> float | None:
        """ "The number of states ... reached 194": the number follows a word that leads to it."""
        if head.end > quantity.start or self.passage.is_crossed(head.end, quantity.start, ".;•"):
            return None
        distance = len(self.passage.words_between(head.end, quantity.start))
        adjacent = rule.is_money and self.owners.is_ours(head.end, quantity.start)
        if distance > _LONGEST_REACH or not (adjacent or self._is_led_to(head.end, quantity)):
            return None
        if not rule.is_money and not self._is_closed(quantity):
            return None
        if any(head.end <= one.start and one.end <= quantity.start for one in self.passage.quantities):
            return None
        commas = self.passage.text(head.end, quantity.start).count(",")
        return 5.0 + distance * 0.3 + commas * 2

    def _is_led_to(self, start: int, quantity: Quantity) -> bool:
        """Say whether a reaching word, a colon or a bracket stands between `start` and the number."""
        if _ANNOUNCED.search(self.passage.document.text, start, quantity.start):
            return True
        fillers = self.passage.grammar.words["fillers"]
        for mark in self.passage.of({"reach", "apposed"}):
            # "Exceeding 60": the word that leads is part of the number already.
            if mark.start == quantity.start:
                return True
            leads = start <= mark.start and mark.end <= quantity.start
            if leads and set(self.passage.words_between(mark.end, quantity.start)) <= fillers:
                return True
        return False

    def _is_closed(self, quantity: Quantity) -> bool:
        """A number told of a noun before it is followed by no noun of its own."""
        if _CLOSED.match(self.passage.document.text, quantity.end, self.passage.end):
            return True
        following = self.passage.words_between(quantity.end, self.passage.end)
        return not following or following[0] in self.passage.grammar.words["followers"]

    def _checked(
        self, rule: FigureRule, quantity: Quantity, head: Mark, cost: float, is_reached: bool
    ) -> Iterator[Bound]:
        span = min(head.start, quantity.start), max(head.end, quantity.end)
        needed = self._needed(rule, span)
        if needed is None or not self._is_rightly_led(rule, quantity, span, told_of=head.end <= quantity.start):
            return
        piece = self.passage.piece(*span)
        if self.passage.within(*self.passage.phrase(span), rule.bars) or self.owners.is_foreign(rule, head, span):
            return
        near = [mark for mark in needed if mark.start >= piece[0] and mark.end <= piece[1]]
        near = [mark for mark in near if self.passage.word_distance((mark.start, mark.end), span) <= _QUOTED_WORDS]
        start = min([span[0], *(mark.start for mark in near)])
        end = max([span[1], *(mark.end for mark in near)])
        cost += sum(self.passage.word_distance((mark.start, mark.end), span) for mark in needed) * 0.05
        tier = self.owners.tier(rule, head, span)
        yield Bound(rule.figure, tier, quantity, head, start, end, is_reached, cost)

    def _needed(self, rule: FigureRule, span: Span) -> list[Mark] | None:
        """One mark for each needed group, the nearest; None when a group is missing."""
        found: list[Mark] = []
        for group in rule.needs:
            marks = [
                (self.passage.word_distance((mark.start, mark.end), span), mark)
                for mark in self.passage.of(group)
                if not self.passage.is_crossed(min(mark.end, span[1]), max(mark.start, span[0]), ";.•")
            ]
            near = min(((distance, mark) for distance, mark in marks if distance <= rule.near), default=None)
            if near is not None:
                found.append(near[1])
            elif not self._is_inherited(rule, group):
                return None
        return found

    def _is_inherited(self, rule: FigureRule, group: tuple[str, ...]) -> bool:
        above = list(self.passage.context)
        if rule.inherits and self.before is not None:
            above += self.before.marks
        return any(mark.concept in group for mark in above)

    def _lead(self, quantity: Quantity) -> str | None:
        """The word that leads up to the number: the last one, and of one phrase its first meaning."""
        leads = [
            mark
            for mark in self.passage.of(_LEADS)
            if mark.end <= quantity.start and len(self.passage.words_between(mark.end, quantity.start)) <= _LEAD_WORDS
        ]
        # "In total, 71 titles": only a total may stand off by a comma.
        leads = [
            mark
            for mark in leads
            if not self.passage.is_crossed(mark.end, quantity.start, ";:." if mark.concept == "total" else ",;:.")
        ]
        return max(leads, key=lambda mark: (mark.end, -_LEADS.index(mark.concept))).concept if leads else None

    def _is_rightly_led(self, rule: FigureRule, quantity: Quantity, span: Span, *, told_of: bool) -> bool:
        """Say whether the rule allows what leads up to the number; one told of a noun before it is reached."""
        around = [
            mark
            for mark in self.passage.of({"increment"})
            if self.passage.word_distance((mark.start, mark.end), span) <= _INCREMENT_WORDS
            and not self.passage.is_crossed(min(mark.end, span[1]), max(mark.start, span[0]))
        ]
        if rule.is_total and around:
            return False
        if not rule.leads:
            return True
        lead = "increment" if around else "reach" if told_of else self._lead(quantity)
        return rule.unled if lead is None else lead in rule.leads

    def _recalled(self, rule: FigureRule, quantity: Quantity) -> Iterator[Bound]:
        """ "..., bringing the total to 194": the noun was named before and is only meant here."""
        if not self._is_closed(quantity) or not self._is_led_to(self.passage.start, quantity):
            return
        for total in self.passage.of({"recall"}):
            way = self.passage.words_between(total.end, quantity.start)
            if total.end > quantity.start or len(way) > _LONGEST_TOTAL:
                continue
            if any(total.end <= head.start < quantity.start for head in self.heads):
                continue
            meant = [mark for mark in self.passage.of(rule.recalls) if mark.end <= total.start]
            far = 0.0
            if not meant and self.before is not None:
                meant, far = list(self.before.of(rule.recalls)), 10.0
            if meant:
                cost = (
                    8.0
                    + far
                    + self.passage.word_distance((meant[-1].start, meant[-1].end), (total.start, total.end)) * 0.1
                )
                bound = Bound(rule.figure, None, quantity, total, total.start, quantity.end, True, cost)
                yield bound


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
