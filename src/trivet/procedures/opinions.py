"""Opinions: given by the body that was asked or its stand-in, asked of more bodies, given more time, asked anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trivet.core.access import access_of
from trivet.core.bodies import Body
from trivet.core.history import unit
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.procedures.acting import day_of_act, kept, locked
from trivet.procedures.clocks import end, end_of
from trivet.procedures.delegations import live_delegation
from trivet.procedures.dossiers import Dossier, Obligation
from trivet.procedures.standing import Standing, standing_of
from trivet.procedures.steps import NotYours, OutOfTurn, ask, sides
from trivet.procedures.tables import Branch

_A = Obligation.Answer


def answer(
    dossier: Dossier,
    branch: str,
    body: UUID,
    says: str,
    *,
    actor: User,
    text: str = "",
    day: date | None = None,
    version: str = "",
    expected: int | None = None,
) -> Dossier:
    """Give the opinion of a body that was asked; a late one is taken while the branch is open.

    `version` is the hash of the exact text that was read, where the branch clears one. A stand-in answers for the body
    with a live delegation. Raises OutOfTurn when the body is not asked any more, NotYours when the actor neither works
    for it nor stands in for it, Invalid.
    """
    with unit(actor, text or says):
        dossier = locked(dossier, expected)
        standing = standing_of(dossier)
        row = _awaited(standing, branch, body)
        day = day_of_act(dossier, day, standing)
        stand_in = _stands_in(standing, body, actor, day)
        if says not in _A.values:
            raise Invalid([Problem(str(dossier), "answer", _("Choose an answer of the list."))])
        if says in (_A.DISAGREES, _A.AGREES_WITH_CHANGES) and not text.strip():
            raise Invalid([Problem(str(dossier), "text", _("Say what should change, or why not."))])
        if standing.procedure.one("branches", branch).clears and not version:
            told = _("This opinion speaks of an exact text: give it on the page of the text.")
            raise Invalid([Problem(str(dossier), "version", told)])
        row.update(answer=says, text=text, actor=actor.username, version=version, delegation_id=stand_in)
        end(standing, [row], day)
        return kept(standing, {}, actor, text or str(_A(says).label), expected)


def ask_further(
    dossier: Dossier,
    branch: str,
    bodies: Sequence[UUID],
    *,
    actor: User,
    reason: str,
    day: date | None = None,
    scope: Mapping[UUID, str] | None = None,
    by_right: bool = False,
) -> Dossier:
    """Ask more bodies in an open branch; only the body that keeps the dossier may, or (`by_right`) the round itself.

    `scope` names the paragraphs that a body is asked about, by body. Raises OutOfTurn when the branch is not open,
    NotYours.
    """
    with unit(actor, reason):
        standing, found, day = _mine(dossier, branch, actor, day, by_right)
        ask(standing, found, day, bodies, standing.turn(branch) or 1)
        for row in standing.awaited(branch):
            row["scope"] = (scope or {}).get(row["debtor_id"], row["scope"])
        return kept(standing, {}, actor, reason, None, assign=sides(standing))


def ask_time(dossier: Dossier, branch: str, body: UUID, until: date, *, actor: User, reason: str) -> Dossier:
    """Ask for more time until a day; the answer stays owed, and only who asked gives the time.

    Raises OutOfTurn, NotYours, Invalid when the day is not after the one that stands.
    """
    with unit(actor, reason):
        dossier = locked(dossier)
        standing = standing_of(dossier)
        row = _awaited(standing, branch, body)
        _stands_in(standing, body, actor, day_of_act(dossier, None, standing))
        if row["due"] is None or until <= row["due"]:
            raise Invalid([Problem(str(dossier), "until", _("Name a day after the one that stands."))])
        row.update(wanted=until, text=reason)
        return kept(standing, {}, actor, reason, None)


def settle_time(dossier: Dossier, branch: str, body: UUID, until: date | None, *, actor: User, reason: str) -> Dossier:
    """Give a body more time until a day, or (None) none; the keeper of the dossier does, where no rule sets the term.

    Raises OutOfTurn, NotYours, Invalid where a rule sets the term.
    """
    with unit(actor, reason):
        standing, found, day = _mine(dossier, branch, actor)
        row = _awaited(standing, branch, body)
        if until and standing.procedure.one("clocks", found.clock).rule:
            text = _("A rule sets this term: nobody may move it.")
            raise Invalid([Problem(str(dossier), "until", text)])
        if until and until < day:
            raise Invalid([Problem(str(dossier), "until", _("Name a day that is not over."))])
        if until:
            row.update(due=until, due_at=end_of(until, row["zone"]))
        row["wanted"] = None
        return kept(standing, {}, actor, reason, None)


def reopen(dossier: Dossier, branch: str, touched: Collection[str], *, actor: User, reason: str) -> list[UUID]:
    """Ask anew whose paragraphs a new text touches; other answers stand. Returns the bodies that are asked anew.

    `touched` holds identities of paragraphs that changed, came or went. A body that was asked about the whole text is
    touched by each of them. Raises OutOfTurn when the branch is not open, NotYours.
    """
    with unit(actor, reason):
        standing, found, day = _mine(dossier, branch, actor)
        again: dict[UUID, str] = {}
        for row in standing.asked(branch):
            reads = set(row["scope"].split())
            if row["outcome"] != Obligation.Outcome.OPEN and touched and (not reads or reads & set(touched)):
                row["outcome"] = Obligation.Outcome.REOPENED
                again[row["debtor_id"]] = row["scope"]
        ask(standing, found, day, list(again), standing.turn(branch) or 1)
        for row in standing.awaited(branch):
            row["scope"] = again.get(row["debtor_id"], row["scope"])
        kept(standing, {}, actor, reason, None)
        return list(again)


def _awaited(standing: Standing, branch: str, body: UUID) -> dict[str, Any]:
    row = next((one for one in standing.awaited(branch) if one["debtor_id"] == body), None)
    stage = next((one.stage for one in standing.procedure.branches if one.code == branch), None)
    if row is None or standing.stage != stage:
        raise OutOfTurn(_("No opinion of this body is awaited here."))
    return row


def _mine(
    dossier: Dossier, branch: str, actor: User, day: date | None = None, by_right: bool = False
) -> tuple[Standing, Branch, date]:
    """The dossier in hand of one whose body keeps it, and the branch, which is open."""
    dossier = locked(dossier)
    standing = standing_of(dossier)
    found = next((one for one in standing.procedure.branches if one.code == branch), None)
    if found is None or found.stage != standing.stage:
        raise OutOfTurn(_("Nobody is being asked here now."))
    if not by_right and not access_of(actor).may("act", dossier.keeper_id):
        raise NotYours(_("Only the body that keeps the dossier asks further bodies."))
    return standing, found, day_of_act(dossier, day, standing)


def _stands_in(standing: Standing, body: UUID, actor: User, day: date) -> UUID | None:
    """The delegation by which somebody speaks for a body; None for its own people, and those of its successor."""
    access = access_of(actor)
    successor = Body.objects.filter(pk=body).values_list("successor", flat=True).first()
    if access.may("act", body) or (successor and access.may("act", successor)):
        return None
    held = access.bodies.get("act", frozenset())
    delegation = live_delegation(frozenset({body}), held, standing.procedure.code, day)
    if delegation is None:
        raise NotYours(_("Only the people of the body that was asked give its opinion, or who signs for it."))
    found: UUID = delegation.pk
    return found
