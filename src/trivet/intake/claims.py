"""What reading a document yields: claims, each with the exact words it rests on."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Act = Literal["raised", "established"]
Modality = Literal["achieved", "expected"]

#: EDTF's way of writing a year that nobody named.
UNKNOWN_PERIOD = "XXXX"


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage of the source: `text` is `source[start:end]`, in code points, always."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class ReadClaim:
    """One figure or fact that the document states; told twice, it is one claim with two quotes."""

    figure: str
    partner: str | None
    tier: str | None
    act: Act | None
    value: Decimal | None
    of: Decimal | None
    qualifier: str | None
    unit: str | None
    period: str
    modality: Modality
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document read: its period may be inferred from its words when no title states it."""

    language: str
    period: str
    period_inferred: bool
    claims: tuple[ReadClaim, ...]
