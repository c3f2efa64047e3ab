"""Holidays of countries and of offices, moon years included."""

from datetime import date

import pytest

from trivet.core.holidays import holidays_between
from trivet.core.profile import Profile, ProfileError, load_profile
from trivet.values.holidays import public_holidays


def test_the_moon_year_moves_and_the_words_follow_the_reader() -> None:
    assert public_holidays("VN", 2024, "vi")[date(2024, 2, 10)] == "Tết Nguyên Đán"
    assert public_holidays("VN", 2025, "vi")[date(2025, 1, 29)] == "Tết Nguyên Đán"
    assert "Lunar New Year" in public_holidays("VN", 2025, "id")[date(2025, 1, 29)]
    assert "Idul" in " ".join(public_holidays("ID", 2024, "id").values())
    assert not public_holidays("XX", 2024, "en") and public_holidays("KE", 2024, "en")


def test_a_profile_names_the_country_or_leaves_it_to_the_office() -> None:
    spring = (date(2025, 1, 1), date(2025, 1, 31))
    own = holidays_between(load_profile("vietnam"), *spring, language="vi")
    assert own[date(2025, 1, 29)].name == "Tết Nguyên Đán" and not own[date(2025, 1, 29)].confirmed
    kenya = holidays_between(load_profile("generic"), date(2025, 12, 12), date(2025, 12, 12), "en", "KEN")
    assert [one.name for one in kenya.values()] == ["Jamhuri Day"]
    assert not holidays_between(load_profile("generic"), *spring, language="en")


def test_a_decision_of_the_year_adds_and_takes_away_days() -> None:
    row = {
        "country": "VN",
        "add": [{"day": "2025-01-06", "label": {"en": "Bridge day"}}, "2025-01-07"],
        "remove": ["2025-01-01"],
        "valid_from": "2025-01",
        "valid_to": "2025-01-06",
    }
    profile = Profile("test", "VNM", {"holidays": [row]})
    found = holidays_between(profile, date(2024, 12, 1), date(2025, 12, 31), "en")
    assert {day: one.name for day, one in found.items()} == {date(2025, 1, 6): "Bridge day"}
    for wrong in ("2025-13-01", "2025-01"):
        with pytest.raises(ProfileError, match="holidays"):
            holidays_between(Profile("test", "VNM", {"holidays": [{"remove": [wrong]}]}), *[date(2025, 1, 1)] * 2)
