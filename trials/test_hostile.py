"""Every form of every page, filled as no honest browser would, many thousand times."""

import os
import random

import pytest

from tests.hostile import check_forms
from tests.people import People

EXAMPLES = 20_000 if os.environ.get("TRIVET_TRIALS") == "full" else 600


@pytest.mark.timeout(4 * 3600)
def test_no_form_breaks_loses_what_was_typed_or_writes_when_it_refuses(office: People) -> None:
    number = random.SystemRandom().randrange(10**6)
    print(f"\nseed {number}")
    statuses = check_forms(office, number, EXAMPLES)
    print(sum(statuses.values()), "forms sent, answers by status", dict(sorted(statuses.items())))
