"""A procedure as a flow of events, tasks and gateways, as analysts of processes draw it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from trivet.core.profile import said
from trivet.procedures.tables import Branch, Clock, Condition, Procedure, Rule, Stage, Transition
from trivet.procedures.words import conditions_words, term_words


@dataclass(frozen=True)
class Element:
    """One element: its kind by the name that BPMN has for it; `owner` takes a task, `told` documents it.

    A boundary event stands `on` a task and waits for a `term`; one that does not `cancel` lets the task go on.
    """

    name: str
    kind: str
    label: str
    told: str = ""
    owner: str = ""
    several: bool = False
    on: str = ""
    cancel: bool = False
    term: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Line:
    """A flow from one element to another, with its condition in words."""

    source: str
    target: str
    when: str = ""


@dataclass
class Flow:
    """All elements and lines of one procedure."""

    elements: list[Element] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def flow_of(procedure: Procedure) -> Flow:
    """Stages are events and gateways, steps are tasks, bodies asked at once stand between two gateways."""
    flow = Flow()
    flow.elements.append(Element("start", "startEvent", said(procedure.procedure.label)))
    flow.lines.append(Line("start", _entry(procedure, procedure.procedure.start)))
    for stage in procedure.stages:
        _add_stage(flow, procedure, stage)
    for one in procedure.transitions:
        _add_step(flow, procedure, one)
    return flow


def _branches(procedure: Procedure, stage: str) -> list[Branch]:
    return [one for one in procedure.branches if one.stage == stage]


def _entry(procedure: Procedure, stage: str) -> str:
    """Where a line that leads to a stage ends: where bodies are asked first, at that gateway."""
    return f"ask-{stage}" if _branches(procedure, stage) else f"stage-{stage}"


def _add_stage(flow: Flow, procedure: Procedure, stage: Stage) -> None:
    leading_on = [one for one in procedure.transitions if stage.code in one.sources]
    kind = "endEvent" if not leading_on else "exclusiveGateway" if len(leading_on) > 1 else "intermediateThrowEvent"
    branches = _branches(procedure, stage.code)
    if branches:
        _add_branches(flow, procedure, stage.code, branches)
    flow.elements.append(Element(f"stage-{stage.code}", kind, said(stage.label)))


def _add_branches(flow: Flow, procedure: Procedure, stage: str, branches: list[Branch]) -> None:
    """Between two inclusive gateways a task for every body that the table names, and one for those named further."""
    ask, asked = f"ask-{stage}", f"asked-{stage}"
    flow.elements.append(Element(ask, "inclusiveGateway", ", ".join(said(one.label) for one in branches)))
    for branch in branches:
        clock: Clock = procedure.one("clocks", branch.clock)
        for key, when in _bodies(branch):
            name = f"opinion-{branch.code}-{key}" if key else f"opinion-{branch.code}"
            label = f"{said(clock.label)}: {key}" if key else _("%s: further bodies") % said(clock.label)
            owner = key or said(procedure.one("actors", clock.owner).label)
            flow.elements.append(Element(name, "userTask", label, said(branch.label), owner, several=not key))
            flow.lines.append(Line(ask, name, conditions_words(procedure, when) if key else _("named by the keeper")))
            flow.lines.append(Line(name, asked))
            _add_timer(flow, procedure, clock, name, asked if _goes_on(procedure, branch) else "")
    flow.elements.append(Element(asked, "inclusiveGateway", _("asked")))
    flow.lines.append(Line(asked, f"stage-{stage}"))


def _bodies(branch: Branch) -> Iterator[tuple[str, tuple[Condition, ...]]]:
    """The bodies that a branch asks, each with its conditions, and at last those that the table does not name."""
    yield from ((key, ()) for key in branch.bodies)
    named: dict[str, tuple[Condition, ...]] = {}
    for row in branch.also:
        for key in row.bodies:
            named[key] = (*named.get(key, ()), *row.when)
    yield from ((key, when) for key, when in named.items() if key not in branch.bodies)
    yield "", ()


def _goes_on(procedure: Procedure, branch: Branch) -> bool:
    """Whether the dossier may go on when an answer is overdue."""
    waiting = [one for one in procedure.transitions if branch.code in one.waits]
    return bool(waiting) and all(one.until == "due" for one in waiting)


def _add_step(flow: Flow, procedure: Procedure, one: Transition) -> None:
    who = ", ".join(said(procedure.one("actors", code).label) for code in one.who)
    needs = [said(procedure.one("papers", code).label) for code in one.papers]
    needs += [said(procedure.one("facts", code).label) for code in one.facts]
    name = f"step-{one.code}"
    told = _("needs: %s") % ", ".join(needs) if needs else ""
    flow.elements.append(Element(name, "userTask", said(one.label), told, who))
    for source in one.sources:
        flow.lines.append(Line(f"stage-{source}", name, conditions_words(procedure, one.when)))
    flow.lines.append(Line(name, _entry(procedure, one.target)))
    for clock in procedure.clocks:
        if one.code in clock.met:
            _add_timer(flow, procedure, clock, name, "")


def _add_timer(flow: Flow, procedure: Procedure, clock: Clock, task: str, target: str) -> None:
    """A timer on a task for a clock's usual rule: it leads on to `target`, or tells that the task is overdue."""
    rule: Rule | None = next((one for one in procedure.rules if one.code == clock.rule), None)
    if rule is None:
        return
    name = f"timer-{clock.code}-{task}"
    told = "; ".join(filter(None, (rule.basis, "" if rule.verified else _("to confirm"))))
    words = term_words(procedure, clock, rule)
    term = ("timeDuration", _duration(rule)) if _duration(rule) and not clock.fact else ("timeDate", words)
    flow.elements.append(Element(name, "boundaryEvent", words, told, on=task, cancel=bool(target), term=term))
    if not target:
        target = f"overdue-{clock.code}-{task}"
        taken = said(procedure.one("actors", clock.escalate).label) if clock.escalate else ""
        label = _("overdue: taken up by %s") % taken if taken else _("overdue")
        flow.elements.append(Element(target, "endEvent", label))
    flow.lines.append(Line(name, target))


def _duration(rule: Rule) -> str:
    """A term as ISO 8601 writes it; working days and days of a house have no such form."""
    letter = {"days": "D", "weeks": "W", "months": "M", "years": "Y"}.get(rule.unit, "")
    return f"P{rule.value}{letter}" if letter and rule.side == "after" else ""
