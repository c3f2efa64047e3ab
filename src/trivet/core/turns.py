"""Whose turn it is to work on the record: one process at a time, and no longer than it lives."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

#: Names our lock among those of a PostgreSQL database ("trivet" in ASCII).
_OURS = 0x747269766574


@contextmanager
def turn() -> Iterator[bool]:
    """Whether it is this process's turn, until the block ends; whoever is killed loses it at that moment.

    The lock is the database's own on PostgreSQL, where workers may stand on several machines, and a file beside an
    SQLite record.
    """
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "postgresql":
        yield from _by_database()
    elif "mode=memory" in name:
        yield True  # no other process can reach it
    else:
        yield from _by_file(Path(f"{name}.work"))


def _by_database() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_OURS])
        (ours,) = cursor.fetchone()
    try:
        yield bool(ours)
    finally:
        if ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_OURS])


def _by_file(file: Path) -> Iterator[bool]:
    with file.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
