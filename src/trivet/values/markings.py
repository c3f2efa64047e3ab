"""Levels of protection, from public to top secret, as numbers that can be compared."""

from enum import IntEnum


class Marking(IntEnum):
    """The five levels every profile names in its own words and maps to TLP 2.0."""

    PUBLIC = 0
    INTERNAL = 1
    CONFIDENTIAL = 2
    SECRET = 3
    TOP_SECRET = 4
