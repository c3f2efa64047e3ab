"""One proposal: what a document states, what a register would take of it, and what that would do to the record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from trivet.figures.claims import Quote
from trivet.values.dates import DateError, parse_date

#: A record would be made, is told as it stands, would be completed, is told otherwise; or nothing would be written.
Would = Literal["create", "confirm", "change", "contradict", "none"]


@dataclass(frozen=True)
class Told:
    """What a document states, in the words that fill fields: partners are keys of the record, dates EDTF."""

    kind: str
    act: str
    modality: str
    direction: str
    values: dict[str, Any]
    partners: tuple[str, ...]
    quotes: tuple[Quote, ...]

    @property
    def identity(self) -> tuple[object, ...]:
        """By what two tellings are of one thing: all but the words, unless nothing else tells it from others."""
        told = {name: value for name, value in self.values.items() if name != "words"}
        if not told.keys() - {"act", "written"}:
            told["words"] = self.values.get("words")
        return (self.kind, self.act, self.modality, self.direction, self.partners, tuple(sorted(told.items())))


def times(edtf: str) -> dict[str, str]:
    """A time as a whole, and its first and last day; nothing for what is none, such as 30 February."""
    try:
        parse_date(edtf)
    except DateError:
        return {}
    first, _, last = edtf.partition("/")
    return {"date": edtf, "first": first, "last": last or first}


@dataclass(frozen=True)
class Proposed:
    """A fact with the entry that it would make; `values` are the fields of the register, plain."""

    kind: str
    act: str
    modality: str
    language: str
    register: str
    values: dict[str, Any]
    quotes: tuple[Quote, ...]
    would: Would = "none"
    against: UUID | None = None
    confidence: float = 0.0
    told: dict[str, Any] = field(default_factory=dict)
    direction: str = ""
    #: Who read it: the rules, or the language model that the installation names.
    by: str = "rules"

    @property
    def polarity(self) -> str:
        """Whether the document says that it is so or that it is not."""
        return "negative" if self.modality == "denied" else "positive"

    def as_json(self) -> dict[str, Any]:
        """For machines; offsets in code points of the text as it was read."""
        quotes = [{"source": q.source, "start": q.start, "end": q.end, "text": q.text} for q in self.quotes]
        return {
            "kind": self.kind,
            "act": self.act,
            "polarity": self.polarity,
            "modality": "done" if self.modality == "denied" else self.modality,
            "fields": self.values or self.told,
            "quotes": quotes,
            "register": self.register,
            "would": self.would,
            "against": str(self.against) if self.against else None,
            "confidence": round(self.confidence, 3),
            "by": self.by,
        }
