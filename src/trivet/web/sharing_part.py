"""What the page of a request or a note has beyond its fields: what is still owed, and what the reader may do there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from trivet.coordination.acknowledging import standing
from trivet.coordination.copies import copy_flags
from trivet.coordination.follows import follows
from trivet.coordination.notes import Note
from trivet.coordination.pointed import record_at
from trivet.coordination.proposals import open_proposals
from trivet.coordination.requests import Request
from trivet.coordination.sides import ASKED, acts_for, is_sent
from trivet.core.history import Assignment
from trivet.core.records import Record
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.web.reading import address
from trivet.web.shown import Showing, Shown


def sharing_part(standpoint: Standpoint, row: Any, assignments: Iterable[Assignment]) -> SharingPart | None:
    """The part of a page of this room's registers; None for other records and for past moments."""
    if not isinstance(row, Request | Note) or standpoint.number is not None:
        return None
    return SharingPart(standpoint, row, list(assignments))


class SharingPart:
    """Made before the links of the page are found, told afterwards."""

    def __init__(self, standpoint: Standpoint, row: Any, assignments: list[Assignment]) -> None:
        self.standpoint, self.row, self.today = standpoint, row, timezone.localdate()
        self.assigned = [one for one in assignments if not (one.ends and one.ends.latest < self.today)]

    def told(self, showing: Showing) -> dict[str, Any]:
        """What the template needs."""
        if isinstance(self.row, Request):
            return self._request()
        return self._note(showing)

    def _request(self) -> dict[str, Any]:
        row, access = self.row, self.standpoint.access
        asked = [one.body_id for one in self.assigned if one.role in ASKED]
        open_, sent = row.status == Request.Status.OPEN, is_sent(row)
        asks = access.may("act", row.keeper_id) and open_ and sent
        answers = sent and row.status != Request.Status.WITHDRAWN and acts_for(access, asked) is not None
        wanted = record_at(row.wanted, access, "change") if answers and row.wanted else None
        return {
            "request": True,
            "nobody": not asked,
            "answers": answers,
            "asks": asks,
            "chased": any(one.day == self.today for one in row.chases_rows),
            "wanted": self._wanted(wanted) if wanted is not None else None,
        }

    def _wanted(self, record: Any) -> Shown:
        """The record that is asked for, to those who may change it."""
        code = register_of(type(record)).code
        return Shown(str(record), address(self.standpoint, "detail", code, record.pk))

    def _note(self, showing: Showing) -> dict[str, Any]:
        told = list(dict.fromkeys(one.body_id for one in self.assigned))
        taken = standing(self.row) if self.row.acknowledgements_rows else set()
        waiting = [body for body in told if body not in taken]
        access = self.standpoint.access
        return {
            "note": True,
            "nobody": not told,
            "waiting": [shown for body in waiting for shown in showing.link(body)],
            "owes": is_sent(self.row) and acts_for(access, waiting) is not None,
        }


def sharing_flags(standpoint: Standpoint, model: type[Record]) -> dict[str, Any]:
    """What a page asks with its record: whether one follows it, a change is proposed, or there is a copy."""
    if standpoint.user is None or standpoint.number is not None:
        return {}
    waiting = open_proposals(standpoint.user).filter(record=OuterRef("uuid"))
    flags = {"is_followed": follows(standpoint.user), "has_proposals": Exists(waiting)}
    return flags | (copy_flags(model, standpoint.access) if standpoint.access.may("change") else {})
