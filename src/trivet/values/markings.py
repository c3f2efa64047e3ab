"""Levels of protection, from public to top secret, as numbers that can be compared."""

from enum import IntEnum


class Marking(IntEnum):
    """The five levels every profile names in its own words and maps to TLP 2.0."""

    PUBLIC = 0
    INTERNAL = 1
    CONFIDENTIAL = 2
    SECRET = 3
    TOP_SECRET = 4


def marking_named(text: str) -> Marking:
    """The level of a name (public, internal, confidential, secret, top-secret). Raises ValueError."""
    try:
        return Marking[text.strip().upper().replace("-", "_").replace(" ", "_")]
    except KeyError:
        names = ", ".join(one.name.lower().replace("_", "-") for one in Marking)
        raise ValueError(f"“{text}” is no marking: write one of {names}") from None
