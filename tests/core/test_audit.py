"""The audit finds what was done behind the record's back, and names the entry where it begins."""

import hashlib
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, models, transaction

from tests.core.making import made, source, verified
from tests.people import People
from trivet.core import actions, audit
from trivet.core.audit import AuditEntry, _digested, canonical, column, digest, fingerprint_of, saying
from trivet.core.first_prints import is_of
from trivet.core.history import Chain, Transaction
from trivet.core.records import FOREVER
from trivet.core.register import registers
from trivet.core.verifying import verify
from trivet.core.writing import Draft
from trivet.registers.activities import Activity
from trivet.registers.indicators import Indicator
from trivet.registers.relations import DiplomaticRelation
from trivet.values.markings import Marking


def sql(statement: str, *values: Any) -> None:
    """What somebody with the database's password could do."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def stored(uuid: Any) -> Any:
    return uuid if connection.vendor == "postgresql" else uuid.hex


@pytest.fixture
def record(office: People) -> Any:
    """An activity with several versions, guards moved up and down, and neighbours."""
    made(office, DiplomaticRelation)
    made(office, Indicator)
    activity = made(office, Activity, marking=Marking.SECRET, note="first")
    for words in ("second", "third"):
        actions.change(activity, Draft({"note": words, "marking": 0}), actor=office.clerk, reason=words)
    actions.redact(activity, Marking.TOP_SECRET, actor=office.reviewer, reason="not to be read")
    actions.declassify(activity, Marking.INTERNAL, actor=office.head, reason="may be read again")
    return verified(office, activity)


@pytest.mark.django_db
def test_a_record_that_only_the_verbs_wrote_is_whole(record: Any, office: People) -> None:
    assert verify() is None
    source(office, "Another page")
    assert verify() is None


def later(field: Any, name: str) -> Any:
    """How a column that a register gets in a later version is told in a fingerprint."""
    field.set_attributes_from_name(name)
    return column(field)


@pytest.mark.django_db
def test_a_column_that_comes_later_and_is_empty_leaves_the_fingerprint(office: People) -> None:
    row = made(office, Activity)
    columns, before = _digested(Activity), digest(row)
    fields = [models.CharField(default=""), models.BooleanField(default=False), models.DateField(null=True)]
    row.clause, row.urgent, row.heard = "", False, None
    more = [*columns, *(later(field, name) for field, name in zip(fields, ("clause", "urgent", "heard"), strict=True))]
    assert fingerprint_of(row, saying(row, more)) == before
    for name, value in (("clause", "3.b"), ("urgent", True), ("heard", date(2024, 11, 21))):
        setattr(row, name, value)
        assert fingerprint_of(row, saying(row, more)) != before, name
        setattr(row, name, {"urgent": False, "clause": ""}.get(name))
    row.votes = 0
    votes = later(models.IntegerField(null=True), "votes")
    assert fingerprint_of(row, saying(row, [*columns, votes])) != before, "none cast is not the same as not known"
    row.heard = False
    told = later(models.BooleanField(null=True), "heard")
    assert fingerprint_of(row, saying(row, [*columns, told])) != before, "no is not the same as not asked"


@pytest.mark.django_db
def test_entries_of_the_first_form_are_still_held_against_their_records(record: Any, office: People) -> None:
    """Rows as the first form told them: every column there was, whatever it held, in its order."""
    row = Activity.objects.get(pk=record.pk)
    names = json.loads((Path(audit.__file__).parent / "first_prints.json").read_text())["registers.activity"].split()
    facts = {name: str("" if (value := getattr(row, name)) is None and name in DATES else value) for name in names}
    told = hashlib.sha256((str(row.uuid) + canonical(facts)).encode()).hexdigest()
    assert is_of(told, row) and told != digest(row)
    row.note = "fourth"
    assert not is_of(told, row)


#: Uncertain dates of an activity: the first form told one that is not known by an empty text.
DATES = {"starts", "ends"}


@dataclass
class Tampering:
    """One change behind the verbs, and the entries of which one must be named."""

    name: str
    do: Callable[[], None]
    entries: set[int]


class Tamperer:
    """Thinks of random changes to tables that the audit watches."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.sequences = list(AuditEntry.objects.order_by("sequence").values_list("sequence", flat=True))

    def think(self) -> Tampering:
        kinds = [self.flip_entry, self.drop_entry, self.swap_entries, self.insert_entry, self.change_transaction]
        kinds += [self.drop_transaction, self.insert_transaction, self.change_live, self.change_version]
        kinds += [self.drop_live, self.drop_version, self.stretch_version, self.lower_guard, self.move_bounds, self.cut]
        return self.random.choice(kinds)()

    def row(self, **known: Any) -> tuple[Any, Any]:
        """A random record of a random register that has one."""
        models = [r.model for r in registers().values() if r.model.objects.exists()]
        model = self.random.choice(models)
        return model, self.random.choice(list(model.objects.filter(**known)))

    def told(self, uuid: Any, number: int | None = None) -> set[int]:
        """The entries of a record, or of its version."""
        rows = AuditEntry.objects.filter(record=uuid)
        return set((rows.filter(number=number) if number else rows).values_list("sequence", flat=True))

    def flip_entry(self) -> Tampering:
        at = self.random.choice(self.sequences)
        column = self.random.choice(["text", "hash", "verb", "register"])
        change = (
            f"UPDATE core_auditentry SET {column} = replace({column}, substr({column}, 2, 1), '#') WHERE sequence = %s"
        )
        return Tampering(f"{column} of entry {at}", lambda: sql(change, at), {at})

    def drop_entry(self) -> Tampering:
        at = self.random.choice(self.sequences)
        return Tampering(f"entry {at} gone", lambda: sql("DELETE FROM core_auditentry WHERE sequence = %s", at), {at})

    def swap_entries(self) -> Tampering:
        first = self.random.choice(self.sequences[:-1])

        def swap() -> None:
            for old, new in ((first, -1), (first + 1, first), (-1, first + 1)):
                sql("UPDATE core_auditentry SET sequence = %s WHERE sequence = %s", new, old)

        return Tampering(f"entries {first} and {first + 1} swapped", swap, {first})

    def insert_entry(self) -> Tampering:
        last = AuditEntry.objects.latest("sequence")
        columns = (last.sequence + 1, last.number, last.verb, last.register, stored(last.record), last.text, last.hash)
        names = "sequence, number, verb, register, record, text, hash"
        into = f"INSERT INTO core_auditentry ({names}) VALUES (%s, %s, %s, %s, %s, %s, %s)"
        return Tampering("an entry more", lambda: sql(into, *columns), {last.sequence + 1})

    def cut(self) -> Tampering:
        at = self.random.choice(self.sequences[1:])
        cut = "DELETE FROM core_auditentry WHERE sequence >= %s"
        return Tampering(f"cut off at {at}", lambda: sql(cut, at), {at})

    def number(self) -> tuple[int, set[int]]:
        number = self.random.choice(list(Transaction.objects.values_list("number", flat=True)))
        first = AuditEntry.objects.filter(number=number).order_by("sequence").first()
        return number, {first.sequence} if first else set()

    def change_transaction(self) -> Tampering:
        number, entries = self.number()
        column, value = self.random.choice([("reason", "no reason"), ("moment", "2001-01-01 00:00:00+00:00")])
        change = f"UPDATE core_transaction SET {column} = %s WHERE number = %s"
        return Tampering(f"{column} of transaction {number}", lambda: sql(change, value, number), entries)

    def drop_transaction(self) -> Tampering:
        number, entries = self.number()
        drop = "DELETE FROM core_transaction WHERE number = %s"
        return Tampering(f"transaction {number} gone", lambda: sql(drop, number), entries)

    def insert_transaction(self) -> Tampering:
        columns = "moment, actor_id, reason"
        copy = f"INSERT INTO core_transaction (number, {columns}) SELECT 9999, {columns} FROM core_transaction LIMIT 1"
        return Tampering("a transaction more", lambda: sql(copy), {self.sequences[-1] + 1})

    def change_live(self) -> Tampering:
        model, row = self.row()
        column, value = self.random.choice([("note", "forged"), ("state", "draft"), ("marking", 4), ("version", 99999)])
        change = f"UPDATE {model._meta.db_table} SET {column} = %s WHERE uuid = %s"
        return Tampering(f"{column} of {row}", lambda: sql(change, value, stored(row.uuid)), self.told(row.uuid))

    def drop_live(self) -> Tampering:
        row = self.random.choice(list(Activity.objects.all()))
        drop = f"DELETE FROM {Activity._meta.db_table} WHERE uuid = %s"
        return Tampering(f"{row} gone", lambda: sql(drop, stored(row.uuid)), self.told(row.uuid))

    def version(self) -> tuple[str, Any, set[int]]:
        model, row = self.row()
        version = self.random.choice(list(model.Version.objects.filter(uuid=row.uuid)))
        return model.Version._meta.db_table, version, self.told(row.uuid, version.vf)

    def change_version(self) -> Tampering:
        table, version, entries = self.version()
        column, value = self.random.choice([("note", "forged"), ("state", "draft"), ("marking", 4), ("key", "forged")])
        change = f"UPDATE {table} SET {column} = %s WHERE row = %s"
        return Tampering(f"{column} of version {version.vf}", lambda: sql(change, value, version.row), entries)

    def stretch_version(self) -> Tampering:
        table, version, entries = self.version()
        change = f"UPDATE {table} SET vt = %s WHERE row = %s"
        until = FOREVER - 1 if version.vt == FOREVER else version.vt + 1
        return Tampering(f"end of version {version.vf}", lambda: sql(change, until, version.row), entries)

    def lower_guard(self) -> Tampering:
        version = Activity.Version.objects.order_by("vf")[self.random.randint(0, 1)]
        change = f"UPDATE {Activity.Version._meta.db_table} SET guard = 0 WHERE row = %s"
        entries = self.told(version.uuid, version.vf)
        return Tampering(f"guard of version {version.vf}", lambda: sql(change, version.row), entries)

    def move_bounds(self) -> Tampering:
        row = self.random.choice(list(Activity.objects.all()))
        change = f"UPDATE {Activity._meta.db_table} SET starts_earliest = '1999-01-01' WHERE uuid = %s"
        return Tampering(f"bounds of {row}", lambda: sql(change, stored(row.uuid)), self.told(row.uuid))

    def drop_version(self) -> Tampering:
        table, version, entries = self.version()
        drop = f"DELETE FROM {table} WHERE row = %s"
        before = set(AuditEntry.objects.filter(record=version.uuid).values_list("sequence", flat=True))
        return Tampering(f"version {version.vf} gone", lambda: sql(drop, version.row), entries | before)


