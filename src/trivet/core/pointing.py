"""The records that point to a record, whichever register they are of: its visits, tasks, agreements and so on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import CharField, F, QuerySet, Value

from trivet.core.linked import links_to
from trivet.core.records import Record, State
from trivet.core.register import Register, registers
from trivet.core.standpoint import Standpoint


def pointing(standpoint: Standpoint, register: Register, record: UUID, limit: int) -> list[tuple[type[Record], UUID]]:
    """Records of now that name a record in one of their own fields, as far as the reader may see, in one statement.

    What names partners, bodies, people or sources is found on their own pages: there are too many. Of a past moment
    nothing is told, since only what holds now is kept ready for this question.
    """
    if standpoint.number is not None or register.model._meta.app_label == "core":
        return []
    branches = [
        _told(standpoint, other, field.attname, record)
        for other in registers().values()
        for field in other.model._meta.local_concrete_fields
        if links_to(field) is register.model
    ]
    if not branches:
        return []
    listed = branches[0].union(*branches[1:]).order_by("c0", "c1")[:limit]
    return [(registers()[code].model, uuid) for code, uuid in listed]


def _told(standpoint: Standpoint, register: Register, column: str, record: UUID) -> QuerySet[Any]:
    rows = standpoint.of(register.model).filter(**{column: record}).exclude(state=State.WITHDRAWN).order_by()
    named = {"c0": Value(register.code, CharField(max_length=40)), "c1": F("uuid")}
    told: QuerySet[Any] = rows.annotate(**named).values_list(*named)
    return told
