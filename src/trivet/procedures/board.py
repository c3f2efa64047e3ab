"""The board: what is owed now in the dossiers that a reader may see, the soonest first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from trivet.core.access import restrict
from trivet.core.keyset import Order
from trivet.core.records import State
from trivet.core.standpoint import Standpoint
from trivet.procedures.dossiers import Dossier, Obligation
from trivet.procedures.editions import editions
from trivet.procedures.rows import Words
from trivet.procedures.tables import Procedure
from trivet.values.markings import Marking

#: Rows with the same last moment stand in the order in which they were written; without a day they come last.
ORDER = Order(("due_at", "row"))
#: So few visible dossiers are looked up one by one; among more, the board is walked and stops at the end of a page.
_FEW = 3000
#: As what a body stands in an obligation.
Side = Literal["debtor", "creditor", "escalation"]
SIDES: tuple[Side, ...] = ("debtor", "creditor", "escalation")


@dataclass(frozen=True)
class Narrowing:
    """What of the board is asked for: obligations in which one of some bodies stands on a `side`, of one procedure.

    `overdue` leaves those whose last moment is over at it; a body takes up only what is overdue.
    """

    bodies: Collection[UUID] | None = None
    side: Side = "debtor"
    procedure: str = ""
    overdue: datetime | None = None


def owed(standpoint: Standpoint, asked: Narrowing) -> QuerySet[Any]:
    """The open obligations of dossiers that this reader may see now, each with its dossier at hand."""
    rows: QuerySet[Any] = Obligation.objects.at(None).filter(outcome=Obligation.Outcome.OPEN)
    if asked.bodies is not None:
        rows = rows.filter(**_of(asked.side, list(asked.bodies)))
    if asked.overdue:
        rows = rows.filter(due_at__lte=asked.overdue)
    # A dossier lets the bodies that owe something in it see it: of one's own bodies nearly all is visible.
    own = asked.bodies is not None and set(asked.bodies) <= standpoint.access.own
    return _of_visible(rows, standpoint, asked.procedure, many=own).select_related("owner")


def _of(side: Side, bodies: list[UUID]) -> dict[str, Any]:
    """One body is asked for as one, so that the index gives the order too."""
    return {f"{side}_id": bodies[0]} if len(bodies) == 1 else {f"{side}_id__in": bodies}


def open_to_mail(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of dossiers that may be named where no one signs in: in mail and in a calendar feed."""
    return rows.filter(owner__marking__lte=Marking.INTERNAL, owner__need_to_know=False)


def _of_visible(rows: QuerySet[Any], standpoint: Standpoint, procedure: str, *, many: bool) -> QuerySet[Any]:
    """Those whose dossier the reader may see: no database can tell whether these are few or many."""
    dossiers = Dossier.objects.exclude(state=State.WITHDRAWN)
    dossiers = dossiers.filter(procedure=procedure) if procedure else dossiers
    # Only an open dossier owes anything, and nobody sees above their clearance: said so that an index is of use.
    under_way = dossiers.filter(closed_earliest=None, marking__lte=standpoint.access.clearance)
    visible = restrict(under_way, standpoint.access).order_by()
    if not many and visible[:_FEW].count() < _FEW:
        return rows.filter(owner__in=visible.values("pk"))
    return rows.filter(Exists(restrict(dossiers.filter(pk=OuterRef("owner")), standpoint.access)))


def words_of(rows: Collection[Any]) -> dict[UUID, Words]:
    """What some obligations (with their dossiers at hand) are called, by identity: a clock or a branch of theirs."""
    known = editions(row.owner.edition for row in rows)
    return {row.uuid: called(known.get(row.owner.edition), row.clock, row.branch) for row in rows}


def called(procedure: Procedure | None, clock: str, branch: str) -> Words:
    """What an obligation is called: the opinion of a branch, or the clock's own words."""
    table, code = ("branches", branch) if branch else ("clocks", clock)
    try:
        found: Words = procedure.one(table, code).label if procedure else {"en": code}
    except KeyError:
        return {"en": code}
    return found
