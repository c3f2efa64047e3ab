"""The commitments of a review: made, due or done in its years, or still open at their end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import pgettext

from trivet.core.gathering import Selection
from trivet.core.standpoint import Standpoint
from trivet.figures.figure import visible
from trivet.registers.commitments import Commitment
from trivet.reports.commitment_pack import target_of
from trivet.reports.words import dated
from trivet.values.dates import Held, UncertainDate

COMMITMENTS = Selection(Commitment)


@dataclass(frozen=True)
class CommitmentOfYear:
    """One commitment: its record, when it is due, and where it stands."""

    line: Any
    due: str
    standing: str


def commitments_of_year(place: Standpoint, period: UncertainDate, on: date) -> list[Any]:
    """The commitments made by the last day that were made, due or done in a period, or were open at its end."""
    rows = [row for row in visible(COMMITMENTS.rows(place, period)) if _belongs(row, period, on)]
    return sorted(rows, key=lambda row: (row.made.earliest, str(row.uuid)))


def _belongs(row: Any, period: UncertainDate, on: date) -> bool:
    if row.made is None or row.made.earliest > period.latest or row.status == Commitment.Status.DROPPED:
        return False
    dates = (one for one in (row.made, target_of(row), row.done) if one)
    return not _done(row, on) or any(one.within(period) is not Held.NO for one in dates)


def _done(row: Any, on: date) -> bool:
    return bool(row.done and row.done.earliest <= on)


def lines_of_commitments(rows: Iterable[Any], on: date, line_of: Callable[[Any], Any]) -> Iterator[CommitmentOfYear]:
    """The commitments in words; `line_of` tells the record behind each."""
    for row in rows:
        target = target_of(row)
        if _done(row, on):
            standing = str(Commitment.Status.DONE.label)
        elif target and target.latest < on:
            standing = pgettext("task", "overdue")
        elif row.done:  # done since, but not by that day
            standing = str(Commitment.Status.IN_PROGRESS.label)
        else:
            standing = str(Commitment.Status(row.status).label)
        yield CommitmentOfYear(line_of(row), dated(target), standing)
