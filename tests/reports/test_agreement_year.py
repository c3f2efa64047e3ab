"""The yearly report on agreements: what certainly fell in its period, dossiers by their steps, and the next plan."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import People
from tests.web.samples import client_of
from trivet.cli.main import main
from trivet.core.actions import create
from trivet.core.drafts import Draft
from trivet.core.partners import Partner
from trivet.core.standpoint import Standpoint
from trivet.procedures.acting import Taking, open_dossier, take, tell_facts
from trivet.procedures.dossiers import Dossier
from trivet.procedures.opinions import answer
from trivet.programme.lines import ProgrammeLine
from trivet.programme.programmes import Programme
from trivet.registers.agreements import Agreement
from trivet.reports.agreement_year import agreement_year
from trivet.reports.forms import in_form
from trivet.reports.paper import Paper, Table
from trivet.values.dates import parse_date
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db
FACTS = {"signing-level": "ministry", "touches": "none", "name-allowed": "yes"}


def text(people: People, title: str, **values: Any) -> Any:
    told = {"title": title, "kind": "memorandum", "keeper": people.ministry, **values}
    partners = list(Partner.objects.filter(key="FRA"))
    draft = Draft({**told, "parties": partners})
    return create(Agreement, draft, actor=people.clerk, reason="told", submit=True)


def dossier(people: People, title: str, day: str, **values: Any) -> Dossier:
    facts = [{"fact": code, "value": value} for code, value in FACTS.items()]
    told = {"title": title, "procedure": "agreement", "keeper": people.ministry, **values}
    made = create(Dossier, Draft(told, parts={"facts": facts}), actor=people.clerk, reason="planned", submit=True)
    return open_dossier(made, actor=people.clerk, reason="begin", day=date.fromisoformat(day))


def carried_out(people: People, title: str) -> Dossier:
    """A dossier that is signed on 2 May 2024, in force from 1 June, and carried out since 10 June."""
    found = dossier(people, title, "2024-04-01")

    def step(code: str, day: str, by: Any = people.clerk, papers: Any = (), **facts: str) -> None:
        rows = [{"paper": one} for one in papers]
        taking = Taking(code, "so", day=date.fromisoformat(day), papers=rows, facts=facts)
        take(found, taking, actor=by)

    step("file", "2024-04-01", papers=["submission", "draft-text"])
    step("complete", "2024-04-02", people.second_clerk)
    answer(found, "consultation", people.ministry.pk, "agrees", actor=people.second_clerk, day=date(2024, 4, 5))
    step("put-forward", "2024-04-08", papers=["opinions-report"])
    step("decide-signing", "2024-04-10", people.head, papers=["decision"])
    step("collate", "2024-04-20")
    step("sign", "2024-05-02", **{"signed-on": "2024-05-02"})
    step("report-signature", "2024-05-10", papers=["signed-copy"])
    step("enter-into-force", "2024-06-01", **{"in-force-on": "2024-06-01"})
    step("start-implementing", "2024-06-10")
    step("extend", "2025-03-03", **{"change-effective": "2025-03-01"})
    return found


@pytest.fixture
def record(people: People) -> People:
    with time_machine.travel("2025-06-02T08:00:00Z"):
        text(people, "Signed in spring", signed="2024-05-02", in_force="2024-06-01")
        text(people, "Signed in winter", signed="2023-12-20", in_force="2024-01-01", ended="2024-11-30")
        text(people, "Signed some day", signed="2024/2025")
        text(people, "A bundle", kind="group", stated_count=12, signed="2024-09-01")
        text(people, "A secret text", signed="2024-08-01", marking=Marking.SECRET)
        carried_out(people, "The road")
        dossier(people, "The port", "2024-10-01")
        dossier(people, "The school", "2025-02-01")
        plan = {"year": "2025", "title": "Programme of 2025", "keeper": people.ministry}
        programme = create(Programme, Draft(plan), actor=people.clerk, reason="a plan", submit=True)
        line = {"programme": programme, "direction": "agreement", "title": "To sign on rivers", "starts": "2025-09"}
        for more in ({}, {"direction": "out", "title": "To travel"}):
            values = {**line, "keeper": people.ministry, **more}
            create(ProgrammeLine, Draft(values), actor=people.clerk, reason="planned", submit=True)
    return people


def told(paper: Paper) -> dict[str, list[str]]:
    """The first cells of the rows of each section."""
    return {
        section.title: [row.cells[0] for block in section.blocks if isinstance(block, Table) for row in block.rows]
        for section in paper.sections
    }


def figures(paper: Paper) -> dict[str, str]:
    (block,) = next(section for section in paper.sections if section.title == "In figures").blocks
    assert isinstance(block, Table)
    return {row.cells[0]: row.cells[1] for row in block.rows}


def test_the_year_tells_what_certainly_fell_in_it_and_keeps_the_rest_apart(record: People) -> None:
    with time_machine.travel("2025-06-02T08:00:00Z"):
        paper = agreement_year(2024, Standpoint(record.clerk), "en")
    said = told(paper)
    assert said["Signed"] == ["Signed in spring", "A secret text", "A bundle", "The road"]
    assert said["Entered into force"] == ["Signed in winter", "Signed in spring"]
    assert said["Ended"] == ["Signed in winter"]
    assert said["In preparation"] == ["The port"], "the school was begun later, the road was signed"
    assert said["In force without a report in the period"] == ["The road"]
    assert said["Planned for 2025"] == ["To sign on rivers"]
    assert said["Perhaps in the period: the day is not known exactly"] == ["Signed some day"]
    assert figures(paper)["signed"] == "2" and figures(paper)["groups signed, with a stated count; not added"] == "1"
    assert figures(paper)["in force on the last day"] == "1"
    assert paper.marking == "secret", "that of the highest text"
    assert "15 November 2024" in str(paper.sections[0]) and "articles 42(2) and 46(1)" in str(paper.sections[0])


def test_another_period_and_the_year_after(record: People) -> None:
    with time_machine.travel("2025-06-02T08:00:00Z"):
        place = Standpoint(record.clerk)
        paper = agreement_year(2024, place, "en", parse_date("2023-11-16/2024-08-31"))
        said = told(paper)
        assert said["Signed"] == ["Signed in winter", "Signed in spring", "A secret text", "The road"]
        assert (
            said["Ended"] == [] and said["In preparation"] == [] and said["Planned for 2025"] == ["To sign on rivers"]
        )
        later = told(agreement_year(2025, Standpoint(record.clerk), "en"))
    assert later["Amended, extended, suspended or ended, by their dossiers"] == ["The road"]
    assert later["In preparation"] == ["The port", "The school"]


def test_a_report_that_was_made_is_not_missed(record: People) -> None:
    road = Dossier.objects.get(title="The road")
    with time_machine.travel("2025-06-02T08:00:00Z"):
        tell_facts(road, FACTS, actor=record.clerk, reason="as before")
        made = Taking("report-year", "due", papers=[{"paper": "yearly-report"}])
        take(road, made, actor=record.clerk)
        said = told(agreement_year(2025, Standpoint(record.clerk), "en"))
    assert said["In force without a report in the period"] == []


def test_every_row_has_its_source_and_the_outsider_sees_no_secret(record: People) -> None:
    with time_machine.travel("2025-06-02T08:00:00Z"):
        paper = agreement_year(2024, Standpoint(record.clerk), "en")
        outside = agreement_year(2024, Standpoint(None), "en")
    ways = next(section for section in paper.sections if section.title == "In preparation").blocks[0]
    assert isinstance(ways, Table) and all(row.notes for row in ways.rows)
    assert "A secret text" in str(paper) and "A secret text" not in str(outside)
    assert figures(outside)["signed"] == "1"


def test_it_comes_in_four_forms_and_three_languages(record: People, tmp_path: Path) -> None:
    for language, title in (("en", "Treaties and agreements in 2024"), ("vi", "2024"), ("id", "2024")):
        paper = agreement_year(2024, Standpoint(record.clerk), language)
        words = "\n".join(p.text for p in docx.Document(BytesIO(in_form(paper, "docx"))).paragraphs)
        assert title in words and in_form(paper, "pdf").startswith(b"%PDF-")
        book = openpyxl.load_workbook(BytesIO(in_form(paper, "xlsx")))
        cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
        assert "Signed in spring" in cells
    out = tmp_path / "report.html"
    assert main(["agreements", "2024", "--user", "clerk", "--out", str(out)]) == 0
    assert "Signed in spring" in out.read_text(encoding="utf-8")


def test_its_page_has_an_address_few_statements_and_says_what_it_cannot_read(record: People) -> None:
    client = client_of(record.clerk)
    for more in ("", "?known=2040-01-01"):
        with CaptureQueriesContext(connection) as asked:
            page = client.get(f"/agreements/2024.html{more}")
        assert page.status_code == 200 and "Signed in spring" in page.content.decode()
        assert len(asked) <= 12, "\n".join(query["sql"][:160] for query in asked)
    assert client.get("/agreements/2024.xlsx?period=2023-11-16/2024-11-15").content.startswith(b"PK")
    assert client.get("/agreements/2024.html?period=soon").status_code == 400
    for year, period in ((1, ""), (9998, ""), (2024, "../2024"), (2024, "2024/..")):
        assert client.get(f"/agreements/{year}.html?period={period}").status_code == 200
    assert client.get("/agreements/9999.html").status_code == 404
    assert "/agreements/" in client.get("/registers/agreements/").content.decode()
