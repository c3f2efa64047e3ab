"""Signing in at an identity provider: whom it names, whom it does not, and what still works when it is down."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from tests.people import PASSWORD, People
from trivet.core.users import User


class Provider(BaseHTTPRequestHandler):
    """As much of OpenID Connect as one sign-in needs; `says` is whom it names."""

    says: dict[str, str] = {}

    def answer(self) -> None:
        here = f"http://{self.headers['Host']}"
        told: dict[str, Any] = {
            "/token": {"access_token": "t", "token_type": "Bearer"},
            "/userinfo": self.says,
        }.get(
            self.path,
            {
                "issuer": here,
                "authorization_endpoint": f"{here}/authorize",
                "token_endpoint": f"{here}/token",
                "userinfo_endpoint": f"{here}/userinfo",
            },
        )
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    do_GET = do_POST = answer

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def provider(settings: Any) -> Iterator[HTTPServer]:
    cache.clear()
    server = HTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    name_it(settings, f"http://127.0.0.1:{server.server_port}")
    yield server
    server.shutdown()
    server.server_close()


def name_it(settings: Any, address: str) -> None:
    told = {"server_url": address, "username_claim": "preferred_username"}
    app = {"provider_id": "foreign", "name": "Foreign Service", "client_id": "c", "secret": "s", "settings": told}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


def come_back(client: Client) -> Any:
    """Go to the provider and return with its word."""
    away = client.post("/account/oidc/foreign/login/")
    state = parse_qs(urlsplit(away.url).query)["state"][0]
    return client.get("/account/oidc/foreign/login/callback/", {"code": "c", "state": state})


def test_who_has_an_account_is_let_in_by_the_providers_word(office: People, provider: HTTPServer) -> None:
    Provider.says = {"sub": "1", "preferred_username": "clerk"}
    client = Client()
    assert "Foreign Service" in client.get("/sign-in/").content.decode()
    assert come_back(client).status_code == 302
    assert "Read by Clerk" in client.get("/").content.decode()


@pytest.mark.parametrize("name", ["stranger", "installation", ""])
def test_who_has_none_gets_none(office: People, provider: HTTPServer, name: str) -> None:
    Provider.says = {"sub": "2", "preferred_username": name}
    client, before = Client(), User.objects.count()
    assert "There is no account here for you" in come_back(client).content.decode()
    assert "Read by a visitor" in client.get("/").content.decode() and User.objects.count() == before


def test_local_accounts_work_when_the_provider_is_down(office: People, settings: Any) -> None:
    cache.clear()
    name_it(settings, "http://127.0.0.1:9")
    client = Client()
    assert "Not signed in" in client.post("/account/oidc/foreign/login/").content.decode()
    client.post("/sign-in/", {"login": "clerk", "password": PASSWORD})
    assert "Read by Clerk" in client.get("/").content.decode()
