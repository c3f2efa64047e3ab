"""The audit: one hash-chained entry for every write, and the check that names the first bad one."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from trivet.core.history import Chain, Transaction, Unit
from trivet.core.register import registers
from trivet.core.storage import insert


class AuditEntry(models.Model):
    """One write of one record. `text` is the canonical JSON that was hashed after the previous entry's hash.

    The text names the verb, the register, the record and the fields that changed, and carries the digest of the new
    version; it holds no values, so it tells nothing of a record to those who may not read it.
    """

    sequence = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField(db_index=True)
    verb = models.CharField(max_length=20)
    register = models.CharField(max_length=40)
    record = models.UUIDField(db_index=True)
    text = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.register} {self.record}"


@dataclass(frozen=True)
class Fault:
    """The first thing in the audit that is not as it was written."""

    sequence: int
    what: str


def canonical(value: dict[str, Any]) -> str:
    """The one way a fact is written down before it is hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def digest(row: Any) -> str:
    """The fingerprint of a version or a live record: all its columns but those that today's rules may move."""
    facts = {
        f.attname: f.value_to_string(row)
        for f in row._meta.local_concrete_fields
        if f.name not in {"row", "uuid", "vf", "vt", "guard", "version"}
        and not f.name.endswith(("_earliest", "_latest"))
    }
    return hashlib.sha256((str(row.uuid) + canonical(facts)).encode()).hexdigest()


def tell(unit: Unit, facts: list[dict[str, Any]]) -> None:
    """Chain the writes of a verb, each with verb, register, record, fields and digest."""
    rows = []
    chain, transaction = unit.chain, unit.transaction
    shared = {
        "number": transaction.number,
        "moment": transaction.moment.isoformat(),
        "actor": transaction.actor_id,
        "reason": transaction.reason,
    }
    for fact in facts:
        chain.sequence += 1
        text = canonical({**shared, **fact, "sequence": chain.sequence})
        chain.head = hashlib.sha256((chain.head + text).encode()).hexdigest()
        rows.append(
            AuditEntry(
                sequence=chain.sequence,
                number=transaction.number,
                verb=fact["verb"],
                register=fact["register"],
                record=fact["record"],
                text=text,
                hash=chain.head,
            )
        )
    insert(AuditEntry, rows)


def verify() -> Fault | None:
    """Walk the whole chain; the first entry that was changed, lost or reordered, or whose version was, is named."""
    head, expected = "", 0
    transactions = {t.number: t for t in Transaction.objects.all()}
    for entry in AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000):
        expected += 1
        if entry.sequence != expected:
            return Fault(expected, "the entry is missing")
        head = hashlib.sha256((head + entry.text).encode()).hexdigest()
        if head != entry.hash:
            return Fault(expected, "the entry or one before it was changed")
        problem = _against_tables(entry, transactions.get(entry.number))
        if problem:
            return Fault(expected, problem)
    chain = Chain.objects.get(pk=1)
    if (chain.sequence, chain.head) != (expected, head):
        return Fault(expected + 1, "the end of the chain was cut off or rewritten")
    return _changed_version()


def _against_tables(entry: AuditEntry, transaction: Transaction | None) -> str:
    told = json.loads(entry.text)
    columns = (entry.sequence, entry.number, entry.verb, entry.register, str(entry.record))
    if columns != (told["sequence"], told["number"], told["verb"], told["register"], told["record"]):
        return "its columns do not say what its text says"
    if transaction is None:
        return f"its transaction {entry.number} is missing"
    if (transaction.moment.isoformat(), transaction.actor_id, transaction.reason) != (
        told["moment"],
        told["actor"],
        told["reason"],
    ):
        return f"transaction {entry.number} was changed"
    return ""


def _changed_version() -> Fault | None:
    """The first entry whose version, or whose live record, no longer has the digest that was chained."""
    faults = []
    for code in registers():
        last: dict[tuple[str, int], tuple[int, str]] = {}
        for sequence, text in (
            AuditEntry.objects.filter(register=code).order_by("sequence").values_list("sequence", "text")
        ):
            told = json.loads(text)
            if told.get("digest"):
                last[told["record"], told["number"]] = (sequence, told["digest"])
        faults += list(_compare(code, last))
    return min(faults, key=lambda fault: fault.sequence, default=None)


def _compare(code: str, last: dict[tuple[str, int], tuple[int, str]]) -> Iterator[Fault]:
    model = registers()[code].model
    newest: dict[str, tuple[int, str]] = {}
    for (record, _number), found in last.items():
        newest[record] = max(newest.get(record, found), found)
    for row in model.Version.objects.all().iterator(chunk_size=2000):
        sequence, told = last.pop((str(row.uuid), row.vf), (0, ""))
        if told != digest(row):
            yield Fault(sequence, f"a version of {code} {row.uuid} was changed outside the verbs")
    for (record, number), (sequence, _told) in last.items():
        yield Fault(sequence, f"the version of {code} {record} from transaction {number} is missing")
    for row in model.objects.all().iterator(chunk_size=2000):
        sequence, told = newest.pop(str(row.uuid), (0, ""))
        if told != digest(row):
            yield Fault(sequence, f"{code} {row.uuid} was changed outside the verbs")
