"""Whose figure it is, and of which tier: the reporter's whole figure, or another country's, or a part of one."""

from dataclasses import dataclass

from trivet.intake.grammar import FigureRule
from trivet.intake.lexicon import PARTNER, PEOPLE, TIER, Mark
from trivet.intake.passages import Passage
from trivet.intake.sentences import Span
from trivet.values.numbers import Quantity

#: A subject stands at most this many words after the start of its clause ("the Kingdom of ...").
_SUBJECT_WORDS = 2
#: What sets another country against ours ("next door", "for its part") stands within so many letters.
_COMPARED = 40


@dataclass(frozen=True, slots=True)
class Owners:
    """The names in one passage, seen from the country that reports."""

    passage: Passage
    reporter: str | None

    def is_foreign(self, rule: FigureRule, head: Mark, span: Span) -> bool:
        """Say whether the figure is another country's, or one country's part of the whole."""
        if self._is_told_of_others(span):
            return True
        piece = self.passage.piece(*span)
        others = [
            mark
            for mark in self.passage.within(*piece, {PARTNER})
            if mark.detail != self.reporter and not head.start <= mark.start < head.end
        ]
        if not others:
            return False
        if rule.refuses_partners:
            return True
        return self.reporter is not None and any(
            self.is_subject(mark, span) or self._owns(mark, head) for mark in others
        )

    def is_partners_own(self, quantity: Quantity) -> bool:
        """ "Lebanon (154 citizens), Syria (65)": a bracket right behind a name is about that partner alone."""
        opened = self.passage.bracket(quantity.start)[0]
        names = (mark for mark in self.passage.of({PARTNER}) if mark.end <= opened < quantity.start)
        return any(not self.passage.text(mark.end, opened).strip() for mark in names)

    def is_ours(self, start: int, end: int) -> bool:
        """Say whether nothing stands between two positions but, perhaps, the reporter as owner."""
        ours = [mark for mark in self.passage.within(start, end, {PARTNER}) if mark.detail == self.reporter]
        named = {word for mark in ours for word in self.passage.words_between(mark.start, mark.end)}
        return set(self.passage.words_between(start, end)) <= named | self.passage.grammar.words["owning"]

    def is_subject(self, mark: Mark, span: Span) -> bool:
        if mark.end > span[0]:
            return False
        before = self.passage.words_between(self.passage.piece(*span)[0], mark.start)
        saying = [at for at, word in enumerate(before) if word in self.passage.grammar.words["saying"]]
        before = before[saying[-1] + 1 :] if saying else before
        if len(before) > _SUBJECT_WORDS or self.passage.grammar.words["prepositions"] & set(before):
            return False
        ours = [one for one in self.passage.of({PARTNER, PEOPLE}) if one.detail == self.reporter]
        ours += self.passage.of({"we"})
        return not any(mark.end <= one.start < span[0] for one in ours)

    def _is_told_of_others(self, span: Span) -> bool:
        """ "Laos, for its part, received 17": another country opens the sentence, and ours is not named after it."""
        names = [mark for mark in self.passage.of({PARTNER, PEOPLE}) if mark.end <= span[0]]
        if not names or any(names[0].end <= one.start < span[1] for one in self.passage.of({"we"})):
            return False
        if any(one.detail == self.reporter for one in self.passage.of({PARTNER, PEOPLE})):
            return False
        before = self.passage.words_between(self.passage.start, names[0].start)
        if self.passage.grammar.words["prepositions"] & set(before):
            return False
        floor = max(self.passage.start, names[0].start - _COMPARED)
        compared = self.passage.within(floor, span[1] + _COMPARED, {"third-party"})
        if compared:
            return True
        comma = self.passage.document.text.find(",", names[0].end, span[0])
        parted = comma >= 0 and len(self.passage.words_between(names[0].end, comma)) <= 1
        return self.reporter is not None and len(before) <= _SUBJECT_WORDS and parted

    def _owns(self, mark: Mark, head: Mark) -> bool:
        """ "FTA Thái Lan", "the FTAs of Thailand", "Thailand's FTAs"."""
        owning = self.passage.grammar.words["owning"]
        if mark.start >= head.end:
            between = self.passage.words_between(head.end, mark.start)
            bare = not between and self.passage.grammar.words["owner_follows"]
            return bool(bare) or (len(between) == 1 and between[0] in owning)
        gap = self.passage.text(mark.end, head.start)
        return gap.startswith("'s ") and len(gap.split()) <= 3

    def tier(self, rule: FigureRule, head: Mark, span: Span, needed: list[Mark]) -> str | None:
        """The tier that is counted, when it is one alone: "9 comprehensive strategic partners"."""
        if not rule.has_tier:
            return None
        marks = list(self.passage.of({TIER}))
        floor = max((one.end for one in self.passage.quantities if one.end <= span[0]), default=self.passage.start)
        floor = max(floor, self.passage.piece(*span)[0])
        counted = [mark for mark in marks if mark.start >= floor and mark.end <= span[1]]
        if head.concept == TIER:
            counted = [mark for mark in counted if mark.start >= span[0]]
        if not counted and head.concept != TIER:
            # "13 countries that are comprehensive strategic partners".
            counted = [mark for mark in needed if mark.concept == TIER]
        counted = self._with_neighbours(counted, marks)
        tiers = {mark.detail for mark in counted}
        return tiers.pop() if len(tiers) == 1 else None

    def _with_neighbours(self, counted: list[Mark], marks: list[Mark]) -> list[Mark]:
        """Add the tiers listed with the counted ones: "strategic partners and comprehensive partners"."""
        listed = list(counted)
        for mark in counted:
            for other in (one for one in marks if one is not mark):
                low, high = (mark.end, other.start) if other.start >= mark.end else (other.end, mark.start)
                words = set(self.passage.words_between(low, high))
                numbered = any(low <= one.start < high for one in self.passage.quantities)
                if words <= self.passage.grammar.words["joins"] and not numbered:
                    listed.append(other)
        return listed
