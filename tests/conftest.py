"""An office to work in, made once for the whole run, and its people."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.people import People, gather
from trivet.core.exchange import load_folder
from trivet.core.office import begin

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "vietnam-2024"


def pytest_report_header() -> str:
    """Name the database that this run is on."""
    return f"trivet tests on {connection.vendor}"


@pytest.fixture
def office(db: Any) -> People:
    """A neutral country's empty record (profile generic, Kenya) and the people who work on it."""
    begin("generic", "KEN")
    return gather()


@pytest.fixture
def example(db: Any) -> People:
    """The bundled example, loaded by its clerk and verified by its reviewer."""
    begin("vietnam")
    people = gather("mfa", "central-external-relations-commission")
    load_folder(EXAMPLE, clerk=people.clerk, reviewer=people.reviewer, keeper=people.ministry, reason="the example")
    return people


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say plainly which acceptance tests were skipped, since a worker's own output is swallowed."""
    for report in terminalreporter.stats.get("skipped", []):
        if "ACCEPTANCE SKIPPED" in str(report.longrepr):
            terminalreporter.write_line(f"ACCEPTANCE SKIPPED {report.nodeid}")
