"""The planner counts the tasks: done, overdue, without a lead, and the clauses that nobody took up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import trivet.figures.counts  # noqa: F401  (declares the figures)
from tests.people import People
from tests.programme.test_tasking import policy
from trivet.core import actions
from trivet.core.drafts import Draft
from trivet.core.standpoint import Standpoint
from trivet.figures.figure import Tally, ask
from trivet.registers.tasks import Task
from trivet.reports.pages import render_review
from trivet.reports.review import write_review
from trivet.reports.review_paper import review_paper
from trivet.values.dates import parse_date
from trivet.values.markings import Marking

END = date(2024, 12, 31)


def task(people: People, title: str, lead: Any = None, **more: Any) -> Task:
    """A task as the clerk writes it down; led by nobody unless a body is named."""
    assigned = [{"body_id": lead.pk, "role": "lead"}] if lead else []
    draft = Draft({"title": title, "keeper": people.ministry, **more}, assignments=assigned)
    made: Task = actions.create(Task, draft, actor=people.clerk, reason="given", submit=True)
    return made


def on(code: str, user: Any = None, day: date = END) -> Tally:
    return ask(code, Standpoint(user), on=day, period=parse_date("2024"))


def counted(tally: Tally) -> set[str]:
    return {one.row.title for one in tally.counted}


def left_out(tally: Tally) -> dict[str, str]:
    return {str(one.row): str(one.reason) for one in tally.left_out}


def test_done_counts_in_its_period_by_the_pillar_that_leads(people: People) -> None:
    task(people, "In May", people.ministry, status="done", done="2024-05")
    task(people, "In the Party", people.commission, status="done", done="2024-06-01")
    task(people, "Later", people.ministry, status="done", done="2025-01-02")
    task(people, "Perhaps", people.ministry, status="done", done="2024-12/2025-01")
    tally = on("tasks.done")
    assert counted(tally) == {"In May", "In the Party"}
    assert {part: int(amount.total) for part, amount in tally.parts.items()} == {"state": 1, "party": 1}
    assert list(left_out(tally)) == ["Perhaps"]


def test_overdue_is_what_was_open_on_the_day_after_its_last_day(people: People) -> None:
    body = people.ministry
    task(people, "Late", body, due="2024-11-30")
    task(people, "Late then, done since", body, due="2024-11-30", status="done", done="2025-02-01")
    task(people, "Done in time", body, due="2024-11-30", status="done", done="2024-11-29")
    task(people, "Dropped", body, due="2024-11-30", status="dropped")
    task(people, "Due on the day", body, due="2024-12-31")
    task(people, "Given later", body, given="2025-01-01", due="2024-11-30")
    task(people, "Some time in winter", body, due="2024-12/2025-02")
    task(people, "No day", body)
    task(people, "Perhaps done", body, due="2024-11-30", status="done", done="2024-12/2025-01")
    tally = on("tasks.overdue")
    assert counted(tally) == {"Late", "Late then, done since"}
    assert left_out(tally).keys() == {"Some time in winter", "No day", "Perhaps done"}
    assert "no day is set" in left_out(tally)["No day"]


def test_without_a_lead_is_what_no_body_was_told_to_lead(people: People) -> None:
    task(people, "Led", people.ministry)
    bare = task(people, "Nobody's")
    task(people, "Nobody's, but done", status="done", done="2024-02-01")
    supported = Draft(assignments=[{"body_id": people.commission.pk, "role": "support"}])
    actions.change(bare, supported, actor=people.clerk, reason="a support is no lead")
    assert counted(on("tasks.without-lead")) == {"Nobody's"}


def test_clauses_that_no_living_task_carries_out_are_counted_at_their_document(people: People) -> None:
    document = policy(people)
    policy(people, "3-C", clauses=[], symbol_only=True)
    policy(people, "9/KH", clauses=[])
    policy(people, "Old", ended="2023-12-31", issued="2020")
    policy(people, "New", issued="2025-02")
    task(people, "First", policy=document, clause="1")
    task(people, "Second", policy=document, clause="2", status="dropped")
    task(people, "Third", policy=document, clause="3", given="2025-03-01")
    tally = on("clauses.untaken")
    assert [(one.row.number, int(one.weight), one.note) for one in tally.counted] == [("7/KH", 2, "clauses: 2, 3")]
    assert set(left_out(tally)) == {"3-C", "9/KH"}


def test_a_secret_task_changes_no_figure_of_who_may_not_see_it(people: People) -> None:
    document = policy(people)
    before = [on(code, people.reader).as_json() for code in ("tasks.overdue", "tasks.without-lead", "clauses.untaken")]
    task(people, "Secret", policy=document, clause="1", due="2024-01-01", marking=Marking.SECRET)
    after = [on(code, people.reader).as_json() for code in ("tasks.overdue", "tasks.without-lead", "clauses.untaken")]
    assert before == after
    assert counted(on("tasks.overdue", people.clerk)) == {"Secret"}


@pytest.mark.parametrize(
    ("language", "heading", "standing"),
    [
        ("en", "Tasks of the year", "overdue"),
        ("vi", "Nhiệm vụ trong năm", "quá hạn"),
        ("id", "Tugas tahun ini", "lewat tenggat"),
    ],
)
def test_the_review_tells_the_tasks_of_the_year_the_overdue_first(
    people: People, language: str, heading: str, standing: str
) -> None:
    document = policy(people)
    task(people, "Done in May", people.commission, status="done", done="2024-05")
    task(people, "Late", people.ministry, policy=document, clause="2", due="2024-03-01")
    task(people, "Of another year", people.ministry, status="done", done="2023-05", given="2023-01")
    told = [one.line.caption for one in write_review(2024, Standpoint(people.clerk)).tasks]
    assert told == ["Late", "Done in May"]
    page = render_review(2024, Standpoint(people.clerk), language)
    place = page.index(f"<h2>{heading}</h2>")
    assert page.index("7/KH, 2", place) < page.index(standing, place) < page.index("Done in May", place)
    paper = review_paper(2024, Standpoint(people.clerk), language)
    assert heading in [section.title for section in paper.sections]
