"""The papers of the coordination conference: pillars with each partner, what is owed by body, and what lies ahead."""

from __future__ import annotations

from datetime import UTC, date, datetime
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
from trivet.core.people import Post
from trivet.core.records import Record
from trivet.core.standpoint import Standpoint
from trivet.procedures.acting import Taking, open_dossier, take
from trivet.procedures.dossiers import Dossier
from trivet.procedures.opinions import answer
from trivet.programme.lines import ProgrammeLine
from trivet.programme.programmes import Programme
from trivet.programme.visits import Visit
from trivet.registers.activities import Activity
from trivet.registers.commitments import Commitment
from trivet.registers.meetings import Meeting
from trivet.registers.relations import DiplomaticRelation
from trivet.registers.tasks import Task
from trivet.reports.conference import conference
from trivet.reports.differences_open import open_differences
from trivet.reports.forms import in_form
from trivet.reports.half_year import HalfYear, half_of, half_year
from trivet.reports.paper import Paper, Table
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db
FIRST = HalfYear(2024, 1)
FACTS = {"signing-level": "ministry", "touches": "none", "name-allowed": "yes"}


def kept(people: People, model: type[Record], assigned: Any = (), parts: Any = None, **values: Any) -> Any:
    """A record of the ministry's clerk, in review."""
    rows = [{"body": body, "role": role} for body, role in assigned]
    draft = Draft({"keeper": people.ministry, **values}, assignments=rows, parts=parts or {})
    return create(model, draft, actor=people.clerk, reason="told", submit=True)


def differing(people: People) -> Dossier:
    """A dossier on which the ministry disagrees, and whose other opinion nobody has given."""
    facts = [{"fact": code, "value": value} for code, value in FACTS.items()]
    found = kept(people, Dossier, title="The road", procedure="agreement", parts={"facts": facts})
    open_dossier(found, actor=people.clerk, reason="begin", day=date(2024, 4, 1))
    papers = [{"paper": one} for one in ("submission", "draft-text")]
    take(found, Taking("file", "so", day=date(2024, 4, 1), papers=papers), actor=people.clerk)
    bodies = [people.commission.pk]
    take(found, Taking("complete", "so", day=date(2024, 4, 2), bodies=bodies), actor=people.second_clerk)
    told: Any = {"actor": people.second_clerk, "text": "too dear", "day": date(2024, 4, 5)}
    return answer(found, "consultation", people.ministry.pk, "disagrees", **told)


@pytest.fixture
def record(people: People) -> People:
    france, germany = (list(Partner.objects.filter(key=key)) for key in ("FRA", "DEU"))
    both = [(people.ministry, "lead"), (people.commission, "support")]
    with time_machine.travel("2024-07-10T08:00:00Z"):
        minister = Post.objects.filter(pillar="state").first()
        kept(
            people,
            Activity,
            title="Talks in Paris",
            kind="visit_out",
            starts="2024-03-04",
            partners=france,
            post=minister,
        )
        shared = kept(
            people, Activity, title="Delegation to Bonn", kind="visit_out", starts="2024-05-02", partners=germany
        )
        kept(people, Visit, both, title="File of Bonn", direction="out", starts="2024-05-02", activity=shared.pk)
        kept(people, Activity, title="In some month", kind="call", starts="2024-06/2024-07", partners=france)
        kept(people, Activity, title="Of another year", kind="call", starts="2023-12-30", partners=france)
        kept(people, Activity, title="A secret call", kind="call", starts="2024-02-02", marking=Marking.SECRET)
        plan = kept(people, Programme, title="Programme of 2024", year="2024")
        line = {"programme": plan, "direction": "out", "partners": france, "topic": "economic"}
        kept(people, ProgrammeLine, title="Ministers to Lyon", starts="2024-09-02", ends="2024-09-04", **line)
        party = {
            "title": "Commission to Lyon",
            "keeper": people.commission,
            "starts": "2024-09-03",
            "ends": "2024-09-05",
        }
        create(ProgrammeLine, Draft({**line, **party}), actor=people.other_clerk, reason="so", submit=True)
        undertaken = {"kind": "signed", "made": "2024-03-05", "partners": france}
        kept(people, Commitment, both, statement="A school", first_due="2024-05-31", **undertaken)
        kept(
            people,
            Commitment,
            statement="A bridge",
            first_due="2024-06-10",
            status="done",
            done="2024-06-01",
            **undertaken,
        )
        kept(people, Commitment, statement="A port", first_due="2024-11-30", **undertaken)
        kept(people, Task, both, title="Draw the plan", given="2024-03-06", due="2024-04-30", partners=france)
        kept(people, Task, title="Thank them", given="2024-03-06", due="2024-03-20", status="done", done="2024-03-18")
        points = [{"side": "ours", "text": "Send the list", "by": "2024-10-01"}]
        kept(people, Meeting, title="Talks", kind="talks", held="2024-03-04", parts={"points": points})
        kept(people, DiplomaticRelation, partner=germany[0], established="1974-09-23")
        differing(people)
    return people


