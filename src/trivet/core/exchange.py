"""Files in: folders of CSV, one file a register, checked whole before anything is written."""

import difflib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import models, transaction
from django.utils.translation import gettext as _

from trivet.core.actions import create_many, move_many
from trivet.core.history import Assignment, unit
from trivet.core.names import all_names
from trivet.core.partners import Partner
from trivet.core.records import Part
from trivet.core.register import Register, registers
from trivet.core.sources import Confidence, Source
from trivet.core.tables import Tables
from trivet.core.users import User
from trivet.core.validation import Invalid
from trivet.core.writing import Draft
from trivet.values.text import fold

_BESIDE = {"confidence", "sources"}
_NOT_IN_FILES = {"keeper", "owner", "row", "vf", "vt"}
_YES, _NO = {"yes", "true", "1"}, {"no", "false", "0", ""}


@dataclass
class Loaded:
    """What a folder brought: rows written and verified, by register."""

    written: dict[str, int] = field(default_factory=dict)
    verified: dict[str, int] = field(default_factory=dict)


@dataclass
class _Rows:
    """The drafts of one register's file, and which of them a reviewer may verify."""

    register: Register
    drafts: list[Draft] = field(default_factory=list)
    sound: list[UUID] = field(default_factory=list)


def identity(code: str, key: str) -> UUID:
    """The identity of a row that came from a file: the same key of the same register is the same record."""
    return uuid5(NAMESPACE_URL, f"trivet:{code}:{key}")


def load_folder(folder: Path, *, clerk: User, reviewer: User, keeper: Any, reason: str) -> Loaded:
    """Load every `<register>.csv` of a folder with its parts, sources and rival values; all or nothing.

    The clerk writes and submits; the reviewer verifies the rows that cite a source of high or medium confidence.
    Raises Invalid with every problem, each naming file, row, field and the way out.
    """
    reader = _Reader(folder, keeper)
    batches = [reader.rows(register) for register in reader.in_order()]
    reader.nothing_left()
    if reader.tables.problems:
        raise Invalid(reader.tables.problems)
    loaded = Loaded()
    with transaction.atomic():
        with unit(clerk, reason):
            for batch in batches:
                create_many(batch.register.model, batch.drafts, actor=clerk, reason=reason, submit=True)
                loaded.written[batch.register.code] = len(batch.drafts)
        with unit(reviewer, reason):
            for batch in batches:
                move_many(batch.register.model, batch.sound, "verify", actor=reviewer, reason=reason)
                loaded.verified[batch.register.code] = len(batch.sound)
    return loaded


