"""Rows out of files: CSV, XLSX, JSON, JSON lines and XML, plain or packed, one row at a time."""

from __future__ import annotations

import codecs
import csv
import fnmatch
import gzip
import io
import json
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from trivet.core.uploads import Unreadable, sheets
from trivet.intake.streams.mapping import Join, Reading
from trivet.intake.streams.markup import elements
from trivet.intake.streams.templates import Cells, fill
from trivet.intake.streams.untreaties import status_table

#: Octets of one file after unpacking; a larger one is refused with the reason.
LARGEST = 2 * 2**30
_DAMAGE = (zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError)
csv.field_size_limit(2**24)


@dataclass(frozen=True)
class Row:
    """One row: the file's name below the path given, its number there, and its cells."""

    file: str
    number: int
    cells: Cells

    @cached_property
    def where(self) -> str:
        return _("%(file)s row %(number)s") % {"file": self.file, "number": self.number}


@dataclass(frozen=True)
class File:
    """A file of a stream, opened when it is read; what is packed is unpacked on the way."""

    name: str
    path: Path
    member: str = ""

    def open(self) -> IO[bytes]:
        """Its octets. Raises Unreadable when it is damaged."""
        try:
            if self.member:
                with tarfile.open(self.path) as archive:
                    found = archive.extractfile(self.member)
                    return io.BytesIO(found.read(LARGEST) if found else b"")
            if self.path.suffix == ".gz":
                return io.BufferedReader(_Bounded(gzip.open(self.path), self.name))
            return self.path.open("rb")
        except _DAMAGE as problem:
            raise Unreadable(f"{self.name}: {problem}") from problem


