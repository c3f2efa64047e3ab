"""A programme of ten thousand lines: what was planted is found, rule by rule, and nothing else."""

from __future__ import annotations

import random

import pytest

from tests.programme.planted import check_planted

pytestmark = pytest.mark.django_db


@pytest.mark.timeout(1800)
def test_the_finder_over_ten_thousand_lines() -> None:
    print("\n" + check_planted(random.SystemRandom().randrange(10**6), size=10_000, sample=200))
