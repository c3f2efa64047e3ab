"""What a file would do to a register, row by row: new, changed, unchanged, in conflict or wrong; nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from trivet.core.access import restrict, restrict_versions
from trivet.core.cells import Telling, columns_of, filed_fields
from trivet.core.columns import field_of, part_fields
from trivet.core.exporting import LONGEST
from trivet.core.fields import PartiesField
from trivet.core.filed import Reading
from trivet.core.history import attach
from trivet.core.linked import links_to
from trivet.core.picking import Unclear
from trivet.core.planned import CHANGED, CONFLICT, UNCHANGED, WRONG, Filing, Planned
from trivet.core.records import State
from trivet.core.register import Register
from trivet.core.staging import Staged, StagedRow, identity_in
from trivet.core.standpoint import Standpoint
from trivet.core.storage import chunks

_APART = {"uuid", "version", "state"}
_TWICE = gettext_noop("This record stands in the file twice: keep one row.")


def plan(
    standpoint: Standpoint, register: Register, staged: Staged, filing: Filing, whole: UUID
) -> Iterator[list[Planned]]:
    """Every row of a file with what it would do, so many at a time; `whole` is the import that they are part of."""
    planner = _Planner(standpoint, register, staged, filing, whole)
    for rows in staged.batches():
        yield planner.plan(rows)
    for lost in chunks(enumerate(staged.lost(), start=staged.total + 1)):
        yield [planner.lost(position, place, owner) for position, (place, owner) in lost]


class _Planner:
    def __init__(self, standpoint: Standpoint, register: Register, staged: Staged, filing: Filing, whole: UUID) -> None:
        self.standpoint, self.register, self.filing = standpoint, register, filing
        self.staged, self.whole = staged, whole
        self.telling = Telling(standpoint)
        self.reading = Reading(standpoint, self._coming)
        self.rows: list[Planned] = []

    def plan(self, rows: list[StagedRow]) -> list[Planned]:
        self.telling = Telling(self.standpoint)
        self.rows = [Planned(row.position, row.place, row.cells, self._identity(row.position)) for row in rows]
        for row, read in zip(self.rows, rows, strict=True):
            for name, message in read.wrong:
                row.say(name, message)
            if read.twice:
                row.say(read.twice, _(_TWICE))
        self._find()
        owned = self._by_owner()
        for row in self.rows:
            if row.kind != WRONG:
                self._compare(row, owned)
        return self.rows

    def lost(self, position: int, place: str, owner: str) -> Planned:
        """A row of a part that belongs to no record of the file."""
        row = Planned(position, place, {}, self._identity(position))
        row.say("owner", _("there is no row “%s” in the register's own table") % owner)
        return row

    def _identity(self, position: int) -> UUID:
        """The identity of a new record: the same whenever the file is read again, and whoever asks for it."""
        return uuid5(self.whole, str(position))

    def _coming(self, model: Any, key: str) -> UUID | None:
        """The new record of the same file that bears a key."""
        position = self.staged.keyed(key) if model is self.register.model else None
        if position is None or restrict(model.objects.filter(key=key), self.standpoint.access, "view").exists():
            return None
        return self._identity(position)

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
        met = {row.live.uuid: row for row in by_key.values() if row.live is not None}
        for identity in self.staged.identities(met):
            met[identity].say("key", _(_TWICE))
        self._read_found([row for row in self.rows if row.live is not None])

    def _asked(self) -> tuple[dict[UUID, Planned], dict[str, Planned]]:
        """The rows by the identity, or else the key, that they give; what stands in the file twice is not asked."""
        wanted: dict[UUID, Planned] = {}
        by_key: dict[str, Planned] = {}
        for row in self.rows:
            text, key, identity = row.cells.get("uuid", ""), row.cells.get("key", ""), identity_in(row.cells)
            if text and not identity:
                row.say("uuid", _("“%s” is no identity: leave the cell empty to make a new record.") % text)
            elif identity:
                wanted.setdefault(UUID(identity), row)
            elif key:
                by_key.setdefault(key, row)
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

    def _by_owner(self) -> dict[str, dict[UUID, list[StagedRow]]]:
        """Rows of parts by the record they belong to."""
        owners: dict[str, UUID] = {}
        for row in self.rows:
            key = row.cells.get("key") or (row.live.key if row.live is not None else "")
            owners |= {text: row.record for text in (str(row.record), key) if text}
        found: dict[str, dict[UUID, list[StagedRow]]] = {}
        for name in self.staged.parts:
            found[name] = defaultdict(list)
            for owner, rows in self.staged.owned(name, owners).items():
                found[name][owners[owner]] += rows
        return found

    def _compare(self, row: Planned, owned: dict[str, dict[UUID, list[StagedRow]]]) -> None:
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

    def _compare_part(self, row: Planned, name: str, listed: list[StagedRow]) -> None:
        """Owned rows stand in the file all together: what is not there any more is taken off."""
        columns = part_fields(self.register.part_model(name))
        held = {str(one.uuid): one for one in getattr(row.base, f"{name}_rows", ())} if row.base is not None else {}
        self.telling.load(held.values(), columns)
        told, changed = [], [one.cells.get("uuid", "") for one in listed] != list(held)
        for _position, place, cells, wrong, _twice in listed:
            for column_name, message in wrong:
                row.say(column_name, message, place)
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
                words = [_words(one.cells, columns) for one in listed]
                before_all = [
                    " | ".join(filter(None, (self.telling.cell(one, f) for f in columns))) for one in held.values()
                ]
                row.changes.append([name, "\n".join(before_all), "\n".join(words), ""])

    def _file(self, row: Planned) -> None:
        """Where a new record is kept, and how it is marked, unless the file says so."""
        row.values.setdefault("keeper", str(self.filing.keeper) if self.filing.keeper else None)
        fresh = self.register.model()
        row.values.setdefault("marking", max(self.filing.marking, fresh.marking))
        row.caption = next((row.cells[n] for n in self.register.caption if row.cells.get(n)), "")[:400]
        access, keeper = self.standpoint.access, row.values["keeper"]
        if not (access.everything or (keeper and access.may("create", UUID(keeper)))):
            row.say("keeper", _("Choose a body for which you may write."))
        elif row.values["marking"] > access.clearance:
            row.say("marking", _("Choose one of the markings that you may see."))


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | bool | dict | list | None) else str(value)


def _words(cells: dict[str, str], columns: Iterable[Any]) -> str:
    return " | ".join(filter(None, (cells.get(column.name, "") for column in columns)))
