"""What a step asks and does: who may take it, what it needs, what it brings, and whom it asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trivet.core.access import access_of
from trivet.core.actions import NotAllowed
from trivet.core.bodies import Body
from trivet.core.history import assignments_of
from trivet.core.profile import said
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.procedures.clocks import end, owed
from trivet.procedures.delegations import live_delegation
from trivet.procedures.dossiers import Obligation
from trivet.procedures.standing import Standing, as_row
from trivet.procedures.tables import FLAG, OPENED, Branch, Transition

_O = Obligation.Outcome


class OutOfTurn(Exception):
    """The step does not lead on from where the dossier stands; the message says where that is."""


class NotYours(NotAllowed):
    """The actor may not take this step; the message says who may, and why not."""


@dataclass
class Taking:
    """One step as an actor takes it: the day it was done (None: today), what it brings, and for which body."""

    transition: str
    reason: str
    day: date | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    papers: Sequence[Mapping[str, Any]] = ()
    #: Further bodies to ask, when the step enters a branch.
    bodies: Sequence[UUID] = ()


def leading_on(standing: Standing, code: str) -> Transition:
    found = next((one for one in standing.transitions if one.code == code), None)
    if found is None:
        open_ = ", ".join(said(one.label) for one in standing.transitions) or _("none")
        told = {"stage": standing.stage, "open": open_}
        raise OutOfTurn(_("This step does not lead on from “%(stage)s”. Open steps: %(open)s.") % told)
    return found


def bring(standing: Standing, taking: Taking) -> None:
    """Take in what a step brings: facts by their code, papers beside those that are there."""
    problems = []
    for code, value in taking.facts.items():
        known = next((one for one in standing.procedure.facts if one.code == code), None)
        if known is None:
            problems.append(Problem(str(standing.dossier), code, _("This procedure has no such fact.")))
        elif known.kind == "choice" and {text.strip() for text in value.split(",")} - {c.code for c in known.choices}:
            choices = ", ".join(choice.code for choice in known.choices)
            problems.append(Problem(str(standing.dossier), code, _("Choose of: %s.") % choices))
        elif known.kind == "flag" and value and value not in FLAG:
            problems.append(Problem(str(standing.dossier), code, _("Choose of: %s.") % ", ".join(FLAG)))
        elif value:
            standing.facts[code] = value
            if known.kind == "date" and standing.day_of(code) is None:
                problems.append(Problem(str(standing.dossier), code, _("Write a day such as 2024-12-31.")))
        else:
            standing.facts.pop(code, None)
    if problems:
        raise Invalid(problems)
    papers = [as_row(one) for one in standing.dossier.papers_rows]  # type: ignore[attr-defined]
    standing.rows["papers"] = [*papers, *(dict(one) for one in taking.papers)]
    standing.papers |= {one["paper"] for one in standing.rows["papers"]}
    told = {one.fact: as_row(one) for one in standing.dossier.facts_rows}  # type: ignore[attr-defined]
    standing.rows["facts"] = [
        {**told.get(code, {"fact": code}), "value": value} for code, value in standing.facts.items()
    ]


def entitled(standing: Standing, transition: Transition, actor: User, day: date) -> tuple[UUID | None, dict[str, Any]]:
    """For which body an actor takes a step, and the authority that a decision relies on."""
    access = access_of(actor)
    bodies = frozenset().union(*(standing.bodies_of(code) for code in transition.who))
    held = access.bodies.get("decide" if transition.act == "decide" else "act", frozenset())
    relied: dict[str, Any] = {}
    if transition.act == "decide":
        actors = (standing.procedure.one("actors", code) for code in transition.who)
        row = standing.authority(next((one.code for one in actors if one.kind == "authority"), None))
        relied = {"authority": row.code if row else "", "basis": row.basis if row else ""}
    mine = bodies & held
    if not mine and transition.act == "decide":
        delegation = live_delegation(bodies, frozenset(held), standing.procedure.code, day)
        if delegation is not None:
            mine = frozenset({delegation.holder_id})
            relied["delegation_id"] = delegation.pk
    if mine and transition.act == "decide" and actor.username in _submitters(standing):
        raise NotYours(_("Nobody decides on what they submitted themselves."))
    if mine:
        return min(mine), relied
    names = ", ".join(body.name_in() for body in Body.objects.filter(pk__in=bodies).order_by("name"))
    told = {"step": said(transition.label), "who": names or ", ".join(transition.who)}
    raise NotYours(_("“%(step)s” is for %(who)s.") % told)


def _submitters(standing: Standing) -> set[str]:
    kinds = {one.code for one in standing.procedure.transitions if one.act == "submit"} | {OPENED}
    return {step["actor"] for step in standing.rows["steps"] if step["transition"] in kinds}


def missing(standing: Standing, transition: Transition) -> list[Problem]:
    """The papers and facts that a step needs and the dossier has not."""
    named, text = str(standing.dossier), _("This is needed for the step.")
    papers = [standing.procedure.one("papers", code) for code in transition.papers if code not in standing.papers]
    facts = [standing.procedure.one("facts", code) for code in transition.facts if not standing.facts.get(code)]
    return [Problem(named, said(one.label), text) for one in (*papers, *facts)]


def still_awaited(standing: Standing, transition: Transition, day: date) -> list[Problem]:
    """Opinions that hold a step up; what is overdue is recorded as no answer where the procedure lets it go on."""
    problems = []
    for row in (row for branch in transition.waits for row in standing.awaited(branch)):
        due = row["due"]
        if transition.until == "due" and due is not None and day > due:
            continue
        name = Body.objects.get(pk=row["debtor_id"]).name_in()
        text = _("its opinion is awaited until %s") % due.isoformat() if due else _("its opinion is awaited")
        problems.append(Problem(str(standing.dossier), name, text))
    return problems


def step(
    standing: Standing,
    transition: str,
    stage: str,
    day: date,
    actor: User,
    body: UUID | None,
    reason: str,
    relied: Mapping[str, Any] | None = None,
) -> None:
    row = {"transition": transition, "left": standing.stage, "stage": stage, "day": day, "body_id": body}
    standing.rows["steps"].append({**row, "actor": actor.username, "reason": reason, **(relied or {})})


def leave(standing: Standing, transition: Transition, day: date) -> None:
    """Close the branches of the stage a step leaves: what was overdue is no answer, what was not is asked no longer."""
    stage = standing.stage
    for branch in standing.procedure.branches:
        if branch.stage != stage or transition.target == stage:
            continue
        for row in standing.awaited(branch.code):
            end([row], day, _O.UNMET if row["due"] and day > row["due"] else _O.STOPPED)


def enter(standing: Standing, transition: Transition, day: date, further: Sequence[UUID]) -> None:
    """Begin a new round in the branches of the stage that a step leads to."""
    for branch in standing.procedure.branches:
        if branch.stage == transition.target and transition.target not in transition.sources:
            also = [key for row in branch.also if standing.holds(row.when) for key in row.bodies]
            fixed = [standing.bodies[key] for key in (*branch.bodies, *also) if key in standing.bodies]
            ask(standing, branch, day, [*fixed, *further], standing.turn(branch.code) + 1)


def ask(standing: Standing, branch: Branch, day: date, bodies: Sequence[UUID], turn: int) -> None:
    there = {row["debtor_id"] for row in standing.asked(branch.code) if row["turn"] == turn}
    clock = standing.procedure.one("clocks", branch.clock)
    for body in dict.fromkeys(bodies):
        if body not in there:
            row = {**owed(standing, clock, day, body), "branch": branch.code, "turn": turn}
            standing.rows["obligations"].append(row)


def sides(standing: Standing) -> list[dict[str, Any]]:
    """The assignments that let every body of the procedure see the dossier and act in it; others stay as they are."""
    kept = assignments_of([standing.dossier.pk], None)[standing.dossier.pk]
    rows = [as_row(one) for one in kept]
    there = {row["body_id"] for row in rows}
    for actor in standing.procedure.actors:
        for body in sorted(standing.bodies_of(actor.code)):
            if body not in there and body != standing.dossier.keeper_id:
                there.add(body)
                rows.append({"body_id": body, "role": actor.role})
    return rows
