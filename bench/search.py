"""Search over all registers for a restricted reader, beside the raw full-text query without any restriction."""

from __future__ import annotations

from bench import plain
from bench.table import Line, compared
from bench.world import COMMON, RARE, SECOND, World
from trivet.core.entries import find
from trivet.values.text import fold

BUDGET, TIMES = 150, 30


def run(world: World) -> list[Line]:
    """A word of a third of the entries, one of one in ten thousand, two words, and two letters of a word."""
    asked = {
        "search, a word of a third": COMMON,
        "search, a rare word": RARE,
        "search, two words": f"{COMMON} {SECOND}",
        "search, two letters of many": "bi",
        "search, two letters of few": RARE[:2],
        "search, no such word": "qqqq",
    }
    return [
        compared(what, [lambda t=text: find(world.reader, t)] * TIMES, [lambda t=text: raw(t)] * TIMES, BUDGET)
        for what, text in asked.items()
    ]


def raw(text: str) -> list[object]:
    """What the database's own search takes."""
    return plain.searched(fold(text))
