"""From what was typed to a draft for the verbs: only what was changed, with an error at each field that is unclear."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from trivet.core.drafts import Draft
from trivet.core.fields import PartiesField
from trivet.core.filed import by_language
from trivet.core.linked import links_to
from trivet.core.partners import Partner
from trivet.core.picking import Unclear, pick
from trivet.core.register import Register
from trivet.core.standpoint import Standpoint
from trivet.core.validation import Invalid
from trivet.web.sheets import FILING, Sheet, SheetRow, rows_changed
from trivet.web.shown import ASSIGNMENTS, content, part_fields, row_kinds, row_model

Errors = dict[str, list[str]]


class Drafting:
    """Reads a typed sheet against the sheet and the row it began from (neither for a new record)."""

    def __init__(self, standpoint: Standpoint, register: Register, base: Sheet, row: Any) -> None:
        self.standpoint, self.register, self.base, self.row = standpoint, register, base, row
        self.errors: Errors = defaultdict(list)

    def draft(self, typed: Sheet) -> Draft:
        """What was changed; look at `errors` before using it."""
        draft = Draft()
        for column in [*content(self.register), *map(self.register.model._meta.get_field, FILING)]:
            text = typed.texts[column.name]
            if self.row is not None and text == self.base.texts[column.name]:
                continue
            try:
                value = self._value(column, text)
            except Unclear as problem:
                self.errors[column.name].append(str(problem))
                continue
            if self.row is not None or value not in (None, "", [], {}):
                draft.values[column.name] = value
        for name, rows in typed.parts.items():
            if rows_changed(self.base.parts[name], rows):
                told = self._rows(name, rows)
                if name == ASSIGNMENTS:
                    draft.assignments = told
                else:
                    draft.parts[name] = told
        return draft

    def _value(self, column: Any, text: str) -> Any:
        if isinstance(column, PartiesField):
            return self._partners(column.name, text)
        if column.name == "keeper":
            return _chosen(text)
        return value_of(self.standpoint, column, text)

    def _partners(self, name: str, text: str) -> list[Any]:
        """The partners named line by line; those the reader may not see stay where they are, at the end."""
        before = [] if self.row is None else list(getattr(self.row, name))
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        shown = [line for line in self.base.texts[name].split("\n") if line]
        seen = standing(self.standpoint, before)
        known = dict(zip(shown, [partner for partner in before if partner.pk in seen], strict=False))
        problems, ids = [], []
        for line in lines:
            try:
                ids.append(known[line].pk if line in known else pick(self.standpoint, Partner, line))
            except Unclear as problem:
                problems.append(str(problem))
        if problems:
            raise Unclear(" ".join(problems))
        ids += [partner.pk for partner in before if partner.pk not in seen]
        return [Partner.objects.get(pk=pk) for pk in dict.fromkeys(ids)]

    def _rows(self, name: str, rows: list[SheetRow]) -> list[dict[str, Any]]:
        fields = part_fields(row_model(self.register, name))
        held = {} if self.row is None else {str(one.uuid): one for one in getattr(self.row, f"{name}_rows")}
        base = {row.uuid: row for row in self.base.parts[name]}
        told = []
        for row in rows:
            if row.dropped or row.empty:
                continue
            values: dict[str, Any] = {}
            if row.uuid in held:
                values = {f.attname: getattr(held[row.uuid], f.attname) for f in fields}
                values["uuid"] = UUID(row.uuid)
            for column in fields:
                if row.uuid in held and row.texts[column.name] == base[row.uuid].texts[column.name]:
                    continue
                try:
                    values[column.attname] = value_of(self.standpoint, column, row.texts[column.name])
                except Unclear as problem:
                    row.errors[column.name] = str(problem)
                    self.errors[name].append(f"{column.verbose_name}: {problem}")
            told.append(values)
        return told

    def refused(self, problem: Invalid) -> None:
        """Put what the kernel refused at the fields it names."""
        columns = {f.name for f in content(self.register)} | set(FILING)
        for one in problem.problems:
            if one.where in row_kinds(self.register):
                fields = {f.name: f for f in part_fields(row_model(self.register, one.where))}
                words = str(fields[one.field].verbose_name) if one.field in fields else one.field
                self.errors[one.where].append(f"{words}: {one.message}" if words else one.message)
            elif one.where == "citations":
                self.errors[f"cite-{one.field}"].append(one.message)
            elif one.field in columns:
                self.errors[one.field].append(one.message)
            else:
                self.errors[""].append(": ".join(filter(None, (one.field, one.message))))


def standing(standpoint: Standpoint, partners: list[Any]) -> set[UUID]:
    """Which of some partners the reader may see."""
    ids = [partner.pk for partner in partners]
    return set(standpoint.of(Partner).filter(uuid__in=ids).values_list("uuid", flat=True)) if ids else set()


def value_of(standpoint: Standpoint, column: Any, text: str) -> Any:
    """The value a text stands for; the kernel judges whether it may stand. Raises Unclear for what is no value."""
    target = links_to(column)
    if target:
        return pick(standpoint, target, text) if text else None
    if isinstance(column, models.BooleanField):
        return text == "on"
    if isinstance(column, models.JSONField):
        return by_language(text)
    if not text and (column.null or column.empty_strings_allowed is False):
        return None
    try:
        return column.to_python(text)
    except ValidationError as problem:
        raise Unclear(" ".join(problem.messages)) from problem


def _chosen(text: str) -> UUID | None:
    """A body of a list of choices."""
    try:
        return UUID(text) if text else None
    except ValueError as problem:
        raise Unclear(_("Choose one of these bodies.")) from problem
