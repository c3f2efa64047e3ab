"""The sheets of a workbook as lines of texts, read as they are asked for."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from trivet.core.tables import Line, Wrong

#: So many cells of a row are looked at.
MOST_COLUMNS = 500
_ITEM, _TEXT, _RUN = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("si", "t", "r"))


def worksheets(file: IO[bytes]) -> Iterator[tuple[str, Iterator[Line]]]:
    """The sheets of a workbook by title, each with its lines; formulas and errors are problems of their line.

    The library's own way reads all shared texts first, and each sheet to its end for a size that it may not tell.
    """
    reader: Any = ExcelReader(file, read_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)  # which tells numbers from dates
    shared = reader.package.find(SHARED_STRINGS)
    texts: Any = _Texts(reader.archive.open(shared.PartName[1:])) if shared else []
    for sheet, told in reader.parser.find_sheets():
        if told.target in reader.valid_files and "chartsheet" not in told.Type:
            yield sheet.name, _lines(reader, sheet.name, told.target, texts)


class _Texts:
    """The texts that cells share, read as far as they are asked for, and held end to end."""

    def __init__(self, octets: IO[bytes]) -> None:
        self._coming = _shared(octets)
        self._text = bytearray()
        self._ends = array("Q", [0])

    def __getitem__(self, place: int) -> str:
        while place >= len(self._ends) - 1:
            try:
                self._text += next(self._coming).encode()
            except StopIteration:
                raise IndexError(place) from None
            self._ends.append(len(self._text))
        return self._text[self._ends[place] : self._ends[place + 1]].decode()


def _shared(octets: IO[bytes]) -> Iterator[str]:
    """Each shared text, with the runs of a formatted one together and without the help for reading it aloud."""
    events = iterparse(octets, ("start", "end"))
    _event, root = next(events)
    for event, node in events:
        if event == "end" and node.tag == _ITEM:
            plain = [node.text or "" for node in node if node.tag == _TEXT]
            runs = [text.text or "" for run in node if run.tag == _RUN for text in run if text.tag == _TEXT]
            yield "".join(plain + runs).replace("x005F_", "")
            root.clear()


def _lines(reader: Any, title: str, member: str, texts: Any) -> Iterator[Line]:
    width, book = 0, reader.wb
    dates = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}
    with reader.archive.open(member) as source:
        parser: Any = WorkSheetParser(source, texts, epoch=book.epoch, **dates)
        for number, cells in parser.parse():
            wrong: Wrong = []
            told = {cell["column"]: _text(cell, wrong) for cell in cells if cell["column"] <= MOST_COLUMNS}
            last = max((column for column, text in told.items() if text), default=0)
            width = width or last
            yield f"{title} row {number}", [told.get(n, "") for n in range(1, max(width, last) + 1)], wrong


def _text(cell: dict[str, Any], wrong: Wrong) -> str:
    value = cell["value"]
    if value is None:
        return ""
    if cell["data_type"] in {"f", "e"}:
        place = f"{get_column_letter(cell['column'])}{cell['row']}"
        told = {"cell": place, "value": getattr(value, "text", value)}
        wrong.append(("", _("cell %(cell)s has a formula or an error (%(value)s): put the value itself") % told))
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{Decimal(repr(value)):f}"
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, datetime | date | time) else str(value)
