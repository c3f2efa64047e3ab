"""Twenty questions over an imported record of one country, each answered as the files themselves answer it."""

import gzip
import json
import re
import tarfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import trivet.figures.counts  # noqa: F401  (declares the figures)
from tests.acceptance.shared import shared
from tests.people import People
from trivet.core.entries import find
from trivet.core.partners import Partner
from trivet.core.standpoint import Standpoint
from trivet.figures.figure import Tally, ask
from trivet.intake.streams.answering import answer
from trivet.intake.streams.mapping import load_stream
from trivet.intake.streams.running import Run
from trivet.values.dates import parse_date

_SHARED = shared()
_DATA = (_SHARED or Path()) / "data"
pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(_SHARED is None, reason="ACCEPTANCE SKIPPED: no shared folder"),
]
_SETS = {
    "historyatstate-visits": "us-visits",
    "historyatstate-travels": "us-travels",
    "historyatstate-pocom": "us-pocom",
    "historyatstate-rdcr": "us-rdcr",
    "uk-treaties": "uk-treaties/uk_treaties.jsonl.gz",
}


def _elements(pattern: str, tag: str) -> Iterator[tuple[Path, Any]]:
    for file in sorted(_DATA.glob(pattern)):
        for element in ElementTree.parse(file).iter():
            if isinstance(element.tag, str) and element.tag.rpartition("}")[2] == tag:
                yield file, element


def _text(element: Any, path: str) -> str:
    found = element.find(path)
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


class _Files:
    """What the files say, read with the plainest means."""

    def __init__(self) -> None:
        self.visits = [
            (_text(e, "start-date"), _text(e, "from"), _text(e, "description").lower())
            for _file, e in _elements("us-visits/data/*.xml", "visit")
        ]
        self.trips = [
            (_text(e, "start-date"), _text(e, "country"))
            for _file, e in _elements("us-travels/*-travels/*.xml", "trip")
        ]
        names = {}
        with tarfile.open(_DATA / "us-pocom/people.tar.gz") as archive:
            for member in archive:
                octets = archive.extractfile(member) if member.isfile() else None
                if octets:
                    person = ElementTree.parse(octets).getroot()
                    parts = [_text(person, f"persName/{part}") for part in ("forename", "surname", "genName")]
                    names[_text(person, "id")] = " ".join(filter(None, parts))
        self.chiefs = [
            (file.stem, names.get(_text(e, "person-id"), ""), _text(e, "started/date"), _text(e, "ended/date"))
            for file, e in _elements("us-pocom/missions-countries/*.xml", "chief")
        ]
        self.steps = []
        for _file, e in _elements("us-rdcr/articles/*.xml", "div"):
            if e.get("type") == "timeline":
                head = next((c for c in e if str(c.tag).endswith("head")), ElementTree.Element("head"))
                when = next((c.get("when") for c in head if c.tag.endswith("date") and c.get("when")), "")
                self.steps.append((when, " ".join("".join(head.itertext()).split()).lower()))
        with gzip.open(_DATA / "uk-treaties/uk_treaties.jsonl.gz", "rt", encoding="utf-8") as lines:
            self.treaties = [json.loads(line) for line in lines]

    def naming(self, name: str) -> int:
        """Visits and trips that name somebody, as the visitor or in what is told of them."""
        visits = _elements("us-visits/data/*.xml", "visit")
        trips = _elements("us-travels/*-travels/*.xml", "trip")
        return sum(name in " ".join("".join(e.itertext()).split()) for _file, e in [*visits, *trips])

    def received(self, years: range, country: str = "") -> int:
        return sum(int(day[:4]) in years and country in {"", land} for day, land, _words in self.visits)

    def last(self, country: str, words: str) -> str:
        return max(day for day, land, told in self.visits if land == country and re.match(words, told))

    def made(self, years: range, country: str = "") -> int:
        return sum(int(day[:4]) in years and country in {"", land} for day, land in self.trips)

    def chief(self, country: str, day: str) -> set[str]:
        return {
            name
            for land, name, began, ended in self.chiefs
            if land == country and len(began) == 10 and len(ended) == 10 and began <= day <= ended
        }

    def told(self, years: range, words: str, but: str = "^$") -> int:
        return sum(
            bool(when) and int(when[:4]) in years and bool(re.search(words, head)) and not re.search(but, head)
            for when, head in self.steps
        )

    def in_force(self, day: str) -> int:
        def iso(text: str | None) -> str:
            return "-".join(reversed(text.split("/"))) if text else ""

        return sum(
            bool(one.get("definative_eif_event_date"))
            and iso(one["definative_eif_event_date"]) <= day
            and (not one.get("terminated_event_date") or iso(one["terminated_event_date"]) >= day)
            for one in self.treaties
        )

    def signed(self, year: str) -> int:
        return sum((one.get("signed_event_date") or "").endswith(f"/{year}") for one in self.treaties)


