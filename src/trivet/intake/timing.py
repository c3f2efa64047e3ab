"""The time that a document speaks of, and the time that one of its claims does."""

from collections.abc import Collection
from dataclasses import dataclass

from trivet.intake.passages import Passage
from trivet.intake.periods import Period, find_periods, year_of
from trivet.intake.sentences import Sentence, Span
from trivet.intake.source_text import SourceText
from trivet.values.numbers import Quantity

#: A title stands among the first lines.
_TITLE_SENTENCES = 3
#: A day alone over a text says when it was written ("Jakarta, 8 January 2024"), not what it speaks of.
_DAY = len("2024-01-08")
#: How many words an "and" and a sign count for in telling which number a period is closer to.
_JOIN, _SIGN = 2, 5


@dataclass(frozen=True, slots=True)
class DocumentTime:
    """What a document as a whole says about time."""

    #: EDTF; None when no year is named anywhere.
    period: str | None
    #: Not stated by a title, but taken from the running text.
    is_inferred: bool
    #: The year in which it was written or of which it speaks, from which "last year" is counted.
    year: int | None
    #: The day of the dateline, as EDTF; empty where there is none.
    day: str
    #: The year after which nothing can have been achieved yet; None when only the running text suggests one.
    latest: int | None


def document_time(document: SourceText, sentences: list[Sentence], language: str) -> DocumentTime:
    """Find the period in the title, else the first that the text names; a dateline says when it was written."""
    head = [one for one in sentences[:_TITLE_SENTENCES] if one.is_heading]
    titles = [period for one in head for period in _named(document, one, language, None) if period.is_dated]
    day = next((one.edtf for one in titles if len(one.edtf) == _DAY), "")
    written = year_of(day) if day else None
    stated = [one for one in titles if len(one.edtf) != _DAY]
    if stated:
        year = written or year_of(stated[0].edtf)
        return DocumentTime(stated[0].edtf, False, year, day, year)
    for sentence in sentences:
        if sentence not in head:
            framed = [one for one in _named(document, sentence, language, written) if one.use == "framed"]
            framed = [one for one in framed if one.is_dated or one.is_relative]
            if framed:
                year = year_of(framed[0].edtf)
                return DocumentTime(str(year), True, written or year, day, written)
    return DocumentTime(str(written) if written else None, True, written, day, written)


def _named(document: SourceText, sentence: Sentence, language: str, year: int | None) -> list[Period]:
    found = find_periods(document.text, sentence.start, sentence.end, language, year)
    return [period for period in found if period.use != "compared"]


@dataclass(frozen=True, slots=True)
class Clock:
    """By what a claim is timed when its words do not suffice."""

    #: The period of what names none.
    usual: str
    #: What has been achieved by this year cannot be of a later one ("hosts of the summit in 2027, we ...").
    latest: int | None
    #: A forecast may be for a time that is aimed at ("the goal for 2030").
    is_forecast: bool = False

    def counts(self, period: Period) -> bool:
        if self.is_forecast:
            return period.use in {"framed", "aimed"}
        return period.use == "framed" and (self.latest is None or (year_of(period.edtf) or 0) <= self.latest)


def told_period(
    passage: Passage, span: Span, number: Quantity | None, clock: Clock, ignored: Collection[Period] = ()
) -> str:
    """The period of a claim: named in its clause, else in its sentence, else above it, else the usual one."""
    named = [one for one in passage.periods if clock.counts(one) and one not in ignored]
    own = [one for one in named if not _belongs_elsewhere(passage, one, span, number)]
    low, high = passage.piece(*span)
    inside = [one for one in own if one.start >= low and one.end <= high]
    before = [one for one in own if one.end <= span[0]]
    after = [one for one in own if one.start >= span[1] and not passage.is_crossed(span[1], one.start, ";•|")]
    if inside:
        at = number.end if number else span[1]
        return min(inside, key=lambda one: (abs(one.start - at), one.start)).edtf
    if before or after:
        return (before[-1:] or after)[0].edtf
    above = [one for one in passage.context_periods if one.use != "compared" and len(one.edtf) != _DAY]
    return above[-1].edtf if above else clock.usual


def _belongs_elsewhere(passage: Passage, period: Period, span: Span, number: Quantity | None) -> bool:
    """Say whether a period behind a number is another number's: in its bracket, or closer to it."""
    others = [one for one in passage.quantities if one is not number]
    bracket = passage.bracket(period.start)
    if any(bracket[0] <= one.start and one.end <= bracket[1] for one in others) and not bracket[0] <= span[0]:
        return True
    end = number.end if number else span[1]
    if period.start < end:
        return False
    ours = _distance(passage, end, period.start)
    return any(_distance(passage, period.end, one.start) < ours for one in others if one.start >= period.end)


def _distance(passage: Passage, start: int, end: int) -> int:
    """Words between two positions; a sign or an "and" parts more than any word."""
    words = passage.words_between(start, end)
    joins = sum(word in passage.grammar.words["joins"] for word in words)
    return len(words) + joins * _JOIN + passage.is_crossed(start, end) * _SIGN
