"""The programme by the minute in calendars: each item at its moment, in a feed or in the file of its visit."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet

from trivet.core.history import Transaction
from trivet.core.records import State
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.programme.visit_rows import Hour
from trivet.programme.visits import Visit
from trivet.web.feed_clocks import dated_rows, sequence_of
from trivet.web.feed_scope import scoped
from trivet.web.models import Feed, FeedTold
from trivet.web.reading import address

#: So long an item takes when its end is not told.
_USUAL = timedelta(minutes=30)


@dataclass(frozen=True)
class Timed:
    """An item as a calendar tells of it; `begins` and `ends` are moments (UTC)."""

    record: UUID
    begins: datetime
    ends: datetime
    summary: str
    place: str
    url: str
    marking: int
    sequence: int
    moment: datetime


def hours_of(feed: Feed, standpoint: Standpoint, told: dict[UUID, FeedTold], since: date, most: int) -> list[Timed]:
    """The items since a day, of visits that the feed reaches."""
    rows = list(dated_rows(_reached(feed, standpoint).filter(day__gte=since)).order_by("day", "begins", "row")[:most])
    zone = _office_zone(standpoint)
    timed = (_timed(one, one.owner, zone, sequence_of(one, told.get(one.uuid)), one.moment, "") for one in rows)
    return [one for one in timed if one]


def still_there(feed: Feed, standpoint: Standpoint, items: Collection[UUID]) -> set[UUID]:
    """Those items that the feed still reaches, whatever their day."""
    return set(_reached(feed, standpoint).filter(uuid__in=items).values_list("uuid", flat=True)) if items else set()


def hours_of_visit(standpoint: Standpoint, visit: Any, url: str) -> list[Timed]:
    """The items of one visit, whose rows are at hand."""
    zone = _office_zone(standpoint)
    rows = sorted(visit.hours_rows, key=lambda one: (one.day, one.begins))
    same = Hour.objects.filter(owner=visit.uuid).order_by().values("uuid")
    counted: dict[UUID, int] = dict(same.annotate(n=Count("pk")).values_list("uuid", "n"))
    moments = _moments(one.vf for one in rows)
    timed = (_timed(one, visit, zone, counted.get(one.uuid, 1) - 1, moments[one.vf], url) for one in rows)
    return [one for one in timed if one]


def _moments(numbers: Iterable[int]) -> dict[int, datetime]:
    return dict(Transaction.objects.filter(number__in=set(numbers)).values_list("number", "moment"))


def _reached(feed: Feed, standpoint: Standpoint) -> QuerySet[Any]:
    entries = standpoint.entries().filter(register=register_of(Visit).code).exclude(state=State.WITHDRAWN)
    visits = scoped(feed, standpoint, entries).order_by().values("record")
    rows: QuerySet[Any] = Hour.objects.at(None).filter(owner__in=visits).select_related("owner")
    return rows


def _timed(row: Any, visit: Any, zone: str, sequence: int, moment: datetime, url: str) -> Timed | None:
    """An item at its moments; None at the ends of the calendar, where another zone has no such day."""
    here = ZoneInfo(row.time_zone or visit.time_zone or zone)
    try:
        begins = datetime.combine(row.day, row.begins, here).astimezone(UTC)
        ends = datetime.combine(row.day, row.ends, here).astimezone(UTC) if row.ends else begins + _USUAL
    except OverflowError:
        return None
    at = url or address(Standpoint(), "detail", register_of(Visit).code, visit.uuid)
    return Timed(row.uuid, begins, ends, row.title, row.place, at, visit.marking, sequence, moment)


def _office_zone(standpoint: Standpoint) -> str:
    return str(standpoint.profile.tables.get("profile", {}).get("time_zone") or "UTC") if standpoint.office else "UTC"