class _Reader:
    """Reads the files of one folder into drafts, and gathers every problem on the way."""

    def __init__(self, folder: Path, keeper: Any) -> None:
        self.folder, self.keeper = folder, keeper
        self.tables = Tables(folder)
        self._read, self._say = self.tables.rows, self.tables.say
        self.known: dict[Any, dict[str, Any]] = {}
        self.coming: dict[Any, dict[str, UUID]] = defaultdict(dict)
        self.partners: dict[str, Partner] = {}
        self.rivals: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        self.owners: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for register in registers().values():
            for _where, row in self._read(f"{register.code}.csv"):
                if row.get("key"):
                    self.coming[register.model][row["key"]] = identity(register.code, row["key"])
        self._read_rivals()

    def in_order(self) -> list[Register]:
        """The registers that have a file here, those to which rows of others point first."""
        waiting = {code: reg for code, reg in registers().items() if (self.folder / f"{code}.csv").exists()}
        by_model = {reg.model: code for code, reg in waiting.items()}
        needs = {code: {by_model[m] for m in self._targets(r) if m in by_model} - {code} for code, r in waiting.items()}
        if "sources" in waiting:
            for code in set(waiting) - {"sources"}:
                needs[code].add("sources")
        ordered: list[Register] = []
        while waiting:
            ready = sorted(code for code in waiting if not needs[code] & set(waiting))
            ordered += [waiting.pop(code) for code in ready or sorted(waiting)[:1]]
        return ordered

    def _targets(self, register: Register) -> set[Any]:
        """The kinds of record of this folder to which cells of a register's files point."""
        files: list[tuple[str, Any]] = [(f"{register.code}.csv", register.model)]
        files += [(f"{register.code}.{name}.csv", register.part_model(name)) for name in register.filled_parts]
        found: set[Any] = set()
        for file, model in files:
            links = {f.name: f.related_model for f in model._meta.local_fields if f.many_to_one}
            links |= dict.fromkeys(register.many_parties, Partner) if model is register.model else {}
            for _where, row in self._read(file):
                found |= {to for name, to in links.items() if self._comes(to, row.get(name, ""))}
        return found

    def _comes(self, model: Any, text: str) -> bool:
        """Whether a cell names a record that this folder brings."""
        return bool(self.coming[model].keys() & {one.strip() for one in text.split(";")})

    def rows(self, register: Register) -> _Rows:
        """The drafts of one register's file and of the files of its parts."""
        batch = _Rows(register)
        name = f"{register.code}.csv"
        listed = self._read(name)
        parts = {part: self._owned(register, part, register.part_model(part)) for part in register.filled_parts}
        assigned = self._owned(register, "assignments", Assignment)
        for where, row in listed:
            draft = self._draft(register, where, row)
            for part, owned in parts.items():
                if row.get("key") in owned:
                    draft.parts[part] = owned.pop(row["key"])
            draft.assignments = assigned.pop(row.get("key", ""), None)
            batch.drafts.append(draft)
            if register.model is Partner:
                told = {k: v for k, v in draft.values.items() if k in {"key", "name", "names", "iso2"}}
                self.partners[row.get("key", "")] = Partner(uuid=draft.uuid, **told)
            if row.get("confidence") in (Confidence.HIGH, Confidence.MEDIUM) and draft.citations:
                batch.sound.append(draft.uuid)  # type: ignore[arg-type]
        for part, owned in {**parts, "assignments": assigned}.items():
            for key in owned:
                for where in self.owners[register.code, part, key]:
                    self._say(where, "owner", _("there is no row “%s” in %s") % (key, name))
        return batch

    def nothing_left(self) -> None:
        """Every CSV of the folder must belong to a register, and there must be one."""
        if not any(self.folder.glob("*.csv")):
            self._say(str(self.folder), "", _("there is no CSV file here"))
        for file in sorted(self.folder.glob("*.csv")):
            if file.name not in self.tables.files:
                known = ", ".join(registers())
                self._say(file.name, "", _("no register has this name; there are: %s") % known)
        for (code, key), rivals in self.rivals.items():
            for rival in rivals:
                self._say(rival["where"], "key", _("there is no row “%s” in %s") % (key, f"{code}.csv"))

    def _draft(self, register: Register, where: str, row: dict[str, str]) -> Draft:
        key = row.get("key", "")
        if not key:
            self._say(where, "key", _("every row needs a key of its own"))
        values = self._values(register.model, where, row, register)
        values["key"], values["keeper"] = key, self.keeper
        rivals = self.rivals.pop((register.code, key), [])
        citations = self._citations(where, row) + [{k: v for k, v in one.items() if k != "where"} for one in rivals]
        return Draft(values, citations=citations, uuid=identity(register.code, key), where=where)

    def _owned(self, register: Register, part: str, model: Any) -> dict[str, list[dict[str, Any]]]:
        owned: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for where, row in self._read(f"{register.code}.{part}.csv"):
            told = {name: text for name, text in row.items() if name != "owner"}
            self.owners[register.code, part, row.get("owner", "")].append(where)
            owned[row.get("owner", "")].append(self._values(model, where, told, None))
        return owned

    def _values(self, model: Any, where: str, row: dict[str, str], register: Register | None) -> dict[str, Any]:
        values: dict[str, Any] = {}
        many = register.many_parties if register else {}
        fields = {f.name: f for f in model._meta.local_concrete_fields if f.editable and f.name not in _NOT_IN_FILES}
        for name, text in row.items():
            if name in _BESIDE or (name in {"key", "number"} and name not in fields):
                continue
            if name in many:
                found = [self._find(Partner, where, name, part) for part in text.split(";") if part.strip()]
                values[name] = [partner for partner in found if partner is not None]
            elif name in fields:
                if text or not fields[name].has_default():
                    values[name] = self._value(fields[name], where, text)
            elif name.startswith("name_") and "names" in fields:
                values.setdefault("names", {}).update({name[5:]: text} if text else {})
            elif text and not (issubclass(model, Part) and name == "note"):
                self._say(where, name, _("%s has no such field") % model._meta.verbose_name)
        return values

    def _value(self, column: Any, where: str, text: str) -> Any:
        if isinstance(column, models.ForeignKey):
            return self._find(column.remote_field.model, where, column.name, text) if text else None
        if isinstance(column, models.BooleanField):
            if text.lower() not in _YES | _NO:
                self._say(where, column.name, _("“%s” is neither yes nor no") % text)
            return text.lower() in _YES
        if isinstance(column, models.IntegerField):
            if text and not text.isdecimal():
                self._say(where, column.name, _("“%s” is not a whole number") % text)
                return None
            return int(text) if text else None
        if not text and (column.null or isinstance(column, models.DecimalField)):
            return None
        return text

    def _find(self, model: Any, where: str, name: str, text: str) -> Any:
        """What a text points to: by key, and a partner also by any of its names when only one bears it."""
        text = text.strip()
        if text in self.coming[model]:
            if model is not Partner:
                return self.coming[model][text]
            return self.partners.get(text, self.coming[model][text])
        known = self._known(model)
        found = known.get(text) or known.get(fold(text))
        if isinstance(found, list):
            keys = ", ".join(sorted(str(row.key) for row in found))
            self._say(where, name, _("“%s” is the name of several: write one of %s") % (text, keys))
            return None
        if found is None:
            near = difflib.get_close_matches(fold(text), [k for k in (*known, *self.coming[model]) if k], 3, 0.7)
            hint = _("; perhaps %s") % ", ".join(near) if near else ""
            kind = str(model._meta.verbose_name)
            self._say(where, name, _("there is no %s “%s”%s") % (kind, text, hint))
        return found

    def _known(self, model: Any) -> dict[str, Any]:
        if model not in self.known:
            rows = {row.key: row for row in model.objects.exclude(key=None)}
            self.known[model] = dict(rows)
            if model is Partner:
                named: dict[str, list[Any]] = defaultdict(list)
                for row in rows.values():
                    for name in {fold(n) for n in all_names(row)}:
                        named[name].append(row)
                for name, bearers in named.items():
                    self.known[model].setdefault(name, bearers[0] if len(bearers) == 1 else bearers)
        return self.known[model]

    def _citations(self, where: str, row: dict[str, str]) -> list[dict[str, Any]]:
        confidence = row.get("confidence") or Confidence.LOW
        keys = [key.strip() for key in row.get("sources", "").split(";") if key.strip()]
        found = [self._find(Source, where, "sources", key) for key in keys]
        return [{"source_id": _pk(source), "confidence": confidence} for source in found if source]

    def _read_rivals(self) -> None:
        for where, row in self._read("rivals.csv"):
            missing = [name for name in ("register", "key", "field", "value", "source") if not row.get(name)]
            for name in missing:
                self._say(where, name, _("a rival value needs this"))
            source = None if missing else self._find(Source, where, "source", row["source"])
            if source:
                rival = {"source_id": _pk(source), "field": row["field"], "value": row["value"], "adopted": False}
                rival |= {"confidence": row.get("confidence") or Confidence.LOW, "note": row.get("note", "")}
                self.rivals[row["register"], row["key"]].append(rival | {"where": where})


def _pk(found: Any) -> Any:
    return getattr(found, "pk", found)
