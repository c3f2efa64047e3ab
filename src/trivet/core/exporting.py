"""Registers out: CSV, a ZIP of CSV with its Table Schema, and XLSX, written row by row as one reader may take them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from trivet.core.access import Access, restrict
from trivet.core.account_audit import own_act
from trivet.core.cells import MARKER, Telling, columns_of, escaped, filed_fields, is_number
from trivet.core.columns import field_of, part_fields
from trivet.core.records import State
from trivet.core.register import Register, register_of
from trivet.core.standpoint import Standpoint
from trivet.values.markings import Marking

#: A cell of a workbook holds so many characters.
LONGEST = 32_767
_OWNED = ("owner", "uuid")
_IN_MEMORY = 2**20


def exportable(rows: QuerySet[Any], standpoint: Standpoint) -> QuerySet[Any]:
    """Those rows that a reader may take away: published ones, and those of the bodies where a role gives `export`.

    Without such a role nothing may be taken away.
    """
    access = standpoint.access
    if access.everything:
        return rows
    if not access.may("export"):
        return rows.none()
    live = register_of(rows.model).model.objects.filter(uuid=OuterRef("uuid"))
    public = Q(marking=Marking.PUBLIC, need_to_know=False, state__in=(State.IN_REVIEW, State.VERIFIED))
    if standpoint.number is not None:
        public &= Q(guard=Marking.PUBLIC)
    published = public & Exists(restrict(live, Access()))
    return rows.filter(published | Exists(restrict(live, access, "export")))


def tell_export(standpoint: Standpoint, register: Register, rows: int) -> None:
    """Tell the audit who took how many rows of a register away, as known when; nothing of what they say."""
    if standpoint.user:
        moment = standpoint.known or datetime.now(UTC)
        told = {"label": register.label, "count": rows, "moment": f"{moment:%Y-%m-%d %H:%M}"}
        reason = _("%(label)s, rows: %(count)s, as known at %(moment)s UTC") % told
        fields = [f"register={register.code}", f"rows={rows}", f"known={moment.isoformat()}"]
        own_act(standpoint.user, "export", fields, reason=reason)


@dataclass
class Export:
    """One taking away: whose view, of which register, the rows in batches, and under which filters."""

    standpoint: Standpoint
    register: Register
    batches: Iterable[list[Any]]
    filters: str = ""
    begun: datetime = field(default_factory=lambda: datetime.now(UTC))
    count: int = 0
    marking: int = Marking.PUBLIC

    def told(self) -> Iterator[tuple[list[Any], dict[str, list[dict[str, str]]], list[dict[str, str]]]]:
        """Batches of rows with their cells, and the cells of their owned rows by part."""
        telling = Telling(self.standpoint)
        fields = filed_fields(self.register)
        for rows in self.batches:
            self.standpoint.attach(rows, parts=True)
            telling.load(rows, fields)
            owned: dict[str, list[dict[str, str]]] = {}
            for name in self.register.filled_parts:
                columns = part_fields(self.register.part_model(name))
                telling.load((one for row in rows for one in getattr(row, f"{name}_rows")), columns)
                owned[name] = [
                    {"owner": row.key or str(row.uuid), "uuid": str(one.uuid)}
                    | {column.name: telling.cell(one, column) for column in columns}
                    for row in rows
                    for one in getattr(row, f"{name}_rows")
                ]
            self.count += len(rows)
            self.marking = max([self.marking, *(row.marking for row in rows)])
            yield rows, owned, [telling.record(self.register, row) for row in rows]

    def about(self) -> list[tuple[str, str]]:
        """Where the file comes from; complete once all rows were read."""
        known = self.standpoint.known
        return [
            (_("Register"), self.register.code),
            (_("Taken out by"), str(self.standpoint.user or "")),
            (_("Taken out at"), self.begun.isoformat(timespec="seconds")),
            (_("As known at"), (known or self.begun).isoformat(timespec="seconds")),
            (_("Filters"), self.filters or _("none")),
            (_("Rows"), str(self.count)),
            (_("Marking of the whole"), Marking(self.marking).name.lower()),
        ]


def part_columns(register: Register, part: str) -> list[str]:
    """The columns of the file of a part."""
    return [*_OWNED, *(column.name for column in part_fields(register.part_model(part)))]


def csv_lines(export: Export) -> Iterator[bytes]:
    """The register's own rows as CSV in UTF-8, with a mark by which spreadsheets know it."""
    columns = columns_of(export.register)
    yield "\ufeff".encode() + as_csv([columns])
    for _rows, _owned, cells in export.told():
        yield as_csv([escaped(row[name]) for name in columns] for row in cells)


