"""What a change of one record means for the index entries of others that name it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from trivet.core.beside import load_links
from trivet.core.captions import is_published, named_in
from trivet.core.entries import Entry, renew_entries
from trivet.core.history import Link, attach
from trivet.core.indexing import entries_of
from trivet.core.partners import Partner
from trivet.core.records import FOREVER, Record
from trivet.core.register import Register, registers
from trivet.core.storage import chunks


def seen_as(records: Sequence[UUID]) -> dict[UUID, tuple[Any, ...]]:
    """What the live entries of some records show to others: captions, words, and whether anybody may see them."""
    told: dict[UUID, tuple[Any, ...]] = {}
    for some in chunks(records):
        for entry in Entry.objects.filter(record__in=some, vt=FOREVER):
            told[entry.record] = (entry.caption, entry.captions, entry.folded, is_published(entry))
    return told


def refile(model: type[Record], records: Sequence[UUID], before: dict[UUID, tuple[Any, ...]]) -> None:
    """Renew the entries of all records that name one of these, where these are no longer what they were."""
    after = seen_as(records)
    moved = [record for record in records if record in before and after.get(record) != before[record]]
    if not moved:
        return
    for register in registers().values():
        for some in chunks(_naming(register, model, moved)):
            rows = attach(list(register.model.objects.filter(pk__in=some)), None)
            shown = seen_as(some)
            load_links(register, rows)
            renew_entries(entries_of(register, rows, 0))
            refile(register.model, some, shown)


def _naming(register: Register, model: type[Record], records: Sequence[UUID]) -> Iterator[UUID]:
    """The records of a register whose caption or parties name one of some records."""
    found: set[UUID] = set()
    for some in chunks(records):
        if model is Partner:
            links = Link.objects.at(None).filter(register=register.code, partner__in=some)
            found |= set(links.values_list("record", flat=True))
        for name in named_in(register, model):
            rows = register.model.objects.filter(**{f"{name}__in": some})
            found |= set(rows.values_list("pk", flat=True))
    return iter(found - set(records))
