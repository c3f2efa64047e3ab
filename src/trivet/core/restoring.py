"""Records as they stood before a transaction, as drafts that set them back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from trivet.core.actions import as_values
from trivet.core.columns import content, part_fields
from trivet.core.drafts import Draft
from trivet.core.fields import PartiesField
from trivet.core.history import attach, citations_of, parts_of
from trivet.core.register import Register

_FILED = ("key", "keeper", "marking", "need_to_know")


def as_before(register: Register, written: dict[UUID, int]) -> list[Draft]:
    """Drafts that give records the content, owned rows and sources they had before these transactions."""
    return [_before(register, record, number) for record, number in written.items()]


def _before(register: Register, record: UUID, number: int) -> Draft:
    version = register.model.Version.objects.get(uuid=record, vt=number)
    attach([version], number - 1)
    values: dict[str, Any] = {}
    for field in [*content(register), *map(register.model._meta.get_field, _FILED)]:
        name = field.name
        values[name] = (
            list(getattr(version, name)) if isinstance(field, PartiesField) else getattr(version, field.attname)
        )
    parts = {}
    for name in register.filled_parts:
        part = register.part_model(name)
        owned = parts_of(part, [record], number - 1)[record]
        columns = [field.attname for field in part_fields(part)]
        parts[name] = [{"uuid": one.uuid, **{column: getattr(one, column) for column in columns}} for one in owned]
    cited = [as_values(one) for one in citations_of([record], number - 1)[record]]
    return Draft(values, parts=parts, citations=cited, uuid=record)