def as_csv(lines: Iterable[list[str]]) -> bytes:
    """Some lines of a CSV file in UTF-8; cells that people typed are `escaped` before."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(lines)
    return out.getvalue().encode()


def write_zip(export: Export, file: IO[bytes]) -> None:
    """A ZIP with a CSV for the register and one for each part, and `datapackage.json` with schema and hashes."""
    register = export.register
    columns = {"": columns_of(register), **{name: part_columns(register, name) for name in register.filled_parts}}
    spools = {name: SpooledTemporaryFile(_IN_MEMORY) for name in columns}  # noqa: SIM115 - closed once packed
    for name, heading in columns.items():
        spools[name].write("\ufeff".encode() + as_csv([heading]))
    for _rows, owned, cells in export.told():
        for name, rows in {"": cells, **owned}.items():
            spools[name].write(as_csv([escaped(row[column]) for column in columns[name]] for row in rows))
    resources = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, spool in spools.items():
            path = f"{register.code}.{name}.csv" if name else f"{register.code}.csv"
            told = {"name": path[:-4], "path": path, "schema": _schema(register, name, columns[name])}
            resources.append(told | _packed(archive, path, spool))
        package = {"profile": "tabular-data-package", "name": register.code, "title": register.label}
        package |= {"about": dict(export.about()), "resources": resources}  # type: ignore[dict-item]
        archive.writestr("datapackage.json", json.dumps(package, ensure_ascii=False, indent=1))


def _packed(archive: zipfile.ZipFile, path: str, spool: IO[bytes]) -> dict[str, Any]:
    """Put a file into the archive; its size and hash."""
    size, sha = spool.tell(), hashlib.sha256()
    spool.seek(0)
    with archive.open(path, "w") as out:
        while piece := spool.read(_IN_MEMORY):
            sha.update(piece)
            out.write(piece)
    spool.close()
    return {"bytes": size, "hash": f"sha256:{sha.hexdigest()}"}


def _schema(register: Register, part: str, columns: list[str]) -> dict[str, Any]:
    """A Frictionless Table Schema of one file."""
    fields = []
    for name in columns:
        label, column = _label(register, part, name)
        told: dict[str, Any] = {"name": name, "title": label, "type": "string"}
        if column is not None and is_number(column):
            told["type"] = "integer" if isinstance(column, models.IntegerField) else "number"
        elif isinstance(column, models.BooleanField):
            told |= {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]}
        elif column is not None and getattr(column, "choices", None) and name != "marking":
            told["constraints"] = {"enum": [code for code, _label in column.flatchoices]}
        fields.append(told)
    return {"fields": fields, "missingValues": [""], "primaryKey": ["uuid"]}


def _label(register: Register, part: str, name: str) -> tuple[str, Any]:
    if name in {"uuid", "version", "owner"}:
        words = {"uuid": _("identity"), "version": _("version"), "owner": _("belongs to")}
        return str(capfirst(words[name])), None
    column: Any = register.part_model(part)._meta.get_field(name) if part else field_of(register, name)
    return str(capfirst(column.verbose_name)), column


def write_xlsx(export: Export, file: IO[bytes]) -> None:
    """A workbook with a sheet for the register and one for each part, and where it comes from on the sheet About.

    Identity and version stand in hidden columns; the second row has the labels of the columns.
    """
    register, book = export.register, Workbook(write_only=True)
    columns = {"": columns_of(register), **{name: part_columns(register, name) for name in register.filled_parts}}
    sheets = {name: book.create_sheet(name or register.code) for name in columns}
    kinds = {name: [_label(register, name, column) for column in listed] for name, listed in columns.items()}
    for name, sheet in sheets.items():
        for letter in "AB" if not name else "B":
            sheet.column_dimensions[letter].hidden = True
        sheet.freeze_panes = "A3"
        sheet.append(columns[name])
        labels = [label for label, _column in kinds[name]]
        labels[columns[name].index("uuid")] = MARKER
        sheet.append(labels)
    for _rows, owned, cells in export.told():
        for name, rows in {"": cells, **owned}.items():
            for row in rows:
                told = zip(columns[name], kinds[name], strict=True)
                sheets[name].append([_cell(sheets[name], row[column], kind) for column, (_label, kind) in told])
    about = book.create_sheet("About")
    for line in export.about():
        about.append([escaped(text) for text in line])
    book.save(file)


def _cell(sheet: Any, text: str, column: Any) -> Any:
    if not text:
        return None
    if column is not None and is_number(column):
        return float(text) if "." in text else int(text)
    cell = WriteOnlyCell(sheet, escaped(text)[:LONGEST])
    cell.number_format = "@"
    return cell
