"""What was planted in a programme is found, rule by rule, and nothing else; hidden lines are days and no more."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.programme.planted import check_planted

pytestmark = pytest.mark.django_db


def test_what_was_planted_is_found_and_nothing_else(record_property: Any) -> None:
    seed = random.SystemRandom().randrange(10**6)
    record_property("measured", check_planted(seed, size=1000, sample=40))
