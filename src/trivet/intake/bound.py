"""A number and the figure that it tells."""

from dataclasses import dataclass

from trivet.intake.lexicon import Mark
from trivet.values.numbers import Quantity


@dataclass(frozen=True, slots=True)
class Bound:
    """A number bound to a figure; `start` and `end` take in the words that the binding rests on."""

    figure: str
    tier: str | None
    quantity: Quantity
    head: Mark
    start: int
    end: int
    #: A word like "reached" or "menjadi" leads to the number.
    is_reached: bool
    #: How far-fetched the binding is, to choose between rivals.
    cost: float
