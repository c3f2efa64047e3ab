"""The finder over every visit and trip of two real sets: what was entered twice is found, what only looks so is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID
from xml.etree import ElementTree

import pytest

from tests.acceptance.shared import shared
from tests.people import People
from tests.programme.making import post, programme
from trivet.core.actions import create_many
from trivet.core.drafts import Draft
from trivet.core.history import attach
from trivet.core.people import Tenure
from trivet.core.standpoint import Standpoint
from trivet.intake.streams.mapping import load_stream
from trivet.intake.streams.running import Run
from trivet.programme.candidates import Candidate
from trivet.programme.finding import findings
from trivet.programme.judging import Finding
from trivet.programme.lines import ProgrammeLine
from trivet.programme.programmes import Programme
from trivet.programme.rules import Supplied
from trivet.registers.activities import Activity

_SHARED = shared()
_DATA = (_SHARED or Path()) / "data"
pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(_SHARED is None, reason="ACCEPTANCE SKIPPED: no shared folder"),
]
_VISITS, _TRIPS = ("historyatstate-visits", "us-visits"), ("historyatstate-travels", "us-travels")
_D = ProgrammeLine.Direction
#: Two entries, by the way of the journey and their numbers in the files.
Pair = tuple[str, frozenset[str]]


def _pair(way: str, one: str, other: str) -> Pair:
    return way, frozenset({one, other})


#: Three trips that were entered again a year later (of the third the days and the text were mended), and a guest who
#: is there twice on the same days.
_TWICE = {
    _pair(_D.OUT, "3992", "4019"),
    _pair(_D.OUT, "3993", "4020"),
    _pair(_D.OUT, "3994", "4021"),
    _pair(_D.IN, "2044", "2064"),
}
#: One traveller, one country and one first day, and yet two things: other places, or other business.
_SAME_START = {
    _pair(_D.OUT, "876", "877"),
    _pair(_D.OUT, "1820", "1821"),
    _pair(_D.OUT, "4118", "4119"),
    _pair(_D.OUT, "2121", "2123"),
}


class _Trip(NamedTuple):
    """A trip as the files tell it."""

    number: str
    country: str
    first: str
    last: str

    def overlaps(self, other: _Trip) -> bool:
        """Whether they share more than the day on which one goes on to the other."""
        return self.first < other.last and other.first < self.last

    def holds(self, other: _Trip) -> bool:
        """Whether the other is a side trip within this longer stay."""
        spans = (self.first, self.last), (other.first, other.last)
        return spans[0] != spans[1] and self.first <= other.first and other.last <= self.last


def _of_one_traveller() -> list[tuple[_Trip, _Trip]]:
    """Every two trips of one traveller, read with the plainest means."""
    by_traveller: dict[str, list[_Trip]] = {}
    for file in sorted(_DATA.glob("us-travels/*-travels/*.xml")):
        for trip in ElementTree.parse(file).iter("trip"):
            country = "".join(one.get("id", "") for one in trip.iter("country"))
            told = _Trip(
                trip.findtext("id", ""), country, trip.findtext("start-date", ""), trip.findtext("end-date", "")
            )
            by_traveller.setdefault(trip.get("who", ""), []).append(told)
    return [pair for trips in by_traveller.values() for pair in combinations(trips, 2)]


def _apart(one: _Trip, other: _Trip) -> bool:
    return one.country != other.country


def _numbers(pairs: Iterable[tuple[_Trip, _Trip]]) -> set[Pair]:
    return {_pair(_D.OUT, one.number, other.number) for one, other in pairs}


def _planned(office: People, *sets: tuple[str, str]) -> list[Programme]:
    """The sets taken in, and a programme for each year with a line for each of its activities."""
    for stream, place in sets:
        report = Run(load_stream(stream), [_DATA / place], office.clerk, office.ministry).go()
        assert report.refused == 0, report.errors[:5]
    rows = attach(list(Activity.objects.all()), None)
    years = sorted({row.starts.earliest.year for row in rows})
    plans = {year: programme(office, str(year)) for year in years}
    drafts = [_line(office, plans[row.starts.earliest.year], row) for row in rows]
    create_many(ProgrammeLine, drafts, actor=office.clerk, reason="the years as they were", submit=True)
    return list(plans.values())


def _line(office: People, plan: Programme, row: Any) -> Draft:
    """What would have been planned: a trip by its business, a visit by its guest, for whom a line has no field."""
    out = row.kind == Activity.Kind.VISIT_OUT
    same = ("key", "partners", "place", "starts", "ends", "post", "visit_class")
    values = {
        **{name: getattr(row, name) for name in same},
        "programme": plan,
        "direction": _D.OUT if out else _D.IN,
        "title": row.outcome[:300] if out else row.title,
        "head": row.leader,
        "activity": row,
        "keeper": office.ministry,
    }
    return Draft(values)


def _found(office: People, plans: Iterable[Programme], *checks: Supplied) -> list[Finding]:
    """What the finder tells of all years; a finding over the turn of a year, which both years tell, once."""
    reader = Standpoint(office.clerk)
    told = [one.finding for plan in plans for one in findings(reader, plan, checks)]
    return list({one.mark: one for one in told}.values())


def _pairs(found: Iterable[Finding]) -> Iterator[Pair]:
    numbers = {uuid: key.rpartition(":")[2] for uuid, key in ProgrammeLine.objects.values_list("uuid", "key")}
    for one in found:
        if len(one.lines) == 2:
            yield one.lines[0].direction, frozenset(numbers[line.uuid] for line in one.lines)


@pytest.mark.timeout(1800)
def test_what_was_entered_twice_is_told_and_side_trips_and_same_starts_are_not(office: People) -> None:
    plans = _planned(office, _VISITS, _TRIPS)
    assert ProgrammeLine.objects.count() == 7217
    found = _found(office, plans)
    of_rule = {code: set(_pairs(one for one in found if one.rule.code == code)) for code in _codes(found)}
    assert of_rule["entered-twice"] == _TWICE
    trips = _of_one_traveller()
    begun = _numbers((a, b) for a, b in trips if (a.country, a.first) == (b.country, b.first))
    assert begun == {one for one in _TWICE if one[0] == _D.OUT} | _SAME_START
    apart = [(a, b) for a, b in trips if _apart(a, b) and a.overlaps(b)]
    side = _numbers((a, b) for a, b in apart if a.holds(b) or b.holds(a))
    elsewhere = _numbers(apart) - side
    assert (len(side), len(elsewhere)) == (115, 8)
    assert not set().union(*of_rule.values()) & (side | _SAME_START)
    single = _numbers((a, b) for a, b in trips if {a.first, a.last} == {b.first, b.last} == {a.first} and _apart(a, b))
    assert of_rule["leader-clash"] == elsewhere | single, "who goes on to the next country on the day is in one place"
    assert not of_rule["entered-twice"] & of_rule["duplicate"]
    print(f"\n{len(plans)} years: " + ", ".join(f"{code} {count}" for code, count in _codes(found).items()))


def _codes(found: Iterable[Finding]) -> Counter[str]:
    return Counter(one.rule.code for one in found)


#: Who was at the summit of 2022-05-12 by the visits, and when they held the office in which they are told.
_HELD = {
    "Haji Hassanal Bolkiah": ("Sultan of Brunei", "1967-10-05", ""),
    "Hun Sen": ("Prime Minister of Cambodia", "1985-01-14", "2023-08-22"),
    "Joko Widodo": ("President of Indonesia", "2014-10-20", "2024-10-20"),
    "Choummaly Sayasone": ("President of Laos", "2006-06-08", "2016-04-20"),
    "Ismail Sabri Yaakob": ("Prime Minister of Malaysia", "2021-08-21", "2022-11-24"),
    "Benigno S. Aquino, 3rd": ("President of the Philippines", "2010-06-30", "2016-06-30"),
    "Lee Hsien Loong": ("Prime Minister of Singapore", "2004-08-12", "2024-05-15"),
    "Prayut Chan-O-Cha": ("Prime Minister of Thailand", "2014-08-24", "2023-08-22"),
    "Nguyen Tan Dung": ("Prime Minister of Viet Nam", "2006-06-27", "2016-04-06"),
}


def _left_office(office: People) -> Supplied:
    """A check of tenures: of the guests of a line, those whose every tenure was over before its first day."""
    guests = dict(ProgrammeLine.objects.values_list("uuid", "activity__counterpart"))
    summit = Activity.objects.filter(starts_earliest="2022-05-12").select_related("counterpart")
    people = {row.counterpart.name: row.counterpart for row in summit}
    drafts = []
    for name, (title, starts, ends) in _HELD.items():
        held = {
            "person": people.pop(name),
            "post": post(office, title, office.ministry),
            "starts": starts,
            "ends": ends,
        }
        drafts.append(Draft({**held, "keeper": office.ministry}))
    assert not people
    tenures: dict[UUID, list[Any]] = {}
    for row in create_many(Tenure, drafts, actor=office.clerk, reason="who held which office", submit=True):
        tenures.setdefault(row.person_id, []).append(row)

    def wrong(line: Candidate) -> set[UUID]:
        guest = guests[line.uuid]
        held = tenures.get(guest, []) if guest else []
        return {guest} if held and all(one.ends and one.ends.latest < line.first for one in held) else set()

    return Supplied(code="left-office", label={"en": "the guest had left office"}, wrong=wrong)


@pytest.mark.timeout(1800)
def test_a_check_of_tenures_flags_the_guests_of_a_summit_who_had_left_office(office: People) -> None:
    plans = _planned(office, _VISITS)
    flagged = [one for one in _found(office, plans, _left_office(office)) if one.rule.code == "left-office"]
    assert {(one.lines[0].title, str(one.lines[0].first)) for one in flagged} == {
        ("Prime Minister Nguyen Tan Dung (Vietnam)", "2022-05-12"),
        ("President Choummaly Sayasone (Laos)", "2022-05-12"),
        ("President Benigno S. Aquino, 3rd (Philippines)", "2022-05-12"),
    }
    assert len(flagged) == 3 and all(len(one.about) == 1 for one in flagged)
