"""Word documents and PDF files: their text in the order of reading, and their title.

The day on which a file was made is not the day of what it says, so it is not taken for it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
import pypdf
from django.utils.translation import gettext as _
from docx.table import Table

from trivet.intake.documents.opened import UNPACKED, Opened, UnreadableFile, nothing_to_read
from trivet.intake.languages import detect_language

#: Pages of one file.
_MOST_PAGES = 5_000


def read_word(name: str, octets: bytes) -> Opened:
    """A Word document, paragraphs and cells of tables a line each. Raises UnreadableFile."""
    try:
        with zipfile.ZipFile(BytesIO(octets)) as archive:
            if sum(one.file_size for one in archive.infolist()) > UNPACKED:
                raise UnreadableFile(_("“%s” unpacks to more than is read: it may be a trap.") % name)
        document = docx.Document(BytesIO(octets))
        text = "\n".join(_lines(document))
        title = document.core_properties.title
    except UnreadableFile:
        raise
    except Exception as problem:  # the library tells of damage by whatever happened to it
        raise UnreadableFile(_("“%s” is damaged: save it again as DOCX.") % name) from problem
    if not text.strip():
        raise nothing_to_read(name)
    return Opened(name, "docx", octets, text, detect_language(text), title=title or "")


def _lines(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from (" | ".join(cell.text.strip() for cell in row.cells) for row in block.rows)
        else:
            yield block.text


def read_pdf(name: str, octets: bytes) -> Opened:
    """A PDF file, page after page. Raises UnreadableFile: also for one that holds pictures of pages and no text."""
    try:
        reader = pypdf.PdfReader(BytesIO(octets))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile(_("“%s” is locked by a password: save it without one.") % name)
        if len(reader.pages) > _MOST_PAGES:
            told = {"file": name, "limit": _MOST_PAGES}
            raise UnreadableFile(
                _("“%(file)s” has more than %(limit)s pages: send the part that is to be read.") % told
            )
        text = "\n\n".join(page.extract_text() for page in reader.pages)
        title = reader.metadata.title if reader.metadata is not None else ""
    except UnreadableFile:
        raise
    except Exception as problem:  # as above
        raise UnreadableFile(_("“%s” is damaged: save it again as PDF.") % name) from problem
    if not text.strip():
        raise UnreadableFile(_("“%s” holds pictures of pages and no text: have its text recognised first.") % name)
    return Opened(name, "pdf", octets, text, detect_language(text), title=str(title or ""))
