"""How far a feed reaches: the highest marking that leaves by one, and what its person narrowed it to."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet

from trivet.core.entries import Entry
from trivet.core.happenings import of_pillar
from trivet.core.history import Link
from trivet.core.standpoint import Standpoint
from trivet.values.markings import Marking
from trivet.web.calendar_filters import of_bodies
from trivet.web.models import Feed


def highest() -> Marking:
    """The highest marking that leaves by a feed: its address is no sign-in, so the office sets how far it reaches."""
    return Marking(settings.TRIVET_FEED_MARKING)


def scoped(feed: Feed, standpoint: Standpoint, rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """Those entries that a feed tells of."""
    rows = rows.filter(marking__lte=highest(), need_to_know=False)
    if feed.pillars:
        rows = of_pillar(standpoint, rows, *feed.pillars)
    if feed.partner_id:
        rows = rows.filter(record__in=Link.objects.at(None).filter(partner=feed.partner_id).values("record"))
    return of_bodies(standpoint, rows, standpoint.access.mine) if feed.mine else rows
