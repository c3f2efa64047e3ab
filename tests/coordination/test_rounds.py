"""A sample of random rounds; script/trials runs two thousand."""

import pytest

from tests.coordination.conftest import Desk
from tests.coordination.rounds import check_rounds


@pytest.mark.django_db
@pytest.mark.timeout(600)
def test_random_rounds_go_as_on_paper(desk: Desk) -> None:
    check_rounds(desk, 20)
