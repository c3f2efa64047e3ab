"""A text through Word and back: each paragraph bears its identity as a bookmark, so that what returns is compared."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any
from uuid import UUID

import docx
from django.utils.translation import gettext as _
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from trivet.coordination.texts import Paragraph
from trivet.reports.as_docx import LANGUAGES

#: Octets of a file and of what it unpacks to, and paragraphs in it.
LARGEST, UNPACKED, MOST = 5 * 2**20, 50 * 2**20, 600
_MARK = "trivet_"
_DAMAGE = (zipfile.BadZipFile, KeyError, ValueError, OSError, RuntimeError, SyntaxError, AttributeError, TypeError)


class NoText(Exception):
    """A file that is no text of ours; the message says why and what to send instead."""


@dataclass(frozen=True)
class Returned:
    """A paragraph as it came back; without an identity it was written anew."""

    uuid: UUID | None
    text: str


def written(text: Any, language: str, marking: str) -> bytes:
    """The paragraphs of a text as a Word file to go on writing in; headings as headings, the marking on each page."""
    document = docx.Document()
    document.core_properties.title = text.title
    document.core_properties.author = "Trivet"
    document.core_properties.comments = text.digest
    document.core_properties.language = LANGUAGES[language]
    document.sections[0].header.paragraphs[0].text = marking
    for number, one in enumerate(text.paragraphs_rows, 1):
        style = "Heading 2" if one.kind == Paragraph.Kind.HEADING else "Normal"
        paragraph = document.add_paragraph(one.text, style=style)
        for name in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(name)
            mark.set(qn("w:id"), str(number))
            if name == "w:bookmarkStart":
                mark.set(qn("w:name"), _MARK + one.uuid.hex)
                paragraph._p.insert(0, mark)
            else:
                paragraph._p.append(mark)
    octets = BytesIO()
    document.save(octets)
    return octets.getvalue()


def returned(file: IO[bytes]) -> tuple[str, list[Returned]]:
    """The hash of the version that was taken away, and the paragraphs in their order.

    A paragraph that was split keeps its identity in its first part. Raises NoText.
    """
    octets = file.read(LARGEST + 1)
    if len(octets) > LARGEST:
        raise NoText(_("The file is larger than %s MB.") % (LARGEST // 2**20))
    try:
        with zipfile.ZipFile(BytesIO(octets)) as archive:
            if sum(one.file_size for one in archive.infolist()) > UNPACKED:
                raise NoText(_("The file unpacks to more than %s MB.") % (UNPACKED // 2**20))
        document = docx.Document(BytesIO(octets))
        found = [Returned(_identity(one._p), _words(one)) for one in document.paragraphs[: MOST + 1]]
        digest = str(document.core_properties.comments or "")
    except _DAMAGE as problem:
        raise NoText(_("This is no Word file (.docx) that can be read.")) from problem
    if len(found) > MOST:
        raise NoText(_("A text has at most %s paragraphs.") % MOST)
    seen: set[UUID | None] = set()
    told = []
    for one in found:
        if one.text:
            told.append(one if one.uuid not in seen else Returned(None, one.text))
            seen.add(one.uuid)
    return digest, told


def _identity(element: Any) -> UUID | None:
    for mark in element.iter(qn("w:bookmarkStart")):
        name = mark.get(qn("w:name")) or ""
        if name.startswith(_MARK):
            try:
                return UUID(name.removeprefix(_MARK))
            except ValueError:
                return None
    return None


def _words(paragraph: Any) -> str:
    """The words of a paragraph as they stand when tracked changes are accepted."""
    blanks = {qn("w:br"): "\n", qn("w:tab"): " "}
    elements = paragraph._p.iter(qn("w:t"), *blanks)
    return "".join(blanks.get(one.tag) or one.text or "" for one in elements).strip()
