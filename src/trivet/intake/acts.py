"""Acts on partnerships: which partner was raised to which tier, or joined to us in a new one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trivet.intake.claims import Act
from trivet.intake.lexicon import PARTNER, PEOPLE, TIER, Mark
from trivet.intake.passages import Passage
from trivet.intake.periods import Period
from trivet.intake.sentences import Span
from trivet.intake.stance import modality

#: What each kind of verb does to a partnership; a steady one ("deepen", "maintain") does nothing to report.
_ACTS: dict[str, Act | None] = {
    "raise": "raised",
    "raise-passive": "raised",
    "lift": "raised",
    "become": "raised",
    "establish": "established",
    "establish-passive": "established",
    "steady": None,
}
_PASSIVES = {"raise-passive", "establish-passive"}
_ACTIVES = {"raise", "lift", "establish"}
#: From the partners to the tier that they are raised to.
_LONGEST_WAY = 16
#: A passive verb follows its tier or its partners closely; an active one may stand further before them.
_PASSIVE_WORDS = 3
_QUOTED_WORDS = 14
#: "From the level of ..." a tier.
_FROM_WORDS = 3
#: A bracket behind a name, or the end of the one that the name stands in.
_TAIL = re.compile(r"\s*(?:\([^()]*\)|\))")
_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class PartnershipAct:
    """One partner's act; the span takes in verb, tier and the partner's name."""

    partner: str
    tier: str
    act: Act
    start: int
    end: int
    #: The date in brackets behind the partner's name, and those behind the names beside it.
    period: Period | None
    of_others: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """Partners in one list, with the brackets behind them."""

    marks: tuple[Mark, ...]
    end: int

    @property
    def start(self) -> int:
        return self.marks[0].start


class ActReader:
    """The acts that one passage states."""

    def __init__(self, passage: Passage, reporter: str | None) -> None:
        self.passage = passage
        self.reporter = reporter
        self.words = passage.grammar.words
        self.tiers = [tier for tier in passage.of({TIER}) if not self._is_left(tier)]
        self.runs = list(self._runs())
        self.verbs = list(passage.of(_ACTS))

    def _is_left(self, tier: Mark) -> bool:
        """ "From a strategic to a comprehensive strategic partnership": the first is where the act began."""
        starts = [mark.end for mark in self.passage.of({"from", "origin"}) if mark.end <= tier.start]
        near = starts and len(self.passage.words_between(starts[-1], tier.start)) <= _FROM_WORDS
        return bool(near) and not self.passage.within(starts[-1], tier.start, {TIER})

    def acts(self) -> Iterator[PartnershipAct]:
        for run in self.runs if self.tiers else ():
            tier = self._tier_of(run)
            verb = None if tier is None else self._verb_of(tier, run)
            act = None if verb is None else _ACTS[verb.concept]
            if tier is None or verb is None or act is None or is_sectoral(self.passage, tier):
                continue
            span = self._span(run, tier, verb)
            if self._is_stated(span) and not self._is_of_others(run, verb):
                own = {mark.detail: self._own_period(mark, run) for mark in reversed(run.marks)}
                dated = tuple(period for period in own.values() if period is not None)
                for partner, period in reversed(own.items()):
                    if partner != self.reporter:
                        yield PartnershipAct(partner, tier.detail, act, *span, period, dated)

    def _runs(self) -> Iterator[_Run]:
        marks: list[Mark] = []
        for mark in self.passage.of({PARTNER}):
            if marks and self._is_listed(marks[-1].end, mark.start):
                marks.append(mark)
                continue
            if marks:
                yield _Run(tuple(marks), self._after_bracket(marks[-1].end))
            marks = [mark]
        if marks:
            yield _Run(tuple(marks), self._after_bracket(marks[-1].end))

    def _is_listed(self, end: int, start: int) -> bool:
        """Say whether two names are members of one list: commas, "and", brackets and dates between them."""
        if self._has_tier(end, start):
            return False
        between = _BRACKETS.sub(" ", self.passage.text(end, start))
        dates = [period for period in self.passage.periods if end <= period.start and period.end <= start]
        for period in dates:
            between = between.replace(self.passage.text(period.start, period.end), " ")
        words = re.findall(r"[^\W_]+", between)
        return set(words) <= self.words["joins"] | self.words["list_words"] and not set(between) & set(".;:")

    def _after_bracket(self, end: int) -> int:
        """The end of the bracket behind a name; one that holds a tier tells of the name and is no part of it."""
        match = _TAIL.match(self.passage.document.text, end, self.passage.end)
        return match.end() if match and not self._has_tier(end, match.end()) else end

    def _has_tier(self, start: int, end: int) -> bool:
        return any(start <= tier.start < end for tier in self.tiers)

    def _tier_of(self, run: _Run) -> Mark | None:
        """The tier that the list belongs to: "a strategic partnership with them", "them ... to the tier"."""
        before = [tier for tier in self.tiers if tier.end <= run.start]
        if before and self._is_with(before[-1].end, run.start):
            return before[-1]
        after = [tier for tier in self.tiers if tier.start >= run.end]
        if not after or self.passage.is_crossed(run.end, after[0].start, ";.•"):
            return None
        between = any(run.end <= other.start < after[0].start for other in self.runs)
        if between and not self._is_reciprocal(run, after[0]):
            return None
        far = len(self.passage.words_between(run.end, after[0].start)) > _LONGEST_WAY
        return None if far else after[0]

    def _is_reciprocal(self, run: _Run, tier: Mark) -> bool:
        """ "France and our country ...": the only other names on the way are the reporter's own."""
        others = (other for other in self.runs if run.end <= other.start < tier.start)
        return all(mark.detail == self.reporter for other in others for mark in other.marks)

    def _is_with(self, end: int, start: int) -> bool:
        """ "With" them, perhaps behind the verb: "a partnership was established with ..."."""
        passives = [verb for verb in self.verbs if end <= verb.start < start and verb.concept in _PASSIVES]
        end = passives[-1].end if passives else end
        between = self._words_but_numbers(end, start)
        if not between and not passives:
            return bool(re.search(r"[:(–—|-]", self.passage.text(end, start)))
        linked = self.words["with"] & set(between)
        return bool(linked) and set(between) <= self.words["with"] | self.words["list_words"] | self.words["joins"]

    def _words_but_numbers(self, start: int, end: int) -> list[str]:
        """ "With three countries (Australia, ...)": the count of the list says nothing about the link."""
        words = []
        at = start
        for number in self.passage.quantities:
            if start <= number.start and number.end <= end:
                words += self.passage.words_between(at, number.start)
                at = number.end
        return words + self.passage.words_between(at, end)

    def _verb_of(self, tier: Mark, run: _Run) -> Mark | None:
        passives = [verb for verb in self.verbs if verb.concept in _PASSIVES]
        for end in (tier.end, max(tier.end, run.end)):
            for verb in passives:
                close = verb.start >= end and not self.passage.is_crossed(end, verb.start)
                if close and len(self.passage.words_between(end, verb.start)) <= _PASSIVE_WORDS:
                    return verb
        before = [verb for verb in self.verbs if verb.end <= tier.start]
        if before:
            return before[-1]
        # In a list the introduction holds the verb: "Relations were raised: - strategic partnership: ...".
        above = [mark for mark in self.passage.context if mark.concept in _ACTS]
        return above[-1] if above and not self.verbs else None

    def _span(self, run: _Run, tier: Mark, verb: Mark) -> Span:
        start, end = min(run.start, tier.start), max(run.end, tier.end)
        inside = self.passage.start <= verb.start < self.passage.end
        if inside and self.passage.word_distance((verb.start, verb.end), (start, end)) <= _QUOTED_WORDS:
            return min(start, verb.start), max(end, verb.end)
        return start, end

    def _is_stated(self, span: Span) -> bool:
        if modality(self.passage, span, is_reached=False) != "achieved":
            return False
        return not self.passage.within(*self.passage.piece(*span), {"anniversary", "talks"})

    def _is_of_others(self, run: _Run, verb: Mark) -> bool:
        """Say whether the act is one between other countries: their names are its subject and ours is absent."""
        ours = [mark for mark in self.passage.of({PARTNER, PEOPLE}) if mark.detail == self.reporter]
        if ours or any(self.passage.of({"we"})):
            return False
        between = self.passage.words_between(self.passage.start, run.start)[-1:]
        if set(between) & self.words["between"]:
            return True
        return any(other.end <= verb.start and self._is_subject(other) for other in self.runs)

    def _is_subject(self, run: _Run) -> bool:
        """A list that opens its clause before any verb of act but an active one ("Japan and Peru upgraded ...")."""
        floor = self.passage.document.text.rfind(";", self.passage.start, run.start) + 1
        verbs = [verb for verb in self.verbs if verb.start >= floor]
        first = verbs[0] if verbs else None
        if first is None or first.start < run.end or first.concept not in _ACTIVES:
            return False
        before = self.passage.words_between(self.passage.piece(run.start, run.end)[0], run.start)
        return len(before) <= 2 and not set(before) & (self.words["with"] | self.words["prepositions"])

    def _own_period(self, mark: Mark, run: _Run) -> Period | None:
        """A date in brackets behind a name dates that partner's act alone."""
        bracket = _TAIL.match(self.passage.document.text, mark.end, run.end)
        if bracket is None:
            return None
        return next((one for one in self.passage.periods if bracket.start() < one.start < bracket.end()), None)


def is_sectoral(passage: Passage, tier: Mark) -> bool:
    """A "strategic partnership in energy" is no tier of relations."""
    following = passage.words_between(tier.end, passage.end)[:2]
    if not following or passage.is_crossed(tier.end, tier.end + 2):
        return False
    phrase = " ".join(following)
    names_time = any(0 <= period.start - tier.end <= len(phrase) + 2 for period in passage.periods)
    markers = passage.grammar.words["sector_marks"]
    return (following[0] in markers or phrase in markers) and not names_time
