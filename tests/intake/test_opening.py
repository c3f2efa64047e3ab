"""What arrives at a desk: pages, mails, feeds, Word and PDF files, archives of them, and what is broken or lies."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import pypdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from trivet.intake.documents.opened import LARGEST, Opened, Refused, UnreadableFile
from trivet.intake.documents.opening import open_octets, open_one, open_path

WORDS = "On 21 November the minister visited Malaysia and met her counterpart. They spoke about trade and the sea."
MORE = "Both sides will meet again next year, and they agreed to open a consulate in the north of the country."
PAGE = f"""<!doctype html><html lang="en"><head><title>Visit to Malaysia</title>
<meta property="article:published_time" content="2024-11-22T08:00:00+07:00">
<meta property="og:site_name" content="A ministry">
</head><body><nav><a href="/">Home</a> <a href="/about">About us</a></nav><article><h1>Visit to Malaysia</h1>
<p>{WORDS}</p><p>{MORE}</p></article><footer>All rights reserved. Cookies. Contact.</footer></body></html>"""
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>News of a ministry</title>
<item><title>Visit to Malaysia</title><link>https://ministry.example/1</link>
<pubDate>Fri, 22 Nov 2024 01:00:00 GMT</pubDate>
<description>&lt;p&gt;{WORDS}&lt;/p&gt;</description></item>
<item><title>A second entry</title><description>{MORE}</description></item></channel></rss>"""


def word() -> bytes:
    document, file = docx.Document(), io.BytesIO()
    document.core_properties.title = "Report of the mission"
    document.add_paragraph(WORDS)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Trade", "12 billion dollars"
    document.add_paragraph(MORE)
    document.save(file)
    return file.getvalue()


def pdf(text: str = WORDS) -> bytes:
    return typst.compile(f'#set document(title: "Report")\n{text}'.encode())


def blank(password: str = "") -> bytes:
    writer, file = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    writer.write(file)
    return file.getvalue()


def mail() -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "Embassy in Kuala Lumpur <post@embassy.example>", "desk@ministry.example"
    message["Subject"], message["Date"] = "Báo cáo chuyến thăm", "Fri, 22 Nov 2024 09:30:00 +0800"
    message.set_content(f"{WORDS}\n{MORE}\n")
    message.add_attachment(pdf(MORE), maintype="application", subtype="pdf", filename="annex.pdf")
    message.add_attachment(b"\x00\x01\x02", maintype="application", subtype="octet-stream", filename="seal.bin")
    return message.as_bytes()


