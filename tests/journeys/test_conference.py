"""A conference from its filing to the report on it: one body answers late, and that stays to be seen."""

from __future__ import annotations

import re
import subprocess
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.test_screens import problems

pytestmark = pytest.mark.sqlite  # the bundled example, on which the journeys go, is made on SQLite
#: Who acts besides the people of the demo: user name, body, role.
PEOPLE = (
    ("friend", "vufo", "clerk"),
    ("police", "public-security", "desk_officer"),
    ("cabinet", "government", "approver"),
)


def ago(days: int) -> str:
    """A day before (or after) today, as the boxes take it."""
    return (date.today() - timedelta(days)).isoformat()


def hire(visit: Visit) -> None:
    """Accounts of three more bodies, opened on the command line of the installation."""
    for name, body, role in PEOPLE:
        words = ["user", "add", name, "--name", name.title(), "--body", body, "--role", role, "--clearance", "1"]
        command = [*visit.stage.command(*words), "--stdin", "--reason", "for the journey"]
        told = f"{visit.stage.password}\n"
        subprocess.run(command, env=visit.stage.environment, input=told, text=True, check=True, capture_output=True)


def prepare(page: Page) -> str:
    """The organiser opens the dossier, sixty days ago; the path of its page."""
    page.goto("/dossiers/new/conference/")
    page.fill("#title", "Forum of friendship societies")
    told = {"starts": ago(4), "ends": ago(3), "rank": "minister"}
    for fact, value in told.items():
        box = page.locator(f"[name=fact-{fact}]")
        if box.evaluate("(one) => one.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)
    page.locator("[name=fact-topics][value=none]").check()
    page.fill("#day", ago(60))
    page.fill("#reason", "the forum is planned")
    page.get_by_role("button", name="Prepare and open").click()
    expect(page.locator("h1")).to_contain_text("Forum of friendship societies")
    return re.sub(r"^https?://[^/]+", "", page.url)


def step(page: Page, path: str, label: str, day: str, *papers: str) -> None:
    """Take a step by its form, on a day, with papers."""
    page.goto(path)
    form = page.locator(".options > li", has=page.locator(f"b:text-is('{label}')"))
    form.locator("summary").click()
    for paper in papers:
        form.locator(f"[name=paper-{paper}]").check()
    form.locator("[name=day]").fill(day)
    form.locator("[name=reason]").fill(label.lower())
    form.get_by_role("button", name=label, exact=True).click()
    expect(page.locator("main .message, .message").first).to_contain_text("Done")


def test_a_conference_is_reported_with_an_opinion_that_came_late(visit: Visit) -> None:
    hire(visit)
    friend, clerk, police = visit.open("friend"), visit.open("clerk"), visit.open("police")
    path = prepare(friend)
    step(friend, path, "File", ago(60), "letter", "project")
    step(clerk, path, "Accept as complete and ask for opinions", ago(55))
    police.goto("/obligations/")
    row = police.locator("tr", has_text="Forum of friendship societies")
    expect(row).to_contain_text("overdue")
    police.goto(path)
    police.locator("[name=answer]").select_option("agrees-with-changes")
    police.locator("[name=text]").fill("With fewer guests.")
    police.get_by_role("button", name="Give the opinion").click()
    expect(police.locator("main")).to_contain_text("met late")
    step(clerk, path, "Put before the competent level", ago(0))
    cabinet = visit.open("cabinet")
    step(cabinet, path, "Permit", ago(0), "decision")
    expect(cabinet.locator("main")).to_contain_text("Decision 06/2020")
    step(friend, path, "Record that it was held", ago(0))
    step(friend, path, "Report the result", ago(0), "report")
    expect(friend.locator(".level")).to_contain_text("reported")
    expect(friend.locator("main")).to_contain_text("With fewer guests.")
    for language in ("en", "vi", "id"):
        page = visit.open("friend", language)
        page.goto(path)
        assert problems(page) == [], language
