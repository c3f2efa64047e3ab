"""Steps in relations, guests and lists of persons are read in three languages; what only looks like them is not."""

from __future__ import annotations

from datetime import date

import pytest

from tests.reading.measure import cldr_names
from trivet.intake.facts.fact import ReadFact
from trivet.intake.facts.reading import read_facts
from trivet.intake.passages import Pages

_ON = date(2024, 12, 15)


def told(text: str, language: str = "en", *, speaker: str = "VNM", about: str = "") -> list[ReadFact]:
    found = read_facts(Pages.of(text, cldr_names(language)), speaker=speaker, on=_ON, about=about)
    assert all(text[one.quote.start : one.quote.end] == one.quote.text for one in found)
    return list(found)


@pytest.mark.parametrize(
    ("language", "text", "act", "partner", "day"),
    [
        ("en", "We recognised Gabon on August 17, 1960.", "recognised", "GAB", "1960-08-17"),
        ("en", "We recognised the Islamic Republic of Mauritania in 1960.", "recognised", "MRT", "1960"),
        ("en", "Our embassy in Libreville was opened on 20 March 1961.", "embassy", "GAB", "1961-03-20"),
        ("en", "The legation in Lisbon was raised to embassy status on June 20, 1944.", "raised", "PRT", "1944-06-20"),
        ("en", "Our consulate in Barcelona was established on 29 December 1797.", "consular", "", "1797-12-29"),
        ("en", "The embassy in Kampala was closed on 10 November 1973.", "closed", "UGA", "1973-11-10"),
        ("vi", "Ta công nhận nước Cộng hòa Gabon ngày 17/8/1960.", "recognised", "GAB", "1960-08-17"),
        ("vi", "Ta khai trương Đại sứ quán tại Ai-len ngày 8/5/2024.", "embassy", "IRL", "2024-05-08"),
        ("vi", "Ta mở Tổng lãnh sự quán tại Ấn Độ ngày 3/6/2024.", "consular", "IND", "2024-06-03"),
        ("vi", "Ta đóng cửa Đại sứ quán tại Libya năm 2014.", "closed", "LBY", "2014"),
        ("id", "Kita mengakui kemerdekaan Gabon pada 17 Agustus 1960.", "recognised", "GAB", "1960-08-17"),
        ("id", "Kedutaan besar kita di Irlandia diresmikan pada 8 Mei 2024.", "embassy", "IRL", "2024-05-08"),
        ("id", "Konsulat jenderal di India ditutup pada 3 Juni 2024.", "closed", "IND", "2024-06-03"),
    ],
)
def test_a_step_is_told_with_its_partner_and_day(language: str, text: str, act: str, partner: str, day: str) -> None:
    found = [one for one in told(text, language, about=partner or "ESP") if one.kind == "step"]
    assert [(one.act, one.partners, one.date) for one in found] == [(act, (partner or "ESP",), day)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The minister recognised Kenya's role in the talks."),
        ("en", "We recognised the importance of Indian investment."),
        ("en", "The exhibition was opened by the ambassador of Ireland."),
        ("vi", "Ta công nhận vai trò của Ấn Độ trong khu vực."),
        ("id", "Kita mengakui peran India di kawasan."),
    ],
)
def test_what_is_acknowledged_or_opened_otherwise_is_no_step(language: str, text: str) -> None:
    assert [one for one in told(text, language) if one.kind == "step"] == []


def test_a_document_about_one_partner_need_not_name_it_again() -> None:
    text = "Diplomatic relations were established on 11 June 1979, when the ambassador presented her credentials."
    assert told(text) == []
    [fact] = told(text, about="LCA")
    assert (fact.kind, fact.act, fact.partners, fact.date) == ("relations", "established", ("LCA",), "1979-06-11")
    [met] = told("The Minister met today with President Emmanuel Macron.", about="FRA")
    assert (met.kind, met.partners, met.date) == ("meeting", ("FRA",), "2024-12-15")
    assert told("The Minister met today with students.", about="FRA") == []
    assert told("We recognised Ambassador Smith for her service.", about="FRA") == []


def test_who_is_welcomed_comes_in() -> None:
    [fact] = told("Today the President welcomed President Isaac Herzog of Israel to the palace.")
    assert (fact.kind, fact.direction, fact.partners, fact.date) == ("visit", "in", ("ISR",), "2024-12-15")
    assert [one.kind for one in told("The Minister welcomed the signing of a deal with Qatar.")] != ["visit"]


def test_each_person_of_a_list_stands_for_a_country() -> None:
    text = "The Minister met December 14 with President Ali Bongo of Gabon, President George Weah of Liberia and King \
Abdullah of Jordan."
    [fact] = told(text)
    assert (fact.partners, fact.date) == (("GAB", "LBR", "JOR"), "2024-12-14")


def test_a_day_that_is_named_beside_the_word_for_it_is_that_day() -> None:
    [fact] = told("The Minister will meet President Weah of Liberia tomorrow, December 16, in the capital.")
    assert (fact.modality, fact.date) == ("planned", "2024-12-16")


def test_who_is_nobody_and_who_in_capitals_is_the_organisation() -> None:
    assert told("The Minister met on Monday with students who vote.") == []
    [fact] = told("The Minister met on 2 December 2024 with the WHO.")
    assert fact.partners == ("WHO",)