def zipped(**files: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, octets in files.items():
            archive.writestr(name, octets)
    return file.getvalue()


def test_a_page_comes_without_its_menus_and_says_who_published_it_when() -> None:
    one = open_one("visit.html", PAGE.encode())
    assert (one.kind, one.title, one.published, one.publisher) == (
        "html",
        "Visit to Malaysia",
        "2024-11-22",
        "A ministry",
    )
    assert WORDS in one.text and MORE in one.text
    assert "Cookies" not in one.text and "About us" not in one.text


def test_what_a_file_is_follows_from_what_it_holds_and_not_from_its_name() -> None:
    kinds = {
        "a.txt": (word(), "docx"),
        "b.docx": (pdf(), "pdf"),
        "c.pdf": (PAGE.encode(), "html"),
        "d": (WORDS.encode(), "text"),
    }
    assert {name: open_one(name, octets).kind for name, (octets, _kind) in kinds.items()} == {
        name: kind for name, (_octets, kind) in kinds.items()
    }


def test_word_and_pdf_files_give_their_text_in_the_order_of_reading() -> None:
    one = open_one("report.docx", word())
    assert one.text.splitlines() == [WORDS, "Trade | 12 billion dollars", MORE]
    assert one.title == "Report of the mission" and one.published == "", "the day of making is not the day of saying"
    paper = open_one("report.pdf", pdf())
    assert " ".join(paper.text.split()) == WORDS and paper.title == "Report"


def test_what_is_attached_under_a_type_that_is_none_is_opened_all_the_same() -> None:
    broken = mail().replace(b"Content-Type: application/pdf", b"Content-Type: t\xc4\x91ext/plain")
    assert broken != mail()
    _letter, annex, _seal = open_octets("m.eml", broken)
    assert isinstance(annex, Opened) and " ".join(annex.text.split()) == MORE


def test_an_archive_of_a_version_to_come_is_refused_with_a_word() -> None:
    octets = zipped(**{"a.html": PAGE.encode()})
    at = octets.index(b"PK\x01\x02") + 6
    with pytest.raises(UnreadableFile, match="unpack it"):
        list(open_octets("a.zip", octets[:at] + b"\x54\x00" + octets[at + 2 :]))


def test_a_mail_with_brackets_within_brackets_without_end_is_refused_with_a_word() -> None:
    broken = mail().replace(b"Content-Type: ", b"Content-Type: " + b"(" * 2_000, 1)
    with pytest.raises(UnreadableFile, match="copy its text"):
        list(open_octets("m.eml", broken))


def test_a_text_with_a_head_says_its_title_day_and_address() -> None:
    head = "---\ndate: '2022-03-28'\nsource_url: https://o.example/28\ntitle: \"Readout of a call\n  with Peru\"\n---\n"
    one = open_one("readout.md", (head + WORDS).encode())
    assert (one.title, one.published, one.address) == (
        "Readout of a call with Peru",
        "2022-03-28",
        "https://o.example/28",
    )
    assert one.text == WORDS
    assert open_one("plain.txt", f"---\n{WORDS}\n---\n{MORE}".encode()).text.startswith("---")


def test_a_mail_and_what_is_attached_are_documents_and_what_is_no_document_is_told() -> None:
    letter, annex, seal = open_octets("m.eml", mail())
    assert isinstance(letter, Opened) and isinstance(annex, Opened) and isinstance(seal, Refused)
    assert (letter.title, letter.published) == ("Báo cáo chuyến thăm", "2024-11-22")
    assert letter.text.splitlines() == [WORDS, MORE] and "embassy.example" in letter.publisher
    assert annex.name == "m.eml/annex.pdf" and " ".join(annex.text.split()) == MORE
    assert "m.eml/seal.bin" in seal.why


def test_each_entry_of_a_feed_is_a_document_with_its_address() -> None:
    first, second = open_octets("feed", FEED.encode())
    assert isinstance(first, Opened) and isinstance(second, Opened) and first.digest != second.digest
    assert (first.address, first.published, first.publisher) == (
        "https://ministry.example/1",
        "2024-11-22",
        "News of a ministry",
    )
    assert first.text.splitlines() == ["Visit to Malaysia", WORDS]
    assert second.text.splitlines() == ["A second entry", MORE]


def test_archives_in_archives_are_opened_and_one_broken_member_leaves_the_others() -> None:
    inner = io.BytesIO()
    with tarfile.open(fileobj=inner, mode="w:gz") as tape:
        info = tarfile.TarInfo("deep/visit.html")
        info.size = len(PAGE.encode())
        tape.addfile(info, io.BytesIO(PAGE.encode()))
    outer = zipped(**{"a.txt": WORDS.encode(), "b.pdf": b"%PDF-1.7 cut off", "c.tar.gz": inner.getvalue()})
    found = {one.name: one for one in open_octets("bag.zip", outer)}
    assert list(found) == ["bag.zip/a.txt", "bag.zip/b.pdf", "bag.zip/c.tar.gz/deep/visit.html"]
    assert isinstance(found["bag.zip/b.pdf"], Refused) and "is damaged" in found["bag.zip/b.pdf"].why
    assert open_one("a.txt.gz", gzip.compress(WORDS.encode())).text == WORDS


def bomb() -> bytes:
    member = bytes(LARGEST)
    return zipped(**{f"{number}.txt": member for number in range(9)})


def nested(depth: int) -> bytes:
    octets = WORDS.encode()
    for number in range(depth):
        octets = zipped(**{f"{number}.zip": octets})
    return octets


@pytest.mark.parametrize(
    ("octets", "reason"),
    [
        pytest.param(lambda: blank(), "have its text recognised", id="pictures"),
        pytest.param(lambda: blank("secret"), "locked by a password", id="locked"),
        pytest.param(lambda: pdf()[:400], "is damaged", id="cut PDF"),
        pytest.param(lambda: zipped(**{"word/document.xml": b"<w:document"}), "is damaged", id="broken Word"),
        pytest.param(
            lambda: zipped(**{"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "but no text", id="workbook"
        ),
        pytest.param(lambda: b"<rss version='2.0'><channel></channel></rss>", "has no entry", id="empty feed"),
        pytest.param(
            lambda: b"<rss version='2.0'><channel><title>&#x110000;<b", "is damaged: fetch it", id="no letter"
        ),
        pytest.param(lambda: b"<!doctype html><html><body></body></html>", "is empty", id="empty page"),
        pytest.param(lambda: b" " * (LARGEST + 1), "is larger than 50 MB", id="200 MB"),
        pytest.param(lambda: b"PK\x03\x04" + b"\x00" * 40, "damaged or a locked archive", id="broken archive"),
        pytest.param(lambda: gzip.compress(WORDS.encode())[:-12], "damaged or a locked archive", id="cut gzip"),
    ],
)
def test_what_cannot_be_opened_is_refused_with_the_way_out(octets: object, reason: str) -> None:
    assert callable(octets)
    with pytest.raises(UnreadableFile) as refusal:
        open_one("annex-3", octets())
    assert "annex-3" in str(refusal.value) and reason in str(refusal.value)


def test_traps_end_where_they_unpack_to_too_much_or_lie_too_deep() -> None:
    with pytest.raises(UnreadableFile, match="may be a trap"):
        list(open_octets("bomb.zip", bomb()))
    [told] = open_octets("deep.zip", nested(6))
    assert isinstance(told, Refused) and "lies too deep" in told.why


def test_a_folder_gives_all_its_files_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "visit.html").write_bytes(PAGE.encode())
    (tmp_path / "a.txt").write_bytes(WORDS.encode())
    (tmp_path / "c.rtf").write_bytes(b"{\\rtf1 Hello}")
    first, second, third = open_path(tmp_path)
    assert [first.name, second.name, third.name] == ["a.txt", "b/visit.html", "c.rtf"]
    assert isinstance(third, Refused) and "RTF" in third.why


def test_marks_of_direction_and_letters_in_pieces_stay_as_they_came() -> None:
    text = "\u202bMalaysia\u202c va\u0300 Lào, \u2066abc\u2069: chúng ta gặp nhau trong năm nay và năm sau."
    assert open_one("rtl.txt", text.encode()).text == text


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(["page", "feed", "mail", "word", "pdf", "zip"]), st.data())
def test_documents_that_were_changed_at_random_are_read_or_refused(kind: str, data: st.DataObject) -> None:
    octets = bytearray(SAMPLES[kind])
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(octets) - 1))
        piece = data.draw(st.binary(max_size=6))
        octets[at : at + data.draw(st.integers(0, 40))] = piece
        octets = octets or bytearray(b" ")
    try:
        for one in open_octets("any.bin", bytes(octets)):
            assert isinstance(one, Refused) or one.text.strip()
    except UnreadableFile as refusal:
        assert "any.bin" in str(refusal)


SAMPLES = {
    "page": PAGE.encode(),
    "feed": FEED.encode(),
    "mail": mail(),
    "word": word(),
    "pdf": pdf(),
    "zip": zipped(**{"a.html": PAGE.encode(), "b.eml": mail()}),
}
