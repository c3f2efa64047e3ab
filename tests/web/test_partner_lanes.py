"""Stories of a partner's timeline: what each pillar did with it, what they did together, and what nobody assigned."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import People
from tests.web.samples import client_of
from tests.web.test_calendar import PILLARS, speaker, visit
from trivet.core.actions import change
from trivet.core.drafts import Draft
from trivet.core.office import profile
from trivet.core.partners import Partner

pytestmark = pytest.mark.django_db


def page_of(user: Any, key: str = "FRA", **query: str) -> Any:
    """A partner's page, which must come with at most 12 statements."""
    client, path = client_of(user), f"/registers/partners/{Partner.objects.get(key=key).pk}/"
    with CaptureQueriesContext(connection) as asked:
        page = client.get(path, query)
    assert page.status_code == 200 and len(asked) <= 12
    return page


def lanes_of(page: Any) -> dict[str, list[str]]:
    """The captions that are drawn in each lane, in the order of the lanes."""
    drawn = page.context["partner"]["lanes"]
    found: dict[str, list[str]] = {name: [] for _number, _y, name in drawn.names}
    for mark in drawn.marks:
        found[drawn.names[mark.lane - 1][2]].append(re.sub(r" \(pillar .*", "", mark.words.rpartition(": ")[2]))
    return found


def to_france(people: People, title: str, starts: str, **more: Any) -> Any:
    return visit(people, title, starts, partners=[Partner.objects.get(key="FRA")], **more)


def labels() -> list[str]:
    return [profile().label("pillars", code) for code in PILLARS]


def test_the_desk_officer_sees_what_each_pillar_did_with_france(office: People) -> None:
    first, second = labels()
    to_france(office, "Talks in Lyon", "2031-03-05", lead=(office.ministry, PILLARS[0]))
    to_france(office, "The Speaker in Nice", "2031-04", post=speaker(office))
    to_france(office, "Friendship week", "2031-05-12")
    page = page_of(office.planner)
    assert lanes_of(page) == {
        first: ["Talks in Lyon"],
        second: ["The Speaker in Nice"],
        "Pillar not told": ["Friendship week"],
    }
    marks = {mark.words: mark for mark in page.context["partner"]["lanes"].marks}
    exact, vague = marks["5 Mar 2031, activity: Talks in Lyon"], None
    for words, mark in marks.items():
        if "Speaker" in words:
            assert words.startswith("April 2031, activity") and words.endswith("derived from the post that acted)")
            vague = mark
    assert exact.exact and vague is not None and not vague.exact and vague.width > 0


def test_what_two_pillars_do_together_stands_in_both_lanes_and_once_in_the_list(office: People) -> None:
    row = to_france(office, "Joint week", "2031-03-05")
    both = [
        {"body": office.ministry, "pillar": PILLARS[0], "role": "lead"},
        {"body": office.commission, "pillar": PILLARS[1], "role": "support"},
    ]
    change(row, Draft(assignments=both), actor=office.clerk, reason="each has its own task")
    page = page_of(office.reader)
    assert lanes_of(page) == {name: ["Joint week"] for name in labels()}
    (line,) = [one for one in page.context["partner"]["lines"] if one.caption == "Joint week"]
    assert line.pillars == ", ".join(labels()) and not line.derived


def test_who_is_only_informed_acts_in_no_lane(office: People) -> None:
    row = to_france(office, "Talks in Lyon", "2031-03-05")
    told = [{"body": office.ministry, "pillar": PILLARS[0], "role": "inform"}]
    change(row, Draft(assignments=told), actor=office.clerk, reason="for their files")
    assert lanes_of(page_of(office.reader))["Pillar not told"] == ["Talks in Lyon"]


def test_the_page_of_the_past_shows_the_pillars_as_they_were_known(office: People) -> None:
    row = to_france(office, "Talks in Lyon", "2031-03-05")
    before = datetime.now(UTC).isoformat()
    told = [{"body": office.ministry, "pillar": PILLARS[0], "role": "lead"}]
    change(row, Draft(assignments=told), actor=office.clerk, reason="the plan is made")
    assert lanes_of(page_of(office.clerk, known=before))["Pillar not told"] == ["Talks in Lyon"]
    assert lanes_of(page_of(office.clerk))[labels()[0]] == ["Talks in Lyon"]


def test_a_list_beside_the_drawing_says_the_same_to_who_cannot_see_it(office: People) -> None:
    to_france(office, "The Speaker in Nice", "2031-04-02", ends="2031-04-05", post=speaker(office))
    page = page_of(None)
    (line,) = page.context["partner"]["lines"]
    assert (line.when, line.pillars, line.derived) == ("2–5 Apr 2031", labels()[1], True)
    assert f"{labels()[1]}, derived</abbr>" in page.content.decode()
