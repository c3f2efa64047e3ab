"""Entries of all registers in one list: a partner's timeline, and what a search finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from trivet.core.entries import Entry
from trivet.core.happenings import Told
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.values.dates import OPEN_END, OPEN_START
from trivet.web.calendar_filters import pillar_choices
from trivet.web.calendar_words import span_text
from trivet.web.reading import address
from trivet.web.shown import day_text
from trivet.web.tags import Tag, filing_tags


@dataclass(frozen=True)
class EntryLine:
    """One entry: when, which register, its caption (if need be in a foreign `language`), and pillars if asked for."""

    when: str
    register: str
    caption: str
    url: str
    tags: list[Tag]
    language: str = ""
    pillars: str = ""
    derived: bool = False


def lines_of(
    standpoint: Standpoint, entries: Iterable[Entry], told: Mapping[UUID, Told] | None = None
) -> list[EntryLine]:
    """Entries as lines, in the order given; with what their records tell, if that is at hand."""
    labels, told = dict(pillar_choices(standpoint)) if told else {}, told or {}
    return [_line(standpoint, entry, told.get(entry.record, Told()), labels) for entry in entries]


def _line(standpoint: Standpoint, entry: Entry, told: Told, labels: dict[str, str]) -> EntryLine:
    return EntryLine(
        when=when_of(entry, told),
        register=registers()[entry.register].one,
        caption=entry.caption_in(),
        url=address(standpoint, "detail", entry.register, entry.record),
        tags=filing_tags(standpoint, entry),
        language=entry.language,
        pillars=", ".join(labels.get(code, code) for code in told.pillars),
        derived=told.derived,
    )


def when_of(entry: Entry, told: Told) -> str:
    """The days of an entry as its record writes them, else as the index bounds its beginning."""
    if told.starts is None:
        return span(entry.starts_earliest, entry.starts_latest)
    return span_text(told.starts, None if told.ends == told.starts else told.ends)


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
