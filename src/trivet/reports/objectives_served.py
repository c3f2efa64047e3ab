"""Which records serve which objectives: by their own word, their clause, or what they come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from trivet.core.gathering import Selection
from trivet.core.profile import Profile
from trivet.core.register import Register, registers
from trivet.core.standpoint import Standpoint
from trivet.figures.figure import visible
from trivet.registers.activities import Activity
from trivet.registers.commitments import Commitment
from trivet.registers.objectives import Objective
from trivet.registers.policies import PolicyDocument
from trivet.registers.tasks import Task
from trivet.reports.tasks_of_year import TASKS
from trivet.values.dates import UncertainDate

#: Read beside the registers of the fields of work.
OWN = ("activities", "tasks", "commitments")
OBJECTIVES = Selection(Objective)
POLICIES = Selection(PolicyDocument, parts=True)
Served = dict[UUID, set[UUID]]


def registers_of_work(profile: Profile) -> list[Register]:
    """The registers that the fields of work name, and those of activities, tasks and commitments."""
    named = (code for row in profile.rows("fields_of_work") for code in row.get("registers", ()))
    known = registers()
    return [known[code] for code in dict.fromkeys((*OWN, *named)) if code in known]


def linking(profile: Profile) -> list[Selection]:
    """What must be at hand to know who serves what: every register that names objectives or activities."""
    named = [
        Selection(one.model)
        for one in registers_of_work(profile)
        if one.model is not Task and (_links(one, Objective) or _links(one, Activity))
    ]
    return [OBJECTIVES, POLICIES, TASKS, *named]


def objectives_served(place: Standpoint, period: UncertainDate) -> Served:
    """The objectives of each record, as far as this reader may see what leads to them; the nearest word counts."""
    rows = {one.model: list(visible(one.rows(place, period))) for one in linking(place.profile)}
    served: Served = defaultdict(set)
    for model, some in rows.items():
        _follow(served, some, _links(registers()[_code(model)], Objective), None)
    _by_documents(served, rows)
    by_activity = {row.uuid: served[row.uuid] for row in rows[Activity]}
    for model, some in rows.items():
        if model is not Activity:
            _follow(served, some, _links(registers()[_code(model)], Activity), by_activity)
    _by_tasks(served, rows[Commitment], rows[Task])
    return served


def _by_documents(served: Served, rows: Mapping[Any, list[Any]]) -> None:
    """A document serves what it sets or its clauses name; a task that names nothing itself what its clause names."""
    for row in rows[Objective]:
        served[row.uuid].add(row.uuid)
        if row.policy_id:
            served[row.policy_id].add(row.uuid)
    clauses = {(row.uuid, one.number): one.objective_id for row in rows[PolicyDocument] for one in row.clauses_rows}
    for (policy, _number), objective in clauses.items():
        served[policy] |= _told(objective)
    for row in rows[Task]:
        if not served[row.uuid]:
            served[row.uuid] |= _told(clauses.get((row.policy_id, row.clause)))


def _told(objective: UUID | None) -> set[UUID]:
    return {objective} if objective else set()


def _by_tasks(served: Served, commitments: Iterable[Any], tasks: list[Any]) -> None:
    """A commitment serves what its tasks serve, and a task what its commitment serves, where it says nothing itself."""
    for_it: Served = defaultdict(set)
    for row in tasks:
        if row.commitment_id:
            for_it[row.commitment_id] |= served[row.uuid]
    known = {row.uuid: served[row.uuid] or for_it[row.uuid] for row in commitments}
    for row in tasks:
        if not served[row.uuid] and row.commitment_id in known:
            served[row.uuid] = set(known[row.commitment_id])
    served |= {uuid: set(found) for uuid, found in known.items()}


def _follow(served: Served, rows: Iterable[Any], names: list[str], beyond: Mapping[UUID, set[UUID]] | None) -> None:
    """Take over the objectives that some links name, or those of the records `beyond` them where there are none yet."""
    for row in rows if names else ():
        targets = {getattr(row, name) for name in names} - {None}
        if beyond is None:
            served[row.uuid] |= targets
        elif not served[row.uuid]:
            for target in targets & beyond.keys():
                served[row.uuid] |= beyond[target]


def _code(model: Any) -> str:
    return str(vars(model)["Register"].code)


def _links(register: Register, target: type[Any]) -> list[str]:
    """The columns of a register that point to records of a kind."""
    fields: list[Any] = list(register.model._meta.local_concrete_fields)
    return [one.attname for one in fields if one.related_model is target]
