"""An office to work in, made once for the whole run, and its people."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils.translation import activate

from tests.people import People, again, gather
from trivet.core.beginning import begin
from trivet.core.exchange import load_folder

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "vietnam-2024"


def pytest_report_header() -> str:
    """Name the database that this run is on."""
    return f"trivet tests on {connection.vendor}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is marked for the other database is not part of this run."""
    other = "postgres" if connection.vendor == "sqlite" else "sqlite"
    left = [item for item in items if item.get_closest_marker(other)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


def _neutral() -> People:
    begin("generic", "KEN")
    return gather()


def _bundled() -> People:
    begin("vietnam")
    people = gather("mfa", "central-external-relations-commission")
    load_folder(EXAMPLE, clerk=people.clerk, reviewer=people.reviewer, keeper=people.ministry, reason="the example")
    return people


def _national() -> People:
    begin("vietnam")
    return gather("mfa", "central-external-relations-commission")


_WORLDS = {"office": _neutral, "example": _bundled, "people": _national}


@pytest.fixture(scope="module", autouse=True)
def _world(request: pytest.FixtureRequest, django_db_setup: Any, django_db_blocker: Any) -> Iterator[dict[str, People]]:
    """The one world that all tests of a file share, made once; each test rolls its own writes back."""
    used = {
        name
        for item in request.session.items
        if getattr(item, "module", None) is request.module
        for name in {*_WORLDS, "transactional_db"} & set(getattr(item, "fixturenames", ()))
    }
    if len(used) != 1 or not used <= set(_WORLDS):
        yield {}
        return
    with django_db_blocker.unblock(), transaction.atomic():
        yield {name: _WORLDS[name]() for name in used}
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _in_english() -> None:
    """A page that a test read in another language leaves that language behind."""
    activate("en")


@pytest.fixture
def office(_world: dict[str, People], db: Any) -> People:
    """A neutral country's empty record (profile generic, Kenya) and the people who work on it."""
    return again(_world["office"]) if "office" in _world else _neutral()


@pytest.fixture
def example(_world: dict[str, People], db: Any) -> People:
    """The bundled example, loaded by its clerk and verified by its reviewer."""
    return again(_world["example"]) if "example" in _world else _bundled()


@pytest.fixture
def people(_world: dict[str, People], db: Any) -> People:
    """The empty record of the profile `vietnam`, with the people of its ministry and of its Party commission."""
    return again(_world["people"]) if "people" in _world else _national()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what was measured, and say which acceptance tests were skipped: workers' own output is swallowed."""
    for report in terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", []):
        for name, told in getattr(report, "user_properties", []):
            if name == "measured":
                terminalreporter.write_line(str(told))
    for report in terminalreporter.stats.get("skipped", []):
        if "ACCEPTANCE SKIPPED" in str(report.longrepr):
            terminalreporter.write_line(f"ACCEPTANCE SKIPPED {report.nodeid}")
