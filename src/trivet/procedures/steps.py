"""What a step asks and does: who may take it, what it needs, what it brings, and whom it asks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.core.access import Access, access_of
from trivet.core.actions import NotAllowed
from trivet.core.bodies import Body
from trivet.core.history import Assignment, assignments_of
from trivet.core.profile import said
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.procedures.clocks import end, owed
from trivet.procedures.delegations import live_delegation, live_delegations
from trivet.procedures.dossiers import Obligation
from trivet.procedures.fixed import moved_facts
from trivet.procedures.kept_names import name_problem
from trivet.procedures.standing import Standing, as_day, as_row
from trivet.procedures.tables import FLAG, OPENED, Branch, Fact, PaperKind, Procedure, Transition

_O = Obligation.Outcome
#: The years from whose days terms are reckoned.
_FIRST, _LAST = 1000, 8999


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
        stage = said(standing.procedure.one("stages", standing.stage).label) if standing.stage else "—"
        told = {"stage": stage, "open": open_}
        raise OutOfTurn(_("This step does not lead on from “%(stage)s”. Open steps: %(open)s.") % told)
    return found


def bring(standing: Standing, taking: Taking, transition: Transition | None = None) -> None:
    """Take in what a step brings: facts by their code, papers beside those that are there.

    Raises Invalid, also for a fact that is fixed since the opening and that the step does not name.
    """
    named = str(standing.dossier)
    problems = fact_problems(standing.procedure, taking.facts, named)
    if standing.stage:
        after = {**standing.facts, **taking.facts}
        moved = moved_facts(standing.procedure, standing.facts.items(), after.items(), transition)
        problems += [Problem(named, code, told) for code, told in moved]
    if wrong := name_problem(standing.procedure, standing.dossier.title, taking.facts):
        problems.append(Problem(named, "title", wrong))
    if problems:
        raise Invalid(problems)
    standing.facts |= taking.facts
    standing.facts = {code: value for code, value in standing.facts.items() if value}
    papers = [as_row(one) for one in standing.dossier.papers_rows]  # type: ignore[attr-defined]
    standing.rows["papers"] = [*papers, *(dict(one) for one in taking.papers)]
    standing.papers |= {one["paper"] for one in standing.rows["papers"]}
    told = {one.fact: as_row(one) for one in standing.dossier.facts_rows}  # type: ignore[attr-defined]
    standing.rows["facts"] = [
        {**told.get(code, {"fact": code}), "value": value} for code, value in standing.facts.items()
    ]


@dataclass(frozen=True)
class Right:
    """Whose step it is (`bodies`), and for which of them somebody takes it; without a body they may not.

    `relied` is the authority and the delegation that a decision relies on; `own` says that it would be theirs, had
    they not submitted the matter themselves.
    """

    bodies: frozenset[UUID]
    body: UUID | None
    relied: dict[str, Any]
    own: bool


def right_to(
    standing: Standing,
    transition: Transition,
    access: Access,
    username: str,
    delegated: Callable[[frozenset[UUID], frozenset[UUID]], Any],
) -> Right:
    """Whether somebody may take a step; `delegated` finds a delegation from one of some bodies to one of others."""
    bodies = frozenset[UUID]().union(*(standing.bodies_of(code) for code in transition.who))
    decides = transition.act == "decide"
    held = access.bodies.get("decide" if decides else "act", frozenset())
    actors = (standing.procedure.one("actors", code) for code in transition.who)
    row = standing.authority(next((a.code for a in actors if a.kind == "authority"), None)) if decides else None
    relied: dict[str, Any] = (
        {"authority": row.code if row else "", "basis": row.basis if row else ""} if decides else {}
    )
    mine = bodies & held
    delegation = delegated(bodies, held) if decides and not mine else None
    if delegation is not None:
        mine = frozenset({delegation.holder_id})
        relied["delegation_id"] = delegation.pk
    own = bool(mine) and decides and username in _submitters(standing)
    return Right(bodies, None if own else min(mine, default=None), relied, own)


def fact_problems(procedure: Procedure, facts: Mapping[str, str], where: str) -> list[Problem]:
    """What is wrong with facts that are told: codes that the procedure has not, and values that they cannot have."""
    problems, known = [], {fact.code: fact for fact in procedure.facts}
    for code, value in facts.items():
        fact = known.get(code)
        if fact is None:
            problems.append(Problem(where, code, _("This procedure has no such fact.")))
        elif fact.kind == "choice" and _not_of(fact, value):
            choices = ", ".join(choice.code for choice in fact.choices)
            problems.append(Problem(where, code, _("Choose of: %s.") % choices))
        elif fact.kind == "flag" and value and value not in FLAG:
            problems.append(Problem(where, code, _("Choose of: %s.") % ", ".join(FLAG)))
        elif fact.kind == "date" and value and not _reckoned(value):
            problems.append(Problem(where, code, _("Write a day such as 2024-12-31.")))
    return problems


def _reckoned(value: str) -> bool:
    """Whether a text is a day from which a term can be reckoned: at the ends of the calendar none can."""
    day = as_day(value)
    return day is not None and _FIRST <= day.year <= _LAST


def _not_of(known: Fact, value: str) -> bool:
    """Whether a text is none of a fact's choices, or several where it takes one."""
    chosen = {text.strip() for text in value.split(",")} - {""}
    return bool(chosen - {choice.code for choice in known.choices}) or (len(chosen) > 1 and not known.several)


