"""One automaton a language for the words that bring facts, posts, forums and days told from today."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

import ahocorasick_rs

from trivet.intake.facts.grammar import FactGrammar, Trigger, fact_grammar
from trivet.intake.lexicon import Mark
from trivet.intake.source_text import SourceText, matching_form

POST, FORUM, OBJECT, CAPITAL, PERSON = "@post", "@forum", "@object", "@capital", "@person"
URGE, EXPECTED, PLANNED, DENIED = "@urge", "@expected", "@planned", "@denied"
SERIES = "@series"
DAY, WEEK, MONTH, WEEKDAY = "@day", "@week", "@month", "@weekday"
BOTH, TOGETHER, CANCELLED, PRIVATE = "@both", "@together", "@cancelled", "@private"
CREDENTIALS, ABROAD = "@credentials", "@abroad"
WHEN, BESIDE, BEHIND = "@when", "beside", "behind"
#: The number of a trigger that is none.
BLOCK = "-1"

#: Names of organisations or of people, with the key of the partner.
Pairs = frozenset[tuple[str, str]]
#: "No. 40" denies nothing.
_NUMBERED = re.compile(r"\.\s?\d")


class FactLexicon:
    """The phrases of one language, ready to be found; a trigger is marked by its number."""

    def __init__(self, words: FactGrammar, forums: Pairs = frozenset(), people: Pairs = frozenset()) -> None:
        self.words = words
        own = {matching_form(name): key for name, key in forums}
        meanings: dict[str, set[tuple[str, str]]] = defaultdict(set)
        known = ((matching_form(name), PERSON, key) for name, key in people)
        for phrase, concept, detail in (*_phrases(words), *_names(words, own), *known):
            meanings[phrase].add((concept, str(detail)))
        self._acronyms = words.acronyms | {matching_form(name) for name, _key in forums if name.isupper()}
        self._phrases = list(meanings)
        self._meanings = [sorted(meanings[phrase]) for phrase in self._phrases]
        self._automaton = ahocorasick_rs.AhoCorasick(
            self._phrases, implementation=ahocorasick_rs.Implementation.ContiguousNFA
        )

    def trigger(self, mark: Mark) -> Trigger:
        return self.words.triggers[int(mark.detail)]

    def is_noun(self, phrase: str) -> bool:
        """Whether words for a fact name it as a thing, so that how it is meant may be told behind them."""
        return self.words.nouns.match(phrase) is not None

    def _is_written_so(self, concept: str, cased: str) -> bool:
        """Whether a name stands in capitals where it must."""
        if concept == FORUM and matching_form(cased) in self._acronyms:
            return cased.isupper()
        return concept not in {CAPITAL, PERSON} or cased[:1].isupper()

    def marks(self, document: SourceText) -> list[Mark]:
        """The marks in order; one inside a longer one of its concept stands for nothing."""
        text, found = document.text.replace("\n", " "), []
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            inside = (start and text[start - 1].isalnum()) or text[end : end + 1].isalnum()
            for concept, detail in () if inside else self._meanings[index]:
                number = concept == DENIED and _NUMBERED.match(text, end)
                if not number and self._is_written_so(concept, document.cased[start:end]):
                    found.append(Mark(start, end, concept, detail))
        kept: dict[str, Mark] = {}
        longest: list[Mark] = []
        for mark in sorted(found, key=lambda one: (one.start, -one.end)):
            kind = mark.concept + mark.detail if mark.concept == OBJECT else mark.concept
            last = kept.get(kind)
            if last is None or mark.end > last.end or (mark.start, mark.end) == (last.start, last.end):
                longest.append(mark)
                kept[kind] = mark
        return longest


#: A phrase, its concept and what tells it from others of the concept.
_Meaning = tuple[str, str, str | int]


def _phrases(words: FactGrammar) -> Iterator[_Meaning]:
    """The words for facts, and those that say how they are meant."""
    for number, trigger in enumerate(words.triggers):
        yield from ((phrase, "", number) for phrase in trigger.phrases)
    yield from ((phrase, "", BLOCK) for phrase in words.blocks)
    held = {POST: words.posts, URGE: words.urge, EXPECTED: words.expected, PLANNED: words.planned}
    held |= {
        DENIED: words.denied,
        CANCELLED: words.cancelled,
        PRIVATE: words.private,
        CREDENTIALS: words.credentials,
        ABROAD: words.abroad,
    }
    for concept, phrases in {**held, BOTH: words.both, TOGETHER: words.together}.items():
        yield from ((phrase, concept, "") for phrase in phrases)
    yield from ((phrase, WHEN, BESIDE) for phrase in words.beside)
    yield from ((phrase, WHEN, BEHIND) for phrase in words.behind)
    for concept, table in ((OBJECT, words.objects), (SERIES, words.series)):
        yield from ((phrase, concept, name) for name, phrases in table.items() for phrase in phrases)


def _names(words: FactGrammar, own: Mapping[str, str]) -> Iterator[_Meaning]:
    """Organisations, seats of government, and days told from today."""
    tables: dict[str, Mapping[str, str | int]] = {FORUM: {**words.forums, **own}, CAPITAL: {**words.capitals}}
    tables |= {DAY: {**words.days}, WEEK: {**words.weeks}, MONTH: {**words.months}, WEEKDAY: {**words.weekdays}}
    for concept, table in tables.items():
        yield from ((phrase, concept, detail) for phrase, detail in table.items())


@lru_cache(maxsize=6)
def fact_lexicon(language: str, forums: Pairs = frozenset(), people: Pairs = frozenset()) -> FactLexicon:
    """Building costs more than reading a page, so the last few are kept."""
    return FactLexicon(fact_grammar(language), forums, people)
