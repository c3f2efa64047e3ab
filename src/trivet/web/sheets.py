"""What stands on a form: a text for every field of a record and of its owned rows, from the record or as typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.http import QueryDict

from trivet.core.bodies import Body
from trivet.core.fields import PartiesField, UncertainDateField
from trivet.core.history import assignments_of, attach
from trivet.core.linked import links_to
from trivet.core.register import Register
from trivet.core.standpoint import Standpoint
from trivet.values.markings import Marking
from trivet.values.text import nfc
from trivet.web.date_boxes import put_together
from trivet.web.shown import Showing, content, part_fields, row_kinds, row_model

#: Fields of the kernel that a form has too.
FILING = ("key", "keeper", "marking", "need_to_know")
#: Empty rows offered under the owned rows of each kind.
SPARE = 2
_MOST_ROWS = 300


@dataclass
class SheetRow:
    """One owned row on a form; without identity it is new."""

    uuid: str
    texts: dict[str, str]
    dropped: bool = False
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return not self.uuid and not any(self.texts.values())


@dataclass
class Sheet:
    """Texts by field, and rows of texts by owned kind."""

    texts: dict[str, str]
    parts: dict[str, list[SheetRow]]


def with_rows(row: Any, number: int | None) -> Any:
    """A record with its parties, owned rows and assignments at hand, as they stood after a transaction."""
    attach([row], number, parts=True)
    row.assignments_rows = assignments_of([row.uuid], number).get(row.uuid, [])
    return row


def sheet_of(standpoint: Standpoint, register: Register, row: Any) -> Sheet:
    """The texts of a record as this reader may see it; its parties and owned rows must be at hand."""
    showing = Showing(standpoint)
    showing.want([row], content(register))
    for name in row_kinds(register):
        showing.want(getattr(row, f"{name}_rows"), part_fields(row_model(register, name)))
    showing.want_ids(Body, [row.keeper_id])
    showing.resolve()
    texts = {f.name: _text(showing, row, f) for f in content(register)}
    texts |= {"key": row.key or "", "marking": str(row.marking), "need_to_know": "on" if row.need_to_know else ""}
    texts["keeper"] = str(row.keeper_id) if showing.link(row.keeper_id) else ""
    parts = {}
    for name in row_kinds(register):
        fields = part_fields(row_model(register, name))
        owned = getattr(row, f"{name}_rows")
        parts[name] = [SheetRow(str(one.uuid), {f.name: _text(showing, one, f) for f in fields}) for one in owned]
    return Sheet(texts, parts)


def empty_sheet(register: Register, keeper: UUID | None) -> Sheet:
    """The texts of a record that is not there yet: the defaults of its fields, and what its register declares."""
    row = register.model(keeper_id=keeper)
    for name in register.many_parties:
        setattr(row, name, [])
    showing = Showing(Standpoint())
    texts = {f.name: _text(showing, row, f) for f in content(register)}
    texts |= {
        "key": "",
        "marking": str(row.marking),
        "need_to_know": "on" if row.need_to_know else "",
        "keeper": str(keeper or ""),
    }
    return Sheet(texts, {name: [] for name in row_kinds(register)})


def sheet_typed(register: Register, post: QueryDict) -> Sheet:
    """The texts a person typed."""
    texts = {f.name: _typed_in(post, f) for f in content(register)} | {name: _typed(post, name) for name in FILING}
    return Sheet(texts, {name: _typed_rows(register, name, post) for name in row_kinds(register)})


def merged(base: Sheet, typed: Sheet, now: Sheet) -> Sheet:
    """What to show after a conflict: what the person changed as typed, all else as it is now."""
    texts = {name: text if text != base.texts[name] else now.texts[name] for name, text in typed.texts.items()}
    touched = {name for name, rows in typed.parts.items() if rows_changed(base.parts[name], rows)}
    parts = {name: rows if name in touched else now.parts[name] for name, rows in typed.parts.items()}
    return Sheet(texts, parts)


def rows_changed(before: list[SheetRow], after: list[SheetRow]) -> bool:
    """Whether the owned rows of one kind were touched."""
    told = [(row.uuid, row.texts) for row in after if not row.dropped and not row.empty]
    return told != [(row.uuid, row.texts) for row in before]


def level_of(text: str) -> int | None:
    """The level of marking that a choice stands for; None for what no form offers."""
    return next((level.value for level in Marking if str(level.value) == text), None)


def _typed_in(post: QueryDict, column: Any) -> str:
    return put_together(post, column.name) if isinstance(column, UncertainDateField) else _typed(post, column.name)


def _typed(post: QueryDict, name: str) -> str:
    return nfc(post.get(name, "")).replace("\r\n", "\n").strip()


def _typed_rows(register: Register, name: str, post: QueryDict) -> list[SheetRow]:
    fields = part_fields(row_model(register, name))
    rows = []
    for place in range(_MOST_ROWS):
        start = f"{name}-{place}"
        if f"{start}-uuid" not in post:
            break
        texts = {f.name: _typed(post, f"{start}-{f.name}") for f in fields}
        rows.append(SheetRow(_identity(post.get(f"{start}-uuid", "")), texts, f"{start}-drop" in post))
    return rows


def _identity(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def _text(showing: Showing, row: Any, column: Any) -> str:
    """A value as a person would type it."""
    if isinstance(column, PartiesField) or links_to(column):
        return "\n".join(shown.text for shown in showing.field(row, column))
    value = getattr(row, column.attname)
    if value is None:
        return ""
    if isinstance(column, models.BooleanField):
        return "on" if value else ""
    if isinstance(value, dict):
        return "\n".join(f"{key}: {word}" for key, word in sorted(value.items()))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return nfc(str(value)).replace("\r\n", "\n").strip()
