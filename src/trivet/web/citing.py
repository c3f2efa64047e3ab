"""Citations as a reader sees them: who says so, with which words, and which values stand against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from trivet.core.linked import links_to
from trivet.core.register import Register
from trivet.core.sources import Citation, Confidence
from trivet.web.reading import profile_of
from trivet.web.shown import Showing, Shown, plain


@dataclass(frozen=True)
class Cited:
    """One citation; `value` is told when the source gives another value than the record's."""

    uuid: str
    field: str
    source: Shown
    confidence: str
    value: str
    rival: bool
    adoptable: bool
    exact: str
    before: str
    after: str
    lost: bool
    note: str


def cited_by_field(showing: Showing, register: Register, citations: Iterable[Citation]) -> dict[str, list[Cited]]:
    """The citations whose source the reader may see, by field; under "" those of the whole record."""
    found: dict[str, list[Cited]] = defaultdict(list)
    for row in citations:
        source = showing.link(row.source_id)
        if source:
            found[row.field].append(_cited(showing, register, row, source[0]))
    return found


def _cited(showing: Showing, register: Register, row: Citation, source: Shown) -> Cited:
    column = _column(register, row.field)
    return Cited(
        uuid=str(row.uuid),
        field=row.field,
        source=source,
        confidence=str(Confidence(row.confidence).label),
        value=_value(showing, column, row.value),
        rival=not row.adopted,
        adoptable=not row.adopted and bool(row.value) and column is not None and links_to(column) is None,
        exact=row.exact,
        before=row.prefix,
        after=row.suffix,
        lost=row.anchor == Citation.Anchor.LOST,
        note=" ".join(filter(None, (row.note, row.reason))),
    )


def _column(register: Register, name: str) -> Any:
    """The column a citation is of; None for the whole record, a list of partners or an owned kind of row."""
    return next((field for field in register.content_fields() if field.name == name), None)


def _value(showing: Showing, column: Any, text: str) -> str:
    if column is None or not text or links_to(column):
        return text
    try:
        value = column.to_python(text)
    except ValidationError:
        return text
    return ", ".join(shown.text for shown in plain(column, value, profile_of(showing.standpoint))) or text
