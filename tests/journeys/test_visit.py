"""Two pillars at work in one visit: from the line of the programme to a commitment in the quarterly pack."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.test_programme import begin_year, send_in
from tests.journeys.test_screens import problems

pytestmark = pytest.mark.sqlite  # the bundled example, on which the journeys go, is made on SQLite
PLAN = "Programme of 2033"
MINISTRY, COMMISSION = "Ministry of Foreign Affairs", "Central Commission for External Relations"


def fill(page: Page, **told: str) -> None:
    """Boxes by their names, choices among them."""
    for name, value in told.items():
        box = page.locator(f"[name={name}]")
        if box.evaluate("(one) => one.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)


def approve(page: Page, year: str) -> None:
    """The head approves the one line of the year."""
    page.goto(f"{year}lines/")
    page.locator("tbody input[type=checkbox]").first.check()
    page.fill("#bulk-reason", "useful for both pillars")
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("tbody .tag.approved")).to_have_count(1)


def open_file(page: Page, year: str, title: str) -> str:
    """The clerk opens the file from the line; the path of its page."""
    page.goto(f"{year}lines/")
    page.get_by_role("link", name=title).first.click()
    page.fill("#visit-reason", "the visit is near")
    page.get_by_role("button", name="Open the visit file").click()
    expect(page.locator("h1")).to_contain_text(title)
    return re.sub(r"^https?://[^/]+", "", page.url)


def fill_file(page: Page, path: str) -> None:
    """People of both pillars and an hour of each."""
    page.goto(f"{path}edit/")
    fill(page, time_zone="Europe/Paris", reason="the programme by the minute")
    people = (("Minister An", "head", "minister"), ("Comrade Binh of the commission", "member", "vice-minister"))
    for place, (name, role, rank) in enumerate(people):
        row = f"delegates-{place}-"
        fill(page, **{f"{row}name": name, f"{row}role": role, f"{row}rank": rank, f"{row}side": "ours"})
    hours = (("09:00", "Talks of the ministers"), ("11:00", "Meeting with the party of the host"))
    for place, (begins, title) in enumerate(hours):
        row = f"hours-{place}-"
        fill(page, **{f"{row}day": "2033-06-11", f"{row}begins": begins, f"{row}title": title, f"{row}kind": "talks"})
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Meeting with the party of the host")


def take_down(page: Page, path: str) -> None:
    """The record of the talks, with a point for each pillar."""
    page.goto(path)
    page.get_by_role("link", name="New meeting record").click()
    fill(page, title="Talks in Paris", kind="talks", reason="taken down")
    fill(page, **{"held-year": "2033", "held-month": "6", "held-day": "11"})
    points = (("To open the market for rice", "offer"), ("Exchange of young cadres", "agreed"))
    for place, (text, kind) in enumerate(points):
        row = f"points-{place}-"
        fill(page, **{f"{row}text": text, f"{row}kind": kind, f"{row}side": "both"})
    page.get_by_role("button", name="Save and submit for review").click()
    expect(page.locator("main")).to_contain_text("Exchange of young cadres")


def turn_into_records(page: Page, path: str) -> None:
    """One point becomes a commitment of the ministry, one a task of the commission, and the host is thanked."""
    page.goto(path)
    page.get_by_role("link", name="Turn points into agreements, commitments and tasks").click()
    fill(page, **{"row-0-becomes": "commitment", "row-0-due": "2033-12"})
    page.locator("[name=row-0-lead]").select_option(label=MINISTRY)
    page.locator("[name=row-0-supports]").select_option(label=[COMMISSION])
    fill(page, **{"row-1-becomes": "task", "row-1-due": "2033-09-01"})
    page.locator("[name=row-1-lead]").select_option(label=COMMISSION)
    fill(page, **{"row-2-becomes": "thanks"})
    fill(page, reason="after the visit")
    page.get_by_role("button", name="Make these").click()
    expect(page.locator("main")).to_contain_text("Commitments: To open the market for rice")


def test_a_visit_of_two_pillars_ends_as_a_commitment_in_the_quarterly_pack(visit: Visit) -> None:
    clerk, party, head = visit.open("clerk"), visit.open("party-clerk"), visit.open("head")
    year = begin_year(clerk, "2033", PLAN)
    both = {"assignments-0-body": MINISTRY, "assignments-0-role": "lead", "assignments-0-purpose": "talks on trade"}
    both |= {"assignments-1-body": COMMISSION, "assignments-1-role": "support", "assignments-1-purpose": "party talks"}
    days = {"programme": PLAN, "starts-year": "2033", "starts-day": "11"}
    send_in(clerk, "Visit to Paris", number="1", **days, **both)
    approve(head, year)
    path = open_file(clerk, year, "Visit to Paris")
    fill_file(clerk, path)
    take_down(clerk, path)
    turn_into_records(clerk, path)
    clerk.goto("/commitments/2033-Q2.html")
    pack = clerk.locator("tr", has_text="To open the market for rice").first
    expect(pack).to_contain_text(MINISTRY)
    expect(pack).to_contain_text("France")
    party.goto("/registers/tasks/")
    party.get_by_role("link", name="Exchange of young cadres").click()
    expect(party.locator("main")).to_contain_text(COMMISSION)
    party.goto(path)
    expect(party.locator("main")).to_contain_text("party talks")
    check_pages(visit, path)


def check_pages(visit: Visit, path: str) -> None:
    """The file, its form and its outcomes in three languages, one of them in two themes, and at 320 pixels."""
    uuid = path.rstrip("/").rsplit("/", 1)[1]
    pages = (path, f"{path}edit/", f"/visits/{uuid}/outcomes/", f"/visits/{uuid}/book.html", "/registers/visits/")
    for language in ("en", "vi", "id"):
        page = visit.open("clerk", language)
        narrow = visit.open("clerk", language, viewport={"width": 320, "height": 800})
        for address in pages:
            page.goto(address)
            for theme in ("light", "dark") if language == "en" else ("light",):
                page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
                assert problems(page) == [], f"{address} in {language}, {theme}"
            narrow.goto(address)
            wide = narrow.evaluate("document.documentElement.scrollWidth")
            assert wide <= 320, f"{address} in {language}: {wide} pixels wide"
