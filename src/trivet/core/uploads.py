"""A spreadsheet as it was sent: CSV, a ZIP of CSV or XLSX, refused with the reason when it is not safe to read."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from trivet.core.cells import is_marker
from trivet.core.tables import Tables

#: Octets of a file, of what it unpacks to, and rows of a table that are taken in.
LARGEST, UNPACKED, MOST_ROWS, MOST_COLUMNS = 50 * 2**20, 400 * 2**20, 200_000, 500
#: The name under which the rows of the register itself stand.
MAIN = ""
_MOST_MEMBERS = 2_000
_PIECE = 2**20
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


class Unreadable(Exception):
    """A file that is not read at all; the message says why and what to send instead."""


def read_upload(name: str, octets: bytes, parts: tuple[str, ...]) -> Tables:
    """The tables of an uploaded file: the register's own as "" and its parts' by their names.

    Raises Unreadable. What is wrong with single rows stands in the problems of the tables.
    """
    if len(octets) > LARGEST:
        raise Unreadable(_("The file is larger than %s MB: send it in pieces.") % (LARGEST // 2**20))
    tables = Tables()
    if octets.startswith(b"PK"):
        _read_archive(tables, octets, parts)
    elif octets.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(_("This is an old or a locked workbook: save it as XLSX without a password."))
    elif octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(_("The file is UTF-16: save it as UTF-8 CSV or as XLSX."))
    else:
        tables.add(name, octets)
        tables.files[MAIN], tables.headings[MAIN] = tables.files.pop(name), tables.headings.get(name, [])
    whole = [one for one in tables.problems if " row " not in one.where]
    if whole:
        raise Unreadable("\n".join(map(str, whole)))
    if any(len(rows) > MOST_ROWS for rows in tables.files.values()):
        raise Unreadable(_("The file has more than %s rows: send it in pieces.") % MOST_ROWS)
    if not tables.files.get(MAIN):
        raise Unreadable(_("There is no row below the heading."))
    return tables


def _read_archive(tables: Tables, octets: bytes, parts: tuple[str, ...]) -> None:
    try:
        with zipfile.ZipFile(BytesIO(octets)) as archive:
            _check_size(archive)
            if "[Content_Types].xml" in archive.namelist():
                _read_workbook(tables, octets, parts)
            else:
                _read_files(tables, archive, parts)
    except (*_DAMAGE, KeyError, ValueError, TypeError, AttributeError, SyntaxError) as problem:
        raise Unreadable(_("The file is damaged: %s") % problem) from problem


def _check_size(archive: zipfile.ZipFile) -> None:
    """Refuse what unpacks to too much, by what it says and by what comes out, and any document type declaration."""
    members = archive.infolist()
    too_much = _("The file unpacks to more than %s MB: send it in pieces.") % (UNPACKED // 2**20)
    if len(members) > _MOST_MEMBERS or sum(one.file_size for one in members) > UNPACKED:
        raise Unreadable(too_much)
    unpacked = 0
    for one in members:
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


def _read_files(tables: Tables, archive: zipfile.ZipFile, parts: tuple[str, ...]) -> None:
    """A ZIP of CSV files: `visits.csv` and `visits.legs.csv`."""
    for name in archive.namelist():
        if not name.endswith(".csv") or "/" in name:
            continue
        part = Path(name).stem.rpartition(".")[2]
        table = part if part in parts else MAIN
        if table in tables.files:
            raise Unreadable(_("There are two tables for the same rows: %s") % name)
        tables.add(name, archive.read(name))
        tables.files[table], tables.headings[table] = tables.files.pop(name), tables.headings.pop(name, [])


def _read_workbook(tables: Tables, octets: bytes, parts: tuple[str, ...]) -> None:
    book = load_workbook(BytesIO(octets), read_only=True, data_only=False, keep_links=False)
    try:
        for sheet in book.worksheets:
            if sheet.title == "About":
                continue
            table = sheet.title if sheet.title in parts else MAIN
            if table in tables.files:
                continue  # further sheets of a clerk's own
            tables.add_lines(sheet.title, _lines(tables, sheet))
            if table != sheet.title:
                tables.files[table] = tables.files.pop(sheet.title)
                tables.headings[table] = tables.headings.pop(sheet.title, [])
    finally:
        book.close()


def _lines(tables: Tables, sheet: Any) -> Iterator[tuple[str, list[str]]]:
    """The rows of a sheet as texts; formulas and errors are problems of their cell."""
    width = 0
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        where = f"{sheet.title} row {number}"
        texts = [_text(tables, where, cell) for cell in row]
        if not width:
            while texts and not texts[-1]:
                texts.pop()
            width = len(texts)
        if number > MOST_ROWS + 2:
            raise Unreadable(_("The file has more than %s rows: send it in pieces.") % MOST_ROWS)
        while len(texts) > width and not texts[-1]:
            texts.pop()
        yield where, texts + [""] * (width - len(texts))


def _text(tables: Tables, where: str, cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in {"f", "e"}:
        told = {"cell": cell.coordinate, "value": getattr(value, "text", value)}
        tables.say(where, "", _("cell %(cell)s has a formula or an error (%(value)s): put the value itself") % told)
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{Decimal(repr(value)):f}"
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, datetime | date | time) else str(value)


def without_labels(tables: Tables) -> Tables:
    """The tables without the second heading, which only tells what people call the columns."""
    for name, rows in tables.files.items():
        tables.files[name] = [row for row in rows if not is_marker(row[1].get("uuid", ""))]
    return tables
