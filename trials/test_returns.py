"""Sixty bodies send in their returns, twice each: one programme, every line once."""

from __future__ import annotations

import pytest

from tests.people import People
from tests.programme.returns import check_returns

pytestmark = pytest.mark.django_db


@pytest.mark.timeout(1800)
def test_sixty_returns_make_one_programme(office: People) -> None:
    check_returns(office, bodies=60)
    print("\n60 returns of 3 lines, each sent three times: 180 lines")
