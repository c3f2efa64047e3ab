"""Real sets of other people's data, rows a second: python -m bench.sets NAME=PATH ... [--markdown]

Each set is taken in twice, the second time with nothing new. Beside it stands how fast the same rows are only read.
Memory is the most that the process held until then, so flat memory is a column that does not grow with the rows.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.table import Clock, Line, show

if TYPE_CHECKING:
    from trivet.intake.streams.report import Report

BUDGET = 2000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.sets", description=__doc__)
    parser.add_argument("sets", nargs="+", metavar="NAME=PATH", help="a mapping and where its files are")
    parser.add_argument("--markdown", action="store_true", help="print the table for docs/bench.md too")
    args = parser.parse_args()
    home = tempfile.mkdtemp(prefix="trivet-bench-")
    os.environ["TRIVET_HOME"], os.environ["TRIVET_SECRET_KEY"] = home, "only-for-benches"
    os.environ["DJANGO_SETTINGS_MODULE"] = "trivet.site.settings"
    try:
        measure([one.partition("=")[::2] for one in args.sets], args.markdown)
    finally:
        shutil.rmtree(Path(home), ignore_errors=True)


def measure(sets: list[tuple[str, str]], markdown: bool) -> None:
    """Begin a record, take each set in twice, print one table."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tests.people import gather
    from trivet.core.beginning import begin

    call_command("migrate", verbosity=0)
    begin("generic", "KEN")
    people = gather()
    lines = [line for name, path in sets for line in _lines(name, Path(path), people)]
    load = f"wall time, load {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores"
    show(lines, f"{connection.vendor}, {load}", markdown)


def _lines(name: str, path: Path, people: Any) -> list[Line]:
    begun = Clock.now()
    read = _read(name, path)
    plain = Clock.now() - begun
    lines = []
    for turn in ("first", "again"):
        begun = Clock.now()
        report = _taken(name, path, people)
        spent = Clock.now() - begun
        assert turn == "first" or (report.created, report.changed, report.closed) == (0, 0, 0), name
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        what = f"{name}, {report.rows:,} rows, {turn} ({held:.0f} MiB at most)"
        budget = (f"{BUDGET:,} rows/s", report.rows / spent >= BUDGET) if turn == "first" else ("", True)
        ours, bare = f"{report.rows / spent:,.0f} rows/s", f"{read / plain:,.0f} rows/s"
        lines.append(Line(what, ours, bare, spent / plain, *budget))
    return lines


def _read(name: str, path: Path) -> int:
    """Every row of the set, only read."""
    from trivet.intake.streams.mapping import Reading, load_stream
    from trivet.intake.streams.reading import files_of, read_rows
    from trivet.watch.ballots import find_ballots

    ballots = find_ballots(name)
    readings = [Reading(ballots.votes.files, "csv")] if ballots else [one.reading for one in load_stream(name).sections]
    return sum(1 for one in readings for _row in read_rows(one, files_of([path], one.files), [path]))


def _taken(name: str, path: Path, people: Any) -> Report:
    from trivet.intake.streams.mapping import load_stream
    from trivet.intake.streams.running import Run
    from trivet.watch.ballots import find_ballots
    from trivet.watch.taking import TakingBallots

    ballots = find_ballots(name)
    if ballots:
        return TakingBallots(ballots, [path], people.clerk, people.ministry).go()
    return Run(load_stream(name), [path], people.clerk, people.ministry).go()


if __name__ == "__main__":
    main()