def told(paper: Paper) -> dict[str, list[tuple[str, ...]]]:
    """The rows of the tables of each section."""
    return {
        section.title: [row.cells for block in section.blocks if isinstance(block, Table) for row in block.rows]
        for section in paper.sections
    }


def firsts(rows: list[tuple[str, ...]]) -> list[str]:
    return [row[0] for row in rows]


def papers(user: Any, language: str = "en", half: HalfYear = FIRST) -> Paper:
    with time_machine.travel("2024-07-10T08:00:00Z"):
        return conference(half, Standpoint(user), language)


def test_each_partner_has_what_each_pillar_did_and_plans(record: People) -> None:
    said = told(papers(record.clerk))
    assert firsts(said["France"]) == ["Talks in Paris", "Commission to Lyon", "Ministers to Lyon"]
    pillars = {row[0]: row[1] for row in (*said["France"], *said["Germany"])}
    assert pillars["Talks in Paris"] == "State", "derived from the post that acted"
    assert pillars["Delegation to Bonn"] == "State, Party", "as its visit file assigns them"
    assert pillars["Commission to Lyon"] == "Party", "that of the body that keeps the line"
    assert firsts(said["No partner named"]) == ["A secret call"]
    by_pillar = {row[0]: row[1:] for row in said["By pillar"]}
    assert by_pillar["State"] == ("2", "1", "1") and by_pillar["Party"] == ("1", "1", "1")
    assert by_pillar["no pillar told"] == ("1", "0", "0"), "the secret call"
    assert firsts(said["Perhaps in the period: the day is not known exactly"]) == ["In some month"]
    assert "Of another year" not in str(said)


def test_what_is_one_matter_what_is_open_and_what_bodies_owe(record: People) -> None:
    said = told(papers(record.clerk))
    assert firsts(said["Complements and duplicates"]) == ["1. Ministers to Lyon", "1. Commission to Lyon"]
    assert ("The road", record.ministry.name_in("en"), "disagrees", "too dear", "5 April 2024") in said[
        "Open differences"
    ]
    owed = said["Opinions late, missing or overdue"]
    assert owed[0][:2] == (record.commission.name_in("en"), "1") and owed[-1][0] == "The road"
    assert firsts(said["Commitments"]) == ["A school", "A bridge", "A port"]
    by_body = {row[0]: row[1:4] for row in said["Tasks by body"] if len(row) == 4}
    assert by_body == {record.ministry.name_in("en"): ("1", "1", "0")}
    ahead = firsts(said["Next half-year"])
    assert ahead[:2] == ["Ministers to Lyon", "Commission to Lyon"]
    assert any("Send the list" in row for row in said["Next half-year"])
    assert ("diplomatic relations with Germany (23 September 1974)", "50", "23 September 2024") in said[
        "Next half-year"
    ]
    numbers = {row[0]: row[1] for row in said["In figures"]}
    assert numbers["activities in the half-year"] == "3" and numbers["of which by several pillars"] == "1"
    assert numbers["commitments overdue"] == numbers["tasks overdue"] == numbers["opinions overdue"] == "1"
    assert numbers["complements, not decided"] == "1" and numbers["open differences"] == "1"


def test_what_was_done_later_was_overdue_on_the_last_day(record: People) -> None:
    later = told(papers(record.clerk, half=HalfYear(2023, 2)))
    assert firsts(later["Commitments"]) == [], "none was made by then"
    with time_machine.travel("2024-05-15T08:00:00Z"):
        now = told(conference(FIRST, Standpoint(record.clerk), "en"))
    assert "A school" in firsts(now["Commitments"])
    assert {row[0]: row[1] for row in now["In figures"]}["commitments overdue"] == "0", "its day had not come"


def test_a_past_moment_is_the_last_one_that_is_told(record: People) -> None:
    with time_machine.travel("2051-03-10T08:00:00Z"):
        then = Standpoint(record.clerk, datetime(2050, 7, 10, 12, tzinfo=UTC))
        paper = conference(HalfYear(2050, 2), then, "en")
    assert "What is overdue is told as of 10 July 2050." in paper.stamp
    assert {row[0]: row[1] for row in told(paper)["In figures"]}["commitments overdue"] == "2"
    assert "of a past moment they find nothing" in str(paper)


