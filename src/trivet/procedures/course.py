"""The way of a procedure up to the signature, and the last day for each of its steps so that the terms fit in."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from trivet.procedures.clocks import due_day, rule_of
from trivet.procedures.dossiers import Obligation
from trivet.procedures.standing import Standing
from trivet.procedures.steps import asked_in
from trivet.procedures.tables import Branch, Clock, Condition, Procedure, Rule, Transition

_DAY = timedelta(days=1)
#: A step that only may be open costs as many sure ones: what nobody has told is never taken for granted.
_UNSURE = 100


@dataclass(frozen=True)
class Term:
    """A term that begins with a step: an opinion of some bodies (by key), or what another actor owes.

    `last` is its last day when it begins on the last day of its step.
    """

    clock: Clock
    rule: Rule | None
    branch: Branch | None
    bodies: tuple[str, ...]
    last: date | None


@dataclass(frozen=True)
class Leg:
    """One step of the way; `latest` is the last day to take it (None: cannot be told), `sure` whether it is open."""

    step: Transition
    sure: bool
    latest: date | None
    terms: tuple[Term, ...] = ()
    #: The term that must end before the day planned, where the step meets one that counts back from it.
    ahead: Term | None = None


@dataclass(frozen=True)
class Course:
    """A way to the signature, step by step, for one variant."""

    legs: tuple[Leg, ...]
    variant: str

    @property
    def begins(self) -> date | None:
        """The last day to take the first step."""
        return self.legs[0].latest if self.legs else None

    def asks(self) -> list[Term]:
        """The opinions that are asked on the way."""
        return [term for leg in self.legs for term in leg.terms if term.branch]


def course_of(standing: Standing, day: date | None, variant: str = "normal", disagrees: str = "") -> Course | None:
    """The way from the beginning to the signature on a day.

    Everything is as the engine has it: conditions by what is told, rules by variant. The next step follows an opinion
    at the earliest on the day after its last one, when silence can be noted; every other term ends with the step that
    meets it. With `disagrees` a body asked in that branch has disagreed. None when no way leads to a signature.
    """
    standing.dossier.variant = variant
    standing.rows["obligations"] = [_answered(disagrees)] if disagrees else []
    way = _way(standing)
    if way is None:
        return None
    return Course(tuple(_legs(standing, way, day)), variant)


def earliest(standing: Standing, course: Course, first: date) -> date | None:
    """The day of signature when the first step is taken on a day and every term is used up; None: cannot be told."""
    standing.dossier.variant = course.variant
    days: list[date] = [first]
    for place in range(len(course.legs) - 1):
        day = days[-1]
        for begun, older in enumerate(course.legs[: place + 1]):
            for term in older.terms:
                if _ends(course.legs, begun, term) == place + 1 and term.rule:
                    due = due_day(standing.profile, term.rule, days[begun])
                    if due is None:
                        return None
                    day = max(day, due + _DAY if term.branch else due)
        days.append(day)
    for leg, day in zip(course.legs, days, strict=True):
        if leg.ahead and leg.ahead.rule:
            while (due := due_day(standing.profile, leg.ahead.rule, days[-1])) is not None and due < day:
                days[-1] += _DAY
    return days[-1]


def _answered(branch: str) -> dict[str, object]:
    return {
        "branch": branch,
        "turn": 1,
        "debtor_id": None,
        "answer": Obligation.Answer.DISAGREES.value,
        "outcome": Obligation.Outcome.MET.value,
        "clock": "",
    }


def _way(standing: Standing) -> list[tuple[Transition, bool]] | None:
    """The shortest way to a step that signs, of steps that are open by what is told, or else may be."""
    procedure = standing.procedure
    if procedure.signing is None:
        return None
    heap: list[tuple[int, int, str, list[tuple[Transition, bool]]]] = [(0, 0, procedure.procedure.start, [])]
    seen: set[str] = set()
    count = 0
    while heap:
        cost, _order, stage, way = heapq.heappop(heap)
        if way and way[-1][0].code in procedure.signing.steps:
            return way
        if stage in seen:
            continue
        seen.add(stage)
        for one in procedure.leaving(stage, standing.variant):
            state = open_by(standing, one)
            if state is not None:
                count += 1
                price = cost + (1 if state else _UNSURE)
                heapq.heappush(heap, (price, count, one.target, [*way, (one, state)]))
    return None


def open_by(standing: Standing, one: Transition) -> bool | None:
    """Whether a step is open by what is told: yes, no (None), or perhaps (False), which a fact not told decides."""
    if one.unless and standing.holds(one.unless):
        return None
    if standing.holds(one.when):
        return True
    return False if any(_untold(standing, condition) for condition in one.when) else None


def _untold(standing: Standing, one: Condition) -> bool:
    return one.fact is not None and not standing.facts.get(one.fact)


def _legs(standing: Standing, way: Sequence[tuple[Transition, bool]], day: date | None) -> list[Leg]:
    """The steps with their last days, reckoned back from the day planned."""
    legs: list[Leg] = []
    for place in range(len(way) - 1, -1, -1):
        step, sure = way[place]
        last = place == len(way) - 1
        bound = day if last else legs[0].latest
        ahead = _ahead(standing, step, day)
        if ahead and ahead.last and bound:
            bound = min(bound, ahead.last)
        found = [] if last else list(_begun(standing, step, legs))
        for _term, rule, limit in found:
            bound = min(bound, begin) if bound and limit and (begin := _latest(standing, rule, limit)) else None
        terms = tuple(_told(standing, begun, rule, bound) for begun, rule, _limit in found)
        legs.insert(0, Leg(step, sure, bound, terms, ahead))
    return legs


#: A clock that starts, the branch that it is of, and the bodies that are asked in that.
_Begun = tuple[Clock, Branch | None, tuple[str, ...]]


def _begun(standing: Standing, step: Transition, after: Sequence[Leg]) -> Iterator[tuple[_Begun, Rule, date | None]]:
    """The terms that begin with a step and end on the way: clock, rule, and the last day that each may have."""
    procedure = standing.procedure
    for branch in procedure.branches:
        clock = procedure.one("clocks", branch.clock)
        rule = rule_of(standing, clock)
        if branch.stage == step.target and branch.code in after[0].step.waits and rule:
            limit = after[0].latest - _DAY if after[0].latest else None
            yield (clock, branch, asked_in(standing, branch)), rule, limit
    for clock in procedure.clocks:
        rule = rule_of(standing, clock)
        met = next((leg for leg in after if leg.step.code in clock.met), None)
        counts = step.code in clock.start and not clock.fact and clock.variant in ("", standing.variant)
        if counts and met and rule and rule.unit != "date":
            yield (clock, None, ()), rule, met.latest


def _told(standing: Standing, begun: _Begun, rule: Rule, day: date | None) -> Term:
    last = due_day(standing.profile, rule, day) if day else None
    return Term(begun[0], rule, begun[1], begun[2], last)


def _ahead(standing: Standing, step: Transition, day: date | None) -> Term | None:
    """The term of a step that counts back from the day planned."""
    signing = standing.procedure.signing
    for clock in standing.procedure.clocks:
        rule = rule_of(standing, clock)
        if signing and clock.fact and clock.fact == signing.day and step.code in clock.met and rule:
            return Term(clock, rule, None, (), due_day(standing.profile, rule, day) if day else None)
    return None


def _latest(standing: Standing, rule: Rule, limit: date) -> date | None:
    """The last day from which a rule's term ends on or before another day; None when it cannot be reckoned."""
    day = limit
    while (due := due_day(standing.profile, rule, day)) is not None and due > limit:
        day -= _DAY
    return None if due is None else day


def _ends(legs: Sequence[Leg], begun: int, term: Term) -> int | None:
    """The place of the step that a term must have ended for."""
    if term.branch:
        return begun + 1
    return next((n for n in range(begun + 1, len(legs)) if legs[n].step.code in term.clock.met), None)


def after_signature(procedure: Procedure) -> tuple[Collection[str], Collection[str]]:
    """What can be reached once a text is signed: stages, and the steps that lead on there, without the signing."""
    signing = procedure.signing.steps if procedure.signing else ()
    stages = {one.target for one in procedure.transitions if one.code in signing}
    while more := {one.target for one in procedure.transitions if stages & set(one.sources)} - stages:
        stages |= more
    return stages, [one.code for one in procedure.transitions if stages & set(one.sources) and one.code not in signing]
