"""A thousand random transactions of several writes each, every one compared with its snapshot."""

import random

import pytest

from tests.exactness import History, read_back
from tests.people import People
from trivet.core.verifying import verify

TRANSACTIONS = 1000


@pytest.mark.timeout(3600)
def test_a_thousand_transactions_without_a_mismatch(office: People) -> None:
    seed = random.SystemRandom().randrange(10**6)
    history = History(office, seed)
    history.run(TRANSACTIONS)
    wrong = [n for n, expected in history.snapshots.items() if read_back(office, n) != expected]
    print(f"\n{TRANSACTIONS} transactions, seed {seed}: {len(wrong)} mismatches")
    assert not wrong
    assert verify() is None
