"""A conference from filing to report: who may do what, by when, and opinions that come late or never."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine

from tests.people import People
from tests.procedures.conftest import Hire
from trivet.core.actions import Conflict
from trivet.core.bodies import Body
from trivet.core.users import Role
from trivet.core.validation import Invalid
from trivet.core.verifying import verify
from trivet.procedures.acting import NotYours, OutOfTurn, Taking, take
from trivet.procedures.dossiers import Dossier, Obligation, Step
from trivet.procedures.opinions import answer

pytestmark = pytest.mark.django_db
FACTS = {"starts": "2024-06-20", "ends": "2024-06-21", "rank": "minister", "topics": "none"}
PAPERS = [{"paper": "letter"}, {"paper": "project"}]
Make = Callable[..., Dossier]


def live(dossier: Dossier, kind: Any, **wanted: object) -> list[Any]:
    return list(kind.objects.at(None).filter(owner=dossier.pk, **wanted).order_by("position"))


def filed(prepared: Make, hire: Hire) -> Dossier:
    clerk = hire("vufo", Role.CLERK)
    dossier = prepared(clerk, "vufo", facts=FACTS)
    return take(dossier, Taking("file", "in good time", papers=PAPERS), actor=clerk)


def test_the_filing_is_due_forty_days_before_a_conference_of_ministers(prepared: Make, hire: Hire) -> None:
    with time_machine.travel("2024-04-01T08:00:00Z"):
        dossier = prepared(hire("vufo"), "vufo", facts=FACTS)
    (owed,) = live(dossier, Obligation)
    assert (owed.clock, owed.due, owed.zone) == ("filing", date(2024, 5, 11), "Asia/Ho_Chi_Minh")
    assert owed.due_at.isoformat() == "2024-05-11T17:00:00+00:00"
    assert owed.basis.startswith("Decision 06/2020") and owed.confirmed


def test_a_conference_goes_from_filing_to_report_with_an_opinion_that_never_came(prepared: Make, hire: Hire) -> None:
    ministry, police = hire("mfa"), hire("public-security")
    with time_machine.travel("2024-04-01T08:00:00Z") as clock:
        dossier = filed(prepared, hire)
        dossier = take(dossier, Taking("complete", "all papers are there"), actor=ministry)
        (asked,) = live(dossier, Obligation, branch="consultation")
        assert asked.debtor.key == "public-security" and asked.due == date(2024, 4, 16)
        with pytest.raises(Invalid, match="2024-04-16"):
            take(dossier, Taking("put-forward", "too early"), actor=ministry)
        clock.move_to("2024-04-17T02:00:00Z")
        dossier = take(dossier, Taking("put-forward", "its answer is overdue"), actor=ministry)
        (unanswered,) = live(dossier, Obligation, branch="consultation")
        assert (unanswered.outcome, unanswered.answer) == ("unmet", "")
        with pytest.raises(OutOfTurn):
            answer(dossier, "consultation", asked.debtor_id, "agrees", actor=police)
        head = hire("government", Role.APPROVER)
        dossier = take(dossier, Taking("permit", "useful", papers=[{"paper": "decision"}]), actor=head)
        clock.move_to("2024-06-22T02:00:00Z")
        organiser = hire("vufo")
        dossier = take(dossier, Taking("hold", "it took place"), actor=organiser)
        (report,) = live(dossier, Obligation, clock="result")
        assert report.due == date(2024, 7, 6)
        clock.move_to("2024-07-08T02:00:00Z")
        dossier = take(dossier, Taking("report", "two days late", papers=[{"paper": "report"}]), actor=organiser)
    assert dossier.stage == "reported" and str(dossier.closed) == "2024-07-08"
    outcomes = {one.clock: one.outcome for one in live(dossier, Obligation)}
    assert outcomes == {"filing": "met", "opinion": "unmet", "result": "late"}
    permitted = live(dossier, Step, transition="permit")[0]
    assert permitted.authority == "prime-minister" and permitted.basis == "Decision 06/2020/QĐ-TTg, article 3"
    assert verify() is None
    standing = Obligation.objects.at(None).filter(owner=dossier.pk)
    assert Obligation.objects.filter(owner=dossier.pk).count() <= 2 * standing.count()  # what did not move is kept once


def test_who_submitted_does_not_decide_and_an_outsider_to_the_step_is_told_whose_it_is(
    prepared: Make, hire: Hire, people: People
) -> None:
    dossier = filed(prepared, hire)
    with pytest.raises(NotYours, match="Ministry of Foreign Affairs"):
        take(dossier, Taking("complete", "mine"), actor=hire("vufo"))
    dossier = take(dossier, Taking("complete", "complete"), actor=people.head)
    police = Body.objects.get(key="public-security")
    dossier = answer(dossier, "consultation", police.pk, "agrees", actor=hire("public-security"))
    dossier = take(dossier, Taking("put-forward", "all answers are in"), actor=people.head)
    with pytest.raises(NotYours, match="Government"):
        take(dossier, Taking("permit", "mine", papers=[{"paper": "decision"}]), actor=people.head)


def test_of_two_people_at_once_one_wins_and_the_other_is_told(prepared: Make, hire: Hire) -> None:
    dossier = filed(prepared, hire)
    read = dossier.version
    take(dossier, Taking("complete", "first"), actor=hire("mfa"), expected=read)
    with pytest.raises(Conflict):
        take(dossier, Taking("return", "second"), actor=hire("mfa", Role.HEAD), expected=read)
    with pytest.raises(OutOfTurn, match="return for completion"):
        take(dossier, Taking("complete", "twice"), actor=hire("mfa"))


def test_what_is_missing_is_named_and_nothing_is_kept(prepared: Make, hire: Hire) -> None:
    clerk = hire("vufo")
    dossier = prepared(clerk, "vufo", facts={"starts": "2024-06-20"})
    with pytest.raises(Invalid) as told:
        take(dossier, Taking("file", "in haste", papers=[{"paper": "letter"}]), actor=clerk)
    named = {problem.field for problem in told.value.problems}
    assert named == {"project of the conference", "last day", "highest rank of a foreign guest", "topics that touch"}
    assert Dossier.objects.get(pk=dossier.pk).version == dossier.version


def test_a_return_stops_the_clock_and_the_next_completion_starts_it_anew(prepared: Make, hire: Hire) -> None:
    ministry, organiser = hire("mfa"), hire("vufo")
    with time_machine.travel("2024-04-01T08:00:00Z") as clock:
        dossier = filed(prepared, hire)
        dossier = take(dossier, Taking("complete", "complete"), actor=ministry)
        clock.move_to("2024-04-05T08:00:00Z")
        dossier = take(dossier, Taking("return", "a paper is wrong"), actor=ministry)
        dossier = take(dossier, Taking("file", "mended"), actor=organiser)
        clock.move_to("2024-04-09T08:00:00Z")
        dossier = take(dossier, Taking("complete", "complete now"), actor=ministry)
    runs = [(one.outcome, one.due) for one in live(dossier, Obligation, clock="opinion")]
    assert runs == [("stopped", date(2024, 4, 16)), ("open", date(2024, 4, 24))]


def test_a_day_from_which_no_term_can_be_reckoned_is_refused_with_its_fact(prepared: Make, hire: Hire) -> None:
    organiser = hire("vufo")
    for day in ("9999-12-31", "0001-01-01"):
        with pytest.raises(Invalid) as refused:
            prepared(organiser, "vufo", facts={**FACTS, "ends": day})
        assert [one.field for one in refused.value.problems] == ["ends"]
