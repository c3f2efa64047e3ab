"""The acts on a text's page, each read from what was typed: round, clearance, time, position, answer, end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from trivet.coordination.circulating import (
    Round,
    add_clearer,
    circulate,
    clear,
    conclude,
    give_time,
    want_time,
)
from trivet.coordination.drafting import standing_text
from trivet.coordination.last_read import remember_read
from trivet.coordination.positions import hold, reply
from trivet.coordination.relying import rely
from trivet.coordination.texts import Text
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.web.dossier_forms import bodies_named, typed, typed_day

#: An act: it reads what was typed, does it and says what was done. Raises Invalid, TextMoved, OutOfTurn, NotAllowed.
Act = Callable[[Standpoint, Text, QueryDict, User], str]


def _circulate(standpoint: Standpoint, text: Text, post: QueryDict, actor: User) -> str:
    due = typed_day(post)
    if due is None:
        raise Invalid([Problem("", "day", _("Name the day by which they answer."))])
    clearers, scope = _clearers(standpoint, text, typed(post, "clearers"))
    silent = "silence" in post
    if silent and not typed(post, "silence-reason"):
        raise Invalid([Problem("", "silence", _("Say why silence is to be consent: the paper tells it."))])
    asked = Round(
        clearers,
        due,
        bodies_named(standpoint, typed(post, "informed")),
        typed(post, "rule"),
        scope,
        typed(post, "silence-reason") if silent else "",
        "informed" if post.get("breakers") == "informed" else "asked",
    )
    circulate(text, asked, actor=actor, reason=_reason(post), read=typed(post, "read"))
    return _("The text goes round.")


def _clearers(standpoint: Standpoint, text: Text, told: str) -> tuple[list[UUID], dict[UUID, list[UUID]]]:
    """Bodies line by line; after a colon the numbers of the paragraphs that one is asked about: "Finance: 2, 5"."""
    rows = standing_text(text).paragraphs_rows  # type: ignore[attr-defined]
    found: list[UUID] = []
    scope: dict[UUID, list[UUID]] = {}
    for line in filter(None, map(str.strip, told.split("\n"))):
        name, colon, numbers = line.rpartition(":")
        listed = [one.strip() for one in numbers.split(",")] if colon else []
        if not all(one.isdecimal() and 0 < int(one) <= len(rows) for one in listed):
            name, listed = line, []
        (body,) = bodies_named(standpoint, name or line)
        found.append(body)
        if listed:
            scope[body] = [rows[int(one) - 1].uuid for one in listed]
    return found, scope


def _clear(standpoint: Standpoint, text: Text, post: QueryDict, actor: User) -> str:
    says = typed(post, "answer")
    if says == "more-time":
        until = typed_day(post)
        if until is None:
            raise Invalid([Problem("", "day", _("Name the day until which more time is wanted."))])
        want_time(text, _uuid(post, "body"), until, actor=actor, reason=typed(post, "words") or _("more time"))
        return _("More time was asked for.")
    clear(text, _uuid(post, "body"), says, actor=actor, read=typed(post, "read"), words=typed(post, "words"))
    return _("The answer was kept.")


def _settle(standpoint: Standpoint, text: Text, post: QueryDict, actor: User) -> str:
    until: date | None = typed_day(post) if "refuse" not in post else None
    give_time(text, _uuid(post, "body"), until, actor=actor, reason=_reason(post))
    return _("More time was given.") if until else _("No more time was given.")


def _add(standpoint: Standpoint, text: Text, post: QueryDict, actor: User) -> str:
    clearers, scope = _clearers(standpoint, text, typed(post, "clearers"))
    if not clearers:
        raise Invalid([Problem("", "bodies", _("Name a body."))])
    for body in clearers:
        add_clearer(text, body, actor=actor, reason=_reason(post), scope=scope.get(body, ()))
    return _("Asked.")


def _conclude(standpoint: Standpoint, text: Text, post: QueryDict, actor: User) -> str:
    step = typed(post, "step")
    if step not in {"release", "go-forward", "withdraw-text"}:
        raise Http404
    conclude(text, step, actor=actor, reason=_reason(post), read=typed(post, "read"))
    return _("The round has ended.")


def _hold(standpoint: Standpoint, text: Text, post: QueryDict, actor: User) -> str:
    hold(
        text,
        _uuid(post, "paragraph"),
        _uuid(post, "body"),
        typed(post, "stance"),
        actor=actor,
        read=typed(post, "read"),
        wording=typed(post, "wording"),
        reason=typed(post, "words"),
    )
    return _("The position was kept.")


def _reply(standpoint: Standpoint, text: Text, post: QueryDict, actor: User) -> str:
    said, words = typed(post, "reply"), typed(post, "words")
    reply(text, _uuid(post, "position"), said, actor=actor, words=words, read=typed(post, "read"))
    return _("The answer was kept.")


def _rely(standpoint: Standpoint, text: Text, post: QueryDict, actor: User) -> str:
    rely(standpoint, text, typed(post, "address"), typed(post, "words"), actor=actor, reason=_reason(post))
    return _("Kept among what the text relies on.")


def _read(standpoint: Standpoint, text: Text, post: QueryDict, actor: User) -> str:
    remember_read(text, sorted(standpoint.access.own, key=str), actor)
    return _("Kept as read.")


def _reason(post: QueryDict) -> str:
    reason = typed(post, "reason")
    if not reason:
        raise Invalid([Problem("", "reason", _("Say why: the reason is kept with the version."))])
    return reason


def _uuid(post: QueryDict, name: str) -> UUID:
    try:
        return UUID(typed(post, name))
    except ValueError:
        raise Http404 from None


ACTS: dict[str, Act] = {
    "circulate": _circulate,
    "clear": _clear,
    "settle": _settle,
    "add": _add,
    "conclude": _conclude,
    "hold": _hold,
    "reply": _reply,
    "rely": _rely,
    "read": _read,
}
