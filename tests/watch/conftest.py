"""Tables kept aside are files: each test has a folder of its own for them."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def aside_of_its_own(settings, tmp_path: Path) -> None:
    """The tables of a test are gone with it."""
    settings.TRIVET_HOME = tmp_path / "home"
