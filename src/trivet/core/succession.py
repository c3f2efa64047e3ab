"""Succession of bodies: what a body that ends still holds, record by record, and what then stands in its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from trivet.core.access import Access
from trivet.core.bodies import Body
from trivet.core.columns import part_fields
from trivet.core.drafts import Draft
from trivet.core.entries import Entry
from trivet.core.history import Assignment
from trivet.core.people import Post
from trivet.core.records import Record, State
from trivet.core.several import several
from trivet.core.standpoint import Standpoint
from trivet.values.dates import Held, moment

#: Whoever heads or administers a body may give away what it holds.
RIGHTS = ("decide", "administer")
#: Links of the kernel's own registers that tell where something belongs now. Other links tell what a body once did.
BELONGS: dict[type[Record], str] = {Body: "parent", Post: "body"}


@dataclass
class Holding:
    """What a body holds in one record: whether it keeps it, the roles it has in it, and whether it belongs to it.

    `further` says in words what a room adds, such as an opinion that is owed.
    """

    register: str
    record: UUID
    caption: str
    version: int
    keeps: bool = False
    roles: list[str] = field(default_factory=list)
    belongs: bool = False
    further: list[str] = field(default_factory=list)


def may_give(access: Access, body: UUID | None) -> bool:
    """Whether a reader may give away what a body holds, or take it for a body."""
    return access.everything or (body is not None and any(access.may(right, body) for right in RIGHTS))


def holdings(standpoint: Standpoint, body: UUID, day: date) -> dict[UUID, Holding]:
    """What a body holds on a day in records that the reader may see and that have not ended, by record.

    The body's own record is none of them. Two statements, however much it is.
    """
    open_ = Q(ends_latest=None) | Q(ends_latest__gt=day)
    seats = Assignment.objects.at(None).filter(body=body).filter(open_)
    seen = standpoint.entries().exclude(state=State.WITHDRAWN).exclude(record=body).filter(open_)
    mine = Q(keeper=body) | Q(Exists(seats.filter(record=OuterRef("record"))))
    for model, name in BELONGS.items():
        mine |= Q(Exists(model.objects.filter(pk=OuterRef("record"), **{name: body})))
    found = {row.record: _holding(row, body) for row in seen.filter(mine).order_by("register", "caption", "record")}
    inside = [model.objects.filter(**{name: body}).order_by("pk") for model, name in BELONGS.items()]
    for rows in several([seats.order_by("row"), *inside]):
        for row in rows:
            if isinstance(row, Assignment) and row.record in found:
                found[row.record].roles.append(row.role)
            elif not isinstance(row, Assignment) and row.pk in found:
                found[row.pk].belongs = True
    return found


def _holding(row: Entry, body: UUID) -> Holding:
    return Holding(row.register, row.record, row.caption_in(), row.vf, row.keeper_id == body)


def succeeded(assignments: Iterable[Assignment], old: UUID, new: UUID, day: date) -> list[dict[str, Any]]:
    """The assignments of a record after a succession: the old body's end on the day, the new one's begin, same role.

    What had not begun by then is the new body's from the first; what had ended stays as it was.
    """
    rows, listed = [], list(assignments)
    there = {(one.role, one.purpose, one.place) for one in listed if one.body_id == new and not _over(one, day)}
    for one in listed:
        row = {"uuid": one.uuid, **{column.attname: getattr(one, column.attname) for column in part_fields(Assignment)}}
        if one.body_id != old or _over(one, day):
            rows.append(row)
        elif one.starts and one.starts.earliest > day:
            rows.append({**row, "body_id": new})
        else:
            rows.append({**row, "ends": moment(day)})
            if (one.role, one.purpose, one.place) not in there:
                rows.append({**row, "uuid": None, "body_id": new, "starts": moment(day)})
    return [{name: value for name, value in row.items() if name != "uuid" or value} for row in rows]


def _over(one: Assignment, day: date) -> bool:
    return one.ends is not None and one.ends.by(day) is Held.CERTAIN


def taken_over(row: Any, assigned: list[Assignment], old: UUID, new: UUID, day: date, further: Draft) -> Draft:
    """What is to be written of a record so that one body stands in the place of another, with what a room adds."""
    links = ("keeper", BELONGS.get(type(row)))
    values = {name: new for name in links if name and getattr(row, f"{name}_id") == old}
    after = succeeded(assigned, old, new, day) if any(one.body_id == old for one in assigned) else None
    told = {**further.values, **values}
    return Draft(told, further.parts, assignments=after, uuid=row.uuid, sealed=further.sealed)
