"""Days as a calendar says them, and one happening with all that a planner must see of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trivet.core.entries import Entry
from trivet.core.happenings import Told
from trivet.core.records import State
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.values.dates import OPEN_END, OPEN_START, UncertainDate
from trivet.web.reading import address
from trivet.web.shown import day_text
from trivet.web.tags import Tag, filing_tags

_NUMBER = re.compile(r"\d+")
_DAY, _MONTH, _YEAR = (re.compile(pattern) for pattern in (r"\d{4}-\d\d-\d\d", r"\d{4}-\d\d", r"\d{4}"))


@dataclass(frozen=True)
class Happening:
    """One entry on the calendar; `first` and `last` bound it, and only a `certain` one stands on days."""

    caption: str
    url: str
    register: str
    when: str
    first: date
    last: date
    certain: bool
    pillars: tuple[str, ...]
    derived: bool
    tags: list[Tag]
    kind: str
    language: str = ""

    def touches(self, first: date, last: date) -> bool:
        """Whether it may take place on some days."""
        return self.first <= last and first <= self.last


def happenings(standpoint: Standpoint, entries: Iterable[Entry], told: Mapping[UUID, Told]) -> list[Happening]:
    """Entries with what their records say of them, in the order given."""
    today = timezone.localdate()
    return [_happening(standpoint, entry, told.get(entry.record, Told()), today) for entry in entries]


def _happening(standpoint: Standpoint, entry: Entry, told: Told, today: date) -> Happening:
    starts, ends = told.starts or bounds(entry), told.ends
    if ends == starts:
        ends = None
    certain = starts.exact and (ends is None or ends.exact)
    planned = entry.state == State.IN_REVIEW and starts.earliest > today
    tags = filing_tags(standpoint, entry, verified=True)
    if planned:
        tags.insert(1, Tag(_("planned"), "planned"))
    return Happening(
        caption=entry.caption_in(),
        url=address(standpoint, "detail", entry.register, entry.record),
        register=registers()[entry.register].one,
        when=span_text(starts, ends),
        # Of what began at an unknown time only its end can be placed.
        first=ends.earliest if ends and starts.earliest == OPEN_START else starts.earliest,
        last=max(starts.latest, (ends or starts).latest),
        certain=certain,
        pillars=told.pillars,
        derived=told.derived,
        tags=tags,
        kind="planned" if planned else entry.state,
        language=entry.language,
    )


def bounds(entry: Entry) -> UncertainDate:
    """When an entry began, as far as the index alone can tell."""
    first, last = entry.starts_earliest or OPEN_START, entry.starts_latest or OPEN_END
    return UncertainDate(first.isoformat() if first == last else "", first, last)


def span_text(starts: UncertainDate, ends: UncertainDate | None) -> str:
    """From when to when, as short as it can be said: “5–7 Mar 2024”, “Nov 2024”, “about 21 Nov 2024”."""
    if ends is None or ends == starts:
        return date_words(starts)
    if starts.earliest == OPEN_START:
        return _("until %s") % date_words(ends)
    if starts.exact and ends.exact and str(starts.earliest)[:7] == str(ends.latest)[:7]:
        day = _NUMBER.match(day_text(starts.earliest))  # all our languages write the day first
        return f"{day[0] if day else starts.earliest.day}–{day_text(ends.latest)}"
    return f"{date_words(starts)} – {date_words(ends)}"


def date_words(value: UncertainDate) -> str:
    """A date in the reader's words, with the doubt it was written with."""
    text, doubt = value.text.rstrip("?~%"), value.text[-1:] in {"?", "~", "%"}
    if _DAY.fullmatch(text):
        told = day_text(date.fromisoformat(text))
    elif _MONTH.fullmatch(text) and 1 <= int(text[5:]) <= 12:
        told = date_format(date(int(text[:4]), int(text[5:]), 1), "YEAR_MONTH_FORMAT")
    elif _YEAR.fullmatch(text):
        told = text
    else:
        return value.text if value.text and ".." not in value.text else _open(value)
    return _("about %s") % told if doubt else told


def _open(value: UncertainDate) -> str:
    if value.earliest == OPEN_START and value.latest == OPEN_END:
        return _("day not known")
    if value.earliest == OPEN_START:
        return _("not later than %s") % day_text(value.latest)
    if value.latest == OPEN_END:
        return _("not before %s") % day_text(value.earliest)
    if value.earliest == value.latest:
        return day_text(value.earliest)
    return f"{day_text(value.earliest)} – {day_text(value.latest)}"
