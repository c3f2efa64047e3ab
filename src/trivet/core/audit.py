"""The audit: one hash-chained entry for every write, and the check that names the first bad one."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from types import SimpleNamespace
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from trivet.core.fields import EARLIEST, LATEST, UncertainDateField
from trivet.core.history import Chain, Transaction, Unit
from trivet.core.records import FOREVER
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


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def canonical(value: dict[str, Any]) -> str:
    """The one way a fact is written down before it is hashed."""
    return _ENCODER.encode(value)


def digest(row: Any) -> str:
    """The fingerprint of a version or a live record: all its columns but those that today's rules may move."""
    facts = {name: told(row) if told else str(getattr(row, name)) for name, told in _digested(row.__class__)}
    return hashlib.sha256((str(row.uuid) + canonical(facts)).encode()).hexdigest()


@cache
def _digested(model: Any) -> list[tuple[str, Callable[[Any], Any] | None]]:
    """The columns of a digest in order, with the field's own way to tell its value unless that is `str`."""
    return [
        (f.attname, None if type(f).value_to_string is models.Field.value_to_string else f.value_to_string)
        for f in sorted(model._meta.local_concrete_fields, key=attrgetter("attname"))
        if f.name not in {"row", "uuid", "vf", "vt", "guard", "version"}
        and not f.name.endswith(("_earliest", "_latest"))
    ]


def tell(unit: Unit, facts: list[dict[str, Any]]) -> None:
    """Chain the writes of a verb, each with verb, register, record, fields and digest."""
    rows = []
    end, transaction = unit.chain, unit.transaction
    shared = {
        "number": transaction.number,
        "moment": transaction.moment.isoformat(),
        "actor": transaction.actor_id,
        "reason": transaction.reason,
    }
    for fact in facts:
        end.sequence += 1
        text = canonical({**shared, **fact, "sequence": end.sequence})
        end.head = hashlib.sha256((end.head + text).encode()).hexdigest()
        rows.append(SimpleNamespace(**fact, sequence=end.sequence, text=text, hash=end.head))
    insert(AuditEntry, rows, constants={"number": transaction.number})


def verify() -> Fault | None:
    """Walk the whole chain; the first entry that was changed, lost or reordered, or whose version was, is named."""
    head, expected, numbers = "", 0, set()
    transactions = {t.number: t for t in Transaction.objects.all()}
    for entry in AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000):
        expected += 1
        if entry.sequence != expected:
            return Fault(expected, _("the entry is missing"))
        head = hashlib.sha256((head + entry.text).encode()).hexdigest()
        if head != entry.hash:
            return Fault(expected, _("the entry or one before it was changed"))
        problem = _against_tables(entry, transactions.get(entry.number))
        if problem:
            return Fault(expected, problem)
        numbers.add(entry.number)
    end = Chain.objects.get(pk=1)
    if (end.sequence, end.head) != (expected, head):
        return Fault(min(expected, end.sequence) + 1, _("the end of the chain was cut off or rewritten"))
    if transactions.keys() != numbers or end.number != max(numbers, default=0):
        wrong = min(transactions.keys() ^ numbers, default=end.number)
        return Fault(expected + 1, _("transaction %s stands beside the chain") % wrong)
    return _changed_version()


def _against_tables(entry: AuditEntry, transaction: Transaction | None) -> str:
    told = json.loads(entry.text)
    columns = (entry.sequence, entry.number, entry.verb, entry.register, str(entry.record))
    if columns != (told["sequence"], told["number"], told["verb"], told["register"], told["record"]):
        return _("its columns do not say what its text says")
    if transaction is None:
        return _("its transaction %s is missing") % entry.number
    if (transaction.moment.isoformat(), transaction.actor_id, transaction.reason) != (
        told["moment"],
        told["actor"],
        told["reason"],
    ):
        return _("transaction %s was changed") % entry.number
    return ""


@dataclass
class _Told:
    """What the chain says of one register: the last digest of each version and live record, and moved guards."""

    versions: dict[tuple[str, int], tuple[int, str]] = field(default_factory=dict)
    newest: dict[str, tuple[int, str, int]] = field(default_factory=dict)
    guards: dict[tuple[str, int], int] = field(default_factory=dict)
    ends: dict[tuple[str, int], int] = field(default_factory=dict)


def _changed_version() -> Fault | None:
    """The first entry whose version, or whose live record, is no longer as it was chained."""
    faults = []
    for code in registers():
        told = _Told()
        for sequence, text in (
            AuditEntry.objects.filter(register=code).order_by("sequence").values_list("sequence", "text")
        ):
            fact = json.loads(text)
            record, number = fact["record"], fact["number"]
            if fact.get("digest"):
                before = told.newest.get(record, (0, "", number))[2]
                if before != number:
                    told.ends[record, before] = number
                told.versions[record, number] = (sequence, fact["digest"])
                told.newest[record] = (sequence, fact["digest"], number)
                told.guards.pop((record, number), None)  # written again in its transaction, it began anew
            told.guards |= {(record, version): fact["guard"] for version in fact.get("versions", ())}
        faults += [*_versions(code, told), *_live(code, told)]
    return min(faults, key=lambda fault: fault.sequence, default=None)


def _versions(code: str, told: _Told) -> Iterator[Fault]:
    for row in registers()[code].model.Version.objects.order_by("uuid", "vf").iterator(chunk_size=2000):
        place = str(row.uuid), row.vf
        sequence, fingerprint = told.versions.pop(place, (0, ""))
        stands = told.ends.get(place, FOREVER), told.guards.get(place, row.marking)
        if fingerprint != digest(row) or (row.vt, row.guard) != stands or not _bounded(row):
            which = {"register": code, "record": row.uuid}
            yield Fault(sequence, _("a version of %(register)s %(record)s was changed outside the verbs") % which)
    for (record, number), (sequence, _fingerprint) in told.versions.items():
        which = {"register": code, "record": record, "number": number}
        lost = _("the version of %(register)s %(record)s from transaction %(number)s is missing")
        yield Fault(sequence, lost % which)


def _live(code: str, told: _Told) -> Iterator[Fault]:
    for row in registers()[code].model.objects.all().iterator(chunk_size=2000):
        sequence, fingerprint, number = told.newest.pop(str(row.uuid), (0, "", 0))
        if fingerprint != digest(row) or row.version != number or not _bounded(row):
            yield Fault(sequence, _("%s was changed outside the verbs") % f"{code} {row.uuid}")
    for record, (sequence, _fingerprint, _number) in told.newest.items():
        yield Fault(sequence, _("%s is missing") % f"{code} {record}")


def _bounded(row: Any) -> bool:
    """Whether the bounds of the row's dates are those of their texts."""
    model: Any = type(row)
    for name in _dates(model):
        value = getattr(row, name)
        bounds = (value.earliest, value.latest) if value else (None, None)
        if bounds != (getattr(row, name + EARLIEST), getattr(row, name + LATEST)):
            return False
    return True


@cache
def _dates(model: type[models.Model]) -> list[str]:
    return [f.name for f in model._meta.local_concrete_fields if isinstance(f, UncertainDateField)]
