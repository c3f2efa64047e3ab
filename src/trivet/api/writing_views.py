"""Writing the records of one register: by the verbs, with a reason, and on the version that was read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Status

from trivet.api.callers import caller_of, standpoint_of
from trivet.api.incoming import Incoming
from trivet.api.problems import Refused
from trivet.api.record_views import seen
from trivet.api.telling import Telling
from trivet.core.access import restrict
from trivet.core.actions import Conflict, NotAllowed, change, cite, create_many, move
from trivet.core.editorial import MOVES
from trivet.core.history import Transaction, unit
from trivet.core.register import Register
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem

_VERSION = re.compile(r'"(\d{1,18})"')


def create_records(
    request: HttpRequest, register: Register, rows: list[Any], wheres: list[str], told: Any
) -> list[Any]:
    """New records of one call, all or none. `told` has the reason, and whether they are submitted."""
    standpoint = standpoint_of(request, "create")
    user = _actor(request)
    drafts = Incoming(standpoint, register).drafts(rows, wheres)
    written = create_many(register.model, drafts, actor=user, reason=_why(told), submit=told.submit)
    there = {row.uuid: row for row in standpoint.of(register.model).filter(uuid__in=[row.uuid for row in written])}
    return [there[row.uuid] for row in written if row.uuid in there]


def create_one(request: HttpRequest, register: Register, body: Any, response: HttpResponse) -> Any:
    """One new record, as it then is."""
    row = create_records(request, register, [body], [""], body)[0]
    response["ETag"] = f'"{row.version}"'
    response["Location"] = f"{request.path}/{row.uuid}"
    return Status(201, Telling(standpoint_of(request, "create"), register).record(row))


def create_batch(request: HttpRequest, register: Register, body: Any) -> Any:
    """Several new records, or none of them."""
    wheres = [f"records[{number}]" for number in range(len(body.records))]
    rows = create_records(request, register, body.records, wheres, body)
    return Status(201, {"items": Telling(standpoint_of(request, "create"), register).lines(rows)})


def change_one(request: HttpRequest, register: Register, uuid: UUID, body: Any, response: HttpResponse) -> Any:
    """Another content of a record: what the body names, and nothing else."""
    standpoint = standpoint_of(request, "change")

    def act(row: Any, user: User, reason: str, expected: int) -> None:
        telling = Telling(standpoint, register)
        telling.record(row)
        draft = Incoming(standpoint, register).change(body, row, telling)
        change(row, draft, actor=user, reason=reason, expected=expected)

    return _written(request, standpoint, register, uuid, body, response, act)


def move_one(request: HttpRequest, register: Register, uuid: UUID, body: Any, response: HttpResponse) -> Any:
    """One step of a record's editorial life."""
    standpoint = standpoint_of(request, MOVES[body.move].verb)

    def act(row: Any, user: User, reason: str, expected: int) -> None:
        move(row, body.move, actor=user, reason=reason, expected=expected)

    return _written(request, standpoint, register, uuid, body, response, act)


def cite_one(request: HttpRequest, register: Register, uuid: UUID, body: Any, response: HttpResponse) -> Any:
    """One more source of a record; a value that is not the record's own stands as a rival."""
    standpoint = standpoint_of(request, "change")

    def act(row: Any, user: User, reason: str, expected: int) -> None:
        citation = Incoming(standpoint, register).citation(body.model_dump(exclude_unset=True))
        with unit(user, reason):
            live = restrict(register.model.objects.filter(pk=row.pk), standpoint.access, "change").first()
            if live is None:
                raise NotAllowed(_("You may not do this."))
            if live.version != expected:
                raise Conflict(live, expected)
            cite(live, citation, actor=user, reason=reason)

    return _written(request, standpoint, register, uuid, body, response, act)


def _written(
    request: HttpRequest,
    standpoint: Standpoint,
    register: Register,
    uuid: UUID,
    body: Any,
    response: HttpResponse,
    act: Callable[[Any, User, str, int], None],
) -> Any:
    """Let a verb act on the version that the caller read, and tell the record as it then is."""
    row = seen(standpoint, register, uuid)
    user, reason, read = _actor(request), _why(body), _versions_read(request)
    expected = row.version if row.version in read else read[0]
    try:
        if expected != row.version:
            raise Conflict(row, expected)
        act(row, user, reason, expected)
    except Conflict as conflict:
        raise _lost_update(user, register, uuid, conflict) from conflict
    now = Standpoint(user)  # the change may have moved the rights to the record
    after = now.of(register.model).filter(uuid=uuid).first()
    if after is None:
        return Status(204, None)
    response["ETag"] = f'"{after.version}"'
    return Status(200, Telling(now, register).record(after))


def _lost_update(user: User, register: Register, uuid: UUID, conflict: Conflict) -> Refused:
    """Both versions: the one that was read, where it was one and may still be seen, and today's."""
    now = Standpoint(user)
    yours = None
    wrote = Transaction.objects.filter(number=conflict.expected).first()
    if wrote is not None:
        then = Standpoint(user, wrote.moment)
        found = then.of(register.model).filter(uuid=uuid, version=conflict.expected).first()
        yours = Telling(then, register).record(found) if found else None
    today = Telling(now, register).record(seen(now, register, uuid))
    detail = _("You read version %(yours)s, it is now version %(now)s: read it again and change that.")
    told = {"yours": conflict.expected, "now": today["version"]}
    return Refused(412, detail % told, yours=yours, now=today)


def _actor(request: HttpRequest) -> User:
    user = caller_of(request).user
    if user is None:
        raise Refused(401)
    return user


def _why(body: Any) -> str:
    reason = str(body.reason).strip()
    if not reason:
        raise Invalid([Problem("", "reason", _("Say why: the reason is kept with the version."))])
    return reason


def _versions_read(request: HttpRequest) -> list[int]:
    """The versions in If-Match; without one a change would be a shot in the dark."""
    found = [int(number) for number in _VERSION.findall(request.headers.get("If-Match", ""))]
    if not found:
        raise Refused(428, _('Send the ETag of the version that you read as If-Match, such as "123".'))
    return found
