"""Which bodies stand beside a record of this room today, in which role, and for which of them a person may act."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from trivet.core.access import Access
from trivet.core.history import Assignment, assignments_of
from trivet.core.records import State

#: A body in this role is asked for its word; in any role it is told.
ASKED = (Assignment.Role.CONSULT,)
_SENT = (State.IN_REVIEW, State.VERIFIED)


def bodies_beside(record: Any, today: date, roles: Collection[str] = tuple(Assignment.Role)) -> list[UUID]:
    """The bodies that are assigned to a record in some roles (without: in any) and whose days are not over."""
    rows = assignments_of([record.uuid], None).get(record.uuid, [])
    found = [one.body_id for one in rows if one.role in roles and not (one.ends and one.ends.latest < today)]
    return list(dict.fromkeys(found))


def acts_for(access: Access, bodies: Collection[UUID]) -> UUID | None:
    """The first of some bodies for which a person may act; None when there is none."""
    return next((body for body in bodies if access.may("act", body)), None)


def beside(bodies: Collection[UUID], today: date, roles: Collection[str] = tuple(Assignment.Role)) -> Exists:
    """That one of some bodies is assigned to the record of a row in some roles, its days not over."""
    rows = Assignment.objects.at(None).filter(record=OuterRef("uuid"), body__in=bodies, role__in=roles)
    return Exists(rows.filter(Q(ends_latest=None) | Q(ends_latest__gte=today)))


def sent(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those rows that are neither drafts nor withdrawn: what is still written is asked of nobody."""
    return rows.filter(state__in=_SENT)


def is_sent(record: Any) -> bool:
    """Whether one record is neither a draft nor withdrawn."""
    return record.state in _SENT
