"""The register of reads: who opened which version of secret matter, when and by which way; kept before the answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trivet.core.entries import Entry
from trivet.core.register import Register, register_of, registers
from trivet.core.standpoint import Standpoint
from trivet.core.storage import chunks

#: So many rows go in by one statement.
_BATCH = 1000


class Reading(models.Model):
    """That a person opened a version of a record. Rows are only ever added; nothing of the content stands here."""

    class Way(models.TextChoices):
        PAGE = "page", pgettext_lazy("reading", "page")
        FORM = "form", pgettext_lazy("reading", "form")
        HISTORY = "history", pgettext_lazy("reading", "history")
        PAPER = "paper", pgettext_lazy("reading", "paper")
        FILE = "file", pgettext_lazy("reading", "file")
        INTERFACE = "interface", pgettext_lazy("reading", "interface for programs")
        COMMAND = "command", pgettext_lazy("reading", "command line")

    user = models.ForeignKey("core.User", models.PROTECT, related_name="+", verbose_name=_("person"))
    register = models.CharField(max_length=40)
    record = models.UUIDField()
    version = models.BigIntegerField()
    way = models.CharField(max_length=10, choices=Way)
    moment = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["record", "-id"])]

    def __str__(self) -> str:
        return f"{self.user_id} {self.register} {self.record} {self.version}"


def remember_reading(standpoint: Standpoint, register: Register, rows: Iterable[Any], way: str) -> None:
    """Write down that a person opens some records or versions, as far as they are marked so high that reads are kept.

    Called before the answer is sent, outside any transaction of its own, so that what was read is durable by then.
    """
    if standpoint.user is None:
        return
    level = int(settings.TRIVET_READS_MARKING)
    kept = [row for row in rows if max(row.marking, getattr(row, "guard", 0)) >= level]
    for some in chunks(kept, _BATCH):
        Reading.objects.bulk_create([_row(standpoint, register, one.uuid, one.version, way) for one in some])


@dataclass(frozen=True)
class Named:
    """A record that is told without its row at hand, as entries of the index are."""

    register: str
    record: UUID
    marking: int


def remember_told(standpoint: Standpoint, rows: Iterable[Any], way: str) -> None:
    """Write down that a paper, a command or a file tells some records of any registers: rows, entries, or `Named`.

    What is told twice is written down once. Called before the answer is sent.
    """
    if standpoint.user is None:
        return
    level = int(settings.TRIVET_READS_MARKING)
    whole: dict[str, dict[UUID, int]] = defaultdict(dict)
    bare: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        if max(row.marking, getattr(row, "guard", 0)) < level:
            continue
        if isinstance(row, Named | Entry):
            bare[row.register].add(row.record)
        else:
            whole[register_of(type(row)).code][row.uuid] = row.version
    for code, records in bare.items():
        model = registers()[code].model
        held: Any = model.objects if standpoint.number is None else model.Version.objects.at(standpoint.number)
        for some in chunks(records - whole[code].keys()):
            whole[code].update(held.filter(uuid__in=some).values_list("uuid", "version"))
    told = [
        _row(standpoint, registers()[code], uuid, version, way)
        for code, found in whole.items()
        for uuid, version in found.items()
    ]
    for some_rows in chunks(told, _BATCH):
        Reading.objects.bulk_create(some_rows)


def remember_file(standpoint: Standpoint, register: Register, rows: QuerySet[Any]) -> None:
    """Write down that a person takes away a list, before its first line is sent."""
    if standpoint.user is None:
        return
    level = int(settings.TRIVET_READS_MARKING)
    past = Q() if standpoint.number is None else Q(guard__gte=level)
    high = rows.filter(Q(marking__gte=level) | past).order_by()
    for some in chunks(high.values_list("uuid", "version").iterator(chunk_size=2000), _BATCH):
        told = [_row(standpoint, register, uuid, version, Reading.Way.FILE) for uuid, version in some]
        Reading.objects.bulk_create(told)


def _row(standpoint: Standpoint, register: Register, record: UUID, version: int, way: str) -> Reading:
    user: Any = standpoint.user
    return Reading(user_id=user.pk, register=register.code, record=record, version=version, way=way)


def readings(standpoint: Standpoint) -> QuerySet[Reading]:
    """The reads of records that a reader may see today, newest first; whose they are to see is for the caller."""
    rows = Reading.objects.filter(record__in=standpoint.entries().order_by().values("record"))
    return rows.select_related("user").order_by("-pk")
