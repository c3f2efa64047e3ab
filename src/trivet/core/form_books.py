"""Workbooks for people: plain sheets with a heading that is repeated on paper, nothing in them a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from trivet.core.cells import escaped, normal
from trivet.core.exporting import LONGEST

Cell = str | int | Decimal | None
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE = 31
#: The number of the paper in the format of workbooks.
_A3 = 8


def write_sheets(
    file: IO[bytes], sheets: Iterable[tuple[str, Sequence[str], Iterable[Iterable[Cell]]]], hidden: str = ""
) -> None:
    """Write sheets, each a title, its heading and its rows; printed in landscape on A3, as wide as the paper.

    The columns whose letters `hidden` has are kept for machines.
    """
    book = Workbook(write_only=True)
    for title, heading, rows in sheets:
        sheet: Any = book.create_sheet(_NOT_IN_TITLES.sub(" ", title)[:_LONGEST_TITLE])
        sheet.freeze_panes = "A2"
        for letter in hidden:
            sheet.column_dimensions[letter].hidden = True
        sheet.print_title_rows = "1:1"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A3
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.append(list(heading))
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    book.save(file)


def _cell(sheet: Any, value: Cell) -> Any:
    if value is None or isinstance(value, int | Decimal):
        return value
    cell = WriteOnlyCell(sheet, escaped(normal(value))[:LONGEST])
    cell.number_format = "@"
    return cell
