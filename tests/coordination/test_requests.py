"""A body asks another one: it is answered or declined with words, chased once a day, and late is never an answer."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from time_machine import travel

from tests.coordination.making import asked, fresh
from tests.core.making import made
from tests.people import People
from trivet.coordination.requesting import Asking, answer, ask, chase, decline, give_access, take_back
from trivet.coordination.requests import Request
from trivet.core.access import restrict
from trivet.core.actions import Conflict, NotAllowed, change, move
from trivet.core.drafts import Draft
from trivet.core.history import assignments_of
from trivet.core.partners import Partner
from trivet.core.sources import Source
from trivet.core.validation import Invalid
from trivet.core.verifying import verify
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db
_S = Request.Status


def test_the_body_that_is_asked_answers_and_the_record_keeps_by_whom_and_when(office: People) -> None:
    request = asked(office)
    with travel("2026-06-03T09:00:00Z"):
        answer(request, "Two: in May and in September.", actor=office.other_clerk, expected=request.version)
    now = fresh(request)
    (told,) = now.answers_rows
    assert (now.status, now.state) == (_S.ANSWERED, "in_review")
    assert (told.body, told.person, str(told.day)) == (office.commission, "other_clerk", "2026-06-03")
    assert now.author == office.clerk, "who answers writes nothing of the question"
    assert verify() is None


def test_to_decline_takes_a_reason_and_a_later_answer_stands_beside_it(office: People) -> None:
    request = asked(office)
    with pytest.raises(Invalid, match="reason why it is declined"):
        decline(request, "  ", actor=office.other_clerk)
    decline(request, "Not before the visit.", actor=office.other_clerk)
    assert fresh(request).status == _S.DECLINED
    answer(request, "Now it can be told.", actor=office.other_clerk)
    now = fresh(request)
    assert now.status == _S.ANSWERED and [one.verdict for one in now.answers_rows] == ["declined", "answered"]


def test_nobody_answers_for_a_body_that_is_not_asked_and_the_form_cannot_write_an_answer(office: People) -> None:
    request = asked(office)
    for person in (office.clerk, office.head, office.administrator):
        with pytest.raises(NotAllowed):
            answer(request, "I say so.", actor=person)
    with pytest.raises(Invalid):
        change(request, Draft({"status": "answered"}), actor=office.clerk, reason="by hand")
    with pytest.raises(NotAllowed):
        change(request, Draft({"question": "Another?"}), actor=office.other_clerk, reason="I know better")
    with pytest.raises(Conflict):
        answer(request, "Late reading.", actor=office.other_clerk, expected=request.version - 1)
    assert fresh(request).answers_rows == []


def test_it_is_chased_once_a_day_by_those_who_ask(office: People) -> None:
    request = asked(office)
    with travel(datetime(2026, 6, 11, 9, tzinfo=UTC), tick=False):
        chase(request, "It is late.", actor=office.clerk)
        with pytest.raises(Invalid, match="once a day"):
            chase(request, "Again.", actor=office.second_clerk)
    with travel(datetime(2026, 6, 12, 9, tzinfo=UTC), tick=False):
        chase(request, "Again.", actor=office.second_clerk)
        with pytest.raises(NotAllowed):
            chase(request, "Me too.", actor=office.other_clerk)
    now = fresh(request)
    assert [(one.person, str(one.day)) for one in now.chases_rows] == [
        ("clerk", "2026-06-11"),
        ("second_clerk", "2026-06-12"),
    ]
    assert now.status == _S.OPEN, "a day that is over answers nothing"


def test_what_is_taken_back_is_asked_of_nobody(office: People) -> None:
    request = asked(office)
    with pytest.raises(Invalid, match="Say why"):
        take_back(request, "", actor=office.clerk)
    take_back(request, "We found it ourselves.", actor=office.clerk)
    assert fresh(request).status == _S.WITHDRAWN
    for verb in (answer, decline):
        with pytest.raises(Invalid, match="taken back"):
            verb(request, "Here it is.", actor=office.other_clerk)
    with pytest.raises(Invalid, match="open and sent"):
        chase(request, "Well?", actor=office.clerk)


def test_a_request_that_is_withdrawn_as_a_record_is_not_answered(office: People) -> None:
    request = asked(office)
    move(request, "withdraw", actor=office.reviewer, reason="sent by mistake")
    with pytest.raises(Invalid, match="asked of nobody"):
        answer(request, "Here.", actor=office.other_clerk)


def test_a_request_names_another_body(office: People) -> None:
    values = {"question": "What do we know?", "keeper": office.ministry}
    with pytest.raises(Invalid, match="Choose the body"):
        ask(Asking(values, []), actor=office.clerk, reason="try")
    with pytest.raises(Invalid, match="not itself"):
        ask(Asking(values, [office.ministry.pk]), actor=office.clerk, reason="try")
    assert not Request.objects.exists()


def test_the_addressee_reads_it_also_with_need_to_know_and_others_do_not(office: People) -> None:
    request = asked(office, need_to_know=True, marking=Marking.CONFIDENTIAL)
    rows = Request.objects.filter(pk=request.pk)
    assert restrict(rows, office.other_clerk).exists() and restrict(rows, office.clerk).exists()
    assert not restrict(rows, office.reader).exists(), "the clearance does not reach it"
    answer(request, "In confidence: two.", actor=office.other_clerk)
    assert fresh(request).status == _S.ANSWERED


def test_access_is_given_by_those_who_may_change_the_record_and_for_others_there_is_nothing(office: People) -> None:
    hidden = made(office, Source, keeper=office.ministry, need_to_know=True, marking=Marking.CONFIDENTIAL)
    address = f"https://trivet.example.org/registers/sources/{hidden.pk}/"
    values = {"question": "The paper on rivers", "kind": "access", "wanted": address, "keeper": office.commission}
    request = ask(Asking(values, [office.ministry.pk]), actor=office.other_clerk, reason="we prepare talks")
    assert not restrict(Source.objects.filter(pk=hidden.pk), office.other_clerk).exists()
    for person in (office.other_clerk, office.reader, office.head):
        with pytest.raises(NotAllowed, match="nothing at this address"):
            give_access(request, actor=person, reason="let them")
    give_access(request, actor=office.clerk, reason="they need it for the talks")
    assert restrict(Source.objects.filter(pk=hidden.pk), office.other_clerk).exists()
    (given,) = assignments_of([hidden.pk], None)[hidden.pk]
    assert (given.body, given.role) == (office.commission, "inform")
    assert fresh(request).status == _S.OPEN, "to give access is not yet an answer"
    assert verify() is None


@pytest.mark.parametrize("wanted", ["", "the paper on rivers", "/registers/nothing/", "/registers/sources/x/"])
def test_an_address_that_names_nothing_is_nothing(office: People, wanted: str) -> None:
    request = asked(office, wanted=wanted)
    with pytest.raises(NotAllowed, match="nothing at this address"):
        give_access(request, actor=office.clerk, reason="let them")


def test_a_request_stands_with_its_partners(office: People) -> None:
    request = asked(office, partners=[Partner.objects.get(key="FRA")])
    assert [one.key for one in fresh(request).partners] == ["FRA"]
