"""What the bodies of a feed's person owe, for the feed: each open obligation on its last day, until it has ended."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trivet.core.history import Link, Transaction
from trivet.core.profile import said
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.procedures.board import Narrowing, open_to_mail, owed, words_of
from trivet.procedures.dossiers import Dossier
from trivet.web.models import Feed, FeedTold


@dataclass(frozen=True)
class Due:
    """An obligation as a feed tells of it, on the last day in its debtor's time zone."""

    record: UUID
    day: date
    summary: str
    url: str
    marking: int
    sequence: int
    moment: datetime


def due_of(feed: Feed, standpoint: Standpoint, told: dict[UUID, FeedTold], most: int) -> list[Due]:
    """What is owed by the bodies in which the person has a role; of dossiers that may leave by mail.

    Like the rest of the feed it is narrowed by pillar (the debtor's) and by partner (the dossier's).
    """
    own: Collection[UUID] = standpoint.access.own
    if not own:
        return []
    rows = open_to_mail(owed(standpoint, Narrowing(bodies=own))).filter(due__isnull=False)
    if feed.pillars:
        rows = rows.filter(debtor__pillar__in=feed.pillars)
    if feed.partner_id:
        links = Link.objects.at(None).filter(partner=feed.partner_id)
        rows = rows.filter(owner__in=links.values("record"))
    found = list(dated_rows(rows).order_by("due_at", "row")[:most])
    words = words_of(found)
    return [_due(row, said(words[row.uuid]), told.get(row.uuid)) for row in found]


def dated_rows(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Owned rows with the number of their versions and the moment of the last one."""
    same = rows.model.objects.filter(owner=OuterRef("owner"), uuid=OuterRef("uuid")).order_by().values("uuid")
    moments = Transaction.objects.filter(number=OuterRef("vf")).values("moment")
    dated: QuerySet[Any] = rows.annotate(
        versions=Subquery(same.annotate(n=Count("pk")).values("n")), moment=Subquery(moments[:1])
    )
    return dated


def sequence_of(row: Any, told: FeedTold | None) -> int:
    """How often a row was changed; it only grows: past what was told before, and once more for what had been gone."""
    number: int = row.versions - 1
    return max(number, told.sequence + 1 if told.gone_at else told.sequence) if told else number


def _due(row: Any, words: str, told: FeedTold | None) -> Due:
    summary = _("%(words)s: %(dossier)s") % {"words": capfirst(words), "dossier": row.owner.title}
    url = reverse("detail", args=(register_of(Dossier).code, row.owner_id))
    return Due(row.uuid, row.due, summary, url, row.owner.marking, sequence_of(row, told), row.moment)
