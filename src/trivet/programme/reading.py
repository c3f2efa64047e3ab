"""Reading lines as one reader may see them, and the pillars that act in each.

A pillar acts by assignment; without one it is the pillar of the body that keeps the line.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from trivet.core.happenings import ACTING
from trivet.core.history import Assignment
from trivet.core.records import State
from trivet.core.standpoint import Standpoint
from trivet.programme.lines import ProgrammeLine


def lines_of(standpoint: Standpoint, programme: UUID) -> QuerySet[Any]:
    """The lines of a programme, whatever was decided on them; withdrawn ones are none."""
    return standpoint.of(ProgrammeLine).filter(programme=programme).exclude(state=State.WITHDRAWN)


def pillars_of(standpoint: Standpoint, rows: QuerySet[Any]) -> dict[UUID, tuple[str, ...]]:
    """The pillars assigned to some records, the leading ones first, in one statement however many they are."""
    assigned = Assignment.objects.at(standpoint.number).filter(record__in=rows.order_by().values("uuid"))
    told = assigned.filter(role__in=ACTING).order_by("row").values_list("record", "role", "pillar", "body__pillar")
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for record, role, own, body in told:
        if pillar := own or body:
            place = ACTING.index(role)
            found[record][pillar] = min(place, found[record].get(pillar, place))
    return {record: tuple(sorted(ranks, key=lambda one: ranks[one])) for record, ranks in found.items()}


def in_pillar(standpoint: Standpoint, rows: QuerySet[Any], pillar: str) -> QuerySet[Any]:
    """Those lines in which a pillar acts."""
    acting = Assignment.objects.at(standpoint.number).filter(record=OuterRef("uuid"), role__in=ACTING)
    acting = acting.exclude(pillar="", body__pillar="")
    own = acting.filter(Q(pillar=pillar) | Q(pillar="", body__pillar=pillar))
    return rows.filter(Q(Exists(own)) | ~Q(Exists(acting)) & Q(keeper__pillar=pillar))
