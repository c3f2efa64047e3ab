"""The audit: one hash-chained entry for every write, with the fingerprints of what it left."""

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import cache
from operator import attrgetter
from types import SimpleNamespace
from typing import Any

from django.db import models

from trivet.core.fields import EARLIEST, LATEST
from trivet.core.history import Unit
from trivet.core.storage import insert


class AuditEntry(models.Model):
    """One write of one record. `text` is the canonical JSON that was hashed after the previous entry's hash.

    The text names the verb, the register, the record and the fields that changed, and carries the digest of the new
    version and of what the write left beside it (links, owned rows, citations, assignments); it holds no values, so it
    tells nothing of a record to those who may not read it.
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


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def canonical(value: dict[str, Any]) -> str:
    """The one way a fact is written down before it is hashed."""
    return _ENCODER.encode(value)


def digest(row: Any) -> str:
    """The fingerprint of a version or a live record: all its columns that say something, but those that rules move.

    A column that is empty is left out, so that a column which comes to a register (empty) or goes from it (never
    filled) leaves every fingerprint as it was.
    """
    return fingerprint_of(row, saying(row, _digested(row.__class__)))


def fingerprint_of(row: Any, facts: dict[str, str]) -> str:
    """The hash of what a version or a live record says."""
    return hashlib.sha256((str(row.uuid) + canonical(facts)).encode()).hexdigest()


#: A column: its name, its own way to tell its value unless that is `str`, and whether "no" differs from nothing in it.
Column = tuple[str, Callable[[Any], Any] | None, bool]


def saying(row: Any, columns: Sequence[Column]) -> dict[str, str]:
    """What a row says, by column; a column without a value, an empty text or list, and a plain "no" say nothing."""
    facts = {}
    for name, told, three in columns:
        value = getattr(row, name)
        if value or (isinstance(value, _NUMBERS) and (three or value is not False)):
            facts[name] = told(row) if told else str(value)
    return facts


#: Of these zero says something.
_NUMBERS = (int, float, Decimal, timedelta)


def column(field: Any) -> Column:
    """How a column is told in a fingerprint."""
    own = type(field).value_to_string is not models.Field.value_to_string
    return field.attname, field.value_to_string if own else None, bool(field.null)


@cache
def _digested(model: Any) -> list[Column]:
    """The columns of a digest in order."""
    return [
        column(f)
        for f in sorted(model._meta.local_concrete_fields, key=attrgetter("attname"))
        if f.name not in {"row", "uuid", "vf", "vt", "guard", "version"} and not f.name.endswith((EARLIEST, LATEST))
    ]


def tell(unit: Unit, facts: list[dict[str, Any]]) -> None:
    """Chain the writes of a verb, each with verb, register, record, fields and digests."""
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
