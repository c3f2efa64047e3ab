"""Two lead bodies and a province draft a submission: an objection, a new version, a silence that ends abroad, tasks.

The server runs in the test's own process, so that the days between can pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.coordination.conftest import Desk
from tests.journeys.test_screens import problems
from tests.journeys.test_visit import fill
from tests.people import PASSWORD, People
from trivet.core import actions
from trivet.core.accounts import open_account
from trivet.core.bodies import Body
from trivet.core.drafts import Draft
from trivet.core.users import Role, User
from trivet.values.markings import Marking

pytestmark = pytest.mark.sqlite
MINISTRY, COMMISSION = "Ministry of Foreign Affairs", "Central Commission for External Relations"
PROVINCE, MISSIONS = "provincial-departments", "missions"
TITLE = "On raising the partnership with Indonesia"
WORDS = (
    "The partnership with Indonesia is raised by one tier at the visit.",
    "The provinces open sister ports.",
    "The Party and the people bring a project each.",
)
Open = Callable[..., Page]


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel("2026-03-02T02:00:00Z") as travelling:
        yield travelling


@pytest.fixture
def desk(clock: Any, transactional_db: None, people: People) -> Desk:
    """The people of the story can sign in; the missions' clock is that of New York."""
    known: dict[tuple[str, str], User] = {}

    def hired(body: str, role: str = Role.CLERK) -> User:
        if (body, role) not in known:
            told = {"body": Body.objects.get(key=body), "role": role, "clearance": Marking.SECRET}
            more = {"password": PASSWORD, "actor": people.installation, "reason": "somebody of the story"}
            known[body, role] = open_account(body[:20], body, **told, **more)  # type: ignore[arg-type]
        return known[body, role]

    missions = Body.objects.get(key=MISSIONS)
    actions.change(missions, Draft({"time_zone": "America/New_York"}), actor=people.installation, reason="abroad")
    return Desk(hired, people)


