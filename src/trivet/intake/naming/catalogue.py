"""The catalogue of partners that ISO 3166-1 has no code for, and the labels under which data name partners."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from trivet.core.partners import Partner
from trivet.values.dates import OPEN_END, OPEN_START, DateError, UncertainDate, parse_date

_OWN = Path(__file__).resolve().parent
#: What the heading of each file must name.
_COLUMNS = {
    "partners.csv": [
        *("key", "kind", "name", "name_vi", "name_id", "starts", "ends"),
        *("predecessor", "successors", "source", "note"),
    ],
    "labels.csv": ["text", "partner", "from", "to", "streams"],
    "sources.csv": ["key", "title", "publisher", "address"],
}
#: In place of a partner: what the label names is none.
NOBODY = "-"


class CatalogueError(Exception):
    """A file of names that cannot be used; the message says the file, the row and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days on which something may hold, both included; an open side is the first or last day there is."""

    earliest: date = OPEN_START
    latest: date = OPEN_END

    @classmethod
    def of(cls, starts: UncertainDate | None, ends: UncertainDate | None) -> "Span":
        """From the first day it may have begun to the last day it may have lasted."""
        return cls(starts.earliest if starts else OPEN_START, ends.latest if ends else OPEN_END)

    def both(self, other: "Span") -> "Span | None":
        """The days that are in both; None when there is none."""
        earliest, latest = max(self.earliest, other.earliest), min(self.latest, other.latest)
        return Span(earliest, latest) if earliest <= latest else None


@dataclass(frozen=True, slots=True)
class Entry:
    """A partner of the catalogue. `predecessor` and `successors` are keys of the catalogue or of ISO 3166-1."""

    key: str
    kind: str
    name: str
    names: Mapping[str, str]
    starts: UncertainDate | None
    ends: UncertainDate | None
    predecessor: str
    successors: tuple[str, ...]
    source: str
    note: str

    @property
    def span(self) -> Span:
        """When it may have existed."""
        return Span.of(self.starts, self.ends)


@dataclass(frozen=True, slots=True)
class Label:
    """That a text names a partner (or NOBODY) in a time; `streams` are the data it is so in, none means in all."""

    text: str
    partner: str
    span: Span
    streams: frozenset[str]


@dataclass(frozen=True, slots=True)
class Authority:
    """Where dates of the catalogue come from, and how far it carries them."""

    key: str
    title: str
    publisher: str
    address: str
    confidence: str


@cache
def catalogue() -> Mapping[str, Entry]:
    """The partners of the catalogue by key. Raises CatalogueError."""
    entries = (_entry(where, row) for where, row in _rows("partners.csv"))
    return {entry.key: entry for entry in entries}


@cache
def labels() -> tuple[Label, ...]:
    """Every label, in the order of the file. Raises CatalogueError."""
    return tuple(_label(where, row) for where, row in _rows("labels.csv"))


@cache
def authorities() -> Mapping[str, Authority]:
    """What the catalogue's column `source` names, by key. Raises CatalogueError."""
    found = (Authority(*(row[name] for name in Authority.__slots__)) for _where, row in _rows("sources.csv"))
    return {one.key: one for one in found}


def _rows(name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a file and where each stands; the record's own file stands in for ours where it has one."""
    own = Path(settings.TRIVET_HOME) / "naming" / name
    path = own if own.is_file() else _OWN / name
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        if lacking := [column for column in _COLUMNS[name] if column not in (reader.fieldnames or ())]:
            raise CatalogueError(
                _("%(name)s: the heading lacks %(columns)s") % {"name": path, "columns": ", ".join(lacking)}
            )
        for row in reader:
            where = f"{path.name} row {reader.line_num}"
            if None in row or None in row.values():
                raise CatalogueError(_("%s: it has more or fewer cells than the heading") % where)
            yield where, {column: cell.strip() for column, cell in row.items()}


def _entry(where: str, row: dict[str, str]) -> Entry:
    if row["kind"] not in Partner.Kind.values:
        raise CatalogueError(_("%(where)s: there is no kind “%(kind)s” of partner") % {"where": where, **row})
    if row["source"] not in authorities():
        raise CatalogueError(_("%(where)s: sources.csv has no “%(source)s”") % {"where": where, **row})
    names = {language: row[f"name_{language}"] for language in ("vi", "id") if row[f"name_{language}"]}
    return Entry(
        key=row["key"],
        kind=row["kind"],
        name=row["name"],
        names=names,
        starts=_date(where, row["starts"]),
        ends=_date(where, row["ends"]),
        predecessor=row["predecessor"],
        successors=tuple(row["successors"].split()),
        source=row["source"],
        note=row["note"],
    )


def _label(where: str, row: dict[str, str]) -> Label:
    span = Span.of(_date(where, row["from"]), _date(where, row["to"]))
    return Label(row["text"], row["partner"], span, frozenset(row["streams"].split()))


def _date(where: str, text: str) -> UncertainDate | None:
    try:
        return parse_date(text) if text else None
    except DateError as problem:
        raise CatalogueError(f"{where}: {problem}") from problem
