"""What a reader must not miss beside a record's name: its state, its marking, who may know, what is uncertain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.core.entries import Entry
from trivet.core.records import State
from trivet.core.register import Register
from trivet.core.standpoint import Standpoint
from trivet.procedures.kept_names import Naming, names_kept
from trivet.procedures.reminding import overdue_words
from trivet.values.dates import Held, held_on
from trivet.values.markings import Marking
from trivet.web.reading import profile_of
from trivet.web.shown import marking_label


@dataclass(frozen=True)
class Tag:
    """A word with its kind, which decides shape and colour (see docs/visual-language.md); a marking has its level."""

    text: str
    kind: str = ""
    level: int = Marking.PUBLIC


def sheet_marking(standpoint: Standpoint, lines: Iterable[Any] = (), levels: Iterable[int] = ()) -> str:
    """The marking that a printed sheet carries: the highest of the tags on its lines, and of further levels."""
    tagged = (tag.level for line in lines for tag in line.tags)
    return marking_label(profile_of(standpoint), max((*levels, *tagged), default=Marking.PUBLIC))


def tags_of(
    standpoint: Standpoint, register: Register, row: Any, day: date | None = None, *, verified: bool = False
) -> list[Tag]:
    """The tags of a record on a list for a day; a page of one record also says that it is `verified`."""
    tags = [*late_tags(standpoint, register, row), *filing_tags(standpoint, row, verified=verified)]
    if day and register.period:
        start, end = register.period
        end_value = getattr(row, end) if end and end != start else None
        if held_on(getattr(row, start), end_value, day) is Held.POSSIBLE:
            tags.append(Tag(_("may have held"), "possible"))
    return tags


def late_tags(standpoint: Standpoint, register: Register, row: Any) -> list[Tag]:
    """That what a record owes is overdue, as of today or of the day from which one looks."""
    days = register.days_late(row, timezone.localdate(standpoint.known))
    return [Tag(overdue_words(days), "overdue")] if days else []


def namings_of(standpoint: Standpoint, register: Register, row: Any) -> list[Naming]:
    """What is wrong with how a record is called, by the names that the profile keeps for treaties."""
    profile = profile_of(standpoint)
    return names_kept(profile, register.code, row, timezone.localdate()) if profile else []


def filing_tags(standpoint: Standpoint, row: Entry | Any, *, verified: bool = False) -> list[Tag]:
    """The tags of a record, or of its entry, that its filing gives it."""
    tags = []
    if row.state != State.VERIFIED or verified:
        tags.append(Tag(str(State(row.state).label), row.state))
    if row.marking != Marking.PUBLIC:
        tags.append(Tag(marking_label(profile_of(standpoint), row.marking), "marking", row.marking))
    if row.need_to_know:
        tags.append(Tag(_("need to know"), "need"))
    return tags