class _Bounded(io.RawIOBase):
    """Reads a packed file and refuses to go on past LARGEST."""

    def __init__(self, file: gzip.GzipFile, name: str) -> None:
        self.file, self.name, self.seen = file, name, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            piece = self.file.read(len(buffer))
        except _DAMAGE as problem:
            raise Unreadable(f"{self.name}: {problem}") from problem
        self.seen += len(piece)
        if self.seen > LARGEST:
            raise Unreadable(
                _("%(name)s unpacks to more than %(size)s MB") % {"name": self.name, "size": LARGEST // 2**20}
            )
        buffer[: len(piece)] = piece
        return len(piece)


def files_of(paths: Iterable[Path], patterns: Iterable[str]) -> list[File]:
    """The files that paths name: a file itself, and of a folder those that fit a pattern, in the order of their names.

    Raises FileNotFoundError for a path that is not there, Unreadable when nothing fits.
    """
    found: dict[str, File] = {}
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(_("there is no file or folder “%s”") % path)
        if path.is_file():
            found[path.name] = File(path.name, path)
            continue
        for one in sorted(path.rglob("*")):
            name = one.relative_to(path).as_posix()
            if one.is_file() and any(fnmatch.fnmatch(name, p) or fnmatch.fnmatch(name, f"{p}.gz") for p in patterns):
                found[name] = File(name, one)
    return list(found.values())


def read_rows(
    reading: Reading, files: Iterable[File], roots: Iterable[Path], at_hand: dict[Join, dict[str, Cells]] | None = None
) -> Iterator[Row]:
    """The rows of some files, with the cells of what is joined to them. Raises Unreadable.

    What was joined is left `at_hand` for another reading of the same files.
    """
    at_hand = {} if at_hand is None else at_hand
    for join in reading.joins.values():
        if join not in at_hand:
            at_hand[join] = _joined(join, roots)
    joined = {name: at_hand[join] for name, join in reading.joins.items()}
    gathered = {name: re.compile(pattern) for name, pattern in reading.gather.items()}
    for file in files:
        for number, cells in lines(reading.format, reading, file):
            cells["file"] = file.name
            if reading.absent:
                cells.update({name: "" for name, value in cells.items() if value in reading.absent})
            for name, pattern in gathered.items():
                cells[name] = ";".join(str(v) for k, v in cells.items() if v and pattern.fullmatch(k))
            for name, join in reading.joins.items():
                beside = joined[name].get(fill(join.on, cells), {})
                cells.update({f"{name}.{key}": value for key, value in beside.items()})
            yield Row(file.name, number, cells)


def lines(format_: str, reading: Reading, file: File) -> Iterator[tuple[int, Cells]]:
    """The rows of one file with their numbers. Raises Unreadable with the file's name."""
    with file.open() as octets:
        try:
            yield from _READERS[format_](reading, file, octets)
        except Unreadable as problem:
            raise Unreadable(f"{file.name}: {problem}" if file.name not in str(problem) else str(problem)) from problem
        except (UnicodeDecodeError, ValueError, csv.Error, *_DAMAGE) as problem:
            raise Unreadable(f"{file.name}: {problem}") from problem


def _csv(reading: Reading, file: File, octets: IO[bytes]) -> Iterator[tuple[int, Cells]]:
    text = codecs.getreader(reading.encoding)(octets)
    numbered = ((number, line) for number, line in enumerate(text, start=1))
    number, first = next(((n, line) for n, line in numbered if line.strip()), (0, ""))
    delimiter = reading.delimiter or max(",;\t", key=first.count)
    last = [number]

    def following() -> Iterator[str]:
        yield first
        for at, line in numbered:
            last[0] = at
            yield line

    reader = csv.reader(following(), delimiter=delimiter, strict=True)
    heading = [cell.strip() for cell in next(reader, [])]
    while heading and not heading[-1]:
        heading.pop()
    if len(set(heading)) != len(heading):
        raise Unreadable(_("a column stands twice in the heading"))
    start = last[0] + 1
    for line in reader:
        if any(line):
            if len(line) > len(heading) and any(line[len(heading) :]):
                raise Unreadable(_("row %(number)s has more cells than the heading") % {"number": start})
            yield start, dict(zip(heading, line + [""] * (len(heading) - len(line)), strict=False))
        start = last[0] + 1


def _xlsx(_reading: Reading, file: File, octets: IO[bytes]) -> Iterator[tuple[int, Cells]]:
    for sheet in sheets(file.name, octets, ()):
        for number, (_where, cells, wrong) in enumerate(sheet.rows, start=2):
            if wrong:
                raise Unreadable(
                    _("row %(number)s: %(what)s") % {"number": number, "what": "; ".join(f"{c}: {m}" for c, m in wrong)}
                )
            yield number, dict(cells)


def _jsonl(_reading: Reading, _file: File, octets: IO[bytes]) -> Iterator[tuple[int, Cells]]:
    for number, line in enumerate(octets, start=1):
        if line.strip():
            yield number, _flat(json.loads(line))


def _json(reading: Reading, _file: File, octets: IO[bytes]) -> Iterator[tuple[int, Cells]]:
    found = json.loads(octets.read())
    for step in filter(None, reading.each.split("/")):
        if not isinstance(found, dict) or step not in found:
            raise Unreadable(_("there is no “%s” in it") % step)
        found = found[step]
    for number, one in enumerate(found if isinstance(found, list) else [found], start=1):
        yield number, _flat(one)


def _flat(value: Any) -> Cells:
    if not isinstance(value, dict):
        raise Unreadable(_("a row is not a table of names and values"))
    return {name: "" if told is None else told if isinstance(told, list) else str(told) for name, told in value.items()}


def _xml(reading: Reading, _file: File, octets: IO[bytes]) -> Iterator[tuple[int, Cells]]:
    yield from elements(octets, reading.each, reading.where)


def _status(_reading: Reading, file: File, octets: IO[bytes]) -> Iterator[tuple[int, Cells]]:
    yield from status_table(file.name, file.path, octets)


def _joined(join: Join, roots: Iterable[Path]) -> dict[str, Cells]:
    """All rows of the files that a join names, by their key."""
    reading = Reading((join.files,), join.format, join.each)
    found: dict[str, Cells] = {}
    for root in roots:
        folder = root if root.is_dir() else root.parent
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and fnmatch.fnmatch(name, join.files):
                for _number, cells in _members(reading, name, path):
                    found[fill(join.key, cells)] = cells
    return found


def _members(reading: Reading, name: str, path: Path) -> Iterator[tuple[int, Cells]]:
    if not name.endswith((".tar.gz", ".tgz", ".tar")):
        yield from lines(reading.format, reading, File(name, path))
        return
    try:
        with tarfile.open(path, "r|*") as archive:
            for member in archive:
                octets = archive.extractfile(member) if member.isfile() else None
                if octets and member.size <= LARGEST:
                    yield from _READERS[reading.format](reading, File(member.name, path), octets)
    except (ValueError, *_DAMAGE) as problem:
        raise Unreadable(f"{name}: {problem}") from problem


_READERS = {"csv": _csv, "xlsx": _xlsx, "json": _json, "jsonl": _jsonl, "xml": _xml, "un-treaties": _status}
