"""The columns of a register's file, and the text that stands in each of its cells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from trivet.core.columns import content, field_of
from trivet.core.fields import PartiesField
from trivet.core.linked import find_linked, links_to, targets
from trivet.core.register import Register
from trivet.core.standpoint import Standpoint
from trivet.core.storage import chunks
from trivet.values.markings import Marking
from trivet.values.text import nfc

#: What every file says of a record besides its content; the state is told, never read back.
IDENTITY, FILING = ("uuid", "version", "key"), ("state", "marking", "need_to_know", "keeper")
#: Between several partners in one cell.
AND = "; "
#: Control characters that no spreadsheet keeps.
_UNKEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
#: A cell that starts so is taken for a formula; any number of apostrophes may stand before it.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def columns_of(register: Register) -> list[str]:
    """The names of the columns of a register's file, in order."""
    return [*IDENTITY, *(field.name for field in content(register)), *FILING]


def normal(text: str) -> str:
    """A text as cells are compared: composed, with plain line ends, without what no spreadsheet keeps."""
    return _UNKEPT.sub("", nfc(text).replace("\r\n", "\n").replace("\r", "\n")).strip()


def escaped(text: str) -> str:
    """A text that no spreadsheet takes for a formula; `unescaped` gives back exactly the text."""
    return f"'{text}" if _FORMULA.match(text) else text


def unescaped(text: str) -> str:
    """The text that `escaped` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


class Telling:
    """Tells records cell by cell, as one reader may see them: links by key, or by name and identity.

    The text of a cell does not depend on the reader's language, but for the name beside an identity.
    """

    def __init__(self, standpoint: Standpoint) -> None:
        self.standpoint = standpoint
        self.links: dict[UUID, str] = {}

    def load(self, rows: Iterable[Any], fields: Sequence[Any]) -> None:
        """Find what some fields of some rows point to."""
        wanted: dict[Any, set[UUID]] = defaultdict(set)
        for row in rows:
            for model, uuid in targets(row, fields):
                wanted[model].add(uuid)
        for model, ids in wanted.items():
            for some in chunks(ids - self.links.keys()):
                keys = dict(self.standpoint.of(model).filter(uuid__in=some).order_by().values_list("uuid", "key"))
                named = find_linked(self.standpoint, {model: {uuid for uuid, key in keys.items() if not key}})
                for uuid in some:  # what the reader may not see has an empty cell
                    words = named[uuid].text if uuid in named else ""
                    self.links[uuid] = (keys.get(uuid) or f"{words} [{uuid}]") if uuid in keys else ""

    def cell(self, row: Any, field: Any) -> str:
        """The text of one cell; `load` must have been asked for it."""
        if isinstance(field, PartiesField):
            return AND.join(filter(None, (self.links[partner.pk] for partner in getattr(row, field.name))))
        value = getattr(row, field.attname)
        if value is None:
            return ""
        return self.links[value] if links_to(field) else text_of(field, value)

    def record(self, register: Register, row: Any) -> dict[str, str]:
        """All cells of a record by column."""
        cells = {"uuid": str(row.uuid), "version": str(getattr(row, "vf", None) or row.version)}
        for name in columns_of(register)[2:]:
            cells[name] = self.cell(row, field_of(register, name))
        return cells


def filed_fields(register: Register) -> list[Any]:
    """The fields of a file whose cells come from the record."""
    return [field_of(register, name) for name in columns_of(register)[2:]]


def text_of(field: Any, value: Any) -> str:
    """A value that is not a link, as a file has it."""
    if field.name == "marking":
        return Marking(value).name.lower()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "\n".join(f"{key}: {word}" for key, word in sorted(value.items()))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return normal(str(value))


def is_number(field: Any) -> bool:
    """Whether the cells of a column are numbers to a spreadsheet."""
    return isinstance(field, models.IntegerField | models.DecimalField) and field.name != "marking"


#: Stands for an identity in the second heading of a sheet, which has the labels.
MARKER = "#"


def is_marker(text: str) -> bool:
    """Whether a row is the second heading of an exported sheet."""
    return text == MARKER
