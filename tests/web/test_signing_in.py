"""Signing in: passwords, a second step, sessions that end, and what a browser is told to refuse."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.people import PASSWORD, People
from tests.web.samples import client_of
from trivet.core.accounts import close_account, set_password
from trivet.core.audit import AuditEntry
from trivet.core.users import User
from trivet.core.verifying import verify


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sign_in(client: Client, name: str, password: str = PASSWORD) -> Any:
    return client.post("/sign-in/", {"login": name, "password": password})


def reader(client: Client) -> str:
    found = re.search(r"Read by (.*?)<|Read by (.*?),", client.get("/").content.decode())
    return found.group(0) if found else ""


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def test_ten_wrong_passwords_and_even_the_right_one_must_wait(office: People) -> None:
    client = Client()
    for _attempt in range(10):
        answer = sign_in(client, "clerk", "a wrong password")
    told = sign_in(client, "clerk").content.decode()
    assert "Too many wrong attempts" in answer.content.decode() and "Too many wrong attempts" in told
    assert "a visitor" in reader(client)
    cache.clear()  # five minutes later
    assert sign_in(client, "clerk").status_code == 302 and "Clerk" in reader(client)


def test_who_signed_in_is_told_to_the_audit_and_who_did_not_is_not(office: People) -> None:
    before = AuditEntry.objects.count()
    sign_in(Client(), "clerk", "a wrong password")
    assert AuditEntry.objects.count() == before
    client = Client()
    sign_in(client, "clerk")
    (entry,) = AuditEntry.objects.order_by("-sequence")[: AuditEntry.objects.count() - before]
    assert (entry.verb, entry.record) == ("sign-in", office.clerk.uuid) and verify() is None
    assert "signed in" in client_of(office.auditor).get("/audit/").content.decode()


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(office: People) -> None:
    answers = {sign_in(Client(), name, "a wrong password").content.decode() for name in ("clerk", "nobody-here")}
    words = {re.findall(r'role="alert">(.*?)<', answer)[0] for answer in answers}
    assert words == {"The user name or the password is not right."}


def test_the_code_of_an_app_is_the_second_step(office: People) -> None:
    secret = generate_totp_secret()
    TOTP.activate(office.clerk, secret)
    client = Client()
    assert sign_in(client, "clerk").url == reverse("mfa_authenticate")
    assert "a visitor" in reader(client)
    sign_in(client, "clerk")
    wrong = client.post("/account/authenticate/", {"code": "000000" if code_of(secret) != "000000" else "111111"})
    assert wrong.status_code == 200 and "a visitor" in reader(client)
    sign_in(client, "clerk")
    assert client.post("/account/authenticate/", {"code": code_of(secret)}).status_code == 302
    assert "Clerk" in reader(client)


def test_a_recovery_code_opens_once(office: People) -> None:
    TOTP.activate(office.clerk, generate_totp_secret())
    code = RecoveryCodes.activate(office.clerk).get_unused_codes()[0]
    for expected in ("Clerk", "a visitor"):
        cache.clear()
        client = Client()
        sign_in(client, "clerk")
        client.post("/account/authenticate/", {"code": code})
        assert expected in reader(client)


def test_a_clerk_who_lost_the_telephone_signs_in_after_an_administrator_took_the_second_step_away(
    office: People,
) -> None:
    secret = generate_totp_secret()
    TOTP.activate(office.clerk, secret)
    elsewhere, desk, page = Client(), client_of(office.administrator), f"/admin/people/{office.clerk.uuid}/"
    sign_in(elsewhere, "clerk")
    elsewhere.post("/account/authenticate/", {"code": code_of(secret)})
    assert "Clerk" in reader(elsewhere)
    sent = {"act": "second-step", "reason": "telephone lost, came in person"}
    assert "Codes of an app" in desk.get(page).content.decode()
    assert desk.post(page, {**sent, "reason": " "}).status_code == 422
    for other in (office.second_clerk, office.head, office.other_clerk, None):
        assert client_of(other).post(page, sent).status_code == 404
    assert "Clerk" in reader(elsewhere), "nothing has changed so far"
    after = desk.post(page, sent)
    assert after.status_code == 200 and "Take away the second step" not in after.content.decode()
    assert "a visitor" in reader(elsewhere), "what was open has ended"
    client = Client()
    assert sign_in(client, "clerk").url == "/" and "Clerk" in reader(client)
    audit = client_of(office.auditor).get("/audit/").content.decode()
    assert "second step taken away, sessions ended" in audit and "telephone lost, came in person" in audit
    assert verify() is None


def test_an_app_is_set_up_on_the_pages_after_the_password_is_typed_again(office: People) -> None:
    client = client_of(office.clerk)
    assert client.get("/account/totp/activate/").url.startswith("/account/confirm/")
    client.post("/account/confirm/", {"password": PASSWORD})
    page = client.get("/account/totp/activate/").content.decode()
    secret = re.findall(r"<code>(\w+)</code>", page)[0]
    assert client.post("/account/totp/activate/", {"code": code_of(secret)}).url == "/account/recovery-codes/"
    assert len(re.findall(r"<li><code>", client.get("/account/recovery-codes/").content.decode())) == 10
    assert Authenticator.objects.filter(user=office.clerk, type="totp").exists()


def test_one_ends_ones_other_sessions(office: People) -> None:
    here, elsewhere = Client(), Client()
    sign_in(here, "clerk")
    sign_in(elsewhere, "clerk")
    assert here.get("/account/sessions/").content.decode().count("127.0.0.1") == 2
    here.post("/account/sessions/")
    assert "a visitor" in reader(elsewhere) and "Clerk" in reader(here)


def test_a_closed_account_is_out_at_once_and_does_not_come_back(office: People) -> None:
    client = Client()
    sign_in(client, "clerk")
    close_account(office.clerk, actor=office.administrator, reason="left")
    assert "a visitor" in reader(client)
    sign_in(client, "clerk")
    assert "a visitor" in reader(client)


def test_a_new_password_ends_the_sessions_of_the_old_one(office: People) -> None:
    client = Client()
    sign_in(client, "clerk")
    set_password(office.clerk, "seven horses at dawn", actor=office.administrator, reason="seen by others")
    assert "a visitor" in reader(client)
    sign_in(client, "clerk", "seven horses at dawn")
    assert "Clerk" in reader(client)


def test_ones_own_new_password_is_told_to_the_audit_and_keeps_the_session(office: People) -> None:
    client = Client()
    sign_in(client, "clerk")
    weak = {"oldpassword": PASSWORD, "password1": "password", "password2": "password"}
    assert client.post("/account/password/", weak).status_code == 200
    sent = {"oldpassword": PASSWORD, "password1": "seven horses at dawn", "password2": "seven horses at dawn"}
    assert client.post("/account/password/", sent).status_code == 302
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.verb, entry.record) == ("password", office.clerk.uuid) and "Clerk" in reader(client)
    assert User.objects.get(pk=office.clerk.pk).check_password("seven horses at dawn") and verify() is None


def test_strangers_open_no_accounts(office: People) -> None:
    before = User.objects.count()
    sent = {"username": "stranger", "password1": "seven horses at dawn", "password2": "seven horses at dawn"}
    assert "There is no account here for you" in Client().post("/account/sign-up/", sent).content.decode()
    assert User.objects.count() == before


def test_the_installation_never_signs_in(office: People) -> None:
    client = Client()
    sign_in(client, "installation", "")
    assert "a visitor" in reader(client)


def test_signing_in_leads_to_no_other_site(office: People) -> None:
    sent = {"login": "clerk", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert Client().post("/sign-in/", sent).url == "/"


PAGES = (
    *("/", "/search/", "/sign-in/", "/account/sign-up/", "/account/closed/", "/registers/partners/", "/figures/"),
    *("/review/2024/", "/check/", "/nothing-here/", "/account/", "/account/password/", "/account/sessions/"),
    *("/account/webauthn/", "/account/providers/", "/admin/people/", "/admin/people/new/", "/admin/access/"),
    *("/audit/", "/registers/partners/new/", "/account/confirm/", "/account/providers/login/error/"),
)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_refuses_what_is_not_ours(office: People, path: str) -> None:
    for user in (None, office.clerk, office.administrator, office.auditor):
        answer = client_of(user).get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert answer.headers["Referrer-Policy"] == "same-origin" and answer.headers["X-Frame-Options"] == "DENY"
        page = answer.content.decode()
        scripts = re.findall(r"<script(?![^>]* src=)(?![^>]*application/json)", page)
        assert not scripts and not re.search(r'\s(style|on\w+)="', page)
        assert "<style>" not in page or "'sha256-" in policy


def test_over_https_the_deployment_checks_find_nothing() -> None:
    surroundings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "trivet.site.settings",
        "TRIVET_HTTPS": "1",
        "TRIVET_SECRET_KEY": "".join(map(chr, range(48, 123))),
    }
    words = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(words, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "0 silenced" in done.stdout


def test_an_identity_provider_is_named_by_the_environment_alone() -> None:
    told = '[{"id": "foreign", "name": "Foreign", "server_url": "https://id.example", "client_id": "c", "secret": "s"}]'
    ask = "from django.conf import settings as s; print(s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'][-1])"
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "trivet.site.settings", "TRIVET_SECRET_KEY": "k"}
    words = [sys.executable, "-c", ask]
    good = subprocess.run(words, env={**surroundings, "TRIVET_OIDC": told}, capture_output=True, text=True, check=False)
    assert good.stdout.strip() == "https://id.example"
    bad = subprocess.run(words, env={**surroundings, "TRIVET_OIDC": "{"}, capture_output=True, text=True, check=False)
    assert "TRIVET_OIDC cannot be read" in bad.stderr
