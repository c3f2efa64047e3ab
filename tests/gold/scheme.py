"""How a gold sentence is written down: its form, and the kinds of fact with what may happen in each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
LANGUAGES, SPLITS = ("en", "vi", "id"), ("dev", "test")
#: Written later, above all for other wordings; open to whoever writes patterns, as dev is.
VARIED = "varied"
#: Written later still, in the manner of releases and news; measured before anybody looked at it, open since.
FURTHER = "further"
MODALITIES = {"done", "planned", "expected", "urged", "denied"}
QUALIFIERS = {"exact", "about", "over", "under", "nearly", "vague"}
#: What happens in a fact of each kind.
ACTS: dict[str, set[str]] = {
    "relations": {"established", "severed", "resumed"},
    "tier": {"raised", "established"},
    "visit": {"made"},
    "meeting": {"held"},
    "call": {"held"},
    "agreement": {"signed", "ratified", "in-force", "concluded"},
    "seat": {"elected"},
    "forum-role": {"chair", "vice-chair", "host", "coordinator", "member", "observer", "active"},
    "event": {"hosted"},
    "initiative": {"proposed", "co-sponsored", "adopted"},
    "title": {"inscribed"},
    "evacuation": {"carried-out"},
    "instruction": {"given"},
    "aim": {"set"},
    "negotiation": {"round"},
    "opportunity": {"seen"},
    "barrier": {"met", "lifted"},
    "contribution": {"made"},
    "figure": {"stated"},
}


@dataclass(frozen=True)
class Fact:
    """One fact that a sentence states, as README.md has it."""

    kind: str
    act: str
    modality: str
    partners: list[str]
    direction: str
    leader: str
    date: str
    figure: dict[str, str] | None
    quote: str


@dataclass(frozen=True)
class Sentence:
    """A sentence with its facts."""

    id: str
    speaker: str
    on: str
    text: str
    facts: list[Fact]


def sentences(language: str, split: str) -> Iterator[Sentence]:
    """The sentences of a file, in order. Raises TypeError for a line with more or fewer names than it has."""
    for line in (FOLDER / f"{language}-{split}.jsonl").read_text(encoding="utf-8").splitlines():
        told: dict[str, Any] = json.loads(line)
        assert set(told) == {one.name for one in fields(Sentence)}, told["id"]
        yield Sentence(**told | {"facts": [Fact(**one) for one in told["facts"]]})
