"""May we sign this: the way, who decides and the last days of each case, reckoned by hand on a calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from trivet.core.bodies import Body
from trivet.core.profile import Profile, load_profile
from trivet.procedures.kept_names import naming
from trivet.procedures.signing import Answer, Matter, answered, chosen, signing_procedures

VIETNAM = load_profile("vietnam")
OURS = "Thỏa thuận hợp tác"
PROVINCE = {"signing-level": "province", "touches": "none"}
MINISTRY = {"signing-level": "ministry", "touches": "security,defence"}
DEPARTMENT = {"signing-level": "provincial-department", "touches": "investment"}
COMMUNE = {"signing-level": "border-commune", "touches": "none"}
TREATY = {"in-name-of": "government", "departs-from-law": "no"}


def bodies_of(profile: Profile) -> tuple[Any, list[Any]]:
    """The bodies of a profile as a record has them, and one more that wants to sign, below the government."""
    rows = [Body(uuid=uuid4(), key=row["code"], name=row["code"]) for row in profile.rows("bodies")]
    above = next((one for one in rows if one.key == "government"), rows[0])
    ours = Body(uuid=uuid4(), name="People's Committee of Lào Cai", parent=above)
    return ours, [*rows, ours]


def ask(
    profile: Profile, binding: str, day: str, opening: str, facts: Mapping[str, str], title: str = OURS
) -> list[Answer]:
    ours, bodies = bodies_of(profile)
    planned = date.fromisoformat(day) if day else None
    matter = Matter(ours, title, binding, planned, date.fromisoformat(opening), facts)
    some = chosen(signing_procedures(profile, matter.opening), binding)
    return [answered(profile, one, matter, bodies) for one in some]


def one(*asked: Any) -> Answer:
    (found,) = ask(*asked)
    return found


def latest(answer: Answer) -> dict[str, str]:
    assert answer.course
    return {leg.step.code: str(leg.latest) for leg in answer.course.legs}


def lasts(answer: Answer) -> dict[str, str]:
    assert answer.course
    return {term.clock.code: str(term.last) for leg in answer.course.legs for term in leg.terms}


#: Case: facts, binding, day planned, day of opening, last day to begin, the same in the shortened variant, the soonest
#: day of signature. Holidays: 30 April, 1 and 2 May 2025; 1 and 2 September 2025. An opinion must be over on the day
#: before the next step, since silence can be noted only then; a decision may fall on the day of the next step.
CASES = {
    # back from Monday 19 May: 19, 16, 15, 14, 13, 12, 9 are seven working days; shortened: 19, 16, 15
    "a province": (PROVINCE, "no", "2025-05-20", "2025-04-25", "2025-05-08", "2025-05-14", "2025-05-10"),
    # forward from 25 April: 28, 29 April, 5, 6, 7, 8, 9 May, silence noted on the 10th
    "a ministry that touches security": (
        MINISTRY,
        "no",
        "2025-05-20",
        "2025-04-25",
        "2025-05-08",
        "2025-05-14",
        "2025-05-10",
    ),
    # forward over the Hung Kings' day (7 April): opinions to the 11th, put forward on Saturday 12, decided by the 18th;
    # back: decided by the 20th: 20, 19, 16, 15, 14, put forward on the 13th; 12, 9, 8, 7, 6, 5 May, 29 April
    "a department": (DEPARTMENT, "no", "2025-05-20", "2025-04-01", "2025-04-28", "2025-05-07", "2025-04-18"),
    # three working days more for the provincial department: 28, 25 and 24 April; forward 4, 16 and 24 April
    "a border commune": (COMMUNE, "no", "2025-05-20", "2025-04-01", "2025-04-23", "2025-05-04", "2025-04-24"),
    # over the National Day: 5, 4, 3 September, 29, 28, 27, 26 August
    "over a holiday": (PROVINCE, "no", "2025-09-06", "2025-08-01", "2025-08-25", "2025-09-02", "2025-08-13"),
    # the ways back stand in test_a_treaty_before_and_after_the_law_changed; forward: opinions to 16 June and 2 July,
    # appraisal to 23 July, names for full powers on the 24th, signed five days later; from 2026 five days less
    "a treaty of 2025": (TREATY, "yes", "2025-12-31", "2025-06-01", "2025-11-03", "2025-12-08", "2025-07-29"),
    "a treaty of 2026": (TREATY, "yes", "2026-12-31", "2026-06-01", "2026-11-08", "2026-12-08", "2026-07-24"),
    "the second last day": (PROVINCE, "no", "2025-05-20", "2025-05-07", "2025-05-08", "2025-05-14", "2025-05-17"),
}


@pytest.mark.parametrize("case", CASES)
def test_the_last_day_to_begin_is_reckoned_back_from_the_signature(case: str) -> None:
    facts, binding, day, opening, begins, shortened, soonest = CASES[case]
    found = one(VIETNAM, binding, day, opening, facts)
    assert found.course and found.shortened and not found.too_late
    assert (str(found.course.begins), str(found.shortened.begins), str(found.soonest)) == (begins, shortened, soonest)


def test_a_province_asks_the_ministry_and_decides_itself() -> None:
    found = one(VIETNAM, "no", "2025-05-20", "2025-05-01", PROVINCE)
    assert found.procedure.code == "agreement" and found.course
    (asked,) = found.course.asks()
    assert (asked.bodies, str(asked.last), asked.rule and asked.rule.value) == (("mfa",), "2025-05-19", 7)
    (decides,) = found.decisions
    assert decides.row and decides.row.code == "head-of-body" and decides.row.verified and decides.sure
    assert decides.bodies == {found.matter.keeper.pk}
    report = found.duties[0]
    assert (report.clock.code, str(report.due), report.at_once) == ("signature-report", "2025-06-04", True)
    assert [paper.code for paper in found.papers] == ["submission", "draft-text", "opinions-report", "decision"]


def test_what_a_text_touches_names_whom_else_to_ask() -> None:
    found = one(VIETNAM, "no", "2025-05-20", "2025-05-01", MINISTRY)
    assert found.course and found.course.asks()[0].bodies == ("mfa", "public-security", "defence")


def test_after_a_disagreement_the_prime_minister_has_seven_working_days_more() -> None:
    found = one(VIETNAM, "no", "2025-05-20", "2025-04-01", MINISTRY)
    (detour,) = found.detours
    steps = {leg.step.code: str(leg.latest) for leg in detour.course.legs}
    # Decided by Tuesday 20 May: 20, 19, 16, 15, 14, 13, 12 back to Sunday the 11th, when it may be put forward;
    # opinions over by the 10th, the last working day Friday 9: 9, 8, 7, 6, 5 May, 29, 28 April.
    assert (steps["escalate"], steps["complete"]) == ("2025-05-11", "2025-04-27")
    assert [one.row.code for one in detour.decisions if one.row] == ["prime-minister"]
    department = one(VIETNAM, "no", "2025-05-20", "2025-04-01", DEPARTMENT)
    assert [row.row.code for row in department.detours[0].decisions if row.row] == ["head-above"], (
        "it is decided by who decides anyway"
    )


def test_too_late_says_whether_the_shortened_variant_would_do() -> None:
    late = one(VIETNAM, "no", "2025-05-20", "2025-05-09", PROVINCE)
    assert late.too_late and late.shortened_fits and late.shortened_open is False
    visit = one(VIETNAM, "no", "2025-05-20", "2025-05-14", {**PROVINCE, "high-level-visit": "yes"})
    assert visit.too_late and visit.shortened_fits and visit.shortened_open is True, "the last day itself is in time"
    neither = one(VIETNAM, "no", "2025-05-20", "2025-05-15", {**PROVINCE, "high-level-visit": "yes"})
    assert neither.too_late and not neither.shortened_fits
    assert not one(VIETNAM, "no", "2025-05-20", "2025-05-08", PROVINCE).too_late


def test_a_treaty_before_and_after_the_law_changed() -> None:
    old, new = (one(VIETNAM, "yes", f"{year}-12-31", f"{year}-06-01", TREATY) for year in (2025, 2026))
    # Names for full powers five days before the 31st; appraisal of 20 days over on the 25th; text of 15 days; then the
    # opinions on negotiating: 15 days to 2025, 10 from 2026.
    for found, begins in ((old, "2025-11-03"), (new, "2026-11-08")):
        days = latest(found)
        year = begins[:4]
        assert days["name-signatory"] == f"{year}-12-26" and days["send-to-check"] == f"{year}-12-05"
        assert (days["accept-text"], days["ask-negotiation"]) == (f"{year}-11-19", begins)
        assert lasts(found)["negotiation-opinion"] == f"{year}-11-18"
    assert [row.row.code for row in old.decisions if row.row] == ["prime-minister", "government"]
    assert old.procedure.procedure.verified and not new.procedure.procedure.verified
    assert all(row.row and row.row.verified for row in old.decisions)
    assert not any(row.row and row.row.verified for row in new.decisions), "only reports of the new law were read"


def test_whoever_knows_nothing_is_told_what_hangs_on_it() -> None:
    found = ask(VIETNAM, "", "", "2025-05-01", {}, "")
    assert [one.procedure.code for one in found] == ["agreement", "treaty"]
    agreement = found[0]
    assert agreement.course and agreement.course.begins is None and not agreement.too_late
    assert not agreement.decisions[0].sure, "who decides hangs on who signs"
    missing = {one.label: " ".join(one.depends) for one in agreement.missing}
    assert (
        "competent level" in missing["who signs"] and "opinions of the bodies concerned" in missing["matters touched"]
    )
    assert str(agreement.soonest) == "2025-05-14", "5 to 9, 12 and 13 May, and the day after"


def test_other_countries_say_what_their_tables_say_and_no_more() -> None:
    states, kingdom, islands = (load_profile(code) for code in ("united-states", "united-kingdom", "indonesia"))
    found = one(states, "no", "2025-05-20", "2025-05-01", {}, "Memorandum of understanding")
    assert found.standing.facts["kind"] == "non-binding" and not found.decisions and found.course
    assert found.course.asks() == []
    assert [(d.clock.code, str(d.due), d.at_once) for d in found.duties[:1]] == [("text", "2025-06-04", True)]
    assert found.duties[0].rule and not found.duties[0].rule.verified
    treaty = one(kingdom, "yes", "2025-05-20", "2025-05-01", {}, "Treaty")
    assert [row.row.code for row in treaty.later if row.row] == ["minister"]
    assert {key for duty in treaty.duties for key in duty.asked} == {"commons", "lords"}
    assert ask(kingdom, "no", "2025-05-20", "2025-05-01", {}) == [], "nothing is regulated for a text that binds nobody"
    far = one(islands, "yes", "2025-05-20", "2025-05-01", {"credentials": "full-powers"})
    assert list(latest(far)) == ["negotiate", "formulate", "accept", "ask-powers", "issue-full-powers", "sign"]
    assert signing_procedures(load_profile("generic"), date(2025, 5, 1)) == []


@pytest.mark.parametrize(
    ("title", "allowed"),
    [
        ("Thỏa thuận hợp tác giữa tỉnh Lào Cai và tỉnh Vân Nam", "yes"),
        ("HIỆP ĐỊNH hợp tác", "no"),
        ("Hiep dinh hop tac", "no"),
        ("Dự thảo Bản Công ước về sông ngòi", "no"),
        ("Hie\u0323\u0302p \u0111i\u0323nh về biên giới", "no"),
        ("Định ước cuối cùng", "no"),
        ("Hiệp ước", "no"),
        ("Bản ghi nhớ về việc thực hiện Hiệp định thương mại", ""),
        ("Memorandum on a convention", "yes"),
        ("Hiệp hội định kỳ", "yes"),
    ],
)
def test_names_kept_for_treaties_are_known_however_they_are_written(title: str, allowed: str) -> None:
    (agreement,) = chosen(signing_procedures(VIETNAM, date(2025, 5, 1)), "no")
    assert naming(agreement, title).allowed == allowed


def test_a_name_is_judged_by_the_law_of_its_day() -> None:
    (agreement,) = chosen(signing_procedures(VIETNAM, date(2025, 5, 1)), "no")
    assert naming(agreement, "Hiệp định", date(2021, 6, 30)).kept is None
    found = naming(agreement, "Hiệp định", date(2021, 7, 1))
    assert found.begins and "70/2020/QH14" in found.words


def test_a_wrong_name_is_told_apart_from_the_rest() -> None:
    found = one(VIETNAM, "no", "2025-05-20", "2025-05-01", PROVINCE, "Hiệp định hợp tác")
    assert found.naming and found.naming.allowed == "no"
    assert found.course and str(found.course.begins) == "2025-05-08"