class _Record:
    """The same questions, asked of the record as `trivet figure` and `trivet find` ask it."""

    def __init__(self, office: People) -> None:
        self.office, self.place = office, Standpoint(office.clerk)

    def ask(self, code: str, *, period: str = "", on: str = "", partner: str = "") -> Tally:
        named = Partner.objects.get(key=partner).pk if partner else None
        day = date.fromisoformat(on) if on else None
        return ask(code, self.place, period=parse_date(period) if period else None, on=day, partner=named)

    def count(self, code: str, **more: str) -> int:
        return int(self.ask(code, **more).amount.total)

    def last(self, partner: str, visit_class: str) -> str:
        told = self.ask("visits.received", period="1800/2100", partner=partner).as_json()["counted"]
        return str(max(row["date"] for row in told if row["part"] == visit_class))

    def chief(self, partner: str, on: str) -> set[str]:
        return {one.row.person.name for one in self.ask("missions.heads", on=on, partner=partner).counted}

    def steps(self, step: str, period: str) -> int:
        parts = self.ask("relations.steps", period=period).parts
        return int(parts[step].total) if step in parts else 0


def _filled(office: People) -> _Record:
    """The five sets taken in; a clerk answers every name that is asked, and takes them in again."""
    for stream, place in _SETS.items():
        run = Run(load_stream(stream), [_DATA / place], office.clerk, office.ministry)
        asked = run.go().asked
        for name, (_rows, unresolved) in asked.items():
            key = unresolved.candidates[0].key if unresolved.candidates else ""
            answer(stream, name, key, actor=office.clerk, keeper=office.ministry)
        if asked:
            again = Run(load_stream(stream), [_DATA / place], office.clerk, office.ministry).go()
            assert again.asked == {} and again.refused <= 1, again.errors[:5]
    return _Record(office)


@pytest.mark.timeout(1800)
def test_twenty_questions_are_answered_as_the_files_answer_them(office: People) -> None:
    files, record = _Files(), _filled(office)
    pairs = [
        (record.count("visits.received", period="2012"), files.received(range(2012, 2013))),
        (record.count("visits.received", period="1961"), files.received(range(1961, 1962))),
        (
            record.count("visits.received", period="1960/1969", partner="FRA"),
            files.received(range(1960, 1970), "France"),
        ),
        (record.count("visits.received", period="2001", partner="MEX"), files.received(range(2001, 2002), "Mexico")),
        (
            record.count("visits.received", period="1980/1989", partner="ISR"),
            files.received(range(1980, 1990), "Israel"),
        ),
        (record.last("GBR", "state"), files.last("United Kingdom", r"\W*(first |second )?state visit")),
        (record.last("JPN", "state"), files.last("Japan", r"\W*(first |second )?state visit")),
        (record.last("CAN", "official-working"), files.last("Canada", r"\W*official working")),
        (record.count("visits.made", period="1990"), files.made(range(1990, 1991))),
        (record.count("visits.made", period="2012"), files.made(range(2012, 2013))),
        (record.count("visits.made", period="1980/1989", partner="JPN"), files.made(range(1980, 1990), "Japan")),
        (record.chief("FRA", "1950-01-01"), files.chief("france", "1950-01-01")),
        (record.chief("GBR", "1939-09-01"), files.chief("united-kingdom", "1939-09-01")),
        (record.chief("JPN", "1975-06-30"), files.chief("japan", "1975-06-30")),
        (record.steps("severed", "1917"), files.told(range(1917, 1918), "sever|severance|breaking|broke|break in")),
        (record.steps("recognised", "1991/1992"), files.told(range(1991, 1993), "recogni")),
        (record.count("agreements.in-force", on="1950-01-01"), files.in_force("1950-01-01")),
        (record.count("agreements.in-force", on="1970-01-01"), files.in_force("1970-01-01")),
        (record.count("agreements.signed", period="1930"), files.signed("1930")),
        (
            len(find(office.clerk, "Nguyen Tan Dung", register="activities", limit=50)),
            files.naming("Nguyen Tan Dung"),
        ),
    ]
    wrong = [(number, *pair) for number, pair in enumerate(pairs, start=1) if pair[0] != pair[1]]
    assert len(pairs) == 20 and all(pair[1] for pair in pairs) and wrong == []
    print("\n" + "; ".join(str(pair[1]) for pair in pairs))
