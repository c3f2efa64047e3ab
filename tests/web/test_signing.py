"""Stories of the page that says whether a text may be signed, and of names that are kept for treaties."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client

from tests.people import People
from tests.procedures.conftest import Hire
from tests.web.dossiers import page_of, read, send, text
from tests.web.samples import client_of
from tests.web.test_weight import LATER, weight
from trivet.core.accounts import open_account
from trivet.core.actions import create
from trivet.core.bodies import Body
from trivet.core.drafts import Draft
from trivet.core.users import Role, User
from trivet.core.validation import Invalid
from trivet.procedures.acting import tell_facts
from trivet.procedures.dossiers import Dossier
from trivet.registers.agreements import Agreement
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db
ANSWERS = {
    "title": "Thỏa thuận hợp tác với tỉnh Vân Nam",
    "binding": "no",
    "day": "2025-05-20",
    "opening": "2025-05-01",
    "fact-signing-level": "province",
    "fact-touches": "security",
}


@pytest.fixture
def province(people: People) -> tuple[Body, User]:
    """A province that the ministry has entered, and its clerk, who knows no law."""
    values = {"name": "Ủy ban nhân dân tỉnh Lào Cai", "pillar": "state", "keeper": people.ministry}
    body = create(Body, Draft(values), actor=people.installation, reason="a province", submit=True)
    told = {"body": body, "role": Role.CLERK, "clearance": Marking.INTERNAL, "actor": people.installation}
    return body, open_account("lao_cai", "Lào Cai", reason="their clerk", **told)


def asked(client: Client, most: int = 12, **answers: Any) -> Any:
    return read(client, "/signing/?" + urlencode({"asked": "1", **answers}, doseq=True), most=most)


def test_the_clerk_of_a_province_asks_and_opens_a_dossier_with_the_answers(province: tuple[Body, User]) -> None:
    body, clerk = province
    client = client_of(clerk)
    form = read(client, "/signing/")
    assert [word for _code, word in form.context["own"]] == ["Ủy ban nhân dân tỉnh Lào Cai"], "their own body first"
    with time_machine.travel("2025-05-01T08:00:00Z"):
        page = asked(client, body=str(body.pk), **ANSWERS)
        said = text(page)
        assert "the complete dossier must be there by 8 May 2025" in said
        assert "Head of the body itself: Ủy ban nhân dân tỉnh Lào Cai" in said
        assert "Ministry of Foreign Affairs, Ministry of Public Security" in said and "until 19 May 2025" in said
        assert (
            "Lào Cai → Ministry of Foreign Affairs, by 4 Jun 2025" in said
            and "If a body disagrees" in said
            and "Prime Minister" in said
        )
        (answer,) = page.context["answers"]
        new = read(client, answer.start)
        facts = {one.name: one for one in new.context["facts"]}
        assert facts["fact-signing-day"].value == "2025-05-20" and "fact-name-allowed" not in facts
        assert [code for code, _word, chosen in facts["fact-touches"].options if chosen] == ["security"]
        filled = {"title": ANSWERS["title"], "keeper": str(body.pk), "marking": "1", "reason": "a visit", "open": "1"}
        told = {f"fact-{code}": value for code, value in (("signing-level", "province"), ("touches", "security"))}
        assert client.post("/dossiers/new/agreement/", filled | told).status_code == 302
    dossier = Dossier.objects.get(title=ANSWERS["title"])
    told_ = {row.fact: row.value for row in dossier.facts.at(None)}
    assert told_["name-allowed"] == "yes", "the name was checked, nobody had to know the law"


def test_who_asks_too_late_is_told_what_would_still_do(province: tuple[Body, User]) -> None:
    body, clerk = province
    late = text(asked(client_of(clerk), body=str(body.pk), **{**ANSWERS, "opening": "2025-05-12"}))
    assert "Too late for 20 May 2025: the dossier would have had to be complete on 8 May 2025" in late
    assert "The shortened variant would do: complete by 14 May 2025" in late and "It is open only where" in late
    page = asked(client_of(clerk), **{**ANSWERS, "opening": "2025-05-12", "fact-high-level-visit": "yes"})
    assert "It is open by what is told." in text(page) and "The way in the shortened variant" in text(page)
    with time_machine.travel("2025-05-12T08:00:00Z"):
        page = asked(client_of(clerk), **{**ANSWERS, "fact-high-level-visit": "yes", "opening": "2025-05-12"})
        assert "variant=shortened" in page.context["answers"][0].start


def test_the_outsider_reads_but_opens_nothing_and_unclear_days_are_told(people: People) -> None:
    page = asked(Client(), **{**ANSWERS, "binding": ""})
    assert [one.code for one in page.context["answers"]] == ["agreement", "treaty"]
    assert weight(page.content) <= LATER, "both answers at once are a light page"
    assert not any(one.start for one in page.context["answers"]) and "hangs on it" in text(page)
    assert Client().get("/signing/?day=soon").status_code == 400
    for far in ("9999-12-31", "0001-01-01"):
        assert Client().get(f"/signing/?asked=1&binding=no&day={far}").status_code == 400
        assert Client().get(f"/signing/?asked=1&opening={far}").status_code == 400
    assert (
        Client().get("/signing/?asked=1&title=%00&fact-touches=%00&binding=%00&fact-signing-level=x").status_code == 200
    )
    assert Client().get("/signing/?body=nobody").status_code == 400


def test_a_rest_day_is_told_with_the_working_day_before_it(province: tuple[Body, User]) -> None:
    page = asked(client_of(province[1]), **{**ANSWERS, "day": "2025-05-09"})
    assert "by 25 Apr 2025" not in text(page) and "no working day" in text(page)


@pytest.mark.parametrize("language", ["en", "vi", "id"])
def test_it_speaks_the_readers_language(people: People, language: str) -> None:
    client = Client()
    client.cookies["django_language"] = language
    words = {"en": "province", "vi": "cấp tỉnh", "id": "provinsi"}[language]
    assert words in text(asked(client, **ANSWERS))


def test_a_dossier_under_a_kept_name_is_refused_with_the_law(people: People, hire: Hire) -> None:
    client, ministry = client_of(hire("mfa")), Body.objects.get(key="mfa")
    filled = {"keeper": str(ministry.pk), "marking": "1", "reason": "planned", "fact-signing-level": "ministry"}
    refused = client.post("/dossiers/new/agreement/", {**filled, "title": "Hiep dinh ve song ngoi"})
    assert refused.status_code == 422 and "may not be called “hiệp định”" in text(refused)
    assert "70/2020/QH14" in text(refused)
    inside = {**filled, "title": "Thỏa thuận thực hiện Hiệp định về sông ngòi"}
    unsure = client.post("/dossiers/new/agreement/", inside)
    assert unsure.status_code == 422 and "Tick this if you have looked at it" in text(unsure)
    assert client.post("/dossiers/new/agreement/", {**inside, "fact-name-allowed": "on"}).status_code == 302
    dossier = Dossier.objects.get(title=inside["title"])
    assert "it may only name another text" in text(read(client, page_of(dossier)))


def test_a_dossier_that_was_renamed_warns_and_is_not_told_otherwise(people: People, hire: Hire, prepared: Any) -> None:
    officer = hire("mfa")
    told = {"signing-level": "ministry", "touches": "none"}
    dossier = prepared(officer, "mfa", "agreement", title="Hiệp định về sông ngòi", facts=told)
    assert "may not be called" in text(read(client_of(officer), page_of(dossier)))
    with pytest.raises(Invalid, match="may not be called"):
        tell_facts(dossier, {**told, "name-allowed": "yes"}, actor=officer, reason="it seems so")
    refused = send(client_of(officer), dossier, "tell", status=422, **{"fact-name-allowed": "on"})
    assert "may not be called" in text(refused)
    tell_facts(dossier, {**told, "name-allowed": "no"}, actor=officer, reason="as it is")


@pytest.mark.parametrize(
    ("title", "kind", "signed", "warned"),
    [
        ("Hiệp định về sông ngòi", "memorandum", "2024-05-01", True),
        ("Hiệp định về sông ngòi", "treaty", "2024-05-01", False),
        ("Hiệp định về sông ngòi", "memorandum", "2019-05-01", False),
        ("Bản ghi nhớ về sông ngòi", "memorandum", "2024-05-01", False),
    ],
)
def test_an_agreement_that_is_no_treaty_warns_of_its_name(
    people: People, title: str, kind: str, signed: str, warned: bool
) -> None:
    values = {"title": title, "kind": kind, "signed": signed, "keeper": people.ministry}
    made = create(Agreement, Draft(values), actor=people.clerk, reason="signed", submit=True)
    for more in ("", "edit/"):
        page = read(client_of(people.clerk), f"/registers/agreements/{made.pk}/{more}")
        assert ("may not be called" in text(page)) is warned
    assert "May we sign this?" in text(read(client_of(people.clerk), "/registers/agreements/"))
    assert "May we sign this?" not in text(read(client_of(people.clerk), "/registers/activities/"))
