"""A clerk's file with three errors is corrected, committed and undone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit

pytestmark = pytest.mark.sqlite  # the bundled example, on which the journeys go, is made on SQLite

_HEADING = "key,title,kind,partners,starts\n"
_WRONG = "p1,Call with Paris,call,Korea,2024-05-04\np2,Call with Rome,call,ITA,03/04/2024\np3,Oslo,voyage,NOR,2024\n"
_GOOD = "p1,Call with Paris,call,FRA,2024-05-04\np2,Call with Rome,call,ITA,2024-04-03\np3,Oslo,call,NOR,2024\n"


def _send(page: Page, folder: Path, text: str) -> None:
    file = folder / "calls.csv"
    file.write_text(_HEADING + text, encoding="utf-8")
    page.goto("/registers/activities/import/")
    page.set_input_files("#file", str(file))
    page.get_by_role("button", name="Read the file").click()
    page.fill("#reason", "the calls of the year")
    page.get_by_role("button", name="Show what it would do").click()


def test_three_errors_are_corrected_and_the_import_undone(visit: Visit, tmp_path: Path) -> None:
    page = visit.open("clerk")
    _send(page, tmp_path, _WRONG)
    told = page.locator("table.preview").inner_text()
    for hint in ("Korea", "2024-04-03", "voyage"):
        assert hint in told
    assert not page.get_by_role("button", name="Import these rows").count(), "nothing of it can be written"
    _send(page, tmp_path, _GOOD)
    page.get_by_role("button", name="Import these rows").click()
    expect(page.locator("h1 small")).to_have_text("committed")
    page.goto("/registers/activities/?q=Call+with+Rome")
    expect(page.get_by_role("link", name="Call with Rome")).to_be_visible()
    page.goto("/imports/")
    page.get_by_role("link", name="calls.csv").first.click()
    page.fill("#undo-reason", "the wrong year")
    page.get_by_role("button", name="Undo the whole import").click()
    expect(page.locator("h1 small")).to_have_text("undone")
    assert visit.stage.trivet("verify"), "the audit is whole"


def test_a_large_file_is_read_by_the_worker_beside_the_server(visit: Visit, tmp_path: Path) -> None:
    page = visit.open("clerk")
    _send(page, tmp_path, "".join(f"long{n},Call {n},call,FRA,2024-05-04\n" for n in range(5_100)))
    expect(page.locator("h1 small")).to_have_text("prepared", timeout=240_000)  # nobody loads the page again
    expect(page.get_by_text("new: 5,100")).to_be_visible()
    page.get_by_role("button", name="Put the file away").click()
    expect(page.get_by_text("The file was put away")).to_be_visible()
