"""Who works in a field (economy, culture, nationals abroad, staff) writes what the rules allow, marked as need be."""

import datetime
import html
from typing import Any

import pytest

import trivet.figures.counts  # noqa: F401  (declares the figures)
from tests.api.calling import Program
from tests.core.making import made
from tests.people import PASSWORD, People
from tests.web.samples import client_of
from tests.web.test_exchange_round import read
from trivet.core import actions
from trivet.core.accounts import open_account
from trivet.core.audit import AuditEntry
from trivet.core.bodies import Body
from trivet.core.entries import Entry, find
from trivet.core.history import Assignment
from trivet.core.partners import Partner
from trivet.core.people import Person
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.core.users import Role
from trivet.core.validation import Invalid
from trivet.core.verifying import verify
from trivet.core.writing import Draft
from trivet.figures.figure import ask
from trivet.registers.barriers import Barrier
from trivet.registers.consular_cases import ConsularCase
from trivet.registers.information_products import InformationProduct
from trivet.registers.investments import Investment
from trivet.registers.nominations import Nomination
from trivet.registers.officers import Officer
from trivet.registers.opportunities import Opportunity
from trivet.registers.trainings import Training
from trivet.values.markings import Marking

TODAY = datetime.date(2024, 12, 31)
SECRETS = {"initials": "N.V.A.", "business": "Bluewhale Seafoods", "done": "Visited in the harbour gaol"}


def a_case(people: People, **more: Any) -> ConsularCase:
    """A case as a clerk opens it, who says nothing of its marking."""
    told = {"number": "2018-44", "kind": "fishermen", "partner": france(), "opened": "2018-02-03", "people": 6}
    draft = Draft({"keeper": people.ministry, **told, **SECRETS, **more})
    case: ConsularCase = actions.create(ConsularCase, draft, actor=people.clerk, reason="a call", submit=True)
    return case


def france() -> Any:
    return Partner.objects.get(key="FRA")


def sees(user: Any, row: Any) -> bool:
    return bool(Standpoint(user).of(type(row)).filter(pk=row.pk).exists())


def test_a_consular_case_is_confidential_and_for_those_who_need_to_know(office: People) -> None:
    case = a_case(office)
    assert (case.marking, case.need_to_know) == (Marking.CONFIDENTIAL, True)
    assert sees(office.clerk, case) and sees(office.head, case)
    for other in (office.outsider, office.reader, office.planner, office.other_clerk):
        assert not sees(other, case)
        assert not ask("consular.cases", Standpoint(other), on=datetime.date(2018, 12, 31)).counted
    assert ask("consular.cases", Standpoint(office.clerk), on=datetime.date(2018, 12, 31)).amount.in_review == 1


def test_every_way_in_begins_with_the_registers_own_marking(office: People) -> None:
    form = client_of(office.clerk).get("/registers/consular-cases/new/").content.decode()
    marking = form[form.index('name="marking"') :]
    assert 'value="2" selected' in marking[: marking.index("</select>")]
    assert "checked" in form[form.index('name="need_to_know"') - 80 : form.index('name="need_to_know"') + 80]
    rows = b"number,kind,partner,opened\n2024-1,illness,FRA,2024-03-01\n"
    one = read(office, "consular-cases", "x.csv", rows)
    assert [row.draft["values"]["marking"] for row in one.rows.all()] == [Marking.CONFIDENTIAL] and one.marking == 2
    body = {"reason": "a call", "keeper": "foreign-ministry", "fields": {"number": "2024-2", "kind": "illness"}}
    body["fields"] |= {"partner": "FRA", "opened": "2024-03-02"}  # type: ignore[operator]
    answer = Program(office.clerk).send("POST", "/registers/consular-cases", body, 201)
    assert (answer["marking"], answer["need_to_know"]) == ("confidential", True)


def test_nothing_personal_of_a_case_stands_in_captions_lists_search_or_the_audit(office: People) -> None:
    case = a_case(office)
    entries = Entry.objects.filter(record=case.pk)
    told = " ".join(f"{one.caption} {one.captions} {one.folded} {one.place}" for one in entries).lower()
    told += " ".join(str(vars(one)) for one in AuditEntry.objects.filter(record=case.pk)).lower()
    shown = client_of(office.clerk).get("/registers/consular-cases/", {"column": ["number", "initials", "done"]})
    told += html.unescape(shown.content.decode()).lower()
    assert "2018-44" in told
    for word in ("n.v.a", "bluewhale", "gaol"):
        assert word not in told
        assert case.pk not in {entry.record for entry in find(office.clerk, word)}
    page = client_of(office.clerk).get(f"/registers/consular-cases/{case.pk}/").content.decode()
    assert "N.V.A." in page and "Bluewhale" in page


@pytest.mark.parametrize("name", ["Nguyen Van An", "An", "1990-05-04", "N.V.A. born 1990"])
def test_a_person_stands_in_a_case_by_initials_alone(office: People, name: str) -> None:
    with pytest.raises(Invalid, match="initials only"):
        a_case(office, initials=name)


