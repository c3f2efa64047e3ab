"""Who calls: the bearer of a token, for reading also the person signed in, else an outsider; and how often they may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import Throttled
from ninja.throttling import SimpleRateThrottle

from trivet.api.problems import Refused
from trivet.core.asking import known_at
from trivet.core.standpoint import Standpoint
from trivet.core.tokens import ACTS, token_of
from trivet.core.users import User

#: Methods that change nothing; only for these a session speaks for a person, so that no other site can write by it.
_SAFE = {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True)
class Caller:
    """Somebody who asks, with what their token lets them do; `name` is what their requests are counted by."""

    user: User | None
    acts: frozenset[str]
    name: str

    def needs(self, act: str) -> None:
        """Refuse what the token is not for; the rights of its owner are asked elsewhere."""
        if act not in self.acts:
            raise Refused(403, _("This token is not for: %s.") % ACTS[act])


class Bearer:
    """Finds the caller of a request. A token that opens nothing is refused, never taken for an outsider."""

    openapi_security_schema = {"type": "http", "scheme": "bearer"}

    def __call__(self, request: HttpRequest) -> Caller:
        caller = self._found(request)
        _count(request, caller)
        return caller

    def _found(self, request: HttpRequest) -> Caller:
        header = request.headers.get("Authorization", "")
        if header:
            return self._by_token(header)
        if request.method not in _SAFE:
            raise Refused(401, _("A change needs a token: make one at /account/tokens/ and send it as a bearer."))
        user = request.user
        if isinstance(user, User) and user.is_active:
            return Caller(user, frozenset(ACTS), f"user:{user.pk}")
        return Caller(None, frozenset({"view"}), f"from:{request.META.get('REMOTE_ADDR', '')}")

    def _by_token(self, header: str) -> Caller:
        scheme, _space, secret = header.partition(" ")
        token = token_of(secret.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            raise Refused(401, _("There is no such token, or its time is over."))
        return Caller(token.user, frozenset(token.acts), f"token:{token.pk}")


class _Pace(SimpleRateThrottle):
    """The calls of one caller in the last while."""

    def __init__(self, name: str, rate: str) -> None:
        super().__init__(rate)
        self.name = name

    def get_cache_key(self, request: HttpRequest) -> str:
        return "api:" + self.name


def _count(request: HttpRequest, caller: Caller) -> None:
    """Count a call against the rate of the settings; an outsider has another than a person."""
    rate = settings.TRIVET_API_RATE if caller.user else settings.TRIVET_API_RATE_OUTSIDE
    if rate:
        pace = _Pace(caller.name, rate)
        if not pace.allow_request(request):
            raise Throttled(pace.wait())  # type: ignore[arg-type]


def caller_of(request: HttpRequest) -> Caller:
    """Who was found to call."""
    found: Any = request.auth  # type: ignore[attr-defined]
    assert isinstance(found, Caller)  # noqa: S101
    return found


def standpoint_of(request: HttpRequest, act: str = "view", known: str = "") -> Standpoint:
    """The standpoint from which a request reads; an act that the token is not for is refused."""
    caller = caller_of(request)
    caller.needs(act)
    return Standpoint(caller.user, known_at(known))
