"""Lines come in from several bodies; who may decide on them, what they become, and how the year is adopted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from tests.core.making import source
from tests.people import People
from tests.programme.making import leader, line, programme
from trivet.core.accounts import grant
from trivet.core.actions import Conflict, NotAllowed, change, cite, move
from trivet.core.bodies import Body
from trivet.core.drafts import Draft
from trivet.core.history import Assignment, Transaction, attach
from trivet.core.standpoint import Standpoint
from trivet.core.users import Role, User
from trivet.core.validation import Invalid
from trivet.core.verifying import verify
from trivet.programme.deciding import adopt, decide, join, keep_finding
from trivet.programme.lines import LineDecision, ProgrammeLine
from trivet.programme.programmes import Programme, ProgrammeEdition

pytestmark = pytest.mark.django_db


def fresh(row: ProgrammeLine) -> Any:
    return attach([ProgrammeLine.objects.get(pk=row.pk)], None, parts=True)[0]


def test_the_head_of_the_programmes_keeper_approves_a_line_of_another_body(office: People) -> None:
    plan = programme(office)
    sent = verified_by_others(office, line(office, plan, "Speaker to Paris", "2031-05", keeper=office.commission))
    (row,) = decide([sent.pk], "approve", actor=office.head, reason="useful", expected={sent.pk: sent.version})
    after = fresh(row)
    (told,) = after.decisions_rows
    assert after.status == "approved" and (told.verdict, told.actor, told.reason) == ("approve", "head", "useful")
    assert told.body == office.ministry and told.day == timezone.localdate()
    # A decision is no content: who wrote the line and that it was verified stay as they were.
    assert (after.author, after.state) == (office.other_clerk, "verified")
    with pytest.raises(Conflict):
        decide([sent.pk], "refuse", actor=office.head, reason="no", expected={sent.pk: sent.version})
    with pytest.raises(Invalid, match="approved"):
        decide([sent.pk], "approve", actor=office.head, reason="again")
    assert verify() is None


def verified_by_others(people: People, row: ProgrammeLine) -> Any:
    """The line after a reviewer of its own body read it against the return."""
    hire(people, people.reviewer, people.commission, Role.REVIEWER)
    cite(row, {"source": source(people), "confidence": "high"}, actor=people.other_clerk, reason="the return")
    return move(row, "verify", actor=people.reviewer, reason="read")


def hire(people: People, user: User, body: Body, role: str) -> None:
    grant(user, body, role, actor=people.installation, reason="a further duty")


@pytest.mark.parametrize("who", ["clerk", "planner", "reviewer", "auditor", "administrator", "other_clerk"])
def test_without_the_right_to_decide_nobody_does(office: People, who: str) -> None:
    plan = programme(office)
    sent = line(office, plan, "Speaker to Paris", "2031-05", keeper=office.commission)
    actor = getattr(office, who)
    for attempt in (
        lambda: decide([sent.pk], "approve", actor=actor, reason="try"),
        lambda: keep_finding([sent.pk], actor=actor, reason="try", rule="r", finding="f"),
        lambda: adopt(plan, actor=actor, reason="try"),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert fresh(sent).status == "proposed" and not fresh(sent).decisions_rows


def test_a_status_is_written_by_no_form_and_no_program(office: People) -> None:
    sent = line(office, programme(office), "Visit", "2031-05")
    for name, value in (("status", "approved"), ("decisions", [])):
        draft = Draft(parts={name: value}) if name == "decisions" else Draft({name: value})
        with pytest.raises(Invalid, match="cannot be written"):
            change(sent, draft, actor=office.clerk, reason="by the back door")


def test_nobody_decides_on_what_they_filed_nor_adopts_it(office: People) -> None:
    plan = programme(office)
    hire(office, office.clerk, office.ministry, Role.HEAD)
    own = line(office, plan, "My own trip", "2031-05")
    theirs = line(office, plan, "Their trip", "2031-06", keeper=office.commission)
    with pytest.raises(NotAllowed, match="filed"):
        decide([theirs.pk, own.pk], "approve", actor=office.clerk, reason="both")
    assert fresh(theirs).status == "proposed"
    decide([theirs.pk, own.pk], "approve", actor=office.head, reason="both")
    with pytest.raises(NotAllowed, match="filed"):
        adopt(plan, actor=office.clerk, reason="mine")
    rewritten = line(office, plan, "Rewritten", "2031-07", keeper=office.commission)
    hire(office, office.clerk, office.commission, Role.CLERK)
    change(rewritten, Draft({"title": "Rewritten by the decider"}), actor=office.clerk, reason="better words")
    with pytest.raises(NotAllowed, match="filed"):
        decide([rewritten.pk], "approve", actor=office.clerk, reason="mine by now")


def test_a_body_takes_its_line_back_itself_and_only_its_own(office: People) -> None:
    plan = programme(office)
    sent = line(office, plan, "Speaker to Paris", "2031-05", keeper=office.commission)
    with pytest.raises(NotAllowed):
        decide([sent.pk], "cancel", actor=office.clerk, reason="not mine")
    (row,) = decide([sent.pk], "cancel", actor=office.other_clerk, reason="the host cannot")
    assert row.status == "cancelled" and fresh(row).decisions_rows[0].body == office.commission
    with pytest.raises(NotAllowed):
        decide([sent.pk], "reopen", actor=office.other_clerk, reason="again")
    (row,) = decide([sent.pk], "reopen", actor=office.head, reason="the host can")
    assert row.status == "proposed"


def test_a_draft_or_hidden_line_is_not_there_to_decide_on(office: People) -> None:
    plan = programme(office)
    draft = line(office, plan, "Draft", "2031-05", submit=False)
    closed = line(office, plan, "Closed", "2031-05", keeper=office.commission, need_to_know=True)
    for row in (draft, closed):
        with pytest.raises(NotAllowed, match="not there for you"):
            decide([row.pk], "approve", actor=office.head, reason="try")


def test_two_lines_of_two_pillars_become_one_visit_with_a_task_for_each(office: People) -> None:
    plan = programme(office)
    amina, juma = leader(office, "Amina"), leader(office, "Juma")
    visit = line(office, plan, "Minister to Paris", "2031-05-02", "2031-05-05", to=["FRA"], head=amina)
    party = line(
        office,
        plan,
        "Committee to Paris",
        "2031-05-03",
        "2031-05-04",
        to=["FRA", "DEU"],
        head=juma,
        keeper=office.commission,
        purpose="talks between the houses",
    )
    join(visit.pk, [party.pk], "complement", actor=office.head, reason="one visit", rule="complement", finding="abc")
    main, other = fresh(visit), fresh(party)
    assert {p.key for p in main.partners} == {"FRA", "DEU"} and [r.person for r in main.leaders_rows] == [juma]
    (given,) = Assignment.objects.at(None).filter(record=main.pk)
    assert (given.body, given.role, given.purpose) == (office.commission, "support", "talks between the houses")
    assert (other.status, other.combined_with) == ("proposed", visit)
    decided = LineDecision.objects.at(None).filter(finding="abc", rule="complement")
    assert {(one.owner_id, one.other_id) for one in decided} == {(main.pk, other.pk), (other.pk, main.pk)}
    # The decider who joined them did not file them, and may adopt.
    decide([main.pk, other.pk], "approve", actor=office.head, reason="both")
    adopt(plan, actor=office.head, reason="the year")


def test_a_merged_line_ends_and_what_it_wanted_goes_on(office: People) -> None:
    plan = programme(office)
    first = line(office, plan, "Trade talks", "2031-05-02", to=["FRA"])
    second = line(office, plan, "Trade talks in Paris", "2031-05-03", to=["FRA"], keeper=office.commission)
    join(first.pk, [second.pk], "merge", actor=office.head, reason="one delegation")
    assert fresh(second).status == "merged" and fresh(second).combined_with == first
    with pytest.raises(Invalid, match="merged"):
        join(first.pk, [second.pk], "merge", actor=office.head, reason="again")


def test_the_baseline_and_an_amendment_freeze_what_the_programme_was(office: People) -> None:
    plan = programme(office)
    kept = line(office, plan, "Visit", "2031-05", keeper=office.commission)
    with pytest.raises(Invalid, match="No line is approved"):
        adopt(plan, actor=office.head, reason="too early")
    decide([kept.pk], "approve", actor=office.head, reason="useful")
    with pytest.raises(Invalid, match="future"):
        adopt(plan, actor=office.head, reason="tomorrow", day=date.max)
    plan = adopt(plan, actor=office.head, reason="the year", expected=Programme.objects.get().version)
    change(kept, Draft({"starts": "2031-09"}), actor=office.other_clerk, reason="the host asked")
    late = line(office, plan, "Second visit", "2031-10", keeper=office.commission)
    decide([late.pk], "approve", actor=office.head, reason="useful too")
    plan = adopt(plan, actor=office.head, reason="changes up to May")
    baseline, amendment = ProgrammeEdition.objects.at(None).filter(owner=plan.pk).order_by("number")
    assert (baseline.number, amendment.number, amendment.reason) == (0, 1, "changes up to May")
    assert str(plan.adopted) == timezone.localdate().isoformat() and baseline.actor == "head"
    then = {}
    for edition in (baseline, amendment):
        known = Transaction.objects.get(number=edition.frozen).moment
        rows = Standpoint(office.head, known).of(ProgrammeLine).filter(status="approved")
        then[edition.number] = {row.title: str(row.starts) for row in rows}
    assert then == {0: {"Visit": "2031-05"}, 1: {"Visit": "2031-09", "Second visit": "2031-10"}}
    assert verify() is None
