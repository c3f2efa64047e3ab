"""A marking protects for the years of the profile: what ends soon is shown to who decides, lowers it or extends it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from time_machine import travel

from tests.core.making import made
from tests.people import People
from tests.web.dossiers import read, text
from tests.web.samples import client_of
from trivet.coordination.protection import Extension, Period, endings, extend, lower, periods_of
from trivet.core.access import restrict_versions
from trivet.core.actions import NotAllowed, change
from trivet.core.drafts import Draft
from trivet.core.profile import load_profile
from trivet.core.standpoint import Standpoint
from trivet.core.validation import Invalid
from trivet.core.verifying import verify
from trivet.registers.meetings import Meeting
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db


def in_time() -> date:
    """A day on which what is marked today has a hundred days left; asked in each test, as a run may pass midnight."""
    return Period(2, 10, 60, "", True).ends(timezone.localdate()) - timedelta(100)


def ending(people: People, day: date, user: Any = None) -> list[tuple[str, date]]:
    """What ends soon as the head (or somebody else) sees it on a day."""
    found = endings(Standpoint(user or people.head), periods_of(load_profile("vietnam")), day, 50)
    return [(one.entry.caption, one.ends) for one in found]


def test_the_law_of_the_profile_gives_the_periods(people: People) -> None:
    periods = periods_of(load_profile("vietnam"))
    assert {level: (one.years, one.notice, one.verified) for level, one in periods.items()} == {
        Marking.CONFIDENTIAL: (10, 60, True),
        Marking.SECRET: (20, 60, True),
        Marking.TOP_SECRET: (30, 60, True),
    }
    assert periods_of(load_profile("generic")) == {}
    assert Period(2, 10, 60, "", True).ends(date(2024, 2, 29)) == date(2034, 2, 28)


def test_a_period_runs_from_the_day_on_which_the_marking_was_given_and_not_from_the_record(people: People) -> None:
    made(people, Meeting, "Old talks", marking=Marking.CONFIDENTIAL)
    later = made(people, Meeting, "Raised talks", marking=Marking.INTERNAL)
    made(people, Meeting, "Open talks")
    with travel(f"{timezone.localdate() + timedelta(400)}T08:00:00Z"):
        change(later, Draft({"marking": Marking.CONFIDENTIAL}), actor=people.clerk, reason="raised")
    assert ending(people, in_time() - timedelta(90)) == []
    assert ending(people, in_time()) == [("Old talks", Period(2, 10, 60, "", True).ends(timezone.localdate()))]
    assert [name for name, _day in ending(people, in_time() + timedelta(400))] == ["Old talks", "Raised talks"]
    assert ending(people, in_time(), people.clerk) == [], "who may not decide is not asked"


def test_who_decides_lowers_the_record_with_its_earlier_versions(people: People) -> None:
    row = made(people, Meeting, "Old talks", marking=Marking.CONFIDENTIAL)
    change(row, Draft({"note": "a word"}), actor=people.clerk, reason="more")
    versions = Meeting.Version.objects.filter(uuid=row.pk)  # type: ignore[misc]
    assert not restrict_versions(versions, people.reader, live=Meeting.objects.all()).exists()
    with pytest.raises(NotAllowed):
        lower(row, Marking.INTERNAL, actor=people.clerk, reason="it is known")
    with pytest.raises(Invalid, match="below the present"):
        lower(row, Marking.SECRET, actor=people.head, reason="higher")
    lower(row, Marking.INTERNAL, actor=people.head, reason="it is known")
    assert Meeting.objects.get(pk=row.pk).marking == Marking.INTERNAL
    assert restrict_versions(versions, people.reader, live=Meeting.objects.all()).count() == 3
    assert ending(people, in_time()) == [] and verify() is None


def test_an_extension_lasts_until_its_day_and_ends_again(people: People) -> None:
    row = made(people, Meeting, "Old talks", marking=Marking.CONFIDENTIAL)
    until = in_time() + timedelta(1000)
    with pytest.raises(NotAllowed):
        extend(row, until, actor=people.clerk, reason="still so")
    for day in (None, timezone.localdate()):
        with pytest.raises(Invalid, match="still to come"):
            extend(row, day, actor=people.head, reason="still so")
    extend(row, until, actor=people.head, reason="still so")
    assert ending(people, in_time()) == []
    assert ending(people, until - timedelta(100)) == [("Old talks", until)]
    assert verify() is None


def test_the_page_and_today_ask_who_decides_and_nobody_else(people: People) -> None:
    row = made(people, Meeting, "Old talks", marking=Marking.CONFIDENTIAL)
    assert "No protection ends soon" in text(read(client_of(people.head), "/protection/"))
    day = in_time()
    with travel(f"{day}T08:00:00Z"):
        client = client_of(people.head)
        page = text(read(client, "/protection/"))
        assert "Old talks" in page and "in 100 days" in page and "this day is over" not in page
        assert "its protection ends" in text(read(client, "/"))
        assert client_of(people.clerk).get("/protection/").status_code == 404
        assert "its protection ends" not in text(read(client_of(people.clerk), "/"))
        sent = {"register": "meetings", "record": str(row.pk), "reason": "still so"}
        for more, status in (
            ({"act": "extend", "until": ""}, 422),
            ({"act": "extend", "until": "soon"}, 422),
            ({"act": "lower", "level": "3"}, 422),
            ({"act": "lower", "level": "1", "reason": ""}, 422),
            ({"act": "burn"}, 404),
            ({"act": "extend", "record": "x"}, 404),
        ):
            assert client.post("/protection/", {**sent, **more}).status_code == status, more
        until = (day + timedelta(1000)).isoformat()
        assert client.post("/protection/", {**sent, "act": "extend", "until": until}).status_code == 302
        assert Extension.objects.get().decided_by == people.head
        assert "Old talks" not in text(read(client, "/protection/"))
        assert "its protection ends" not in text(read(client, "/"))


def test_what_is_decided_late_says_so(people: People) -> None:
    made(people, Meeting, "Old talks", marking=Marking.CONFIDENTIAL)
    with travel(f"{in_time() + timedelta(60)}T08:00:00Z"):
        assert "this day is over" in text(read(client_of(people.head), "/protection/"))
