"""The rows of one file laid out on disk, apart from the record, so that any of them is found without holding all."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import IO, Any, NamedTuple, Self
from uuid import UUID

from trivet.core.filed import cell_text
from trivet.core.storage import chunks
from trivet.core.tables import Wrong
from trivet.core.uploads import MAIN, sheets

#: So many rows are laid out, and read again, at a time.
_BATCH = 1_000
#: A file of rows that is gone when it is closed: nothing is lost if the power fails, so nothing waits for the disk.
_LAYOUT = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE own (
    position INTEGER PRIMARY KEY, place TEXT, identity TEXT, key TEXT, cells TEXT, wrong TEXT, twice TEXT DEFAULT ''
);
CREATE TABLE part (
    position INTEGER PRIMARY KEY, name TEXT, owner TEXT, place TEXT, cells TEXT, wrong TEXT, met INTEGER DEFAULT 0
);
"""
_INDEXES = """
CREATE INDEX own_identity ON own (identity) WHERE identity <> '';
CREATE INDEX own_key ON own (key) WHERE key <> '';
CREATE INDEX part_owner ON part (name, owner);
UPDATE own SET twice = 'uuid' WHERE identity <> '' AND EXISTS
    (SELECT 1 FROM own AS o WHERE o.identity <> '' AND o.identity = own.identity AND o.position < own.position);
UPDATE own SET twice = 'key' WHERE twice = '' AND key <> '' AND EXISTS
    (SELECT 1 FROM own AS o WHERE o.key <> '' AND o.key = own.key AND o.position < own.position);
"""


class StagedRow(NamedTuple):
    """A row of a file by the names of fields: its number, where it stands, and the field it shares with an earlier."""

    position: int
    place: str
    cells: dict[str, str]
    wrong: Wrong
    twice: str = ""


class Staged:
    """A file laid out row by row; `total` are the rows of the register's own table, `parts` the parts it has."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("", isolation_level=None)
        self._rows.executescript(_LAYOUT)
        self.total = 0
        self.parts: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rows.close()

    def fill(
        self, name: str, file: IO[bytes], parts: tuple[str, ...], columns: dict[str, dict[str, str]]
    ) -> Iterator[int]:
        """Lay out a file by the fields its columns were taken for; tells now and then how many rows were read.

        Raises Unreadable.
        """
        read = 0
        for sheet in sheets(name, file, parts):
            fields = columns.get(sheet.table, {})
            if sheet.table != MAIN and "owner" in fields.values():
                self.parts.append(sheet.table)
            for some in chunks(sheet.rows, _BATCH):
                mapped = [(place, _mapped(fields, cells), wrong) for place, cells, wrong in some]
                if sheet.table == MAIN:
                    self._lay_own(mapped)
                elif sheet.table in self.parts:
                    self._lay_parts(sheet.table, mapped)
                read += len(some)
                yield read
        self._rows.executescript(_INDEXES)
        (self.total,) = self._rows.execute("SELECT count(*) FROM own").fetchone()

    def _lay_own(self, rows: Iterable[tuple[str, dict[str, str], Wrong]]) -> None:
        laid = [
            (place, identity_in(cells), cells.get("key", ""), json.dumps(cells), json.dumps(wrong))
            for place, cells, wrong in rows
        ]
        self._lay("INSERT INTO own (place, identity, key, cells, wrong) VALUES (?, ?, ?, ?, ?)", laid)

    def _lay_parts(self, name: str, rows: Iterable[tuple[str, dict[str, str], Wrong]]) -> None:
        laid = [
            (name, cells.get("owner", ""), place, json.dumps(cells), json.dumps(wrong)) for place, cells, wrong in rows
        ]
        self._lay("INSERT INTO part (name, owner, place, cells, wrong) VALUES (?, ?, ?, ?, ?)", laid)

    def _lay(self, statement: str, rows: Sequence[tuple[str, ...]]) -> None:
        self._rows.execute("BEGIN")
        self._rows.executemany(statement, rows)
        self._rows.execute("COMMIT")

    def batches(self) -> Iterator[list[StagedRow]]:
        """The rows of the register's own table in their order, so many at a time."""
        asked = "SELECT position, place, cells, wrong, twice FROM own WHERE position > ? ORDER BY position LIMIT ?"
        last = 0
        while found := self._rows.execute(asked, (last, _BATCH)).fetchall():
            last = found[-1][0]
            yield [
                StagedRow(position, place, json.loads(cells), json.loads(wrong), twice)
                for position, place, cells, wrong, twice in found
            ]

    def owned(self, name: str, owners: Iterable[str]) -> dict[str, list[StagedRow]]:
        """The rows of a part by what they say of their owner; they count as met."""
        found: dict[str, list[StagedRow]] = {}
        for some in chunks(owners):
            marks = ", ".join("?" * len(some))
            where = f"name = ? AND owner IN ({marks})"
            asked = f"SELECT owner, position, place, cells, wrong FROM part WHERE {where} ORDER BY position"  # noqa: S608
            for owner, position, place, cells, wrong in self._rows.execute(asked, [name, *some]).fetchall():
                row = StagedRow(position, place, json.loads(cells), json.loads(wrong))
                found.setdefault(owner, []).append(row)
            self._rows.execute(f"UPDATE part SET met = 1 WHERE {where}", [name, *some])  # noqa: S608
        return found

    def lost(self) -> Iterator[tuple[str, str]]:
        """Where rows of parts stand whose owner was never asked for, and what they say of it."""
        yield from self._rows.execute("SELECT place, owner FROM part WHERE met = 0 ORDER BY position")

    def identities(self, wanted: Iterable[UUID]) -> set[UUID]:
        """Those records that rows of the file give by identity."""
        found: set[UUID] = set()
        for some in chunks(map(str, wanted)):
            marks = ", ".join("?" * len(some))
            asked = f"SELECT identity FROM own WHERE identity <> '' AND identity IN ({marks})"  # noqa: S608
            found |= {UUID(text) for (text,) in self._rows.execute(asked, some)}
        return found

    def keyed(self, key: str) -> int | None:
        """The number of the row that gives a key and no identity, so that it may be a new record."""
        asked = "SELECT position FROM own WHERE key <> '' AND key = ? AND identity = '' ORDER BY position LIMIT 1"
        found: Any = self._rows.execute(asked, (key,)).fetchone()
        return int(found[0]) if found else None


def identity_in(cells: dict[str, str]) -> str:
    """The identity that a row gives, written the one way; none when it gives none, or something that cannot be one."""
    try:
        return str(UUID(cells.get("uuid", "")))
    except ValueError:
        return ""


def _mapped(fields: dict[str, str], cells: dict[str, str]) -> dict[str, str]:
    return {fields[name]: cell_text(text) for name, text in cells.items() if fields.get(name)}
