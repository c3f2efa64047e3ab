"""Real sets of other people's data go in twice: counts as an independent reading of the files gives them, then none."""

import csv
import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.acceptance.shared import shared
from tests.people import People
from trivet.core.history import Chain
from trivet.intake.streams.mapping import load_stream
from trivet.intake.streams.report import Report
from trivet.intake.streams.running import Run

_SHARED = shared()
_DATA = (_SHARED or Path()) / "data"
pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(_SHARED is None, reason="ACCEPTANCE SKIPPED: no shared folder"),
]


def _elements(pattern: str, *tags: str, **attributes: str) -> int:
    found = 0
    for file in sorted(_DATA.glob(pattern)):
        for element in ElementTree.parse(file).iter():
            local = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
            found += local in tags and all(element.get(name) == value for name, value in attributes.items())
    return found


def _visits() -> int:
    return _elements("us-visits/data/*.xml", "visit")


def _trips() -> int:
    return _elements("us-travels/*-travels/*.xml", "trip")


def _chiefs() -> int:
    return _elements("us-pocom/missions-*/*.xml", "chief") + _elements(
        "us-pocom/positions-principals/*.xml", "principal"
    )


def _steps() -> int:
    return _elements("us-rdcr/articles/*.xml", "div", type="timeline")


def _uk() -> int:
    with gzip.open(_DATA / "uk-treaties/uk_treaties.jsonl.gz", "rt", encoding="utf-8") as lines:
        return len({json.loads(line)["uuid"] for line in lines})


def _un() -> int:
    return len(list(_DATA.glob("un-mtdsg/treaties/*.csv")))


def _desta() -> int:
    with gzip.open(_DATA / "manytreaties/raw/DESTA.csv.gz", "rt", encoding="utf-8") as lines:
        return sum(row["entry_type"] != "negotiation" for row in csv.DictReader(lines, delimiter=";"))


_SETS: dict[str, tuple[str, Callable[[], int]]] = {
    "historyatstate-visits": ("us-visits", _visits),
    "historyatstate-travels": ("us-travels", _trips),
    "historyatstate-pocom": ("us-pocom", _chiefs),
    "historyatstate-rdcr": ("us-rdcr", _steps),
    "uk-treaties": ("uk-treaties/uk_treaties.jsonl.gz", _uk),
    "un-treaties": ("un-mtdsg", _un),
    "desta": ("manytreaties", _desta),
}


def _take(office: People, stream: str, place: str) -> Report:
    return Run(load_stream(stream), [_DATA / place], office.clerk, office.ministry).go()


@pytest.mark.parametrize("stream", _SETS)
@pytest.mark.timeout(1800)
def test_a_set_goes_in_whole_and_a_second_time_changes_nothing(stream: str, office: People) -> None:
    place, parse = _SETS[stream]
    expected = parse()
    first = _take(office, stream, place)
    assert first.rows == expected and first.repeated == 0 and expected > 200
    assert (first.created + first.refused, first.changed, first.closed) == (expected, 0, 0)
    refused = {(one.file, one.row) for one in first.errors}
    assert first.refused <= len(refused) and first.created >= 0.95 * expected
    number = Chain.objects.get(pk=1).number
    again = _take(office, stream, place)
    assert (again.rows, again.created, again.changed, again.closed) == (expected, 0, 0, 0)
    assert (again.unchanged, again.refused) == (first.created, first.refused)
    assert [one.as_json() for one in again.errors] == [one.as_json() for one in first.errors]
    assert Chain.objects.get(pk=1).number == number
    print(
        f"\n{stream}: {expected} rows, {first.created} created, {first.refused} refused, {len(first.asked)} names asked"
    )


