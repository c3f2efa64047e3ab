"""A reviewer who uses no mouse verifies an entry that is not hers."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit

pytestmark = pytest.mark.sqlite  # the bundled example, on which the journeys go, is made on SQLite


def tab_to(page: Page, selector: str, most: int = 120) -> None:
    """Go on with the Tab key until what is meant has the focus."""
    for _ in range(most):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key never reaches {selector}")


def test_the_reviewer_verifies_by_keyboard_alone(visit: Visit) -> None:
    clerk = visit.open("clerk")
    clerk.goto("/registers/activities/new/")
    clerk.fill("[name=title]", "Call with Monaco")
    clerk.select_option("[name=kind]", "call")
    clerk.fill("textarea[name=partners]", "Monaco")
    clerk.fill("[name=starts-year]", "2024")
    clerk.fill("[name=cite-title]", "Notes of the desk")
    clerk.fill("[name=reason]", "told by the desk")
    clerk.get_by_role("button", name="Save and submit for review").click()
    expect(clerk.locator("h1")).to_contain_text("Monaco")
    assert not clerk.get_by_role("button", name="Verify").count(), "nobody verifies what they wrote"

    page = visit.open("reviewer")
    page.goto(clerk.url)
    tab_to(page, "#reason")
    page.keyboard.type("seen in the notes")
    tab_to(page, "button[name=move][value=verify]")
    page.keyboard.press("Enter")
    expect(page.locator("h1 .tag.verified")).to_have_text("verified")
