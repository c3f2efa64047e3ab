import pytest

from tests.intake.telling import names
from trivet.intake.lexicon import PARTNER, Lexicon
from trivet.intake.names import partner_names
from trivet.intake.source_text import SourceText


def found(text, language, known=None):
    marks = Lexicon.of(known or names(language)).marks(SourceText.of(text))
    return [mark.detail for mark in marks if mark.concept == PARTNER]


@pytest.mark.parametrize(
    ("language", "text", "codes"),
    [
        ("vi", "Pháp, Mỹ, Hoa Kỳ, Úc, Ô-xtrây-li-a, Ma-lai-xi-a, UAE", "FRA USA USA AUS AUS MYS ARE"),
        ("vi", "Các Tiểu vương quốc Ả-rập Thống nhất và Bra-xin", "ARE BRA"),
        ("vi", "pháp luật, tiếng Anh, Thái Bình, châu Mỹ, đô la Mỹ", "USA"),
        ("vi", "đức tính, mỹ thuật, ý kiến, anh em", ""),
        ("id", "Prancis, Amerika Serikat, UEA, Uni Emirat Arab", "FRA USA ARE ARE"),
        ("id", "Amerika, Asia, Laut Timur, Kelompok 20", ""),
        ("en", "the UK, the UAE, South Korea, the United States", "GBR ARE KOR USA"),
        ("en", "turkey, china and a united front", ""),
        ("en", "Papua New Guinea and Guinea-Bissau, Niger, Nigeria", "PNG GNB NER NGA"),
        ("en", "Bosnia and Herzegovina; Myanmar (Burma)", "BIH MMR MMR"),
    ],
)
def test_partners_are_found_by_their_usual_names(language, text, codes):
    assert found(text, language) == codes.split()


def test_names_of_the_record_are_added():
    known = partner_names("en", [("Freedonia", "FRE"), ("Sylvania (Eastern)", "SYL")])
    assert found("Freedonia, Sylvania, Eastern", "en", known) == ["FRE", "SYL", "SYL"]


def test_a_name_given_to_two_partners_names_neither():
    known = partner_names("en", [("Freedonia", "FRE"), ("Freedonia", "FRD")])
    assert found("Freedonia", "en", known) == []


def test_the_same_names_give_the_same_lexicon():
    assert Lexicon.of(partner_names("vi", [("Phrê", "FRE")])) is Lexicon.of(partner_names("vi", [("Phrê", "FRE")]))


@pytest.mark.parametrize("written", ["hoà bình với Pháp", "hòa bình với Pháp", "HÒA BÌNH VỚI PHÁP"])
def test_both_spellings_of_tones_and_capitals_are_the_same(written):
    assert found(written, "vi") == ["FRA"]
