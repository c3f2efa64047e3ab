"""What changed since a review was frozen: each figure that moved, and the records that moved it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from trivet.core.standpoint import Standpoint
from trivet.figures.figure import Tally, ask, gather_for, number
from trivet.reports.frozen import FrozenReview
from trivet.values.dates import parse_date


@dataclass(frozen=True)
class Change:
    """One figure that is not what it was, with the records that joined, left or changed their state or weight."""

    title: str
    code: str
    before: str
    after: str
    joined: list[str]
    left: list[str]
    changed: list[str]


def numbers_of(codes: list[str], year: int, place: Standpoint) -> dict[str, Any]:
    """The numbers a frozen review keeps: verified and in review by figure."""
    period = parse_date(f"{year:04d}")
    gather_for(codes, [place], period)
    tallies = {code: ask(code, place, period=period) for code in codes}
    return {
        code: {"verified": number(t.amount.verified), "in_review": number(t.amount.in_review)}
        for code, t in tallies.items()
    }


def changes_since(frozen: FrozenReview, then: Standpoint, place: Standpoint) -> list[Change]:
    """Compare the figures of a frozen review, as the same reader would have seen them then, with those of now."""
    period = parse_date(f"{frozen.year:04d}")
    found = []
    for code in frozen.numbers:
        before, after = (ask(code, one, period=period) for one in (then, place))
        change = _change(before, after)
        if change:
            found.append(change)
    return found


def _change(before: Tally, after: Tally) -> Change | None:
    old, new = ({c.row.uuid: c for c in tally.counted} for tally in (before, after))
    caption = after.question.standpoint.caption
    joined = [caption(new[uuid].row, words=after.question.profile) for uuid in new if uuid not in old]
    left = [caption(old[uuid].row, words=after.question.profile) for uuid in old if uuid not in new]
    moved = [uuid for uuid in new if uuid in old and _weight(new[uuid]) != _weight(old[uuid])]
    changed = [caption(new[uuid].row, words=after.question.profile) for uuid in moved]
    if not (joined or left or changed) and _numbers(before) == _numbers(after):
        return None
    return Change(str(after.figure.title), after.figure.code, _numbers(before), _numbers(after), joined, left, changed)


def _weight(counted: Any) -> tuple[Any, ...]:
    return counted.weight, counted.row.state, counted.part


def _numbers(tally: Tally) -> str:
    return f"{number(tally.amount.verified)} + {number(tally.amount.in_review)}"
