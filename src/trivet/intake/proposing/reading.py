"""Reading documents into proposals: claims and facts of one text, each with its words and with what it would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from trivet.core.names import all_names
from trivet.core.office import office
from trivet.core.partners import Partner
from trivet.core.people import Person
from trivet.core.standpoint import Standpoint
from trivet.figures.claims import Quote
from trivet.intake.checking import names_for
from trivet.intake.claims import UNKNOWN_PERIOD, ReadClaim
from trivet.intake.documents.opened import Opened
from trivet.intake.facts.fact import ReadFact
from trivet.intake.facts.lexicon import CAPITAL, FORUM, fact_lexicon
from trivet.intake.facts.reading import read_facts
from trivet.intake.grammar import LANGUAGES
from trivet.intake.lexicon import PARTNER, PEOPLE, Lexicon
from trivet.intake.mentions import mentions
from trivet.intake.model.asking import Model, ask
from trivet.intake.names import PartnerNames
from trivet.intake.proposing.comparing import would_do
from trivet.intake.proposing.entries import Entry, entries, rule_of
from trivet.intake.proposing.proposed import Proposed, Told, times
from trivet.intake.reader import claims_of, prepared
from trivet.intake.source_text import SourceText
from trivet.values.dates import DateError, parse_date
from trivet.values.numbers import Quantity

#: The figure under which the reader of claims tells of tiers.
_TIERS = "frameworks.acts"
#: Of partners that are no country, texts write the names and the key, where it is one as people write it.
_GATHERED = {Partner.Kind.ORGANISATION, Partner.Kind.FORUM, Partner.Kind.MOVEMENT, Partner.Kind.GROUP}
#: Bounds of a number by the qualifier in the text, where the registers call it otherwise.
_BOUND = {"more_than": "at_least", "less_than": "at_most", "vague": ""}
#: Shorter surnames are too often something else.
_INITIAL = 3
#: How sure a reader is that nobody has judged yet: so many of so many were right.
RIGHT, OF = 8, 10
#: Of facts between states, as measured on the open gold sentences, with their partner.
_MEASURED = {
    **{"relations": 8.9, "tier": 8.7, "visit": 8.7, "event": 8.7, "opportunity": 9.0, "call": 8.5, "title": 8.4},
    **{"meeting": 8.3, "forum-role": 8.3, "agreement": 8.2, "seat": 7.9, "negotiation": 7.8, "aim": 7.6},
    **{"instruction": 7.5, "barrier": 7.2, "initiative": 6.5, "contribution": 6.5, "evacuation": 5.8},
}
#: (kind, language) -> accepted and rejected so far.
Judged = Mapping[tuple[str, str], tuple[int, int]]


def read_document(
    document: Opened,
    place: Standpoint,
    *,
    speaker: str = "",
    judged: Judged | None = None,
    second: Model | None = None,
) -> list[Proposed]:
    """What a document states, as proposals in the order of its text; in other languages, whom it names.

    speaker: the key of the country whose document it is, where that is not the record's own. judged: what people
    accepted and rejected before. second: a language model that may add to what the rules read; raises ModelFailed.
    """
    if document.language not in LANGUAGES:
        return list(_mentioned(document, place))
    told = _merged(_told(document, place, speaker or office().country))
    found = [_proposed(one, document.language, place, judged or {}) for one in told]
    if second is not None:
        known = {_core(one) for one in told}
        asked = ask(second, document.name, document.text, named_in(document, place))
        more = [one for one in _merged(asked) if _core(one) not in known]
        found += [replace(_proposed(one, document.language, place, judged or {}), by="model") for one in more]
    return found


def _mentioned(document: Opened, place: Standpoint) -> Iterator[Proposed]:
    """The partners that a text names, which write nothing."""
    keys = {partner.iso2: partner.key for partner in place.rows(Partner) if partner.iso2 and partner.key}
    for one in mentions(document.text, document.language, keys):
        yield Proposed(
            kind="mention",
            act="named",
            modality="done",
            language=document.language,
            register="",
            values={},
            quotes=_quotes(document.name, one.quotes),
            confidence=RIGHT / OF,
            told={"partner": one.partner},
        )


def _core(told: Told) -> tuple[object, ...]:
    """By what a second telling of one fact is known, however it is worded or dated."""
    return told.kind, told.act, told.direction, told.partners


def named_in(document: Opened, place: Standpoint) -> set[str]:
    """The keys of the partners that a text names."""
    source = SourceText.of(document.text)
    marks = Lexicon.of(names_for(document.language, place)).marks(source)
    forums = fact_lexicon(document.language, frozenset(forums_of(place).items())).marks(source)
    return {one.detail for one in marks if one.concept in {PARTNER, PEOPLE}} | {
        one.detail for one in forums if one.concept in {FORUM, CAPITAL}
    }


def forums_of(place: Standpoint) -> dict[str, str]:
    """Names by which texts may call the organisations and forums of the record, with their keys."""
    found: dict[str, str] = {}
    for partner in place.rows(Partner):
        if partner.key and partner.kind in _GATHERED:
            names = {*all_names(partner), *([partner.key] if partner.key.isalnum() else [])}
            found |= {name: partner.key for name in names if len(name) > 2 or name.isupper()}
    return found


def people_of(place: Standpoint) -> dict[str, str]:
    """Persons of the record by whole name and surname, with the key of their country; none that two may mean."""
    found: dict[str, set[str]] = {}
    for person in place.rows(Person):
        if person.nationality is not None and person.nationality.key:
            for name in {person.name, person.name.split()[-1]}:
                found.setdefault(name, set()).add(person.nationality.key)
    return {name: keys.pop() for name, keys in found.items() if len(keys) == 1 and len(name) > _INITIAL}


def _told(document: Opened, place: Standpoint, speaker: str) -> Iterator[Told]:
    names = names_for(document.language, place)
    ready = prepared(document.text, names)
    reading = claims_of(ready, speaker)
    for claim in reading.claims:
        yield _of_claim(claim, document.name)
    counted = [q for claim in reading.claims if claim.figure != _TIERS for q in claim.quotes]
    on = _day(document.published or ready.time.day)
    facts = read_facts(
        ready.pages,
        speaker=speaker,
        on=on,
        forums=forums_of(place),
        people=people_of(place),
        year=ready.time.year,
        about=_about(document, names, speaker),
    )
    acts = [claim for claim in reading.claims if claim.figure == _TIERS]
    for fact in facts:
        if not _is_count(fact, counted) and not _is_act(fact, acts):
            yield _of_fact(fact, document.name, document.published)


def _about(document: Opened, names: PartnerNames, speaker: str) -> str:
    """The partner that a document is about, where its title names one alone."""
    marks = Lexicon.of(names).marks(SourceText.of(document.title))
    named = {one.detail for one in marks if one.concept in {PARTNER, PEOPLE}} - {speaker}
    return named.pop() if len(named) == 1 else ""


def _is_count(fact: ReadFact, counted: Iterable[Any]) -> bool:
    """Whether the words tell a figure alone: "signed 170 agreements", with nobody told behind it."""
    quote = fact.quote
    held = [one for one in counted if quote.start < one.end and one.start < quote.end]
    return bool(held) and (not fact.partners or any(quote.start <= one.start for one in held))


def _is_act(fact: ReadFact, acts: Iterable[ReadClaim]) -> bool:
    """Whether a tier is told already as an act that figures count."""
    same = [one for one in acts if one.partner in fact.partners and fact.detail in {"", one.tier}]
    return fact.kind == "tier" and fact.modality == "done" and bool(same)


def _day(text: str) -> date | None:
    try:
        found = parse_date(text) if text else None
    except DateError:
        return None
    return found.earliest if found and found.earliest == found.latest else None


def _quotes(source: str, quotes: Iterable[Any]) -> tuple[Quote, ...]:
    return tuple(Quote(source, one.start, one.end, one.text) for one in quotes)


def _of_claim(claim: ReadClaim, source: str) -> Told:
    quotes, own = _quotes(source, claim.quotes), "" if claim.period == UNKNOWN_PERIOD else claim.period
    if claim.figure == _TIERS and claim.partner:
        values = times(own) | {"tier": claim.tier, "partner": claim.partner}
        return Told("tier", claim.act or "raised", "done", "", values, (claim.partner,), quotes)
    values = {"figure": claim.figure, "qualifier": claim.qualifier, "unit": claim.unit, "stance": claim.modality}
    values |= {name: str(number) for name, number in (("value", claim.value), ("of", claim.of)) if number is not None}
    modality = "done" if claim.modality == "achieved" else "expected"
    told = {"words": quotes[0].text, **times(own), **{name: value for name, value in values.items() if value}}
    return Told("figure", "stated", modality, "", told, (), quotes)


def _of_fact(fact: ReadFact, source: str, written: str) -> Told:
    quotes = _quotes(source, (fact.quote,))
    told: dict[str, Any] = {"words": fact.quote.text, "act": fact.act, **times(fact.date)}
    told |= {
        name: value for name, value in (("person", fact.leader), ("leader", fact.leader), ("written", written)) if value
    }
    if fact.count is not None:
        told |= {name: value for name, value in _number(fact.count).items() if value}
    if fact.detail:
        told["tier" if fact.kind == "tier" else "number"] = fact.detail
    if fact.partners:
        told |= {"partner": fact.partners[0], "partners": fact.partners}
    return Told(fact.kind, fact.act, fact.modality, fact.direction, told, fact.partners, quotes)


def _number(count: Quantity) -> dict[str, str]:
    """The fields of a number; a register knows "more than" as "at least"."""
    value = "" if count.value is None else f"{count.value:f}"
    return {"value": value, "unit": count.unit or "", "bound": _BOUND.get(count.qualifier, count.qualifier)}


def _merged(told: Iterable[Told]) -> list[Told]:
    """What is told twice is one with two quotes, in the order of the text."""
    found: dict[tuple[object, ...], Told] = {}
    for one in told:
        known = found.get(one.identity)
        new = tuple(q for q in one.quotes if known is None or q not in known.quotes)
        found[one.identity] = replace(known, quotes=(*known.quotes, *new)) if known else one
    return sorted(found.values(), key=lambda one: one.quotes[0].start)


def _proposed(told: Told, language: str, place: Standpoint, judged: Judged) -> Proposed:
    entry = entries().get(rule_of(told.kind, told.act, told.direction))
    accepted, rejected = judged.get((told.kind, language), (0, 0))
    sure = (accepted + _MEASURED.get(told.kind, RIGHT)) / (accepted + rejected + OF)
    plain = {name: value for name, value in told.values.items() if name not in {"first", "last", "act", "leader"}}
    blank = Proposed(
        kind=told.kind,
        act=told.act,
        modality=told.modality,
        language=language,
        register="",
        values={},
        quotes=told.quotes,
        confidence=sure,
        told=plain,
        direction=told.direction,
    )
    if entry is None or (told.partners and not _known(told.partners, place)):
        return blank
    values = _values(entry, told)
    stance = "done" if told.kind == "figure" else told.modality  # a forecast is a claim like any other
    would, against = would_do(entry, values, stance, place)
    return replace(blank, register=entry.register, values=values, would=would, against=against)


def _known(keys: Iterable[str], place: Standpoint) -> bool:
    if "keys" not in place.memory:
        place.memory["keys"] = Counter(partner.key for partner in place.rows(Partner))
    return all(key in place.memory["keys"] for key in keys)


def _values(entry: Entry, told: Told) -> dict[str, Any]:
    filled = {name: told.values.get(source) for name, source in entry.fill.items()}
    filled = {name: list(value) if isinstance(value, tuple) else value for name, value in filled.items() if value}
    return {**entry.set, **filled}