def test_an_old_case_is_named_until_it_is_emptied_and_then_its_past_is_closed(office: People) -> None:
    case, now = a_case(office, closed="2019-05-06"), Standpoint(office.clerk)
    a_case(office, number="2021-3", opened="2021-02-03", closed="2021-05-06")
    assert [one.row.pk for one in ask("consular.to-empty", now, on=TODAY).counted] == [case.pk]
    with pytest.raises(Invalid, match="nothing personal is left"):
        actions.change(case, Draft({"emptied": "2024-12-31"}), actor=office.clerk, reason="too early")
    before = case.version
    empty = {**dict.fromkeys(SECRETS, ""), "emptied": "2024-12-31"}
    done = actions.change(case, Draft(empty), actor=office.clerk, reason="five years are over")
    assert not ask("consular.to-empty", Standpoint(office.clerk), on=TODAY).counted
    assert sees(office.clerk, done) and done.people == 6
    versions = Standpoint(office.clerk).versions(ConsularCase, case.pk)
    assert [row.vf for row in versions] == [done.version] and before != done.version
    assert verify() is None


WRONG: list[tuple[Any, dict[str, Any], str]] = [
    (Opportunity, {"title": "A market", "sector": "halal", "ended": "2024"}, "ended"),
    (Opportunity, {"title": "A market", "sector": "gold-rush"}, "sector"),
    (Barrier, {"measure": "A duty", "product": "shrimp", "status": "eased", "lifted": "2024"}, "lifted"),
    (Investment, {"title": "A works", "licensed": "2024-01"}, "licensed"),
    (Investment, {"title": "A works", "status": "operating", "ended": "2024-01"}, "ended"),
    (Investment, {"title": "A works", "currency": "usd"}, "currency"),
    (Nomination, {"name": "A song", "programme": "intangible-heritage", "submitted": "2024"}, "submitted"),
    (Nomination, {"name": "A song", "programme": "other", "status": "submitted", "decided": "2024"}, "decided"),
    (InformationProduct, {"title": "A film", "kind": "film", "answers": "a rumour"}, "answers"),
]


@pytest.mark.parametrize(("model", "values", "field"), WRONG)
def test_what_cannot_be_is_refused_and_the_field_is_named(
    office: People, model: Any, values: dict[str, Any], field: str
) -> None:
    partner = {"partner": france()} if model is Barrier else {}
    with pytest.raises(Invalid) as refused:
        actions.create(model, Draft({"keeper": office.ministry, **partner, **values}), actor=office.clerk, reason="try")
    assert [problem.field for problem in refused.value.problems] == [field]


def test_what_is_kept_of_staff_is_internal(office: People) -> None:
    person = made(office, Person)
    told = {"keeper": office.ministry, "person": person, "diplomatic_rank": "counsellor", "languages": "fr, en"}
    officer = actions.create(Officer, Draft(told), actor=office.clerk, reason="entered", submit=True)
    course = Draft({"keeper": office.ministry, "subject": "Treaty law", "ends": "2024-10"})
    course.parts["participants"] = [{"officer": officer, "result": "passed"}]
    training = actions.create(Training, course, actor=office.clerk, reason="entered", submit=True)
    for row in (officer, training):
        assert row.marking == Marking.INTERNAL
        assert sees(office.reader, row) and not sees(office.outsider, row)
    assert ask("staff.trained", Standpoint(office.reader), on=TODAY).amount.in_review == 1
    assert ask("staff.trained", Standpoint(), on=TODAY).amount.total == 0
    born = {"birth", "family", "spouse", "children", "health", "salary"}
    codes = ("officers", "postings", "trainings", "consular-cases")
    assert not born & {column.name for code in codes for column in registers()[code].content_fields()}


def test_defence_and_security_bodies_work_on_a_record_as_any_body_does(people: People) -> None:
    """The guard of the seas works with the ministry on a case, and sees and leads no more than it was given."""
    defence, security = Body.objects.get(key="defence"), Body.objects.get(key="public-security")
    guards = {
        body.key: open_account(
            f"{body.key}_clerk", "A clerk", body=body, role=Role.CLERK, clearance=Marking.SECRET, password=PASSWORD,
            actor=people.installation, reason="they work on it",
        )
        for body in (defence, security)
    }  # fmt: skip
    case = a_case(people)
    assert not any(sees(user, case) for user in guards.values())
    told = [
        {"body": people.ministry, "role": Assignment.Role.LEAD, "pillar": "state"},
        {"body": defence, "role": Assignment.Role.SUPPORT, "pillar": "state", "purpose": "looks for them at sea"},
    ]
    actions.change(case, Draft(assignments=told), actor=people.clerk, reason="asked for help")
    assert sees(guards["defence"], case) and not sees(guards["public-security"], case)
    with pytest.raises(actions.NotAllowed):
        actions.change(case, Draft({"people": 7}), actor=guards["defence"], reason="one more")
    page = client_of(guards["defence"]).get(f"/registers/consular-cases/{case.pk}/").content.decode()
    assert "Ministry of National Defence" in page and "looks for them at sea" in page
