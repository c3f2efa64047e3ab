import pytest

from tests.intake import phrasings_en, phrasings_id, phrasings_vi
from tests.intake.telling import told

MODULES = {"vi": phrasings_vi, "id": phrasings_id, "en": phrasings_en}
PHRASINGS = [
    (language, figure, sentence)
    for language, module in MODULES.items()
    for figure, sentences in module.PHRASINGS.items()
    for sentence in sentences
]
TRAPS = [(language, sentence) for language, module in MODULES.items() for sentence in module.TRAPS]


@pytest.mark.parametrize(("language", "figure", "sentence"), PHRASINGS)
def test_a_figure_is_read_in_many_ways_of_telling_it(language, figure, sentence):
    assert [claim.split()[0] for claim in told(sentence, language)] == [figure]


@pytest.mark.parametrize(("language", "sentence"), TRAPS)
def test_a_trap_tells_nothing(language, sentence):
    assert told(sentence, language) == []


@pytest.mark.parametrize("language", MODULES)
def test_every_figure_is_told_in_every_language(language):
    assert set(MODULES[language].PHRASINGS) == set(phrasings_en.PHRASINGS)
