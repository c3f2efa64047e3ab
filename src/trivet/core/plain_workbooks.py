"""Plain workbooks of tables, such as a paper gives: words and numbers, and nothing that a spreadsheet would run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from trivet.core.cells import escaped
from trivet.core.exporting import LONGEST

#: What a sheet's name may not hold, and how long it may be.
_FORBIDDEN, _NAME = re.compile(r"[\\/*?:\[\]\x00-\x1f]"), 31
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def workbook(sheets: Iterable[tuple[str, Sequence[Sequence[str | int | float]]]]) -> bytes:
    """The bytes of a workbook with a sheet for each table of (title, rows); the first row of each is its heading."""
    book, used = Workbook(write_only=True), set[str]()
    for title, rows in sheets:
        name = _FORBIDDEN.sub(" ", title).strip("' ")[:_NAME] or "1"
        while name.casefold() in used:
            name = f"{name[: _NAME - 3]} {len(used) + 1}"
        used.add(name.casefold())
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for place, row in enumerate(rows):
            sheet.append([_cell(sheet, value, heading=place == 0) for value in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: Any, value: str | int | float, *, heading: bool) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, escaped(_CONTROL.sub("", value))[:LONGEST])
    cell.number_format = "@"
    if heading:
        cell.font = Font(bold=True)
    return cell
