"""The planner reads the review by pillar, field, objective and direction, for a year or a term; nothing vanishes."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.figures.test_tasks import task
from tests.people import People
from tests.programme.test_tasking import policy
from tests.reports.test_brief import words_of
from tests.web.samples import client_of
from trivet.cli.main import main
from trivet.core import actions
from trivet.core.drafts import Draft
from trivet.core.partners import Partner
from trivet.core.standpoint import Standpoint
from trivet.figures.figure import ask
from trivet.registers.activities import Activity
from trivet.registers.agreements import Agreement
from trivet.registers.commitments import Commitment
from trivet.registers.lessons import Lesson
from trivet.registers.objectives import Objective
from trivet.reports.forms import in_form
from trivet.reports.pages import freeze, render_review
from trivet.reports.review import write_review
from trivet.reports.review_axes import Axis
from trivet.reports.review_material import AxisPart, ByAxis
from trivet.reports.review_paper import review_paper
from trivet.reports.years import MOST, NoYears, Years, years_between, years_of
from trivet.values.dates import parse_date
from trivet.values.markings import Marking

TERM = Years(2021, 2025)
PAGES = [f"{stem}{by}" for stem in ("/review/2024/", "/review/2021/2025/") for by in ("", *(f"?by={a}" for a in Axis))]


def filed(people: People, model: Any, assigned: Any = (), **told: Any) -> Any:
    """A record as the clerk files it; `assigned` are bodies, each with its role."""
    assignments = [{"body_id": body.pk, "role": role} for body, role in assigned]
    draft = Draft({"keeper": people.ministry, **told}, assignments=assignments)
    return actions.create(model, draft, actor=people.clerk, reason="filed", submit=True)


def direction(people: People, number: int, title: str, horizon: str = "2024", **more: Any) -> Any:
    return filed(people, Objective, kind="direction", number=number, title=title, horizon=horizon, **more)


def activity(people: People, title: str, assigned: Any = (), day: str = "2024-05-02", **more: Any) -> Any:
    told = {"title": title, "kind": "call", "starts": day, "ends": day, **more}
    return filed(people, Activity, assigned, **told)


def read_by(axis: Axis, user: Any = None, years: int | Years = 2024) -> ByAxis:
    told = write_review(years, Standpoint(user), axis).by_axis
    assert told
    return told


def parts(told: ByAxis) -> dict[str, AxisPart]:
    return {part.heading.label: part for part in (*told.parts, told.rest)}


def captions(part: AxisPart) -> set[str]:
    """Everything that a part names beside its figures."""
    lines = [*part.activities, *(one.line for one in (*part.tasks, *part.commitments))]
    lines += [line for _label, some in part.registers for line in some]
    return {line.caption for line in lines}


def without_moment(page: str) -> str:
    return re.sub(r"As the record stood.*?UTC\.", "", page)


@pytest.mark.parametrize("axis", list(Axis))
def test_the_parts_of_an_axis_come_to_the_whole(example: People, axis: Axis) -> None:
    told, shares = read_by(axis, example.clerk), Counter[str]()
    counted: dict[str, list[set[Any]]] = {}
    for part in (*told.parts, told.rest):
        for note in part.figures:
            counted.setdefault(note.tally.figure.code, []).append({one.row.uuid for one in note.tally.counted})
            shares[note.title] += int(note.tally.amount.total)
    for code, found in counted.items():
        whole = ask(code, Standpoint(example.clerk), period=parse_date("2024"))
        assert set().union(*found) == {one.row.uuid for one in whole.counted}, code
    sums = {one.title: one for one in told.sums}
    for title in ("External activities of key leaders", "Agreements signed", "UNESCO titles added", "Activities"):
        under, rest, repeated, whole_number = (
            int(one.verified) for one in (sums[title].under, sums[title].rest, sums[title].repeated, sums[title].whole)
        )
        assert under + rest - repeated == whole_number, title
    assert sums["Activities"].whole.verified == "42" and sums["Agreements signed"].whole.verified == "71"
    assert shares["Agreements signed"] == 71
    present = write_review(2024, Standpoint(example.clerk))
    assert {note.tally.figure.code for _label, some in present.fields for note in some if not note.tally.empty} <= set(
        counted
    )


def test_pillars_stand_as_in_the_present_order_and_a_trip_of_two_is_taken_off_again(example: People) -> None:
    told = read_by(Axis.PILLAR)
    assert [len(part.activities) for part in told.parts] == [7, 21, 0] and len(told.rest.activities) == 17
    acts = next(one for one in told.sums if one.title == "Activities")
    assert [one.verified for one in (acts.under, acts.rest, acts.repeated, acts.whole)] == ["28", "17", "3", "42"]
    shared = next(note for note in told.parts[0].figures if note.tally.figure.code == "activities.key-leaders")
    assert (int(shared.tally.amount.verified), shared.whole) == (7, "42")


def test_the_planner_reads_what_the_year_did_under_each_direction(people: People) -> None:
    first = direction(people, 1, "Keep the frameworks")
    second = direction(people, 2, "Open new chances")
    direction(people, 1, "Of another year", "2026")
    document = policy(people, clauses=[{"number": "1", "text": "Frameworks", "objective_id": first.pk}])
    visit = activity(people, "The visit", objective=second)
    signed = {"kind": "agreement", "signed": "2024-05-02", "signed_during": visit}
    filed(people, Agreement, title="Signed on the visit", **signed)
    filed(people, Commitment, statement="Said on the visit", kind="mentioned", made="2024-05-02", activity=visit)
    task(people, "Of the clause", people.ministry, policy=document, clause="1", due="2024-09")
    task(people, "Of nothing", people.ministry, due="2024-09")
    filed(people, Lesson, title="Learned", kind="lesson", about="talks", said="2024-12", objective=first)
    told = read_by(Axis.DIRECTION, people.planner)
    assert [part.heading.label for part in told.parts] == ["1. Keep the frameworks", "2. Open new chances"]
    one, two = told.parts
    assert captions(one) == {"Of the clause", "Learned", "7/KH"} and not one.activities
    assert captions(two) == {"The visit", "Signed on the visit", "Said on the visit"}
    assert captions(told.rest) == {"Of nothing"}
    assert [note.tally.figure.code for note in two.figures] == ["activities.key-leaders", "agreements.signed"]


def test_a_year_without_directions_says_of_which_years_there_are_some(people: People) -> None:
    direction(people, 1, "Keep the frameworks", "2025")
    activity(people, "A call")
    told = read_by(Axis.DIRECTION, people.planner)
    assert not told.parts and told.note == "The record holds none for 2024; it holds some for 2025."
    assert captions(told.rest) == {"A call"} and told.rest.heading.label == "Not under any direction"


def test_what_two_pillars_do_together_stands_under_both_and_counts_once(people: People) -> None:
    activity(people, "Ours", [(people.ministry, "lead")])
    activity(people, "Both", [(people.ministry, "lead"), (people.commission, "support")])
    activity(people, "Only told", [(people.commission, "inform")])
    told = read_by(Axis.PILLAR, people.planner)
    found = parts(told)
    assert captions(found["State"]) == {"Ours", "Both"} and captions(found["Party"]) == {"Both"}
    assert captions(told.rest) == {"Only told"} and told.rest.heading.label == "Not under any pillar"
    acts = next(one for one in told.sums if one.title == "Activities")
    assert [one.verified for one in (acts.under, acts.rest, acts.repeated, acts.whole)] == ["3", "1", "1", "3"]


def test_a_commitment_stands_under_the_field_that_it_names_in_any_language(people: People) -> None:
    made = {"kind": "mentioned", "made": "2024-02"}
    filed(people, Commitment, statement="A study", field="Ngoại giao kinh tế", **made)
    filed(people, Commitment, statement="A wish", field="friendship", **made)
    found = parts(read_by(Axis.FIELD, people.planner))
    assert captions(found["Economic diplomacy"]) == {"A study"}
    assert captions(found["Not under any field of work"]) == {"A wish"}


@pytest.mark.parametrize("years", [2024, TERM])
def test_an_outsider_sees_nothing_of_what_is_confidential_on_any_axis(people: People, years: int | Years) -> None:
    shown = direction(people, 1, "Keep the frameworks")
    visit = activity(people, "A public call")
    before = [without_moment(render_review(years, Standpoint(), "en", axis=axis)) for axis in (None, *Axis)]
    secret = {"marking": Marking.CONFIDENTIAL}
    quiet = direction(people, 2, "A quiet direction", **secret)
    activity(people, "Quiet talks", [(people.commission, "lead")], objective=shown, **secret)
    task(people, "A quiet task", people.ministry, objective=shown, due="2024-09", **secret)
    made = {"kind": "mentioned", "made": "2024-02", "field": "economic", **secret}
    filed(people, Commitment, statement="A quiet word", activity=visit, **made)
    filed(people, Agreement, title="A quiet text", kind="agreement", signed="2024-03-03", **secret)
    after = [without_moment(render_review(years, Standpoint(), "en", axis=axis)) for axis in (None, *Axis)]
    assert after == before
    assert "Quiet talks" in render_review(years, Standpoint(people.clerk), "en", axis=Axis.DIRECTION)
    actions.change(visit, Draft({"objective": quiet}), actor=people.clerk, reason="it serves it")
    page = render_review(years, Standpoint(), "en", axis=Axis.DIRECTION)
    assert "A quiet direction" not in page and "A public call" in page
    assert captions(read_by(Axis.DIRECTION, None, years).rest) >= {"A public call"}


def test_flows_of_a_term_are_those_of_its_years_and_stocks_stand_at_both_ends(example: People) -> None:
    place = Standpoint(example.planner)
    told = write_review(TERM, place).year_by_year
    assert told and {"agreements.signed", "trade.total"} <= {line.figure.code for line in told.flows}
    for line in told.flows:
        code = line.figure.code
        each = [ask(code, place, period=parse_date(str(year))) for year in TERM.each]
        whole = ask(code, place, period=TERM.period)
        if line.between is None and not whole.empty:
            assert sum(one.amount.verified for one in each) == whole.amount.verified, code
            assert sum(one.amount.in_review for one in each) == whole.amount.in_review, code
    for line in told.stocks:
        ends = [ask(line.figure.code, place, period=parse_date(str(year))) for year in (2020, 2025)]
        for number, tally in zip((line.first, line.each[-1]), ends, strict=True):
            assert number and (number.words == "–") == tally.empty
    review = write_review(TERM, place)
    assert {title for title, _lines in review.months} <= set(map(str, TERM.each)) and review.frozen is None
    assert sum(v for (v,) in review.charts[0].values) == sum(len(lines) for _year, lines in review.months)


def test_what_lies_between_two_years_is_in_the_term_and_in_no_single_year(people: People) -> None:
    signed = {"kind": "agreement", "keeper": people.ministry}
    filed(people, Agreement, title="At the turn of the year", signed="2023-12/2024-01", **signed)
    filed(people, Agreement, title="In March", signed="2024-03", **signed)
    told = write_review(TERM, Standpoint(people.planner)).year_by_year
    assert told and told.apart
    line = next(one for one in told.flows if one.figure.code == "agreements.signed")
    assert line.whole and line.between
    assert [one.in_review for one in line.each] == ["", "", "", "1", ""]
    assert (line.whole.in_review, line.between.in_review) == ("2", "1")


@pytest.mark.parametrize("language", ["en", "vi", "id"])
def test_every_page_answers_in_three_languages(example: People, language: str) -> None:
    client = client_of(example.planner)
    for path in PAGES:
        answer = client.get(path, headers={"accept-language": language})
        body = answer.content.decode()
        assert answer.status_code == 200 and f'<html lang="{language}">' in body
        assert 'aria-current="page"' in body and "<style" not in body and "style=" not in body


def statements(user: Any, path: str) -> int:
    client = client_of(user)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_pages_take_few_statements_however_much_the_record_holds(example: People) -> None:
    freeze(2024, Standpoint(), example.planner)
    people = (example.planner, example.reader, None)
    before = {(user, path): statements(user, path) for user in people for path in PAGES}
    assert max(before.values()) <= 12
    aim = direction(example, 9, "One more")
    bodies = [(example.ministry, "lead"), (example.commission, "support")]
    france = [Partner.objects.get(key="FRA")]
    for number in range(6):
        visit = activity(example, f"Trip {number}", bodies, objective=aim, partners=france)
        task(example, f"Task {number}", example.ministry, activity=visit, due="2024-09")
        made = {"kind": "signed", "made": "2024-05-02", "activity": visit, "partners": france}
        filed(example, Commitment, bodies, statement=f"Word {number}", **made)
        filed(example, Lesson, title=f"Lesson {number}", kind="lesson", about="talks", said="2024-12", objective=aim)
    assert {(user, path): statements(user, path) for user in people for path in PAGES} == before


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/review/2025/2021/", "ends before it begins"),
        (f"/review/1990/{1990 + MOST}/", "more than 30 years"),
        ("/review/2021/99999/", "no year"),
        ("/review/?first=2025&last=2021", "ends before it begins"),
        ("/review/?first=soon", "no year"),
        ("/review/?first=2021&last=2022/2023", "no year"),
        ("/review/2024/?by=score", "pillar, field, objective, direction"),
    ],
)
def test_years_and_axes_that_cannot_be_say_why(example: People, path: str, said: str) -> None:
    answer = client_of(example.planner).get(path)
    assert answer.status_code == 400 and said in answer.content.decode()


def test_years_are_read_from_words_and_refused_with_a_reason() -> None:
    assert years_of("2024") == Years(2024, 2024) and years_of("2021/2025") == TERM
    assert years_between(1990, 1989 + MOST).name == "1990–2019"
    for text in ("", "twenty", "2024-01", "2021/", "2021/2022/2023", "0", "9999", "²024"):
        with pytest.raises(NoYears):
            years_of(text)


def test_the_form_leads_to_the_years_and_keeps_the_axis(example: People) -> None:
    client = client_of(example.planner)
    assert client.get("/review/?first=2021&last=2025&by=pillar").headers["Location"] == "/review/2021/2025/?by=pillar"
    assert client.get("/review/?first=2024&last=2024").headers["Location"] == "/review/2024/"
    assert client.get("/review/?first=2023&last=").headers["Location"] == "/review/2023/"
    body = client.get("/review/2021/2025/?by=direction").content.decode()
    assert "Term 2021–2025" in body and 'name="by" value="direction"' in body
    assert "/review/2021/2025.pdf?by=direction" in body
    assert client.get("/review/2021/2025.docx?by=direction").status_code == 200


def test_the_paper_by_an_axis_gives_the_same_numbers_as_the_page(example: People) -> None:
    paper = review_paper(2024, Standpoint(), "en", axis=Axis.PILLAR)
    titles = [section.title for section in paper.sections]
    places = [titles.index(one) for one in ("Party", "State", "People", "Not under any pillar")]
    assert places == sorted(places) and titles.index("How the parts add up") > places[-1]
    words = words_of(in_form(review_paper(TERM, Standpoint(), "en", axis=Axis.FIELD), "pdf"))[1]
    assert "Foreign affairs of Vietnam, 2021–2025" in words and "31 December 2020" in words


def test_the_command_writes_a_term_by_pillar(
    example: People, tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    settings.TRIVET_HOME = str(tmp_path)
    assert main(["review", "2021/2025", "--by", "pillar", "--user", "planner"]) == 0
    page = (tmp_path / "review-2021-2025-pillar.en.html").read_text(encoding="utf-8")
    assert "<strong>By pillar</strong>" in page and "Year by year" in page and 'href="/figures' not in page
    assert main(["review", "2025/2021"]) == 2 and "ends before it begins" in capsys.readouterr().err
    assert main(["review", "2021/2025", "--freeze", "--user", "planner"]) == 2
    assert "one year" in capsys.readouterr().err
