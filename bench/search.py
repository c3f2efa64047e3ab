"""Search over all registers for a restricted reader, beside the raw full-text query without any restriction."""

from __future__ import annotations

from django.db import connection

from bench import plain
from bench.table import Line, compared
from bench.world import COMMON, RARE, SECOND, World
from trivet.core.entries import find
from trivet.core.records import FOREVER
from trivet.values.text import fold

BUDGET, TIMES = 150, 30
_ORDER = "ORDER BY starts_earliest DESC NULLS LAST, row DESC LIMIT 50"


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
    words = fold(text).split()
    if connection.vendor == "sqlite":
        match = "row IN (SELECT rowid FROM core_entry_text WHERE core_entry_text MATCH %s)"
        phrase = " AND ".join(f'"{word}"*' for word in words)
    else:
        match = "to_tsvector('simple', folded) @@ to_tsquery('simple', %s)"
        phrase = " & ".join(f"{word}:*" for word in words)
    return plain.ask(f"SELECT * FROM core_entry WHERE vt = {FOREVER} AND {match} {_ORDER}", [phrase])
