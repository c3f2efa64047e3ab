"""Mapping files: which files a stream has, how their rows are read, and which fields of which register they fill."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trivet.core.register import Register, registers
from trivet.core.sources import Confidence

#: The mappings that come with the program.
BUNDLED = Path(__file__).with_name("mappings")
#: A mapping given as a file of the user's own is found by this ending.
ENDING = ".toml"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_SECTION = {
    "code",
    "register",
    "read",
    "key",
    "only",
    "alike",
    "order",
    "numbered",
    "gone",
    "cells",
    "values",
    "make",
    "part",
}
FORMATS = ("csv", "xlsx", "json", "jsonl", "xml", "un-treaties")


class WrongMapping(ValueError):
    """A mapping that cannot be used; the message names file, table and what to write."""


@dataclass(frozen=True)
class Join:
    """Rows of other files of the stream, found by a key: `on` is a template over the row's own cells."""

    files: str
    format: str
    each: str
    key: str
    on: str


@dataclass(frozen=True)
class Reading:
    """How rows come out of files.

    files: patterns of names below the folders given, such as `data/*.xml`; a file that was named itself is read as is.
    format: one of FORMATS. each: the element (XML) or the path to the list (JSON, parted by /) that holds the rows.
    where: attributes an element must bear. encoding, delimiter: of CSV; the delimiter is found when none is said.
    gather: new cells made of all columns whose name matches a pattern, their values joined by ";".
    absent: texts that stand for an empty cell.
    """

    files: tuple[str, ...]
    format: str
    each: str = ""
    where: MappingType[str, str] = field(default_factory=dict)
    encoding: str = "utf-8-sig"
    delimiter: str = ""
    gather: MappingType[str, str] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    joins: MappingType[str, Join] = field(default_factory=dict)


@dataclass(frozen=True)
class Made:
    """A record of another register to which a row points, such as the person who came: one for each key."""

    register: str
    key: str
    values: MappingType[str, Any]


@dataclass(frozen=True)
class Part:
    """Owned rows of a record, one for each member of a list of the row."""

    each: str
    values: MappingType[str, Any]


@dataclass(frozen=True)
class Section:
    """One kind of row of a stream and the register it fills.

    key: a template; rows of one key are one record. only: a row counts where this rule gives something.
    cells: new cells that later rules may name, made in their order.
    alike: templates that together should be of one row alone; a second one is reported and kept.
    order: pairs of date fields of which the first should not be later; where it is, that is reported and kept.
    numbered: rows of one key in one file are different things, told apart by their order.
    gone: the field that gets a day when a later snapshot no longer has the row.
    """

    code: str
    register: str
    reading: Reading
    key: str
    values: MappingType[str, Any]
    only: Any = ""
    cells: MappingType[str, Any] = field(default_factory=dict)
    made: MappingType[str, Made] = field(default_factory=dict)
    parts: MappingType[str, Part] = field(default_factory=dict)
    alike: tuple[str, ...] = ()
    order: tuple[tuple[str, str], ...] = ()
    numbered: bool = False
    gone: str = ""


@dataclass(frozen=True)
class Stream:
    """Somebody else's data under a name: where it comes from, and its sections in the order they are read."""

    name: str
    label: str
    source: MappingType[str, str]
    confidence: str
    sections: tuple[Section, ...]


def bundled() -> list[str]:
    """The names of the mappings that come with the program."""
    return sorted(file.stem for file in BUNDLED.glob(f"*{ENDING}"))


def load_stream(name: str) -> Stream:
    """A stream by the name of a bundled mapping or the path of a mapping file. Raises WrongMapping."""
    own = Path(name)
    file = own if name.endswith(ENDING) else BUNDLED / f"{name}{ENDING}"
    if not file.is_file():
        raise WrongMapping(
            _("there is no mapping “%(name)s”: write one of %(known)s, or the path of a mapping file (.toml)")
            % {"name": name, "known": ", ".join(bundled())}
        )
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise WrongMapping(f"{file.name}: {problem}") from problem
    return _Parser(file.name, file.stem).stream(told)


