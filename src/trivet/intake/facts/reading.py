"""Reading facts: from the sentences of a document to what each says that happened, was planned, asked for or denied."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from trivet.intake.claims import Quote
from trivet.intake.facts.grammar import Trigger
from trivet.intake.facts.leaders import leader
from trivet.intake.facts.lexicon import BLOCK, fact_lexicon
from trivet.intake.facts.meant import meant
from trivet.intake.facts.sentence import Sentence
from trivet.intake.facts.when import told_time
from trivet.intake.facts.whom import whom
from trivet.intake.lexicon import Lexicon, Mark
from trivet.intake.names import PartnerNames
from trivet.intake.passages import passages
from trivet.intake.source_text import SourceText

#: Whoever a fact of these kinds happened with makes one of its own with each.
_SEPARATE = {"relations", "tier", "visit"}
#: Kinds of which somebody is told who goes, meets or instructs.
_LED = {"visit", "meeting", "call", "instruction"}
#: A partner named before the words is quoted with them where it stands within so many letters.
_QUOTED = 60
_DAY = len("2024-01-08")


@dataclass(frozen=True, slots=True)
class ReadFact:
    """One fact that a document states; kinds, acts and the rest as tests/gold/README.md tells them."""

    kind: str
    act: str
    modality: str
    partners: tuple[str, ...]
    direction: str
    leader: str
    date: str
    quote: Quote


def read_facts(
    text: str,
    language: str,
    names: PartnerNames,
    *,
    speaker: str | None,
    on: date | None = None,
    forums: Mapping[str, str] | None = None,
    year: int | None = None,
) -> tuple[ReadFact, ...]:
    """The facts of a document in a known language, whose country is the speaker.

    on: the day it was written; year: the one it speaks of, where that day is not known. forums: names of organisations
    beyond those of the grammar, with their codes.
    """
    document = SourceText.of(text)
    lexicon = fact_lexicon(language, frozenset((forums or {}).items()))
    marks, year = lexicon.marks(document), on.year if on else year
    starts = [mark.start for mark in marks]
    found: dict[tuple[object, ...], ReadFact] = {}
    for passage in passages(document, Lexicon.of(names), year):
        held = marks[bisect_left(starts, passage.start) : bisect_left(starts, passage.end)]
        inside = _unblocked([mark for mark in held if mark.end <= passage.end])
        for fact in _facts(Sentence(passage, inside, lexicon, speaker, on, year)):
            found.setdefault((fact.kind, fact.act, fact.modality, fact.partners, fact.direction, fact.date), fact)
    return tuple(found.values())


def _unblocked(marks: list[Mark]) -> list[Mark]:
    """Without what lies in words that hold a word for a fact and tell none; these stand on, to hold further ones."""
    blocks = [one for one in marks if one.detail == BLOCK]
    return [one for one in marks if not any(b.start <= one.start and one.end <= b.end and one != b for b in blocks)]


def _facts(sentence: Sentence) -> Iterator[ReadFact]:
    reach = 0
    for mark in sorted(sentence.of(""), key=lambda one: (one.start, -one.end)):
        if mark.start < reach:  # what begins inside other words for a fact is a piece of these
            continue
        reach = mark.end
        if mark.detail != BLOCK:
            trigger = sentence.lexicon.trigger(mark)
            if not trigger.object or sentence.has_object(trigger, mark):
                yield from _told(sentence, trigger, mark)


def _told(sentence: Sentence, trigger: Trigger, mark: Mark) -> Iterator[ReadFact]:
    partners, direction = whom(sentence, trigger, mark)
    modality = meant(sentence, trigger, mark) if partners is not None else ""
    if partners is None or not modality:
        return
    words = sentence.passage.text(mark.start, mark.end)
    present = words.split(" ")[0] in sentence.lexicon.words.present
    ahead = modality in {"planned", "expected"} or (present and modality == "done")
    when = told_time(sentence.passage, sentence.marks, mark, sentence.on, sentence.year, ahead)
    if modality == "done" and not trigger.stands and _lies_ahead(sentence, when, present):
        modality = "planned"
    led = leader(sentence, mark, direction) if trigger.kind in _LED else ""
    codes = tuple(dict.fromkeys(one.detail for one in partners if one.detail != sentence.speaker))
    for group in [(code,) for code in codes] if trigger.kind in _SEPARATE else [codes]:
        quote = sentence.passage.document.quote(*_quoted(trigger, mark, partners))
        yield ReadFact(trigger.kind, trigger.act, modality, group, direction, led, when, quote)


def _quoted(trigger: Trigger, mark: Mark, partners: list[Mark]) -> tuple[int, int]:
    before = [one.start for one in partners if one.end > mark.start - _QUOTED]
    start = mark.start if trigger.slot in {"to", "none"} else min([mark.start, *before])
    return start, max([mark.end, *(one.end for one in partners)])


def _lies_ahead(sentence: Sentence, when: str, present: bool) -> bool:
    """Whether a time begins after the day of the document, or on it where the words are of the present."""
    first = when[:_DAY]
    day = sentence.on.isoformat()[: len(first)] if sentence.on and first else ""
    return bool(day) and (first > day or (present and first == day and len(first) == _DAY))
