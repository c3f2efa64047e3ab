"""The clerk turns clauses and a leader's word into tasks; the lead reports back; the planner sees what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.core.making import source
from tests.people import People
from tests.programme.making import leader
from trivet.core.actions import NotAllowed, change, create, move
from trivet.core.bodies import Body
from trivet.core.drafts import Draft
from trivet.core.history import assignments_of, attach
from trivet.core.standpoint import Standpoint
from trivet.core.validation import Invalid
from trivet.programme.cascade import by_objective, by_pillar, cascade, duties_of
from trivet.programme.tasking import Order, give_tasks, postpone, report_done
from trivet.registers.instructions import Instruction
from trivet.registers.objectives import Objective
from trivet.registers.policies import PolicyDocument
from trivet.registers.tasks import Task
from trivet.values.markings import Marking

CLAUSES: list[dict[str, Any]] = [
    {"number": "1", "text": "Exchange information between the bodies.", "asks": "a common calendar"},
    {"number": "2", "text": "Train the staff."},
    {"number": "3", "text": "Report each year."},
]


def policy(people: People, number: str = "7/KH", *, clauses: Any = CLAUSES, **more: Any) -> PolicyDocument:
    """A document with clauses, kept by the ministry."""
    values = {"number": number, "kind": "plan", "issued": "2024-01", "keeper": people.ministry, **more}
    cited = [{"source_id": source(people).pk, "confidence": "high"}]
    draft = Draft(values, parts={"clauses": [dict(one) for one in clauses]}, citations=cited)
    made: PolicyDocument = create(PolicyDocument, draft, actor=people.clerk, reason="filed", submit=True)
    return made


def day(days: int) -> str:
    """A day so many days from today."""
    return (timezone.localdate() + timedelta(days)).isoformat()


def given(people: People, document: Any, clause: str = "1", lead: Body | None = None, **more: Any) -> Task:
    """One task of a clause, led by the ministry unless another body is named."""
    order = Order(f"Task of {clause}", (lead or people.ministry).pk, clause=clause, **more)
    made: Task = give_tasks(document, [order], actor=people.clerk, reason="taken up")[0]
    return made


def test_clauses_become_tasks_in_one_act_each_with_one_lead_and_the_sources_of_the_document(office: People) -> None:
    document = policy(office, marking=Marking.INTERNAL)
    orders = [
        Order("A common calendar", office.ministry.pk, (office.commission.pk,), "2031-06", "days shown", "1"),
        Order("Courses", office.commission.pk, (office.commission.pk,), clause="2"),
    ]
    calendar, courses = give_tasks(document, orders, actor=office.clerk, reason="the plan is carried out")
    assert (calendar.policy_id, calendar.clause, calendar.indicator) == (document.pk, "1", "days shown")
    assert calendar.due.text == "2031-06" and calendar.given.text == day(0)
    assert calendar.marking == Marking.INTERNAL and calendar.keeper == office.ministry and calendar.state == "in_review"
    told = assignments_of([calendar.pk, courses.pk], None)
    assert {(one.body_id, one.role) for one in told[calendar.pk]} == {
        (office.ministry.pk, "lead"),
        (office.commission.pk, "support"),
    }
    assert [one.role for one in told[courses.pk]] == ["lead"], "a lead does not support itself"
    assert len(Standpoint(office.clerk).citations([courses.pk])[courses.pk]) == 1


@pytest.mark.parametrize(
    ("change_of", "field"),
    [({"lead": None}, "lead"), ({"title": " "}, "title"), ({"clause": "9"}, "clause"), ({"due": "soon"}, "due")],
)
def test_one_wrong_order_leaves_nothing_of_the_others(office: People, change_of: dict[str, Any], field: str) -> None:
    document = policy(office)
    wrong: dict[str, Any] = {"title": "Courses", "lead": office.ministry.pk, "clause": "2", **change_of}
    good = Order("A common calendar", office.ministry.pk, clause="1")
    with pytest.raises(Invalid) as refused:
        give_tasks(document, [good, Order(**wrong)], actor=office.clerk, reason="too quick")
    assert [one.field for one in refused.value.problems] == [field]
    assert not Task.objects.exists()


def test_a_clause_belongs_to_the_policy_of_its_task(office: People) -> None:
    first, second = policy(office), policy(office, "8/KH", clauses=CLAUSES[:1])
    task = given(office, first, "3")
    for values, field in (({"policy": second}, "clause"), ({"policy": None}, "clause")):
        with pytest.raises(Invalid) as refused:
            change(task, Draft(values), actor=office.clerk, reason="elsewhere")
        assert [one.field for one in refused.value.problems] == [field]
    change(task, Draft({"policy": second, "clause": "1"}), actor=office.clerk, reason="elsewhere")


def test_an_instruction_becomes_tasks_that_know_who_said_it_and_where(office: People) -> None:
    values = {"title": "See changes early", "leader": leader(office, "An"), "given": "2024-08", "place": "Nairobi"}
    draft = Draft({**values, "words": "Be quicker.", "keeper": office.ministry})
    said = create(Instruction, draft, actor=office.clerk, reason="heard", submit=True)
    order = Order("A watch of the news", office.commission.pk, due=day(-3))
    made = give_tasks(said, [order], actor=office.clerk, reason="as told")[0]
    assert (made.instruction_id, made.given.text, made.policy_id) == (said.pk, "2024-08", None)
    duty = duties_of(Standpoint(office.clerk), said.pk, timezone.localdate())[0]
    assert (duty.standing, duty.late, duty.lead) == ("overdue", 3, office.commission)


def test_the_other_body_takes_up_a_clause_for_itself(office: People) -> None:
    document = policy(office)
    order = Order("Our courses", office.commission.pk, clause="2")
    made = give_tasks(document, [order], actor=office.other_clerk, reason="ours")[0]
    assert made.keeper == office.commission
    with pytest.raises(NotAllowed):
        give_tasks(document, [order], actor=office.reader, reason="nobody asked")


def test_nobody_takes_up_what_they_may_not_see(office: People) -> None:
    document = policy(office, need_to_know=True)
    with pytest.raises(NotAllowed):
        give_tasks(document, [Order("A guess", office.commission.pk)], actor=office.other_clerk, reason="a guess")


def test_lead_and_support_report_back_with_evidence_and_a_second_person_looks_at_it(office: People) -> None:
    document = policy(office)
    task = given(office, document, supports=(office.commission.pk,))
    move(task, "verify", actor=office.reviewer, reason="as decided")
    shown = source(office, "Minutes")
    with pytest.raises(Invalid) as refused:
        report_done(task, None, actor=office.other_clerk, reason="done, believe me")
    assert [one.field for one in refused.value.problems] == ["evidence"]
    with pytest.raises(NotAllowed):
        report_done(task, shown.pk, actor=office.reader, reason="heard of it")
    told = report_done(task, shown.pk, actor=office.other_clerk, reason="the calendar is open to all")
    assert (told.status, told.done.text, told.evidence_id, told.state) == ("done", day(0), shown.pk, "in_review")
    with pytest.raises(Invalid):
        report_done(task, shown.pk, actor=office.clerk, reason="again")


def test_who_is_only_asked_or_told_reports_nothing(office: People) -> None:
    task = given(office, policy(office))
    told = [{"body_id": office.ministry.pk, "role": "lead"}, {"body_id": office.commission.pk, "role": "inform"}]
    change(task, Draft(assignments=told), actor=office.clerk, reason="for information")
    with pytest.raises(NotAllowed):
        report_done(task, source(office).pk, actor=office.other_clerk, reason="done")


def test_a_due_date_moves_with_its_reason_and_the_old_one_stays_known(office: People) -> None:
    task = given(office, policy(office), due="2031-06-30")
    for due in ("", "2031-06-30"):
        with pytest.raises(Invalid) as refused:
            postpone(task, due, actor=office.clerk, reason="no reason")
        assert [one.field for one in refused.value.problems] == ["due"]
    with pytest.raises(NotAllowed):
        postpone(task, "2031-09-30", actor=office.other_clerk, reason="later")
    moved = postpone(task, "2031-09-30", actor=office.clerk, reason="the law is not there yet")
    assert moved.due.text == "2031-09-30"
    assert [row.due.text for row in Standpoint(office.clerk).versions(Task, task.pk)] == ["2031-09-30", "2031-06-30"]


def test_the_roll_up_tells_of_each_clause_and_of_all_below(office: People) -> None:
    aim = create(
        Objective, Draft({"kind": "aim", "title": "Trust", "keeper": office.ministry}), actor=office.clerk, reason="aim"
    )
    aim = move(aim, "submit", actor=office.clerk, reason="for all")
    top = policy(office, "1/NQ", kind="line", clauses=[{"number": "1", "text": "Be one.", "objective": aim.pk}])
    below = policy(office, "2/CT", kind="action", parent=top)
    late = given(office, below, "1", due=day(-10))
    done = given(office, below, "1", office.commission)
    report_done(done, source(office).pk, actor=office.clerk, reason="done")
    loose = given(office, top, "1", due=day(5))
    bare = change(loose, Draft(assignments=[]), actor=office.clerk, reason="the lead is gone")
    given(office, top, "")
    found = cascade(Standpoint(office.clerk), timezone.localdate())
    root = found.roots[0]
    assert [(node.row.number, node.depth) for node in found.nodes()] == [("1/NQ", 0), ("2/CT", 1)]
    assert vars(root.own) == {"done": 0, "open": 2, "overdue": 0, "without_lead": 1, "clauses": 1, "untaken": 0}
    assert vars(root.whole) == {"done": 1, "open": 2, "overdue": 1, "without_lead": 1, "clauses": 4, "untaken": 2}
    lower = root.below[0]
    assert [clause.untaken for clause in lower.clauses] == [False, True, True]
    assert [duty.row.pk for duty in lower.clauses[0].duties] == [late.pk, done.pk], "the overdue one first"
    assert by_objective(found.nodes())[aim.pk].open == 1 and bare.pk in {one.row.pk for one in root.duties}
    pillars = by_pillar(found.nodes())
    assert pillars[""].without_lead == 1
    assert sum(one.done + one.open + one.overdue for one in pillars.values()) == 4


def test_a_dropped_task_takes_no_clause_up(office: People) -> None:
    document = policy(office)
    task = given(office, document, "1")
    change(task, Draft({"status": "dropped"}), actor=office.clerk, reason="not needed")
    root = cascade(Standpoint(office.clerk), timezone.localdate()).roots[0]
    assert root.clauses[0].untaken and root.own.open == 0


def test_documents_in_a_ring_stand_once(office: People) -> None:
    first = policy(office, "1/NQ")
    second = policy(office, "2/NQ", parent=first)
    change(first, Draft({"parent": second}), actor=office.clerk, reason="a slip")
    assert len(list(cascade(Standpoint(office.clerk), timezone.localdate()).nodes())) == 2
    for top, other in ((first, second), (second, first)):
        narrowed = cascade(Standpoint(office.clerk), timezone.localdate(), top.pk)
        assert [node.row.pk for node in narrowed.nodes()] == [top.pk, other.pk]


def test_one_document_is_read_with_what_stands_below_it_alone(office: People) -> None:
    top = policy(office, "1/NQ")
    middle = policy(office, "2/CT", parent=top)
    policy(office, "3/KH", parent=middle)
    policy(office, "9/NQ")
    given(office, top, "1")
    given(office, middle, "1")
    found = cascade(Standpoint(office.clerk), timezone.localdate(), middle.pk)
    assert [(node.row.number, node.depth, node.own.open) for node in found.nodes()] == [("2/CT", 0, 1), ("3/KH", 1, 0)]


def test_what_a_reader_may_not_see_changes_nothing_in_the_roll_up(office: People) -> None:
    document = policy(office)
    given(office, document, "1", due=day(-4))
    before = cascade(Standpoint(office.reader), timezone.localdate()).roots[0].whole
    hidden = Order("Secret", office.ministry.pk, clause="2", due=day(-9))
    task = give_tasks(document, [hidden], actor=office.clerk, reason="quietly")[0]
    change(task, Draft({"marking": Marking.SECRET}), actor=office.clerk, reason="secret")
    assert cascade(Standpoint(office.reader), timezone.localdate()).roots[0].whole == before
    assert cascade(Standpoint(office.clerk), timezone.localdate()).roots[0].whole.overdue == 2


def test_a_renumbered_clause_leaves_its_task_with_the_whole_document(office: People) -> None:
    document = policy(office)
    task = given(office, document, "2")
    attach([document], None, parts=True)
    rows = [{"number": "II", "text": "Train the staff."}]
    change(document, Draft(parts={"clauses": rows}), actor=office.clerk, reason="as printed")
    root = cascade(Standpoint(office.clerk), timezone.localdate()).roots[0]
    assert root.clauses[0].untaken and [one.row.pk for one in root.loose] == [task.pk]
