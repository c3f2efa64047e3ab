"""What a person's day begins with, told by those whose work waits for each other."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.core.making import source
from tests.people import People
from tests.web.samples import client_of
from tests.web.test_calendar import visit
from trivet.core.actions import change, cite, create, move
from trivet.core.drafts import Draft
from trivet.core.standpoint import Standpoint
from trivet.registers.tasks import Task
from trivet.values.markings import Marking
from trivet.web.agenda import changed_since, due_soon, happens_soon, looked, newest_number, waits_for_me
from trivet.web.reading import profile_of

pytestmark = pytest.mark.django_db


def asked(function: Any, user: Any, limit: int = 10) -> list[Any]:
    """What a function tells a person, in at most three statements beside those that every page asks once."""
    standpoint = Standpoint(user)
    _of_every_page = standpoint.access, profile_of(standpoint)
    with CaptureQueriesContext(connection) as statements:
        found: list[Any] = function(standpoint, limit)
    assert len(statements) <= 3
    return found


def day(ahead: int) -> str:
    return (timezone.localdate() + timedelta(ahead)).isoformat()


def test_what_happens_within_two_weeks(office: People) -> None:
    for title, ahead in (("Today", 0), ("In a week", 7), ("In a month", 30), ("Last week", -7)):
        visit(office, title, day(ahead))
    visit(office, "Some day of the year", day(0)[:4])
    visit(office, "Secret talks", day(1), marking=Marking.SECRET)
    assert [one.caption for one in asked(happens_soon, None)] == ["Today", "In a week"]
    assert [one.caption for one in asked(happens_soon, office.clerk)] == ["Today", "Secret talks", "In a week"]
    assert len(asked(happens_soon, office.clerk, 1)) == 1


def test_who_leads_is_told_what_is_to_be_done_soon_or_was(office: People) -> None:
    def task(title: str, ahead: int, body: Any = None, **more: Any) -> None:
        told = {"title": title, "keeper": office.ministry, "due": day(ahead), **more}
        rows = [{"body": body, "role": "lead"}] if body else None
        create(Task, Draft(told, assignments=rows), actor=office.clerk, reason="a task", submit=True)

    task("Late for the ministry", -3)
    task("Soon for the ministry", 5, office.ministry)
    task("Far for the ministry", 40)
    task("Done", -9, status="done", done=day(-9))
    task("For the others", 2, office.commission)
    late, soon = asked(due_soon, office.clerk)
    assert (late.caption, soon.caption) == ("Late for the ministry", "Soon for the ministry")
    assert next(tag.kind for tag in late.tags) == "overdue" and soon.tags[0].kind != "overdue"
    assert [one.caption for one in asked(due_soon, office.other_clerk)] == ["For the others"]
    assert asked(due_soon, None) == []


def test_what_waits_for_whom(office: People) -> None:
    first = visit(office, "To be read", day(1))
    visit(office, "Begun", day(1), submit=False)
    back = visit(office, "Wrong day", day(1))
    move(back, "return", actor=office.reviewer, reason="the day is wrong")
    told = {one.caption: one.why for one in asked(waits_for_me, office.clerk)}
    assert told == {"Begun": "draft", "Wrong day": "returned"}
    assert {one.caption: one.why for one in asked(waits_for_me, office.reviewer)} == {"To be read": "verify"}
    for other in (office.second_clerk, office.reader, None):
        assert asked(waits_for_me, other) == []
    cite(first, {"source": source(office), "confidence": "high"}, actor=office.clerk, reason="source")
    move(first, "verify", actor=office.reviewer, reason="right")
    assert "To be read" not in [one.caption for one in asked(waits_for_me, office.reviewer)]


def test_what_changed_since_one_last_looked(office: People) -> None:
    row = visit(office, "Old plan", day(3))
    for one in (office.planner, office.clerk):
        looked(Standpoint(one), newest_number())
    assert asked(changed_since, office.planner) == []
    change(row, Draft({"place": "Lima"}), actor=office.clerk, reason="the place is known")
    change(row, Draft({"place": "Cusco"}), actor=office.clerk, reason="moved up")
    visit(office, "Secret talks", day(3), marking=Marking.SECRET)
    (one,) = asked(changed_since, office.planner)
    assert [step.reason for step in one.steps] == ["moved up", "the place is known"] and one.caption == "Old plan"
    assert one.steps[0].actor == office.clerk.name
    assert asked(changed_since, office.clerk) == asked(changed_since, None) == []


def test_reading_the_page_forgets_nothing_and_the_button_does(office: People) -> None:
    visit(office, "New plan", day(3))
    client = client_of(office.reviewer)
    client.get("/")
    assert client.get("/today/looked/").status_code == 405
    seen = newest_number()
    visit(office, "Written meanwhile", day(3))
    assert client.post("/today/looked/", {"number": str(seen)}).status_code == 302
    assert [one.caption for one in asked(changed_since, office.reviewer)] == ["Written meanwhile"]
    client.post("/today/looked/", {"number": "1"})
    assert len(asked(changed_since, office.reviewer)) == 1
    assert client.post("/today/looked/", {"number": "x"}).status_code == 400
    client.post("/today/looked/", {"number": str(10**17)})
    visit(office, "After it", day(3))
    assert [one.caption for one in asked(changed_since, office.reviewer)] == ["After it"]
