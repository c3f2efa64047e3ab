"""What one body asks and tells another, on the pages: sent from a form, answered where it stands, found on desks."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from time_machine import travel

from tests.coordination.making import asked, fresh, told
from tests.core.making import made
from tests.people import People
from tests.web.dossiers import read, text
from tests.web.samples import client_of
from trivet.coordination.notes import Note
from trivet.coordination.requests import Request
from trivet.core.access import restrict
from trivet.core.actions import change
from trivet.core.drafts import Draft
from trivet.core.history import assignments_of
from trivet.core.sources import Source
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db


def page_of(row: Any) -> str:
    code = "requests" if isinstance(row, Request) else "notes"
    return f"/registers/{code}/{row.pk}/"


def press(client: Client, row: Any, act: str, words: str = "", status: int = 302, **more: str) -> Any:
    code = "requests" if isinstance(row, Request) else "notes"
    sent = {"act": act, "reason": words, "expected": str(fresh(row).version), **more}
    answer = client.post(f"/exchange/{code}/{row.pk}/act/", sent)
    assert answer.status_code == status, text(answer)[:2000]
    return answer


def typed(office: People, **more: Any) -> dict[str, Any]:
    sent = {"question": "What did they promise?", "addressee": str(office.commission.pk), "due": "2026-06-10"}
    filing = {"keeper": str(office.ministry.pk), "marking": "1", "reason": "for the talks", "partners": "France"}
    return {**sent, **filing, **more}


def test_a_request_goes_from_the_form_to_the_desk_of_the_other_body_and_back_with_its_answer(office: People) -> None:
    ours, theirs = client_of(office.clerk), client_of(office.other_clerk)
    form = read(ours, "/exchange/new/information/")
    assert "Ask for information" in text(form)
    sent = ours.post("/exchange/new/information/", typed(office))
    assert sent.status_code == 302, text(sent)
    request = Request.objects.get()
    assert (request.kind, str(request.due), request.state, request.marking) == (
        "information",
        "2026-06-10",
        "in_review",
        1,
    )
    assert [one.key for one in fresh(request).partners] == ["FRA"]
    desk = read(theirs, "/exchange/")
    assert [one.caption for one in desk.context["asked"]] == ["What did they promise?"]
    assert [one.caption for one in read(ours, "/exchange/").context["asking"]] == ["What did they promise?"]
    assert "asked of your body" in text(read(theirs, "/"))
    page = read(theirs, page_of(request))
    assert "Answer, or reason for declining" in text(page) and "Ask again" not in text(page)
    assert "Ask again" in text(read(ours, page_of(request)))
    press(theirs, request, "answer", "A new line of ferries.")
    assert "A new line of ferries." in text(read(ours, page_of(request)))
    assert read(theirs, "/exchange/").context["asked"] == []
    closed = read(theirs, "/exchange/?closed=1").context["asked"]
    assert [one.what for one in closed] == ["information, answered"]
    assert "asked of your body" not in text(read(theirs, "/"))


def test_what_is_wrong_stands_beside_its_box_and_nothing_typed_is_lost(office: People) -> None:
    client = client_of(office.clerk)
    for more, words in (
        ({"addressee": ""}, "Choose the body that is asked"),
        ({"addressee": str(office.ministry.pk)}, "not itself"),
        ({"addressee": "nobody"}, "Choose one of these bodies"),
        ({"due": "someday"}, "someday"),
        ({"question": ""}, "This is needed"),
        ({"keeper": str(office.commission.pk)}, "Choose one of these bodies"),
        ({"marking": "4"}, "Choose one of these markings"),
        ({"partners": "Atlantis"}, "Atlantis"),
        ({"reason": ""}, "Say why"),
    ):
        answer = client.post("/exchange/new/information/", typed(office, **more))
        assert answer.status_code == 422 and words in text(answer), (more, text(answer)[:1500])
        assert more.get("question") == "" or "What did they promise?" in answer.content.decode()
    assert not Request.objects.exists()
    assert client.get("/exchange/new/favour/").status_code == 404
    assert client_of(office.reader).get("/exchange/new/information/").status_code == 404
    assert Client().get("/exchange/new/information/").status_code == 302
    assert Client().get("/exchange/").status_code == 302


def test_what_is_late_looks_late_and_is_chased_once_a_day(office: People) -> None:
    request = asked(office)
    client = client_of(office.clerk)
    with travel("2026-06-13T09:00:00Z"):
        assert "overdue by 3 days" in text(read(client, page_of(request)))
        assert "overdue by 3 days" in text(read(client, "/exchange/"))
        assert "overdue by 3 days" in text(read(client_of(office.other_clerk), "/"))
        listed = read(client, "/registers/requests/").content.decode()
        assert '<span class="tag overdue">overdue by 3 days</span>' in listed, "a word, and a shape by its kind"
        early = text(read(client, "/registers/requests/?known=2026-06-10"))
        assert "overdue" not in early, "on its last day it was not late"
        press(client, request, "chase", "It is late.")
        assert "Ask again" not in text(read(client, page_of(request)))
        assert "once a day" in text(press(client, request, "chase", "And again.", 422))
    press(client, request, "take-back", "", 422)
    press(client, request, "take-back", "We found it.")
    assert "taken back" in text(read(client, page_of(request)))
    with travel("2026-06-13T09:00:00Z"):
        assert "overdue" not in text(read(client, "/registers/requests/")), "what is answered or taken back is not late"
    press(client, request, "sing", "", 404)


def test_who_is_not_asked_gets_no_form_and_no_answer_through(office: People) -> None:
    request = asked(office)
    client = client_of(office.reader)
    page = text(read(client, page_of(request)))
    assert "reason for declining" not in page and "Take the request back" not in page
    refused = press(client, request, "answer", "I know.", 403)
    assert "acts for a body that is asked" in text(refused)
    stale = client_of(office.other_clerk).post(
        f"/exchange/requests/{request.pk}/act/", {"act": "answer", "reason": "Two.", "expected": "1"}
    )
    assert stale.status_code == 409 and "Two." in stale.content.decode()


def test_a_request_for_access_reads_the_same_whether_there_is_such_a_record_or_not(office: People) -> None:
    """Who asks, and who is asked and may not change the record, learn nothing by it."""
    other = client_of(office.other_clerk)
    hidden = made(office, Source, keeper=office.ministry, need_to_know=True, marking=Marking.CONFIDENTIAL)
    addresses = (f"/registers/sources/{hidden.pk}/", "/registers/sources/00000000-0000-4000-8000-000000000000/")
    told_by = []
    for address in addresses:
        sent = {"question": "The paper", "addressee": str(office.ministry.pk), "wanted": address, "reason": "talks"}
        filing = {"keeper": str(office.commission.pk), "marking": "1"}
        answer = other.post("/exchange/new/access/", {**sent, **filing})
        assert answer.status_code == 302, text(answer)
        request = Request.objects.exclude(uuid__in=[one.pk for one in told_by]).get()
        told_by.append(request)
    pages = {}
    for person in (office.other_clerk, office.planner, office.clerk):
        found = []
        for request, address in zip(told_by, addresses, strict=True):
            page = text(read(client_of(person), page_of(request)))
            found.append(page.replace(str(request.pk), "").replace(address, ""))
        pages[person.username] = found[0] == found[1]
    assert pages == {"other_clerk": True, "planner": True, "clerk": False}
    page = read(client_of(office.clerk), page_of(told_by[0]))
    assert "Let the asking body read it" in text(page)
    press(client_of(office.planner), told_by[0], "give-access", "let them", 403)
    assert not assignments_of([hidden.pk], None).get(hidden.pk)
    press(client_of(office.clerk), told_by[0], "give-access", "for the talks")
    assert restrict(Source.objects.filter(pk=hidden.pk), office.other_clerk).exists()


def test_a_note_waits_for_the_bodies_that_are_told_until_they_acknowledge_it_and_again_when_it_changes(
    office: People,
) -> None:
    ours, theirs = client_of(office.clerk), client_of(office.other_clerk)
    sent = {"title": "Put off", "text": "To May.", "told": [str(office.commission.pk)], "reason": "they wait"}
    answer = ours.post("/exchange/new/note/", {**sent, "keeper": str(office.ministry.pk), "marking": "0"})
    assert answer.status_code == 302, text(answer)
    note = Note.objects.get()
    assert "to be acknowledged" in text(read(theirs, "/"))
    assert [one.caption for one in read(theirs, "/exchange/").context["to_acknowledge"]] == ["Put off"]
    assert "Not yet acknowledged by" in text(read(ours, page_of(note)))
    press(theirs, note, "acknowledge")
    assert read(theirs, "/exchange/").context["to_acknowledge"] == []
    assert "Not yet acknowledged by" not in text(read(ours, page_of(note)))
    change(note, Draft({"text": "To June."}), actor=office.clerk, reason="a new day")
    assert [one.caption for one in read(theirs, "/exchange/").context["to_acknowledge"]] == ["Put off"]
    press(client_of(office.reader), note, "acknowledge", status=403)
    none = ours.post("/exchange/new/note/", {**sent, "told": [], "keeper": str(office.ministry.pk), "marking": "0"})
    assert none.status_code == 422 and "Choose the bodies that are told" in text(none)


def test_the_desk_shows_only_what_the_reader_may_see(office: People) -> None:
    asked(office, "Open question?")
    asked(office, "Closed question?", marking=Marking.CONFIDENTIAL)
    told(office, "Closed note", marking=Marking.SECRET)
    desk = text(read(client_of(office.reader), "/exchange/"))
    assert "Open question?" in desk and "Closed" not in desk.replace("Also what is closed", "")
    assert "Closed question?" in text(read(client_of(office.second_clerk), "/exchange/"))


@pytest.mark.parametrize("language", ["en", "vi", "id"])
def test_the_desk_and_its_forms_are_read_in_three_languages(office: People, language: str) -> None:
    request = asked(office, "Open question?")
    client = client_of(office.clerk)
    client.cookies["django_language"] = language
    for path in ("/exchange/", "/exchange/new/note/", "/exchange/new/access/", page_of(request)):
        assert read(client, path).status_code == 200
