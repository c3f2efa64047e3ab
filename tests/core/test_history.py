"""As-of answers are exact: rows, links, owned rows, citations and assignments, against plain snapshots."""

import random

from tests.exactness import History, read_back
from tests.people import People
from trivet.core.verifying import verify


def test_every_past_moment_is_exactly_as_it_was(office: People) -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    history = History(office, seed)
    history.run(60)
    for number, expected in history.snapshots.items():
        assert read_back(office, number) == expected, f"seed {seed}, transaction {number}"
    assert verify() is None
