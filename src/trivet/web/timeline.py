"""Entries of all registers in one list: a partner's timeline, and what a search finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from trivet.core.entries import Entry
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.values.dates import OPEN_END, OPEN_START
from trivet.web.reading import address
from trivet.web.shown import day_text
from trivet.web.tags import Tag, filing_tags


@dataclass(frozen=True)
class EntryLine:
    """One entry: when, of which register, and what it is called (in a foreign `language`, if need be)."""

    when: str
    register: str
    caption: str
    url: str
    tags: list[Tag]
    language: str


def lines_of(standpoint: Standpoint, entries: Iterable[Entry]) -> list[EntryLine]:
    """Entries as lines, in the order given."""
    return [
        EntryLine(
            when=span(entry.starts_earliest, entry.starts_latest),
            register=registers()[entry.register].one,
            caption=entry.caption_in(),
            url=address(standpoint, "detail", entry.register, entry.record),
            tags=filing_tags(standpoint, entry),
            language=entry.language,
        )
        for entry in entries
    ]


def span(earliest: date | None, latest: date | None) -> str:
    """Between which days something began, as short as it can be said: a year, a month, a day, or both bounds."""
    if earliest is None or latest is None:
        return ""
    if earliest == latest:
        return day_text(earliest)
    if earliest == OPEN_START or latest == OPEN_END:
        return f"… – {day_text(latest)}" if earliest == OPEN_START else f"{day_text(earliest)} – …"
    if (earliest.month, earliest.day, latest.month, latest.day) == (1, 1, 12, 31):
        return str(earliest.year) if earliest.year == latest.year else f"{earliest.year}–{latest.year}"
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest.year}-{earliest.month:02d}"
    return f"{day_text(earliest)} – {day_text(latest)}"
