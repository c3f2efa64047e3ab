"""The audit: one hash-chained entry for every write, with the fingerprints of what it left."""

import hashlib
import json
from collections.abc import Callable
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
    """The fingerprint of a version or a live record: all its columns but those that today's rules may move."""
    facts = {name: told(row) if told else str(getattr(row, name)) for name, told in _digested(row.__class__)}
    return hashlib.sha256((str(row.uuid) + canonical(facts)).encode()).hexdigest()


@cache
def _digested(model: Any) -> list[tuple[str, Callable[[Any], Any] | None]]:
    """The columns of a digest in order, with the field's own way to tell its value unless that is `str`."""
    return [
        (f.attname, None if type(f).value_to_string is models.Field.value_to_string else f.value_to_string)
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