def test_sixty_random_tamperings_are_all_found_where_they_begin(record: Any) -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    tamperer = Tamperer(seed)
    for turn in range(60):
        tampering = tamperer.think()
        with transaction.atomic():
            tampering.do()
            fault = verify()
            transaction.set_rollback(True)
        told = f"seed {seed}, turn {turn}: {tampering.name}"
        assert fault is not None, told
        assert fault.sequence in tampering.entries, f"{told}: found {fault}, meant {tampering.entries}"
        assert fault.what
    assert verify() is None


@pytest.mark.parametrize("table", ["core_link", "core_citation", "core_assignment", "registers_leg"])
def test_what_stands_beside_a_record_is_watched_too(record: Any, office: People, table: str) -> None:
    beside = {"legs": [{"partner": record.partners[0], "place": "port", "starts": "2024"}]}
    given = [{"body": office.commission, "role": "support"}]
    actions.change(record, Draft(parts=beside, assignments=given), actor=office.clerk, reason="more of it")
    column = {"core_link": "field", "core_citation": "reason", "core_assignment": "purpose", "registers_leg": "place"}
    for change in (f"UPDATE {table} SET {column[table]} = 'forged'", f"UPDATE {table} SET vt = vf"):
        with transaction.atomic():
            sql(change)
            fault = verify()
            transaction.set_rollback(True)
        assert fault is not None
        told = AuditEntry.objects.get(sequence=fault.sequence)
        assert told.number in {row.vf for row in record._meta.apps.get_model(*table.split("_")).objects.all()}
    assert verify() is None


def test_a_date_that_is_none_is_named_and_breaks_no_page(record: Any) -> None:
    sql(f"UPDATE {Activity._meta.db_table} SET starts = 'some day' WHERE uuid = %s", stored(record.uuid))
    assert str(Activity.objects.get(pk=record.pk).starts) == "some day"
    fault = verify()
    assert fault and fault.sequence in AuditEntry.objects.filter(record=record.uuid).values_list("sequence", flat=True)


def test_the_end_of_the_chain_cannot_be_turned_back(record: Any) -> None:
    chain = Chain.objects.get(pk=1)
    sql("DELETE FROM core_auditentry WHERE sequence = %s", chain.sequence)
    fault = verify()
    assert fault and fault.sequence == chain.sequence
