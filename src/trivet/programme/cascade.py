"""The cascade of policies: what became of each clause, in a document and in everything that carries it out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from trivet.core.bodies import Body
from trivet.core.gathering import gather_some
from trivet.core.history import Assignment
from trivet.core.holding import ASSIGNED
from trivet.core.records import State
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.figures.counts.tasks import Standing, lead_of, pillar_of, standing_on, taken_up
from trivet.registers.instructions import Instruction
from trivet.registers.objectives import Objective
from trivet.registers.policies import PolicyDocument
from trivet.registers.policy_rows import PolicyClause
from trivet.registers.tasks import Task

#: The registers that the pages of this room are about, by code.
POLICIES, INSTRUCTIONS, TASKS = (register_of(model).code for model in (PolicyDocument, Instruction, Task))
_SUPPORTING = (Assignment.Role.CO_LEAD, Assignment.Role.SUPPORT)


@dataclass(frozen=True)
class Duty:
    """One task with where it stands today, how many days it is late, and who has it to do."""

    row: Any
    standing: Standing
    late: int
    lead: Body | None
    supports: list[Body]
    pillar: str
    objective: UUID | None

    @property
    def alive(self) -> bool:
        """Whether it is still to be done."""
        return self.standing in (Standing.OPEN, Standing.OVERDUE)

    @property
    def order(self) -> tuple[Any, ...]:
        """The most overdue first, then the soonest due, then what has no day; what is done or dropped at the end."""
        last = self.row.due.latest if self.row.due else date.max
        return not self.alive, last, self.row.title, str(self.row.uuid)


@dataclass
class Tally:
    """Tasks by where they stand; those without a lead stand in their standing too. `untaken` counts clauses."""

    done: int = 0
    open: int = 0
    overdue: int = 0
    without_lead: int = 0
    clauses: int = 0
    untaken: int = 0

    def add(self, duty: Duty) -> None:
        """Count one task; what was dropped counts nowhere."""
        self.done += duty.standing == Standing.DONE
        self.open += duty.standing == Standing.OPEN
        self.overdue += duty.standing == Standing.OVERDUE
        self.without_lead += duty.alive and duty.lead is None

    def __add__(self, other: Tally) -> Tally:
        return Tally(**{name: value + getattr(other, name) for name, value in vars(self).items()})


@dataclass(frozen=True)
class ClauseWork:
    """One clause and the tasks that carry it out; nobody took it up where there are none but dropped ones."""

    row: Any
    duties: list[Duty]
    untaken: bool
    objective: UUID | None


@dataclass
class Node:
    """One document: its clauses with their tasks, the tasks of the document as a whole, and what carries it out."""

    row: Any
    clauses: list[ClauseWork]
    loose: list[Duty]
    depth: int = 0
    below: list[Node] = field(default_factory=list)

    @property
    def own(self) -> Tally:
        """What became of this document alone."""
        found = Tally(clauses=len(self.clauses), untaken=sum(one.untaken for one in self.clauses))
        for duty in self.duties:
            found.add(duty)
        return found

    @property
    def whole(self) -> Tally:
        """What became of it and of everything below it."""
        return sum((node.own for node in self.walk()), Tally())

    @property
    def duties(self) -> list[Duty]:
        """All its tasks, each once, in the order of their urgency."""
        return sorted({d.row.uuid: d for d in (*self.loose, *self._clauses())}.values(), key=lambda one: one.order)

    @property
    def pillars(self) -> list[str]:
        """The pillars it speaks to, by code."""
        return list(dict.fromkeys(one.pillar for one in self.row.pillars_rows))

    def walk(self) -> Iterator[Node]:
        """The document and all below it, each before what carries it out."""
        yield self
        for node in self.below:
            yield from node.walk()

    def _clauses(self) -> Iterator[Duty]:
        return (duty for one in self.clauses for duty in one.duties)


@dataclass(frozen=True)
class Cascade:
    """The documents as trees, with the names of the objectives that their tasks and clauses serve."""

    roots: list[Node]
    objectives: dict[UUID, str]

    def nodes(self) -> Iterator[Node]:
        """Every document, in the order in which a page shows them."""
        for root in self.roots:
            yield from root.walk()

    def node(self, uuid: UUID) -> Node | None:
        """The place of one document in its tree."""
        return next((node for node in self.nodes() if node.row.uuid == uuid), None)


def by_pillar(nodes: Iterable[Node]) -> dict[str, Tally]:
    """The tasks of some documents by the pillar that leads; under "" those without one."""
    return _grouped((duty.pillar, duty) for node in nodes for duty in node.duties)


def by_objective(nodes: Iterable[Node]) -> dict[UUID | None, Tally]:
    """The tasks and clauses of some documents by the objective they serve; under None those of no objective."""
    nodes = list(nodes)
    found = _grouped((duty.objective, duty) for node in nodes for duty in node.duties)
    for clause in (one for node in nodes for one in node.clauses):
        tally = found.setdefault(clause.objective, Tally())
        tally.clauses, tally.untaken = tally.clauses + 1, tally.untaken + clause.untaken
    return found


def cascade(standpoint: Standpoint, today: date, top: UUID | None = None) -> Cascade:
    """All documents that the reader may see, with their tasks, as they stand today; in three statements.

    With `top` only that document and what stands below it, in one statement more.
    """
    policies = standpoint.of(PolicyDocument).exclude(state=State.WITHDRAWN).order_by("-issued_earliest", "uuid")
    tasks = standpoint.of(Task).exclude(state=State.WITHDRAWN).exclude(policy=None).order_by("uuid")
    if top:
        ids = _below(top, policies.order_by().values_list("uuid", "parent"))
        policies, tasks = policies.filter(uuid__in=ids), tasks.filter(policy__in=ids)
    clauses = PolicyClause.objects.at(standpoint.number)
    served = Q(uuid__in=tasks.order_by().values("objective")) | Q(uuid__in=clauses.order_by().values("objective"))
    aims = standpoint.of(Objective).filter(served).exclude(state=State.WITHDRAWN).order_by("number", "uuid")
    found = gather_some(standpoint, [(policies, (), True), (tasks, (ASSIGNED,), False), (aims, (), False)])
    objectives = {row.uuid: row.name_in() for row in found[2]}
    under: dict[UUID, list[Any]] = defaultdict(list)
    for row in found[1]:
        under[row.policy_id].append(row)
    nodes = [_node(row, under[row.uuid], today, objectives.keys()) for row in found[0]]
    nodes.sort(key=lambda node: node.row.uuid != top)
    return Cascade(_trees(nodes), objectives)


def _below(top: UUID, carried: Iterable[tuple[UUID, UUID | None]]) -> set[UUID]:
    """A document and all that carry it out, by the identity of each document and of the one it carries out."""
    children: dict[UUID | None, list[UUID]] = defaultdict(list)
    for uuid, parent in carried:
        children[parent].append(uuid)
    found, waiting = {top}, [top]
    while waiting:
        new = set(children[waiting.pop()]) - found
        found |= new
        waiting += new
    return found


def duties_of(standpoint: Standpoint, instruction: UUID, today: date) -> list[Duty]:
    """The tasks that came of an instruction, the most urgent first; in three statements."""
    rows = standpoint.of(Task).filter(instruction=instruction).exclude(state=State.WITHDRAWN).order_by("uuid")
    found = gather_some(standpoint, [(rows, (ASSIGNED,), False)])[0]
    return sorted((_duty(row, today, row.objective_id) for row in found), key=lambda one: one.order)


def _node(row: Any, tasks: list[Any], today: date, known: Collection[UUID]) -> Node:
    aims = {one.number: one.objective_id for one in row.clauses_rows}
    serves = {task.uuid: task.objective_id or aims.get(task.clause) for task in tasks}
    duties = [_duty(task, today, aim if (aim := serves[task.uuid]) in known else None) for task in tasks]
    duties.sort(key=lambda one: one.order)
    taken = taken_up(tasks)
    works = [
        ClauseWork(
            row=one,
            duties=[duty for duty in duties if duty.row.clause == one.number],
            untaken=(row.uuid, one.number) not in taken,
            objective=one.objective_id if one.objective_id in known else None,
        )
        for one in row.clauses_rows
    ]
    # A task whose clause was renumbered or taken out since stands with those of the whole document.
    return Node(row, works, [duty for duty in duties if duty.row.clause not in aims])


def _duty(row: Any, today: date, objective: UUID | None) -> Duty:
    standing, lead = standing_on(row, today), lead_of(row)
    late = (today - row.due.latest).days if standing is Standing.OVERDUE else 0
    supports = [one.body for one in row.assignments_rows if one.role in _SUPPORTING and not one.ends]
    return Duty(row, standing, late, lead.body if lead else None, supports, pillar_of(row), objective)


def _trees(nodes: list[Node]) -> list[Node]:
    """The documents under those they carry out. Where the chain is a ring, the first one met stands on top."""
    by_id = {node.row.uuid: node for node in nodes}
    placed: set[UUID] = set()

    def place(node: Node, depth: int) -> Node:
        placed.add(node.row.uuid)
        node.depth = depth
        node.below = [place(one, depth + 1) for one in children[node.row.uuid] if one.row.uuid not in placed]
        return node

    children: dict[UUID, list[Node]] = defaultdict(list)
    for node in nodes:
        children[node.row.parent_id].append(node)
    tops = [node for node in nodes if node.row.parent_id not in by_id]
    found = [place(node, 0) for node in tops]
    return found + [place(node, 0) for node in nodes if node.row.uuid not in placed]


def _grouped(duties: Iterable[tuple[Any, Duty]]) -> dict[Any, Tally]:
    found: dict[Any, Tally] = {}
    for name, duty in duties:
        found.setdefault(name, Tally()).add(duty)
    return found
