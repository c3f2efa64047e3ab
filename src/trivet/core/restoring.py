"""Records as they stood before a transaction, as drafts that set them back."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from trivet.core.columns import content, part_fields
from trivet.core.drafts import Draft
from trivet.core.fields import PartiesField
from trivet.core.history import attach, citations_of, parts_of
from trivet.core.register import Register
from trivet.core.sources import as_values
from trivet.core.storage import chunks

_FILED = ("key", "keeper", "marking", "need_to_know")


def as_before(register: Register, written: dict[UUID, int]) -> list[Draft]:
    """Drafts that give records the content, owned rows and sources they had before these transactions."""
    by_number: dict[int, list[UUID]] = defaultdict(list)
    for record, number in written.items():
        by_number[number].append(record)
    return [
        draft
        for number, records in by_number.items()
        for some in chunks(records)
        for draft in _before(register, some, number)
    ]


def _before(register: Register, records: list[UUID], number: int) -> list[Draft]:
    versions = list(register.model.Version.objects.filter(uuid__in=records, vt=number))
    attach(versions, number - 1)
    fields = [*content(register), *map(register.model._meta.get_field, _FILED)]
    owned = {name: parts_of(register.part_model(name), records, number - 1) for name in register.filled_parts}
    columns = {name: [f.attname for f in part_fields(register.part_model(name))] for name in register.filled_parts}
    cited = citations_of(records, number - 1)
    drafts = []
    for version in versions:
        values = {f.name: _value(version, f) for f in fields}
        parts = {
            name: [{"uuid": row.uuid, **{c: getattr(row, c) for c in columns[name]}} for row in rows[version.uuid]]
            for name, rows in owned.items()
        }
        sources = [as_values(row) for row in cited[version.uuid]]
        drafts.append(Draft(values, parts=parts, citations=sources, uuid=version.uuid))
    return drafts


def _value(version: Any, field: Any) -> Any:
    return list(getattr(version, field.name)) if isinstance(field, PartiesField) else getattr(version, field.attname)
