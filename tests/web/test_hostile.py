"""Forms and addresses filled as no honest browser would, drawn anew each time; the trials go through many more."""

import random
from typing import Any

from tests.hostile import check_forms, fingerprint
from tests.people import People
from tests.web.samples import client_of, made, typed
from trivet.core.history import Transaction
from trivet.core.register import registers


def test_no_form_breaks_loses_what_was_typed_or_writes_when_it_refuses(office: People, record_property: Any) -> None:
    number = random.SystemRandom().randrange(10**6)
    statuses = check_forms(office, number, 150)
    record_property("measured", f"hostile forms: seed {number}, answers by status {dict(sorted(statuses.items()))}")
    assert statuses.keys() & {302, 200} and 422 in statuses


def test_a_refused_step_writes_nothing_and_gives_the_reason_back(office: People) -> None:
    row = made(registers()["titles"], office, 1)
    url, wrote = f"/registers/titles/{row.pk}/move/", fingerprint()
    client = client_of(office.reviewer)
    for expected in ("9" * 5000, "-1", "٣", "\0"):
        answer = client.post(url, {"move": "verify", "expected": expected, "reason": "read\0 it"})
        assert answer.status_code == 409 and 'value="read it"' in answer.content.decode().replace("\0", "")
    bulk = client.post("/registers/titles/bulk/", {"move": "return", "row": f"{row.pk}:1", "reason": "all\0 of it"})
    assert bulk.status_code == 422 and 'value="all of it"' in bulk.content.decode().replace("\0", "")
    assert client.post("/registers/titles/bulk/", {"move": "return", "back": "//[?x"}).status_code == 422
    person = f"/admin/people/{office.second_clerk.uuid}/"
    refused = client_of(office.administrator).post(
        person, {"act": "end", "duty": "0", "reason": "gone", "ends": "soon"}
    )
    assert refused.status_code == 422 and refused.content.decode().count('value="gone"') == 1
    assert fingerprint() == wrote


def test_a_step_with_a_control_character_in_its_reason_is_taken_without_it(office: People) -> None:
    row = made(registers()["titles"], office, 1)
    sent = {"move": "verify", "expected": str(row.version), "reason": "read\0 it"}
    assert client_of(office.reviewer).post(f"/registers/titles/{row.pk}/move/", sent).status_code == 302
    assert Transaction.objects.latest("number").reason == "read it"


def test_a_marking_that_no_form_offers_is_refused_however_it_is_written(office: People) -> None:
    row = made(registers()["titles"], office, 1)
    client, url = client_of(office.clerk), f"/registers/titles/{row.pk}/edit/"
    sent = typed(client.get(url).context) | {"reason": "why not"}
    for marking in ("9" * 5000, "٣", "-1", "1.0", "5", "public"):
        answer = client.post(url, {**sent, "marking": marking})
        assert answer.status_code == 422 and "Choose one of these markings" in answer.content.decode(), marking


def test_what_is_no_passkey_is_refused_by_the_form_that_asks_for_one(office: People) -> None:
    page = "/account/webauthn/login/"
    for sent in ("9" * 5000, "[" * 100_000, "null", "1", "[]", "{}", "{", '{"response": 1}', ""):
        answer = client_of(None).post(page, {"credential": sent})
        assert answer.status_code < 500 and not answer.wsgi_request.user.is_authenticated, sent[:9]
    assert client_of(office.clerk).post("/account/webauthn/add/", {"credential": "9" * 5000}).status_code < 500
