"""The grammar of claims: figure rules shared by all languages, phrases and word lists of each."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from trivet.intake.source_text import matching_form

LANGUAGES = ("vi", "id", "en")

_FOLDER = Path(__file__).with_name("grammar")
#: The keys of a rule that are amounts.
_BOUNDS = {"least", "most"}
_INNERMOST = re.compile(r"\([^()\[\]]*\)|\[[^()\[\]]*\]")


@dataclass(frozen=True, slots=True)
class FigureRule:
    """How one figure is told: what is counted (heads) beside which words (needs), and what rules it out."""

    figure: str
    heads: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...] = ()
    #: How many words a needed phrase may stand away from number and head.
    near: int = 14
    #: A need not met in the sentence may be met by what stands over it or by the sentence before.
    inherits: bool = False
    #: "They" or "of those" beside it may stand for a needed phrase told before.
    refers: bool = False
    bars: tuple[str, ...] = ()
    is_money: bool = False
    #: No other number may stand between number and needed phrase.
    needs_alone: bool = False
    takes_share: bool = False
    needs_share: bool = False
    #: The kinds of word that may lead up to the number: "has", "a total of", "reached", "added".
    leads: tuple[str, ...] = ()
    #: May stand with no leading word at all.
    unled: bool = True
    #: A standing total: "three more", "two new" are changes of it and not the figure.
    is_total: bool = False
    #: "With Japan", "from Germany" make it a part of the figure, which is another figure.
    refuses_partners: bool = False
    #: The claim names a tier when one tier alone is counted.
    has_tier: bool = False
    #: Phrases after which "the total rose to 194" means this figure.
    recalls: tuple[str, ...] = ()
    least: Decimal = Decimal(1)
    most: Decimal = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Wording:
    """A claim without a number: phrases in a given order, each within `gap` words of the one before."""

    figure: str
    orders: tuple[tuple[str, ...], ...]
    gap: int
    bars: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Composite:
    """A phrase with room inside: its parts in order, each within `gap` words of the one before."""

    concept: str
    parts: tuple[str, ...]
    gap: int
    #: No phrase of these may stand between its parts.
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """What all languages share."""

    figures: tuple[FigureRule, ...]
    wordings: tuple[Wording, ...]
    #: Kinds of phrase that others may hold without swallowing them: verbs of acts, and words of stance.
    acts: frozenset[str]
    stances: frozenset[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The phrases and word lists of one language, in the form that is compared."""

    language: str
    concepts: dict[str, tuple[str, ...]]
    tiers: dict[str, tuple[str, ...]]
    composites: tuple[Composite, ...]
    blockers: tuple[str, ...]
    partners: dict[str, str]
    peoples: dict[str, str]
    not_partners: frozenset[str]
    #: Word lists that are looked up by word: what may follow a number, what measures one, and so on.
    words: dict[str, frozenset[str]]
    #: How many words of its own a noun may have between its number and itself.
    noun_gap: int
    suffixes: tuple[str, ...]
    #: The country whose documents are in this language, unless they say otherwise.
    home: str | None
    periods: dict[str, Any]


@lru_cache
def rules() -> Rules:
    table = _table("figures")
    return Rules(
        tuple(FigureRule(**_frozen(rule)) for rule in table["figure"]),
        tuple(Wording(**_frozen(wording)) for wording in table["wording"]),
        frozenset(table["acts"]),
        frozenset(table["stances"]),
    )


@lru_cache
def grammar(language: str) -> Grammar:
    table = _table(language) | _table(f"names_{language}")
    if missing := _named_concepts() - set(table["concepts"]):
        raise ValueError(f"The grammar of “{language}” has no phrases for: {', '.join(sorted(missing))}.")
    return Grammar(
        language=language,
        concepts={name: _phrases(forms) for name, forms in table["concepts"].items()},
        tiers={name: _phrases(forms) for name, forms in table["tiers"].items()},
        composites=tuple(Composite(**_frozen(row)) for row in table["composite"]),
        blockers=_phrases(table["blockers"]),
        partners=_names(table["partners"]),
        peoples=_names(table["peoples"]),
        not_partners=frozenset(_phrases(table["not_partners"])),
        words={name: frozenset(_phrases(forms)) for name, forms in table["words"].items()},
        noun_gap=table["noun_gap"],
        suffixes=tuple(table["suffixes"]),
        home=table.get("home"),
        periods=_table(f"periods_{language}"),
    )


def _named_concepts() -> set[str]:
    """The concepts that the shared rules speak of; marks of names and tiers are found without phrases."""
    named = {one for rule in rules().figures for one in (*rule.heads, *rule.bars, *rule.leads, *rule.recalls)}
    named |= {one for rule in rules().figures for group in rule.needs for one in group}
    named |= {one for wording in rules().wordings for order in wording.orders for one in order}
    return {one for one in named | rules().acts | rules().stances if not one.startswith("@")}


def expand(phrase: str) -> Iterator[str]:
    """Write out "(a|b) [c] d": one of the alternatives, with or without the optional part, inside out."""
    inner = _INNERMOST.search(phrase)
    if inner is None:
        if set(phrase) & set("()[]|"):
            raise ValueError(f"A bracket is open in the phrase “{phrase}”.")
        yield " ".join(phrase.split())
        return
    choices = inner[0][1:-1].split("|") + ([""] if inner[0][0] == "[" else [])
    for choice in choices:
        yield from expand(phrase[: inner.start()] + choice + phrase[inner.end() :])


def _phrases(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(matching_form(phrase) for form in forms for phrase in expand(form)))


def _names(table: dict[str, list[str]]) -> dict[str, str]:
    """Turn the readable order (a code and its names) into names and their codes."""
    return {name: code for code, forms in table.items() for form in forms for name in expand(form)}


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    return {key: Decimal(value) if key in _BOUNDS else _froze(value) for key, value in row.items()}


def _froze(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_froze(one) for one in value)
    return value
