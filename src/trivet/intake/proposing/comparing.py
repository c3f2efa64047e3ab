"""What a proposal would do to the record: make an entry, confirm one, complete it, or tell it otherwise."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models

from trivet.core.fields import UncertainDateField
from trivet.core.register import Register, registers
from trivet.core.standpoint import Standpoint
from trivet.intake.proposing.entries import Entry
from trivet.intake.proposing.proposed import Would
from trivet.values.dates import UncertainDate, parse_date
from trivet.values.text import fold


def would_do(entry: Entry, values: dict[str, Any], modality: str, place: Standpoint) -> tuple[Would, UUID | None]:
    """What the values of a fact would do to the records that a reader sees, and to which of them.

    What is planned, expected or asked for writes nothing; what is denied only speaks against a record there is.
    """
    if modality not in {"done", "denied"}:
        return "none", None
    register = registers()[entry.register]
    alike = _alike(entry, register, values, place)
    met = [row for row in alike if _meets(row, entry.when, values)]
    if modality == "denied":
        return ("contradict", met[0].pk) if met else ("none", None)
    if met:
        return _beside(entry, register, values, met[0]), met[0].pk
    if entry.one and alike:
        return "contradict", alike[0].pk
    return ("none" if entry.keeps else "create"), None


def _alike(entry: Entry, register: Register, values: dict[str, Any], place: Standpoint) -> list[Any]:
    """The records of the same values in the fields that tell one thing from another; none where one is not told."""
    if not all(values.get(name) for name in entry.same):
        return []
    if not set(entry.same) & set(entry.fill):
        return []  # nothing but what every entry of the kind has would tell them apart
    return [row for row in place.rows(register.model) if all(_equal(register, row, n, values[n]) for n in entry.same)]


def _equal(register: Register, row: Any, name: str, told: Any) -> bool:
    if name in register.many_parties:
        return set(told) == {one.key for one in getattr(row, name)}
    field: Any = register.model._meta.get_field(name)
    own = getattr(row, name)
    if isinstance(field, UncertainDateField):
        return _overlap(own, parse_date(told))
    if isinstance(field, models.ForeignKey):
        return own is not None and (getattr(own, "key", None) == told or fold(str(own)) == fold(str(told)))
    return bool(own == field.to_python(told))


def _overlap(own: UncertainDate | None, told: UncertainDate) -> bool:
    return own is not None and own.earliest <= told.latest and told.earliest <= own.latest


def _meets(row: Any, when: str, values: dict[str, Any]) -> bool:
    """Whether the record may be of the time that is told; a time that neither side names parts nothing."""
    told, own = (values.get(when), getattr(row, when)) if when else (None, None)
    return not told or own is None or _overlap(own, parse_date(told))


def differing(
    entry: Entry, register: Register, values: dict[str, Any], row: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a record lacks of the values told, and what it says otherwise; words are compared with nothing."""
    lacking, others = {}, {}
    for name in entry.compared:
        told, own = values.get(name), getattr(row, name)
        if told and own in (None, "", []):
            lacking[name] = told
        elif told and not _equal(register, row, name, told):
            others[name] = told
    return lacking, others


def _beside(entry: Entry, register: Register, values: dict[str, Any], row: Any) -> Would:
    lacking, others = differing(entry, register, values, row)
    return "contradict" if others else "change" if lacking else "confirm"
