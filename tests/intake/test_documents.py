import tomllib
from pathlib import Path

import pytest

from tests.intake.telling import told
from trivet.intake.languages import detect_language

FOLDER = Path(__file__).with_name("documents")
EXPECTED = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))


def test_every_document_has_its_expectation():
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_whole_document_makes_these_claims_and_no_others(name):
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert told(text, name[:2]) == EXPECTED[name]["claims"]


@pytest.mark.parametrize("name", EXPECTED)
def test_the_language_of_a_document_is_found(name):
    assert detect_language((FOLDER / f"{name}.txt").read_text(encoding="utf-8")) == name[:2]


@pytest.mark.parametrize("name", [name for name in EXPECTED if EXPECTED[name]["missed"]])
def test_what_is_known_to_be_missed_is_not_listed_as_read(name):
    assert not set(EXPECTED[name]["missed"]) & set(EXPECTED[name]["claims"])
