"""What the reader of facts finds in real texts: a guide's entries, releases about visits, coded sentences."""

from __future__ import annotations

import json
import re
import tarfile
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pycountry
import pytest

import trivet.intake.streams as streams
from tests.acceptance.shared import shared
from tests.reading.measure import cldr_names
from trivet.intake.facts.fact import ReadFact
from trivet.intake.facts.lexicon import CAPITAL, FORUM, fact_lexicon
from trivet.intake.facts.reading import read_facts
from trivet.intake.lexicon import PARTNER, PEOPLE, Lexicon
from trivet.intake.passages import Pages
from trivet.intake.source_text import SourceText

_SHARED = shared()
pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(_SHARED is None, reason="ACCEPTANCE SKIPPED: no shared folder"),
]
_COUNTRIES = {one.name: one.alpha_3 for one in pycountry.countries}
_TEI = {"t": "http://www.tei-c.org/ns/1.0"}
#: A heading and the text under it call one act by either name.
_ALIKE = {"raised": "embassy", "interrupted": "severed"}
_AGREED = re.compile(r"treat(?:y|ies)|convention\b|agreement|protocol|pact\b", re.IGNORECASE)
#: Checked by hand: the linked documents tell nothing of these persons' coming or of a meeting with them.
_UNTOLD = {"3028", "3075", "3084", "3118", "3133"}
#: Checked by hand: readouts whose title names no partner and whose text tells of partners all the same.
_FOREIGN = re.compile(
    r"politburo|with allies|aukus|quad|(?:european|transatlantic|baltic|women) (?:leaders|allies)|draghi|ardern"
    r"|albanese|asia summit|major economies|modi|ray chambers|angeles declaration|multi-stakeholder",
    re.IGNORECASE,
)


def _data(name: str) -> Path:
    assert _SHARED is not None
    return _SHARED / "data" / name


def _named(text: str) -> set[str]:
    """The partners that a title names, beyond the country of the texts."""
    source = SourceText.of(text.replace("\u00a0", " "))
    marks = [one for one in Lexicon.of(cldr_names("en")).marks(source) if one.concept in {PARTNER, PEOPLE}]
    return {one.detail for one in marks} - {"USA"}


def _read(text: str, **more: Any) -> tuple[ReadFact, ...]:
    return read_facts(Pages.of(text, cldr_names("en")), speaker="USA", **more)


# --- the guide to relations


def _told_by(text: str, partner: str) -> set[tuple[str, str]]:
    """The steps that a text tells as done, with their years."""
    found = set()
    for fact in _read(text, about=partner):
        signed = fact.kind == "agreement" and fact.act in {"signed", "concluded"}
        if fact.modality == "done" and fact.date and (signed or fact.kind in {"relations", "step"}):
            act = "agreement" if signed else fact.act
            found.add((_ALIKE.get(act, act), fact.date[:4]))
    return found


def _timeline() -> Iterator[tuple[str, int, Any, str, str]]:
    """The dated entries: country, number in its article, element of the heading, year of the heading, text."""
    for path in sorted((_data("us-rdcr") / "articles").glob("*.xml")):
        for at, entry in enumerate(ElementTree.parse(path).getroot().iterfind('.//t:div[@type="timeline"]', _TEI)):
            head, day = entry.find("t:head", _TEI), entry.find("t:head/t:date", _TEI)
            text = " ".join(_words(one) for one in entry.findall("t:p", _TEI))
            year = (day.get("when") or "")[:4] if day is not None else ""
            if head is not None and text and year.isdigit():
                yield path.stem, at, head, year, text


def _entries() -> Iterator[tuple[str, str, str, set[tuple[str, str]]]]:
    """Type and year of each dated heading, and what is read under it."""
    mapping = Path(streams.__path__[0]) / "mappings" / "historyatstate-rdcr.toml"
    [rows] = [one for one in tomllib.loads(mapping.read_text(encoding="utf-8"))["rows"] if one["code"] == "steps"]
    rules = [(re.compile(pattern, re.IGNORECASE), step) for pattern, step in rows["values"]["step"]["choose"]]
    for country, _at, head, year, text in _timeline():
        step = next((step for pattern, step in rules if pattern.search(_words(head))), "other")
        if step in {"other", "established", "consular"} and _AGREED.search(_words(head)):
            step = "agreement"
        yield country, _ALIKE.get(step, step), year, _told_by(text, country)


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def test_a_hundred_entries_that_were_labelled_by_hand(record_property: Callable[[str, object], None]) -> None:
    """The labels say what each text states, by reading it alone; headings may tell what the text does not."""
    lines = (Path(__file__).parent / "rdcr_labels.tsv").read_text(encoding="utf-8").splitlines()
    labels = {(row[0], int(row[1])): {tuple(act.split(":")) for act in row[2].split()} for row in _rows(lines)}
    assert len(labels) == 100
    right = told = labelled = 0
    for country, at, _head, _year, text in _timeline():
        gold = labels.pop((country, at), None)
        if gold is not None:
            found = _told_by(text, country)
            right, told, labelled = right + len(found & gold), told + len(found), labelled + len(gold)
    assert not labels
    record_property("measured", f"rdcr, 100 by hand: precision {right / told:.3f}, recall {right / labelled:.3f}")
    assert right / told >= 0.9 and right / labelled >= 0.84


