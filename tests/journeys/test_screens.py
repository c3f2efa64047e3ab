"""Every screen in three languages and two themes: nothing for axe-core to find, nothing lost at 320 pixels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import Visit

pytestmark = pytest.mark.sqlite  # what a screen looks like does not hang on the database
#: The rules of WCAG 2.2, levels A and AA.
_RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
_TEXT = "In 2024 Viet Nam had diplomatic relations with 194 countries and 32 partners with a framework."


def at(address: str) -> Callable[[Page], Any]:
    return lambda page: page.goto(address)


def _first_of(address: str, more: str = "") -> Callable[[Page], Any]:
    def go(page: Page) -> None:
        page.goto(address)
        link = page.locator("table.list tbody th a").first.get_attribute("href")
        page.goto(f"{link}{more}")

    return go


def _checked(page: Page) -> None:
    page.goto("/check/")
    page.fill("textarea", _TEXT)
    page.click("main form button")


def _refused(page: Page) -> None:
    page.goto("/registers/activities/new/")
    page.fill("[name=starts-year]", "soon")
    page.locator("button[name=submit]").click()


def _succession(page: Page) -> None:
    page.goto("/registers/bodies/?q=Foreign+Affairs")
    link = page.locator("table.list tbody th a", has_text="Ministry").or_(page.locator("table.list tbody th a")).first
    page.goto(f"/succession/{(link.get_attribute('href') or '').rstrip('/').rpartition('/')[2]}/")


def _work(page: Page) -> None:
    page.goto("/policies/")
    page.get_by_role("link", name="12-CT/TW").first.click()


def _orders(page: Page) -> None:
    _work(page)
    page.locator("main .head a.button").click()


def _board(page: Page) -> None:
    page.goto("/registers/tasks/new/")
    page.fill("[name=title]", "Ask the province")
    page.fill("[name=due-year]", "2024")
    page.fill("[name=reason]", "asked for")
    page.locator("button[name=submit]").click()
    page.goto("/tasks/board/")
    page.locator("section.lane.overdue li").first.wait_for()


_ASKED = "asked=1&title=Hi%E1%BB%87p+%C4%91%E1%BB%8Bnh&day=2026-05-20&opening=2026-05-10&fact-signing-level=province"
#: Name, who looks, and the way there.
SCREENS: list[tuple[str, str, Callable[[Page], Any]]] = [
    ("today", "clerk", at("/")),
    ("registers", "", at("/registers/")),
    ("list", "reviewer", at("/registers/activities/?rows=compact&column=title&column=partners&column=starts")),
    ("record", "reviewer", _first_of("/registers/frameworks/")),
    ("partner", "", _first_of("/registers/partners/?q=France")),
    ("history", "clerk", _first_of("/registers/frameworks/", "history/")),
    ("form", "clerk", at("/registers/activities/new/")),
    ("refused form", "clerk", _refused),
    ("map", "", at("/map/?on=2024-12-31")),
    ("figures", "", at("/figures/?period=2024")),
    ("figure", "", at("/figures/frameworks.partners/?period=2024")),
    ("check", "", _checked),
    ("search", "", at("/search/?q=France")),
    ("calendar", "", at("/calendar/2024/")),
    ("month", "clerk", at("/calendar/2024/9/")),
    ("year as a list", "", at("/calendar/2024/list/")),
    ("feeds", "clerk", at("/account/feeds/")),
    ("tokens", "clerk", at("/account/tokens/")),
    ("account", "clerk", at("/account/")),
    ("import", "clerk", at("/registers/activities/import/")),
    ("imports", "clerk", at("/imports/")),
    ("accounts", "administrator", at("/admin/people/")),
    ("audit", "auditor", at("/audit/")),
    ("review", "", at("/review/2024/")),
    ("review of a term by pillar", "reviewer", at("/review/2021/2025/?by=pillar")),
    ("review by direction", "", at("/review/2025/?by=direction")),
    ("brief", "", at("/partners/FRA/brief.html")),
    ("signing", "clerk", at("/signing/")),
    ("signing answered", "clerk", at(f"/signing/?{_ASKED}")),
    ("agreements of the year", "", at("/agreements/2024.html")),
    ("succession", "head", _succession),
    ("policies", "", at("/policies/")),
    ("policy and tasks", "clerk", _work),
    ("tasks of a policy", "clerk", _orders),
    ("board of tasks", "clerk", _board),
    ("sign in", "", at("/sign-in/")),
    ("not here", "", at("/registers/nothing/")),
    ("wrong address", "", at("/registers/activities/?on=31.12.24")),
    ("the past", "", at("/registers/frameworks/?known=2100-01-01")),
]


def problems(page: Page) -> list[str]:
    """What axe-core finds, with the place."""
    found = Axe().run(page, options=_RULES).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]} ({len(one['nodes'])})" for one in found]


@pytest.mark.parametrize(("name", "user", "go"), SCREENS, ids=[name for name, _user, _go in SCREENS])
def test_axe_finds_nothing(visit: Visit, name: str, user: str, go: Callable[[Page], Any]) -> None:
    for language in ("en", "vi", "id"):
        page = visit.open(user, language)
        go(page)
        page.wait_for_load_state()
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            assert problems(page) == [], f"{name} in {language}, {theme}"
        assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("width", [320, 640])
def test_narrow_and_enlarged_screens_lose_nothing(visit: Visit, width: int) -> None:
    """320 pixels, and 640 as a screen of 1280 shows at 200 %."""
    pages = {user: visit.open(user, viewport={"width": width, "height": 800}) for _n, user, _g in SCREENS}
    for name, user, go in SCREENS:
        page = pages[user]
        go(page)
        page.wait_for_load_state()
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name}: {wide} pixels wide"
        assert page.locator("h1").count() == 1, name
