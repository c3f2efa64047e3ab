"""A sentence with everything found in it, and the distances between what was found."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from trivet.intake.grammar import Grammar
from trivet.intake.lexicon import BLOCKER, PARTNER, PEOPLE, Lexicon, Mark
from trivet.intake.names import PartnerNames
from trivet.intake.periods import Period, find_periods
from trivet.intake.sentences import Sentence, Span, split_sentences
from trivet.intake.source_text import SourceText
from trivet.values.numbers import Quantity, find_quantities

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_EDGE = re.compile(r"[,;:|•()\[\]—–…\"\n]|\.(?!\w)| - ")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_Found = TypeVar("_Found", Mark, Quantity)
_Located = Mark | Quantity | Period


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence: its words, marks, quantities and periods, all by position in the document."""

    document: SourceText
    grammar: Grammar
    sentence: Sentence
    words: tuple[Span, ...]
    edges: tuple[Span, ...]
    marks: tuple[Mark, ...]
    quantities: tuple[Quantity, ...]
    periods: tuple[Period, ...]
    #: Marks of the heading and the introduction that the sentence stands under.
    context: tuple[Mark, ...]
    context_periods: tuple[Period, ...]

    @property
    def start(self) -> int:
        return self.sentence.start

    @property
    def end(self) -> int:
        return self.sentence.end

    def text(self, start: int, end: int) -> str:
        return self.document.text[start:end]

    def of(self, concepts: Iterable[str]) -> Iterator[Mark]:
        wanted = set(concepts)
        return (mark for mark in self.marks if mark.concept in wanted)

    def within(self, start: int, end: int, concepts: Iterable[str]) -> list[Mark]:
        """The marks of these concepts that lie between two positions."""
        return [mark for mark in self.of(concepts) if mark.start >= start and mark.end <= end]

    def words_between(self, first: int, second: int) -> list[str]:
        """The words between two positions, whichever comes first."""
        low, high = min(first, second), max(first, second)
        index = bisect_left(self.words, (low, 0))
        found = []
        for start, end in self.words[index:]:
            if end > high:
                break
            found.append(self.text(start, end))
        return found

    def word_distance(self, mark: Span, span: Span) -> int:
        """How many words stand between two spans; none when they touch or overlap."""
        if mark[1] <= span[0]:
            return len(self.words_between(mark[1], span[0]))
        return len(self.words_between(span[1], mark[0])) if span[1] <= mark[0] else 0

    def is_crossed(self, start: int, end: int, signs: str = ',;:|•()[]—–…"\n.-') -> bool:
        """Say whether a sign that parts clauses stands between two positions."""
        return any(
            start <= edge[0] and edge[1] <= end and self.text(*edge).strip() and self.text(*edge).strip() in signs
            for edge in self.edges
        )

    def piece(self, start: int, end: int) -> Span:
        """The stretch between signs that the span stands in."""
        low = max((edge[1] for edge in self.edges if edge[1] <= start), default=self.start)
        high = min((edge[0] for edge in self.edges if edge[0] >= end), default=self.end)
        return low, high

    def phrase(self, span: Span) -> Span:
        """The words that speak of the same thing: to the number before, and to the next "and" or number behind."""
        low, high = self.piece(*span)
        low = max([low, *(one.end for one in self.quantities if one.end <= span[0])])
        high = min([high, *(one.start for one in self.quantities if one.start >= span[1])])
        joins = self.grammar.words["joins"]
        turns = (word for word in self.words if span[1] <= word[0] < high)
        return low, next((start for start, end in turns if self.text(start, end) in joins), high)

    def bracket(self, at: int) -> Span:
        """The bracket around a position, or the empty stretch at it."""
        for opener, closer in ("()", "[]"):
            opened = self.document.text.rfind(opener, self.start, at)
            if opened >= 0 and self.document.text.find(closer, opened, at) < 0:
                closed = self.document.text.find(closer, at, self.end)
                return opened, self.end if closed < 0 else closed
        return at, at