class _Parser:
    """Reads the tables of one mapping file and names what is wrong with them."""

    def __init__(self, file: str, name: str) -> None:
        self.file, self.name = file, name

    def stream(self, told: dict[str, Any]) -> Stream:
        if not _NAME.fullmatch(self.name):
            raise self._wrong(self.name, _("the file's name is the stream's: letters, digits and hyphens"))
        self._known(told, "", {"label", "source", "confidence", "rows"})
        rows = told.get("rows")
        if not isinstance(rows, list) or not rows:
            raise self._wrong("rows", _("write at least one table [[rows]]"))
        label = told.get("label", self.name)
        if isinstance(label, dict):
            label = label.get((get_language() or "en")[:2]) or label.get("en") or self.name
        confidence = told.get("confidence", "medium")
        if confidence not in Confidence.values:
            raise self._wrong(f"confidence {confidence}", _("write one of %s") % ", ".join(Confidence.values))
        sections = tuple(self._section(number, row) for number, row in enumerate(rows, start=1))
        return Stream(self.name, str(label), told.get("source", {}), confidence, sections)

    def _section(self, number: int, row: dict[str, Any]) -> Section:
        table = f"rows {number}"
        self._known(row, table, _SECTION)
        register = self._register(row.get("register", ""), table)
        for name in ("read", "key", "values"):
            if not row.get(name):
                raise self._wrong(table, _("%s is missing") % name)
        self._fields(register, row["values"], table)
        made = {name: self._made(name, one) for name, one in row.get("make", {}).items()}
        parts = {name: self._part(register, name, one) for name, one in row.get("part", {}).items()}
        gone = row.get("gone", "")
        if gone:
            self._fields(register, {gone: ""}, table)
        return Section(
            code=str(row.get("code", row["register"])),
            register=row["register"],
            reading=self._reading(row["read"], table),
            key=row["key"],
            values=row["values"],
            only=row.get("only", ""),
            cells=row.get("cells", {}),
            made=made,
            parts=parts,
            alike=tuple(row.get("alike", ())),
            order=tuple((one, other) for one, other in row.get("order", ())),
            numbered=bool(row.get("numbered", False)),
            gone=gone,
        )

    def _reading(self, told: dict[str, Any], table: str) -> Reading:
        table = f"{table} read"
        self._known(told, table, {one.name for one in fields(Reading)} - {"joins"} | {"join"})
        if told.get("format") not in FORMATS:
            raise self._wrong(table, _("format is one of %s") % ", ".join(FORMATS))
        joins = {
            name: Join(**{"format": told["format"], "each": "", **one}) for name, one in told.get("join", {}).items()
        }
        plain = {name: value for name, value in told.items() if name != "join"}
        for name in ("files", "absent"):
            plain[name] = tuple(plain.get(name, ()))
        return Reading(**plain, joins=joins)

    def _made(self, name: str, told: dict[str, Any]) -> Made:
        table = f"make {name}"
        self._known(told, table, {"register", "key", "values"})
        self._fields(self._register(told.get("register", ""), table), told.get("values", {}), table)
        return Made(told["register"], told["key"], told["values"])

    def _part(self, register: Register, name: str, told: dict[str, Any]) -> Part:
        table = f"part {name}"
        self._known(told, table, {"each", "values"})
        if name not in register.filled_parts:
            raise self._wrong(
                table,
                _("%(register)s has no such rows; it has %(known)s")
                % {"register": register.label, "known": ", ".join(register.filled_parts) or "-"},
            )
        return Part(told["each"], told["values"])

    def _register(self, code: str, table: str) -> Register:
        found = registers().get(code)
        if found is None:
            raise self._wrong(
                table,
                _("“%(code)s” is no register; there are: %(known)s") % {"code": code, "known": ", ".join(registers())},
            )
        return found

    def _fields(self, register: Register, values: MappingType[str, Any], table: str) -> None:
        known = (
            {one.name for one in register.content_fields()}
            | set(register.many_parties)
            | {"marking", "note", "need_to_know"}
        )
        for name in values:
            if name not in known:
                raise self._wrong(
                    f"{table} {name}",
                    _("%(register)s has no such field; it has %(known)s")
                    % {"register": register.label, "known": ", ".join(sorted(known))},
                )

    def _known(self, told: MappingType[str, Any], table: str, known: set[str]) -> None:
        for name in told:
            if name not in known:
                raise self._wrong(
                    f"{table} {name}".strip(), _("there is no such entry; there are: %s") % ", ".join(sorted(known))
                )

    def _wrong(self, table: str, message: str) -> WrongMapping:
        return WrongMapping(f"{self.file}: {table}: {message}")
