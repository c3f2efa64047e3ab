"""The page that says whether a text may be signed, in countries whose tables are small or none."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.web.dossiers import read, text
from tests.web.test_signing import asked
from trivet.core.beginning import begin

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ("united-states", "Signed text to the Department of State"),
        ("united-kingdom", "House of Commons, House of Lords"),
        ("indonesia", "The profile does not regulate who decides on the signature."),
        ("generic", "This profile has no procedure of signing"),
    ],
)
def test_other_countries_answer_with_their_own_tables(db: Any, profile: str, said: str) -> None:
    begin(profile, "KEN" if profile == "generic" else "")
    page = asked(Client(), binding="yes", title="Treaty", day="2026-05-20", opening="2026-05-01")
    assert said in text(page)
    listed = text(read(Client(), "/procedures/"))
    assert ("May we sign this?" in listed) is (profile != "generic")


def test_a_text_that_the_profile_does_not_regulate_is_said_to_be_so(db: Any) -> None:
    begin("united-kingdom")
    assert "regulates nothing for such a text" in text(asked(Client(), binding="no", title="Memorandum"))
