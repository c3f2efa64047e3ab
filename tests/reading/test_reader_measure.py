"""How well claims are read in documents that were written without sight of the patterns; the figures are printed."""

from collections.abc import Callable

import pytest

from tests.reading.measure import SETS, measure

#: What must not get worse: the least recall, and the most false claims, by set and language.
_FLOORS = {
    ("blind", "en"): (0.80, 1),
    ("blind", "vi"): (0.85, 2),
    ("blind", "id"): (0.80, 3),
    ("second", "en"): (0.39, 4),
    ("second", "vi"): (0.56, 6),
    ("second", "id"): (0.63, 9),
}


@pytest.mark.parametrize(("name", "language"), _FLOORS)
def test_the_reader_finds_claims_and_makes_none_up(
    name: str, language: str, record_property: Callable[[str, object], None]
) -> None:
    score = measure(SETS[name], language)
    record_property("measured", f"claims read, set {name}, {score.line(language)}")
    recall, false = _FLOORS[name, language]
    assert score.found / score.labelled >= recall, score.misses
    assert score.false <= false, score.misses
