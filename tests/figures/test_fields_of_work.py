"""The planner counts the fields of work: chances, barriers, investment, image, nationals abroad, staff."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import trivet.figures.counts  # noqa: F401  (declares the figures)
from tests.core.making import made
from tests.people import People
from trivet.core import actions
from trivet.core.drafts import Draft
from trivet.core.partners import Partner
from trivet.core.people import Person
from trivet.core.profile import load_profile
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.figures.figure import Tally, ask
from trivet.registers.barriers import Barrier
from trivet.registers.consular_cases import ConsularCase
from trivet.registers.cultural_programmes import CulturalProgramme
from trivet.registers.investments import Investment
from trivet.registers.nominations import Nomination
from trivet.registers.officers import Officer
from trivet.registers.opportunities import Opportunity
from trivet.registers.postings import Posting
from trivet.registers.trainings import Training
from trivet.reports.review import write_review
from trivet.values.dates import parse_date

END = date(2024, 12, 31)
#: The registers whose records stand in a field of work, for every profile that counts.
FIELDS = {
    "economic": {"opportunities", "barriers", "investments"},
    "cultural": {"cultural-programmes", "nominations"},
    "information": {"information-products"},
    "overseas": {"communities", "diaspora-projects"},
    "protection": {"consular-cases"},
    "service": {"officers", "postings", "trainings", "reorganisations"},
}


def enter(office: People, model: Any, **told: Any) -> Any:
    """A record as the clerk enters it."""
    parts = {name: told.pop(name) for name in ("participants",) if name in told}
    draft = Draft({"keeper": office.ministry, **told}, parts=parts)
    return actions.create(model, draft, actor=office.clerk, reason="entered", submit=True)


def on(code: str, user: Any = None) -> Tally:
    return ask(code, Standpoint(user), on=END, period=parse_date("2024"))


def counted(tally: Tally) -> set[str]:
    return {str(one.row) for one in tally.counted}


def left_out(tally: Tally) -> dict[str, str]:
    return {str(one.row): str(one.reason) for one in tally.left_out}


@pytest.mark.parametrize("code", ["vietnam", "generic", "indonesia", "united-kingdom", "united-states", "exercise"])
def test_each_register_has_its_place_in_a_field_of_work(code: str) -> None:
    fields = {row["code"]: row for row in load_profile(code).rows("fields_of_work")}
    for name, codes in FIELDS.items():
        assert codes <= set(fields[name]["registers"]) and codes <= registers().keys()
        assert fields[name]["figures"]
    assert [row["order"] for row in fields.values()] == list(range(1, len(fields) + 1))


def test_chances_and_barriers_count_while_they_last(people: People) -> None:
    china = Partner.objects.get(key="CHN")
    told = {"sector": "halal", "noticed": "2024-02"}
    enter(people, Opportunity, title="Open", **told)
    enter(people, Opportunity, title="Realised", status="realised", ended="2024-11", **told)
    enter(people, Opportunity, title="Realised later", status="realised", ended="2025-01", **told)
    enter(people, Opportunity, title="Noticed when?", sector="halal")
    tally = on("opportunities.open")
    assert counted(tally) == {"Open", "Realised later"} and list(left_out(tally)) == ["Noticed when?"]
    assert {part: amount.total for part, amount in tally.parts.items()} == {"halal": 2}
    enter(people, Barrier, measure="Quota", product="rice", partner=china, since="2020")
    enter(people, Barrier, measure="Ban", product="fruit", partner=china, since="2020", status="lifted", lifted="2024")
    assert {one.row.measure for one in on("barriers.standing").counted} == {"Quota"}


def test_investment_counts_what_is_licensed_in_dollars(people: People) -> None:
    told = {"status": "licensed", "licensed": "2024-03", "sector": "technology"}
    enter(people, Investment, title="A centre", value=1000, **told)
    enter(people, Investment, title="In yen", value=9000, currency="JPY", **told)
    enter(people, Investment, title="Value not told", **told)
    enter(people, Investment, title="A memorandum", value=5000, status="memorandum")
    tally = on("investments.value")
    assert (tally.amount.in_review, counted(tally)) == (1000, {"A centre"})
    assert left_out(tally).keys() == {"In yen", "Value not told"} and "JPY" in left_out(tally)["In yen"]


def test_image_counts_programmes_and_nominations_that_await_an_answer(people: People) -> None:
    enter(people, CulturalProgramme, title="Days in Paris", kind="days-of-culture", starts="2024-05-01")
    enter(people, CulturalProgramme, title="Last year", kind="film", starts="2023-05-01")
    assert counted(on("culture.programmes")) == {"Days in Paris"}
    told = {"programme": "world-heritage", "submitted": "2024-01"}
    enter(people, Nomination, name="A valley", status="under-evaluation", **told)
    enter(people, Nomination, name="A citadel", status="returned", decided="2024-07", **told)
    enter(people, Nomination, name="A cave", programme="world-heritage")
    assert counted(on("nominations.open")) == {"A valley"}


def test_cases_count_once_however_many_people_they_concern(people: People) -> None:
    china = Partner.objects.get(key="CHN")
    enter(people, ConsularCase, number="1", kind="fishermen", partner=china, opened="2024-05-01", people=20)
    enter(people, ConsularCase, number="2", kind="business-dispute", partner=china, opened="2024-06-01", business="A")
    tally = on("consular.cases", people.clerk)
    assert {part: amount.total for part, amount in tally.parts.items()} == {"fishermen": 1, "business-dispute": 1}
    assert not on("consular.cases").counted and not on("consular.cases").left_out


def test_staff_counts_officers_abroad_and_participants(people: People) -> None:
    officer = enter(people, Officer, person=made(people, Person), diplomatic_rank="counsellor")
    where = {"officer": officer, "partner": Partner.objects.get(key="FRA")}
    enter(people, Posting, function="counsellor", starts="2022", **where)
    enter(people, Posting, function="acting consul", starts="2024-03", **where)
    enter(people, Posting, function="at home", officer=officer, starts="2020")
    assert on("staff.abroad", people.clerk).amount.total == 1
    enter(people, Training, subject="Law", ends="2024-05", participants=[{"officer": officer}])
    enter(people, Training, subject="French", ends="2024-06")
    tally = on("staff.trained", people.clerk)
    assert (tally.amount.total, list(left_out(tally))) == (1, ["French"])


def test_the_review_of_the_example_tells_the_fields_of_work(example: People) -> None:
    review = write_review(2024, Standpoint())
    notes = {note.tally.figure.code: note for _label, listed in review.fields for note in listed}
    told = {code: (int(notes[code].tally.amount.verified), int(notes[code].tally.amount.in_review)) for code in NOTES}
    assert told == NOTES
    words = [words for code in ("opportunities.open", "barriers.standing") for words, _v, _r in notes[code].parts]
    assert {"Halal", "semiconductors"} <= set(words)


#: Verified and in review, of the bundled example, counted by hand from its files.
NOTES = {
    "opportunities.open": (0, 2),
    "barriers.standing": (0, 2),
    "investments.value": (0, 1_600_000_000),
    "culture.programmes": (0, 1),
    "nominations.open": (0, 0),
    "information.products": (0, 0),
    "diaspora.recorded": (0, 0),
    "consular.cases": (0, 0),
    "reorganisations.done": (0, 0),
}
