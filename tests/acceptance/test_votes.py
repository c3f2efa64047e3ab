"""Roll calls of the General Assembly go in twice; what a partner's page tells is what the files themselves tell."""

import csv
import gzip
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.shared import shared
from tests.people import People
from tests.watch.ballot_files import taken
from trivet.watch.coincidence import Asked, coincidence, pairs

_SHARED = shared()
_DATA = (_SHARED or Path()) / "data" / "un-votes"
pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(_SHARED is None, reason="ACCEPTANCE SKIPPED: no shared folder"),
]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with gzip.open(_DATA / f"{name}.csv.gz", "rt", encoding="utf-8") as text:
        yield from csv.DictReader(text)


@pytest.mark.timeout(900)
def test_all_votes_go_in_twice_and_a_pair_is_told_as_the_files_tell_it(
    office: People, settings, tmp_path: Path, record_property
) -> None:
    settings.TRIVET_HOME = tmp_path
    first, again = (taken(office.clerk, office.ministry, _DATA) for _turn in range(2))
    days = {row["rcid"]: row["date"] for row in _rows("un_roll_calls")}
    votes = list(_rows("un_votes"))
    assert (first.rows, first.created, first.refused, first.asked) == (len(votes), len(votes), 0, {})
    assert (again.unchanged, again.created, again.changed) == (len(votes), 0, 0)

    def of(name: str) -> dict[str, str]:
        return {row["rcid"]: row["vote"] for row in votes if row["country"] == name}

    for ours, theirs, name in (("VNM", "FRA", "France"), ("VNM", "USA", "United States"), ("KEN", "IDN", "Indonesia")):
        mine, their = of({"VNM": "Vietnam", "KEN": "Kenya"}[ours]), of(name)
        both = [number for number in mine if number in their]
        by_decade = Counter(int(days[number][:4]) // 10 for number in both)
        alike = Counter(int(days[number][:4]) // 10 for number in both if mine[number] == their[number])
        opposed = sum({mine[number], their[number]} == {"Y", "N"} for number in both)
        told = coincidence(ours, theirs)
        assert told is not None and {one.first // 10: one.both for one in told.decades} == dict(by_decade)
        assert {one.first // 10: one.alike for one in told.decades} == dict(alike)
        assert sum(one.opposed for one in told.decades) == opposed
        assert len(pairs(ours, theirs, Asked(held="opposed"), skip=0, most=9999)) == opposed
    soviet, russian = (sum(one.both for one in coincidence("VNM", key).decades) for key in ("SUHH", "RUS"))
    assert soviet + russian == len(of("Vietnam").keys() & of("Russia").keys()) and soviet and russian
    record_property("measured", f"un-votes: {len(votes)} votes in {len(days)} roll calls")
