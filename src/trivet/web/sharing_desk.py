"""The desk of exchange: what was asked of my bodies, what they asked, and the notes that go between them and others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from trivet.coordination.follows import Follow
from trivet.coordination.notes import Note
from trivet.coordination.proposals import ChangeProposal
from trivet.coordination.requests import Request
from trivet.coordination.sides import ASKED, beside, sent
from trivet.coordination.waiting import requests_of, to_acknowledge, to_decide
from trivet.core.asking import as_of_now
from trivet.core.bodies import Body
from trivet.core.history import Assignment
from trivet.core.register import register_of, registers
from trivet.core.standpoint import Standpoint
from trivet.web.reading import address, reads, show
from trivet.web.sharing_new import KINDS
from trivet.web.shown import Showing, Shown, day
from trivet.web.tags import Tag, sheet_marking, tags_of

#: Lines of each list.
_MOST = 100
_OPEN = Request.Status.OPEN


@dataclass(frozen=True)
class Line:
    """One request or note: its day, what it says, whose it is, to whom it goes, and what must not be missed."""

    when: str
    caption: str
    url: str
    what: str
    keeper: list[Shown]
    bodies: list[Shown]
    tags: list[Tag]


@require_safe
@reads
def exchange_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/exchange/`: what is open between the reader's bodies and others; `closed=1` shows what was answered too."""
    now = as_of_now(standpoint)
    if now.user is None:
        return redirect_to_login(request.get_full_path())
    if not now.access.mine:
        raise Http404
    desk = Desk(now, closed=request.GET.get("closed") == "1")
    context = {
        "closed": desk.closed,
        "asked": desk.lines(desk.asked),
        "asking": desk.lines(desk.asking),
        "to_acknowledge": desk.lines(desk.owed),
        "notes": desk.lines(desk.notes),
        "proposals": desk.proposals,
        "follows": desk.follows,
        "registers": [(code, capfirst(one.label)) for code, one in registers().items()],
        "kinds": list(KINDS.items()) if now.access.may("create") else [],
        "marking": sheet_marking(now, levels=[row.marking for row in (*desk.every, *desk.entries.values())]),
    }
    return show(request, now, "exchange", context)


class Desk:
    """What stands on the desk of a reader's own bodies, read in a few statements however much it is."""

    def __init__(self, standpoint: Standpoint, *, closed: bool) -> None:
        self.standpoint, self.closed, self.today = standpoint, closed, timezone.localdate()
        own = standpoint.access.own
        rows = requests_of(standpoint, own, self.today)
        rows = rows if closed else rows.filter(status=_OPEN)
        found = list(rows.order_by(F("due_latest").asc(nulls_last=True), "-version", "uuid")[: 2 * _MOST])
        sent_notes = sent(standpoint.of(Note)).filter(keeper__in=own)
        self.owed = list(to_acknowledge(standpoint, own, self.today).order_by("-version", "uuid")[:_MOST])
        told = sent(standpoint.of(Note)).filter(beside(own, self.today)) if closed else sent_notes
        self.notes = list((sent_notes | told).distinct().order_by("-version", "uuid")[:_MOST])
        self._proposals_and_follows()
        self.every = [*found, *self.owed, *self.notes]
        self.assigned = standpoint.assignments(row.uuid for row in self.every)
        self.asked = [row for row in found if own & set(self._bodies(row))]
        self.asking = [row for row in found if row.keeper_id in own]
        self.showing = Showing(standpoint)
        bodies = [body for row in self.every for body in self._bodies(row)]
        self.showing.want_ids(Body, [*bodies, *(row.keeper_id for row in self.every)])
        self.showing.resolve()

    def _proposals_and_follows(self) -> None:
        """Open proposals that the reader made or may decide on, and what the reader follows; three statements."""
        user = self.standpoint.user
        deciding = to_decide(self.standpoint).order_by().values("record")
        mine = ChangeProposal.objects.filter(Q(author=user) | Q(record__in=deciding), status=ChangeProposal.Status.OPEN)
        proposals = list(mine.select_related("author")[:_MOST])
        follows = list(Follow.objects.filter(user=user).order_by("register", "pk")[:_MOST])
        wanted = [one.record for one in proposals] + [one.record for one in follows if one.record]
        self.entries = {one.record: one for one in self.standpoint.entries().filter(record__in=wanted)}
        self.proposals = [(one, self.entries[one.record]) for one in proposals if one.record in self.entries]
        self.follows = [
            (one, self.entries.get(one.record) if one.record else None)
            for one in follows
            if not one.record or one.record in self.entries
        ]

    def _bodies(self, row: Any) -> list[UUID]:
        """The bodies that are asked (or told, by a note), their days not over."""
        roles = ASKED if isinstance(row, Request) else tuple(Assignment.Role)
        rows = [one for one in self.assigned[row.uuid] if one.role in roles and not _over(one, self.today)]
        return list(dict.fromkeys(one.body_id for one in rows))

    def lines(self, rows: list[Any]) -> list[Line]:
        """Some rows as lines."""
        return [self._line(row) for row in rows[:_MOST]]

    def _line(self, row: Any) -> Line:
        asks = isinstance(row, Request)
        register = register_of(type(row))
        when = row.due if asks else row.written
        return Line(
            when=day(when).text if when else "",
            caption=str(row),
            url=address(self.standpoint, "detail", register.code, row.uuid),
            what=", ".join([row.get_kind_display(), row.get_status_display()]) if asks else "",
            keeper=self.showing.link(row.keeper_id),
            bodies=[shown for body in self._bodies(row) for shown in self.showing.link(body)],
            tags=tags_of(self.standpoint, register, row),
        )


def _over(one: Assignment, today: date) -> bool:
    return one.ends is not None and one.ends.latest < today