def test_the_known_faults_of_the_sets_are_told_by_file_and_row(office: People) -> None:
    visits = _take(office, "historyatstate-visits", "us-visits")
    assert [(one.file, one.row) for one in visits.noticed] == [("data/2000.xml", 667)], "entered twice, 2009-09-24"
    officers = _take(office, "historyatstate-pocom", "us-pocom")
    odd = {one.file: one.message for one in officers.noticed}
    assert "1886-07-22" in odd["positions-principals/second-assistant-secretary.xml"]
    dangling = [one for one in officers.errors if one.field in {"name", "person"}]
    assert len({(one.file, one.row) for one in dangling}) == 1


_COLUMNS = ("operatorQID", "jurisdictionQIDs", "countryQID", "city", "address", "phone", "email", "website")


def _mission(row: dict[str, str]) -> tuple[str, ...]:
    """What a row of the directory says of what the register keeps, read without the importer."""
    told = [" ".join((row.get(name) or "").split()) for name in _COLUMNS]
    told = [re.sub(r"Q29999\b", "Q55", one) for one in told]  # the Kingdom and the Netherlands are one partner here
    told += [f"{float(row[name]):.6f}" if row[name] else "" for name in ("latitude", "longitude")]
    began = row.get("inception") or row.get("creation") or ""
    told.append(re.sub(r"^(\d{4})-01-01.*|^(\d{4}-\d\d)-01.*|^(\d{4}-\d\d-\d\d).*", r"\1\2\3", began))
    kinds = ("de facto", "nunciature", "apostolic", "high commission", "honorary", "consulate general", "consul")
    kinds += ("permanent", "delegation", "legation", "liaison", "representative", "interests", "embassy")
    same = {"de facto": "other", "nunciature": "embassy", "apostolic": "embassy", "delegation": "permanent"}
    same |= dict.fromkeys(("representative", "interests"), "liaison")
    kind = next((one for one in kinds if one in row["type"].lower()), "other")
    return (*told, same.get(kind, kind))


#: A people, and an organ without its state: no partner for certain, so that their rows are refused with these words.
_NO_SENDER = {"Indigenous Australians", "Ministry of Foreign Affairs"}


def _directory(day: str) -> dict[str, tuple[str, ...]]:
    """What the first row of each mission says, by its identity; nothing where it has no sender."""
    found: dict[str, tuple[str, ...]] = {}
    with gzip.open(_DATA / f"embassies-wikidata/database_of_embassies_{day}.csv.gz", "rt", encoding="utf-8") as text:
        heading = next(line for line in text if line.strip()).rstrip("\n").rstrip(";").split(";")
        for row in csv.DictReader(text, fieldnames=heading, delimiter=";"):
            if row["QID"] not in found:
                found[row["QID"]] = _mission(row) if row["operator"] not in {"", *_NO_SENDER} and row["country"] else ()
    return found


@pytest.mark.timeout(1800)
def test_the_directory_of_missions_is_a_stream_of_snapshots(office: People) -> None:
    old, new = _directory("2020-10-10"), _directory("2022-05-17")
    name = "embassies-wikidata/database_of_embassies_{}.csv.gz"
    first = _take(office, "wikidata-embassies", name.format("2020-10-10"))
    assert (first.created, first.changed, first.closed) == (len([1 for told in old.values() if told]), 0, 0)
    assert [(one.row, one.field) for one in first.errors] == [(1182, "operator")]
    second = _take(office, "wikidata-embassies", name.format("2022-05-17"))
    sound = [{identity: told for identity, told in rows.items() if told} for rows in (old, new)]
    added, gone = sound[1].keys() - sound[0].keys(), sound[0].keys() - new.keys()
    changed = {identity for identity in sound[0].keys() & sound[1].keys() if old[identity] != new[identity]}
    assert (second.created, second.closed) == (len(added), len(gone))
    assert second.changed == len(changed)
    third = _take(office, "wikidata-embassies", name.format("2022-05-17"))
    assert (third.created, third.changed, third.closed, third.unchanged) == (0, 0, 0, len(sound[1]))
    print(f"\n{len(old)} missions, then {len(added)} added, {len(changed)} changed, {len(gone)} closed")
