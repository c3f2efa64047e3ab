"""Random worlds in which others work on what a reader may not see: nothing of it reaches that reader."""

import os
import random

import pytest

from tests.people import People
from tests.worlds import check_world

WORLDS = 300 if os.environ.get("TRIVET_TRIALS") == "full" else 3


@pytest.mark.timeout(4 * 3600)
def test_hidden_work_changes_nothing_that_others_see(office: People) -> None:
    compared = 0
    first = random.SystemRandom().randrange(10**6)
    for count, seed in enumerate(range(first, first + WORLDS), 1):
        compared += check_world(office, seed, most=24)
        if count % 20 == 0:
            print(f"\n{count} worlds from seed {first}: {compared} answers compared so far", flush=True)
    print(f"\n{WORLDS} worlds from seed {first}: {compared} answers compared, no difference")
