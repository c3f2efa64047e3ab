"""Reading facts: from the sentences of a document to what each says that happened, was planned, asked for or denied."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from trivet.intake.facts.about import ABOUT, STEP, means_both, tells_about
from trivet.intake.facts.fact import ReadFact
from trivet.intake.facts.grammar import Trigger
from trivet.intake.facts.guidance import guidance_of
from trivet.intake.facts.leaders import leader
from trivet.intake.facts.lexicon import BLOCK, CAPITAL, FORUM, PERSON, SERIES, fact_lexicon
from trivet.intake.facts.meant import meant
from trivet.intake.facts.numbers import numbers_of
from trivet.intake.facts.outweighed import Found, standing
from trivet.intake.facts.sentence import CLOSE, TIER_FACT, Sentence
from trivet.intake.facts.when import told_time
from trivet.intake.facts.whom import whom
from trivet.intake.lexicon import PARTNER, PEOPLE, Mark
from trivet.intake.passages import Pages, Passage

#: Whoever a fact of these kinds happened with makes one of its own with each.
_SEPARATE = {"relations", STEP, TIER_FACT, "visit", "forum-role"}
#: Kinds of which somebody is told who goes, meets or instructs.
_LED = {"visit", "meeting", "call", "instruction"}
#: Kinds whose time is the term that follows, so that it tells nothing of when they came about.
_TERMS = {"seat", "forum-role"}
#: Kinds that are goodwill where neither whom nor how much is told, and the kind that needs a time or a number.
_BARRIER, _AIM = "barrier", "aim"
_WEIGHED = {"contribution", "opportunity", _BARRIER}
#: Kinds of which it is told with whom, by whom or when.
_DATED = {"agreement", "instruction"}
#: What is told without a partner is quoted on to the end of its clause, for so many words at most.
_CLAUSE = 12
#: A partner named before the words is quoted with them where it stands within so many letters.
_QUOTED = 60
#: Who is meant by "the two sides" is named within so many letters before.
_BEFORE = 500
#: A second year of an aim: "by 2030 and 2045".
_YEARS, _YEAR = re.compile(r"(?:,? (?:and|và|dan)|,) (?:năm |tahun |by )?(20\d\d)"), len("2024")
_NAMES = {FORUM, CAPITAL, PERSON}
_DAY = len("2024-01-08")


def read_facts(
    pages: Pages,
    *,
    speaker: str | None,
    on: date | None = None,
    forums: Mapping[str, str] | None = None,
    people: Mapping[str, str] | None = None,
    year: int | None = None,
    about: str = "",
) -> tuple[ReadFact, ...]:
    """The facts of a document in a known language, whose country is the speaker.

    on: the day it was written; year: the one it speaks of, where that day is not known; where the sentences were read
    as of another year, they are read anew. forums: names of organisations beyond those of the grammar, with their
    codes; people: names of persons, with the code of their country. about: the partner that the whole document is
    about, of whom it is told where a sentence names nobody: relations and steps in them, and meetings with somebody
    who has a post.
    """
    year = on.year if on else year
    pages = pages if pages.year == year else Pages(pages.document, pages.lexicon, year)
    known = frozenset((forums or {}).items()), frozenset((people or {}).items())
    lexicon = fact_lexicon(pages.lexicon.grammar.language, *known)
    marks = lexicon.marks(pages.document)
    starts = [mark.start for mark in marks]
    found: list[ReadFact] = []
    for _at, passage in pages.at(
        [mark.start for mark in marks if mark.detail != BLOCK and mark.concept in {"", SERIES}]
    ):
        held = marks[bisect_left(starts, passage.start) : bisect_left(starts, passage.end)]
        inside = _unblocked([mark for mark in held if mark.end <= passage.end])
        inside = [mark for mark in inside if mark.concept in _NAMES or not _is_in_name(mark, passage)]
        theirs = pages.named_before(passage.start, _BEFORE) - {speaker}
        before = next(iter(theirs)) if len(theirs) == 1 else ""
        sentence = Sentence(passage, inside, lexicon, speaker, on, year, about, before)
        found += [one.fact for one in standing(sentence, _facts(sentence))]
        found += numbers_of(sentence)
    return (*found, *guidance_of(pages, year))


def _unblocked(marks: list[Mark]) -> list[Mark]:
    """Without what lies in words that hold a word for a fact and tell none; these stand on, to hold further ones."""
    blocks = [one for one in marks if one.detail == BLOCK]
    return [one for one in marks if not any(b.start <= one.start and one.end <= b.end and one != b for b in blocks)]


def _is_in_name(mark: Mark, passage: Passage) -> bool:
    """Whether words are a piece of a partner's name: Vietnamese "bác" (denied) of "Bác-ba-đốt" (Barbados)."""
    return any(one.start <= mark.start and mark.end <= one.end for one in passage.of({PARTNER, PEOPLE}))


