"""Acting on a dossier: opening it, taking a step, telling facts; each checked, kept and told in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.core import actions
from trivet.core.access import access_of
from trivet.core.drafts import Draft
from trivet.core.history import unit
from trivet.core.office import profile
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.procedures.clocks import end_all, move_due, run_clocks, today_in, zone_of
from trivet.procedures.dossiers import Dossier
from trivet.procedures.editions import freeze
from trivet.procedures.standing import Standing, standing_of
from trivet.procedures.steps import (
    NotYours,
    OutOfTurn,
    Taking,
    bring,
    enter,
    entitled,
    leading_on,
    leave,
    missing,
    sides,
    step,
    still_awaited,
)
from trivet.procedures.tables import OPENED
from trivet.values.dates import moment

__all__ = ["NotYours", "OutOfTurn", "Taking", "open_dossier", "take", "tell_facts"]


def open_dossier(dossier: Dossier, *, actor: User, reason: str, day: date | None = None) -> Dossier:
    """Open a dossier that was prepared: the rules of that day are frozen, its first clocks start.

    Raises OutOfTurn when it is open already, NoProcedure, Invalid, NotAllowed.
    """
    with unit(actor, reason):
        dossier = locked(dossier)
        if dossier.stage:
            raise OutOfTurn(_("“%s” was opened already.") % dossier)
        day = day_of_act(dossier, day)
        frozen = freeze(profile(), dossier.procedure, day)
        dossier.edition = frozen.digest
        standing = standing_of(dossier)
        bring(standing, Taking(OPENED, reason, facts=dict(standing.facts)))
        head = standing.procedure.procedure
        if dossier.variant == Dossier.Variant.SHORTENED and not (head.shortened and standing.holds(head.shortened)):
            text = _("The shortened variant is not open to it: its conditions are not told.")
            raise Invalid([Problem(str(dossier), "variant", text)])
        step(standing, OPENED, head.start, day, actor, dossier.keeper_id, reason)
        run_clocks(standing, OPENED, day)
        values = {"edition": frozen.digest, "stage": head.start, "opened": moment(day)}
        return kept(standing, values, actor, reason, None, assign=sides(standing))


def take(dossier: Dossier, taking: Taking, *, actor: User, expected: int | None = None) -> Dossier:
    """Take a step. Exactly one of two people at once wins; the other is told by Conflict or OutOfTurn.

    Raises OutOfTurn, NotYours, Invalid with what is missing, Conflict when the version is not the expected one.
    """
    with unit(actor, taking.reason):
        dossier = locked(dossier, expected)
        standing = standing_of(dossier)
        transition = leading_on(standing, taking.transition)
        day = day_of_act(dossier, taking.day, standing)
        bring(standing, taking, transition)
        dossier.variant = transition.into or dossier.variant
        if taking.facts or transition.into:
            move_due(standing)
        body, relied = entitled(standing, transition, actor, day)
        problems = [*missing(standing, transition), *still_awaited(standing, transition, day)]
        if problems:
            raise Invalid(problems)
        step(standing, transition.code, transition.target, day, actor, body, taking.reason, relied)
        run_clocks(standing, transition.code, day)
        leave(standing, transition, day)
        enter(standing, transition, day, taking.bodies)
        final = standing.procedure.one("stages", transition.target).final
        if final:
            end_all(standing, day)
        values = {"stage": transition.target, "variant": dossier.variant, **({"closed": moment(day)} if final else {})}
        return kept(standing, values, actor, taking.reason, expected, assign=sides(standing))


def tell_facts(
    dossier: Dossier, facts: Mapping[str, str], *, actor: User, reason: str, expected: int | None = None
) -> Dossier:
    """Change what a dossier tells; open clocks are reckoned anew, and who decides on it now may see it."""
    with unit(actor, reason):
        dossier = locked(dossier, expected)
        standing = standing_of(dossier)
        if not access_of(actor).may("act", dossier.keeper_id):
            raise NotYours(_("Only the body that keeps the dossier changes what it tells."))
        bring(standing, Taking("", reason, facts=facts))
        move_due(standing)
        return kept(standing, {}, actor, reason, expected, assign=sides(standing))


def locked(dossier: Dossier, expected: int | None = None) -> Dossier:
    """The dossier as it is now that nobody else writes."""
    found: Dossier = Dossier.objects.get(pk=dossier.pk)
    if expected is not None and found.version != expected:
        raise actions.Conflict(found, expected)
    return found


def day_of_act(dossier: Dossier, told: date | None, standing: Standing | None = None) -> date:
    """The day of an act: not in the future, and not before the step that stands."""
    today = today_in(zone_of(dossier.keeper_id, profile()), timezone.now())
    day = told or today
    if standing:
        standing.live = day == today
    last = max((row["day"] for row in standing.rows["steps"]), default=None) if standing else None
    if day > today or (last and day < last):
        told_ = {"first": last.isoformat() if last else "…", "last": today.isoformat()}
        text = _("The day must lie between %(first)s and %(last)s.") % told_
        raise Invalid([Problem(str(dossier), "day", text)])
    return day


def kept(
    standing: Standing,
    values: dict[str, Any],
    actor: User,
    reason: str,
    expected: int | None,
    assign: list[dict[str, Any]] | None = None,
) -> Dossier:
    """Keep the rows of a dossier in hand, with some of its own values."""
    draft = Draft(values, parts=standing.rows, assignments=assign, sealed=True)
    found: Dossier = actions.change(standing.dossier, draft, actor=actor, reason=reason, expected=expected, right="act")
    return found
