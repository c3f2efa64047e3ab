"""Tables aside: files of what is too many for records, kept in the folder of the record and part of its backups."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

#: The ending of a table; every other file in the folder is somebody's, or half written.
ENDING = ".parquet"


def folder() -> Path:
    """Where the tables are; the folder is made when it is not there."""
    _place().mkdir(parents=True, exist_ok=True)
    return _place()


def table(name: str) -> Path:
    """The file of a table, whether it is there or not."""
    return _place() / f"{name}{ENDING}"


def tables() -> list[Path]:
    """Every table there is, in the order of their names."""
    return sorted(_place().glob(f"*{ENDING}"))


def _place() -> Path:
    return Path(settings.TRIVET_HOME) / "aside"
