"""The quarterly pack: its numbers open to commitments, a target moves by request only, and it comes in four forms."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest

from tests.people import People
from tests.web.samples import client_of
from trivet.core.actions import NotAllowed, change, create
from trivet.core.drafts import Draft
from trivet.core.partners import Partner
from trivet.core.standpoint import Standpoint
from trivet.core.validation import Invalid
from trivet.programme.targets import ask_target, decide_target
from trivet.registers.commitment_rows import TargetRequest
from trivet.registers.commitments import Commitment
from trivet.reports.commitment_pack import numbers, pack
from trivet.reports.forms import in_form
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db


def made(people: People, statement: str, **values: Any) -> Any:
    told = {"statement": statement, "kind": "signed", "made": "2024-09-12", "keeper": people.ministry, **values}
    lead = [{"body": people.commission, "role": "lead"}]
    return create(Commitment, Draft(told, assignments=lead), actor=people.clerk, reason="told at a visit", submit=True)


@pytest.fixture
def quarter(office: People) -> People:
    kenya = [Partner.objects.get(key="FRA")]
    made(office, "A school", first_act="2024-09-22", status="done", done="2024-11-02", partners=kenya)
    made(office, "A road", first_act="2024-10-12", first_due="2024-11-30", partners=kenya)
    made(office, "A port", status="blocked", cause="money", first_due="2025-06", partners=kenya)
    made(office, "A wish", status="dropped", kind="mentioned")
    made(office, "A secret line", marking=Marking.SECRET, made="2024-10-01")
    made(office, "A plan of next year", made="2025-01-15")
    return office


def test_the_numbers_are_those_of_the_commitments_that_the_reader_sees(quarter: People) -> None:
    def told(user: Any) -> tuple[Any, ...]:
        rows = [row for row in Standpoint(user).rows(Commitment) if row.made.earliest.year == 2024]
        found = numbers(rows, Commitment.objects.get(statement="A plan of next year").made.earliest)
        return found.made, found.done, found.overdue, found.share, found.days, found.timed

    assert told(quarter.clerk) == (4, 1, 1, 0.25, 20.0, 2)
    assert told(quarter.outsider) == (3, 1, 1, 1 / 3, 20.0, 2)


def test_the_pack_names_what_is_overdue_and_what_blocks(quarter: People) -> None:
    paper = pack(2024, 4, Standpoint(quarter.clerk), "en")
    sections = {section.title: section for section in paper.sections}
    overdue = sections["Overdue"].blocks[0]
    assert [row.cells[0] for row in overdue.rows] == ["A road"]  # type: ignore[union-attr]
    causes = sections["What blocks"].blocks[0]
    assert [row.cells for row in causes.rows] == [("money", "1")]  # type: ignore[union-attr]
    assert "A plan of next year" not in str(paper) and "A secret line" in str(paper)
    assert paper.marking == "secret"
    assert "A secret line" not in str(pack(2024, 4, Standpoint(None), "en"))


def test_it_comes_as_word_pdf_and_workbook_in_three_languages(quarter: People) -> None:
    for language, title in (("en", "Commitments"), ("vi", "cam kết"), ("id", "Komitmen")):
        paper = pack(2024, 4, Standpoint(quarter.clerk), language)
        assert title in paper.title
        words = "\n".join(p.text for p in docx.Document(BytesIO(in_form(paper, "docx"))).paragraphs)
        assert title in words
        assert in_form(paper, "pdf").startswith(b"%PDF-")
        book = openpyxl.load_workbook(BytesIO(in_form(paper, "xlsx")))
        cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
        assert "A road" in cells


def test_its_page_and_files_have_an_address(quarter: People) -> None:
    client = client_of(quarter.clerk)
    page = client.get("/commitments/2024-Q4.html")
    assert page.status_code == 200 and "A road" in page.content.decode()
    assert client.get("/commitments/2024-Q4.xlsx").content.startswith(b"PK")
    assert client.get("/commitments/2024-Q5.html").status_code == 404


def test_a_target_date_moves_by_a_request_that_another_person_grants(quarter: People) -> None:
    road = Commitment.objects.get(statement="A road")
    with pytest.raises(Invalid):
        change(road, Draft({"due": "2025-03-31"}), actor=quarter.clerk, reason="just so")
    asked = ask_target(road, "2025-03-31", actor=quarter.clerk, reason="the bridge is late")
    request = TargetRequest.objects.at(None).get(owner=asked.pk)
    with pytest.raises(NotAllowed):
        decide_target(asked, request.uuid, True, actor=quarter.clerk, reason="yes")
    with pytest.raises(Invalid, match="open already"):
        ask_target(asked, "2025-04-30", actor=quarter.second_clerk, reason="later still")
    granted = decide_target(asked, request.uuid, True, actor=quarter.head, reason="the river was high")
    assert str(granted.due) == "2025-03-31" and str(granted.first_due) == "2024-11-30"
    with pytest.raises(Invalid, match="decided already"):
        decide_target(granted, request.uuid, False, actor=quarter.head, reason="again")
    paper = pack(2024, 4, Standpoint(quarter.clerk), "en")
    overdue = next(section for section in paper.sections if section.title == "Overdue").blocks[0]
    assert "A road" not in str(overdue)
