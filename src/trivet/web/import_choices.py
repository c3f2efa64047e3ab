"""How a file is read: which column is which field, and where its new records are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from trivet.core.bodies import Body
from trivet.core.cells import columns_of
from trivet.core.columns import field_of, part_fields
from trivet.core.imports import Import
from trivet.core.register import Register
from trivet.core.sources import Confidence
from trivet.core.standpoint import Standpoint
from trivet.values.markings import Marking
from trivet.web.reading import profile_of
from trivet.web.shown import label, marking_label


@dataclass(frozen=True)
class Column:
    """One column of a file, the field it was taken for, and an example of what stands in it."""

    box: str
    name: str
    field: str
    example: str
    options: list[tuple[str, str]]


def choices(standpoint: Standpoint, register: Register, one: Import) -> dict[str, Any]:
    """What the form of an import that is not written yet offers."""
    access = standpoint.access
    keepers = Body.objects.filter(pk__in=access.bodies.get("create", frozenset()))
    levels = [level for level in Marking if level <= access.clearance]
    tables = []
    for t, (table, listed) in enumerate(one.choices["columns"].items()):
        options = _options(register, table)
        examples = one.choices["examples"].get(table, {})
        columns = [
            Column(f"column-{t}-{n}", name, field, examples.get(name, ""), options)
            for n, (name, field) in enumerate(listed.items())
        ]
        tables.append((label(register, table) if table else str(register.label), columns))
    return {
        "tables": tables,
        "keepers": sorted(((body.pk, body.name_in()) for body in keepers), key=lambda option: option[1]),
        "markings": [(int(level), marking_label(profile_of(standpoint), level)) for level in levels],
        "confidences": Confidence.choices,
    }


def _options(register: Register, table: str) -> list[tuple[str, str]]:
    """The fields that a column can be."""
    words = {"uuid": _("identity"), "version": _("version"), "owner": _("belongs to")}
    if table:
        fields = {field.name: str(field.verbose_name) for field in part_fields(register.part_model(table))}
        names = ["owner", "uuid", *fields]
    else:
        fields = {name: str(field_of(register, name).verbose_name) for name in columns_of(register)[2:]}
        names = columns_of(register)
    return [("", _("leave out")), *((name, fields.get(name) or words[name]) for name in names)]
