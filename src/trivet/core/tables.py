"""Rows of cells under a heading: how a line becomes a row, and the CSV files of a folder read whole."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TextIO

from django.utils.translation import gettext as _

from trivet.core.validation import Problem

#: A row of a file: where it stands ("visits.csv row 12"), and its cells by the names of the heading.
Row = tuple[str, dict[str, str]]
#: What is wrong with the form of a row, as (column, message).
Wrong = list[tuple[str, str]]
#: Where a line of a file stands, its cells in order, and what is wrong with single ones.
Line = tuple[str, list[str], Wrong]
_PIECE = 2**20


class Broken(Exception):
    """A table that cannot be read on; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


def check_text(name: str, octets: IO[bytes]) -> None:
    """Read a file to its end. Raises Broken with the first byte that is not UTF-8."""
    decoder, read = codecs.getincrementaldecoder("utf-8-sig")(), 0
    try:
        while piece := octets.read(_PIECE):
            read += len(piece)
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as problem:
        place = read - len(problem.object) + problem.start
        message = _("byte %s is not UTF-8: save the file as UTF-8 CSV") % place
        raise Broken(Problem(name, "", message)) from problem


def csv_lines(name: str, text: TextIO) -> Iterator[Line]:
    """The lines of a CSV one after the other, parted by comma or semicolon. Raises Broken."""
    first = text.readline()
    text.seek(0)
    comma = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(text, strict=True, delimiter=comma)
    try:
        for number, line in enumerate(reader, start=1):
            yield f"{name} row {number}", line, []
    except csv.Error as problem:
        raise Broken(Problem(f"{name} line {reader.line_num}", "", str(problem))) from problem


def heading_of(name: str, lines: Iterator[Line]) -> list[str]:
    """The names in the first line of a table. Raises Broken where nothing below them could be read."""
    _where, line, _wrong = next(lines, ("", [], []))
    heading = [cell.replace("\0", "").strip() for cell in line]
    if not any(heading):
        raise Broken(Problem(name, "", _("the file is empty: its first row must name the fields")))
    twice = sorted({column for column in heading if column and heading.count(column) > 1})
    if twice:
        raise Broken(Problem(name, ", ".join(twice), _("the heading names this column twice")))
    return heading


def under(heading: list[str], line: list[str]) -> tuple[dict[str, str], Wrong]:
    """The cells of a line by the names of the heading, and what is wrong with its form."""
    wrong: Wrong = []
    if len(line) != len(heading):
        wrong.append(("", _("the row has %s cells, the heading %s") % (len(line), len(heading))))
    for name, cell in zip(heading, line, strict=False):
        if "\0" in cell:
            wrong.append((name, _("The cell has a null character: take it out.")))
    return {name: cell.replace("\0", "").strip() for name, cell in zip(heading, line, strict=False)}, wrong


class Tables:
    """The CSV files of one folder, each read once; problems are gathered, never raised."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.files: dict[str, list[Row]] = {}

    def rows(self, name: str) -> list[Row]:
        """The rows of a file; none when there is no such file or it cannot be read."""
        if name not in self.files:
            self.files[name] = self._read(self.folder / name)
        return self.files[name]

    def say(self, where: str, field: str, message: str) -> None:
        """Note one problem."""
        self.problems.append(Problem(where, field, message))

    def _read(self, file: Path) -> list[Row]:
        if not file.exists():
            return []
        try:
            with file.open("rb") as octets:
                check_text(file.name, octets)
            with file.open(encoding="utf-8-sig", newline="") as text:
                lines = csv_lines(file.name, text)
                heading = heading_of(file.name, lines)
                return [self._row(heading, where, line) for where, line, _wrong in lines if any(map(str.strip, line))]
        except Broken as broken:
            self.problems.append(broken.problem)
            return []

    def _row(self, heading: list[str], where: str, line: list[str]) -> Row:
        cells, wrong = under(heading, line)
        for column, message in wrong:
            self.say(where, column, message)
        return where, cells
