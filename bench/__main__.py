"""Runs the benches named (or all) on one synthetic world: python -m bench [name ...] [--quick] [--markdown]

`python -m bench clearing`, `programme`, `streams` and `transitions` make worlds of their own: they are run only when
they are named, each in a run of its own.
"""

from __future__ import annotations

import argparse
import importlib
import os
import shutil
import tempfile
import time
from pathlib import Path

from bench.table import Clock, show

BENCHES = ("imports", "asof", "lists", "search", "figures", "pages")
#: Benches with a world of their own, run only when named.
ALONE = ("clearing", "programme", "streams", "transitions")
ROWS, QUICK = 100_000, 5_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "names",
        nargs="*",
        metavar="name",
        help=f"of {', '.join(BENCHES + ALONE)}; {', '.join(BENCHES)} when none is named",
    )
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} rows")
    parser.add_argument("--rows", type=int, help=f"activities in the world ({ROWS:,})")
    parser.add_argument("--markdown", action="store_true", help="print the table for docs/bench.md too")
    parser.add_argument("--cpu", action="store_true", help="measure processor time, for SQLite on a busy machine")
    args = parser.parse_args()
    if args.cpu:
        Clock.now = staticmethod(time.process_time)
    unknown = set(args.names) - {*BENCHES, *ALONE}
    if unknown:
        parser.error(f"no bench {', '.join(sorted(unknown))}; there are {', '.join(BENCHES + ALONE)}")
    home = tempfile.mkdtemp(prefix="trivet-bench-")
    os.environ["TRIVET_HOME"], os.environ["TRIVET_SECRET_KEY"] = home, "only-for-benches"
    os.environ["DJANGO_SETTINGS_MODULE"] = "trivet.site.settings"
    try:
        measure(args.names or list(BENCHES), args.rows or (QUICK if args.quick else ROWS), args.markdown)
    finally:
        shutil.rmtree(Path(home), ignore_errors=True)


def measure(names: list[str], rows: int, markdown: bool) -> None:
    """Make the world, run the benches on it, print one table."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench.world import World

    call_command("migrate", verbosity=0)
    clock = "processor time" if Clock.now is time.process_time else "wall time"
    load = f"{clock}, load {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores"
    if names and set(names) <= set(ALONE):
        lines = [line for name in names for line in importlib.import_module(f"bench.{name}").run(rows)]
        show(lines, f"{connection.vendor}, {load}", markdown)
        return
    begun = time.perf_counter()
    world = World(rows).make()
    made = time.perf_counter() - begun
    print(
        f"{connection.vendor}: {rows:,} synthetic activities in three versions, seed {world.seed}, made in {made:.0f} s"
    )
    lines = []
    for name in names:
        lines += importlib.import_module(f"bench.{name}").run(world)
    show(lines, f"{connection.vendor}, {rows:,} activities x 3 versions, {load}", markdown)


if __name__ == "__main__":
    main()
