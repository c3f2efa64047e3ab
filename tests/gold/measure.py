"""Measuring the readers on the gold sentences: precision and recall of the parts of facts, with bootstrap intervals."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from tests.gold.scheme import ACTS, Fact, Sentence, sentences
from tests.reading.measure import cldr_names
from trivet.intake.claims import UNKNOWN_PERIOD, Quote, ReadClaim
from trivet.intake.facts.fact import ReadFact
from trivet.intake.facts.reading import read_facts
from trivet.intake.names import PartnerNames
from trivet.intake.passages import Pages
from trivet.intake.reader import read_claims
from trivet.values.numbers import Quantity

#: Resamples of an interval, and the seed, so that a run can be repeated.
_RESAMPLES, _SEED = 1_000, 20261128
#: The reader of claims names qualifiers as the check does, gold as people do.
_QUALIFIED = {"more_than": "over", "at_least": "over", "at_most": "under", None: "exact"}
#: Codes under which the record keeps what gold calls by its usual short form.
_SHORT = {"EUU": "EU", "NAM-MOVEMENT": "NAM"}

Key = tuple[str, ...]


@dataclass(frozen=True)
class Read:
    """What the readers found in a sentence, in the words of gold; a partner or none each."""

    kind: str
    act: str
    modality: str
    partner: str
    direction: str
    leader: str
    date: str
    figure: str
    quote: Quote


#: What is compared of a fact. The act is with how it is meant; what is told of each partner counts for itself.
PARTS: dict[str, Callable[[Read], Key | None]] = {
    "partner": lambda one: ("", one.partner) if one.partner else None,
    "act": lambda one: (one.kind, one.act, one.modality),
    "act+partner": lambda one: (one.kind, one.act, one.modality, one.partner),
    "direction": lambda one: (one.partner, one.direction) if one.direction else None,
    "leader": lambda one: (one.kind, one.leader) if one.leader else None,
    "date": lambda one: (one.kind, one.partner, one.date) if one.date else None,
    "figure": lambda one: (one.kind, one.figure) if one.figure else None,
    "full tuple": lambda one: (one.kind, one.act, one.modality, one.partner, one.direction, one.date, one.figure),
}


@dataclass
class Score:
    """Right, made up and missed, sentence by sentence."""

    counts: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, told: set[Key], gold: set[Key]) -> None:
        self.counts.append((len(told & gold), len(told - gold), len(gold - told)))

    @property
    def labelled(self) -> int:
        return sum(right + missed for right, _false, missed in self.counts)

    def figures(self) -> tuple[float, float]:
        """Precision and recall."""
        return _rates(self.counts)

    def intervals(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Of precision and recall, 95 % each, by drawing sentences anew."""
        chosen = random.Random(_SEED)
        drawn = [_rates(chosen.choices(self.counts, k=len(self.counts))) for _ in range(_RESAMPLES)]
        low, high = round(0.025 * _RESAMPLES), round(0.975 * _RESAMPLES) - 1
        ends = [(values[low], values[high]) for values in (sorted(one) for one in zip(*drawn, strict=True))]
        return ends[0], ends[1]

    def line(self, name: str) -> str:
        """As it is printed."""
        (precision, recall), (p, r) = self.figures(), self.intervals()
        told = f"P {precision:.3f} [{p[0]:.2f}, {p[1]:.2f}]  R {recall:.3f} [{r[0]:.2f}, {r[1]:.2f}]"
        return f"{name:14} {told}  of {self.labelled}"


def _rates(counts: Iterable[tuple[int, int, int]]) -> tuple[float, float]:
    right, false, missed = (sum(column) for column in zip(*counts, strict=True))
    return right / (right + false) if right + false else 1.0, right / (right + missed) if right + missed else 1.0


@dataclass
class Measured:
    """The scores of one language and split: each part, and the acts by kind; how many quotes stand to the letter."""

    parts: dict[str, Score]
    kinds: dict[str, Score]
    spans: Counter[bool]
    made_up: int
    without: int


def measure(language: str, split: str) -> Measured:
    """Read every sentence and compare."""
    names, found = cldr_names(language), Measured({name: Score() for name in PARTS}, {}, Counter(), 0, 0)
    lines = list(sentences(language, split))
    kinds = sorted({fact.kind for one in lines for fact in one.facts})
    found.kinds = {kind: Score() for kind in kinds}
    for one in lines:
        told, gold = list(_read(one, language, names)), [part for fact in one.facts for part in _gold(fact)]
        for name, key in PARTS.items():
            found.parts[name].add(_keys(told, key), _keys(gold, key))
        for kind, score in found.kinds.items():
            whole = PARTS["act+partner"]
            score.add(*(_keys([each for each in some if each.kind == kind], whole) for some in (told, gold)))
        found.spans.update(one.text[each.quote.start : each.quote.end] == each.quote.text for each in told)
        found.without += not gold
        found.made_up += bool(told) and not gold
    return found


def _keys(some: Iterable[Read], key: Callable[[Read], Key | None]) -> set[Key]:
    return {told for told in map(key, some) if told is not None}


def _gold(fact: Fact) -> Iterable[Read]:
    told = fact.figure or {}
    figure = f"{told['qualifier']} {told['value']}" if told and fact.kind == "figure" else ""
    quote = Quote(0, 0, fact.quote)
    for partner in fact.partners or [""]:
        yield Read(fact.kind, fact.act, fact.modality, partner, fact.direction, fact.leader, fact.date, figure, quote)


def _read(one: Sentence, language: str, names: PartnerNames) -> Iterable[Read]:
    on = date.fromisoformat(one.on) if one.on else None
    for fact in read_facts(Pages.of(one.text, names), speaker=one.speaker, on=on):
        if fact.count is not None or fact.act in ACTS.get(fact.kind, ()):  # what gold does not label is not compared
            yield from _of_fact(fact)
    for claim in read_claims(one.text, language, names, one.speaker).claims:
        yield _of_claim(claim)


def _of_fact(fact: ReadFact) -> Iterable[Read]:
    act, figure = ("stated", _counted(fact.count)) if fact.count else (fact.act, "")
    for partner in fact.partners or ("",):
        code = _SHORT.get(partner, partner)
        yield Read(fact.kind, act, fact.modality, code, fact.direction, fact.leader, fact.date, figure, fact.quote)


def _of_claim(claim: ReadClaim) -> Read:
    when = "" if claim.period == UNKNOWN_PERIOD else claim.period
    stance, quote = "done" if claim.modality == "achieved" else "expected", claim.quotes[0]
    if claim.act:
        partner = _SHORT.get(claim.partner or "", claim.partner or "")
        return Read("tier", claim.act, stance, partner, "", "", when, "", quote)
    return Read("figure", "stated", stance, "", "", "", when, _counted(claim), quote)


def _counted(told: ReadClaim | Quantity) -> str:
    """Qualifier and number, as gold writes them."""
    qualifier = _QUALIFIED.get(told.qualifier, told.qualifier or "exact")
    return f"{qualifier} {told.value:f}" if told.value is not None else f"{qualifier} "
