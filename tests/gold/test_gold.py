"""The gold sentences are sound: of the form that README.md tells, quoted to the letter, and enough without a fact."""

from __future__ import annotations

import re

import pytest

from tests.gold.scheme import (
    ACTS,
    FOLDER,
    FURTHER,
    LANGUAGES,
    MODALITIES,
    QUALIFIERS,
    SPLITS,
    VARIED,
    Fact,
    Sentence,
    sentences,
)
from trivet.values.dates import parse_date

#: By which letter the lines of a split are known.
_LETTER = {"dev": "d", "test": "t", VARIED: "e", FURTHER: "f"}
_KEY = re.compile(r"[A-Z][A-Za-z0-9-]+")


@pytest.mark.parametrize(("language", "split"), [one.stem.split("-") for one in sorted(FOLDER.glob("*.jsonl"))])
def test_every_sentence_is_of_the_form_and_every_quote_stands_in_it(language: str, split: str) -> None:
    known: set[str] = set()
    for one in sentences(language, split):
        assert one.id not in known and one.id.startswith(f"{language}-{_LETTER[split]}-")
        known.add(one.id)
        assert re.fullmatch("[A-Z]{3}", one.speaker) and re.fullmatch(r"(\d{4}-\d\d-\d\d)?", one.on), one.id
        for fact in one.facts:
            check(one, fact)


def check(one: Sentence, fact: Fact) -> None:
    assert fact.act in ACTS[fact.kind] and fact.modality in MODALITIES, one.id
    assert fact.quote and fact.quote in one.text and fact.leader in one.text, one.id
    assert (fact.kind == "visit") == (fact.direction in {"in", "out"}), one.id
    assert one.speaker not in fact.partners and all(_KEY.fullmatch(key) for key in fact.partners), one.id
    assert not fact.date or parse_date(fact.date), one.id
    assert fact.figure is None or (
        set(fact.figure) == {"value", "qualifier", "unit"} and fact.figure["qualifier"] in QUALIFIERS
    ), one.id
    assert fact.kind != "figure" or fact.figure, one.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_and_four_in_ten_state_nothing(language: str) -> None:
    halves = [list(sentences(language, split)) for split in SPLITS]
    every = [one for half in halves for one in half]
    assert len(every) >= 150 and len({one.text for one in every}) == len(every)
    for half in halves:
        assert 0.4 <= sum(not one.facts for one in half) / len(half) <= 0.5
        assert {fact.kind for one in half for fact in one.facts} == set(ACTS)
