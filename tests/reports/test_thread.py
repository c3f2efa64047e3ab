"""The thread of a record: from any of its records the same policy above and outcomes below, as far as one may see."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import People
from tests.web.samples import client_of
from trivet.core.actions import change, create, move
from trivet.core.drafts import Draft
from trivet.core.people import Post
from trivet.core.records import Record
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.procedures.dossiers import Dossier
from trivet.programme.lines import ProgrammeLine
from trivet.programme.outcomes import Becomes, Wanted, take_outcomes
from trivet.programme.programmes import Programme
from trivet.programme.visits import Visit
from trivet.registers.activities import Activity
from trivet.registers.agreements import Agreement
from trivet.registers.commitments import Commitment
from trivet.registers.meetings import Meeting
from trivet.registers.objectives import Objective
from trivet.registers.policies import PolicyDocument
from trivet.registers.tasks import Task
from trivet.reports.thread import Thread, thread_of
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db
#: The whole thread, from the reason to the outcome.
WHOLE = [
    *(
        "Resolution 1",
        "Plan 2",
        "More trade",
        "To go to Paris",
        "File of Paris",
        "Talks in Paris",
        "Record of the talks",
    ),
    *("Opinions on the text", "Trade agreement", "Open the market", "Draw up the list"),
]


def kept(people: People, model: type[Record], parts: Any = None, **values: Any) -> Any:
    draft = Draft({"keeper": people.ministry, **values}, parts=parts or {})
    return create(model, draft, actor=people.clerk, reason="told", submit=True)


@pytest.fixture
def record(people: People) -> People:
    above = kept(people, PolicyDocument, number="Resolution 1", kind="resolution", issued="2023-01-05")
    policy = kept(people, PolicyDocument, number="Plan 2", kind="plan", issued="2023-04-05", parent=above)
    kept(people, PolicyDocument, number="Another plan", kind="plan", issued="2023-05-05", parent=above)
    aim = kept(people, Objective, title="More trade", kind="aim", horizon="2025", policy=policy)
    plan = kept(people, Programme, title="Programme of 2024", year="2024")
    post = Post.objects.filter(pillar="state").first()
    call = {"kind": "visit_out", "visit_class": "official", "starts": "2024-03-04", "ends": "2024-03-06", "post": post}
    activity = kept(people, Activity, title="Talks in Paris", objective=aim, **call)
    told = {"programme": plan, "direction": "out", "title": "To go to Paris", "objective": aim, "starts": "2024-03"}
    line = kept(people, ProgrammeLine, activity=activity, **told)
    dossier = kept(people, Dossier, title="Opinions on the text", procedure="agreement")
    agreement = kept(people, Agreement, title="Trade agreement", kind="agreement", signed="2024-03-05")
    texts = [{"title": "Trade agreement", "status": "signed", "dossier_id": dossier.pk, "agreement_id": agreement.pk}]
    file = {"title": "File of Paris", "direction": "out", "starts": "2024-03-04", "line": line, "activity": activity}
    visit = kept(people, Visit, parts={"texts": texts}, **file)
    points = [{"side": "both", "kind": "agreed", "text": "Open the market"}, {"side": "ours", "text": "Send salt"}]
    talks = {"title": "Record of the talks", "kind": "talks", "held": "2024-03-05", "activity": activity}
    meeting = kept(people, Meeting, parts={"points": points}, **talks)
    first, second = meeting.points.model.objects.at(None).filter(owner=meeting.pk).order_by("position")
    wanted = [
        Wanted(
            first.uuid, Becomes.COMMITMENT, "Open the market", lead=people.ministry.pk, supports=(people.commission.pk,)
        ),
        Wanted(second.uuid, Becomes.TASK, "Send salt"),
    ]
    market, _salt = take_outcomes(visit, wanted, actor=people.clerk, reason="after the visit")
    change(market, Draft({"agreement": agreement}), actor=people.clerk, reason="it carries out the text")
    kept(people, Task, title="Draw up the list", given="2024-03-10", due="2024-05-01", commitment=market)
    kept(people, Activity, title="Talks elsewhere", kind="call", starts="2024-04-04")
    return people


def followed(people: People, row: Any, user: Any = None) -> Thread:
    found = thread_of(Standpoint(user or people.clerk), type(row), row.pk)
    assert found
    return found


def captions(thread: Thread) -> list[str]:
    return [str(one.row) for one in thread.stations]


def one(model: type[Record], caption: str) -> Any:
    return next(row for row in model.objects.all() if str(row) == caption)


EVERY = (PolicyDocument, Objective, ProgrammeLine, Visit, Activity, Agreement, Commitment, Task)


@pytest.mark.parametrize("model", EVERY)
def test_from_each_record_the_thread_leads_to_what_it_came_from_and_what_came_of_it(
    record: People, model: type[Record]
) -> None:
    named = {
        register_of(m).code: caption for m, caption in zip(EVERY, (WHOLE[1], *WHOLE[2:6], *WHOLE[8:]), strict=True)
    }
    told = captions(followed(record, one(model, named[register_of(model).code])))
    assert [caption for caption in told if caption != "Send salt"] == WHOLE
    assert "Send salt" in told or model in (Agreement, Commitment, Task), (
        "what else came of the visit is no way of these"
    )


def test_from_what_stands_beside_it_leads_both_ways_too(record: People) -> None:
    assert captions(followed(record, one(Dossier, "Opinions on the text"))) == WHOLE
    below = captions(followed(record, one(Meeting, "Record of the talks")))
    assert below[0] == "Resolution 1" and {"Open the market", "Send salt", "Draw up the list"} <= set(below)


def test_a_policy_leads_down_to_what_carries_it_out_and_a_plan_not_to_its_sisters(record: People) -> None:
    assert "Another plan" in captions(followed(record, one(PolicyDocument, "Resolution 1")))
    assert captions(followed(record, one(PolicyDocument, "Another plan"))) == ["Resolution 1", "Another plan"]


def test_who_does_what_by_pillar_and_which_figures_count_it(record: People) -> None:
    found = followed(record, one(Task, "Draw up the list"))
    market = next(one for one in found.stations if str(one.row) == "Open the market")
    doers = [(doer.body.pk, doer.pillar, doer.leads) for doer in market.doers]
    assert doers == [(record.ministry.pk, "state", True), (record.commission.pk, "party", False)]
    counted = {(line.figure.code, line.year): [str(row) for row in line.counted] for line in found.review}
    assert counted["agreements.signed", 2024] == ["Trade agreement"]


def test_what_a_reader_may_not_see_cuts_the_thread_there(record: People) -> None:
    market = one(Commitment, "Open the market")
    change(market, Draft({"marking": Marking.SECRET}), actor=record.clerk, reason="not for all")
    inside, outside = (
        captions(followed(record, one(Agreement, "Trade agreement"), user)) for user in (None, record.reader)
    )
    assert "Open the market" in inside and "Draw up the list" in inside
    assert outside == WHOLE[:9], "nor what only the hidden one leads to"
    above = captions(followed(record, one(Task, "Draw up the list"), record.reader))
    assert above == ["Draw up the list"]
    visit = one(Visit, "File of Paris")
    change(visit, Draft({"marking": Marking.SECRET}), actor=record.clerk, reason="not for all")
    alone = captions(followed(record, one(Dossier, "Opinions on the text"), record.reader))
    assert alone == ["Opinions on the text"], "the row that joins it to the agreement is of the hidden file"
    assert thread_of(Standpoint(record.reader), Visit, visit.pk) is None
    assert client_of(record.reader).get(f"/thread/visits/{visit.pk}/").status_code == 404


def test_what_was_withdrawn_is_no_station(record: People) -> None:
    move(one(Task, "Draw up the list"), "withdraw", actor=record.reviewer, reason="twice")
    assert "Draw up the list" not in captions(followed(record, one(Commitment, "Open the market")))


def test_the_page_has_few_statements_and_each_record_leads_to_it(record: People) -> None:
    client = client_of(record.clerk)
    for model, caption in ((Task, WHOLE[10]), (Visit, WHOLE[4]), (PolicyDocument, WHOLE[0]), (Dossier, WHOLE[7])):
        row = one(model, caption)
        path = f"/thread/{register_of(model).code}/{row.pk}/"
        with CaptureQueriesContext(connection) as asked:
            page = client.get(path)
        body = page.content.decode()
        assert page.status_code == 200 and "Trade agreement" in body and "Resolution 1" in body
        assert "/figures/agreements.signed/?period=2024" in body and "/review/2024/#agreements.signed" in body
        assert len(asked) <= 12, "\n".join(query["sql"][:160] for query in asked)
        assert path in client.get(f"/registers/{register_of(model).code}/{row.pk}/").content.decode()
    assert client.get(f"/thread/bodies/{record.ministry.pk}/").status_code == 404
    assert client.get(f"/thread/nothing/{record.ministry.pk}/").status_code == 404


def test_a_step_takes_no_more_than_a_page_shows_and_says_so(record: People) -> None:
    policy = one(PolicyDocument, "Plan 2")
    for number in range(70):
        kept(record, Objective, title=f"Aim {number}", kind="aim", horizon="2025", policy=policy)
    found = followed(record, policy)
    assert found.more and len(found.stations) <= 130
    page = client_of(record.clerk).get(f"/thread/policies/{policy.pk}/").content.decode()
    assert "There is more than this page shows" in page
