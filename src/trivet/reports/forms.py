"""The forms in which a paper is given: a page, a Word file, a PDF, a workbook; with a safe name for the file."""

import re
from collections.abc import Callable
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override

from trivet.reports.as_docx import as_docx
from trivet.reports.as_pdf import as_pdf
from trivet.reports.as_xlsx import as_xlsx
from trivet.reports.paper import Paper

_STYLE = Path(__file__).resolve().parent / "static" / "reports" / "paper.css"
#: What each form is to a browser.
KINDS = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def style(marking: str, file: Path = _STYLE) -> str:
    """A style sheet of papers with the marking of this one, for a page that stands alone."""
    return mark_safe(file.read_text(encoding="utf-8") + marking_sheet(marking.upper()))  # noqa: S308


def marking_sheet(marking: str) -> str:
    """The rule that prints a marking at the head of every page; each sign but letters and digits is escaped."""
    told = "".join(letter if letter.isalnum() else f"\\{ord(letter):x} " for letter in marking)
    return f'@page {{ @top-center {{ content: "{told}"; font-weight: bold; }} }}\n'


def as_html(paper: Paper, *, alone: bool = True, forms: list[tuple[str, str]] | None = None, known: str = "") -> bytes:
    """The paper as a page; alone it holds its own style, else it names the style sheet and its other forms.

    Only a page that does not stand alone opens to records: as `known` at the moment that its address names.
    """
    with override(paper.language):
        context = {"paper": paper, "style": style(paper.head) if alone else "", "forms": forms, "known": known}
        return render_to_string("reports/paper.html", context).encode()


_FORMS: dict[str, Callable[[Paper], bytes]] = {"html": as_html, "docx": as_docx, "pdf": as_pdf, "xlsx": as_xlsx}


def in_form(paper: Paper, form: str) -> bytes:
    """The bytes of a paper in a form (html, docx, pdf, xlsx)."""
    with override(paper.language):
        return _FORMS[form](paper)


def file_name(*parts: str, form: str) -> str:
    """A name that every file system takes, from parts that may hold anything."""
    safe = (re.sub(r"[^A-Za-z0-9-]+", "-", part).strip("-") for part in parts)
    return "-".join(filter(None, safe)) + f".{form}"
