"""A planner finds why a figure says 32, down to the record and its source."""

import pytest

from tests.journeys.conftest import Visit

pytestmark = pytest.mark.sqlite  # the bundled example, on which the journeys go, is made on SQLite


def test_the_planner_opens_thirty_two_to_a_record_and_its_source(visit: Visit) -> None:
    page = visit.open()
    page.goto("/figures/?period=2024")
    page.get_by_role("link", name="Partners with a partnership framework").click()
    assert page.locator(".big").first.inner_text() == "32"
    assert page.get_by_role("row").filter(has_text="comprehensive strategic partnership").first.is_visible()
    page.get_by_role("link", name="Brazil, strategic partnership").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Brazil")
    source = page.locator(".cited a").first
    title = source.inner_text()
    source.click()
    assert title in page.get_by_role("heading", level=1).inner_text()


def test_the_same_in_vietnamese_without_script(visit: Visit) -> None:
    page = visit.open(language="vi", java_script_enabled=False)
    page.goto("/figures/frameworks.partners/?period=2024")
    assert page.locator("html").get_attribute("lang") == "vi"
    assert page.locator(".big").first.inner_text() == "32"
    page.get_by_role("link", name="Brazil, đối tác chiến lược").click()
    assert "Brazil" in page.get_by_role("heading", level=1).inner_text()


def test_the_claims_of_a_document_stand_beside_the_record(visit: Visit) -> None:
    page = visit.open(language="id")
    page.goto("/check/")
    page.fill("textarea", "Pada tahun 2024 Vietnam menjalin hubungan diplomatik dengan 194 negara.")
    page.click("main form button")
    assert page.locator("mark").inner_text().startswith("menjalin hubungan diplomatik dengan 194 negara")
    assert "58" in page.locator("#claim-1").inner_text()
