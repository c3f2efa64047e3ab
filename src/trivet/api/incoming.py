"""What comes in, as drafts: links found among what the caller may see, and what they may not see left as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from ninja import Schema

from trivet.api.shapes import MARKINGS
from trivet.api.telling import Telling
from trivet.core.bodies import Body
from trivet.core.columns import content, part_fields
from trivet.core.drafts import Draft
from trivet.core.fields import PartiesField
from trivet.core.history import Assignment, assignments_of
from trivet.core.linked import links_to
from trivet.core.partners import Partner
from trivet.core.register import Register
from trivet.core.sources import Source
from trivet.core.standpoint import Standpoint
from trivet.core.storage import chunks
from trivet.core.validation import Invalid, Problem


class Incoming:
    """Turns the bodies of one call into drafts; every problem is gathered, and `drafts` raises Invalid with all."""

    def __init__(self, standpoint: Standpoint, register: Register) -> None:
        self.standpoint, self.register = standpoint, register
        self.columns = {column.name: column for column in content(register)}
        self.problems: list[Problem] = []
        self.names: dict[tuple[Any, str], UUID] = {}

    def drafts(self, rows: list[Schema], wheres: list[str]) -> list[Draft]:
        """New records; they may point to one another by the identity or the key that they bring."""
        told = [row.model_dump(exclude_unset=True) for row in rows]
        self._find(told)
        for where, one in zip(wheres, told, strict=True):
            uuid = self._identity(where, one)
            if uuid:
                for name in filter(None, (one.get("uuid"), one.get("key"))):
                    self.names.setdefault((self.register.model, name), uuid)
        found = [self._draft(where, one, None) for where, one in zip(wheres, told, strict=True)]
        if self.problems:
            raise Invalid(self.problems)
        return found

    def change(self, row: Schema, held: Any, telling: Telling) -> Draft:
        """What changes of a record that was told to this caller. Raises Invalid."""
        told = row.model_dump(exclude_unset=True)
        self._find([told])
        draft = self._draft("", told, held, telling)
        if self.problems:
            raise Invalid(self.problems)
        return draft

    def citation(self, one: dict[str, Any]) -> dict[str, Any]:
        """One citation as the verbs take it. Raises Invalid when there is no such source."""
        self._find([{"citations": [one]}])
        found = self._citations("", [one])
        if self.problems:
            raise Invalid(self.problems)
        return found[0]

    def _identity(self, where: str, one: dict[str, Any]) -> UUID | None:
        try:
            return UUID(one["uuid"]) if one.get("uuid") else None
        except ValueError:
            self._say(where, "uuid", _("Write an identity (UUID)."))
            return None

    def _draft(self, where: str, told: dict[str, Any], held: Any, telling: Telling | None = None) -> Draft:
        values: dict[str, Any] = {name: told[name] for name in ("key", "need_to_know") if name in told}
        if "marking" in told:
            values["marking"] = int(MARKINGS[told["marking"]])
        if "keeper" in told:
            values["keeper"] = self._link(where, "keeper", Body, told["keeper"])
        for name, value in told.get("fields", {}).items():
            column = self.columns[name]
            if isinstance(column, PartiesField):
                values[name] = self._partners(where, name, value, getattr(held, name) if held else [], telling)
            elif not (telling and value is None and self._is_hidden(held, column, telling)):
                values[name] = self._value(where, column, value)
        parts = {
            name: self._rows(f"{where} {name}".strip(), self.register.part_model(name), rows, held, name, telling)
            for name, rows in told.get("parts", {}).items()
        }
        draft = Draft(values, parts, where=where)
        if "assignments" in told:
            draft.assignments = self._assignments(where, told["assignments"], held, telling)
        if held is None:
            draft.uuid = UUID(told["uuid"]) if told.get("uuid") and not self.problems else None
            draft.citations = self._citations(where, told.get("citations", []))
        return draft

    def _partners(
        self, where: str, name: str, listed: list[str], before: list[Any], telling: Telling | None
    ) -> list[Any]:
        found = [self._link(where, name, Partner, text) for text in listed]
        kept = [one.pk for one in before if telling and telling.link(one.pk) is None]
        return list(dict.fromkeys([*(one for one in found if one), *kept]))

    def _rows(
        self, where: str, model: Any, rows: list[dict[str, Any]], held: Any, name: str, telling: Telling | None
    ) -> list[dict[str, Any]]:
        """Owned rows: one that names its identity starts from what it is, so that what is not named stays."""
        stored = {str(one.uuid): one for one in getattr(held, f"{name}_rows", ())}
        found = []
        for number, row in enumerate(rows):
            at = f"{where}[{number}]"
            old = stored.get(row.get("uuid") or "")
            if row.get("uuid") and old is None:
                self._say(at, "uuid", _("This record has no such row."))
            values = _stored(old) if old else {}
            for column in part_fields(model):
                if column.name not in row:
                    continue
                if old and telling and row[column.name] is None and self._is_hidden(old, column, telling):
                    continue
                values[column.attname] = self._value(at, column, row[column.name])
            found.append(values)
        return found

    def _assignments(
        self, where: str, rows: list[dict[str, Any]], held: Any, telling: Telling | None
    ) -> list[dict[str, Any]]:
        listed = assignments_of([held.uuid], None)[held.uuid] if held else []
        if held:
            held.assignments_rows = listed
        found = self._rows(f"{where} assignments".strip(), Assignment, rows, held, "assignments", telling)
        return found + [_stored(one) for one in listed if telling and telling.link(one.body_id) is None]

    def _citations(self, where: str, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        found = []
        for row in rows:
            source = self._link(f"{where} citations".strip(), "source", Source, row["source"])
            values = {name: value for name, value in row.items() if name not in {"source", "reason"}}
            found.append({**values, "source_id": source})
        return found

    def _value(self, where: str, column: Any, value: Any) -> Any:
        target = links_to(column)
        if target:
            return self._link(where, column.name, target, value) if value else None
        if isinstance(column, models.DecimalField) and value is not None:
            return str(value)
        return value

    def _is_hidden(self, held: Any, column: Any, telling: Telling) -> bool:
        """Whether a link that reads as empty to this caller is not."""
        return bool(
            links_to(column) and getattr(held, column.attname) and not telling.link(getattr(held, column.attname))
        )

    def _link(self, where: str, name: str, model: Any, text: str) -> UUID | None:
        found = self.names.get((model, text))
        if found is None:
            self._say(where, name, _("There is no such %(kind)s.") % {"kind": model._meta.verbose_name})
        return found

    def _say(self, where: str, name: str, message: str) -> None:
        self.problems.append(Problem(where, name, message))

    def _find(self, rows: list[dict[str, Any]]) -> None:
        """Look up everything that is named by identity or key, a statement a register."""
        wanted: dict[Any, set[str]] = defaultdict(set)
        for row in rows:
            wanted[Body] |= {row["keeper"]} if row.get("keeper") else set()
            wanted[Source] |= {one["source"] for one in row.get("citations", ())}
            self._name(wanted, self.columns.values(), row.get("fields", {}))
            for part, owned in row.get("parts", {}).items():
                for one in owned:
                    self._name(wanted, part_fields(self.register.part_model(part)), one)
            for one in row.get("assignments", ()):
                self._name(wanted, part_fields(Assignment), one)
        for model, texts in wanted.items():
            for some in chunks(texts):
                self._look_up(model, some)

    def _name(self, wanted: dict[Any, set[str]], columns: Iterable[Any], told: dict[str, Any]) -> None:
        for column in columns:
            value = told.get(column.name)
            if isinstance(column, PartiesField):
                wanted[Partner] |= set(value or ())
            elif value and links_to(column):
                wanted[links_to(column)].add(value)

    def _look_up(self, model: Any, texts: list[str]) -> None:
        by_identity = {}
        for text in texts:
            try:
                by_identity[UUID(text)] = text
            except ValueError:
                continue
        rows = self.standpoint.of(model).filter(Q(uuid__in=list(by_identity)) | Q(key__in=texts)).order_by()
        for uuid, key in rows.values_list("uuid", "key"):
            if key in texts:
                self.names.setdefault((model, key), uuid)
            if uuid in by_identity:
                self.names[model, by_identity[uuid]] = uuid


def _stored(row: Any) -> dict[str, Any]:
    """An owned row as the verbs take it."""
    return {"uuid": row.uuid} | {column.attname: getattr(row, column.attname) for column in part_fields(type(row))}
