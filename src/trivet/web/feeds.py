"""Calendar feeds: made and revoked by a person, read with that person's rights of the day."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import timezone

from trivet.core.account_audit import own_act
from trivet.core.entries import Entry, in_days
from trivet.core.history import Transaction
from trivet.core.names import reader_language
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.values.dates import OPEN_END
from trivet.web.calendar_filters import calendar_entries
from trivet.web.feed_clocks import Due, due_of
from trivet.web.feed_hours import Timed, hours_of, still_there
from trivet.web.feed_scope import scoped
from trivet.web.models import Feed, FeedTold

#: A feed tells what lies no further back than this, and at most so many events.
_BACK, MOST = timedelta(366), 2000
#: So long a feed says that something it told of is gone; programs that fetch less often keep what they had.
GONE_FOR = timedelta(60)


@dataclass(frozen=True)
class Event:
    """An entry as a feed tells of it: how often it was changed since it was first told, and when last."""

    entry: Entry
    sequence: int
    moment: datetime


@dataclass(frozen=True)
class Gone:
    """Something a feed told of that this person no longer sees; nothing is known of it but its identity."""

    record: UUID
    sequence: int
    moment: datetime


def make_feed(
    user: User, name: str, *, pillars: list[str], partner: UUID | None = None, mine: bool = False
) -> tuple[Feed, str]:
    """A new feed of a person and its secret, which is told this once and kept as a hash; the audit is told of it."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        feed = Feed.objects.create(
            user=user,
            name=name,
            secret=_hash(secret),
            language=reader_language(),
            pillars=pillars,
            partner_id=partner,
            mine=mine,
        )
        own_act(user, "feed", [f"feed={feed.pk}"], reason=name)
    return feed, secret


def feeds_of(user: User) -> list[Feed]:
    """The feeds of a person that still work, the oldest first."""
    return list(Feed.objects.filter(user=user, revoked_at=None).select_related("partner").order_by("made_at", "uuid"))


def revoke(user: User, uuid: UUID) -> bool:
    """End a feed of a person, and tell the audit; False when there is none. What it has told of is forgotten."""
    with transaction.atomic():
        feed = Feed.objects.select_for_update().filter(user=user, uuid=uuid, revoked_at=None).first()
        if feed is None:
            return False
        Feed.objects.filter(pk=uuid).update(revoked_at=timezone.now())
        FeedTold.objects.filter(feed=uuid).delete()
        own_act(user, "feed-end", [f"feed={uuid}"], reason=feed.name)
    return True


def find_feed(secret: str) -> Feed | None:
    """The feed of a secret; None when there is none, when it was revoked or when its person has no account now."""
    found = Feed.objects.filter(secret=_hash(secret), revoked_at=None).select_related("user").first()
    return found if found and found.user.is_active else None


def _hash(secret: str) -> str:
    """Enough for a secret of 256 random bits, which nobody can guess from its hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(frozen=True)
class FeedContent:
    """What a feed tells now: records on their days, what is owed, items of visits, and what is gone."""

    events: list[Event]
    due: list[Due]
    hours: list[Timed]
    gone: list[Gone]


def content_of(feed: Feed, standpoint: Standpoint, *, remember: bool) -> FeedContent:
    """What a feed tells now, and what it told of and is gone; `remember` keeps that it was told."""
    now = timezone.now()
    since = (now - _BACK).date()
    told = {row.record: row for row in FeedTold.objects.filter(feed=feed)}
    events = [
        _event(entry, told.get(entry.record)) for entry in _dated(in_days(_selected(feed, standpoint), since, OPEN_END))
    ]
    due = due_of(feed, standpoint, told, MOST)
    hours = hours_of(feed, standpoint, told, since, MOST)
    sequences = {event.entry.record: event.sequence for event in events}
    sequences |= {one.record: one.sequence for one in due}
    sequences |= {one.record: one.sequence for one in hours}
    lost = [row for record, row in told.items() if record not in sequences]
    still = _still(feed, standpoint, [row.record for row in lost])
    for row in lost:
        if row.gone_at is None and row.record not in still:
            row.gone_at, row.sequence = now, row.sequence + 1
    gone = [row for row in lost if row.gone_at and row.record not in still and row.gone_at > now - GONE_FOR]
    if remember:
        _remember(feed, told, sequences, gone)
    return FeedContent(events, due, hours, [Gone(row.record, row.sequence, row.gone_at or now) for row in gone])


def _selected(feed: Feed, standpoint: Standpoint) -> QuerySet[Entry]:
    return scoped(feed, standpoint, calendar_entries(standpoint))


def _dated(rows: QuerySet[Entry]) -> list[Any]:
    """Entries with the number of their versions and the moment of the last one."""
    versions = Entry.objects.filter(record=OuterRef("record")).order_by().values("record")
    moments = Transaction.objects.filter(number=OuterRef("vf")).values("moment")
    rows = rows.annotate(versions=Subquery(versions.annotate(n=Count("pk")).values("n")), moment=Subquery(moments[:1]))
    return list(rows.order_by("starts_earliest", "record")[:MOST])


def _event(entry: Any, told: FeedTold | None) -> Event:
    """A sequence only grows: past what a program was told before, and once more for what had been gone."""
    sequence = entry.versions - 1
    if told:
        sequence = max(sequence, told.sequence + 1 if told.gone_at else told.sequence)
    return Event(entry, sequence, entry.moment)


def _still(feed: Feed, standpoint: Standpoint, records: Collection[UUID]) -> set[UUID]:
    """Those that this person still sees, only too far back for the feed: they are forgotten, not cancelled."""
    if not records:
        return set()
    seen = _selected(feed, standpoint).filter(record__in=records).values_list("record", flat=True)
    return {*seen, *still_there(feed, standpoint, records)}


def _remember(feed: Feed, told: dict[UUID, FeedTold], sequences: dict[UUID, int], gone: list[FeedTold]) -> None:
    """Keep what was told now; a fetch that tells nothing new writes nothing."""
    wanted: dict[UUID, tuple[int, datetime | None]] = {one: (number, None) for one, number in sequences.items()}
    wanted |= {row.record: (row.sequence, row.gone_at) for row in gone}
    kept = {row.record: (row.sequence, row.gone_at) for row in FeedTold.objects.filter(feed=feed)}
    if wanted == kept:
        return
    changed = [record for record in wanted if kept.get(record) != wanted[record]]
    with transaction.atomic():
        FeedTold.objects.filter(feed=feed, record__in=[*changed, *(told.keys() - wanted.keys())]).delete()
        rows = [FeedTold(feed=feed, record=one, sequence=wanted[one][0], gone_at=wanted[one][1]) for one in changed]
        FeedTold.objects.bulk_create(rows, ignore_conflicts=True)
