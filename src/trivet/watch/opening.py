"""Opens a table beside the record, in memory and for one question."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from django.utils.translation import gettext as _

from trivet.core.uploads import Unreadable

#: The columns of a table of roll calls, in their order: a row is one vote, with what is told of its roll call.
COLUMNS = {
    "roll_call": "VARCHAR",
    "session": "VARCHAR",
    "symbol": "VARCHAR",
    "subject": "VARCHAR",
    "words": "VARCHAR",
    "issues": "VARCHAR[]",
    "day": "DATE",
    "partner": "VARCHAR",
    "name": "VARCHAR",
    "vote": "VARCHAR",
    "file": "VARCHAR",
    "row": "INTEGER",
}

#: Memory stays flat: what is beyond the limit goes to a folder for the time being.
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "memory_limit": "256MB",
    "threads": 1,
}


@contextmanager
def opened(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory whose view `votes` is the table of a file; without the file it has no rows.

    It reads that file and nothing else: no extension is fetched from anywhere. Raises Unreadable when the file is
    damaged, at the beginning or where it is read.
    """
    with TemporaryDirectory() as work, duckdb.connect(":memory:", config=_SETTINGS | {"temp_directory": work}) as book:
        try:
            if file.is_file():
                book.read_parquet(str(file)).create_view("votes")
            else:
                columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
                book.execute(f"CREATE TABLE votes ({columns})")
            yield book
        except duckdb.Error as problem:
            if not file.is_file():
                raise
            words = _("the table %s cannot be read: move it away and take its files in again")
            raise Unreadable(words % file.name) from problem
