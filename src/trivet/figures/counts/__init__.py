"""The figures themselves, a file a subject; importing the folder declares them."""

from trivet.figures.counts import (
    activities,
    agreements,
    culture,
    economy,
    nationals,
    network,
    presence,
    relations,
    staff,
    standing,
    tasks,
)

__all__ = [
    "activities",
    "agreements",
    "culture",
    "economy",
    "nationals",
    "network",
    "presence",
    "relations",
    "staff",
    "standing",
    "tasks",
]