def entitled(standing: Standing, transition: Transition, actor: User, day: date) -> tuple[UUID | None, dict[str, Any]]:
    """For which body an actor takes a step, and the authority that a decision relies on."""

    def delegated(bodies: frozenset[UUID], held: frozenset[UUID]) -> Any:
        return live_delegation(bodies, held, standing.procedure.code, day)

    right = right_to(standing, transition, access_of(actor), actor.username, delegated)
    if right.own:
        raise NotYours(_("Nobody decides on what they submitted themselves."))
    if right.body:
        return right.body, right.relied
    names = ", ".join(body.name_in() for body in Body.objects.filter(pk__in=right.bodies).order_by("name"))
    told = {"step": said(transition.label), "who": names or ", ".join(transition.who)}
    raise NotYours(_("“%(step)s” is for %(who)s.") % told)


def _submitters(standing: Standing) -> set[str]:
    kinds = {one.code for one in standing.procedure.transitions if one.act == "submit"} | {OPENED}
    return {step["actor"] for step in standing.rows["steps"] if step["transition"] in kinds}


def missing(standing: Standing, transition: Transition) -> list[Problem]:
    """The papers and facts that a step needs and the dossier has not."""
    named, text = str(standing.dossier), _("This is needed for the step.")
    papers, facts = lacking(standing, transition)
    labels = [*(one.label for one in papers), *(one.label for one in facts)]
    return [Problem(named, said(label), text) for label in labels]


def lacking(standing: Standing, transition: Transition) -> tuple[list[PaperKind], list[Fact]]:
    """The papers and the facts that a step needs and the dossier has not."""
    papers = [standing.procedure.one("papers", code) for code in transition.papers if code not in standing.papers]
    return papers, [standing.procedure.one("facts", code) for code in transition.facts if not standing.facts.get(code)]


def holding_up(standing: Standing, transition: Transition, day: date) -> list[dict[str, Any]]:
    """The opinions that hold a step up on a day: all that are awaited, or only those that are not overdue.

    Consent by silence, where the branch was opened so, holds up nothing.
    """
    awaited = (row for branch in transition.waits for row in standing.awaited(branch))
    awaited = (row for row in awaited if not standing.silent(row, day))
    return [row for row in awaited if transition.until == "all" or not standing.over(row, day)]


def still_awaited(standing: Standing, transition: Transition, day: date) -> list[Problem]:
    """Opinions that hold a step up; what is overdue is recorded as no answer where the procedure lets it go on."""
    problems = []
    for row in holding_up(standing, transition, day):
        due = row["due"]
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
    """Close the branches of the stage a step leaves: what was overdue is no answer, what was not is asked no longer.

    Where silence was to be consent, it is kept as that and not as an answer.
    """
    stage = standing.stage
    for branch in standing.procedure.branches:
        if branch.stage != stage or transition.target == stage:
            continue
        for row in standing.awaited(branch.code):
            unanswered = _O.UNMET if standing.over(row, day) else _O.STOPPED
            end(standing, [row], day, _O.SILENT if standing.silent(row, day) else unanswered)


def enter(standing: Standing, transition: Transition, day: date, further: Sequence[UUID]) -> None:
    """Begin a new round in the branches of the stage that a step leads to."""
    for branch in standing.procedure.branches:
        if branch.stage == transition.target and transition.target not in transition.sources:
            fixed = [standing.bodies[key] for key in asked_in(standing, branch) if key in standing.bodies]
            ask(standing, branch, day, [*fixed, *further], standing.turn(branch.code) + 1)


def asked_in(standing: Standing, branch: Branch) -> tuple[str, ...]:
    """The bodies (by key) that a branch asks of a dossier which tells this."""
    also = (key for row in branch.also if standing.holds(row.when) for key in row.bodies)
    return tuple(dict.fromkeys((*branch.bodies, *also)))


def ask(standing: Standing, branch: Branch, day: date, bodies: Sequence[UUID], turn: int) -> None:
    there = {row["debtor_id"] for row in standing.asked(branch.code) if row["turn"] == turn}
    clock = standing.procedure.one("clocks", branch.clock)
    for body in dict.fromkeys(bodies):
        if body not in there:
            row = {**owed(standing, clock, day, body), "branch": branch.code, "turn": turn}
            standing.rows["obligations"].append(row)


def sides(standing: Standing) -> list[dict[str, Any]]:
    """The assignments that let every body of the procedure see the dossier and act in it; others stay as they are.

    Who signs for a body that clears a text has a seat too.
    """
    kept = assignments_of([standing.dossier.pk], None)[standing.dossier.pk]
    rows = [as_row(one) for one in kept]
    there = {row["body_id"] for row in rows}
    for actor in standing.procedure.actors:
        for body in sorted(standing.bodies_of(actor.code)):
            if body not in there and body != standing.dossier.keeper_id:
                there.add(body)
                rows.append({"body_id": body, "role": actor.role})
    clear = {
        row["debtor_id"] for one in standing.procedure.branches if one.clears for row in standing.awaited(one.code)
    }
    for body in stand_ins(clear, standing.procedure.code):
        rows += [{"body_id": body, "role": Assignment.Role.CONSULT}] if body not in there else []
    return rows


def stand_ins(bodies: Collection[UUID], procedure: str) -> list[UUID]:
    """The bodies that sign for some bodies in a procedure today."""
    if not bodies:
        return []
    today = timezone.now().date()
    found = live_delegations(procedure, today).filter(grantor__in=bodies).values_list("holder", flat=True)
    return list(dict.fromkeys(found))
