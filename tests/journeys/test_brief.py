"""A desk officer makes the brief of a country, in the language of the meeting."""

import io
import zipfile

import pytest
from pypdf import PdfReader

from tests.journeys.conftest import Visit

pytestmark = pytest.mark.sqlite  # the bundled example, on which the journeys go, is made on SQLite


def test_the_desk_officer_takes_the_brief_of_france_to_the_meeting(visit: Visit) -> None:
    page = visit.open("clerk", "vi")
    page.goto("/registers/partners/?q=Phap")
    page.locator("table.list tbody th a").first.click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Pháp")
    papers = page.locator("form.filters a")
    assert papers.all_inner_texts() == ["HTML", "DOCX", "PDF"]
    pdf = page.request.get(papers.nth(2).get_attribute("href") or "")
    reader = PdfReader(io.BytesIO(pdf.body()))
    text = " ".join(one.extract_text() for one in reader.pages)
    assert "Pháp" in text and "đối tác chiến lược toàn diện" in text
    assert reader.metadata and reader.metadata.title
    word = page.request.get(papers.nth(1).get_attribute("href") or "")
    with zipfile.ZipFile(io.BytesIO(word.body())) as archive:
        assert "Pháp" in archive.read("word/document.xml").decode()
