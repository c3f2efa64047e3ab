"""Files that amend others: their rows stand for those of the same code, and what they do not say anew is taken over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from trivet.core.profile import ProfileFile

#: Tables that are one row; what a file does not say anew of them is taken over.
SINGLE = ("procedure", "signing")


@dataclass(frozen=True)
class Placed:
    """A row of a table, with the file it stands in and its place there (from 0)."""

    row: Mapping[str, Any]
    file: ProfileFile
    place: int

    @property
    def key(self) -> tuple[Any, Any]:
        """By what a row stands for another one: its code, and whom a row of the authority table tells of."""
        return self.row.get("code"), self.row.get("actor")


class UnknownFile(LookupError):
    """A file amends one that is not there, or itself; the message is the name it gives."""


def tables_of(file: ProfileFile, files: Sequence[ProfileFile]) -> dict[str, Any]:
    """The tables of a procedure's file as they stand once it has amended the file it names, if it names one.

    Raises UnknownFile.
    """
    heads: dict[str, dict[str, Any]] = {}
    for one in _line(file, files):
        for table in SINGLE:
            if told := _single(one, table):
                heads[table] = {**heads.get(table, {}), **told}
    rows = {table: [one.row for one in placed] for table, placed in placed_rows(file, files).items()}
    return {**file.tables, **rows, **heads}


def placed_rows(file: ProfileFile, files: Sequence[ProfileFile]) -> dict[str, list[Placed]]:
    """The rows of every table, those taken over too. A new row follows the row that stands before it in its file.

    What is taken over is verified only where the file that takes it over is. Raises UnknownFile.
    """
    found: dict[str, list[Placed]] = {}
    for one in _line(file, files):
        if not _head(one).get("verified"):
            found = {table: [_to_confirm(row) for row in rows] for table, rows in found.items()}
        for table, rows in one.tables.items():
            if isinstance(rows, list):
                found[table] = _set_in(found.get(table, []), [Placed(row, one, at) for at, row in enumerate(rows)])
    return found


def place_of(file: ProfileFile, files: Sequence[ProfileFile], where: Sequence[int | str]) -> tuple[str, int]:
    """File and line of what a problem is about, told as table and place (from 0) of a row in what `tables_of` gives."""
    table = str(where[0]) if where else ""
    rows = placed_rows(file, files).get(table, []) if len(where) > 1 else []
    if rows and isinstance(where[1], int) and where[1] < len(rows):
        one = rows[where[1]]
        return one.file.name, one.file.line(table, one.place)
    if table in SINGLE:
        file = next((one for one in reversed(_line(file, files)) if _single(one, table)), file)
    return file.name, file.line(table)


def _line(file: ProfileFile, files: Sequence[ProfileFile]) -> list[ProfileFile]:
    """The files that lead to one, the oldest first: each is amended by the next."""
    known = {one.name: one for one in files}
    line = [file]
    while name := _head(line[0]).get("amends"):
        older = known.get(f"procedures/{name}.toml")
        if older is None or older in line:
            raise UnknownFile(str(name))
        line.insert(0, older)
    return line


def _head(file: ProfileFile) -> Mapping[str, Any]:
    return _single(file, "procedure")


def _single(file: ProfileFile, table: str) -> Mapping[str, Any]:
    told = file.tables.get(table)
    return told if isinstance(told, Mapping) else {}


def _to_confirm(one: Placed) -> Placed:
    return replace(one, row={**one.row, "verified": False}) if one.row.get("verified") else one


def _set_in(old: list[Placed], new: list[Placed]) -> list[Placed]:
    keys = [one.key for one in old]
    found, after = list(old), len(old)
    for one in new:
        if one.key in keys:
            after = next(at for at, known in enumerate(found) if known.key == one.key)
            found[after] = one
        else:
            found.insert(after, one)
        after += 1
    return found
