"""Papers as PDF/A by typst: the template is a file, the paper is data, and the fonts come with the program."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

import typst

from trivet.core.office import profile
from trivet.reports.charts import PRINTED
from trivet.reports.page_setup import page_setup
from trivet.reports.paper import Paper

_ROOM = Path(__file__).resolve().parent
_TEMPLATES, _FONTS = _ROOM / "typst", _ROOM / "fonts"


@cache
def _fonts(system: bool) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=system, include_embedded_fonts=False, font_paths=[str(_FONTS)])


def as_pdf(paper: Paper) -> bytes:
    """The paper as PDF/A-2b with its fonts inside, tagged, with title and language.

    Letters that our font lacks come from the machine's; without any the page shows a box and is plain PDF.
    """
    told = paper.as_json()
    told["setup"] = asdict(page_setup(profile(), paper.language))
    for section in told["sections"]:
        for block in section["blocks"]:
            if block["kind"] == "picture":
                block["svg"] = printed(block["svg"])
    for system in (False, True):
        try:
            return _compile("paper.typ", told, system, ["a-2b"])
        except typst.TypstError as problem:
            if "could not be displayed" not in str(problem):
                raise
    return _compile("paper.typ", told, True, [])


def printed(svg: str) -> str:
    """A chart with its colours inside, for a reader that knows no style sheet."""
    head, bracket, rest = svg.partition(">")
    return head + bracket + PRINTED + rest


def as_png(svg: str) -> bytes:
    """A chart as a picture for Word, which does not read SVG everywhere."""
    source = b'#set page(width: 16cm, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.data), format: "svg")'
    compiler = typst.Compiler(source, font_paths=_fonts(False), sys_inputs={"data": printed(svg)})
    found = compiler.compile(format="png", ppi=200)
    return b"".join(found) if isinstance(found, list) else found or b""


def _compile(template: str, told: dict[str, object], system: bool, standards: list[typst.PDFStandard]) -> bytes:
    compiler = typst.Compiler(
        str(_TEMPLATES / template),
        root=str(_TEMPLATES),
        font_paths=_fonts(system),
        sys_inputs={"data": json.dumps(told, ensure_ascii=False)},
    )
    found = compiler.compile(format="pdf", pdf_standards=standards)
    return b"".join(found) if isinstance(found, list) else found or b""
