import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trivet.values.text import collation_key, fold, lower_aligned, nfc, nfc_with_offsets

#: Letters, marks and signs that compose with one another, so that random text meets the hard cases often.
MARKED = st.text(alphabet="aeoưuơdđĐÂ ăn\u0300\u0301\u0303\u0309\u0323\u0302\u031b한글\u1100\u1161\u11a8İß")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đà Nẵng", "da nang"),
        ("Đối ngoại", "doi ngoai"),
        ("QUỐC GIA", "quoc gia"),
        ("Côte d’Ivoire", "cote d’ivoire"),
        ("Straße", "strasse"),
        ("ƯỚC ĐẠT", "uoc dat"),
        ("", ""),
    ],
)
def test_folding_drops_case_and_marks(text, folded):
    assert fold(text) == folded


@given(MARKED)
def test_folding_is_the_same_for_composed_and_decomposed_text(text):
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(MARKED)
def test_composing_agrees_with_unicode(text):
    assert nfc(text) == unicodedata.normalize("NFC", text)


@given(MARKED)
def test_offsets_of_composed_text_lead_back_to_the_same_letters(text):
    composed, offsets = nfc_with_offsets(text)
    assert composed == unicodedata.normalize("NFC", text)
    assert len(offsets) == len(composed) + 1
    assert list(offsets) == sorted(offsets)
    assert offsets[-1] == len(text)
    for at, start in enumerate(offsets[:-1]):
        # Where a position is a true boundary, cutting there and composing loses nothing.
        if at == 0 or offsets[at - 1] != start:
            head = unicodedata.normalize("NFC", text[:start])
            assert head + unicodedata.normalize("NFC", text[start:]) == composed or head == composed[:at]


@given(st.text())
def test_lowering_never_moves_a_letter(text):
    assert len(lower_aligned(text)) == len(text)


def in_random_order(words):
    shuffled = list(words)
    random.Random(7).shuffle(shuffled)
    return shuffled


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", list("aàảãáạăắâấbcdđeêghiklmnoôơpqrstuưvxyý")),
        ("vi", ["ma", "mà", "mả", "mã", "má", "mạ", "mai", "man", "mang", "măng", "mân"]),
        ("vi", ["Ả Rập Xê-út", "Anh", "Ấn Độ", "Ba Lan", "Cu-ba", "Di Linh", "Đan Mạch", "Đức", "Hà Lan"]),
        ("vi", ["ba hoa", "bà", "Bà", "bà con"]),
        ("id", ["Afrika", "Afrika Selatan", "Albania", "Ceko", "Chad", "Cina"]),
        ("en", ["1 May", "Cote", "côte", "Cuba", "Zambia"]),
    ],
)
def test_words_sort_as_in_the_dictionary_of_the_language(language, words):
    assert sorted(in_random_order(words), key=lambda word: collation_key(word, language)) == words


@given(st.lists(st.text()), st.sampled_from(["vi", "id", "en"]))
def test_any_texts_can_be_compared(texts, language):
    ordered = sorted(texts, key=lambda text: collation_key(text, language))
    assert sorted(ordered) == sorted(texts)
