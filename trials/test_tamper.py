"""Single tamperings with the audit and the tables past the verbs: each is found, and its first bad entry named."""

from __future__ import annotations

import hashlib
import os
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import models, transaction
from django.db.models import F

from tests.exactness import History
from tests.people import People
from trivet.core.audit import AuditEntry
from trivet.core.beside import ATTACHED
from trivet.core.history import Chain, Link, Transaction
from trivet.core.records import FOREVER
from trivet.core.register import registers
from trivet.core.sources import Source
from trivet.core.storage import remove, set_column
from trivet.core.verifying import Fault, verify

TAMPERINGS = 2000 if os.environ.get("TRIVET_TRIALS") == "full" else 60
FLIPPED = (models.CharField, models.TextField, models.BooleanField, models.SmallIntegerField)
#: Columns that today's rules may move, and those that are worked out from others.
_OUTSIDE = {"row", "uuid", "vf", "vt", "guard", "version"}


class Undone(Exception):
    """Takes the tampering back."""


class Tamperer:
    """Tampers with one thing at random, and knows which entry should be named for it."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.last: int = Chain.objects.get(pk=1).sequence
        self.models = [r.model for r in registers().values() if r.model.Version.objects.exists()]

    def one(self) -> tuple[str, int]:
        """Tamper once: what was done, and the sequence of the first bad entry."""
        kinds: list[Callable[[], int]] = [
            self.flip_text,
            self.flip_hash,
            self.flip_column,
            self.delete_entry,
            self.insert_entry,
            self.append_entry,
            self.rewrite_entry,
            self.swap_entries,
            self.change_transaction,
            self.delete_transaction,
            self.change_version,
            self.delete_version,
            self.change_live_row,
            self.delete_live_row,
            self.change_beside,
            self.delete_beside,
            self.reopen_beside,
        ]
        kind = self.random.choice(kinds)
        return kind.__name__, kind()

    def entry(self) -> AuditEntry:
        return AuditEntry.objects.get(sequence=self.random.randint(1, self.last))

    def flip_text(self) -> int:
        entry = self.entry()
        set_column(AuditEntry.objects.filter(pk=entry.pk), text=self.flipped(entry.text))
        return entry.sequence

    def flip_hash(self) -> int:
        entry = self.entry()
        set_column(AuditEntry.objects.filter(pk=entry.pk), hash=self.flipped(entry.hash))
        return entry.sequence

    def flip_column(self) -> int:
        entry = self.entry()
        name = self.random.choice(("number", "verb", "register", "record"))
        value = getattr(entry, name)
        other = AuditEntry.objects.exclude(**{name: value}).order_by("sequence").values_list(name, flat=True).first()
        set_column(AuditEntry.objects.filter(pk=entry.pk), **{name: other})
        return entry.sequence

    def delete_entry(self) -> int:
        entry = self.entry()
        remove(AuditEntry.objects.filter(pk=entry.pk))
        return entry.sequence

    def insert_entry(self) -> int:
        """A copy of an entry in between, all later ones moved up by one; its own twin is told by the one after it."""
        place, copied = self.random.randint(1, self.last), self.entry()
        named = place + (copied.sequence == place)
        for sequence in range(self.last, place - 1, -1):
            set_column(AuditEntry.objects.filter(pk=sequence), sequence=F("sequence") + 1)
        copied.sequence = place
        AuditEntry.objects.bulk_create([copied])
        return named

    def append_entry(self) -> int:
        """One more entry at the end, rightly chained, by somebody who does not know of the chain's own row."""
        end = AuditEntry.objects.get(sequence=self.last)
        text = end.text.replace(f'"sequence":{self.last}', f'"sequence":{self.last + 1}')
        told = {f.attname: getattr(end, f.attname) for f in end._meta.fields}
        told |= {"sequence": self.last + 1, "text": text, "hash": chained(end.hash, text)}
        AuditEntry.objects.bulk_create([AuditEntry(**told)])
        return self.last + 1

    def rewrite_entry(self) -> int:
        """An entry with another text and the hash that belongs to it: the next one shows it ("or one before it")."""
        entry = self.entry()
        before = AuditEntry.objects.filter(pk=entry.sequence - 1).values_list("hash", flat=True).first() or ""
        text = entry.text.replace(
            '"fields":[', '"fields":["forged",' if '"fields":[]' not in entry.text else '"fields":["forged"'
        )
        set_column(AuditEntry.objects.filter(pk=entry.pk), text=text, hash=chained(before, text))
        return entry.sequence + 1

    def swap_entries(self) -> int:
        one, two = sorted(self.random.sample(range(1, self.last + 1), 2))
        entries = AuditEntry.objects.in_bulk([one, two])
        names = [f.name for f in AuditEntry._meta.fields if not f.primary_key]
        for sequence, other in ((one, two), (two, one)):
            values = {name: getattr(entries[other], name) for name in names}
            set_column(AuditEntry.objects.filter(pk=sequence), **values)
        return one

    def change_transaction(self) -> int:
        number = self.entry().number
        row = Transaction.objects.get(number=number)
        name = self.random.choice(("reason", "moment", "actor_id"))
        other = Transaction.objects.exclude(**{name: getattr(row, name)}).values_list(name, flat=True).first()
        set_column(Transaction.objects.filter(pk=number), **{name: other})
        return first_of(number=number)

    def delete_transaction(self) -> int:
        number = self.entry().number
        remove(Transaction.objects.filter(pk=number))
        return first_of(number=number)

    def change_version(self) -> int:
        row = self.row(self.random.choice(self.models).Version)
        set_column(type(row).objects.filter(pk=row.pk), **self.flip(row))
        return last_of(record=row.uuid, number=row.vf)

    def delete_version(self) -> int:
        row = self.row(self.random.choice(self.models).Version)
        remove(type(row).objects.filter(pk=row.pk))
        return last_of(record=row.uuid, number=row.vf)

    def change_live_row(self) -> int:
        row = self.row(self.random.choice(self.models))
        set_column(type(row).objects.filter(pk=row.pk), **self.flip(row))
        return last_of(record=row.uuid)

    def delete_live_row(self) -> int:
        legs = registers()["activities"].part_model("legs")
        model = registers()["activities"].model
        free = model.objects.exclude(pk__in=legs.objects.values("owner")).order_by("pk")
        row = self.random.choice(list(free) or list(Source.objects.order_by("pk")))
        remove(model.objects.filter(pk=row.pk))
        return last_of(record=row.uuid)

    def beside(self) -> tuple[Any, str, Any]:
        """A row that stands beside an activity, how the audit calls its table, and the activity."""
        legs = registers()["activities"].part_model("legs")
        tables = [("links", Link), ("legs", legs), *ATTACHED.items()]
        name, model = self.random.choice([(name, model) for name, model in tables if model.objects.exists()])
        row = self.row(model)
        return row, name, getattr(row, "owner_id", None) or row.record

    def change_beside(self) -> int:
        row, name, record = self.beside()
        column = {"links": "field", "legs": "place", "citations": "reason", "assignments": "purpose"}[name]
        set_column(type(row).objects.filter(pk=row.pk), **{column: self.flipped(getattr(row, column))})
        return telling(name, record, row.vf)

    def delete_beside(self) -> int:
        row, name, record = self.beside()
        remove(type(row).objects.filter(pk=row.pk))
        return telling(name, record, row.vf)

    def reopen_beside(self) -> int:
        """An ended row holds again, or one that holds has ended."""
        row, name, record = self.beside()
        if row.vt == FOREVER:
            set_column(type(row).objects.filter(pk=row.pk), vt=row.vf)
            return telling(name, record, row.vf)
        set_column(type(row).objects.filter(pk=row.pk), vt=FOREVER)
        return telling(name, record, row.vt)

    def row(self, model: Any) -> Any:
        return self.random.choice(list(model.objects.order_by("pk")))

    def flip(self, row: Any) -> dict[str, Any]:
        """One column of a row with another value."""
        columns = [f for f in row._meta.local_concrete_fields if isinstance(f, FLIPPED) and f.name not in _OUTSIDE]
        column = self.random.choice(columns)
        value = column.value_from_object(row)
        if isinstance(value, bool):
            return {column.attname: not value}
        if isinstance(value, int):
            return {column.attname: value + 1}
        if isinstance(column, models.SmallIntegerField):
            return {column.attname: 7}
        if type(column) not in (models.CharField, models.TextField, models.SlugField):
            return {column.attname: "1999" if str(value) != "1999" else "1998"}  # an uncertain date
        return {column.attname: self.flipped(value or "")}

    def flipped(self, text: str) -> str:
        """The text with one letter replaced."""
        if not text:
            return "z"
        place = self.random.randrange(len(text))
        return text[:place] + ("z" if text[place] != "z" else "y") + text[place + 1 :]


