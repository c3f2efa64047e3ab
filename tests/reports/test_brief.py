"""A desk officer makes the brief of a partner; the outsider's brief tells nothing of what they may not see."""

import datetime
import re
from io import BytesIO

import docx
import openpyxl
import pypdf
import pytest
import time_machine
from docx.oxml.ns import qn

from tests.core.making import source
from tests.people import People
from trivet.core import actions
from trivet.core.partners import Partner
from trivet.core.standpoint import Standpoint
from trivet.core.writing import Draft
from trivet.registers.activities import Activity
from trivet.reports.brief import NoPartner, write_brief
from trivet.reports.forms import KINDS, file_name, in_form
from trivet.reports.paper import Lines, Paper, Table
from trivet.values.markings import Marking

DAY = datetime.date(2024, 12, 31)
TITLES = {"en": "France", "vi": "Pháp", "id": "Prancis"}


def brief(place: Standpoint | None = None, language: str = "en", on: datetime.date = DAY, key: str = "FRA") -> Paper:
    return write_brief(key, place or Standpoint(), on, language, "/partners/FRA/brief.html")


def told(paper: Paper) -> str:
    """All statements of a paper as one text."""
    found = []
    for section in paper.sections:
        found.append(section.title)
        for block in section.blocks:
            if isinstance(block, Lines):
                found += [f"{line.lead} {line.text} {line.notes}" for line in block.lines]
            elif isinstance(block, Table):
                found += [" ".join(row.cells) for row in block.rows]
            else:
                found.append(getattr(block, "text", ""))
    return "\n".join(found)


def part(paper: Paper, title: str) -> str:
    """The statements of one part."""
    wanted = [section for section in paper.sections if section.title == title]
    return told(Paper("", "en", "", [], wanted, [], exercise=""))


def words_of(pdf: bytes) -> tuple[pypdf.PdfReader, str]:
    reader = pypdf.PdfReader(BytesIO(pdf))
    return reader, re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def a_visit(people: People, title: str, day: str, **more: object) -> Activity:
    values = {"title": title, "kind": "visit_in", "starts": day, "ends": day, "keeper": people.ministry, **more}
    values["partners"] = [Partner.objects.get(key="FRA")]
    row: Activity = actions.create(Activity, Draft(values), actor=people.clerk, reason="talks", submit=True)
    actions.cite(row, {"source": source(people), "confidence": "high"}, actor=people.clerk, reason="source")
    return actions.move(row, "verify", actor=people.reviewer, reason="read")  # type: ignore[no-any-return]


def test_the_desk_officer_reads_what_the_record_knows_of_france(example: People) -> None:
    paper = brief(Standpoint(example.clerk))
    relation = part(paper, "Relation")
    assert "12 April 1973 diplomatic relations" in relation
    assert "comprehensive strategic partnership; " in relation and "Top leader’s trip" in relation
    assert "state visit" in part(paper, "Activities") and "Tô Lâm" in part(paper, "Activities")
    assert "55 years: diplomatic relations (derived)" in part(paper, "Ahead")
    assert "Evacuations" in part(paper, "What the record lacks")
    assert "European Union" in part(paper, "Memberships and seats")


def test_a_brief_holds_to_its_day(example: People) -> None:
    paper = brief(on=datetime.date(2024, 9, 1))
    assert "comprehensive strategic" not in part(paper, "Relation") and "strategic partnership" in part(
        paper, "Relation"
    )
    assert "trip" not in part(paper, "Activities") and "trip" in part(paper, "Ahead")


def test_a_brief_holds_to_what_was_known(example: People) -> None:
    then = datetime.datetime.now(datetime.UTC)
    a_visit(example, "A forgotten visit", "2024-12-01")
    assert "A forgotten visit" in told(brief())
    assert "A forgotten visit" not in told(brief(Standpoint(None, then)))


def test_every_statement_has_a_source_or_says_that_it_has_none(example: People) -> None:
    for key in ("FRA", "CHN", "UNESCO"):
        paper = brief(key=key)
        numbers = [note.number for note in paper.notes]
        assert numbers == list(range(1, len(numbers) + 1))
        items = [
            item
            for section in paper.sections
            for block in section.blocks
            for item in (block.lines if isinstance(block, Lines) else block.rows if isinstance(block, Table) else [])
        ]
        assert {n for item in items for n in item.notes} == set(numbers)
        bare = [item for item in items if not item.notes and not item.plain]
        assert in_form(paper, "html").decode().count("[no source]") == len(bare)


