import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trivet.intake.documents.opened import Opened, UnreadableFile
from trivet.intake.documents.opening import in_our_languages, open_named, open_one
from trivet.intake.languages import detect_language

VIETNAMESE = (
    "Chúng ta có quan hệ ngoại giao với 194 nước và đã ký hơn 170 thỏa thuận hợp tác.\r\n"
    "Kim ngạch thương mại đạt gần 800 tỷ USD, kiều hối đạt 16 tỷ USD."
)
INDONESIAN = "Kami memiliki hubungan diplomatik dengan 162 negara dan telah menandatangani 84 dokumen kerja sama."
ENGLISH = "The ministry’s leaders made 21 visits abroad and received 25 foreign delegations – a “busy” year."
MALAY = (
    "Malaysia mempunyai hubungan diplomatik dengan 160 buah negara dan telah menandatangani 100 perjanjian kerjasama."
)


def read_octets(name: str, octets: bytes) -> Opened:
    return in_our_languages(open_one(name, octets))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize(("text", "language"), [(VIETNAMESE, "vi"), (INDONESIAN, "id"), (ENGLISH, "en"), (MALAY, "id")])
def test_unicode_files_are_read_to_the_letter(text, language, encoding):
    document = read_octets("note.txt", text.encode(encoding))
    assert (document.text, document.language) == (text, language)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_text_is_neither_composed_nor_are_its_newlines_changed(form):
    text = unicodedata.normalize(form, VIETNAMESE)
    assert read_octets("note.txt", text.encode()).text == text


def test_a_byte_order_mark_is_no_part_of_the_text():
    assert read_octets("note.txt", "\ufeff".encode() + ENGLISH.encode()).text == ENGLISH


def test_big_endian_text_is_read_by_its_mark():
    assert read_octets("note.txt", b"\xfe\xff" + INDONESIAN.encode("utf-16-be")).text == INDONESIAN


def test_an_older_encoding_is_read_when_it_leaves_real_words():
    document = read_octets("note.txt", ENGLISH.encode("cp1252"))
    assert (document.text, document.language) == (ENGLISH, "en")


@pytest.mark.parametrize(
    ("octets", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\xff\xfe", "is empty"),
        (b"%PDF-1.7 ...", "is damaged"),
        (b"PK\x03\x04...", "damaged or a locked archive"),
        (b"{\\rtf1 Hello}", "RTF"),
        (bytes(range(256)), "no text file"),
        (b"\xff\xfeA", "is broken"),
        (b"\xef\xbb\xbf\xc3(", "is broken at octet"),
        (VIETNAMESE.encode("utf-8").replace(b"\xc3", b"\x81"), "encoding"),
        (b"Nous avons des relations diplomatiques avec 194 pays du monde.", "French"),
        ("Deutschland unterhält diplomatische Beziehungen zu 190 Staaten.".encode(), "German"),
        ("中国同一百八十多个国家建立了外交关系。".encode(), "Chinese"),
        ("Россия поддерживает дипломатические отношения со 190 государствами мира.".encode(), "Russian"),
        (b"12 345 678", "an unknown language"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name_and_reason(octets, reason):
    with pytest.raises(UnreadableFile) as refusal:
        read_octets("annex-3.txt", octets)
    assert "annex-3.txt" in str(refusal.value)
    assert reason in str(refusal.value)


def test_a_refusal_names_the_way_out():
    with pytest.raises(UnreadableFile, match="save it as UTF-8"):
        read_octets("note.txt", "kết quả đối ngoại năm nay rất tốt đẹp".encode()[1:40] + b"\x81\x8d\x8f\x90")


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="no such file"):
        open_named(str(tmp_path / "none.txt"))
    with pytest.raises(UnreadableFile, match="is a folder"):
        open_named(str(tmp_path))


def test_a_file_is_read_under_its_name(tmp_path):
    path = tmp_path / "báo cáo.txt"
    path.write_bytes(VIETNAMESE.encode())
    assert open_named(str(path)) == Opened("báo cáo.txt", "text", VIETNAMESE.encode(), VIETNAMESE, "vi")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Số thỏa thuận đã ký: 43", "vi"),
        ("Agreements signed in the year: 43", "en"),
        ("Perjanjian yang ditandatangani pada tahun ini: 43", "id"),
        ("43", "un"),
    ],
)
def test_short_texts_are_known_by_their_commonest_words(text, language):
    assert detect_language(text) == language


@settings(deadline=None)
@given(st.binary())
def test_any_octets_are_read_or_refused(octets):
    try:
        document = read_octets("any.bin", octets)
    except UnreadableFile as refusal:
        assert "any.bin" in str(refusal)
    else:
        assert document.language in {"vi", "id", "en"}