def chained(before: str, text: str) -> str:
    return hashlib.sha256((before + text).encode()).hexdigest()


def first_of(**which: Any) -> int:
    return AuditEntry.objects.filter(**which).order_by("sequence")[0].sequence


def last_of(**which: Any) -> int:
    return AuditEntry.objects.filter(**which).order_by("-sequence")[0].sequence


def telling(table: str, record: Any, number: int) -> int:
    """The last entry of a transaction that tells what it left in a table beside a record."""
    rows = AuditEntry.objects.filter(record=record, number=number, text__contains=f'"{table}":"')
    return rows.order_by("-sequence")[0].sequence


def tampered(tamperer: Tamperer) -> tuple[str, int, Fault | None]:
    """One tampering, what verify says of it, and everything back as it was."""
    try:
        with transaction.atomic():
            what, expected = tamperer.one()
            found = verify()
            raise Undone
    except Undone:
        return what, expected, found


@pytest.mark.timeout(3600)
def test_every_tampering_is_found_and_named(office: People) -> None:
    seed = random.SystemRandom().randrange(10**6)
    History(office, seed).run(15)
    assert verify() is None
    tamperer = Tamperer(seed)
    tried: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    misnamed: list[tuple[str, int, Fault]] = []
    for _ in range(TAMPERINGS):
        what, expected, found = tampered(tamperer)
        tried[what] += 1
        if found is None:
            missed[what] += 1
        elif found.sequence != expected:
            misnamed.append((what, expected, found))
    print(f"\n{TAMPERINGS} tamperings with {tamperer.last} entries, seed {seed}: {dict(tried)}")
    print(f"missed {dict(missed)}, named wrongly {dict(Counter(what for what, *_ in misnamed))}")
    assert verify() is None
    assert not missed
    assert not misnamed, misnamed[:20]
