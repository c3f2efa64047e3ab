"""A list of 12,697 treaties in 12,498 overlapping pages: 1,249,800 rows go in, and each treaty once."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from tests.intake.streams.repeats import check_repeats
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.mark.timeout(7200)
def test_a_list_of_overlapping_pages_goes_in_once(office: People, tmp_path: Path) -> None:
    report = check_repeats(office, tmp_path, things=12_697, pages=12_498)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\n{report.rows:,} rows, {report.created:,} created, {report.repeated:,} repeated, {held} MiB at most")
