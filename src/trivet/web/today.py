"""Today: what waits for the reader, what happens soon, what changed since they last looked."""

from __future__ import annotations

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from trivet.core.standpoint import Standpoint
from trivet.web.agenda import changed_since, due_soon, happens_soon, owed_by_me, waits_for_me
from trivet.web.reading import as_of_now, reads, show
from trivet.web.tags import sheet_marking
from trivet.web.timeline import EntryLine, lines_of

#: Lines of each list.
MOST = 12


@reads
def today_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/`"""
    now = as_of_now(standpoint)
    today = timezone.localdate()
    changed, due = changed_since(now, MOST), owed_by_me(now, MOST)
    soon, waiting, undone = happens_soon(now, MOST), waits_for_me(now, MOST), due_soon(now, MOST)
    latest = [] if changed else _latest(now)
    context = {
        "begun": now.office is not None,
        "today": today,
        "soon": soon,
        "waiting": [*due, *undone, *waiting],
        "owing": bool(due),
        "changed": changed,
        "followed": [one for one in changed if one.followed],
        "others": [one for one in changed if not one.followed],
        # Not the newest transaction of all: that would tell of what this reader may not see.
        "newest": max((step.number for one in changed for step in one.steps), default=0),
        "latest": latest,
        "marking": sheet_marking(now, [*soon, *due, *undone, *waiting, *changed, *latest]),
    }
    return show(request, now, "today", context)


def _latest(now: Standpoint) -> list[EntryLine]:
    """What happened last, for who is told of no change."""
    past = now.entries().filter(starts_earliest__lte=timezone.localdate())
    return lines_of(now, past.order_by(F("starts_earliest").desc(), "-row").defer("folded")[:MOST])
