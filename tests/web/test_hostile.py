"""Forms and addresses filled as no honest browser would, drawn anew each time; the trials go through many more."""

import random
from typing import Any

from tests.hostile import check_forms
from tests.people import People


def test_no_form_breaks_loses_what_was_typed_or_writes_when_it_refuses(office: People, record_property: Any) -> None:
    number = random.SystemRandom().randrange(10**6)
    statuses = check_forms(office, number, 150)
    record_property("measured", f"hostile forms: seed {number}, answers by status {dict(sorted(statuses.items()))}")
    assert statuses.keys() & {302, 200} and 422 in statuses
