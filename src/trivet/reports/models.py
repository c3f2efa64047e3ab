"""The tables of this room."""

from trivet.reports.frozen import FrozenReview

__all__ = ["FrozenReview"]
