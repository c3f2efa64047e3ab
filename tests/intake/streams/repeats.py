"""A file in which most rows tell again what an earlier one told, as overlapping pages of one list do."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from tests.people import People
from trivet.intake.streams.mapping import load_stream
from trivet.intake.streams.report import Report
from trivet.intake.streams.running import Run
from trivet.registers.agreements import Agreement


def check_repeats(office: People, folder: Path, *, things: int, pages: int) -> Report:
    """Pages of a hundred rows, each beginning a little after the one before: every treaty goes in once."""
    file = folder / "treaties.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8", compresslevel=1) as out:
        out.writelines(_rows(things, pages))
    report = Run(load_stream("uk-treaties"), [file], office.clerk, office.ministry).go()
    assert (report.rows, report.created, report.repeated) == (pages * 100, things, pages * 100 - things)
    assert report.errors == [] and report.asked == {}
    assert Agreement.objects.filter(title__startswith="Agreement number").count() == things
    return report


def _rows(things: int, pages: int) -> Iterator[str]:
    for page in range(pages):
        first = page * (things - 100) // (pages - 1)
        for number in range(first, first + 100):
            told = {"uuid": f"u{number}", "title": f"Agreement number {number}", "field3": "BI", "subject": "TRADE"}
            signed = f"{number % 28 + 1:02}/{number % 12 + 1:02}/{1900 + number % 70}"
            yield json.dumps(told | {"country_name": "Kenya ; Sweden", "signed_event_date": signed}) + "\n"
