"""The last day of every term that was verified, each reckoned by hand on a calendar; what is to confirm says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
import time_machine

from tests.procedures.conftest import Hire
from trivet.core.profile import load_profile, profile_codes
from trivet.procedures.acting import Taking, take, tell_facts
from trivet.procedures.clocks import due_day, owed
from trivet.procedures.dossiers import Dossier, Obligation
from trivet.procedures.editions import rules
from trivet.procedures.standing import standing_of
from trivet.procedures.tables import Clock, Rule

Make = Callable[..., Dossier]

#: Rule, the day from which it counts, its last day. The day itself is not counted. Holidays of the working days below:
#: Tet 8 to 14 February 2024 and 27 January to 1 February 2025; 30 April, 1 and 2 May 2025; 2 and 3 September 2024;
#: 1 and 2 September 2025.
TABLE = """
treaty.negotiation-opinion      2024-02-20  2024-03-06  # 9 days to the 29th, 6 in March
treaty.negotiation-opinion      2025-02-20  2025-03-07  # 8 days to the 28th, 7 in March
treaty.signing-opinion          2024-02-14  2024-02-29
treaty.check                    2023-12-20  2024-01-04  # 11 days to the end of the year, 4 after
treaty.check-council            2024-02-01  2024-03-02  # 28 days to the 29th, 2 in March
treaty.appraisal                2025-04-15  2025-05-05  # 15 days to the 30th, 5 in May
treaty.appraisal-council        2024-02-10  2024-04-10  # 19 days to the 29th, 31 in March, 10 in April
treaty.full-powers              2024-03-03  2024-02-27  # 1 March, 29, 28, 27 February are 2, 3, 4 and 5 days before
treaty.deposit                  2024-08-28  2024-09-07  # a Saturday: calendar days do not wait for Monday
treaty.ratification-opinion     2025-06-30  2025-07-15
treaty.ratification-dossier     2025-10-20  2025-09-20  # 20 days back to 30 September, 10 more
treaty.committee                2025-09-20  2025-10-05  # 10 days to the 30th, 5 in October
treaty.notify-partner           2024-11-20  2024-12-05
treaty.notify-bodies            2024-12-25  2025-01-04  # 6 days to the end of the year, 4 after
treaty.certified-copies         2023-02-14  2023-03-01  # 14 days to the 28th, 1 in March
treaty.gazette                  2024-07-31  2024-08-15
treaty.sponsor-portal           2024-02-26  2024-03-02  # 3 days to the 29th, 2 in March
treaty.ministry-portal          2023-02-26  2023-03-03  # 2 days to the 28th, 3 in March
treaty.implementation-plan      2025-05-17  2025-06-01  # 14 days to the 31st, 1 in June, a Sunday
treaty.lead-body                2024-01-31  2024-02-15
treaty.yearly-report            2024-11-15  2024-11-15  # the day itself is still in time
treaty.yearly-report            2024-11-16  2025-11-15  # one day later it is the next year's
treaty.shortened-opinion        2024-12-28  2025-01-02  # 3 days to the end of the year, 2 after; no holiday counts
treaty.shortened-check          2024-02-25  2024-03-01
treaty.shortened-appraisal      2024-02-24  2024-02-29
treaty.accession                2020-02-29  2020-03-15
agreement.opinion               2025-01-23  2025-02-10  # Friday 24; after Tet 3 to 7 February; Monday 10
agreement.opinion               2025-08-28  2025-09-10  # Friday 29; after the National Day 3 to 5 and 8 to 10 September
agreement.shortened-opinion     2025-08-29  2025-09-05  # a Friday; Wednesday 3, Thursday 4, Friday 5 September
agreement.escalation            2024-08-30  2024-09-12  # a Friday; 4 to 6 and 9 to 12 September
agreement.lower-decision        2025-03-07  2025-03-14  # a Friday; Monday 10 to Friday 14
agreement.commune-asks          2025-03-08  2025-03-12  # a Saturday; Monday 10 to Wednesday 12
agreement.report                2024-01-20  2024-02-04  # 11 days to the 31st, 4 in February
agreement.change-notice         2025-02-14  2025-03-01
agreement.yearly-plan           2024-11-16  2025-11-15
agreement.yearly-report         2025-01-01  2025-11-15
conference.filing-prime-minister 2024-06-20 2024-05-11  # 20 days back to 31 May, 20 more
conference.filing               2024-03-15  2024-02-14  # 15 days back to 29 February, 15 more
conference.opinion              2024-04-01  2024-04-16
conference.report               2024-06-21  2024-07-06  # 9 days to the 30th, 6 in July
conference.yearly-report        2024-12-19  2025-12-18
passport.issue                  2024-02-07  2024-02-21  # a Wednesday; after Tet 15, 16, 19, 20 and 21 February
passport.return                 2025-04-28  2025-05-08  # Tuesday 29; 5 to 8 May
secrets.extension               2024-03-31  2024-01-31  # 31 days back to 29 February, 29 more
secrets.notice                  2025-12-20  2026-01-04
programme.defence-plan          2024-09-01  2024-10-15
programme.defence-decision      2024-11-10  2024-11-10
"""
ROWS = [line.split("#")[0].split() for line in TABLE.strip().splitlines()]


def verified(code: str, day: date) -> Rule:
    (found,) = [
        rule for rule in rules(load_profile("vietnam")) if rule.code == code and rule.verified and rule.holds(day)
    ]
    return found


@pytest.mark.parametrize(("code", "start", "last"), ROWS, ids=[f"{row[0]} {row[1]}" for row in ROWS])
def test_a_term_ends_on_the_day_that_a_calendar_shows(code: str, start: str, last: str) -> None:
    begin = date.fromisoformat(start)
    assert due_day(load_profile("vietnam"), verified(code, begin), begin) == date.fromisoformat(last)


def test_every_rule_that_is_verified_is_in_the_table() -> None:
    told = {(rule.code, rule.basis) for code in profile_codes() for rule in rules(load_profile(code)) if rule.verified}
    rows = (verified(code, date.fromisoformat(start)) for code, start, _last in ROWS)
    assert told == {(rule.code, rule.basis) for rule in rows}


def test_sitting_days_are_those_the_office_lists() -> None:
    """Laid on Monday 6 January: three more days of that week, four of each of the next four, Monday and Tuesday."""
    profile = load_profile("united-kingdom")
    rule = next(rule for rule in rules(profile) if rule.code == "crag.laying")
    days = ["2025-01-06", "2025-01-07", "2025-01-08", "2025-01-09", "2025-01-13", "2025-01-14", "2025-01-15"]
    days += ["2025-01-16", "2025-01-20", "2025-01-21", "2025-01-22", "2025-01-23", "2025-01-27", "2025-01-28"]
    days += ["2025-01-29", "2025-01-30", "2025-02-03", "2025-02-04", "2025-02-05", "2025-02-06", "2025-02-10"]
    longer = {**profile.tables, "sittings": [{"days": days}, {"days": ["2025-02-11", "2025-02-12"]}]}
    assert due_day(replace(profile, tables=longer), rule, date(2025, 1, 6)) == date(2025, 2, 11)
    shorter = {**profile.tables, "sittings": [{"days": days}]}
    assert due_day(replace(profile, tables=shorter), rule, date(2025, 1, 6)) is None, "not listed that far"
    assert due_day(profile, rule, date(2025, 1, 6)) is None, "as shipped, no day is listed"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("opened", "last", "confirmed"), [("2025-12-31", "2026-01-20", True), ("2026-01-01", "2026-01-15", False)]
)
def test_a_treaty_keeps_the_term_of_the_day_it_was_opened(
    prepared: Make, hire: Hire, opened: str, last: str, confirmed: bool
) -> None:
    sponsor, ministry = hire("finance"), hire("mfa")
    with time_machine.travel(f"{opened}T05:00:00Z") as clock:
        dossier = prepared(sponsor, "finance", "treaty", facts={"in-name-of": "government", "way": "signature"})
        clock.move_to("2026-01-05T05:00:00Z")
        papers = [{"paper": code} for code in ("impact-assessment", "law-review", "draft-text")]
        dossier = take(dossier, Taking("ask-negotiation", "a treaty on rivers", papers=papers), actor=sponsor)
        dossier = take(dossier, Taking("complete", "all is there"), actor=ministry)
    asked = list(Obligation.objects.at(None).filter(owner=dossier.pk, branch="negotiation-opinions"))
    assert {(row.debtor.key, row.due, row.confirmed) for row in asked} == {
        (key, date.fromisoformat(last), confirmed) for key in ("mfa", "justice")
    }
    assert all(("137/2025" in row.basis) is not confirmed for row in asked)


@pytest.mark.django_db
def test_what_rests_on_a_rule_to_confirm_says_so(prepared: Make, hire: Hire) -> None:
    standing = standing_of(prepared(hire("vufo"), "vufo", facts={"starts": "2024-06-20"}))
    for rule in rules(load_profile("vietnam")):
        standing.procedure = standing.procedure.model_copy(update={"rules": (rule,)})
        clock = Clock(code="term", label={"en": "term"}, rule=rule.code, owner="organiser", to="receiver")
        row = owed(standing, clock, date(2026, 3, 2), None)
        assert row["confirmed"] is rule.verified and row["basis"] == rule.basis and row["due"]


@pytest.mark.django_db
def test_a_trip_that_is_put_off_moves_the_days_that_count_from_it(prepared: Make, hire: Hire) -> None:
    """Twenty working days before 2 April 2025 is 5 March; before 9 April (the 7th is a holiday) it is 11 March."""
    clerk = hire("finance")
    with time_machine.travel("2025-02-03T05:00:00Z"):
        dossier = prepared(clerk, "finance", "delegation-out", facts={"departs": "2025-04-02"})
        (before,) = Obligation.objects.at(None).filter(owner=dossier.pk)
        assert (before.due, before.confirmed) == (date(2025, 3, 5), False)
        dossier = tell_facts(dossier, {"departs": "2025-04-09"}, actor=clerk, reason="put off by a week")
        (after,) = Obligation.objects.at(None).filter(owner=dossier.pk)
        assert after.due == date(2025, 3, 11)