class Pages:
    """A document's sentences, each read once and only when somebody asks for it, since most state nothing."""

    def __init__(self, document: SourceText, lexicon: Lexicon, year: int | None) -> None:
        """`year` completes dates that do not name theirs."""
        self.document, self.lexicon, self.year = document, lexicon, year
        self._read: dict[int, Passage] = {}
        self._told: dict[Span, list[Period]] = {}

    @classmethod
    def of(cls, text: str, names: PartnerNames, year: int | None = None) -> Pages:
        """A text in the language of the names."""
        return cls(SourceText.of(text), Lexicon.of(names), year)

    def every(self) -> list[Passage]:
        """All passages, in order."""
        return [self.passage(at) for at in range(len(self.sentences))]

    def at(self, positions: Sequence[int]) -> Iterator[tuple[int, Passage]]:
        """The passages, with their numbers, in which one of these positions stands; they are given in order."""
        for at, one in enumerate(self.sentences):
            if bisect_left(positions, one.start) < bisect_left(positions, one.end):
                yield at, self.passage(at)

    def telling(self, concepts: Container[str]) -> list[int]:
        """Where numbers and phrases of these concepts stand, in order."""
        marks = [mark.start for mark in self._marks if mark.concept in concepts]
        return sorted([*marks, *(one.start for one in self._quantities)])

    @cached_property
    def sentences(self) -> list[Sentence]:
        abbreviations = self.lexicon.grammar.words["abbreviations"]
        return split_sentences(self.document.text, self.document.cased, abbreviations)

    @cached_property
    def _marks(self) -> list[Mark]:
        return self.lexicon.marks(self.document)

    @cached_property
    def _quantities(self) -> list[Quantity]:
        return find_quantities(self.document.text, self.lexicon.grammar.language)

    def named_before(self, position: int, letters: int) -> set[str]:
        """The codes of partners that are named within so many letters before a position."""
        first = bisect_left(self._marks, position - letters, key=lambda one: one.start)
        last = bisect_left(self._marks, position, key=lambda one: one.start)
        return {one.detail for one in self._marks[first:last] if one.concept in {PARTNER, PEOPLE}}

    def passage(self, at: int) -> Passage:
        """The sentence of that number, read."""
        if at not in self._read:
            sentence, words = self.sentences[at], self.lexicon.grammar
            self._read[at] = _passage(self.document, words, sentence, self._marks, self._quantities, self._periods)
        return self._read[at]

    def _periods(self, span: Span) -> list[Period]:
        """The times named in a stretch of the text; one heading stands over many sentences."""
        if span not in self._told:
            self._told[span] = find_periods(self.document.text, *span, self.lexicon.grammar.language, self.year)
        return self._told[span]


def _passage(
    document: SourceText,
    words: Grammar,
    sentence: Sentence,
    marks: list[Mark],
    quantities: list[Quantity],
    find: Callable[[Span], list[Period]],
) -> Passage:
    text, span = document.text, (sentence.start, sentence.end)
    periods = find(span)
    numbers = _inside(quantities, span)
    own = [
        mark
        for mark in _inside(marks, span)
        if not _is_in_number(mark, numbers) and not any(_covers(period, mark) for period in periods)
    ]
    solid: list[_Located] = [*own, *periods, *numbers]
    passage = Passage(
        document=document,
        grammar=words,
        sentence=sentence,
        words=tuple(match.span() for match in _WORD.finditer(text, *span)),
        edges=tuple(edge for edge in _edges(text, span) if not any(one.start <= edge[0] < one.end for one in solid)),
        marks=tuple(own),
        quantities=(),
        periods=(),
        context=tuple(mark for above in sentence.context for mark in _inside(marks, above)),
        context_periods=tuple(one for above in sentence.context for one in find(above)),
    )
    origins = [number for number in numbers if _is_origin(passage, number, numbers, periods)]
    counted = (one for one in numbers if one not in origins and _counts(passage, one, periods))
    said = (one for one in periods if not any(_belongs(passage, one, origin) for origin in origins))
    return replace(passage, quantities=tuple(counted), periods=tuple(said))


