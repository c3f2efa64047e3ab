"""Rounds of a text at random against a simple model: what each body owes or said, the version, and how it ends."""

import os

import pytest

from tests.conftest import _world, people
from tests.coordination.conftest import Desk, desk
from tests.coordination.rounds import check_rounds
from tests.procedures.conftest import hire

__all__ = ["_world", "desk", "hire", "people"]
RUNS = 2000 if os.environ.get("TRIVET_TRIALS") == "full" else 20


@pytest.mark.django_db
@pytest.mark.timeout(4 * 3600)
def test_random_rounds_go_as_on_paper(desk: Desk) -> None:
    check_rounds(desk, RUNS)
    print(f"\n{RUNS} rounds of up to twelve acts, each as the model has it")
