"""A conference as a child would reckon it: a stage, rounds of one opinion, and days counted one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

#: What may be done where, and where it leads.
STEPS = {
    "file": (("preparing",), "filed"),
    "return": (("filed", "consulting"), "preparing"),
    "complete": (("filed",), "consulting"),
    "put-forward": (("consulting",), "for-decision"),
    "permit": (("for-decision",), "permitted"),
    "refuse": (("for-decision",), "refused"),
    "suspend": (("permitted",), "suspended"),
    "resume": (("suspended",), "permitted"),
    "hold": (("permitted",), "held"),
    "report": (("held",), "reported"),
    "withdraw": (("preparing", "filed", "consulting", "for-decision", "permitted", "suspended"), "withdrawn"),
}
FINAL = {"refused", "reported", "withdrawn"}


@dataclass
class Run:
    """One obligation: of which clock, due when, and how it ended."""

    clock: str
    due: date
    outcome: str = "open"


@dataclass
class Reference:
    """The dossier of a conference that begins on a day and ends the next one."""

    begins: date
    ends: date
    stage: str = "preparing"
    runs: list[Run] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.runs.append(Run("filing", self.begins - timedelta(40)))

    def open(self, clock: str) -> list[Run]:
        return [run for run in self.runs if run.clock == clock and run.outcome == "open"]

    def may(self, step: str, today: date) -> bool:
        """Whether a step leads on, and no opinion that is not yet overdue holds it up."""
        sources, _target = STEPS[step]
        waits = step == "put-forward" and any(today <= run.due for run in self.open("opinion"))
        return self.stage in sources and not waits

    def take(self, step: str, today: date) -> None:
        if step == "file":
            self._end("filing", today)
        if step == "report":
            self._end("result", today)
        if self.stage == "consulting":
            for run in self.open("opinion"):
                run.outcome = "unmet" if today > run.due else "stopped"
        if step == "complete":
            self.runs.append(Run("opinion", today + timedelta(15)))
        if step == "hold":
            self.runs.append(Run("result", self.ends + timedelta(15)))
        self.stage = STEPS[step][1]
        if self.stage in FINAL:
            for run in self.runs:
                run.outcome = "unmet" if run.outcome == "open" else run.outcome

    def may_answer(self) -> bool:
        return self.stage == "consulting" and bool(self.open("opinion"))

    def answer(self, today: date) -> None:
        self._end("opinion", today)

    def _end(self, clock: str, today: date) -> None:
        for run in self.open(clock):
            run.outcome = "met" if today <= run.due else "late"
