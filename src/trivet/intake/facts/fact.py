"""One fact that a document states."""

from __future__ import annotations

from dataclasses import dataclass

from trivet.intake.claims import Quote
from trivet.values.numbers import Quantity


@dataclass(frozen=True, slots=True)
class ReadFact:
    """One fact that a document states; kinds, acts and the rest as tests/gold/README.md tells them."""

    kind: str
    act: str
    modality: str
    partners: tuple[str, ...]
    direction: str
    leader: str
    date: str
    quote: Quote
    #: The tier of a partnership, the number of a document or of a direction, the years of an anniversary.
    detail: str = ""
    #: The number that a figure tells.
    count: Quantity | None = None
