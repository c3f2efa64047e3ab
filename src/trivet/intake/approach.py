"""How the words of a sentence lead up to a number, and how the number hands over to what follows."""

import re
from dataclasses import dataclass, replace

from trivet.intake.grammar import FigureRule
from trivet.intake.lexicon import Mark
from trivet.intake.passages import Passage
from trivet.intake.sentences import Span
from trivet.values.numbers import Quantity

#: Words that lead up to a number stand at most so far before it, and an increment ("more") around its noun.
_LEAD_WORDS = 4
_INCREMENT_WORDS = 2
_LEADS = ("hold", "total", "reach", "recall", "gain", "increment")
_ANNOUNCED = re.compile(r"[:|(=]\s*\Z|\s[-–—]\s+\Z")
_CLOSED = re.compile(r"\s*(?:\Z|[.,;:!?()|…\]]|[-–—]\s)")


@dataclass(frozen=True, slots=True)
class Approach:
    """The words before and behind the numbers of one passage."""

    passage: Passage

    def lead(self, quantity: Quantity) -> str | None:
        """The kind of word that leads up to the number: the last one, and of one phrase its first meaning."""
        leads = [
            mark
            for mark in self.passage.of(_LEADS)
            if mark.end <= quantity.start
            and len(self.passage.words_between(mark.end, quantity.start)) <= _LEAD_WORDS
            # "In total, 71 titles": only a total may stand off by a comma.
            and not self.passage.is_crossed(mark.end, quantity.start, ";:." if mark.concept == "total" else ",;:.")
        ]
        return max(leads, key=lambda mark: (mark.end, -_LEADS.index(mark.concept))).concept if leads else None

    def suits(self, rule: FigureRule, quantity: Quantity, span: Span, *, told_of: bool) -> bool:
        """Say whether the rule allows what leads up to the number; one told of a noun before it is reached."""
        has_increment = any(self._is_around(mark, span) for mark in self._increments(quantity))
        if not rule.leads or (rule.is_total and has_increment):
            return not (rule.is_total and has_increment)
        lead = "increment" if has_increment else "reach" if told_of else self.lead(quantity)
        return rule.unled if lead is None else lead in rule.leads

    def _increments(self, quantity: Quantity) -> list[Mark]:
        """The words like "more"; "baru 52" and "mới 52" are "only 52"."""
        only = self.passage.grammar.words["only"]
        found = self.passage.of({"increment"})
        return [
            mark
            for mark in found
            if self.passage.text(mark.start, mark.end) not in only
            or self.passage.text(mark.end, quantity.start).strip()
            or mark.end > quantity.start
        ]

    def share(self, whole: Quantity, part: Quantity) -> Quantity | None:
        """ "Of the seven bodies ... five": the part, as one of the whole; None when they are not so told."""
        if whole.value is None or part.value is None or whole.of or part.of or whole.end > part.start:
            return None
        if not 0 < part.value <= whole.value or self.passage.is_crossed(whole.end, part.start, ".;•"):
            return None
        if any(whole.end <= one.start < part.start for one in self.passage.quantities):
            return None
        led = self.passage.words_between(max(self.passage.start, whole.start - 20), whole.start)[-2:]
        return replace(part, of=whole.value) if self.passage.grammar.words["of_whole"] & set(led) else None

    def is_part(self, quantity: Quantity) -> bool:
        """ "Of these, 24 were trips abroad": a part of what was told before, or one of its other parts."""
        words = self.passage.words_between(quantity.end, self.passage.end)[:1]
        if set(words) & self.passage.grammar.words["others"]:
            return True
        return any(
            mark.end <= quantity.start and not self.passage.words_between(mark.end, quantity.start)
            for mark in self.passage.of({"including", "same-time"})
        )

    def is_drawn(self, start: int, quantity: Quantity) -> bool:
        """ "As for remittances, in 2022 the country received 13 billion": the verb stands right before the sum."""
        return any(
            start <= mark.start
            and mark.end <= quantity.start
            and not self.passage.words_between(mark.end, quantity.start)
            for mark in self.passage.of({"drew"})
        )

    def _is_around(self, mark: Mark, span: Span) -> bool:
        low, high = min(mark.end, span[1]), max(mark.start, span[0])
        words = self.passage.words_between(low, high) if low < high else []
        near = len(words) <= _INCREMENT_WORDS and not self.passage.is_crossed(low, high)
        return near and not self.passage.grammar.words["joins"] & set(words)

    def is_led_to(self, start: int, quantity: Quantity) -> bool:
        """Say whether a reaching word, a colon or a bracket between `start` and the number brings it in."""
        if _ANNOUNCED.search(self.passage.document.text, start, quantity.start):
            return True
        pronouns = (mark.start for mark in self.passage.of({"of-them"}) if mark.start >= quantity.end)
        if self.lead(quantity) == "hold" and any(not self.passage.text(quantity.end, at).strip() for at in pronouns):
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

    def is_joined(self, start: int, quantity: Quantity) -> bool:
        """Say whether one "with" alone stands between: "strategic partnerships with 17"."""
        words = self.passage.words_between(start, quantity.start)
        return len(words) == 1 and words[0] in self.passage.grammar.words["with"]

    def is_closed(self, quantity: Quantity) -> bool:
        """A number told of a noun before it is followed by no noun of its own."""
        if _CLOSED.match(self.passage.document.text, quantity.end, self.passage.end):
            return True
        following = self.passage.words_between(quantity.end, self.passage.end)
        return not following or following[0] in self.passage.grammar.words["followers"]

    def behind_total(self, quantity: Quantity, head: Mark) -> int:
        """ "This brings to 32 the number of partners": the noun may stand behind its own total."""
        for total in self.passage.within(quantity.end, head.start, {"total"}):
            if self.lead(quantity) == "reach" and not self.passage.words_between(quantity.end, total.start):
                return total.end
        return quantity.end

    def behind_whole(self, start: int) -> int:
        """ "Sixteen of them were visits abroad": the number is a part of what was told before."""
        for mark in self.passage.of({"including"}):
            if mark.start >= start and not self.passage.text(start, mark.start).strip():
                return mark.end
        return start

    def describes(self, words: list[str]) -> bool:
        """Say whether words before a noun are its own, so that no other noun stands between number and noun."""
        lists = self.passage.grammar.words
        if lists["classifiers"]:
            return set(words) <= lists["classifiers"]
        plurals = {word for word in words if word.endswith(tuple(lists["plural_breaks"]))}
        return not lists["breaks"] & set(words) and plurals <= lists["plural_words"]
