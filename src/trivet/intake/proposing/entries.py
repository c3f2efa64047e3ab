"""What a fact becomes in the record: the register, what fills its fields, and by what a record is the one told of."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

#: What fills a field with the words themselves, so that no two documents need agree on it.
WORDS = "words"


@dataclass(frozen=True)
class Entry:
    """The rule of one kind of fact; entries.toml says what each of its names means."""

    facts: tuple[str, ...]
    register: str
    fill: dict[str, str]
    same: tuple[str, ...]
    set: dict[str, str] = field(default_factory=dict)
    when: str = ""
    one: bool = False
    keeps: bool = False

    @property
    def compared(self) -> tuple[str, ...]:
        """The filled fields that two tellings of one thing must agree on, beyond those that make it the same."""
        free = {name for name, source in self.fill.items() if source == WORDS}
        return tuple(name for name in self.fill if name not in free and name not in self.same)


@cache
def entries() -> dict[str, Entry]:
    """The rules by what they are for: "visit.made.out", "agreement.signed"."""
    table = tomllib.loads(Path(__file__).with_name("entries.toml").read_text(encoding="utf-8"))
    found = [Entry(tuple(one.pop("facts")), same=tuple(one.pop("same")), **one) for one in table["entry"]]
    return {name: entry for entry in found for name in entry.facts}


def rule_of(kind: str, act: str, direction: str = "") -> str:
    """The name under which the rule of a fact stands."""
    return ".".join(filter(None, (kind, act, direction)))
