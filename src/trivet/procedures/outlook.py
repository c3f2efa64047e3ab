"""A dossier as one reader finds it: where it stands, what may be done now and by whom, and what is theirs to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from trivet.core.bodies import Body
from trivet.core.profile import Profile
from trivet.core.several import several
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.procedures.clocks import today_in
from trivet.procedures.delegations import live_delegations
from trivet.procedures.editions import NoProcedure, editions, in_force
from trivet.procedures.standing import Standing, standing_with
from trivet.procedures.steps import Right, holding_up, lacking, right_to
from trivet.procedures.tables import Branch, Fact, PaperKind, Procedure, Transition


@dataclass(frozen=True)
class Option:
    """A step that leads on: whose it is, what it still needs, and the opinions that hold it up.

    `asks` are the branches that it enters, where further bodies may be named.
    """

    transition: Transition
    right: Right
    papers: list[PaperKind]
    facts: list[Fact]
    held_up: list[dict[str, Any]]
    asks: list[Branch]

    @property
    def ready(self) -> bool:
        """Whether nothing but the step itself is missing."""
        return not (self.papers or self.facts or self.held_up)


@dataclass
class Outlook:
    """What one reader finds: `opinions` are those that they may give now, `names` the people by user name.

    `today` is the day it is for the dossier's keeper, `zone` the reader's own time zone (of a body of theirs).
    """

    standing: Standing
    today: date
    zone: str
    options: list[Option] = field(default_factory=list)
    opinions: list[dict[str, Any]] = field(default_factory=list)
    asking: list[Branch] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    keeps: bool = False

    @property
    def procedure(self) -> Procedure:
        return self.standing.procedure

    @property
    def under_way(self) -> bool:
        """Whether it was opened and has not ended."""
        return bool(self.standing.stage) and not self.procedure.one("stages", self.standing.stage).final

    @property
    def bodies(self) -> set[UUID]:
        """The bodies that its steps are for."""
        return {body for option in self.options for body in option.right.bodies}


def outlook_of(standpoint: Standpoint, profile: Profile, dossier: Any, now: datetime) -> Outlook | None:
    """A dossier (or a version of one) whose owned rows are at hand, as a reader finds it; None without a procedure.

    What may be done is told of the dossier of now only, and to those who have an account.
    """
    procedure = _procedure(profile, dossier, now)
    if procedure is None:
        return None
    acting = standpoint.user is not None and standpoint.number is None
    named, around = Body.objects.filter(key__in=_keys(procedure)), _around(standpoint, dossier)
    bodies, delegations, people = several(
        [
            Body.objects.filter(Q(pk__in=named.values("pk")) | Q(pk__in=named.values("successor")) | Q(pk__in=around)),
            live_delegations(procedure.code, now.date()) if acting else live_delegations("", now.date()).none(),
            User.objects.filter(username__in=_people(dossier)),
        ]
    )
    standing = standing_with(dossier, procedure, profile, bodies)
    standing.live = True
    zones, office = _zones(bodies), str(profile.tables.get("profile", {}).get("time_zone") or "UTC")
    own = sorted(zones[body] for body in standpoint.access.own if zones.get(body))
    today = today_in(zones.get(dossier.keeper_id) or office, now)
    found = Outlook(standing, today, own[0] if own else office, names={one.username: one.name for one in people})
    if acting:
        _act(found, standpoint, delegations)
    return found


def _procedure(profile: Profile, dossier: Any, now: datetime) -> Procedure | None:
    """The edition of a dossier that was opened, else the procedure as it is in force now."""
    if dossier.edition:
        return editions({dossier.edition}).get(dossier.edition)
    try:
        return in_force(profile, dossier.procedure, now.date())
    except NoProcedure:
        return None


def _keys(procedure: Procedure) -> set[str]:
    """The keys of the bodies that a procedure names."""
    told = [one.bodies for one in procedure.actors] + [one.bodies for one in procedure.authority]
    for branch in procedure.branches:
        told += [branch.bodies, *(also.bodies for also in branch.also)]
    return {key for bodies in told for key in bodies}


def _around(standpoint: Standpoint, dossier: Any) -> set[UUID]:
    """The bodies whose time zone is asked for: the keeper's and the reader's."""
    return {*standpoint.access.own, *([dossier.keeper_id] if dossier.keeper_id else [])}


def _people(dossier: Any) -> set[str]:
    return {row.actor for row in (*dossier.steps_rows, *dossier.obligations_rows) if row.actor}


def _zones(bodies: Iterable[Any]) -> dict[UUID, str]:
    return {body.pk: body.time_zone for body in bodies}


def _act(found: Outlook, standpoint: Standpoint, delegations: list[Any]) -> None:
    """What the reader may do now."""
    standing, access, user = found.standing, standpoint.access, standpoint.user
    found.keeps = access.may("act", standing.dossier.keeper_id) if standing.dossier.keeper_id else access.everything
    if not found.under_way or user is None:
        return

    def delegated(grantors: frozenset[UUID], holders: frozenset[UUID]) -> Any:
        return next((one for one in delegations if one.grantor_id in grantors and one.holder_id in holders), None)

    for transition in standing.transitions:
        right = right_to(standing, transition, access, user.username, delegated)
        papers, facts = lacking(standing, transition)
        held_up = holding_up(standing, transition, found.today)
        found.options.append(Option(transition, right, papers, facts, held_up, _entered(standing, transition)))
    for branch in standing.procedure.branches:
        if branch.stage == standing.stage:
            found.asking += [branch] if found.keeps else []
            awaited = standing.awaited(branch.code)
            found.opinions += [row for row in awaited if row["debtor_id"] and access.may("act", row["debtor_id"])]


def _entered(standing: Standing, transition: Transition) -> list[Branch]:
    """The branches in which bodies are asked by a step."""
    again = transition.target in transition.sources
    return [one for one in standing.procedure.branches if one.stage == transition.target and not again]
