"""Two bodies send in their lines; the head joins what is one visit, approves and adopts; every page is fit for all."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.test_screens import problems

pytestmark = pytest.mark.sqlite  # the bundled example, on which the journeys go, is made on SQLite
PLAN = "Programme of 2031"


def begin_year(page: Page, year: str = "2031", title: str = PLAN) -> str:
    """The clerk of the ministry opens the year; the address of its page."""
    page.goto("/programme/")
    page.get_by_role("link", name="New programme").click()
    page.fill("[name=year-year]", year)
    page.fill("[name=title]", title)
    page.fill("[name=reason]", "the year begins")
    page.get_by_role("button", name="Save and submit for review").click()
    page.goto("/programme/")
    page.get_by_role("link", name=title).click()
    return page.url


def send_in(page: Page, title: str, **more: str) -> None:
    """One line by its form."""
    page.goto("/registers/programme-lines/new/")
    told = {"programme": PLAN, "title": title, "partners": "France", "starts-year": "2031", "starts-month": "6", **more}
    for name, value in told.items():
        box = page.locator(f"[name={name}]")
        tag = box.evaluate("(one) => one.tagName")
        _ = box.select_option(value) if tag == "SELECT" else box.fill(value)
    page.select_option("[name=direction]", "out")
    page.fill("[name=reason]", "the return of the year")
    page.get_by_role("button", name="Save and submit for review").click()
    expect(page.locator("h1")).to_contain_text(title)


def test_two_bodies_and_the_head_make_one_programme(visit: Visit) -> None:
    clerk, party, head = visit.open("clerk"), visit.open("party-clerk"), visit.open("head")
    year = begin_year(clerk)
    send_in(clerk, "Trade talks in Paris", number="1", topic="economic", **{"starts-day": "11"})
    send_in(party, "Party talks on trade", number="1", topic="economic", purpose="to see the party of the host")
    head.goto(f"{year}findings/")
    expect(head.locator(".finding")).to_have_count(1)
    head.locator(".finding summary").click()
    head.locator(".finding select").select_option(label="Trade talks in Paris")
    head.locator(".finding input[name=reason]").fill("one visit for both")
    head.get_by_role("button", name="One visit, a task for each").click()
    expect(head.locator(".finding")).to_have_count(0)
    head.goto(f"{year}lines/")
    for box in head.locator("tbody input[type=checkbox]").all():
        box.check()
    head.fill("#bulk-reason", "the plan of the year")
    head.get_by_role("button", name="Approve").click()
    expect(head.locator("tbody .tag.approved")).to_have_count(2)
    head.get_by_role("link", name="The year").click()
    head.fill("#reason", "adopted in council")
    head.get_by_role("button", name="Adopt the programme").click()
    expect(head.get_by_role("link", name="Baseline")).to_be_visible()
    line = head.locator(".chip a", has_text="Trade talks").first.get_attribute("href") or ""
    head.goto(line)
    expect(head.locator("main")).to_contain_text("to see the party of the host")
    check_pages(visit, year, line)


def check_pages(visit: Visit, year: str, line: str) -> None:
    """Every page of the programme in three languages, one of them in two themes, at full width and at 320 pixels."""
    path = re.sub(r"^https?://[^/]+", "", year)
    pages = [f"{path}{more}" for more in ("", "lines/", "findings/?decided=1", "editions/0/", "actual/?show=all")]
    for language in ("en", "vi", "id"):
        page = visit.open("head", language)
        narrow = visit.open("head", language, viewport={"width": 320, "height": 800})
        for address in ("/programme/", *pages, line):
            page.goto(address)
            for theme in ("light", "dark") if language == "en" else ("light",):
                page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
                assert problems(page) == [], f"{address} in {language}, {theme}"
            narrow.goto(address)
            wide = narrow.evaluate("document.documentElement.scrollWidth")
            assert wide <= 320, f"{address} in {language}: {wide} pixels wide"
            assert narrow.locator("h1").count() == 1, address
