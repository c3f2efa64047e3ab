"""The names of levels as an office writes them into its settings."""

import pytest

from trivet.values.markings import Marking, marking_named


def test_a_level_is_known_by_its_name_and_nothing_else_is_taken_for_one() -> None:
    assert marking_named(" Internal ") is Marking.INTERNAL and marking_named("top-secret") is Marking.TOP_SECRET
    for wrong in ("", "1", "geheim"):
        with pytest.raises(ValueError, match="write one of public, internal, confidential, secret, top-secret"):
            marking_named(wrong)
