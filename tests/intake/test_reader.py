import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake import sentences_en, sentences_id, sentences_vi
from tests.intake.telling import names, told
from trivet.intake.reader import read_claims

SENTENCES = {"vi": sentences_vi.SENTENCES, "id": sentences_id.SENTENCES, "en": sentences_en.SENTENCES}
CASES = [(language, *case) for language, cases in SENTENCES.items() for case in cases]
TELLING = [(language, text) for language, text, claims in CASES if claims]


@pytest.mark.parametrize(("language", "text", "claims"), CASES)
def test_a_sentence_makes_these_claims_and_no_others(language, text, claims):
    assert told(text, language) == sorted(claims)


@pytest.mark.parametrize(("language", "text"), TELLING)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_quote_is_a_slice_of_the_text_as_given(language, text, form):
    given_text = unicodedata.normalize(form, text)
    claims = read_claims(given_text, language, names(language)).claims
    assert claims
    for claim in claims:
        for quote in claim.quotes:
            assert given_text[quote.start : quote.end] == quote.text
            assert quote.text == quote.text.strip()


@settings(max_examples=60, deadline=None)
@given(
    case=st.sampled_from(TELLING),
    before=st.text(alphabet="àa\u0301\u0323 ăĐ😀\u200b\u00a0İ\u1100\u1161\r\n"),
    form=st.sampled_from(["NFC", "NFD"]),
)
def test_quotes_stay_exact_behind_any_text(case, before, form):
    language, sentence = case
    text = unicodedata.normalize(form, f"{before}\n\n{sentence}")
    found = read_claims(text, language, names(language)).claims
    assert [claim.figure for claim in found] == [
        claim.figure for claim in read_claims(sentence, language, names(language)).claims
    ]
    for claim in found:
        for quote in claim.quotes:
            assert text[quote.start : quote.end] == quote.text


@settings(max_examples=200, deadline=None)
@given(text=st.text(), language=st.sampled_from(["vi", "id", "en"]))
def test_any_text_can_be_read(text, language):
    for claim in read_claims(text, language, names(language)).claims:
        for quote in claim.quotes:
            assert text[quote.start : quote.end] == quote.text


def test_the_same_claim_told_twice_is_one_claim_with_two_quotes():
    text = "We have diplomatic relations with 187 states. As said, we have diplomatic relations with 187 countries."
    (claim,) = read_claims(text, "en", names("en")).claims
    assert [quote.text for quote in claim.quotes] == [
        "have diplomatic relations with 187 states",
        "have diplomatic relations with 187 countries",
    ]


@pytest.mark.parametrize(
    ("language", "text", "period", "inferred"),
    [
        ("en", "Annual report for 2022\n\nWe signed 43 agreements.", "2022", False),
        ("en", "Our work in the year 2021 went well. In 2019 it had begun.", "2021", True),
        ("id", "Laporan Tahunan 2022\n\nKami menandatangani 43 perjanjian.", "2022", False),
        ("id", "Kegiatan pada tahun 2024 berlangsung baik.", "2024", True),
        ("vi", "Báo cáo công tác đối ngoại năm 2023\n\nTa đã ký 43 thỏa thuận.", "2023", False),
        ("vi", "Công tác đối ngoại năm 2024 đạt nhiều kết quả.", "2024", True),
        ("vi", "Báo cáo 6 tháng đầu năm 2024\n\nTa đã ký 43 thỏa thuận.", "2024-01/2024-06", False),
        ("en", "No year is named here.", "XXXX", True),
    ],
)
def test_a_document_speaks_of_a_period(language, text, period, inferred):
    reading = read_claims(text, language, names(language))
    assert (reading.period, reading.period_inferred) == (period, inferred)
    assert all(claim.period == period for claim in reading.claims)


def test_the_names_must_be_of_the_language_of_the_text():
    with pytest.raises(ValueError, match="the document is in"):
        read_claims("We signed 43 agreements.", "en", names("vi"))
