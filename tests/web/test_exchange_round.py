"""What every register's files do: out as they are, back unchanged, and an edited cell is the only change."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.people import People
from tests.web.samples import REGISTERS, client_of, made
from trivet.core.imports import Import
from trivet.core.preparing import prepare
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.web.import_upload import taken_in

pytestmark = pytest.mark.django_db
each_register = pytest.mark.parametrize("code", REGISTERS)


def taken(user: Any, code: str, kind: str, **query: str) -> bytes:
    """The file a person takes away from a list."""
    answer = client_of(user).get(f"/registers/{code}/", {**query, "format": kind})
    assert answer.status_code == 200, answer.content[:500]
    return b"".join(answer.streaming_content)


def read(people: People, code: str, name: str, octets: bytes, user: Any = None) -> Import:
    """An import of a file, as far as its preview."""
    user = user or people.clerk
    standpoint = Standpoint(user)
    one = taken_in(registers()[code], standpoint, user, name, io.BytesIO(octets))
    one.choices["reason"] = "sent back"
    one.choices["confidence"] = "low"
    prepare(one, standpoint, user)
    return one


def told(one: Import) -> list[Any]:
    return [(row.place, row.kind, row.told) for row in one.rows.all()]


@each_register
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_unchanged_file_changes_nothing(office: People, code: str, kind: str) -> None:
    register = registers()[code]
    for number in (1, 2):
        made(register, office, number)
    made(register, office, 3, submit=False, note="=2+2 is a sum\nand 'so' \u0111")
    octets = taken(office.clerk, code, kind)
    one = read(office, code, f"x.{kind}", octets)
    assert told(one) == []
    assert one.counts["unchanged"] >= 3 and set(one.counts) == {"unchanged"}


@each_register
def test_one_edited_cell_is_one_change(office: People, code: str) -> None:
    row = made(registers()[code], office, 1)
    book = load_workbook(io.BytesIO(taken(office.clerk, code, "xlsx")))
    sheet = book[code]
    heading = [cell.value for cell in sheet[1]]
    assert sheet.column_dimensions["A"].hidden and book["About"]["A1"].value
    for line in sheet.iter_rows(min_row=3):
        if line[0].value == str(row.uuid):
            line[heading.index("note")].value = "An edited note"
    out = io.BytesIO()
    book.save(out)
    one = read(office, code, "x.xlsx", out.getvalue())
    assert [(kind, [change[::2] for change in changes]) for _place, kind, changes in told(one)] == [
        ("changed", [["note", "An edited note"]])
    ]
