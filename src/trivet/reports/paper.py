"""A paper: one neutral structure of sections, statements and numbered notes, from which HTML, Word and PDF are made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trivet.core.register import register_of
from trivet.core.sources import Citation, Confidence, Source
from trivet.reports.words import dated


@dataclass(frozen=True)
class Line:
    """One statement: what stands before it (a day, a label), its words and the numbers of its notes.

    `plain` marks a line that needs no source, because it tells of the record itself (that it holds nothing).
    """

    lead: str
    text: str
    notes: tuple[int, ...] = ()
    plain: bool = False


@dataclass(frozen=True)
class Lines:
    """Statements one below the other."""

    lines: list[Line]
    kind: str = "lines"


@dataclass(frozen=True)
class Words:
    """A sentence that explains; it needs no source."""

    text: str
    kind: str = "words"


@dataclass(frozen=True)
class Row:
    """One row of a table, with its notes; `plain` as in a line.

    On a page its first cell opens to `record` (register and identity), or to the section whose code is `part`.
    """

    cells: tuple[str, ...]
    notes: tuple[int, ...] = ()
    plain: bool = False
    record: tuple[str, str] | None = None
    part: str = ""


@dataclass(frozen=True)
class Table:
    """Rows under headings; the columns named in `numbers` hold numbers."""

    headings: tuple[str, ...]
    rows: list[Row]
    numbers: tuple[int, ...] = ()
    caption: str = ""
    kind: str = "table"


@dataclass(frozen=True)
class Picture:
    """A chart as SVG, whose numbers stand in a table beside it."""

    title: str
    svg: str
    kind: str = "picture"


Block = Lines | Words | Table | Picture


@dataclass(frozen=True)
class Section:
    """A part of a paper; level 1 stands under the title. A row can lead to the one that has its `code`."""

    title: str
    blocks: list[Block]
    level: int = 1
    code: str = ""


def table(headings: Iterable[str], rows: list[Row], numbers: tuple[int, ...] = (), caption: str = "") -> Table | Words:
    """Rows under headings that begin with a capital; where there are none, words that say so."""
    return Table(tuple(str(capfirst(one)) for one in headings), rows, numbers, caption) if rows else nothing()


def named(row: Any) -> tuple[str, str]:
    """The record that a row of a table tells of, by register and identity."""
    return register_of(type(row)).code, str(row.uuid)


def nothing() -> Words:
    """What stands where the record holds nothing."""
    return Words(_("no record"))


@dataclass(frozen=True)
class Note:
    """Where a statement comes from: the source, and what is known of it in words."""

    number: int
    title: str
    details: str
    address: str = ""
    quote: str = ""


@dataclass(frozen=True)
class Paper:
    """A whole paper in one language, for one reader, with the marking that stands on each of its pages.

    So does `exercise`, the sentence of a record whose cases are invented; it is empty for a real one, and whoever
    writes a paper must say which.
    """

    title: str
    language: str
    marking: str
    stamp: list[str]
    sections: list[Section]
    notes: list[Note]
    address: str = ""
    exercise: str = field(kw_only=True)

    @property
    def head(self) -> str:
        """What stands at the head of each printed page."""
        return " · ".join(filter(None, (self.marking, _("Exercise") if self.exercise else "")))

    def as_json(self) -> dict[str, Any]:
        """The paper as plain values, with the words that its form needs."""
        return asdict(self) | {
            "words": {"sources": _("Sources"), "no_source": _("no source"), "page": _("Page"), "none": _("no record")}
        }


@dataclass
class Notes:
    """Gives each source, with its words and its confidence, one number in the order of first mention."""

    found: dict[Any, Note] = field(default_factory=dict)

    def of(self, citations: Iterable[Citation]) -> tuple[int, ...]:
        """The numbers of some citations; those of values that were not adopted say nothing for a statement."""
        adopted = [c for c in citations if c.adopted]
        keys = dict.fromkeys(self._note((c.source_id, c.exact, c.confidence), c.source, c) for c in adopted)
        return tuple(keys)

    def of_source(self, source: Source) -> tuple[int, ...]:
        """The number of a source that is named without a citation."""
        return (self._note((source.pk, "", ""), source, None),)

    def of_record(self, key: Any, title: str, details: str) -> tuple[int, ...]:
        """The number of a record that itself says what is told, such as the steps of a dossier."""
        return (self.found.setdefault(key, Note(len(self.found) + 1, title, details)).number,)

    def outside(self, title: str, publisher: str, address: str) -> tuple[int, ...]:
        """The number of a published list that the program carries, such as the names of countries."""
        details = "; ".join((publisher, _("reference only")))
        note = self.found.setdefault(title, Note(len(self.found) + 1, title, details, address))
        return (note.number,)

    def listed(self) -> list[Note]:
        """All notes by number."""
        return list(self.found.values())

    def _note(self, key: Any, source: Source, citation: Citation | None) -> int:
        if key not in self.found:
            told = [source.publisher, dated(source.published)]
            quote = citation.exact if citation else ""
            if citation:
                told.append(_("confidence: %s") % Confidence(citation.confidence).label)
            told.append("" if quote else _("reference only"))
            details = "; ".join(filter(None, told))
            self.found[key] = Note(len(self.found) + 1, source.title, details, source.address, quote)
        return self.found[key].number
