"""Where the system's own colours are forced, and on paper, nothing is said by a tint alone."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.journeys.conftest import Visit
from tests.journeys.test_screens import SCREENS

pytestmark = pytest.mark.sqlite  # what a screen looks like does not hang on the database
#: What must keep a line around it, and the states whose shape stands before their word.
_FRAMED = (
    ".tag, .chip, .tongue, .message, .problem, .button, button:not(.plain), "
    "main input:not([type=checkbox], [type=radio]), main select, main textarea"
)
_SHAPED = ".tag.verified, .tag.in_review, .tag.draft, .tag.planned, .error"
_BARE = f"""() => [...document.querySelectorAll('{_FRAMED}')].filter(one => {{
  const style = getComputedStyle(one);
  return one.checkVisibility() && (style.borderLeftStyle === 'none' || parseFloat(style.borderLeftWidth) === 0);
}}).map(one => one.outerHTML.slice(0, 120))"""
_SHAPELESS = f"""() => [...document.querySelectorAll('{_SHAPED}')]
  .filter(one => ['none', 'normal', '""'].includes(getComputedStyle(one, '::before').content))
  .map(one => one.outerHTML.slice(0, 120))"""
_LINES = """() => [...document.querySelectorAll('.top nav a')].map(one => {
  const style = getComputedStyle(one);
  return [one.hasAttribute('aria-current'), style.borderBottomColor];
})"""
_HIDDEN_LINKS = """() => [...document.querySelectorAll('mark a')].filter(one =>
  getComputedStyle(one).color === getComputedStyle(one.closest('mark')).backgroundColor
).length"""


def test_forced_colours_keep_frames_shapes_and_the_place(visit: Visit) -> None:
    pages: dict[str, Page] = {}
    for name, user, go in SCREENS:
        page = pages.setdefault(user, visit.open(user) if user not in pages else pages[user])
        page.emulate_media(forced_colors="active")
        go(page)
        assert page.evaluate(_BARE) == [], name
        assert page.evaluate(_SHAPELESS) == [], name
        assert page.evaluate(_HIDDEN_LINKS) == 0, name
        lines = page.evaluate(_LINES)
        here = {colour for current, colour in lines if current}
        assert not here & {colour for current, colour in lines if not current}, f"{name}: {lines}"


def test_forced_colours_show_where_the_focus_is(visit: Visit) -> None:
    page = visit.open()
    page.emulate_media(forced_colors="active")
    page.goto("/registers/activities/")
    for _ in range(20):
        page.keyboard.press("Tab")
        told = "() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.outlineWidth]; }"
        style, width = page.evaluate(told)
        assert style != "none" and float(width.removesuffix("px")) >= 2


def test_every_sheet_of_paper_carries_the_marking_and_no_button(visit: Visit) -> None:
    page = visit.open("clerk")
    page.emulate_media(media="print")
    for address, sheets in (
        ("/registers/activities/", 2),
        ("/registers/activities/?q=Davos", 1),
        ("/calendar/2024/", 1),
    ):
        page.goto(address)
        paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        texts = [sheet.extract_text() for sheet in paper.pages]
        assert len(texts) >= sheets and all("PUBLIC" in text for text in texts), address
        assert page.locator("button:visible, .button:visible, [type=search]:visible").count() == 0, address


def test_the_map_on_paper_has_its_table(visit: Visit) -> None:
    page = visit.open()
    page.goto("/map/?on=2024-12-31")
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert "Zimbabwe" in "".join(sheet.extract_text() for sheet in paper.pages)
