"""Ways through a procedure: from its start over a wanted step to a final stage, with what must be told for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from trivet.procedures.dossiers import Obligation
from trivet.procedures.tables import FLAG, Condition, Fact, Procedure, Transition

#: What a fact or the bodies of a branch may still tell, by its kind and code.
Allowed = Mapping[tuple[str, str], frozenset[str]]
#: What stands for any day, number or text.
TOLD = "told"


@dataclass(frozen=True)
class Way:
    """Steps in their order, the variant they begin in, and what facts and answers they leave open."""

    variant: str
    steps: tuple[Transition, ...] = ()
    allowed: Allowed = field(default_factory=dict)


def way_over(procedure: Procedure, wanted: str, taken: Iterable[str]) -> Way | None:
    """The way with the fewest steps that were taken already, over a wanted step to any final stage; None if none."""
    known, order = set(taken), count()
    final = {stage.code for stage in procedure.stages if stage.final}
    everything = {("fact", fact.code): choices(fact) for fact in procedure.facts}
    everything |= {("branch", branch.code): frozenset(Obligation.Answer.values) for branch in procedure.branches}
    begin = procedure.procedure.start
    waiting = [(0, next(order), begin, variant, Way(variant, (), everything)) for variant in ("normal", "shortened")]
    seen = set()
    while waiting:
        cost, _order, stage, variant, way = heappop(waiting)
        hit = any(step.code == wanted for step in way.steps)
        if hit and stage in final:
            return way
        state = (stage, variant, hit, frozenset(way.allowed.items()))
        if state in seen:
            continue
        seen.add(state)
        for step in procedure.leaving(stage, variant):
            for allowed in narrowed(step, way.allowed):
                more = Way(way.variant, (*way.steps, step), allowed)
                dear = cost + (5 if step.code in known else 1)
                heappush(waiting, (dear, next(order), step.target, step.into or variant, more))
    return None


def choices(fact: Fact) -> frozenset[str]:
    if fact.kind == "choice":
        return frozenset(choice.code for choice in fact.choices)
    return frozenset(FLAG) if fact.kind == "flag" else frozenset({TOLD})


def narrowed(step: Transition, allowed: Allowed) -> Iterator[Allowed]:
    """What may still be told when a step is to be open: each condition of `when` in turn, none of `unless`."""
    for one in step.unless:
        allowed = {**allowed, key(one): allowed[key(one)] - set(one.among)}
    asked: list[Allowed] = [{**allowed, key(one): allowed[key(one)] & set(one.among)} for one in step.when if one.among]
    for found in asked or [allowed]:
        if all(found.values()):
            yield found


def key(one: Condition) -> tuple[str, str]:
    return ("fact", one.fact) if one.fact else ("branch", one.branch or "")
