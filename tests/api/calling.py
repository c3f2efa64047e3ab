"""Programs that call the interface in somebody's name, and bodies made from what a record tells of itself."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from trivet.core.register import registers
from trivet.core.tokens import ACTS, make_token


@contextmanager
def one_connection() -> Iterator[None]:
    """Requests through the server's own door close their connection behind them; those of a test must not."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


class Program:
    """A program with a token of a person (or nobody's); it counts the statements of what it reads."""

    def __init__(self, user: Any, acts: Any = tuple(ACTS)) -> None:
        today = timezone.now().date()
        self.client, self.headers = Client(), {}
        if user is not None:
            _token, secret = make_token(user, "a test", acts, starts=today, ends=today + timedelta(30))
            self.headers["Authorization"] = f"Bearer {secret}"

    def get(self, path: str, status: int = 200, most: int = 12, **headers: str) -> Any:
        """What an address answers, in at most so many statements (a token's first use is noted once)."""
        with CaptureQueriesContext(connection) as asked:
            answer = self.client.get(f"/api{path}", headers={**self.headers, **headers})
        assert answer.status_code == status, answer.content.decode()[:2000]
        assert len(asked) <= most, "\n".join(query["sql"][:200] for query in asked)
        return told(answer)

    def send(self, method: str, path: str, body: Any, status: int, version: Any = None, **headers: str) -> Any:
        """What an address answers to a change of the version that was read."""
        match = {} if version is None else {"If-Match": f'"{version}"'}
        text = body if isinstance(body, str) else json.dumps(body)
        answer = self.client.generic(
            method, f"/api{path}", text, "application/json", headers={**self.headers, **match, **headers}
        )
        assert answer.status_code == status, answer.content.decode()[:2000]
        return told(answer)


def told(answer: Any) -> Any:
    """The JSON of an answer, whose kind must fit its status."""
    if answer.status_code == 204:
        return None
    problem = answer.status_code >= 400
    assert answer["Content-Type"].split(";")[0] == ("application/problem+json" if problem else "application/json")
    return answer.json()


def given_back(record: dict[str, Any]) -> dict[str, Any]:
    """What a program would send to make a record like one that it read."""
    register = registers()[record["register"]]
    rows = {name: [_named(row, drop=("uuid",)) for row in record["parts"][name]] for name in register.filled_parts}
    return {
        "keeper": record["keeper"]["uuid"],
        "marking": record["marking"],
        "fields": _named(record["fields"], drop=register.sealed),
        "parts": {name: listed for name, listed in rows.items() if listed},
        "citations": [{"source": one["source"]["uuid"], "confidence": "high"} for one in record["citations"]],
    }


def _named(values: dict[str, Any], drop: tuple[str, ...] = ()) -> dict[str, Any]:
    return {name: _plain(value) for name, value in values.items() if name not in drop and value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value["uuid"] if isinstance(value, dict) and "caption" in value else value
