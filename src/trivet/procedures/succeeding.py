"""Succession in procedures: what a body that ends owes or is owed goes to its successor, and no clock is restarted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from trivet.core import actions
from trivet.core.drafts import Draft
from trivet.core.history import Transaction, unit, with_parts
from trivet.core.records import State
from trivet.core.register import register_of, registers
from trivet.core.standpoint import Standpoint
from trivet.core.succession import Holding
from trivet.core.users import User
from trivet.procedures.delegations import Delegation
from trivet.procedures.dossiers import Dossier, Obligation
from trivet.procedures.standing import as_row
from trivet.values.dates import moment

_O = Obligation.Outcome
_SIDES = ("debtor_id", "creditor_id", "escalation_id")
DOSSIERS = register_of(Dossier).code
DELEGATIONS = register_of(Delegation).code


def further_holdings(standpoint: Standpoint, body: UUID, day: date, found: dict[UUID, Holding]) -> None:
    """Add what a body owes or is owed in open dossiers, and the delegations that it gave or holds, two statements."""
    sides = {"debtor": _("owes"), "creditor": _("is owed"), "escalation": _("takes up")}
    mine = Q(debtor=body) | Q(creditor=body) | Q(escalation=body)
    owed = Obligation.objects.at(None).filter(mine, outcome=_O.OPEN, owner__in=standpoint.of(Dossier).values("pk"))
    for row in owed.select_related("owner").order_by("row"):
        holding = _under(found, DOSSIERS, row.owner)
        named = (words for side, words in sides.items() if getattr(row, f"{side}_id") == body)
        holding.further += [words for words in named if words not in holding.further]
    for row in _delegations(standpoint, body, day):
        _under(found, DELEGATIONS, row).further.append(_("ends with the body"))


def _delegations(standpoint: Standpoint, body: UUID, day: date) -> QuerySet[Any]:
    rows = standpoint.of(Delegation).exclude(state=State.WITHDRAWN).filter(Q(grantor=body) | Q(holder=body))
    return rows.filter(Q(ends_latest=None) | Q(ends_latest__gt=day)).order_by("uuid")


def _under(found: dict[UUID, Holding], register: str, row: Any) -> Holding:
    return found.setdefault(row.pk, Holding(register, row.pk, str(row), row.version))


def hand_over_dossiers(to: dict[UUID, UUID], old: UUID, day: date, *, actor: User, reason: str) -> list[Any]:
    """Let other bodies succeed in dossiers: as keeper, in assignments, and in what is owed there.

    Days, rules and rounds of what is owed stay as they are. Where the successor was asked in the same round itself, the
    opinion of the old body is awaited no longer. Raises NotAllowed, as `actions.hand_over`.
    """
    drafts = {}
    for dossier in Dossier.objects.filter(pk__in=list(to)):
        with_parts(dossier, None)
        rows = [as_row(one) for one in dossier.obligations_rows]
        if any(row[side] == old for row in rows if row["outcome"] == _O.OPEN for side in _SIDES):
            drafts[dossier.pk] = Draft(parts={"obligations": _succeeded(rows, old, to[dossier.pk], day)}, sealed=True)
    return actions.hand_over(Dossier, to, old, day, actor=actor, reason=reason, beside=drafts)


def _succeeded(rows: list[dict[str, Any]], old: UUID, new: UUID, day: date) -> list[dict[str, Any]]:
    asked: dict[tuple[str, int], set[UUID]] = defaultdict(set)
    for row in rows:
        if row["branch"] and row["outcome"] == _O.OPEN:
            asked[row["branch"], row["turn"]].add(row["debtor_id"])
    for row in rows:
        if row["outcome"] != _O.OPEN:
            continue
        if row["debtor_id"] == old and new in asked[row["branch"], row["turn"]]:
            row.update(outcome=_O.STOPPED, ended=day)
            _widen(rows, row, new)
        else:
            row.update({side: new for side in _SIDES if row[side] == old})
    return rows


def _widen(rows: list[dict[str, Any]], stopped: dict[str, Any], new: UUID) -> None:
    """The successor is asked about the paragraphs of both."""
    for row in rows:
        same = row["branch"] == stopped["branch"] and row["turn"] == stopped["turn"] and row["debtor_id"] == new
        if same and row["outcome"] == _O.OPEN:
            told = {*row["scope"].split(), *stopped["scope"].split()}
            row["scope"] = " ".join(sorted(told)) if row["scope"] and stopped["scope"] else ""


def end_delegations(to: dict[UUID, UUID], old: UUID, day: date, *, actor: User, reason: str) -> list[Any]:
    """End delegations that a body gave or held: the successor gives new ones, since each is in writing to a named body.

    One that the body only keeps goes to the successor as it is.
    """
    mine = Delegation.objects.filter(Q(grantor=old) | Q(holder=old), pk__in=list(to)).values_list("pk", flat=True)
    drafts = {pk: Draft({"ends": moment(day)}) for pk in mine}
    return actions.hand_over(Delegation, to, old, day, actor=actor, reason=reason, beside=drafts)


def succeed(to: Mapping[str, dict[UUID, UUID]], old: UUID, day: date, *, actor: User, reason: str) -> Transaction:
    """Let other bodies succeed to one that ends, in records by register, in one transaction: all or nothing.

    Raises NotAllowed when the actor neither heads nor administers one of the bodies, or may not see a record.
    """
    rooms = {DOSSIERS: hand_over_dossiers, DELEGATIONS: end_delegations}
    with unit(actor, reason) as opened:
        for code, some in to.items():
            if code in rooms:
                rooms[code](some, old, day, actor=actor, reason=reason)
            else:
                actions.hand_over(registers()[code].model, some, old, day, actor=actor, reason=reason)
    return opened.transaction
