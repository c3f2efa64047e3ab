"""Papers as Word documents: real styles, the marking in the header and the page's number in the footer."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from trivet.core.office import profile
from trivet.reports.as_pdf import as_png
from trivet.reports.page_setup import PageSetup, page_setup
from trivet.reports.paper import Line, Lines, Paper, Picture, Row, Table

#: Languages as Word names them.
LANGUAGES = {"en": "en-GB", "vi": "vi-VN", "id": "id-ID"}


def as_docx(paper: Paper) -> bytes:
    """The paper as a Word file that its reader can go on writing in."""
    setup = page_setup(profile(), paper.language)
    document = docx.Document()
    _styles(document, setup, LANGUAGES[paper.language])
    _page(document.sections[0], setup, paper)
    document.core_properties.title = paper.title
    document.core_properties.author = "Trivet"
    document.core_properties.comments = ""
    document.core_properties.language = LANGUAGES[paper.language]
    words = paper.as_json()["words"]
    document.add_paragraph(paper.title, style="Title")
    for line in paper.stamp:
        document.add_paragraph(line)
    for section in paper.sections:
        document.add_heading(section.title, section.level)
        for block in section.blocks:
            if isinstance(block, Lines):
                _lines(document, block.lines, words["no_source"])
            elif isinstance(block, Table):
                _table(document, block, words["no_source"])
            elif isinstance(block, Picture):
                _picture(document, block, setup)
            else:
                document.add_paragraph().add_run(block.text).italic = True
    document.add_heading(words["sources"], 1)
    for note in paper.notes:
        quote = f" “{note.quote}”." if note.quote else ""
        document.add_paragraph(
            f"[{note.number}] {note.title}.{quote} {note.details}. {note.address}".rstrip(". ") + "."
        )
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _styles(document: Any, setup: PageSetup, language: str) -> None:
    """One font for all; headings black; the language of the whole, for spelling and for screen readers."""
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3"):
        style = document.styles[name]
        style.font.name = setup.font
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{kind}"), setup.font)
        style.font.color.rgb = RGBColor(0, 0, 0)
    document.styles["Normal"].font.size = Pt(setup.size)
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    for name, more in (("Title", 6), ("Heading 1", 2), ("Heading 2", 1)):
        document.styles[name].font.size = Pt(setup.size + more)
    told = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    told.set(qn("w:val"), language)


def _page(section: Any, setup: PageSetup, paper: Paper) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(setup.top), Mm(setup.bottom)
    section.left_margin, section.right_margin = Mm(setup.left), Mm(setup.right)
    section.header_distance = section.footer_distance = Mm(10)
    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.add_run(paper.marking.upper()).bold = True
    if paper.exercise:
        below = section.header.add_paragraph(paper.exercise)
        below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    foot.add_run(f"{paper.address}   {paper.as_json()['words']['page']} ")
    _field(foot, "PAGE")
    foot.add_run("/")
    _field(foot, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    """A field that Word computes, with a first value for those who do not."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _mark(item: Line | Row, no_source: str) -> str:
    if item.notes:
        return f" [{', '.join(map(str, item.notes))}]"
    return "" if item.plain else f" [{no_source}]"


def _lines(document: Any, lines: list[Line], no_source: str) -> None:
    for line in lines:
        paragraph = document.add_paragraph(style="List Bullet")
        if line.lead:
            paragraph.add_run(f"{line.lead}: ").bold = True
        paragraph.add_run(line.text + _mark(line, no_source))


def _table(document: Any, block: Table, no_source: str) -> None:
    if block.caption:
        caption = document.add_paragraph()
        caption.add_run(block.caption).bold = True
        caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(block.headings), style="Table Grid")
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for cell, heading in zip(table.rows[0].cells, block.headings, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
    for row in block.rows:
        cells = table.add_row().cells
        for place, (cell, words) in enumerate(zip(cells, row.cells, strict=True)):
            cell.text = words + (_mark(row, no_source) if place == len(cells) - 1 else "")
            if place in block.numbers:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()


def _picture(document: Any, block: Picture, setup: PageSetup) -> None:
    title = document.add_paragraph()
    title.add_run(block.title).bold = True
    title.paragraph_format.keep_with_next = True
    shape = document.add_picture(BytesIO(as_png(block.svg)), width=Mm(210 - setup.left - setup.right))
    shape._inline.docPr.set("descr", block.title)