@pytest.mark.parametrize("form", KINDS)
def test_a_confidential_visit_changes_no_byte_of_the_outsiders_brief(example: People, form: str) -> None:
    def read() -> str:
        octets = in_form(brief(), form)
        if form == "docx":
            return "\n".join(p.text for p in docx.Document(BytesIO(octets)).paragraphs)
        if form == "xlsx":
            book = openpyxl.load_workbook(BytesIO(octets))
            return repr([row for sheet in book for row in sheet.iter_rows(values_only=True)])
        return words_of(octets)[1] if form == "pdf" else octets.decode()

    with time_machine.travel(datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC), tick=False):
        before = read()
    a_visit(example, "Quiet talks", "2024-12-20", marking=Marking.CONFIDENTIAL)
    with time_machine.travel(datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC), tick=False):
        assert read() == before
    seen = brief(Standpoint(example.clerk))
    assert "Quiet talks" in part(seen, "Activities") and seen.marking == "confidential"
    assert brief().marking == "public"


def test_what_nobody_verified_stands_apart(example: People) -> None:
    values = {"title": "A rumoured call", "kind": "call", "starts": "2024-12-02", "keeper": example.ministry}
    values["partners"] = [Partner.objects.get(key="FRA")]
    actions.create(Activity, Draft(values), actor=example.clerk, reason="heard", submit=True)
    paper = brief()
    assert "A rumoured call" in part(paper, "In review: not yet verified by a second person")
    assert told(paper).count("A rumoured call") == 1


@pytest.mark.parametrize("language", TITLES)
def test_the_pdf_is_an_archive_file_in_each_language(example: People, language: str) -> None:
    paper = brief(Standpoint(example.clerk), language)
    reader, words = words_of(in_form(paper, "pdf"))
    assert TITLES[language] in words and reader.metadata is not None and reader.metadata.title == paper.title
    assert reader.trailer["/Root"]["/Lang"] == language and reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfaid:part" in reader.trailer["/Root"]["/Metadata"].get_data()
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert paper.marking.upper() in text and f"{number}/{len(reader.pages)}" in text
        for font in page["/Resources"]["/Font"].values():
            below = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert "/FontFile2" in below and "Tinos" in below["/FontName"]
    assert "Tô Lâm" in words


def test_letters_that_our_font_lacks_make_no_error(example: People) -> None:
    a_visit(example, "Visit of 中国 friends", "2024-12-01")
    assert len(words_of(in_form(brief(), "pdf"))[0].pages) >= 2


def test_markup_in_a_title_stays_text(example: People) -> None:
    title = "#panic[x] $y$ *z* <script>alert(1)</script>"
    a_visit(example, title, "2024-12-01")
    assert title in words_of(in_form(brief(), "pdf"))[1]
    assert "<script>" not in in_form(brief(), "html").decode()


def test_the_word_file_has_styles_marking_pages_and_language(example: People) -> None:
    paper = brief(Standpoint(example.clerk), "vi")
    document = docx.Document(BytesIO(in_form(paper, "docx")))
    styles = {p.style.name for p in document.paragraphs if p.style}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet"} <= styles
    page = document.sections[0]
    assert page.header.paragraphs[0].text == "CÔNG KHAI"
    fields = [f.get(qn("w:instr")) for f in page.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin, page.page_width)
    assert [round(one.mm) for one in margins if one] == [20, 20, 30, 15, 210]
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "vi-VN"
    english = docx.Document(BytesIO(in_form(brief(), "docx"))).sections[0]
    assert english.left_margin and round(english.left_margin.mm) == 25


def test_a_partner_nobody_knows_is_named_in_the_error(office: People) -> None:
    with pytest.raises(NoPartner, match="XYZ"):
        brief(key="XYZ")


def test_names_of_files_are_safe() -> None:
    assert file_name("brief", '../a"b\r\n', "", "vi", form="pdf") == "brief-a-b-vi.pdf"
