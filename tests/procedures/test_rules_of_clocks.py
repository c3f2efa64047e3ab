"""What else holds of clocks and authority: fixed days, terms without a rule, disagreement, and levels below."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
import time_machine

from tests.procedures.conftest import Hire
from trivet.core.bodies import Body
from trivet.core.profile import ProfileFile, load_profile
from trivet.core.users import Role
from trivet.core.verifying import verify
from trivet.procedures.acting import NotYours, OutOfTurn, Taking, take
from trivet.procedures.clocks import run_clocks
from trivet.procedures.dossiers import Dossier, Obligation
from trivet.procedures.editions import in_force, rules
from trivet.procedures.opinions import answer
from trivet.procedures.standing import standing_of
from trivet.procedures.tables import Clock

Make = Callable[..., Dossier]
AGREEMENT = {"name-allowed": "yes", "touches": "none", "states-non-binding": "yes"}


def runs(dossier: Dossier, clock: str) -> list[Obligation]:
    return list(Obligation.objects.at(None).filter(owner=dossier.pk, clock=clock).order_by("position"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reported", "outcome", "next_due"),
    [("2024-11-02", "met", "2025-11-15"), ("2024-11-15", "met", "2025-11-15"), ("2025-02-01", "late", "2025-11-15")],
)
def test_a_yearly_report_is_owed_once_for_each_year(
    prepared: Make, hire: Hire, reported: str, outcome: str, next_due: str
) -> None:
    standing = standing_of(prepared(hire("vufo"), "vufo", facts={"starts": "2024-06-20"}))
    rule = next(rule for rule in rules(load_profile("vietnam")) if rule.code == "treaty.yearly-report")
    steps = {"start": ["begin", "report-year"], "met": ["report-year"], "owner": "organiser", "to": "receiver"}
    clock = Clock.model_validate({"code": "yearly", "label": {"en": "yearly report"}, "rule": rule.code, **steps})
    standing.procedure = standing.procedure.model_copy(update={"rules": (rule,), "clocks": (clock,)})
    standing.rows["obligations"] = []
    run_clocks(standing, "begin", date(2024, 3, 1))
    run_clocks(standing, "report-year", date.fromisoformat(reported))
    told = [(row["due"].isoformat(), row["outcome"]) for row in standing.rows["obligations"]]
    assert told == [("2024-11-15", outcome), (next_due, "open")]


@pytest.mark.django_db
def test_without_a_rule_it_is_due_on_the_day_that_is_told_or_on_none(prepared: Make, hire: Hire) -> None:
    planner, ministry = hire("vufo"), hire("mfa")
    with time_machine.travel("2024-09-02T05:00:00Z"):
        facts = {"programme-of": "other", "programme-year": "2025", "answer-by": "2024-09-20"}
        dossier = prepared(planner, "vufo", "annual-programme", facts=facts)
        (lines,) = runs(dossier, "lines")
        assert (lines.due, lines.rule, lines.basis, lines.confirmed) == (None, "", "", False)
        draft = [{"paper": "programme-draft"}]
        for step in ("hand-in", "consolidate", "ask-opinions"):
            dossier = take(dossier, Taking(step, "in turn", papers=draft), actor=planner)
        (asked,) = runs(dossier, "opinion")
        assert (asked.debtor.key, asked.due, asked.confirmed) == ("mfa", date(2024, 9, 20), False)
        answer(dossier, "consultation", Body.objects.get(key="mfa").pk, "agrees", actor=ministry)
    assert runs(dossier, "opinion")[0].outcome == "met"


@pytest.mark.django_db
def test_units_of_the_defence_ministry_hand_in_by_their_circular(prepared: Make, hire: Hire) -> None:
    with time_machine.travel("2024-09-02T05:00:00Z"):
        dossier = prepared(hire("defence"), "defence", "annual-programme", facts={"programme-of": "defence-units"})
    (lines,) = runs(dossier, "lines")
    assert (lines.due, lines.confirmed) == (date(2024, 10, 15), True)


def consulted(prepared: Make, hire: Hire, keeper: str, level: str, opinion: str) -> Dossier:
    """An agreement on which the ministry of foreign affairs has given its opinion."""
    sponsor = hire(keeper)
    dossier = prepared(sponsor, keeper, "agreement", facts={**AGREEMENT, "signing-level": level})
    brought = [{"paper": code} for code in ("submission", "draft-text", "opinions-report", "decision")]
    dossier = take(dossier, Taking("file", "an agreement on rivers", papers=brought), actor=sponsor)
    dossier = take(dossier, Taking("complete", "all is there"), actor=hire("mfa"))
    ministry = Body.objects.get(key="mfa")
    return answer(dossier, "consultation", ministry.pk, opinion, text="too early", actor=hire("mfa"))


@pytest.mark.django_db
def test_a_disagreement_goes_to_the_superior_who_has_seven_working_days(prepared: Make, hire: Hire) -> None:
    """From Thursday 23 January 2025 over Tet: Friday 24, 3 to 7 February, Monday 10."""
    sponsor = hire("finance")
    with time_machine.travel("2025-01-23T05:00:00Z"):
        dossier = consulted(prepared, hire, "finance", "ministry", "disagrees")
        with pytest.raises(OutOfTurn):
            take(dossier, Taking("put-forward", "past the disagreement"), actor=sponsor)
        dossier = take(dossier, Taking("record-disagreement", "they are against it"), actor=sponsor)
        dossier = take(dossier, Taking("escalate", "please decide"), actor=sponsor)
        (owed,) = runs(dossier, "superior-decision")
        assert (owed.debtor.key, owed.due, owed.confirmed) == ("government", date(2025, 2, 10), True)
        with pytest.raises(NotYours, match="Government"):
            take(dossier, Taking("settle", "mine"), actor=hire("finance", Role.HEAD))
        dossier = take(dossier, Taking("settle", "sign it"), actor=hire("government", Role.APPROVER))
    assert dossier.stage == "signing-decided"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("level", "step", "decides", "due"),
    [
        ("ministry", "put-forward", "public-security", []),
        ("ministry-department", "put-forward-lower", "government", ["2025-02-06"]),
    ],
)
def test_a_minister_decides_for_the_ministry_and_the_head_above_for_what_is_below(
    prepared: Make, hire: Hire, level: str, step: str, decides: str, due: list[str]
) -> None:
    """Five working days from Thursday 23 January 2025 over Tet: Friday 24, 3 to 6 February."""
    with time_machine.travel("2025-01-23T05:00:00Z"):
        dossier = consulted(prepared, hire, "public-security", level, "agrees")
        dossier = take(dossier, Taking(step, "all agree"), actor=hire("public-security"))
        assert [str(row.due) for row in runs(dossier, "decision")] == due
        dossier = take(dossier, Taking("decide-signing", "sign it"), actor=hire(decides, Role.APPROVER))
    assert dossier.stage == "signing-decided"


def test_who_decides_is_who_did_on_the_day_of_opening() -> None:
    profile = load_profile("vietnam")
    old, new = (
        'valid_to = ""\nverified = true\n\n[[authority]]',
        'valid_to = "2024-06-30"\nverified = true\n\n[[authority]]',
    )
    files = []
    for file in profile.files:
        text = file.text.replace(old, new) if file.name.endswith("conference.toml") else file.text
        files.append(ProfileFile(file.name, text, tomllib.loads(text)))
    changed = replace(profile, files=tuple(files))
    assert [row.code for row in in_force(changed, "conference", date(2024, 6, 30)).authority] == [
        "prime-minister",
        "minister",
    ]
    assert [row.code for row in in_force(changed, "conference", date(2024, 7, 1)).authority] == ["minister"]


@pytest.mark.django_db
def test_the_audit_knows_the_last_moment_of_a_clock_again_in_whatever_zone_it_lies(hire: Hire, prepared: Make) -> None:
    dossier = prepared(hire("vufo"), "vufo", facts={"starts": "2030-06-20", "rank": "minister", "topics": "none"})
    (owed,) = runs(dossier, "filing")
    assert owed.zone == "Asia/Ho_Chi_Minh" and owed.due_at
    assert verify() is None