def _facts(sentence: Sentence) -> Iterator[Found]:
    """The facts in order. What begins inside other words for a fact is a piece of these."""
    reach, last, barrier = 0, (-1, -1), None
    if sentence.is_private:
        return
    for mark in sorted(sentence.of(""), key=lambda one: (one.start, -one.end)):
        span = mark.start, mark.end
        if mark.start < reach and span != last:
            continue
        if mark.detail == BLOCK:
            reach = mark.end
            continue
        trigger = sentence.lexicon.trigger(mark)
        if trigger.kind == _BARRIER and barrier and sentence.apart(barrier, mark) <= CLOSE:
            continue  # "dropped its ban on": the ban is what was dropped
        if not trigger.object or sentence.has_object(trigger, mark):
            told = list(_told(sentence, trigger, mark))
            yield from (Found(mark, one) for one in told)
            # Words of several meanings tell the first that holds, but relations and their missions may begin together.
            reach, last = mark.end if told else reach, (-1, -1) if told and trigger.kind not in ABOUT else span
            barrier = mark if told and trigger.kind == _BARRIER else barrier


def _told(sentence: Sentence, trigger: Trigger, mark: Mark) -> Iterator[ReadFact]:
    partners, direction = whom(sentence, trigger, mark)
    about = _unnamed(sentence, trigger, mark, partners)
    modality = meant(sentence, trigger, mark) if partners is not None else ""
    if partners is None or not modality:
        return
    words = sentence.passage.text(mark.start, mark.end)
    present = words.split(" ")[0] in sentence.lexicon.words.present
    ahead = modality in {"planned", "expected"} or (present and modality == "done")
    when = told_time(sentence, trigger, mark, modality, ahead)
    led = leader(sentence, mark, direction) if trigger.kind in _LED else ""
    if not trigger.enough and _is_general(sentence, trigger, mark, bool(partners or about or led), when):
        return
    if modality == "done" and not trigger.stands:
        ahead = trigger.kind not in _TERMS and _lies_ahead(sentence, when, present)
        modality = "planned" if ahead else modality
        when = "" if not sentence.on and sentence.year and when[:4] > str(sentence.year) else when
    tier = sentence.tier(mark) if trigger.kind == TIER_FACT else ""
    codes = tuple(dict.fromkeys(one.detail for one in partners if one.detail != sentence.speaker)) or about
    for group in [(code,) for code in codes] if trigger.kind in _SEPARATE else [codes]:
        quote = sentence.passage.document.quote(*_quoted(sentence, trigger, mark, partners))
        told = ReadFact(trigger.kind, trigger.act, modality, group, direction, led, when, quote, tier)
        yield told
        if trigger.kind == _AIM and (other := _YEARS.match(sentence.passage.document.text, _end_of(sentence, when))):
            yield replace(told, date=other[1])


def _end_of(sentence: Sentence, when: str) -> int:
    """Where a year of the sentence ends in the text; the end of the sentence where it is none."""
    found = next((one.end for one in sentence.passage.periods if one.edtf == when), None)
    return found if found is not None and len(when) == _YEAR else sentence.passage.end


def _unnamed(sentence: Sentence, trigger: Trigger, mark: Mark, partners: list[Mark] | None) -> tuple[str, ...]:
    """Whom it is told of without a name: whom the document is about, or who was named just before "the two sides"."""
    if tells_about(sentence, trigger, mark, partners):
        return (sentence.about,)
    return (sentence.before,) if not partners and means_both(sentence, trigger) else ()


def _is_general(sentence: Sentence, trigger: Trigger, mark: Mark, named: bool, when: str) -> bool:
    """Whether the words are too general to state anything."""
    piece = sentence.passage.piece(mark.start, mark.end)
    counted = any(piece[0] <= one.start < piece[1] for one in sentence.passage.quantities)
    if trigger.kind == _AIM:
        return not (when or counted)
    if trigger.kind in _DATED:
        return not (named or when)
    return trigger.kind in _WEIGHED and not (named or counted)


def _quoted(sentence: Sentence, trigger: Trigger, mark: Mark, partners: list[Mark]) -> tuple[int, int]:
    before = [one.start for one in partners if one.end > mark.start - _QUOTED]
    before += [one.start for one in sentence.objects(trigger, mark)[-1:]] if trigger.kind == STEP else []
    start = mark.start if trigger.slot in {"to", "none"} else min([mark.start, *before])
    end = max([mark.end, *(one.end for one in partners)])
    if end > mark.end or (trigger.noun and partners):
        return start, end
    for word in list(re.finditer(r"\S+", sentence.passage.text(end, sentence.passage.piece(start, end)[1])))[:_CLAUSE]:
        end = mark.end + word.end()
    return start, end


def _lies_ahead(sentence: Sentence, when: str, present: bool) -> bool:
    """Whether a time begins after the day of the document, or on it where the words are of the present."""
    first = when[:_DAY]
    day = sentence.on.isoformat()[: len(first)] if sentence.on and first else ""
    return bool(day) and (first > day or (present and first == day and len(first) == _DAY))
