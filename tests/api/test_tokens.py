"""Tokens: made by a person for a program, shown once, never wider than their rights, ended by a day or a click."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.calling import Program
from tests.people import People
from tests.web.samples import made
from trivet.core.audit import AuditEntry
from trivet.core.register import registers
from trivet.core.tokens import Token
from trivet.core.users import Duty
from trivet.core.verifying import verify

pytestmark = pytest.mark.django_db
URL = "/account/tokens/"


def asked(**more: object) -> dict[str, object]:
    today = timezone.now().date()
    return {"name": "the desk's calendar", "acts": ["view"], "starts": today, "ends": today + timedelta(30)} | more


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def read_with(secret: str, status: int) -> None:
    answer = Client().get("/api/registers", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == status


def test_a_token_is_shown_once_and_works_until_it_is_revoked(office: People) -> None:
    assert Client().get(URL).status_code == 302
    clerk = signed_in(office.clerk)
    page = clerk.post(URL, asked())
    secret = re.search(r"trivet_[\w-]{43}", page.content.decode())[0]  # type: ignore[index]
    read_with(secret, 200)
    assert secret not in clerk.get(URL).content.decode()
    token = Token.objects.get()
    assert secret not in "".join(map(str, vars(token).values())) and token.used
    assert signed_in(office.reader).post(f"{URL}{token.pk}/revoke/").status_code == 404
    read_with(secret, 200)
    assert clerk.get(f"{URL}{token.pk}/revoke/").status_code == 405
    assert clerk.post(f"{URL}{token.pk}/revoke/").status_code == 302
    read_with(secret, 401)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"ends": "2020-01-01"}, "ends"),
        ({"ends": ""}, "ends"),
        ({"ends": (timezone.now() + timedelta(400)).date()}, "ends"),
        ({"acts": ["rule"]}, "acts"),
        ({"acts": []}, "acts"),
        ({"name": ""}, "name"),
    ],
)
def test_a_wrong_token_is_told_at_its_field(office: People, more: dict[str, object], field: str) -> None:
    page = signed_in(office.clerk).post(URL, asked(**more))
    assert page.status_code == 422 and list(page.context["form"].errors) == [field]
    assert not Token.objects.exists()


def test_a_token_is_never_wider_than_its_owner_is_today(office: People) -> None:
    program = Program(office.clerk)
    secret = program.headers["Authorization"].split()[1]
    Duty.objects.filter(user=office.clerk).delete()
    body = {"reason": "still?", "keeper": str(office.ministry.uuid), "fields": {"name": "Nobody"}}
    program.send("POST", "/registers/people", body, 403)
    office.clerk.is_active = False
    office.clerk.save()
    read_with(secret, 401)


def test_a_token_opens_nothing_outside_its_days(office: People) -> None:
    program = Program(office.clerk)
    secret, today = program.headers["Authorization"].split()[1], timezone.now().date()
    for starts, ends, status in ((1, 9, 401), (-9, -1, 401), (0, 0, 200)):
        Token.objects.update(starts=today + timedelta(starts), ends=today + timedelta(ends))
        read_with(secret, status)
    read_with("trivet_" + "x" * 43, 401)
    read_with("", 401)


def test_calls_are_counted_against_the_rate(office: People, settings: object) -> None:
    settings.TRIVET_API_RATE = "2/h"  # type: ignore[attr-defined]
    program = Program(office.reader)
    program.get("/registers")
    program.get("/registers")
    answer = Client().get("/api/registers", headers=program.headers)
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0
    Program(office.clerk).get("/registers")


def test_large_pages_are_an_export(office: People) -> None:
    row = made(registers()["people"], office, 1)
    Program(office.clerk, ["view"]).get("/registers/people?size=200", 403)
    assert [one["uuid"] for one in Program(office.clerk).get("/registers/people?size=200")["items"]] == [str(row.uuid)]
    assert len(Program(office.reader).get("/registers/people?size=100")["items"]) == 1
    assert Program(office.reader).get("/registers/people?size=200")["items"] == []


def test_the_audit_is_told_of_tokens_and_never_of_their_secret(office: People) -> None:
    clerk = signed_in(office.clerk)
    secret = re.search(r"trivet_[\w-]{43}", clerk.post(URL, asked()).content.decode())[0]  # type: ignore[index]
    token = Token.objects.get()
    clerk.post(f"{URL}{token.pk}/revoke/")
    assert clerk.post(f"{URL}{token.pk}/revoke/").status_code == 404, "it is ended once"
    entries = list(AuditEntry.objects.order_by("-sequence")[:2])
    assert [(one.verb, one.record) for one in entries] == [
        ("token-end", office.clerk.uuid),
        ("token", office.clerk.uuid),
    ]
    assert f"token={token.pk}" in entries[0].text and "acts=view" in entries[1].text
    for text in (secret, secret.removeprefix("trivet_"), token.fingerprint):
        assert not AuditEntry.objects.filter(text__contains=text).exists()
    page = signed_in(office.auditor).get("/audit/?register=accounts").content.decode()
    assert "token for a program made" in page and "token for a program revoked" in page
    assert "the desk&#x27;s calendar" in page and verify() is None


def test_the_audit_is_told_of_large_pages(office: People) -> None:
    made(registers()["people"], office, 1)
    before = AuditEntry.objects.filter(verb="export").count()
    Program(office.clerk).get("/registers/people?size=100")
    assert AuditEntry.objects.filter(verb="export").count() == before
    Program(office.clerk).get("/registers/people?size=200", most=20)
    entry = AuditEntry.objects.filter(verb="export").latest("sequence")
    assert entry.record == office.clerk.uuid and "register=people" in entry.text and "rows=1" in entry.text
