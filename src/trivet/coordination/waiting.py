"""What waits in this room for a person: requests to answer, notes to acknowledge, proposals to decide on."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Q, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from trivet.coordination.acknowledging import unacknowledged
from trivet.coordination.notes import Note
from trivet.coordination.proposals import open_proposals
from trivet.coordination.protection import ending_soon, periods_of
from trivet.coordination.requests import Request
from trivet.coordination.sides import ASKED, beside, sent
from trivet.core.entries import entries_for
from trivet.core.standpoint import Standpoint

#: Why something waits, by kind.
WAITS: dict[str, Promise] = {
    "asked": gettext_lazy("asked of your body"),
    "note": gettext_lazy("to be acknowledged"),
    "proposal": gettext_lazy("a change is proposed"),
    "protection": gettext_lazy("its protection ends"),
}


def requests_of(standpoint: Standpoint, bodies: Collection[UUID], today: date) -> QuerySet[Any]:
    """The requests that some bodies ask or are asked, as far as the reader may see them."""
    rows = sent(standpoint.of(Request))
    return rows.filter(Q(keeper__in=bodies) | Q(beside(bodies, today, ASKED)))


def to_answer(standpoint: Standpoint, bodies: Collection[UUID], today: date) -> QuerySet[Any]:
    """The open requests that one of some bodies is to answer."""
    rows = sent(standpoint.of(Request)).filter(status=Request.Status.OPEN)
    return rows.filter(beside(bodies, today, ASKED))


def to_acknowledge(standpoint: Standpoint, bodies: Collection[UUID], today: date) -> QuerySet[Any]:
    """The notes that one of some bodies has not taken note of as they stand."""
    return unacknowledged(sent(standpoint.of(Note)), bodies, today)


def to_decide(standpoint: Standpoint) -> QuerySet[Any]:
    """The entries of records that a reader may change and to which somebody else proposes a change."""
    proposals = open_proposals(standpoint.user).values("record")
    return entries_for(standpoint.access, "change").filter(record__in=proposals)


def waiting_branches(standpoint: Standpoint, today: date) -> Iterator[QuerySet[Any]]:
    """What waits for a person, as identity, version and kind of each record, to be read together with other things.

    The kinds are those of WAITS.
    """
    if standpoint.user is None or standpoint.number is not None:
        return
    if standpoint.access.may("change"):
        rows = to_decide(standpoint).order_by().annotate(c0=F("record"), c1=F("vf"), c2=_word("proposal"))
        yield rows.values_list("c0", "c1", "c2")
    if standpoint.access.may("decide") and standpoint.office:
        ends = ending_soon(standpoint, periods_of(standpoint.profile), today, "decide").order_by()
        rows = ends.annotate(c0=F("record"), c1=F("vf"), c2=_word("protection"))
        yield rows.values_list("c0", "c1", "c2")
    mine = standpoint.access.own & standpoint.access.bodies.get("act", frozenset())
    if not mine:
        return
    yield _named(to_answer(standpoint, mine, today), "asked")
    yield _named(to_acknowledge(standpoint, mine, today), "note")


def _named(rows: QuerySet[Any], kind: str) -> QuerySet[Any]:
    told: QuerySet[Any] = rows.order_by().annotate(c0=F("uuid"), c1=F("version"), c2=_word(kind))
    return told.values_list("c0", "c1", "c2")


def _word(kind: str) -> Value:
    return Value(kind, CharField(max_length=10))
