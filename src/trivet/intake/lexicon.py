"""One automaton a language: every phrase and every name found in a single pass over the text."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

import ahocorasick_rs

from trivet.intake.grammar import Grammar, grammar, rules
from trivet.intake.names import PartnerNames
from trivet.intake.source_text import SourceText, matching_form

#: Marks that are not phrases of the grammar.
PARTNER, PEOPLE, TIER, BLOCKER = "@partner", "@people", "@tier", "@blocker"
_NAMES = {PARTNER, PEOPLE}

#: The parts of a composite stand within this many letters.
_LONGEST_GAP = 80

#: Names of fewer letters than these may be somebody's, whatever stands behind; so many letters before are looked at.
_SHORT, _BEFORE = 4, 30

#: Words with a capital at the start of a sentence that belong to no name: "The U.S. said".
_ARTICLES = {"The"}

#: What marks are in order by, read at once.
_PLACE = attrgetter("start", "end", "concept", "detail")

Names = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A phrase found: where it stands, what it means, and for a name or a tier which one."""

    start: int
    end: int
    concept: str
    detail: str = ""


class Lexicon:
    """The phrases of one language and the names of partners, ready to be found."""

    @classmethod
    def of(cls, names: PartnerNames) -> "Lexicon":
        """Building costs more than reading a page, so the last few are kept."""
        return _lexicon(names.language, *names.pairs)

    def __init__(self, language: str, partners: Names, peoples: Names) -> None:
        self.grammar: Grammar = grammar(language)
        meanings: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for concept, phrases in self.grammar.concepts.items():
            for phrase in phrases:
                meanings[phrase].add((concept, ""))
        for tier, phrases in self.grammar.tiers.items():
            for phrase in phrases:
                meanings[phrase].add((TIER, tier))
        for phrase in self.grammar.blockers:
            meanings[phrase].add((BLOCKER, ""))
        for concept, table in ((PARTNER, partners), (PEOPLE, peoples)):
            for name, code in table:
                meanings[matching_form(name)].add((concept, code))
        self._phrases = list(meanings)
        self._meanings = [sorted(meanings[phrase]) for phrase in self._phrases]
        self._automaton = ahocorasick_rs.AhoCorasick(
            self._phrases, implementation=ahocorasick_rs.Implementation.ContiguousNFA
        )

    def marks(self, document: SourceText) -> list[Mark]:
        """Return the marks in order; a phrase inside a longer one is part of it and stands for nothing."""
        found: list[Mark] = []
        # A phrase may run over the end of a line that was broken by hand.
        text = document.text.replace("\n", " ")
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            stop = self._word_end(text, start, end)
            if stop is None:
                continue
            for concept, detail in self._meanings[index]:
                if concept not in _NAMES or self._is_name(document.cased, start, end):
                    found.append(Mark(start, stop, concept, detail))
        return _with_composites(_outermost(found), document.text, self.grammar)

    def _word_end(self, text: str, start: int, end: int) -> int | None:
        """Where the word that the match ends in ends, if the match is whole words but for a known suffix."""
        if start and text[start].isalnum() and text[start - 1].isalnum():
            return None
        if end == len(text) or not text[end].isalnum() or not text[end - 1].isalnum():
            return end
        for suffix in self.grammar.suffixes:
            after = end + len(suffix)
            if text.startswith(suffix, end) and not text[after : after + 1].isalnum():
                return after
        return None

    def _is_name(self, cased: str, start: int, end: int) -> bool:
        """Names begin with a capital; a short one between other capitals is a piece of someone else's name."""
        if not cased[start].isupper():
            return False
        if end - start > _SHORT or " " in cased[start:end]:
            return True
        before = cased[max(0, start - _BEFORE) : start].rstrip(" ")[-1:]
        previous = cased[max(0, start - _BEFORE) : start].split(" ")
        in_name = (
            before.isalpha() and len(previous) > 1 and previous[-2][:1].isupper() and previous[-2] not in _ARTICLES
        )
        if in_name and end - start == _SHORT:  # "Menlu Iran", a title before it or no further name behind
            titled = previous[-2].lower() in self.grammar.words["titles"]
            return titled or not cased[end : end + 2].strip().isupper()
        return not in_name or cased[max(0, start - _BEFORE) : start].isupper()


@lru_cache(maxsize=6)
def _lexicon(language: str, partners: Names, peoples: Names) -> Lexicon:
    return Lexicon(language, partners, peoples)


def _outermost(marks: list[Mark]) -> list[Mark]:
    """Drop what lies inside a longer mark of its kind: names, verbs of acts, words of stance, other phrases.

    A name owns its words: "United States" tells of no states.
    """
    kinds = (rules().acts, rules().stances)
    names = _longest(mark for mark in marks if mark.concept in _NAMES)
    apart = [mark for kind in kinds for mark in _longest(one for one in marks if one.concept in kind)]
    phrases = _longest(mark for mark in marks if mark.concept not in _NAMES.union(*kinds))
    blocked = _Cover(mark for mark in phrases if mark.concept == BLOCKER)
    names = [mark for mark in names if not blocked.covers(mark)]
    owned = _Cover(names)
    return sorted([*names, *(mark for mark in (*apart, *phrases) if not owned.covers(mark))], key=_PLACE)


def _longest(marks: Iterable[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    reach, owner = -1, (-1, -1)
    for mark in sorted(marks, key=lambda one: (one.start, -one.end, one.concept, one.detail)):
        if mark.end > reach or (mark.start, mark.end) == owner:
            kept.append(mark)
            reach, owner = max(reach, mark.end), (mark.start, mark.end)
    return kept


class _Cover:
    """Stretches of text, none inside another, and whether a mark lies in one of them."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._spans = sorted((mark.start, mark.end) for mark in marks)

    def covers(self, mark: Mark) -> bool:
        at = bisect_right(self._spans, (mark.start, mark.end)) - 1
        before = at >= 0 and self._spans[at][1] >= mark.end
        beside = at + 1 < len(self._spans) and self._spans[at + 1][0] == mark.start
        return before or (beside and self._spans[at + 1][1] >= mark.end)


def _with_composites(marks: list[Mark], text: str, words: Grammar) -> list[Mark]:
    by_concept: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_concept[mark.concept].append(mark)
    found = list(marks)
    for composite in words.composites:
        for first in by_concept[composite.parts[0]]:
            last: Mark | None = first
            for part in composite.parts[1:]:
                last = last and _next(by_concept[part], last, composite.gap, text)
            if last is not None and not _holds(by_concept, composite.without, first.start, last.end):
                found.append(Mark(first.start, last.end, composite.concept))
    return _outermost(found)


def _holds(by_concept: dict[str, list[Mark]], concepts: tuple[str, ...], start: int, end: int) -> bool:
    return any(start <= mark.start and mark.end <= end for concept in concepts for mark in by_concept[concept])


def _next(marks: list[Mark], before: Mark, gap: int, text: str) -> Mark | None:
    """The first of the marks behind another, if no more than `gap` words stand between."""
    at = bisect_left(marks, before.end, key=lambda mark: mark.start)
    if at == len(marks):
        return None
    between = text[before.end : marks[at].start]
    close = len(between) < _LONGEST_GAP and not set(between) & set(".;:\n") and len(between.split()) <= gap
    return marks[at] if close else None