def _rows(lines: list[str]) -> Iterator[list[str]]:
    return (line.split("\t") for line in lines)


def test_type_and_year_of_the_entries_of_the_guide(record_property: Callable[[str, object], None]) -> None:
    right = told = 0
    by_step: dict[str, Counter[bool]] = {}
    for _name, step, year, found in _entries():
        right, told = right + ((step, year) in found), told + len(found)
        by_step.setdefault(step, Counter())[(step, year) in found] += 1
    entries = sum(sum(one.values()) for one in by_step.values())
    steps = ", ".join(f"{step} {one[True]} of {sum(one.values())}" for step, one in sorted(by_step.items()))
    told_so = f"rdcr: {entries} entries, recall {right / entries:.3f}, precision at least {right / told:.3f}; {steps}"
    record_property("measured", told_so)
    assert entries == 939
    assert right / entries >= 0.6
    assert right / told >= 0.64


# --- visits and the releases about them


@dataclass(frozen=True)
class Release:
    """A document of the archive: its day, its title and its words."""

    on: date
    title: str
    text: str


@cache
def _releases() -> dict[str, Release]:
    found = {}
    with tarfile.open(_data("wh-briefings") / "docs.tar.gz") as archive:
        for member in archive.getmembers():
            file = archive.extractfile(member)
            if file is not None and member.name.endswith(".md"):
                _nothing, head, body = file.read().decode().split("---", 2)
                [day] = re.findall(r"^date: '?(\d{4}-\d\d-\d\d)", head, re.MULTILINE)
                [title] = re.findall(r"^title: (.*?)(?=^\w+:|\Z)", head, re.MULTILINE | re.DOTALL)
                title = " ".join(re.sub(r"\\_|\\\n\s*\\?|[\"']", " ", title).split())
                text = re.sub(r"\\([^\w\s])", r"\1", body)
                found[member.name] = Release(date.fromisoformat(day), title, text)
    return found


def _met(release: Release) -> Iterator[ReadFact]:
    about = _named(release.title)
    for fact in _read(release.text, on=release.on, about=about.pop() if len(about) == 1 else ""):
        if fact.kind in {"visit", "meeting"} and fact.modality != "denied":
            yield fact


def test_linked_visits_are_proposed_and_never_the_other_way_round(
    record_property: Callable[[str, object], None],
) -> None:
    links = json.loads((_data("wh-briefings") / "align_visits_trips.json").read_text(encoding="utf-8"))
    visits = [one for one in links if one["record"]["kind"] == "visit"]
    assert len(visits) == 40
    told = [one for one in visits if one["record"]["id"] not in _UNTOLD]
    assert len(told) == 35
    found, as_visits = 0, 0
    for link in told:
        record, partner = link["record"], _COUNTRIES[link["record"]["c"]]
        facts = [fact for name in link["docs"] for fact in _met(_releases()[name]) if partner in fact.partners]
        within = [fact for fact in facts if record["s"] <= fact.date[:10] <= record["e"]]
        found += any(fact.direction != "out" for fact in within)
        as_visits += any(fact.direction == "in" for fact in within)
        assert not any(fact.direction == "out" for fact in within), record
    record_property("measured", f"visits: of 35 linked, {found} with partner and day, {as_visits} of these as guests")
    assert found / len(told) >= 0.8


def test_readouts_of_matters_at_home_tell_of_no_partner(record_property: Callable[[str, object], None]) -> None:
    home = [one for one in _releases().values() if "readout" in one.title.lower() and _is_of_home(one)]
    silent = [one for one in home if not any(f.partners and f.modality != "denied" for f in _read(one.text, on=one.on))]
    record_property("measured", f"readouts of matters at home: {len(home)}, of which {len(silent)} tell of no partner")
    assert len(home) >= 150
    assert len(silent) / len(home) >= 0.95


def _is_of_home(release: Release) -> bool:
    title = SourceText.of(release.title.replace("\u00a0", " "))
    bodies = {one.detail for one in fact_lexicon("en").marks(title) if one.concept in {FORUM, CAPITAL}} - {"USA"}
    return not (_named(release.title) or bodies or _FOREIGN.search(release.title))


# --- sentences whose actors are coded


def test_countries_of_coded_sentences_are_recognised(record_property: Callable[[str, object], None]) -> None:
    codes = {one.alpha_3 for one in pycountry.countries}
    right = labelled = 0
    for one in json.loads(_data("plover/PLOVER_GSR_CAMEO_visible.json").read_text(encoding="utf-8")):
        actors = [actor for side in ("source", "target") for actor in one.get(side) or [] if isinstance(actor, dict)]
        gold = {str(actor.get("code", ""))[:3] for actor in actors} & codes
        source = SourceText.of(one["text"])
        found = {m.detail for m in Lexicon.of(cldr_names("en")).marks(source) if m.concept in {PARTNER, PEOPLE}}
        found |= {mark.detail for mark in fact_lexicon("en").marks(source) if mark.concept == CAPITAL}
        right, labelled = right + len(gold & found), labelled + len(gold)
    record_property("measured", f"PLOVER: {right} of {labelled} partners ({right / labelled:.3f})")
    assert right / labelled >= 0.94
