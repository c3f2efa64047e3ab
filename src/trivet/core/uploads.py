"""A spreadsheet as it was sent: CSV, a ZIP of CSV or XLSX, read row by row, refused with the reason when it cannot."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from trivet.core.cells import is_marker
from trivet.core.tables import Broken, Line, Wrong, check_text, csv_lines, heading_of, under
from trivet.core.workbooks import worksheets

#: Octets of a file, of what it unpacks to, and rows of a table that are taken in.
LARGEST, UNPACKED, MOST_ROWS = 50 * 2**20, 400 * 2**20, 500_000
#: The texts that the cells of a workbook share are held in memory.
SHARED_TEXTS, MOST_TEXTS = "xl/sharedStrings.xml", 100 * 2**20
#: The name under which the rows of the register itself stand.
MAIN = ""
_MOST_MEMBERS = 2_000
_PIECE = 2**20
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError),
    *(KeyError, ValueError, TypeError, AttributeError, SyntaxError),
)


class Unreadable(Exception):
    """A file that is not read at all; the message says why and what to send instead."""


@dataclass(frozen=True)
class Sheet:
    """One table of a file: its name (MAIN or a part's), its heading, and its rows, read as they are asked for.

    A row is where it stands, its cells by column, and what is wrong with its form.
    """

    table: str
    heading: list[str]
    rows: Iterator[tuple[str, dict[str, str], Wrong]]


@dataclass
class Glimpse:
    """What was seen of a file at its beginning; `rows` are all its rows, None when it has more than were looked at."""

    headings: dict[str, list[str]] = field(default_factory=dict)
    examples: dict[str, dict[str, str]] = field(default_factory=dict)
    rows: int | None = 0


def glimpse(name: str, file: IO[bytes], parts: tuple[str, ...], most: int) -> Glimpse:
    """Look at a file: at all of it when its tables have no more than so many rows. Raises Unreadable."""
    seen = Glimpse()
    for sheet in sheets(name, file, parts):
        seen.headings[sheet.table] = sheet.heading
        for number, (_place, cells, _wrong) in enumerate(sheet.rows, start=1):
            seen.examples[sheet.table] = cells
            if number > most:
                seen.rows = None
                break
            seen.rows = None if seen.rows is None else seen.rows + 1
    if MAIN not in seen.examples:
        raise Unreadable(_("There is no row below the heading."))
    return seen


def too_large() -> str:
    """Why a file above the limit is refused, and what to do."""
    return _("The file is larger than %s MB: send it in pieces.") % (LARGEST // 2**20)


def sheets(name: str, file: IO[bytes], parts: tuple[str, ...]) -> Iterator[Sheet]:
    """The tables of a file one after the other; the rows of one are read before the next is asked for.

    Raises Unreadable, also while rows are read. What is wrong with a single row stands with it.
    """
    file.seek(0)
    start = file.read(4)
    if start.startswith(b"PK"):
        yield from _archived(file, parts)
    elif start == b"\xd0\xcf\x11\xe0":
        raise Unreadable(_("This is an old or a locked workbook: save it as XLSX without a password."))
    elif start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(_("The file is UTF-16: save it as UTF-8 CSV or as XLSX."))
    else:
        with _text(name, file) as text:
            yield _sheet(MAIN, name, csv_lines(name, text))


@contextmanager
def _text(name: str, file: IO[bytes]) -> Iterator[TextIOWrapper]:
    """A file as text, checked to its end before the first row is read; it stays open afterwards."""
    file.seek(0)
    try:
        check_text(name, file)
    except Broken as broken:
        raise Unreadable(str(broken)) from broken
    file.seek(0)
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        yield text
    finally:
        text.detach()


def _sheet(table: str, name: str, lines: Iterator[Line]) -> Sheet:
    try:
        heading = heading_of(name, lines)
    except Broken as broken:
        raise Unreadable(str(broken)) from broken
    return Sheet(table, heading, _rows(heading, lines))


def _rows(heading: list[str], lines: Iterator[Line]) -> Iterator[tuple[str, dict[str, str], Wrong]]:
    """The rows below a heading but for empty ones and the second heading, which tells what people call the columns."""
    try:
        for number, (where, line, told) in enumerate(lines, start=1):
            if number > MOST_ROWS + 1:  # the second heading is none of them
                raise Unreadable(_("The file has more than %s rows: send it in pieces.") % MOST_ROWS)
            if not any(map(str.strip, line)) and not told:
                continue
            cells, wrong = under(heading, line)
            if not is_marker(cells.get("uuid", "")):
                yield where, cells, wrong + told
    except Broken as broken:
        raise Unreadable(str(broken)) from broken
    except _DAMAGE as problem:
        raise _damaged(problem) from problem


def _damaged(problem: BaseException) -> Unreadable:
    return Unreadable(_("The file is damaged: %s") % problem)


def _archived(file: IO[bytes], parts: tuple[str, ...]) -> Iterator[Sheet]:
    try:
        with zipfile.ZipFile(file) as archive:
            _check_size(archive)
            if "[Content_Types].xml" in archive.namelist():
                yield from _workbook(file, parts)
            else:
                yield from _files(archive, parts)
    except _DAMAGE as problem:
        raise _damaged(problem) from problem


def _check_size(archive: zipfile.ZipFile) -> None:
    """Refuse what unpacks to too much, by what it says and by what comes out, and any document type declaration."""
    members = archive.infolist()
    too_much = _("The file unpacks to more than %s MB: send it in pieces.") % (UNPACKED // 2**20)
    if len(members) > _MOST_MEMBERS or sum(one.file_size for one in members) > UNPACKED:
        raise Unreadable(too_much)
    unpacked = 0
    for one in members:
        if one.filename == SHARED_TEXTS and one.file_size > MOST_TEXTS:
            raise Unreadable(_("The workbook has more than %s MB of texts: save it as CSV.") % (MOST_TEXTS // 2**20))
        with archive.open(one) as stream:
            tail = b""
            while piece := stream.read(_PIECE):
                unpacked += len(piece)
                if unpacked > UNPACKED:
                    raise Unreadable(too_much)
                seen = (tail + piece).replace(b"\0", b"")
                if one.filename.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in seen or b"<!ENTITY" in seen):
                    raise Unreadable(_("The workbook declares entities of its own: save it again as XLSX."))
                tail = piece[-32:]


def _files(archive: zipfile.ZipFile, parts: tuple[str, ...]) -> Iterator[Sheet]:
    """A ZIP of CSV files: `visits.csv` and `visits.legs.csv`."""
    met: set[str] = set()
    for name in archive.namelist():
        if not name.endswith(".csv") or "/" in name:
            continue
        part = Path(name).stem.rpartition(".")[2]
        table = part if part in parts else MAIN
        if table in met:
            raise Unreadable(_("There are two tables for the same rows: %s") % name)
        met.add(table)
        with archive.open(name) as octets, _text(name, octets) as text:
            yield _sheet(table, name, csv_lines(name, text))


def _workbook(file: IO[bytes], parts: tuple[str, ...]) -> Iterator[Sheet]:
    met: set[str] = set()
    for title, lines in worksheets(file):
        table = title if title in parts else MAIN
        if title != "About" and table not in met:  # further sheets are a clerk's own
            met.add(table)
            yield _sheet(table, title, lines)
