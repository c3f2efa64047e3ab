"""Clearances as a reader finds them: who was asked about which version, what each said, and what that comes to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from trivet.coordination.drafting import BRANCH
from trivet.procedures.dossiers import Obligation
from trivet.procedures.standing import Standing

_A, _O = Obligation.Answer, Obligation.Outcome


class State(StrEnum):
    """What a body's clearance has come to."""

    AWAITED = "awaited"
    OVERDUE = "overdue"
    CLEARED = "cleared"
    CHANGES = "changes"
    OBJECTS = "objects"
    NOT_CONCERNED = "not-concerned"
    SILENT = "silent"
    NO_ANSWER = "no-answer"
    ASKED_NO_LONGER = "asked-no-longer"


@dataclass(frozen=True)
class Clearance:
    """What one body owes or said. `edition` is the version it spoke of (0: none), `again` its earlier answers."""

    row: Any
    body: UUID
    state: State
    edition: int
    scope: tuple[str, ...]
    again: list[Any]

    @property
    def holds_up(self) -> bool:
        """Whether the text cannot be released because of it."""
        return self.state in (State.AWAITED, State.OVERDUE, State.CHANGES, State.OBJECTS, State.NO_ANSWER)


_SAID = {
    _A.AGREES: State.CLEARED,
    _A.AGREES_WITH_CHANGES: State.CHANGES,
    _A.DISAGREES: State.OBJECTS,
    _A.NOT_CONCERNED: State.NOT_CONCERNED,
}
_ENDED = {_O.SILENT: State.SILENT, _O.STOPPED: State.ASKED_NO_LONGER, _O.UNMET: State.NO_ANSWER}


def clearances(standing: Standing, editions: Iterable[Any], day: date) -> list[Clearance]:
    """Every body asked in the latest round, in the order of asking; `editions` are the versions of the text."""
    numbers = {one.digest: one.number for one in editions}
    earlier = [one for one in standing.rows["obligations"] if one["outcome"] == _O.REOPENED]
    return [
        Clearance(
            row,
            row["debtor_id"],
            state_of(standing, row, day),
            numbers.get(row["version"], 0),
            tuple(row["scope"].split()),
            [one for one in earlier if one["debtor_id"] == row["debtor_id"] and one["turn"] == row["turn"]],
        )
        for row in standing.asked(BRANCH)
    ]


def state_of(standing: Standing, row: dict[str, Any], day: date) -> State:
    """What one obligation of the branch has come to on a day."""
    if row["answer"]:
        return _SAID[_A(row["answer"])]
    if row["outcome"] != _O.OPEN:
        return _ENDED.get(_O(row["outcome"]), State.NO_ANSWER)
    if standing.silent(row, day):
        return State.SILENT
    return State.OVERDUE if standing.over(row, day) else State.AWAITED


def cleared(found: Iterable[Clearance]) -> bool | None:
    """Whether all have cleared the text; None when nobody was asked."""
    listed = [one for one in found if one.state != State.ASKED_NO_LONGER]
    return not any(one.holds_up for one in listed) if listed else None
