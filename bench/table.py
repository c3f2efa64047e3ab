"""How a measure is taken and shown: our time beside plain SQL's of the same run, and the budget."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

HEADINGS = ("what", "ours", "plain", "ours / plain", "budget", "")


@dataclass(frozen=True)
class Line:
    """One measured thing. `ratio` is our time by plain time; `kept` is whether the budget is, when there is one."""

    what: str
    ours: str
    plain: str
    ratio: float
    budget: str = ""
    kept: bool = True

    @property
    def cells(self) -> tuple[str, ...]:
        verdict = "" if not self.budget else "kept" if self.kept else "OVER"
        return self.what, self.ours, self.plain, f"{self.ratio:.1f}" if self.ratio else "", self.budget, verdict


class Clock:
    """The wall's clock; or, on a machine that others use too, the seconds that this process had a processor.

    Processor time tells the truth of SQLite, which works inside our process, but leaves out waiting for the disk.
    """

    now = staticmethod(time.perf_counter)


def milliseconds(works: Sequence[Callable[[], Any]]) -> list[float]:
    """The milliseconds of each piece of work, sorted, after one to warm up."""
    works[0]()
    found = []
    for work in works:
        begun = Clock.now()
        work()
        found.append((Clock.now() - begun) * 1000)
    return sorted(found)


def compared(
    what: str, ours: Sequence[Callable[[], Any]], plain: Sequence[Callable[[], Any]], budget: float = 0
) -> Line:
    """p50 and p95 of our way and of plain SQL, with a budget of so many milliseconds at p95."""
    one, two = milliseconds(ours), milliseconds(plain)
    ratio = middle(one) / max(middle(two), 0.001)
    return Line(
        what, told(one), told(two), ratio, f"{budget:g} ms" if budget else "", not budget or late(one) <= budget
    )


def middle(times: list[float]) -> float:
    return times[len(times) // 2]


def late(times: list[float]) -> float:
    return times[min(len(times) - 1, int(len(times) * 0.95))]


def told(times: list[float]) -> str:
    return f"{middle(times):.1f} / {late(times):.1f} ms"


def show(lines: Sequence[Line], title: str, markdown: bool) -> None:
    """Print the table for people, and (asked for) as the page of the documentation has it."""
    table = Table(*HEADINGS, title=title)
    for line in lines:
        table.add_row(*line.cells)
    Console(width=150).print(table)
    if markdown:
        rows = [HEADINGS, ("---",) * len(HEADINGS), *(line.cells for line in lines)]
        print("\n".join("| " + " | ".join(row) + " |" for row in rows))
