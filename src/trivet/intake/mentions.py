"""Which partners a text names in languages that are not read whole: by CLDR's names, with the language's endings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick_rs

from trivet.intake.claims import Quote
from trivet.intake.source_text import SourceText, matching_form
from trivet.values.territories import territory_names
from trivet.values.text import nfc


@dataclass(frozen=True)
class Writing:
    """How names stand in a text: whether words are parted by blanks, and how many letters may cling to either end.

    stem: of a name so many letters at its end may change; only where the rest is long enough to be known by.
    """

    parted: bool = True
    before: int = 0
    behind: int = 0
    stem: int = 0


_PLAIN, _JOINED = Writing(), Writing(parted=False)
_INFLECTED, _CLINGING = Writing(behind=3, stem=1), Writing(behind=3)
#: Languages in which partners are recognised, beside those that are read whole; by the code of their detector.
MENTIONED: dict[str, Writing] = {
    **dict.fromkeys(("zh", "ja", "th", "km", "lo", "my"), _JOINED),
    **dict.fromkeys(("de", "es", "fr", "it", "nl", "pt", "sv", "fil", "hi", "bn", "ur", "ta"), _PLAIN),
    **dict.fromkeys(("cs", "pl", "ru", "uk", "el", "ro", "hr", "bg"), _INFLECTED),
    **dict.fromkeys(("hu", "fi", "tr", "ko"), _CLINGING),
    **dict.fromkeys(("ar", "fa", "he"), Writing(before=3)),
}
_AS_DETECTED = {"tl": "fil", "iw": "he", "zh-Hant": "zh"}
#: A name of fewer letters is too often a piece of a word; a stem needs so many.
_SHORTEST, _SHORTEST_STEM = 2, 4


@dataclass(frozen=True, slots=True)
class Mention:
    """A partner that a text names, with every place where it does."""

    partner: str
    quotes: tuple[Quote, ...]


def written_in(language: str) -> str:
    """The code under which a detected language is known here; empty where partners are not recognised in it."""
    code = _AS_DETECTED.get(language, language)
    return code if code in MENTIONED else ""


def mentions(text: str, language: str, keys: Mapping[str, str]) -> list[Mention]:
    """The partners named in a text, in the order of their first names.

    keys: the partners' keys by ISO 3166-1 alpha-2 code. Longer names win over those inside them.
    """
    document, code = SourceText.of(text), written_in(language)
    automaton, names = _automaton(code)
    found: dict[str, list[Quote]] = {}
    reach = 0
    hits = automaton.find_matches_as_indexes(document.text.replace("\n", " "), overlapping=True)
    for index, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
        stop = _stop(document, start, end, MENTIONED[code])
        if start < reach or stop is None or names[index] not in keys:
            continue
        reach = stop
        found.setdefault(keys[names[index]], []).append(document.quote(start, stop))
    return [Mention(partner, tuple(quotes)) for partner, quotes in found.items()]


def _stop(document: SourceText, start: int, end: int, writing: Writing) -> int | None:
    """Where the word with the name ends; None where the letters found are a piece of something else."""
    text = document.text
    if not writing.parted:
        return end
    first = start
    while first and text[first - 1].isalnum():
        first -= 1
    stop = end
    while stop < len(text) and text[stop].isalnum():
        stop += 1
    cased = document.cased[start]
    if cased.lower() != cased.upper() and not cased.isupper():
        return None
    return stop if start - first <= writing.before and stop - end <= writing.behind + writing.stem else None


@lru_cache(maxsize=40)
def _automaton(code: str) -> tuple[ahocorasick_rs.AhoCorasick, list[str]]:
    writing, phrases = MENTIONED[code], dict[str, str]()
    for two, name in territory_names(code).items():
        if two.isalpha() and len(two) == 2 and two not in {"EU", "UN", "EZ", "QO", "ZZ", "XA", "XB"}:
            whole = matching_form(nfc(name))
            phrases.setdefault(whole, two)
            if writing.stem and len(whole) - writing.stem >= _SHORTEST_STEM:
                phrases.setdefault(whole[: -writing.stem], two)
    told = {phrase: two for phrase, two in phrases.items() if len(phrase) >= _SHORTEST}
    implementation = ahocorasick_rs.Implementation.ContiguousNFA
    return ahocorasick_rs.AhoCorasick(list(told), implementation=implementation), list(told.values())