@pytest.fixture
def open_as(live_server: Any, browser: Browser, desk: Desk) -> Iterator[Open]:
    contexts: list[BrowserContext] = []

    def opened(body: str, language: str = "en", **more: Any) -> Page:
        name = "clerk" if body == "mfa" else desk.clerk(body).username
        told = {"viewport": {"width": 1280, "height": 900}, **more}
        context = browser.new_context(
            base_url=live_server.url, extra_http_headers={"Accept-Language": language}, **told
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.goto("/sign-in/")
        page.fill("main [name=login], main [name=username]", name)
        page.fill("main [name=password]", PASSWORD)
        page.click("main form button:not(.second)")
        page.wait_for_url(re.compile(r"/$"))
        return page

    yield opened
    for context in contexts:
        context.close()


def begin(page: Page) -> str:
    """The ministry begins the text with the commission, and writes its first version; the path of its page."""
    page.goto("/registers/texts/new/")
    fill(page, title=TITLE, kind="submission", partners="Indonesia", reason="asked for by the minister", marking="1")
    page.locator("[name=need_to_know]").check()
    rows = ((COMMISSION, "co-lead"), (PROVINCE, "consult"))
    for place, (body, role) in enumerate(rows):
        fill(page, **{f"assignments-{place}-body": body, f"assignments-{place}-role": role})
    page.get_by_role("button", name="Save and submit for review").click()
    expect(page.locator("h1")).to_contain_text(TITLE)
    path = re.sub(r"^https?://[^/]+", "", page.url)
    page.get_by_role("link", name="Write the next version").click()
    fill(page, more="\n\n".join(WORDS), reason="first draft of both")
    page.get_by_role("button", name="Keep this version").click()
    expect(page.locator("main")).to_contain_text(WORDS[2])
    return path


def send_round(page: Page) -> None:
    page.locator("summary", has_text="Send it round").click()
    clearers = f"{COMMISSION}: 1, 3\n{PROVINCE}: 2\n{MISSIONS}: 1"
    fill(page, clearers=clearers, informed="government", day="2026-03-13", rule="office practice")
    page.locator("[name=silence]").check()
    page.locator("[name=silence-reason]").fill("the visit is near")
    page.locator("#k-reason").fill("round it goes")
    page.get_by_role("button", name="Send it round").click()
    expect(page.locator(".level")).to_contain_text("circulating")


def answers(page: Page, path: str, says: str, words: str = "") -> None:
    page.goto(path)
    page.locator("[name=answer]").select_option(says)
    page.locator("form:has([name=answer]) [name=words]").fill(words)
    page.get_by_role("button", name=re.compile("Give the answer|Gửi trả lời|Berikan jawaban")).click()
    expect(page.locator(".message").first).to_be_visible()


def state_of(page: Page, body: str) -> Any:
    return page.locator("table", has_text="Of version").locator("tr", has_text=body)


def test_a_joint_submission_from_its_draft_to_the_tasks_in_the_review(open_as: Open, clock: Any, desk: Desk) -> None:
    clerk, party = open_as("mfa"), open_as("central-external-relations-commission", "vi")
    province = open_as(PROVINCE, "id")
    path = begin(clerk)
    send_round(clerk)
    answers(party, path, "agrees")
    answers(province, path, "disagrees", "pelabuhan kami belum siap")
    clerk.goto(path)
    expect(state_of(clerk, "Departments")).to_contain_text("objects")

    clerk.get_by_role("link", name="Write the next version").click()
    fill(clerk, **{"p-2-text": "The provinces that are ready open sister ports.", "reason": "the province has a point"})
    clerk.get_by_role("button", name="Keep this version").click()
    expect(clerk.locator(".message").first).to_contain_text("1 body is asked anew")
    expect(state_of(clerk, COMMISSION)).to_contain_text("cleared")
    expect(state_of(clerk, "Departments")).to_contain_text("awaited")

    province.goto(path)
    expect(province.locator("ins").first).to_contain_text("that are ready")
    answers(province, path, "agrees")
    hold(province, path)

    clock.move_to("2026-03-14T01:00:00Z")  # the day is over in Ha Noi, not in New York
    clerk = open_as("mfa")
    refused(clerk, path)
    clock.move_to("2026-03-14T04:00:01Z")
    end(clerk, path)
    expect(state_of(clerk, "Missions")).to_contain_text("consent by silence")
    check_paper(clerk, path)
    decide(open_as("government"), path)
    give_tasks(clerk)
    for language in ("en", "vi", "id"):
        page = open_as("mfa", language)
        for address in (path, f"{path.replace('/registers', '')}draft/", f"{path.replace('/registers', '')}word/"):
            page.goto(address)
            assert problems(page) == [], f"{address} in {language}"


def hold(page: Page, path: str) -> None:
    """The province agrees but has a reservation on who pays, which the leader is to see."""
    page.goto(path)
    place = page.locator("ol.paragraphs > li").nth(2)
    place.locator("summary").click()
    place.locator("[name=stance]").select_option("reserves")
    place.locator("[name=words]").fill("siapa yang membayar")
    place.locator("form button").click()
    expect(page.locator(".position")).to_contain_text("siapa yang membayar")


def _ended(page: Page, path: str) -> None:
    page.goto(path)
    page.locator("summary", has_text="End the round").click()
    page.locator("#e-reason").fill("to the leaders")
    page.get_by_role("button", name="Release").click()


def refused(page: Page, path: str) -> None:
    _ended(page, path)
    expect(page.locator(".problem")).to_contain_text("2026-03-13")


def end(page: Page, path: str) -> None:
    _ended(page, path)
    expect(page.locator(".level")).to_contain_text("released")


def check_paper(page: Page, path: str) -> None:
    """The clearance page goes to the leader with the table of differences."""
    page.goto(path)
    page.locator(".papers").get_by_role("link", name="HTML").click()
    expect(page.locator("body")).to_contain_text("siapa yang membayar")
    expect(page.locator("body")).to_contain_text("consensus with reservations")
    page.goto(path)


def decide(page: Page, path: str) -> None:
    """The leader's office keeps the decision in numbered conclusions."""
    page.goto(path)
    expect(page.locator("h1")).to_contain_text(TITLE)
    page.goto("/registers/decisions/new/")
    fill(page, title="Raising the partnership", kind="approved", submission=TITLE, body="Government", marking="1")
    fill(page, **{"decided-year": "2026", "decided-month": "3", "decided-day": "14", "reason": "notice 12"})
    for place, words in enumerate(("The ministry prepares the joint statement.", "The commission brings a project.")):
        fill(page, **{f"conclusions-{place}-number": str(place + 1), f"conclusions-{place}-text": words})
    page.get_by_role("button", name="Save and submit for review").click()
    expect(page.locator("main")).to_contain_text("The commission brings a project.")


def give_tasks(page: Page) -> None:
    """Each conclusion becomes a task with one lead, and stands in the review of the year."""
    page.goto("/registers/decisions/")
    page.get_by_role("link", name="Raising the partnership").first.click()
    page.get_by_role("link", name="Turn into tasks").click()
    for row, lead in (("row-0", MINISTRY), ("row-1", COMMISSION)):
        page.locator(f"[name={row}-lead]").select_option(label=lead)
        page.locator(f"[name={row}-due]").fill("2026-06-30")
    page.locator("[name=row-0-supports]").select_option(label=[COMMISSION])
    fill(page, reason="as decided")
    page.get_by_role("button", name="Make these").click()
    expect(page.locator(".message").first).to_contain_text("The commission brings a project.")
    page.goto("/review/2026/")
    expect(page.locator("body")).to_contain_text("The ministry prepares the joint statement.")