def _inside(found: list[_Found], span: Span) -> list[_Found]:
    """The members of an ordered list that lie within the span."""
    first = bisect_left(found, span[0], key=lambda one: one.start)
    last = bisect_left(found, span[1], key=lambda one: one.start)
    return [one for one in found[first:last] if one.end <= span[1]]


def _is_in_number(mark: Mark, numbers: list[Quantity]) -> bool:
    """The "more" of "more than 170" and the country of its dollars mean nothing of their own."""
    if mark.concept not in {"increment", "expected", "we", PARTNER, PEOPLE}:
        return False
    at = bisect_right(numbers, mark.start, key=lambda one: one.start) - 1
    return at >= 0 and mark.end <= numbers[at].end


def _covers(outer: _Located, inner: _Located) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _edges(text: str, span: Span) -> Iterator[Span]:
    return (match.span() for match in _EDGE.finditer(text, *span))


def _is_origin(passage: Passage, number: Quantity, numbers: list[Quantity], periods: list[Period]) -> bool:
    """Say whether the number is what a figure is compared with: "compared with 12", "from 185 to 194"."""
    for mark in passage.of({"origin", "from"}):
        if mark.end <= number.start and not passage.text(mark.end, number.start).strip():
            # "From" alone opens many other phrases; with a goal behind it, it is where a change began.
            return mark.concept == "origin" or _has_goal(passage, mark, number, numbers)
    # "Fewer than in 2023 (41 documents)".
    opened = passage.bracket(number.start)[0]
    behind = [one for one in periods if one.use == "compared" and one.end <= number.start]
    # "(same period of 2023: 41 documents)".
    if any(passage.text(one.end, number.start).strip() == ":" for one in behind):
        return True
    return any(not passage.text(one.end, opened).strip() for one in behind if one.end <= opened)


def _has_goal(passage: Passage, origin: Mark, number: Quantity, numbers: list[Quantity]) -> bool:
    """ "From 185 to 194", "to 194 from 185": a word that reaches stands behind, or before another number."""
    for goal in passage.of({"reach", "apposed"}):
        if number.end <= goal.start:
            return True
        if goal.concept == "reach" and any(goal.end <= one.start and one.end <= origin.start for one in numbers):
            return True
    return False


def _belongs(passage: Passage, period: Period, origin: Quantity) -> bool:
    return period.start >= origin.end and len(passage.words_between(origin.end, period.start)) <= 3


def _counts(passage: Passage, number: Quantity, periods: list[Period]) -> bool:
    """Say whether the number can count something: no year, percentage, measure, rank or number of a law."""
    text = passage.text(number.start, number.end)
    if number.unit == "%" or any(one.start < number.end and number.start < one.end for one in periods):
        return False
    if (number.unit is None and _BARE_YEAR.match(text)) or _is_measure(passage, number):
        return False
    blocked = any(_covers(mark, number) for mark in passage.of({BLOCKER}))
    return not blocked and not any(_numbers(passage, mark, number) for mark in passage.of({"numbered"}))


def _is_measure(passage: Passage, number: Quantity) -> bool:
    """ "12 hectares", "100-year": the word behind the number is a unit."""
    following = _WORD.search(passage.document.text, number.end, passage.end)
    if following is None or passage.text(number.end, following.start()).strip(" -"):
        return False
    return following[0] in passage.grammar.words["measures"]


def _numbers(passage: Passage, mark: Mark, number: Quantity) -> bool:
    """ "Resolution 34": the word before makes the number a name."""
    return mark.end <= number.start and not passage.text(mark.end, number.start).strip(" .:")
