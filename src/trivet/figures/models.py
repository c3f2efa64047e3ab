"""The tables of this room."""

from trivet.figures.claims import Claim

__all__ = ["Claim"]
