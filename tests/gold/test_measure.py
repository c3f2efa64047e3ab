"""The readers keep on the open gold sentences what they once reached, and quote to the letter."""

from __future__ import annotations

import pytest

from tests.gold.measure import Score, measure
from tests.gold.scheme import LANGUAGES

#: What was reached on dev when this was written, rounded down: precision and recall.
_REACHED = {
    "en": {"partner": (0.95, 0.85), "act": (0.83, 0.81), "full tuple": (0.65, 0.60)},
    "vi": {"partner": (0.90, 0.84), "act": (0.77, 0.84), "full tuple": (0.62, 0.63)},
    "id": {"partner": (0.95, 0.82), "act": (0.85, 0.86), "full tuple": (0.66, 0.65)},
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_readers_keep_what_they_reached(language: str, record_property: pytest.RecordProperty) -> None:
    found = measure(language, "dev")
    assert set(found.spans) == {True}
    for part, (precision, recall) in _REACHED[language].items():
        score = found.parts[part]
        record_property("measured", f"gold, dev, {language}, {score.line(part)}")
        told = score.figures()
        assert told[0] >= precision and told[1] >= recall, (part, told)


def test_a_score_counts_what_is_right_made_up_and_missed() -> None:
    score = Score()
    score.add({("a",), ("b",)}, {("b",), ("c",), ("d",)})
    score.add(set(), set())
    assert score.figures() == (1 / 2, 1 / 3) and score.labelled == 3
    (low, high), _recall = score.intervals()
    assert low <= 1 / 2 <= high
