"""How people sign in and what browsers are told to refuse: settings that the environment may tighten."""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF


def truthful(name: str) -> bool:
    """Whether a variable of the environment says yes (1, yes, true, on)."""
    return os.environ.get(name, "").strip().lower() in {"1", "yes", "true", "on"}


def providers() -> list[dict[str, Any]]:
    """The identity providers (OpenID Connect) that TRIVET_OIDC names, as JSON; none without it.

    Each has `id`, `name`, `server_url`, `client_id` and `secret`; with `username_claim` (such as
    "preferred_username") the provider's word is taken for which account it is. Raises ValueError.
    """
    told = os.environ.get("TRIVET_OIDC", "").strip()
    if not told:
        return []
    try:
        listed = json.loads(told)
        return [_provider(one) for one in (listed if isinstance(listed, list) else [listed])]
    except (ValueError, KeyError, TypeError) as problem:
        wanted = '[{"id": "…", "name": "…", "server_url": "https://…", "client_id": "…", "secret": "…"}]'
        raise ValueError(f"TRIVET_OIDC cannot be read ({problem!r}): write it as {wanted}") from problem


def _provider(one: dict[str, Any]) -> dict[str, Any]:
    settings = {"server_url": one["server_url"], "username_claim": one.get("username_claim", "")}
    names = {"provider_id": one["id"], "name": one["name"]}
    return {**names, "client_id": one["client_id"], "secret": one["secret"], "settings": settings}


def content_policy(listed: list[dict[str, Any]]) -> dict[str, Any]:
    """What a page may load: our own files only; nothing inline, nothing framed."""
    parts = [urlsplit(one["settings"]["server_url"]) for one in listed]
    own = [SELF]
    directives = {
        "default-src": [NONE],
        "script-src": own,
        "style-src": own,
        "img-src": [SELF, "data:"],
        "font-src": own,
        "connect-src": own,
        "manifest-src": own,
        # Browsers hold a form's redirect to this too, and a sign-in elsewhere is one.
        "form-action": [SELF, *(f"{part.scheme}://{part.netloc}" for part in parts)],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
    return {"DIRECTIVES": directives}


def cache(home: Path) -> dict[str, Any]:
    """Where counts of failed sign-ins are kept: shared by all processes of this machine."""
    if not home.is_dir():
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": home / "cache"}


HTTPS = truthful("TRIVET_HTTPS")
#: How many proxies of ours stand before the server; their X-Forwarded headers are believed, nobody else's.
PROXIES = int(os.environ.get("TRIVET_PROXIES", "1" if HTTPS else "0"))
PROVIDERS = providers()
