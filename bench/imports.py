"""Audited import, rows a second, beside raw executemany of the same live rows into a table of the same make."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from bench.table import Line
from bench.world import BATCH, World, timed

BUDGET = 2000


def run(world: World) -> list[Line]:
    """The first 20,000 rows and all of them; then changes of the same rows, which have no budget."""
    plain = _raw()
    sizes = [n for n in (20_000, world.size) if n <= world.size]
    lines = [_line(f"import {n:,} activities", n, world.imported, plain) for n in dict.fromkeys(sizes)]
    changed = _line(f"change {world.size:,} activities", world.size, world.changed, plain)
    return [*lines, Line(changed.what, changed.ours, changed.plain, changed.ratio)]


def _line(what: str, rows: int, ours: list[float], plain: list[float]) -> Line:
    batches = max(1, rows // BATCH)
    one, two = (batches * BATCH / sum(times[:batches]) for times in (ours, plain))
    return Line(what, f"{one:,.0f} rows/s", f"{two:,.0f} rows/s", two / one, f"{BUDGET:,} rows/s", one >= BUDGET)


def _raw() -> list[float]:
    """Seconds of each batch of the live rows written as they are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM registers_activity")
        rows = list(cursor.fetchall())
        for statement in _same_table(cursor):
            cursor.execute(statement)
    marks = ", ".join(["%s"] * len(rows[0]))
    times = []
    for start in range(0, len(rows), BATCH):
        some = rows[start : start + BATCH]
        times.append(timed(lambda some=some: _write(f"INSERT INTO bench_raw VALUES ({marks})", some))[1])
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_raw")
    return times


def _write(statement: str, rows: list[Any]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def _same_table(cursor: Any) -> list[str]:
    if connection.vendor == "postgresql":
        return ["CREATE TABLE bench_raw (LIKE registers_activity INCLUDING ALL)"]
    cursor.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = 'registers_activity' AND sql IS NOT NULL ORDER BY type DESC"
    )
    made = [sql for (sql,) in cursor.fetchall()]
    return [
        sql.replace('"registers_activity"', '"bench_raw"').replace('INDEX "', 'INDEX "bench_').replace("%", "%%")
        for sql in made
    ]
