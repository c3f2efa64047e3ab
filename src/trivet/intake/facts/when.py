"""When a fact happened: the time named nearest to it, in the usual ways or from the day of the document on."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from trivet.intake.facts.grammar import Trigger
from trivet.intake.facts.lexicon import DAY, EXPECTED, FORUM, MONTH, PLANNED, WEEK, WEEKDAY
from trivet.intake.facts.sentence import Sentence
from trivet.intake.grammar import grammar
from trivet.intake.lexicon import Mark
from trivet.intake.passages import Passage
from trivet.intake.periods import Period
from trivet.intake.source_text import matching_form

#: A time further away than so many words, or beyond a sign that parts clauses, is another fact's.
_FAR = 30
#: A word of what is to come stands within so many words before its day; "since" within so many letters of its year.
_LED, _SINCE = 4, 12
#: A sign between is as far as so many words, other words for a fact as so many, and to be theirs as so many.
_SIGN, _OTHER, _OWNED = 2, 5, 4
#: Kinds of which the year may stand in the name of the forum.
_NAMED_BY_YEAR, _YEAR_OF = {"forum-role", "event"}, re.compile(r"\s(20\d\d)(?!\d)")
_DAY = len("2024-01-08")
#: Kinds that come about on a day, so that a span of years is of something else.
_MOMENTS = {"seat", "agreement", "meeting", "visit", "call", "relations", "tier"}
_SINCE_WORDS = {"since", "từ", "kể", "sejak"}
_TO = {"to", "until", "till", "-", "–", "đến", "đến ngày", "tới", "tới ngày", "sampai", "sampai dengan", "hingga"}
#: A time told: where it stands, and as EDTF.
_Told = tuple[int, int, str]


def told_time(sentence: Sentence, trigger: Trigger, of: Mark, modality: str, ahead: bool) -> str:
    """The time as EDTF; empty where none is told. `ahead`: what is told lies before the reader ("on Tuesday")."""
    passage, on = sentence.passage, sentence.on
    later = ahead or modality in {"planned", "expected", "urged"}
    found = [*_told(sentence, ahead, later or trigger.kind == "aim"), *_terms(sentence, trigger)]
    told = [one for one in found if _fits(one[2], on, trigger, modality)]
    told = [one for one in told if passage.word_distance((one[0], one[1]), (of.start, of.end)) <= _FAR]
    told = [one for one in told if not passage.is_crossed(min(one[1], of.end), max(one[0], of.start), ";•|")]
    told = [one for one in told if not _is_anothers(sentence, one, of)]
    return min(told, key=lambda one: (_way(sentence, one, of), one[0]))[2] if told else ""


def _told(sentence: Sentence, ahead: bool, later: bool) -> list[_Told]:
    """All times of a sentence, in the usual ways or from the day of the document on."""
    passage, marks = sentence.passage, sentence.marks
    told = _joined(passage, list(_days(passage, sentence.year)))
    if sentence.on is not None:
        coming = [one for one in marks if one.concept in {PLANNED, EXPECTED}]
        own = [
            (m.start, m.end, _from(m, sentence.on, ahead or _led_by(passage, coming, m))) for m in _from_today(marks)
        ]
        told += [one for one in own if not any(_is_told_beside(passage, one, day) for day in told)]
    told += [
        (one.start, one.end, _nearest(_without_end(passage, one), one, sentence.on, later))
        for one in passage.periods
        if one.use != "compared" or later or _is_since(passage, one)
    ]
    return [one for one in told if not any(_inside(one, other) for other in told)]


def _terms(sentence: Sentence, trigger: Trigger) -> Iterator[_Told]:
    """The year in the name of what is led or hosted: "chair of ASEAN 2020"."""
    text = sentence.passage.document.text
    for forum in sentence.of(FORUM) if trigger.kind in _NAMED_BY_YEAR else ():
        if year := _YEAR_OF.match(text, forum.end, sentence.passage.end):
            yield year.start(1), year.end(1), year[1]


def _nearest(edtf: str, period: Period, on: date | None, later: bool) -> str:
    """A month that names no year: "in January", said in November of what is to come, is the next one."""
    if on is None or not later or period.is_dated or period.is_relative or len(edtf) != len("2024-01"):
        return edtf
    return f"{int(edtf[:4]) + 1}{edtf[4:]}" if edtf < on.isoformat()[: len(edtf)] else edtf


def _without_end(passage: Passage, period: Period) -> str:
    """ "By the end of 2026" is some day of that year, not its last; of a month likewise."""
    year, _, day = period.edtf.rpartition("-")
    if len(period.edtf) != _DAY or not passage.text(period.start, period.end) or "/" in period.edtf:
        return period.edtf
    last = int(day) == monthrange(int(year[:4]), int(year[5:7]))[1]
    if not last or re.search(rf"(?<!\d){day}(?!\d)", passage.text(period.start, period.end)):
        return period.edtf
    return (
        year[:4]
        if year.endswith("-12") and not re.search(r"12|dec|des", passage.text(period.start, period.end))
        else year
    )


def _fits(edtf: str, on: date | None, trigger: Trigger, modality: str) -> bool:
    """Whether something of this kind, meant so, can have that time."""
    first, _, last = edtf.partition("/")
    if trigger.kind in _MOMENTS and len(first) == len(last) == len("2024"):
        return False  # the term that it is held for, or that a plan is of
    if on is None:
        return True
    last = last or first
    today = on.isoformat()
    if modality in {"planned", "expected", "urged"} or trigger.kind == "aim":
        return last >= today[: len(last)]
    return not trigger.stands or first <= today[: len(first)]


def _way(sentence: Sentence, told: _Told, of: Mark) -> int:
    """How far a time is from what it may tell: in words, and further over signs and other words for facts."""
    passage, low, high = sentence.passage, min(told[1], of.end), max(told[0], of.start)
    others = [one.start for one in sentence.of("") if one.end <= of.start or one.start >= of.end]
    signs = sum(low <= edge[0] and edge[1] <= high for edge in passage.edges)
    between = any(low <= start < high for start in others)
    way = passage.word_distance((told[0], told[1]), (of.start, of.end)) + _SIGN * signs + _OTHER * between
    return way + _OWNED * (told[1] <= of.start and any(_follows(passage, start, told) for start in others))


def _is_anothers(sentence: Sentence, told: _Told, of: Mark) -> bool:
    """Whether a time stands behind other words for a fact that begin a clause of their own."""
    passage, joins = sentence.passage, sentence.passage.grammar.words["joins"]
    for start in (one.start for one in sentence.of("") if of.end <= one.start < told[0]):
        signs = any(of.end <= edge[0] and edge[1] <= start for edge in passage.edges)
        if signs and joins & set(passage.words_between(of.end, start)) and _follows(passage, start, told):
            return True
    return False


def _follows(passage: Passage, start: int, told: _Told) -> bool:
    """Whether a time stands right behind other words for a fact, with no sign between."""
    return start < told[0] and passage.piece(told[0], told[1])[0] <= start


def _is_told_beside(passage: Passage, one: _Told, day: _Told) -> bool:
    """Whether a day stands right behind the word for it: "tomorrow, 21 December"."""
    return one[1] <= day[0] and not passage.text(one[1], day[0]).strip(" ,(\n")


def _from_today(marks: list[Mark]) -> list[Mark]:
    return [one for one in marks if one.concept in {DAY, WEEK, MONTH, WEEKDAY}]


def _led_by(passage: Passage, coming: list[Mark], day: Mark) -> bool:
    """Whether a word of what is to come stands right before a day: "due on Sunday"."""
    return any(one.end <= day.start and len(passage.words_between(one.end, day.start)) <= _LED for one in coming)


def _is_since(passage: Passage, period: Period) -> bool:
    """Whether a year or month is told as the beginning: "since 1976"."""
    before = passage.text(max(passage.start, period.start - _SINCE), period.start + _SINCE).split()
    return any(word in _SINCE_WORDS for word in before)


def _joined(passage: Passage, days: list[_Told]) -> list[_Told]:
    """Two days with "to" between are one span, be it over the end of a month."""
    days = sorted(one for one in days if not any(_inside(one, other) for other in days))
    joined: list[_Told] = []
    for one in days:
        last = joined[-1] if joined else None
        between = passage.text(last[1], one[0]).strip() if last else ""
        if last and between in _TO and "/" not in last[2] + one[2] and last[2] < one[2]:
            joined[-1] = (last[0], one[1], f"{last[2]}/{one[2]}")
        else:
            joined.append(one)
    return joined


def _inside(one: _Told, other: _Told) -> bool:
    return other != one and other[0] <= one[0] and one[1] <= other[1] and other[1] - other[0] > one[1] - one[0]


def _days(passage: Passage, year_told: int | None) -> Iterator[_Told]:
    """Days and spans of days of one month, with or without their year."""
    months = _months(passage.grammar.language)
    for shape in _shapes(passage.grammar.language):
        for match in shape.finditer(passage.document.text, passage.start, passage.end):
            part = match.groupdict()
            month = months.get(part["month"] or "") or (int(part["month"]) if part["month"].isdigit() else 0)
            year = int(part["year"]) if part.get("year") else (year_told or 0)
            try:
                ends = [date(year, month, int(part[name])) for name in ("first", "last") if part.get(name)]
            except ValueError:
                continue
            yield match.start(), match.end(), "/".join(one.isoformat() for one in ends)


@lru_cache
def _months(language: str) -> dict[str, int]:
    return {matching_form(name): number for name, number in grammar(language).periods["months"].items()}


@lru_cache
def _shapes(language: str) -> tuple[re.Pattern[str], ...]:
    names = "|".join(sorted(map(re.escape, _months(language)), key=len, reverse=True))
    to = r"\s?(?:[-–—]|đến(?: ngày)?|tới|sampai(?: dengan)?|hingga|to|until|and)\s?"
    day, last = r"(?<![\d/.,])(?P<first>\d{1,2})(?:st|nd|rd|th)?", rf"(?:{to}(?P<last>\d{{1,2}})(?:st|nd|rd|th)?)?"
    year = r"(?:(?:,| năm|/| of|,? tahun)?\s?(?P<year>(?:1[789]|20)\d\d))?(?!\d)"
    english = rf"\b(?P<month>{names})\s(?P<first>\d{{1,2}})(?:st|nd|rd|th)?{last}\b(?!:)"
    return (
        re.compile(rf"{day}{last}/(?P<month>\d{{1,2}})(?:/(?P<year>(?:1[789]|20)\d\d))?(?![\d/])"),
        re.compile(rf"{day}{last}\s(?:of )?(?:tháng )?(?P<month>{names})\b{year}"),
        re.compile(rf"{day}{last} tháng (?P<month>\d{{1,2}})\b{year}"),
        re.compile(rf"{english}(?:, (?P<year>(?:1[789]|20)\d\d))?(?!\d)"),
    )


def _from(mark: Mark, on: date, ahead: bool) -> str:
    number = int(mark.detail)
    if mark.concept == DAY:
        return (on + timedelta(days=number)).isoformat()
    if mark.concept == WEEKDAY:
        back = (on.weekday() - number) % 7
        return (on + timedelta(days=(7 - back) if ahead else -back)).isoformat()
    if mark.concept == WEEK:
        monday = on - timedelta(days=on.weekday()) + timedelta(weeks=number)
        return f"{monday}/{monday + timedelta(days=6)}"
    year, month = divmod(on.year * 12 + on.month - 1 + number, 12)
    return f"{year}-{month + 1:02d}"