def test_what_a_reader_may_not_see_is_neither_named_nor_counted(record: People) -> None:
    inside, outside = papers(record.clerk), papers(None)
    assert inside.marking == "secret" and "A secret call" in str(inside)
    assert outside.marking == "public" and "A secret call" not in str(outside)
    numbers = {row[0]: row[1] for row in told(outside)["In figures"]}
    assert numbers["activities in the half-year"] == "2"
    assert open_differences(Standpoint(None)) == open_differences(Standpoint(record.clerk)), "a public dossier"


def test_a_difference_ends_with_another_answer_or_with_its_dossier(record: People) -> None:
    found = Dossier.objects.get(title="The road")
    (difference,) = open_differences(Standpoint(record.clerk))
    assert [view.answer for view in difference.views] == ["disagrees"]

    def step(code: str, day: str, by: Any, papers: Any = ()) -> None:
        rows = [{"paper": one} for one in papers]
        take(found, Taking(code, "so", day=date.fromisoformat(day), papers=rows), actor=by)

    step("return", "2024-06-03", record.second_clerk)
    step("file", "2024-06-05", record.clerk, ["submission", "draft-text"])
    step("complete", "2024-06-06", record.second_clerk)
    assert open_differences(Standpoint(record.clerk)), "what was changed has not been answered yet"
    told: Any = {"actor": record.second_clerk, "text": "cheaper now", "day": date(2024, 6, 7)}
    answer(found, "consultation", record.ministry.pk, "agrees", **told)
    assert open_differences(Standpoint(record.clerk)) == [], "the last answer counts"


def test_it_comes_in_four_forms_and_three_languages(record: People, tmp_path: Path) -> None:
    for language, title in (("en", "first half of 2024"), ("vi", "2024"), ("id", "2024")):
        paper = papers(record.clerk, language)
        words = "\n".join(p.text for p in docx.Document(BytesIO(in_form(paper, "docx"))).paragraphs)
        assert title in words and in_form(paper, "pdf").startswith(b"%PDF-")
        book = openpyxl.load_workbook(BytesIO(in_form(paper, "xlsx")))
        cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
        assert "Talks in Paris" in cells
    out = tmp_path / "papers.html"
    assert main(["conference", "2024-H1", "--user", "clerk", "--out", str(out)]) == 0
    alone = out.read_text(encoding="utf-8")
    assert "Talks in Paris" in alone and "/registers/" not in alone, "a mailed page leads nowhere"
    assert main(["conference", "2024-H3", "--user", "clerk"]) == 2


def test_its_page_opens_to_the_records_with_few_statements(record: People) -> None:
    client = client_of(record.clerk)
    activity = Activity.objects.get(title="Talks in Paris")
    for more in ("", "?known=2040-01-01"):
        with CaptureQueriesContext(connection) as asked:
            page = client.get(f"/conference/2024-H1.html{more}")
        assert page.status_code == 200
        body = page.content.decode()
        assert f'href="/registers/activities/{activity.pk}/{more}"' in body
        assert 'href="#commitments"' in body and 'id="commitments"' in body
        assert "/conference/2024-H2.html" in body and "/conference/2023-H2.html" in body
        assert len(asked) <= 12, "\n".join(query["sql"][:160] for query in asked)
    assert client.get("/conference/2024-H1.xlsx").content.startswith(b"PK")
    for half in ("2024-H3", "2024", "0001-H1", "9998-H1"):
        assert client.get(f"/conference/{half}.html").status_code == 404
    for half in ("0002-H1", "9997-H2"):
        assert client.get(f"/conference/{half}.html").status_code == 200
    for address in ("/registers/commitments/", "/registers/tasks/", "/programme/", "/review/2024/"):
        assert "/conference/" in client.get(address).content.decode()


def test_half_years_are_written_and_follow_each_other() -> None:
    assert half_year("2024-H1") == FIRST and half_year("2024-H0") is None and half_year("x") is None
    assert str(FIRST.before) == "2023-H2" and str(FIRST.after) == "2024-H2" and FIRST.after.before == FIRST
    assert half_of(date(2024, 6, 30)) == FIRST and half_of(date(2024, 7, 1)) == FIRST.after
    assert (FIRST.period.earliest, FIRST.period.latest) == (date(2024, 1, 1), date(2024, 6, 30))
