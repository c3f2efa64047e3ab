"""Other people's data, rows a second: first run and second, beside reading the same files bare. python -m bench streams

The files are made here in the forms of three bundled mappings. Memory is the most that the process held.
"""

from __future__ import annotations

import csv
import gzip
import json
import resource
import tempfile
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

from bench.table import Clock, Line
from tests.people import gather
from trivet.core.beginning import begin
from trivet.intake.streams.mapping import load_stream
from trivet.intake.streams.running import Run

BUDGET = 2000
_COUNTRIES = ("France", "Brazil", "Japan", "Zaire", "Kenya", "Viet Nam", "U.S.S.R.", "Sweden")


def run(rows: int) -> list[Line]:
    """Each mapping twice; the second run finds nothing new."""
    begin("generic", "KEN")
    people, lines = gather(), []
    with tempfile.TemporaryDirectory() as folder:
        for stream, (make, bare) in _FORMS.items():
            file = make(Path(folder), rows)
            plain = _timed(lambda bare=bare, file=file: bare(file))  # type: ignore[misc]
            for turn in ("first", "again"):
                work = Run(load_stream(stream), [file], people.clerk, people.ministry, date(2024, 1, 1))
                spent = _timed(work.go)
                done = work.report
                assert done.created == (rows if turn == "first" else 0) and not done.errors, done.errors[:3]
                held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                what = f"{stream}, {rows:,} rows, {turn} ({held:.0f} MiB at most)"
                budget = (f"{BUDGET:,} rows/s", rows / spent >= BUDGET) if turn == "first" else ("", True)
                lines.append(
                    Line(what, f"{rows / spent:,.0f} rows/s", f"{rows / plain:,.0f} rows/s", spent / plain, *budget)
                )
    return lines


def _timed(work: Callable[[], object]) -> float:
    begun = Clock.now()
    work()
    return Clock.now() - begun


def _days(rows: int) -> Iterable[tuple[int, date]]:
    return ((number, date(1976, 8, 1) + timedelta(number % 5000)) for number in range(rows))


def _visits(folder: Path, rows: int) -> Path:
    file = folder / "visits.xml"
    with file.open("w", encoding="utf-8") as out:
        out.write("<visits>")
        for number, day in _days(rows):
            land = _COUNTRIES[number % len(_COUNTRIES)]
            out.write(
                f"<visit><id>{number}</id><start-date>{day}</start-date><end-date>{day}</end-date>"
                f'<visitor>President Nobody {number % 400}</visitor><from id="x">{land}</from>'
                f"<description>Official working visit {number}.</description></visit>\n"
            )
        out.write("</visits>")
    return file


def _missions(folder: Path, rows: int) -> Path:
    file = folder / "database_of_embassies_bench.csv"
    names = ["operator", "jurisdictions", "country", "city", "address", "latitude", "longitude", "phone", "email"]
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, delimiter=";")
        table.writerow([*names, "website", "type", "creation", "QID"])
        for number, day in _days(rows):
            one, other = _COUNTRIES[number % 3], _COUNTRIES[number % 2]
            told = [one, f"{other}|{one}", other, f"City {number}", "1 Street", "1.5", "2.5", "+1", "a@example.org"]
            table.writerow([*told, "https://example.org", "embassy", f"{day}T00:00:00Z", f"Q{number}"])
    return file


def _treaties(folder: Path, rows: int) -> Path:
    file = folder / "treaties.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as out:
        for number, day in _days(rows):
            told = {"uuid": f"u{number}", "title": f"Agreement number {number}", "field3": "BI", "subject": "TRADE"}
            told |= {"country_name": "France ; Kenya", "signed_event_date": f"{day:%d/%m/%Y}", "references": "x"}
            out.write(json.dumps(told) + "\n")
    return file


def _read_xml(file: Path) -> int:
    return sum(1 for element in ElementTree.parse(file).iter("visit"))


def _read_csv(file: Path) -> int:
    with file.open(encoding="utf-8", newline="") as text:
        return sum(1 for _row in csv.DictReader(text, delimiter=";"))


def _read_jsonl(file: Path) -> int:
    with gzip.open(file, "rt", encoding="utf-8") as text:
        return sum(1 for line in text if json.loads(line))


_FORMS: dict[str, tuple[Callable[[Path, int], Path], Callable[[Path], int]]] = {
    "historyatstate-visits": (_visits, _read_xml),
    "wikidata-embassies": (_missions, _read_csv),
    "uk-treaties": (_treaties, _read_jsonl),
}
