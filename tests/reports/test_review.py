"""The planner writes the yearly review, freezes it, and later sees what changed and which records caused it."""

import re

import pytest

from tests.people import People
from trivet.core import actions
from trivet.core.partners import Partner
from trivet.core.standpoint import Standpoint
from trivet.core.writing import Draft
from trivet.registers.activities import Activity
from trivet.registers.relations import DiplomaticRelation
from trivet.reports.pages import freeze, render_review
from trivet.reports.review import write_review


def test_the_review_tells_each_part_of_the_year(example: People) -> None:
    review = write_review(2024, Standpoint())
    notes = {note.tally.figure.code: note for _label, listed in review.fields for note in listed}
    assert notes["frameworks.partners"].tally.amount.verified == 32
    assert all(note.rule for note in notes.values())
    assert [len(pillar.activities) for pillar in review.pillars] == [7, 21, 0]
    assert [line.dated for _partner, _tier, line in review.acts] != []
    assert sum(len(lines) for _month, lines in review.months) == 42
    assert any("59" in words for _one, words, _status, _row in review.unmatched)
    assert review.directions and review.anniversaries
    assert any("136" in line for line in review.lacks)


@pytest.mark.parametrize(
    ("language", "heading", "number"),
    [("en", "Foreign affairs of Vietnam, 2024", "786.29"), ("vi", "Việt Nam", "786,29"), ("id", "Vietnam", "786,29")],
)
def test_the_page_stands_alone_in_three_languages(example: People, language: str, heading: str, number: str) -> None:
    page = render_review(2024, Standpoint(), language)
    assert f'<html lang="{language}">' in page
    assert heading in page and number in page
    assert "no record" in page if language == "en" else "no record" not in page
    assert not re.search(r'(?:src|<link[^>]+href)="(?!#)', page), "a mailed page must need nothing else"


def test_every_record_behind_a_figure_tells_its_sources(example: People) -> None:
    review = write_review(2024, Standpoint())
    for _label, listed in review.fields:
        for note in listed:
            verified = [line for line in note.records if line.state == "verified"]
            assert all(line.sources for line in verified), note.title


def test_a_frozen_review_names_the_records_that_moved_a_figure(example: People) -> None:
    freeze(2024, Standpoint(), example.planner)
    assert write_review(2024, Standpoint()).changes == []
    kenya = Partner.objects.get(key="KEN")
    values = {
        "title": "A call",
        "kind": "call",
        "starts": "2024-05-02",
        "ends": "2024-05-02",
        "keeper": example.ministry,
    }
    values |= {"partners": [kenya], "post": Activity.objects.filter(kind="call").first().post}
    actions.create(Activity, Draft(values), actor=example.clerk, reason="forgotten", submit=True)
    gone = DiplomaticRelation.objects.get(key="FRA")
    actions.move(gone, "withdraw", actor=example.reviewer, reason="a test")
    changes = {change.code: change for change in write_review(2024, Standpoint(example.clerk)).changes}
    assert changes["activities.key-leaders"].joined == ["A call"]
    assert any("France" in caption for caption in changes["relations.states"].left)
    assert set(changes) == {"activities.key-leaders", "relations.states"}


def test_a_secret_activity_changes_nothing_in_the_outsiders_review(example: People) -> None:
    before = _without_moment(render_review(2024, Standpoint(), "en"))
    values = {"title": "Quiet talks", "kind": "visit_out", "visit_class": "working", "starts": "2024-06-01"}
    values |= {"ends": "2024-06-02", "marking": 3, "keeper": example.ministry, "partners": []}
    post = Activity.objects.filter(kind="visit_out").first().post
    actions.create(Activity, Draft({**values, "post": post}), actor=example.clerk, reason="x", submit=True)
    assert _without_moment(render_review(2024, Standpoint(), "en")) == before
    assert "Quiet talks" in render_review(2024, Standpoint(example.clerk), "en")


def _without_moment(page: str) -> str:
    return re.sub(r"As the record stood.*?UTC\.", "", page)
