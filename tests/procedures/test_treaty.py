"""A treaty on its way: check beside appraisal, a council called late, a refused short cut, and whose decision it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import pytest
import time_machine

from tests.procedures.conftest import Hire
from trivet.core.users import Role
from trivet.core.validation import Invalid
from trivet.procedures.acting import NotYours, OutOfTurn, Taking, take, tell_facts
from trivet.procedures.dossiers import Dossier, Obligation, Step
from trivet.procedures.opinions import answer

pytestmark = pytest.mark.django_db
Make = Callable[..., Dossier]
FACTS = {"in-name-of": "government", "way": "signature", "text-unchanged": "yes", "departs-from-law": "no"}
FIRST = ("impact-assessment", "law-review", "draft-text")


def papers(codes: Iterable[str]) -> list[dict[str, str]]:
    return [{"paper": code} for code in codes]


def runs(dossier: Dossier, clock: str) -> list[Obligation]:
    return list(Obligation.objects.at(None).filter(owner=dossier.pk, clock=clock).order_by("position"))


def agreed(dossier: Dossier, branch: str, hire: Hire) -> None:
    for row in Obligation.objects.at(None).filter(owner=dossier.pk, branch=branch, outcome="open"):
        answer(dossier, branch, row.debtor_id, "agrees", actor=hire(row.debtor.key))


def negotiating(prepared: Make, hire: Hire, **facts: str) -> Dossier:
    """A treaty of the finance ministry that the Prime Minister gave leave to negotiate."""
    sponsor, ministry, premier = hire("finance"), hire("mfa"), hire("government", Role.APPROVER)
    dossier = prepared(sponsor, "finance", "treaty", facts={**FACTS, **facts})
    dossier = take(dossier, Taking("ask-negotiation", "a treaty on rivers", papers=papers(FIRST)), actor=sponsor)
    dossier = take(dossier, Taking("complete", "all is there"), actor=ministry)
    agreed(dossier, "negotiation-opinions", hire)
    further = papers(("submission", "opinions-report"))
    dossier = take(dossier, Taking("put-negotiation", "all agree", papers=further), actor=sponsor)
    return take(dossier, Taking("decide-negotiation", "useful", papers=papers(("decision",))), actor=premier)


def under_check(prepared: Make, hire: Hire, **facts: str) -> Dossier:
    """That treaty, initialled, and sent for check and appraisal."""
    dossier = negotiating(prepared, hire, **facts)
    for step in ("initial", "skip-opinions"):
        dossier = take(dossier, Taking(step, "as agreed"), actor=hire("finance"))
    return dossier


def test_check_and_appraisal_run_side_by_side_and_a_council_that_is_called_lengthens_one(
    prepared: Make, hire: Hire
) -> None:
    sponsor = hire("finance")
    with time_machine.travel("2025-03-03T05:00:00Z") as clock:
        dossier = under_check(prepared, hire)
        assert [row.due for clock_ in ("check", "appraisal") for row in runs(dossier, clock_)] == [
            date(2025, 3, 18),
            date(2025, 3, 23),
        ]
        clock.move_to("2025-03-10T05:00:00Z")
        dossier = tell_facts(dossier, {"check-council": "yes"}, actor=sponsor, reason="the ministry calls a council")
        (check,) = runs(dossier, "check")
        assert (check.due, check.rule) == (date(2025, 4, 2), "treaty.check-council")
        assert runs(dossier, "appraisal")[0].due == date(2025, 3, 23)
        agreed(dossier, "check", hire)
        with pytest.raises(Invalid, match="2025-03-23"):
            take(dossier, Taking("put-forward", "one is still out"), actor=sponsor)
        agreed(dossier, "appraisal", hire)
        assert take(dossier, Taking("put-forward", "both are in"), actor=sponsor).stage == "for-decision"


def test_a_refused_short_cut_leads_on_in_the_normal_way(prepared: Make, hire: Hire) -> None:
    sponsor, ministry = hire("finance"), hire("mfa")
    facts = {**FACTS, "shortened-ground": "a visit in two weeks"}
    with time_machine.travel("2025-03-03T05:00:00Z"):
        short = prepared(sponsor, "finance", "treaty", variant="shortened", facts=facts)
        long = prepared(sponsor, "finance", "treaty", variant="shortened", facts=facts)
        ask = Taking("ask-negotiation", "a treaty on rivers", papers=papers(FIRST))
        short, long = take(short, ask, actor=sponsor), take(long, ask, actor=sponsor)
        long = take(long, Taking("refuse-shortened-negotiation", "there is time"), actor=ministry)
        with pytest.raises(OutOfTurn):
            take(long, Taking("refuse-shortened-negotiation", "twice"), actor=ministry)
        complete = Taking("complete", "all is there")
        short, long = take(short, complete, actor=ministry), take(long, complete, actor=ministry)
    assert (short.variant, long.variant) == ("shortened", "normal")
    assert {row.due for row in runs(short, "negotiation-opinion")} == {date(2025, 3, 8)}
    assert {row.due for row in runs(long, "negotiation-opinion")} == {date(2025, 3, 18)}


def test_each_decision_has_its_own_authority(prepared: Make, hire: Hire) -> None:
    """The Prime Minister on negotiating, the Government on signing, the Assembly where human rights are touched."""
    sponsor, premier = hire("finance"), hire("government", Role.APPROVER)
    assembly, office = hire("assembly", Role.APPROVER), hire("president-office")
    told = {
        "needs-full-powers": "no",
        "signed-home": "2025-03-03",
        "consent": "ratification",
        "content": "human-rights",
    }
    with time_machine.travel("2025-03-03T05:00:00Z"):
        dossier = under_check(prepared, hire, **told, **{"session-opens": "2025-05-05"})
        for branch in ("check", "appraisal"):
            agreed(dossier, branch, hire)
        dossier = take(dossier, Taking("put-forward", "both agree"), actor=sponsor)
        dossier = take(dossier, Taking("decide-signing", "sign"), actor=premier)
        dossier = take(dossier, Taking("sign-without-powers", "signed"), actor=sponsor)
        brought = papers(("original", "translation", "electronic-copy"))
        dossier = take(dossier, Taking("deposit", "the original", papers=brought), actor=sponsor)
        dossier = take(dossier, Taking("ask-consent", "to be ratified"), actor=sponsor)
        agreed(dossier, "consent-opinions", hire)
        with pytest.raises(OutOfTurn):
            take(dossier, Taking("put-consent", "past the Assembly"), actor=sponsor)
        dossier = take(dossier, Taking("propose-to-assembly", "human rights"), actor=sponsor)
        (owed,) = runs(dossier, "committee-dossier")
        assert (owed.debtor.key, owed.due) == ("president-office", date(2025, 4, 5))
        dossier = take(dossier, Taking("send-to-committee", "in time"), actor=office)
        report = papers(("verification-report",))
        dossier = take(dossier, Taking("verify", "sound", papers=report), actor=hire("assembly-foreign-affairs"))
        with pytest.raises(NotYours, match="National Assembly"):
            take(dossier, Taking("ratify", "not the Government's"), actor=premier)
        dossier = take(dossier, Taking("ratify", "ratified"), actor=assembly)
    rows = Step.objects.at(None).filter(owner=dossier.pk).exclude(authority="").order_by("position")
    assert [(row.transition, row.authority, row.basis.rpartition(", ")[2]) for row in rows] == [
        ("decide-negotiation", "prime-minister", "article 10"),
        ("decide-signing", "government", "articles 14 and 15"),
        ("ratify", "assembly", "articles 28 and 29"),
    ]
    assert runs(dossier, "partner-notice")[0].due == date(2025, 3, 18)


def test_from_2026_the_negotiation_in_the_name_of_the_state_goes_through_the_prime_minister(
    prepared: Make, hire: Hire
) -> None:
    sponsor, premier = hire("finance"), hire("government", Role.HEAD)
    with time_machine.travel("2026-03-02T05:00:00Z"):
        dossier = prepared(sponsor, "finance", "treaty", facts={**FACTS, "in-name-of": "state"})
        dossier = take(dossier, Taking("ask-negotiation", "rivers", papers=papers(FIRST)), actor=sponsor)
        dossier = take(dossier, Taking("complete", "all is there"), actor=hire("mfa"))
        agreed(dossier, "negotiation-opinions", hire)
        brought = papers(("submission", "opinions-report"))
        with pytest.raises(OutOfTurn):
            take(dossier, Taking("put-negotiation", "straight on", papers=brought), actor=sponsor)
        dossier = take(dossier, Taking("propose-to-prime-minister", "please", papers=brought), actor=sponsor)
        dossier = take(dossier, Taking("submit-to-president", "I agree"), actor=premier)
        president = hire("president-office", Role.APPROVER)
        dossier = take(dossier, Taking("decide-negotiation", "yes", papers=papers(("decision",))), actor=president)
    assert dossier.stage == "negotiating"


def test_a_yes_or_no_is_one_of_the_two(prepared: Make, hire: Hire) -> None:
    sponsor = hire("finance")
    dossier = prepared(sponsor, "finance", "treaty", facts=FACTS)
    with pytest.raises(Invalid, match="yes, no"):
        tell_facts(dossier, {"check-council": "perhaps"}, actor=sponsor, reason="not sure")
