"""Target dates of commitments: they move by requests, which another person decides with a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trivet.core import actions
from trivet.core.access import access_of
from trivet.core.drafts import Draft
from trivet.core.history import attach, unit
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.procedures.standing import as_row
from trivet.registers.commitment_rows import TargetRequest
from trivet.registers.commitments import Commitment
from trivet.values.dates import DateError, parse_date

_OPEN, _GRANTED, _DECLINED = TargetRequest.Decision


def ask_target(commitment: Commitment, wanted: str, *, actor: User, reason: str) -> Commitment:
    """Ask for another target date (an EDTF text); one request stands at a time.

    Raises Invalid for a date that cannot be read or while a request is open, NotAllowed.
    """
    with unit(actor, reason):
        row, requests = _in_hand(commitment)
        if any(one["decision"] == _OPEN for one in requests):
            raise Invalid([Problem(str(row), "due", _("A request for another target date is open already."))])
        try:
            parse_date(wanted)
        except DateError as problem:
            raise Invalid([Problem(str(row), "due", str(problem))]) from problem
        before = str(row.due or row.first_due or "")
        asked = {"before": before, "wanted": wanted, "reason": reason, "asked_by": actor.username, "decision": _OPEN}
        return _kept(row, {}, [*requests, asked], actor, reason, "change")


def decide_target(commitment: Commitment, request: UUID, grant: bool, *, actor: User, reason: str) -> Commitment:
    """Grant or decline a request; nobody decides on their own.

    Raises NotAllowed when the actor asked for it or may not decide for the keeper, Invalid when it is not open.
    """
    with unit(actor, reason):
        row, requests = _in_hand(commitment)
        found = next((one for one in requests if one["uuid"] == request and one["decision"] == _OPEN), None)
        if found is None:
            raise Invalid([Problem(str(row), "due", _("This request was decided already, or is not there."))])
        if found["asked_by"] == actor.username:
            raise actions.NotAllowed(_("Nobody decides on their own request."))
        if not access_of(actor).may("decide", row.keeper_id):
            raise actions.NotAllowed(_("Who may decide for the keeper of the commitment decides on it."))
        found |= {"decision": _GRANTED if grant else _DECLINED, "decided_by": actor.username, "answer": reason}
        return _kept(row, {"due": str(found["wanted"])} if grant else {}, requests, actor, reason, "act")


def _in_hand(commitment: Commitment) -> tuple[Any, list[dict[str, Any]]]:
    """The commitment as it is now that nobody else writes, and its requests as a draft takes them again."""
    row = Commitment.objects.get(pk=commitment.pk)
    attach([row], None, parts=True)
    return row, [as_row(one) for one in row.target_requests_rows]  # type: ignore[attr-defined]


def _kept(
    row: Any, values: dict[str, Any], requests: list[dict[str, Any]], actor: User, reason: str, right: str
) -> Commitment:
    draft = Draft(values, parts={"target_requests": requests}, sealed=True)
    kept: Commitment = actions.change(row, draft, actor=actor, reason=reason, right=right)
    return kept
