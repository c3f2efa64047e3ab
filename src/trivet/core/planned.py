"""One row of a file on its way into a register: what it means, what it would do, or why it cannot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from trivet.core.imports import ImportRow

NEW, CHANGED, CONFLICT, WRONG = (
    ImportRow.Kind.NEW,
    ImportRow.Kind.CHANGED,
    ImportRow.Kind.CONFLICT,
    ImportRow.Kind.WRONG,
)
UNCHANGED = "unchanged"


@dataclass
class Planned:
    """One row of a file: what it would do, or why it cannot."""

    position: int
    place: str
    cells: dict[str, str]
    record: UUID
    kind: str = NEW
    expected: int | None = None
    caption: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    changes: list[list[str]] = field(default_factory=list)
    problems: list[list[str]] = field(default_factory=list)
    live: Any = None
    base: Any = None

    def say(self, name: str, message: str, place: str = "") -> None:
        """Note what is wrong with the row."""
        self.problems.append([place or self.place, name, message])
        self.kind = WRONG


@dataclass
class Filing:
    """What the person chose for new rows, and which column is which field, by table."""

    columns: dict[str, dict[str, str]]
    keeper: UUID | None
    marking: int
