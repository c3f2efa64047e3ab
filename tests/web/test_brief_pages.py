"""Briefs and reviews over the web: as pages that satisfy a strict policy, and as files with safe names."""

import pytest

from tests.people import People
from tests.web.samples import client_of
from trivet.core import actions
from trivet.core.partners import Partner
from trivet.core.writing import Draft


def test_the_reader_opens_a_brief_and_takes_its_files_along(office: People) -> None:
    client = client_of(office.reader)
    page = client.get("/partners/FRA/brief.html?on=2024-12-31&lang=vi")
    assert page.status_code == 200 and 'lang="vi"' in page.content.decode() and "Pháp" in page.content.decode()
    assert "<style" not in page.content.decode() and "style=" not in page.content.decode()
    assert "/partners/FRA/brief.docx?on=2024-12-31&amp;lang=vi" in page.content.decode()
    for form, start in (("docx", b"PK"), ("pdf", b"%PDF")):
        answer = client.get(f"/partners/FRA/brief.{form}?on=2024-12-31&lang=vi")
        assert answer["Content-Disposition"] == f'attachment; filename="brief-FRA-2024-12-31-vi.{form}"'
        assert answer.content.startswith(start)


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_review_comes_as_a_file(office: People, form: str) -> None:
    answer = client_of(None).get(f"/review/2024.{form}")
    assert answer["Content-Disposition"] == f'attachment; filename="review-2024-en.{form}"'
    assert "<style" not in client_of(None).get("/review/2024/").content.decode()


def test_a_partner_that_one_may_not_see_is_not_there(office: People) -> None:
    values = {"name": "Quiet movement", "key": "QUIET", "kind": "movement", "marking": 3, "keeper": office.ministry}
    hidden = actions.create(Partner, Draft(values), actor=office.clerk, reason="a contact", submit=True)
    assert client_of(office.clerk).get(f"/partners/{hidden.key}/brief.html").status_code == 200
    assert client_of(None).get("/partners/QUIET/brief.pdf").status_code == 404
    assert client_of(None).get("/partners/NOBODY/brief.pdf").status_code == 404


@pytest.mark.parametrize("wrong", ["on=2024-13-01", "known=soon", "lang=xx", "on=2024"])
def test_what_cannot_be_read_in_the_address_is_answered_in_words(office: People, wrong: str) -> None:
    assert client_of(None).get(f"/partners/FRA/brief.docx?{wrong}").status_code == 400


def test_a_marking_stands_on_each_printed_page_and_writes_no_other_rule() -> None:
    page = client_of(None).get("/marking.css", {"of": 'MẬT"} body { display: none'})
    assert page["Content-Type"].startswith("text/css") and page.content.decode().count("{") == 2
    assert "MẬT" in page.content.decode()


@pytest.mark.parametrize("address", ["/partners/FRA/brief.html?on=9999-12-31", "/review/0001/", "/review/9990/9998/"])
def test_the_ends_of_the_calendar_are_days_like_others(example: People, address: str) -> None:
    assert client_of(example.reader).get(address).status_code == 200
