"""What a file would do to a register, row by row: new, changed, unchanged, in conflict or wrong; nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from trivet.core.access import restrict, restrict_versions
from trivet.core.cells import Telling, columns_of, filed_fields
from trivet.core.columns import field_of, part_fields
from trivet.core.exporting import LONGEST
from trivet.core.fields import PartiesField
from trivet.core.filed import Reading, cell_text
from trivet.core.history import attach
from trivet.core.linked import links_to
from trivet.core.picking import Unclear
from trivet.core.planned import CHANGED, CONFLICT, UNCHANGED, WRONG, Filing, Planned
from trivet.core.records import State
from trivet.core.register import Register
from trivet.core.standpoint import Standpoint
from trivet.core.storage import chunks
from trivet.core.tables import Row, Tables

_APART = {"uuid", "version", "state"}


def plan(standpoint: Standpoint, register: Register, tables: Tables, filing: Filing) -> list[Planned]:
    """Every row of the register's own table with what it would do."""
    return _Planner(standpoint, register, tables, filing).plan()


class _Planner:
    def __init__(self, standpoint: Standpoint, register: Register, tables: Tables, filing: Filing) -> None:
        self.standpoint, self.register, self.filing = standpoint, register, filing
        self.tables = tables
        self.telling = Telling(standpoint)
        columns = filing.columns
        self.rows = [Planned(place, _mapped(columns[""], cells)) for place, cells in tables.files[""]]
        self.owned = {
            name: [(place, _mapped(columns[name], cells)) for place, cells in rows]
            for name, rows in tables.files.items()
            if name and "owner" in columns.get(name, {}).values()
        }
        self.reading = Reading(standpoint, {})

    def plan(self) -> list[Planned]:
        by_place = {row.place: row for row in self.rows}
        for problem in self.tables.problems:
            if problem.where in by_place:
                by_place[problem.where].say(problem.field, problem.message)
        self._find()
        model = self.register.model
        coming = {
            (model, row.cells["key"]): row.record for row in self.rows if row.live is None and row.cells.get("key")
        }
        self.reading = Reading(self.standpoint, coming)
        owned = self._by_owner()
        for row in self.rows:
            if row.kind != WRONG:
                self._compare(row, owned)
        return self.rows

    def _find(self) -> None:
        """The records that rows mean: by identity, or by key when they give none."""
        model, access = self.register.model, self.standpoint.access
        wanted, by_key = self._asked()
        for some in chunks(wanted):
            for live in restrict(model.objects.filter(pk__in=some), access, "view"):
                wanted[live.uuid].live = live
        for keys in chunks(by_key):
            for live in restrict(model.objects.filter(key__in=keys), access, "view"):
                by_key[live.key].live = live
        for row in wanted.values():
            if row.live is None:
                row.say("uuid", _("There is no such record for you: leave the cell empty to make a new one."))
        self._read_found([row for row in self.rows if row.live is not None])

    def _asked(self) -> tuple[dict[UUID, Planned], dict[str, Planned]]:
        """The rows by the identity, or else the key, that they give."""
        wanted: dict[UUID, Planned] = {}
        by_key: dict[str, Planned] = {}
        for row in self.rows:
            text, key = row.cells.get("uuid", ""), row.cells.get("key", "")
            try:
                identity = UUID(text) if text else None
            except ValueError:
                row.say("uuid", _("“%s” is no identity: leave the cell empty to make a new record.") % text)
                continue
            twice = identity in wanted if identity else bool(key) and key in by_key
            if twice:
                row.say("uuid" if identity else "key", _("This record stands in the file twice: keep one row."))
            elif identity:
                wanted[identity] = row
            elif key:
                by_key[key] = row
        return wanted, by_key

    def _read_found(self, rows: list[Planned]) -> None:
        model, access = self.register.model, self.standpoint.access
        may: set[UUID] = set()
        for some in chunks(rows):
            ids = [row.live.uuid for row in some]
            may |= set(restrict(model.objects.filter(pk__in=ids), access, "change").values_list("pk", flat=True))
            attach([row.live for row in some], None, parts=True)
        for row in rows:
            row.record, row.expected, row.caption = row.live.uuid, row.live.version, self.standpoint.caption(row.live)
            row.base = self._as_exported(row)
            if row.record not in may:
                row.expected = None  # told only if the row asks for a change
            self.telling.load([row.live, row.base], filed_fields(self.register))

    def _as_exported(self, row: Planned) -> Any:
        """The version the file was made from, where it is not today's and the reader may see it."""
        text = row.cells.get("version", "")
        if not text.isdecimal() or len(text) > 18 or int(text) == row.live.version:
            return row.live
        versions = self.register.model.Version.objects.filter(uuid=row.record, vf=int(text))
        found = restrict_versions(versions, self.standpoint.access, live=self.register.model.objects.all()).first()
        return attach([found], int(text), parts=True)[0] if found else row.live

    def _by_owner(self) -> dict[str, dict[UUID, list[Row]]]:
        """Rows of parts by the record they belong to; what belongs to none makes a wrong row of its own."""
        owners: dict[str, UUID] = {}
        for row in self.rows:
            key = row.cells.get("key") or (row.live.key if row.live is not None else "")
            owners |= {text: row.record for text in (str(row.record), key) if text}
        found: dict[str, dict[UUID, list[Row]]] = {}
        for name, rows in self.owned.items():
            found[name] = defaultdict(list)
            for place, cells in rows:
                owner = cells.get("owner", "")
                if owner in owners:
                    found[name][owners[owner]].append((place, cells))
                else:
                    lost = Planned(place, {})
                    lost.say("owner", _("there is no row “%s” in the register's own table") % owner)
                    self.rows.append(lost)
        return found

    def _compare(self, row: Planned, owned: dict[str, dict[UUID, list[Row]]]) -> None:
        for name in columns_of(self.register):
            if name in row.cells and name not in _APART:
                self._compare_cell(row, name, row.cells[name])
        for name, by_owner in owned.items():
            self._compare_part(row, name, by_owner.get(row.record, []))
        if row.live is None:
            self._file(row)
        elif row.kind != WRONG:
            self._judge(row)
        state = row.cells.get("state", "")
        if row.live is not None and state and state not in {row.base.state, row.live.state}:
            row.say("state", _("A file does not move a record on: take the step on its page."))

    def _judge(self, row: Planned) -> None:
        """Whether there is a change, and whether it may be made on what the record is today."""
        if not (row.values or row.parts):
            row.kind = UNCHANGED
        elif row.base is not row.live or ((row.cells.get("version") or str(row.live.version)) != str(row.live.version)):
            row.kind = CONFLICT
        elif row.expected is None:
            row.say("", _("You may not change this record."))
        elif row.live.state == State.WITHDRAWN:
            row.say("state", _("This record was withdrawn: reinstate it on its page, or use another key."))
        else:
            row.kind = CHANGED

    def _compare_cell(self, row: Planned, name: str, text: str) -> None:
        column = field_of(self.register, name)
        before = self.telling.cell(row.base, column) if row.base is not None else ""
        if text == before or text == before[:LONGEST] or (row.base is None and not text):
            return
        if len(before) > LONGEST:
            row.say(name, _("This text is longer than a cell holds: change it on the record's page."))
            return
        try:
            value = self._value(row, column, text, before)
        except Unclear as problem:
            row.say(name, str(problem))
            return
        if row.base is not None and self._is_same(row.base, column, value):
            return
        row.values[name] = value
        if row.live is not None:
            row.changes.append([name, before, text, self.telling.cell(row.live, column)])

    def _value(self, row: Planned, column: Any, text: str, before: str) -> Any:
        if not isinstance(column, PartiesField):
            return self.reading.value(column, text)
        value = self.reading.value(column, text)
        if row.base is None:
            return value
        hidden = [str(one.pk) for one in getattr(row.base, column.name) if not self.telling.links[one.pk]]
        return list(dict.fromkeys([*value, *hidden]))

    @staticmethod
    def _is_same(base: Any, column: Any, value: Any) -> bool:
        """Whether another writing stands for the value that is there."""
        if isinstance(column, PartiesField):
            return bool([str(one.pk) for one in getattr(base, column.name)] == value)
        own = getattr(base, column.attname)
        if links_to(column):
            return str(own or "") == str(value or "")
        try:
            return bool(column.to_python(value) == own)
        except ValidationError:
            return False

    def _compare_part(self, row: Planned, name: str, listed: list[Row]) -> None:
        """Owned rows stand in the file all together: what is not there any more is taken off."""
        columns = part_fields(self.register.part_model(name))
        held = {str(one.uuid): one for one in getattr(row.base, f"{name}_rows", ())} if row.base is not None else {}
        self.telling.load(held.values(), columns)
        told, changed = [], [cells.get("uuid", "") for _place, cells in listed] != list(held)
        for place, cells in listed:
            one = held.get(cells.get("uuid", ""))
            values: dict[str, Any] = {}
            if one is not None:
                values = {f.attname: _plain(getattr(one, f.attname)) for f in columns} | {"uuid": str(one.uuid)}
            for column in columns:
                text = cells.get(column.name)
                before = self.telling.cell(one, column) if one is not None else ""
                if text is None or text == before:
                    continue
                try:
                    value = self.reading.value(column, text)
                except Unclear as problem:
                    row.say(column.name, str(problem), place)
                    continue
                if one is None or not self._is_same(one, column, value):
                    values[column.attname] = value
                    changed = True
            told.append(values)
        if changed:
            row.parts[name] = told
            if row.live is not None:
                words = [_words(cells, columns) for _place, cells in listed]
                before_all = [
                    " | ".join(filter(None, (self.telling.cell(one, f) for f in columns))) for one in held.values()
                ]
                row.changes.append([name, "\n".join(before_all), "\n".join(words), ""])

    def _file(self, row: Planned) -> None:
        """Where a new record is kept, and how it is marked, unless the file says so."""
        row.values.setdefault("keeper", str(self.filing.keeper) if self.filing.keeper else None)
        row.values.setdefault("marking", self.filing.marking)
        row.caption = next((row.cells[n] for n in self.register.caption if row.cells.get(n)), "")[:400]
        access, keeper = self.standpoint.access, row.values["keeper"]
        if not (access.everything or (keeper and access.may("create", UUID(keeper)))):
            row.say("keeper", _("Choose a body for which you may write."))
        elif row.values["marking"] > access.clearance:
            row.say("marking", _("Choose one of the markings that you may see."))


def _mapped(columns: dict[str, str], cells: dict[str, str]) -> dict[str, str]:
    return {columns[name]: cell_text(text) for name, text in cells.items() if columns.get(name)}


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | bool | dict | list | None) else str(value)


def _words(cells: dict[str, str], columns: Iterable[Any]) -> str:
    return " | ".join(filter(None, (cells.get(column.name, "") for column in columns)))
