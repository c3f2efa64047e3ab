"""Emptying: when nothing personal is left in a record, its earlier versions need the highest clearance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trivet.core.audit import tell
from trivet.core.drafts import Item
from trivet.core.entries import Entry
from trivet.core.history import Unit
from trivet.core.records import FOREVER
from trivet.core.register import Register
from trivet.core.storage import chunks, set_column
from trivet.values.markings import Marking


def close_emptied(unit: Unit, register: Register, items: Sequence[Item]) -> None:
    """Guard the earlier versions of records from which the last of what is personal was just taken."""
    personal = set(register.personal)
    emptied = [one.row for one in items if personal & set(one.fields) and not _personal(register, one.row)]
    told: list[dict[str, Any]] = []
    level = int(Marking.TOP_SECRET)
    for row in emptied:
        old = row.Version.objects.filter(uuid=row.uuid, guard__lt=level).exclude(vt=FOREVER)
        numbers = list(old.values_list("vf", flat=True).order_by("vf"))
        for some in chunks(numbers):
            set_column(row.Version.objects.filter(uuid=row.uuid, vf__in=some), guard=level)
            set_column(Entry.objects.filter(record=row.uuid, vf__in=some), marking=level)
        fact = {"verb": "redact", "register": register.code, "record": str(row.uuid), "fields": [f"guard={level}"]}
        told.append(fact | {"guard": level, "versions": numbers})
    if told:
        tell(unit, told)


def _personal(register: Register, row: Any) -> bool:
    """Whether a record holds anything personal."""
    return any(getattr(row, name) not in (None, "") for name in register.personal)
