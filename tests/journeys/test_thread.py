"""One thread of the exercise, walked on its pages: from a task up to the policy and on to the review that counts it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Stage, Visit, served
from tests.journeys.test_screens import problems

pytestmark = pytest.mark.sqlite  # the exercise stands beside the bundled example, which is made on SQLite
TASK, VISIT = "Draw the plan of the quay for the ferry", "Head of the Cabinet visits Ostrel"
#: The steps of the thread, from the reason to the outcome.
STEPS = [
    *("Policy document", "Objective", "Text", "Visit file", "Activity", "Meeting record", "Dossier", "Agreement"),
    *("Commitment", "Task"),
]


@pytest.fixture(scope="module")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """An exercise of its own, built and served as anybody would."""
    with served(tmp_path_factory.mktemp("exercise"), "exercise") as found:
        yield found


def follow(page: Page, register: str, title: str) -> None:
    """From the list of a register to a record, and from there to its thread."""
    page.goto(f"/registers/{register}/")
    page.get_by_role("link", name=title).first.click()
    page.get_by_role("link", name="The thread").click()
    expect(page.locator("h1")).to_have_text("The thread")


def steps(page: Page) -> list[str]:
    told = page.locator("table.thread tbody tr td:first-child").all_inner_texts()
    return [step for step in told if step.strip()]


def test_a_clerk_follows_one_thread_from_its_task_to_the_policy_and_the_review(
    exercise: Stage, browser: Browser
) -> None:
    people = Visit(exercise, browser)
    try:
        page = people.open("clerk-mfa")
        follow(page, "tasks", TASK)
        assert steps(page) == STEPS
        expect(page.locator("tr[aria-current]")).to_contain_text(TASK)
        activity = page.locator("table.thread tr", has_text="Activity")
        for role in (
            "lead Ministry of External Affairs (Public offices)",
            "support External Bureau of the League (League)",
        ):
            expect(activity).to_contain_text(role)
        dossier = page.locator("table.thread tr", has_text="being carried out")
        expect(dossier).to_contain_text("Ministry of Public Order: agrees with changes")
        up = (
            "Open a ferry line",
            "Agreement on the ferry",
            VISIT,
            "Two regular ferry lines",
            "Project 4, Open harbours",
        )
        for title in up:
            page.locator("table.thread").get_by_role("link", name=title).first.click()
            expect(page.locator("h1")).to_contain_text(title)
            page.get_by_role("link", name="The thread").click()
            expect(page.locator("tr[aria-current]")).to_contain_text(title)
            expect(page.locator("table.thread")).to_contain_text(TASK)
        page.get_by_role("row", name="Agreements signed").get_by_role("link").last.click()
        expect(page.locator("[id='agreements.signed']")).to_contain_text("Agreement on the ferry")
        check_pages(people)
    finally:
        for context in people.contexts:
            context.close()


def check_pages(people: Visit) -> None:
    """The thread in three languages, in two themes, and at 320 pixels; it reads the same without script."""
    for language in ("en", "vi", "id"):
        page = people.open("clerk-mfa", language, java_script_enabled=language == "en")
        page.goto("/registers/visits/")
        page.get_by_role("link", name=VISIT).first.click()
        page.locator(".head a[href*='/thread/']").click()
        path = page.url
        assert len(steps(page)) >= len(STEPS)
        narrow = people.open("clerk-mfa", language, viewport={"width": 320, "height": 800})
        narrow.goto(path)
        assert narrow.evaluate("document.documentElement.scrollWidth") <= 320
        for theme in ("light", "dark") if language == "en" else ():
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            assert problems(page) == [], theme
