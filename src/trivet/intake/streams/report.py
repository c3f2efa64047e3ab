"""What a run over a stream did and found, for people and machines."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from trivet.intake.resolving import Unresolved

#: So many errors (and so many notices) are kept word for word; beyond, they are counted.
MOST_TOLD = 20_000


@dataclass(frozen=True)
class Trouble:
    """Something about a row: the file, its number there, the cell or field, and what is to be done."""

    file: str
    row: int
    field: str
    message: str

    def as_json(self) -> dict[str, Any]:
        return {"file": self.file, "row": self.row, "field": self.field, "message": self.message}


@dataclass
class Report:
    """How many rows were read, and what became of them.

    refused rows are those with an error; repeated ones tell again what an earlier row of the run told; skipped rows of
    the files are not of the kind that the mapping takes, and not counted as read. `beside` counts
    the records that were made for rows to point to, by register. `asked` are names that no partner bears for certain.
    """

    rows: int = 0
    created: int = 0
    changed: int = 0
    closed: int = 0
    unchanged: int = 0
    repeated: int = 0
    refused: int = 0
    skipped: int = 0
    errors: list[Trouble] = field(default_factory=list)
    noticed: list[Trouble] = field(default_factory=list)
    untold: int = 0
    beside: Counter[str] = field(default_factory=Counter)
    asked: dict[str, tuple[int, Unresolved]] = field(default_factory=dict)

    def error(self, trouble: Trouble) -> None:
        self._add(self.errors, trouble)

    def notice(self, trouble: Trouble) -> None:
        self._add(self.noticed, trouble)

    def ask(self, name: str, unresolved: Unresolved) -> None:
        count, _found = self.asked.get(name, (0, unresolved))
        self.asked[name] = (count + 1, unresolved)

    def _add(self, told: list[Trouble], trouble: Trouble) -> None:
        if len(told) < MOST_TOLD:
            told.append(trouble)
        else:
            self.untold += 1

    def as_json(self) -> dict[str, Any]:
        """For machines: counts and every error and notice with file, row and field."""
        counts = {
            name: getattr(self, name)
            for name in ("rows", "created", "changed", "closed", "unchanged", "repeated", "refused", "skipped")
        }
        return {
            **counts,
            "beside": dict(self.beside),
            "errors": [one.as_json() for one in self.errors],
            "noticed": [one.as_json() for one in self.noticed],
            "untold": self.untold,
            "asked": [self._asked(name) for name in sorted(self.asked)],
        }

    def _asked(self, name: str) -> dict[str, Any]:
        count, found = self.asked[name]
        candidates = [{"key": one.key, "name": one.name, "why": one.why.name.lower()} for one in found.candidates]
        return {"name": name, "rows": count, "candidates": candidates}
