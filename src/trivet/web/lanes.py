"""Lanes over time: marks for days and bands for what is known less exactly, placed for one drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

#: The drawing, in its own units: its width, the room for the lanes' names, and the height of one lane.
WIDTH, NAMES, HEIGHT, TOP = 1000, 200, 34, 24
#: Narrower than this a band could not be seen or pressed.
_LEAST = 9
#: At most so many years are named below the lanes.
_NAMED = 14


@dataclass(frozen=True)
class Item:
    """Something that began at the earliest on one day and at the latest on another, in a lane."""

    lane: str
    earliest: date
    latest: date
    words: str
    url: str


@dataclass(frozen=True)
class Mark:
    """Where an item is drawn: an exact day as a mark, all else as a band."""

    x: float
    y: float
    width: float
    exact: bool
    lane: int
    words: str
    url: str


@dataclass(frozen=True)
class Drawing:
    """All that the template needs: lanes with their middle, marks, and lines for years."""

    width: int
    height: int
    names: list[tuple[int, float, str]]
    marks: list[Mark]
    years: list[tuple[float, int]]


def draw(items: Iterable[Item], lanes: Sequence[str]) -> Drawing | None:
    """Place items over the years that they span; None when there is nothing to draw."""
    items = [item for item in items if item.lane in lanes and date.min < item.earliest and item.latest < date.max]
    if not items:
        return None
    first = min(item.earliest for item in items).year
    last = max(item.latest for item in items).year + 1
    begin, days = date(first, 1, 1), (date(min(last, date.max.year), 1, 1) - date(first, 1, 1)).days
    scale = (WIDTH - NAMES - 10) / days

    def place(day: date) -> float:
        return round(NAMES + (day - begin).days * scale, 1)

    middles = {lane: TOP + HEIGHT * n + HEIGHT / 2 for n, lane in enumerate(lanes)}
    marks = []
    for item in items:
        left, right = place(item.earliest), place(item.latest)
        exact = item.earliest == item.latest
        width = round(max(right - left, 0 if exact else _LEAST), 1)
        marks.append(Mark(left, middles[item.lane], width, exact, lanes.index(item.lane) + 1, item.words, item.url))
    every = max(1, -(-(last - first) // _NAMED))
    years = [(place(date(year, 1, 1)), year) for year in range(first, last, every)]
    names = [(n, middles[lane], lane) for n, lane in enumerate(lanes, 1)]
    return Drawing(WIDTH, TOP + HEIGHT * len(lanes) + 8, names, marks, years)
