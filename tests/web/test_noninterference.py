"""What a reader may not see changes nothing of what they see: byte for byte, in random worlds."""

import random
from typing import Any

import pytest

from tests.people import People
from tests.worlds import check_world


@pytest.mark.timeout(1200)
def test_nothing_of_what_is_hidden_reaches_anybody_else(office: People, record_property: Any) -> None:
    seeds = [random.SystemRandom().randrange(10**6) for _ in range(2)]
    compared = sum(check_world(office, seed, most) for seed, most in zip(seeds, (300, 60), strict=True))
    record_property("measured", f"non-interference: worlds {seeds}, {compared} answers compared, no difference")
