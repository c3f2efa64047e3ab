"""Today: what waits for the reader, what happens soon, what changed since they last looked."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from trivet.core.entries import in_days
from trivet.core.standpoint import Standpoint
from trivet.web.reading import as_of_now, reads, show
from trivet.web.timeline import lines_of

#: Days ahead that are soon, and lines of each list.
SOON, MOST = 14, 12


@reads
def today_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/`"""
    now = as_of_now(standpoint)
    today = timezone.localdate()
    soon = in_days(now.entries(), today, today + timedelta(SOON)).filter(starts_earliest__gte=today)
    context = {
        "begun": now.office is not None,
        "today": today,
        "soon": lines_of(now, soon.order_by("starts_earliest", "row")[:MOST]),
    }
    return show(request, now, "today", context)
