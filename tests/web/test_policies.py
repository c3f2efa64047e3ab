"""The clerk opens the cascade, turns clauses into tasks on one form, and the lead reports back on the task's page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.people import People
from tests.programme.making import leader
from tests.programme.test_tasking import day, given, policy
from tests.web.samples import client_of
from trivet.core.actions import change, create
from trivet.core.drafts import Draft
from trivet.core.history import Transaction, assignments_of, attach
from trivet.core.sources import Source
from trivet.registers.instructions import Instruction
from trivet.registers.lessons import Lesson
from trivet.registers.objectives import Objective
from trivet.registers.tasks import Task
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db
MOST = 12


def read(user: Any, url: str, status: int = 200, language: str = "en") -> str:
    """The words of a page, within its budget of statements."""
    client = client_of(user)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url, headers={"accept-language": language})
    assert answer.status_code == status, answer.content.decode()[:2000]
    assert len(asked) <= MOST, "\n".join(query["sql"][:200] for query in asked)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def work(document: Any) -> str:
    return f"/policies/{document.pk}/work/"


def row(number: int, **told: str) -> dict[str, str]:
    """What the boxes of one row of the form hold."""
    return {f"row-{number}-{name}": text for name, text in told.items()}


def test_the_tree_tells_of_each_document_and_of_all_below_it(office: People) -> None:
    top = policy(office, "1/NQ", kind="line", clauses=[])
    below = policy(office, "2/CT", kind="action", parent=top)
    given(office, below, "1", due=day(-10))
    told = read(office.reader, "/policies/")
    assert told.index("1/NQ") < told.index("2/CT")
    rows = re.findall(
        r"(\d/\w\w) (?:congress line|action programme) (\d) (\d) (\d) (\d) (\d) (\d)", told.replace(" in review", "")
    )
    assert rows == [("1/NQ", "3", "2", "1", "0", "0", "0"), ("2/CT", "3", "2", "1", "0", "0", "0")]
    assert "By the pillar that leads" in told and "No objective told" in told
    for language in ("vi", "id"):
        read(office.reader, "/policies/", language=language)


def test_a_pillar_keeps_the_documents_that_speak_to_it_with_those_above(people: People) -> None:
    top = policy(people, "1/NQ", kind="line", clauses=[])
    for number, pillar in (("2/CT", "party"), ("3/CT", "people")):
        document = policy(people, number, parent=top, clauses=[])
        change(document, Draft(parts={"pillars": [{"pillar": pillar}]}), actor=people.clerk, reason="to whom")
    told = read(people.clerk, "/policies/?pillar=people")
    assert "1/NQ" in told and "3/CT" in told and "2/CT" not in told


def test_the_documents_of_the_interview_stand_with_the_pillar_they_speak_to(example: People) -> None:
    shown = {code: read(None, f"/policies/?pillar={code}") for code in ("party", "state", "people")}
    assert all("34-NQ/TW" in told for told in shown.values())
    assert [code for code, told in shown.items() if "01-ĐA/TW" in told] == ["party"]
    assert [code for code, told in shown.items() if "12-CT/TW" in told] == ["people"]
    assert "Conclusion 71 known by its symbol only in review" in read(None, "/policies/")


def test_a_document_known_by_its_symbol_says_so_instead_of_clauses(office: People) -> None:
    document = policy(office, "3-C", symbol_only=True, clauses=[])
    assert "only the symbol is known here" in read(office.clerk, work(document))
    with pytest.raises(Exception, match="only the symbol is known"):
        change(document, Draft({"subject": "Harbours"}), actor=office.clerk, reason="heard")


def test_chosen_clauses_become_tasks_on_one_form(office: People) -> None:
    document = policy(office)
    own = client_of(office.clerk)
    told = read(office.clerk, work(document))
    assert told.count("nobody took it up") == 3 and "Turn the chosen clauses into tasks" in told
    form = f"/policies/{document.pk}/tasks/?clause=1&clause=2&clause=9"
    shown = own.get(form).content.decode()
    assert 'value="a common calendar"' in shown and "Train the staff." in shown and "Clause 9" not in shown
    sent = row(0, clause="1", title="A common calendar", lead=str(office.ministry.pk), due=day(-3), indicator="days")
    sent |= row(1, clause="2", title="Courses", lead="")
    sent["row-0-supports"] = str(office.commission.pk)
    refused = own.post(form, {**sent, "reason": "the plan"})
    assert refused.status_code == 422 and "Name the one body that leads." in refused.content.decode()
    assert 'value="days"' in refused.content.decode() and not Task.objects.exists()
    assert own.post(form, {**sent, "row-1-lead": str(office.commission.pk)}).status_code == 422, "no reason"
    assert not Task.objects.exists()
    done = own.post(form, {**sent, "row-1-lead": str(office.commission.pk), "reason": "the plan"})
    assert done.status_code == 302 and done["Location"] == work(document)
    first, second = Task.objects.order_by("clause")
    assert {one.role for one in assignments_of([first.pk], None)[first.pk]} == {"lead", "support"}
    told = read(office.clerk, work(document))
    assert "overdue by 3 days" in told and told.count("nobody took it up") == 1
    assert told.index("Overdue, here and below") < told.index("Clauses and their tasks")
    assert second.clause == "2" and Transaction.objects.latest("number").reason == "the plan"


def test_a_body_that_is_not_there_is_named_beside_its_row(office: People) -> None:
    document = policy(office)
    form = f"/policies/{document.pk}/tasks/"
    sent = {**row(0, clause="", title="Courses", lead="nowhere"), "reason": "the plan"}
    answer = client_of(office.clerk).post(form, sent)
    assert answer.status_code == 422 and "There is no such body: nowhere." in answer.content.decode()


def test_an_instruction_leads_to_the_same_form_and_shows_its_tasks(office: People) -> None:
    values = {"title": "See changes early", "leader": leader(office, "An"), "given": "2024-08", "words": "Be quicker."}
    said = create(
        Instruction, Draft({**values, "keeper": office.ministry}), actor=office.clerk, reason="x", submit=True
    )
    page = f"/registers/instructions/{said.pk}/"
    assert "Turn into tasks" in read(office.clerk, page) and "Turn into tasks" not in read(office.reader, page)
    form = f"/instructions/{said.pk}/tasks/"
    assert "Be quicker." in read(office.clerk, form)
    sent = {**row(0, title="A watch", lead=str(office.ministry.pk)), **row(1, title=""), "reason": "as told"}
    assert client_of(office.clerk).post(form, sent).status_code == 302
    assert "A watch" in read(office.clerk, page)
    empty = client_of(office.clerk).post(form, {**row(0, title=""), "reason": "as told"})
    assert empty.status_code == 422 and "Fill in at least one task." in empty.content.decode()


def test_readers_and_outsiders_give_no_tasks(office: People) -> None:
    document = policy(office)
    assert "New task" not in read(office.reader, work(document))
    for user in (office.reader, None):
        assert client_of(user).get(f"/policies/{document.pk}/tasks/").status_code == 404
    hidden = policy(office, "8/M", marking=Marking.SECRET)
    for path in (work(hidden), f"/policies/{hidden.pk}/tasks/"):
        assert client_of(office.planner).get(path).status_code == 404


def test_the_supporting_body_reports_on_the_page_with_a_new_source_of_its_own(office: People) -> None:
    task = given(office, policy(office), supports=(office.commission.pk,), due=day(4))
    page, act = f"/registers/tasks/{task.pk}/", f"/tasks/{task.pk}/act/"
    assert "Report it done" in read(office.other_clerk, page) and "Set the date" not in read(office.other_clerk, page)
    assert "Report it done" not in read(office.reader, page)
    theirs = client_of(office.other_clerk)
    refused = theirs.post(act, {"act": "report", "reason": "the calendar is open"})
    assert refused.status_code == 422 and "Name the source that shows it." in refused.content.decode()
    wrong = theirs.post(act, {"act": "report", "reason": "open", "evidence": "no-such", "title": ""})
    assert wrong.status_code == 422 and "There is no source" in wrong.content.decode()
    sent = {"act": "report", "reason": "open", "title": "Minutes of May", "address": "https://example.org/m"}
    assert theirs.post(act, sent).status_code == 302
    task = Task.objects.get(pk=task.pk)
    shown = Source.objects.get(title="Minutes of May")
    assert (task.status, task.evidence_id, shown.keeper) == ("done", shown.pk, office.commission)
    assert "Report it done" not in read(office.clerk, page)


def test_the_due_date_is_put_off_on_the_page_with_its_reason(office: People) -> None:
    task = given(office, policy(office), due=day(4))
    act, own = f"/tasks/{task.pk}/act/", client_of(office.clerk)
    sent = {"act": "postpone", "due": "2031-09-30", "expected": str(task.version)}
    assert own.post(act, sent).status_code == 422
    assert own.post(act, {**sent, "reason": "the law is late"}).status_code == 302
    assert Task.objects.get(pk=task.pk).due.text == "2031-09-30"
    assert own.post(act, {**sent, "due": "2031-10-30", "reason": "again"}).status_code == 409, "read before the change"
    assert client_of(office.other_clerk).post(act, {**sent, "due": "2032", "reason": "ours"}).status_code == 403
    assert "the law is late" in read(office.clerk, f"/registers/tasks/{task.pk}/history/")


def test_a_lesson_stands_on_the_page_of_what_it_judges(office: People) -> None:
    document = policy(office)
    values = {"title": "Name the day", "kind": "lesson", "about": "the plan", "policy": document.pk}
    create(Lesson, Draft({**values, "keeper": office.ministry}), actor=office.clerk, reason="drawn", submit=True)
    assert "Name the day" in read(office.clerk, f"/registers/policies/{document.pk}/")


def test_today_tells_of_a_review_that_is_due_until_it_is_held(office: People) -> None:
    document = policy(office)
    rows = [{"cycle": "interim", "due": day(5)}, {"cycle": "final", "due": day(400)}]
    document = change(document, Draft(parts={"reviews": rows}), actor=office.clerk, reason="to be reviewed")
    assert "review to be held" in read(office.clerk, "/")
    assert "review to be held" not in read(office.other_clerk, "/")
    attach([document], None, parts=True)
    held = [{**one, "held": day(0)} if one["cycle"] == "interim" else one for one in rows]
    change(document, Draft(parts={"reviews": held}), actor=office.clerk, reason="held")
    assert "review to be held" not in read(office.clerk, "/")


def test_the_work_on_a_document_tells_of_its_reviews_the_next_one_first(office: People) -> None:
    document = policy(office)
    assert "Reviews" not in read(office.reader, work(document))
    minutes = create(
        Source, Draft({"title": "Minutes", "keeper": office.ministry}), actor=office.clerk, reason="x", submit=True
    )
    rows = [
        {"cycle": "final", "due": day(400)},
        {"cycle": "interim", "due": day(-30), "held": day(-31), "finding": "Half is done.", "source_id": minutes.pk},
        {"cycle": "interim", "due": day(-2)},
        {"cycle": "interim", "due": day(5)},
    ]
    change(document, Draft(parts={"reviews": rows}), actor=office.clerk, reason="the cycle")
    told = read(office.reader, work(document))
    order = ["overdue by 2 days", "review to be held", "Final stock-taking review to be held", "Interim review held"]
    places = [told.index(words) for words in order]
    assert places == sorted(places) and told.index("Reviews") < told.index("Clauses and their tasks")
    assert "Half is done. Minutes" in told
    for language in ("vi", "id"):
        read(office.reader, work(document), language=language)


def test_a_past_moment_shows_the_tasks_of_then_and_no_forms(office: People) -> None:
    document = policy(office)
    then = timezone.now().isoformat()
    given(office, document, "1")
    told = read(office.clerk, f"{work(document)}?known={then.replace('+00:00', 'Z')}")
    assert told.count("nobody took it up") == 3 and "New task" not in told


def test_more_clauses_and_tasks_take_no_more_statements(office: People) -> None:
    aim = create(
        Objective,
        Draft({"kind": "aim", "title": "Trust", "keeper": office.ministry}),
        actor=office.clerk,
        reason="x",
        submit=True,
    )
    document = policy(office, clauses=[{"number": str(n), "text": "Do it.", "objective": aim.pk} for n in range(20)])
    counts = []
    for number in range(2):
        given(office, document, str(number), office.commission, due=day(-number))
        client = client_of(office.reader)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(work(document)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
