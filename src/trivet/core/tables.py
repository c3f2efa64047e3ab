"""Tables read whole, with every problem of their form named by file, row and column."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from trivet.core.validation import Problem

#: A row of a file: where it stands ("visits.csv row 12"), and its cells by the names of the heading.
Row = tuple[str, dict[str, str]]


class Tables:
    """The CSV files of one folder, or the sheets of one upload, each read once; problems are gathered, never raised."""

    def __init__(self, folder: Path = Path()) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.files: dict[str, list[Row]] = {}
        self.headings: dict[str, list[str]] = {}

    def rows(self, name: str) -> list[Row]:
        """The rows of a file; none when there is no such file or it cannot be read."""
        if name not in self.files:
            self.files[name] = self._read(name)
        return self.files[name]

    def say(self, where: str, field: str, message: str) -> None:
        """Note one problem."""
        self.problems.append(Problem(where, field, message))

    def _read(self, name: str) -> list[Row]:
        file = self.folder / name
        return self._parsed(name, file.read_bytes()) if file.exists() else []

    def add(self, name: str, octets: bytes) -> None:
        """Take in a CSV file that came as bytes."""
        self.files[name] = self._parsed(name, octets)

    def add_lines(self, name: str, lines: Iterable[tuple[str, list[str]]]) -> None:
        """Take in the lines of a sheet, each with where it stands; the first is the heading."""
        self.files[name] = self._under_heading(name, list(lines))

    def _parsed(self, name: str, octets: bytes) -> list[Row]:
        try:
            text = octets.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            self.say(name, "", _("byte %s is not UTF-8: save the file as UTF-8 CSV") % problem.start)
            return []
        first = text.partition("\n")[0]
        comma = ";" if first.count(";") > first.count(",") else ","
        reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=comma)
        try:
            lines = [(f"{name} row {number}", line) for number, line in enumerate(reader, start=1)]
        except csv.Error as problem:
            self.say(f"{name} line {reader.line_num}", "", str(problem))
            return []
        return self._under_heading(name, lines)

    def _under_heading(self, name: str, lines: list[tuple[str, list[str]]]) -> list[Row]:
        if not lines or not any(cell.strip() for cell in lines[0][1]):
            self.say(name, "", _("the file is empty: its first row must name the fields"))
            return []
        heading = [cell.replace("\0", "").strip() for cell in lines[0][1]]
        self.headings[name] = heading
        for column in sorted({column for column in heading if column and heading.count(column) > 1}):
            self.say(name, column, _("the heading names this column twice"))
        return [(where, self._cells(where, heading, line)) for where, line in lines[1:] if any(map(str.strip, line))]

    def _cells(self, where: str, heading: list[str], line: list[str]) -> dict[str, str]:
        if len(line) != len(heading):
            self.say(where, "", _("the row has %s cells, the heading %s") % (len(line), len(heading)))
        for name, cell in zip(heading, line, strict=False):
            if "\0" in cell:
                self.say(where, name, _("The cell has a null character: take it out."))
        return {name: cell.replace("\0", "").strip() for name, cell in zip(heading, line, strict=False)}
