"""Every figure and the whole yearly review, beside a plain count of the rows that a figure is about."""

from __future__ import annotations

from typing import Any

import trivet.figures.counts  # noqa: F401  (declares the figures)
from bench import plain
from bench.table import Line, compared
from bench.world import World
from trivet.core.standpoint import Standpoint
from trivet.figures.figure import ask, figures
from trivet.reports.review import write_review
from trivet.values.dates import parse_date

YEAR, TIMES, BUDGET = 2024, 3, 10_000
_IN_YEAR = f"{{0}}_earliest >= '{YEAR}-01-01' AND {{0}}_latest <= '{YEAR}-12-31'"
_BY_YEAR = f"{{0}}_latest <= '{YEAR}-12-31'"
#: By the first word of a figure's code: the table it is about and the days it looks at.
TABLES = {
    "activities": ("registers_activity", _IN_YEAR.format("ends")),
    "events": ("registers_activity", _IN_YEAR.format("ends")),
    "agreements": ("registers_agreement", _BY_YEAR.format("signed")),
    "relations": ("registers_diplomaticrelation", _BY_YEAR.format("established")),
    "frameworks": ("registers_frameworkact", _BY_YEAR.format("declared")),
    "titles": ("registers_title", _BY_YEAR.format("granted")),
    "community": ("registers_indicator", _BY_YEAR.format("period")),
    "citizens": ("registers_evacuation", _BY_YEAR.format("ends")),
}


def run(world: World) -> list[Line]:
    """Each figure alone from a fresh standpoint; the review asks all from one."""
    codes = [code for code in sorted(figures()) if code.partition(".")[0] in TABLES]
    head = world.people.head
    lines = [_figure(code, head) for code in codes]
    whole = compared(
        f"review of {YEAR}",
        [lambda: write_review(YEAR, Standpoint(head))] * TIMES,
        [lambda: [count(code) for code in codes]] * TIMES,
        BUDGET,
    )
    return [*lines, whole]


def _figure(code: str, head: Any) -> Line:
    period = parse_date(str(YEAR))
    return compared(
        f"figure {code}", [lambda: ask(code, Standpoint(head), period=period)] * TIMES, [lambda: count(code)] * TIMES
    )


def count(code: str) -> list[Any]:
    table, days = TABLES[code.partition(".")[0]]
    return plain.ask(f"SELECT state, count(*) FROM {table} WHERE state IN {plain.OPEN} AND {days} GROUP BY state")
