"""Values as a reader sees them: words of the reader's language, days, numbers, links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from trivet.core.columns import (
    ASSIGNMENTS,
    codes,
    content,
    field_of,
    label,
    part_fields,
    readable,
    row_kinds,
    row_model,
)
from trivet.core.fields import PartiesField
from trivet.core.linked import Linked, Wanted, find_linked, gather, links_to, named, targets
from trivet.core.profile import Profile, said
from trivet.core.records import Record
from trivet.core.register import Register
from trivet.core.standpoint import Standpoint
from trivet.values.dates import OPEN_END, OPEN_START, UncertainDate
from trivet.values.markings import Marking
from trivet.web.reading import address, profile_of

#: The columns that pages show are those of every surface.
__all__ = [
    "ASSIGNMENTS",
    "Showing",
    "Shown",
    "code_label",
    "codes",
    "content",
    "day",
    "day_text",
    "field_of",
    "label",
    "marking_label",
    "number",
    "part_fields",
    "plain",
    "readable",
    "row_kinds",
    "row_model",
]
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Shown:
    """One value on a page; `hint` is what a pointer over it tells, `language` whose words stand in for the reader's."""

    text: str
    url: str = ""
    hint: str = ""
    kind: str = "text"
    day: str = ""
    language: str = ""


class Showing:
    """Turns values of records into what one reader sees, with every link resolved at once."""

    def __init__(self, standpoint: Standpoint) -> None:
        self.standpoint = standpoint
        self.wanted: Wanted = gather(())
        self.linked: dict[UUID, Linked] = {}

    def want(self, rows: Iterable[Any], fields: Iterable[Any]) -> None:
        """Ask for the records that some fields of some rows point to."""
        fields = list(fields)
        for row in rows:
            for model, uuid in targets(row, fields):
                self.wanted[model].add(uuid)

    def want_ids(self, model: type[Record], ids: Iterable[UUID | None]) -> None:
        """Ask for records by identity."""
        self.wanted[model] |= {uuid for uuid in ids if uuid}

    def resolve(self) -> None:
        """Find everything that was asked for."""
        self.linked |= find_linked(self.standpoint, self.wanted)
        self.wanted = gather(())

    def link(self, uuid: UUID | None) -> list[Shown]:
        """A linked record; nothing where the reader may not see it."""
        found = self.linked.get(uuid) if uuid else None
        if found is None:
            return []
        return [Shown(found.text, self.record_address(found.code, found.uuid), language=found.language)]

    def record_address(self, code: str, uuid: UUID) -> str:
        """The address of a record's page, seen from the same moment."""
        return address(self.standpoint, "detail", code, uuid)

    def field(self, row: Any, field: Any) -> list[Shown]:
        """The value of one field of a row, as a list: several partners are several."""
        if isinstance(field, PartiesField):
            return [shown for partner in getattr(row, field.name) for shown in self.link(partner.pk)]
        if links_to(field):
            return self.link(getattr(row, field.attname))
        value = getattr(row, field.attname)
        if value is None or value == "":
            return []
        return plain(field, value, profile_of(self.standpoint))

    def caption(self, register: Register, row: Any) -> Shown:
        """What names a record to this reader; its links must have been asked for."""
        if hasattr(register.model, "name_in"):
            text, language = named(register.model, row)
            return Shown(text, language=language)
        told = (shown.text for name in register.caption for shown in self.field(row, field_of(register, name)))
        return Shown(", ".join(told) or _("(without a name)"))


def plain(field: Any, value: Any, profile: Profile | None) -> list[Shown]:
    """A value that is not a link."""
    if isinstance(value, UncertainDate):
        return [day(value)]
    if isinstance(value, dict):
        return [Shown(f"{key}: {word}") for key, word in sorted(value.items())]
    if field.choices and value in dict(field.flatchoices):
        return [Shown(str(dict(field.flatchoices)[value]))]
    if isinstance(value, bool):
        return [Shown(_("yes") if value else _("no"))]
    if isinstance(value, int | Decimal):
        return [Shown(number(value), kind="number")]
    if isinstance(value, time):
        return [Shown(f"{value:%H:%M}")]
    if isinstance(field, models.SlugField):
        return [Shown(code_label(profile, field.name, str(value)))]
    text = str(value)
    if _ADDRESS.fullmatch(text):
        return [Shown(text, url=text, kind="address")]
    return [Shown(text, kind="long" if isinstance(field, models.TextField) else "text")]


def code_label(profile: Profile | None, name: str, code: str) -> str:
    """The words for one code of a field."""
    return codes(profile, name).get(code, code)


def marking_label(profile: Profile | None, level: int) -> str:
    """What the profile calls a marking."""
    for row in profile.rows("markings") if profile else []:
        if row.get("level") == level:
            return said(row.get("label")) or str(row.get("code"))
    return Marking(level).name.lower().replace("_", " ")


def day(value: UncertainDate) -> Shown:
    """An uncertain date: an exact day in the reader's words, all else as it was written, with its bounds."""
    if value.exact:
        return Shown(day_text(value.earliest), kind="day", day=value.earliest.isoformat())
    earliest = "" if value.earliest == OPEN_START else day_text(value.earliest)
    latest = "" if value.latest == OPEN_END else day_text(value.latest)
    if earliest and latest:
        hint = _("between %(first)s and %(last)s") % {"first": earliest, "last": latest}
    elif latest:
        hint = _("not later than %s") % latest
    else:
        hint = _("not before %s") % earliest
    return Shown(value.text, hint=hint, kind="uncertain")


def day_text(value: date) -> str:
    """A day in the short way of the reader's language; in English the month is a word, since 3/5 has two readings."""
    return date_format(value, "SHORT_DATE_FORMAT")


def number(value: int | Decimal) -> str:
    """A number grouped as the reader's language does, without decimals that say nothing."""
    if isinstance(value, Decimal):
        value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return number_format(value, use_l10n=True, force_grouping=True)
