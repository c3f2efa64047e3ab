"""Stories of procedures: reading how a matter goes, and beginning one."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.people import People
from tests.procedures.conftest import Hire
from tests.web.dossiers import page_of, read, send, text
from tests.web.samples import client_of
from tests.web.test_weight import LATER, weight
from trivet.core.bodies import Body
from trivet.procedures.dossiers import Dossier

pytestmark = pytest.mark.django_db
FILLED = {"title": "A conference on rivers", "partners": "France\nJapan", "marking": "1", "reason": "it is planned"}
FACTS = {"fact-starts": "2030-06-20", "fact-rank": "minister", "fact-topics": ["security", "religion"]}
NEW = "/dossiers/new/conference/"


@pytest.mark.parametrize("language", ["en", "vi", "id"])
def test_a_procedure_is_told_in_plain_words_with_its_drawing(people: People, language: str) -> None:
    client = Client()
    client.cookies["django_language"] = language
    listed = read(client, "/procedures/")
    (line,) = [one for one in listed.context["lines"] if one.code == "conference"]
    page = read(client, line.url)
    words = {"en": ("40 days before", "once all"), "vi": ("ngày bắt đầu",), "id": ("hari pertama",)}[language]
    assert all(word in text(page) for word in words)
    assert "Decision 06/2020" in text(page) and weight(page.content) <= LATER
    drawn = page.context["drawing"]
    assert len([one for one in drawn.nodes if one.kind.startswith("stage")]) == 10
    twin = {step for _source, step, _target in drawn.rows}
    assert len(twin) == 11 and all(step in text(page) for step in twin), "the drawing has a table that says the same"


def test_rules_are_those_of_the_day_and_what_is_to_confirm_says_so(people: People) -> None:
    page = text(read(Client(), "/procedures/conference/?on=2024-05-01"))
    assert "Who decides" in page and "in all other cases" in page and "15 Apr 2020" in page
    early = Client().get("/procedures/conference/?on=1990-01-01")
    assert early.status_code == 400 and "in force" in text(early)
    assert Client().get("/procedures/no-such/").status_code == 404
    assert Client().get("/procedures/conference/?on=soon").status_code == 400


def test_an_analyst_takes_the_process_away(people: People) -> None:
    answer = Client().get("/procedures/conference/process.bpmn")
    assert answer["Content-Type"].startswith("application/xml") and "conference.bpmn" in answer["Content-Disposition"]
    assert answer.content.startswith(b"<?xml")


def test_a_clerk_chooses_fills_and_opens(people: People, hire: Hire) -> None:
    client = client_of(hire("vufo"))
    assert NEW in read(client, "/dossiers/new/").content.decode()
    assert 'href="/dossiers/new/"' in read(client, "/registers/dossiers/").content.decode()
    form = read(client, NEW)
    keeper = str(Body.objects.get(key="vufo").pk)
    assert form.context["texts"]["keeper"] == keeper and "highest rank" in text(form).lower()
    sent = {**FILLED, **FACTS, "keeper": keeper, "paper-letter-number": "12/CV", "open": "1"}
    answer = client.post(NEW, sent)
    assert answer.status_code == 302, text(answer)
    page = read(client, answer.url)
    told = page.context["dossier"]
    assert told["stage"] == "preparing" and [one.label for one in told["obligations"]] == ["file in time"]
    facts = dict(told["facts"])
    assert facts["Highest rank of a foreign guest"] == "minister or above"
    assert facts["Topics that touch"] == "security, religion"
    assert "12/CV" in text(page) and "France" in text(page) and "Internal" in text(page).title()
    row = page.context["row"]
    assert row.state == "in_review" and str(row.keeper_id) == keeper


def test_a_prepared_dossier_is_opened_on_its_page(people: People, hire: Hire) -> None:
    client = client_of(hire("vufo"))
    keeper = str(Body.objects.get(key="vufo").pk)
    page = read(client, client.post(NEW, {**FILLED, **FACTS, "keeper": keeper}).url)
    dossier = Dossier.objects.get()
    assert page.context["dossier"]["kind"] == "prepared" and "to be opened" in text(page)
    read(client_of(hire("mfa")), page_of(dossier), 404)
    assert dossier.state == "draft"
    early = send(client, dossier, "take", "file", 409)
    assert "not opened yet" in text(early)
    send(client, dossier, "open")
    opened = read(client_of(hire("mfa")), page_of(dossier))
    assert opened.context["dossier"]["stage"] == "preparing" and opened.context["row"].state == "in_review"
    assert "opened already" in text(send(client, dossier, "open", status=409))


def test_what_is_wrong_with_a_new_dossier_is_said_at_its_box_and_nothing_is_lost(people: People, hire: Hire) -> None:
    client = client_of(hire("vufo"))
    keeper = str(Body.objects.get(key="vufo").pk)
    wrong = {
        "title": ("", "This is needed"),
        "reason": ("", "This is needed"),
        "keeper": (str(Body.objects.get(key="mfa").pk), "Choose one of these bodies"),
        "marking": ("9", "Choose one of these markings"),
        "partners": ("Wonderland", "Wonderland"),
        "day": ("2999-01-01", "must lie between"),
        "fact-starts": ("soon", "Write a day"),
        "paper-letter-source": ("nothing of the kind", "There is no source"),
    }
    for name, (value, words) in wrong.items():
        sent = {**FILLED, **FACTS, "keeper": keeper, "note": "typed with care", "open": "1", name: value}
        answer = client.post(NEW, sent)
        assert answer.status_code == 422 and words in text(answer), name
        assert "typed with care" in answer.content.decode() and 'value="security" checked' in answer.content.decode()
    assert not Dossier.objects.exists()


def test_who_may_not_begin_a_dossier_finds_no_form(people: People, hire: Hire) -> None:
    for url in ("/dossiers/new/", NEW):
        assert Client().get(url).status_code == 302
        assert client_of(people.reviewer).get(url).status_code == 404
    assert client_of(people.clerk).get("/dossiers/new/no-such/").status_code == 404
    assert not re.search("dossiers/new", read(client_of(people.reader), "/procedures/").content.decode())
