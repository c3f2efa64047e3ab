"""The times that a text names, as EDTF: days, months, quarters, halves, years and spans of years."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from trivet.intake.grammar import expand, grammar
from trivet.intake.source_text import matching_form

#: A number or "the" right before makes "next year" of Vietnamese "years on" and "the years to come".
_COUNT = re.compile(r"(?:\d|những|các|vài|mấy)\s\Z")
_YEAR = r"(?:1[789]|20)\d{2}"


#: How a text brings in a time: as one in which something holds, as one aimed at, as one compared with, or not at all.
Use = Literal["framed", "aimed", "compared", "bare"]


@dataclass(frozen=True, slots=True)
class Period:
    """A time named in the text."""

    start: int
    end: int
    edtf: str
    use: Use
    #: It names its year itself.
    is_dated: bool
    #: Counted from the time of writing: "last year".
    is_relative: bool


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The ways of naming a time, most telling first, and the words that change what it says."""

    shapes: tuple[re.Pattern[str], ...]
    months: dict[str, int]
    ordinals: dict[str, int]
    counts: dict[str, int]
    relative: dict[str, int]
    #: Without a digit, a month or a "last year" no shape can match, which spares most sentences the search.
    hint: re.Pattern[str]
    frame: re.Pattern[str]
    aim: re.Pattern[str]
    exclusion: re.Pattern[str]
    tail_exclusion: re.Pattern[str]


def find_periods(text: str, start: int, end: int, language: str, year: int | None) -> list[Period]:
    """Return the times named between two positions; `year` completes "in March" and "last year"."""
    words = _patterns(language)
    found: list[Period] = []
    if not words.hint.search(text, start, end):
        return found
    taken: list[tuple[int, int]] = []
    for shape in words.shapes:
        for match in shape.finditer(text, start, end):
            if any(match.start() < stop and begin < match.end() for begin, stop in taken):
                continue
            if match.groupdict().get("relative") and _COUNT.search(text, max(start, match.start() - 7), match.start()):
                continue  # "28 năm sau", 28 years on
            read = _read(match, words, year)
            taken.append(match.span())
            if read is not None:
                found.append(_placed(match, read, text, start, words))
    return sorted(found, key=lambda period: period.start)


def year_of(edtf: str) -> int | None:
    return int(edtf[:4]) if edtf[:4].isdigit() else None


def _placed(match: re.Match[str], edtf: str, text: str, floor: int, words: _Patterns) -> Period:
    part = match.groupdict()
    introduced = part.get("frame") or part.get("relative") or words.frame.search(text, floor, match.start())
    # "(2021: 19 billion)" brings in its time as well as "in" does.
    labels = text.startswith(":", match.end())
    use: Use = "framed" if introduced or labels or _is_full(edtf) else "bare"
    if words.aim.search(text, floor, match.start()):
        use = "aimed"
    if words.exclusion.search(text, floor, match.start()) or words.tail_exclusion.match(text, match.end()):
        use = "compared"
    return Period(*match.span(), edtf, use, bool(match["year"]), bool(part.get("relative")))


def _is_full(edtf: str) -> bool:
    return len(edtf) > 4


def _read(match: re.Match[str], words: _Patterns, year: int | None) -> str | None:
    """Turn the named parts of a match into EDTF; None when the year is told by nothing."""
    part = {name: " ".join((told or "").split()) for name, told in match.groupdict().items()}
    named, relative = part["year"], words.relative.get(part.get("relative", ""))
    if named:
        year = int(named)
    elif year is not None and relative is not None:
        year += relative
    if year is None:
        return None
    return "/".join(_bounds(part, words, year))


def _bounds(part: dict[str, str], words: _Patterns, year: int) -> Iterator[str]:
    month = _month(part.get("month"), words)
    if last := part.get("last"):
        yield str(year)
        yield last if len(last) == 4 else f"{year // 100}{last}"
    elif size := part.get("size"):
        yield from _fraction(words.ordinals.get(part.get("nth", ""), 1), int(words.counts[size]), year)
    elif part.get("close"):
        day = monthrange(year, month or 12)[1]
        yield f"{year}-{month or 12:02d}-{day:02d}"
    elif month and (day_text := part.get("day")):
        yield f"{year}-{month:02d}-{int(day_text):02d}"
    else:
        yield f"{year}-{month:02d}" if month else str(year)


def _fraction(nth: int, months: int, year: int) -> Iterator[str]:
    """The nth part of so many months; "last" parts are counted from the end."""
    first = (nth - 1) * months + 1 if nth > 0 else 13 - months
    yield f"{year}-{first:02d}"
    yield f"{year}-{first + months - 1:02d}"


def _month(name: str | None, words: _Patterns) -> int | None:
    if not name:
        return None
    number = words.months.get(name) or (int(name) if name.isdigit() else 0)
    return number if 1 <= number <= 12 else None


@lru_cache
def _patterns(language: str) -> _Patterns:
    """Write the shapes of the language's file as patterns: {month} stands for any name of a month, and so on."""
    table = grammar(language).periods
    lists = {name: {matching_form(key): value for key, value in table[name].items()} for name in _LISTS}
    slots = {f"{{{name}}}": f"(?P<{slot}>{_any_of(lists[name])})" for name, slot in _LISTS.items()}
    slots |= {
        "{year}": f"(?P<year>{_YEAR})",
        "{last}": rf"(?P<last>{_YEAR}|\d\d)",
        "{day}": r"(?P<day>0?[1-9]|[12]\d|3[01])",
        "{number}": r"(?P<month>0?[1-9]|1[0-2])",
        "{close}": f"(?P<close>{_any_of(_forms(table['close']))})",
        "{year_word}": f"(?:{_any_of(_forms(table['year_words']))})",
    }
    return _Patterns(
        shapes=tuple(_shape(written, slots) for written in table["shapes"]),
        months=lists["months"],
        ordinals=lists["ordinals"],
        counts=lists["sizes"],
        relative=lists["relative"],
        hint=re.compile(rf"\d|(?<!\w)(?:{_any_of([*lists['months'], *lists['relative'], *lists['sizes']])})(?!\w)"),
        frame=_before(table["frames"]),
        aim=_before(table["aimed_after"]),
        exclusion=_before(table["excluded_after"]),
        tail_exclusion=re.compile(rf"\s*(?:{_any_of(_forms(table['excluded_before']))})(?!\w)"),
    )


#: The lists of the file and the slot of a match that each fills.
_LISTS = {"months": "month", "ordinals": "nth", "sizes": "size", "relative": "relative"}


def _shape(written: str, slots: dict[str, str]) -> re.Pattern[str]:
    pattern = written.replace(" ", r"\s+")
    for slot, meaning in slots.items():
        pattern = pattern.replace(slot, meaning)
    if "(?P<year>" not in pattern:
        pattern += "(?P<year>)?"
    return re.compile(rf"(?<![\w/.-]){pattern}(?![\w]|[/.-]\d)")


def _before(written: list[str]) -> re.Pattern[str]:
    """Match the phrases where they stand right before a time."""
    return re.compile(rf"(?<!\w)(?:{_any_of(_forms(written))})\s+\Z")


def _forms(written: list[str]) -> list[str]:
    return [matching_form(phrase) for form in written for phrase in expand(form)]


def _any_of(words: Iterable[str]) -> str:
    listed = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in listed) or r"(?!)"
