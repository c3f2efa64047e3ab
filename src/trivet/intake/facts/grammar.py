"""How each language tells facts: the words that bring one, and where whom it happened with stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from trivet.intake.grammar import expand
from trivet.intake.source_text import matching_form

_FOLDER = Path(__file__).parent.parent / "grammar"

#: Where partners stand: behind the words, as where one goes or as who is received; beside a "with"; at a forum;
#: anywhere in the clause; or nowhere.
Slot = Literal["to", "guest", "with", "forum", "any", "none"]


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that bring a fact of a kind."""

    kind: str
    act: str
    slot: Slot
    phrases: tuple[str, ...]
    #: It counts only beside the word for what was done (an agreement, an event).
    object: bool = False
    #: It is a noun ("the visit"), so how it is meant may be told behind it.
    noun: bool = False
    #: It is told as it stands, be it of a time ahead: an aim, a barrier.
    stands: bool = False
    #: Whom it is about follows at once: "chair of ASEAN" and no title of a person, "recognised Gabon".
    next: bool = False
    #: It tells it of somebody with a post alone, of ours who goes or of theirs who is met: "was in", "discussed".
    person: bool = False
    #: It states something with nobody and no number told: "our contribution to global issues".
    enough: bool = False
    #: How it is meant where no other word tells: "is standing for" is hoped for, "pledged" is planned.
    meant: str = "done"


@dataclass(frozen=True, slots=True)
class FactGrammar:
    """The triggers and word lists of one language, in the form that is compared."""

    language: str
    triggers: tuple[Trigger, ...]
    posts: tuple[str, ...]
    urge: tuple[str, ...]
    #: What says that it is hoped for, or that it is decided and to come.
    expected: tuple[str, ...]
    planned: tuple[str, ...]
    #: What says that it was not done: "called off", "denied".
    denied: tuple[str, ...]
    #: What makes an event more than one at home: "international".
    abroad: tuple[str, ...]
    #: What an ambassador comes to present, which is no visit.
    credentials: tuple[str, ...]
    #: Words of plan that set a thing: "agreed to raise".
    agreed: frozenset[str]
    #: Titles that are of many at once: "a delegation from the Parliament of Ghana".
    delegations: frozenset[str]
    #: What calls off a thing that is named before it; what says that a sentence is of sport, arts or trade.
    cancelled: tuple[str, ...]
    private: tuple[str, ...]
    #: What speaks of ours and theirs without naming them, and what brings in those who do it with us.
    both: tuple[str, ...]
    together: tuple[str, ...]
    #: What brings in the time of the main thing: one beside it ("when"), or one that it comes after.
    beside: tuple[str, ...]
    behind: tuple[str, ...]
    #: Words for a fact that are a noun, whatever the trigger: "resumption of ties".
    nouns: re.Pattern[str]
    #: First words by which a language tells what is to come as it stands: "flies", "arrives".
    present: frozenset[str]
    #: Words before a seat of government that is a place and nobody.
    places: frozenset[str]
    #: Words of the full names of states, between "recognised" and the name: "the Republic of".
    states: frozenset[str]
    #: What holds a trigger and is none: "continue" in a language where it begins with "receive".
    blocks: tuple[str, ...]
    forums: dict[str, str]
    #: Those of them that are written in capitals alone: "WHO" is an organisation, "who" is nobody.
    acronyms: frozenset[str]
    #: Seats of government, by which texts mean a state.
    capitals: dict[str, str]
    objects: dict[str, tuple[str, ...]]
    #: What numbers count between two states: trade, investment, people.
    series: dict[str, tuple[str, ...]]
    #: Days, weeks and months from the day of the document on.
    days: dict[str, int]
    weeks: dict[str, int]
    months: dict[str, int]
    weekdays: dict[str, int]


@lru_cache
def fact_grammar(language: str) -> FactGrammar:
    """Read the grammar of a language. Raises FileNotFoundError for one that has none."""
    table = tomllib.loads((_FOLDER / f"facts_{language}.toml").read_text(encoding="utf-8"))
    capitals = tomllib.loads((_FOLDER / "capitals.toml").read_text(encoding="utf-8"))
    return FactGrammar(
        language=language,
        triggers=tuple(Trigger(**one | {"phrases": _phrases(one["phrases"])}) for one in table["trigger"]),
        posts=_phrases(table["posts"]),
        urge=_phrases(table["urge"]),
        expected=_phrases(table["expected"]),
        planned=_phrases(table["planned"]),
        denied=_phrases(table["denied"]),
        abroad=_phrases(table["abroad"]),
        credentials=_phrases(table["credentials"]),
        agreed=frozenset(_phrases(table["agreed"])),
        delegations=frozenset(_phrases(table["delegations"])),
        cancelled=_phrases(table["cancelled"]),
        private=_phrases(table["private"]),
        both=_phrases(table["both"]),
        together=_phrases(table["together"]),
        beside=_phrases(table["beside"]),
        behind=_phrases(table["behind"]),
        nouns=re.compile(table["nouns"]),
        present=frozenset(table.get("present", ())),
        states=frozenset(_phrases(table["states"])),
        places=frozenset(table["places"]),
        blocks=_phrases(table["blocks"]),
        forums=_codes(table["forums"]),
        acronyms=_acronyms(form for forms in table["forums"].values() for form in forms),
        capitals=_codes(capitals),
        series={name: _phrases(forms) for name, forms in table["series"].items()},
        objects={kind: _phrases(forms) for kind, forms in table["objects"].items()},
        days=_numbers(table.get("days", {})),
        weeks=_numbers(table.get("weeks", {})),
        months=_numbers(table.get("months_ago", {})),
        weekdays=_numbers(table.get("weekdays", {})),
    )


def _codes(table: dict[str, list[str]]) -> dict[str, str]:
    """The code of each name."""
    return {name: code for code, forms in table.items() for name in _phrases(forms)}


def _acronyms(forms: Iterable[str]) -> frozenset[str]:
    return frozenset(matching_form(name) for form in forms for name in expand(form) if name.isupper())


def _phrases(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(matching_form(phrase) for form in forms for phrase in expand(form)))


def _numbers(table: dict[str, Any]) -> dict[str, int]:
    return {phrase: number for form, number in table.items() for phrase in _phrases([form])}
