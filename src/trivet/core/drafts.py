"""What is to be written of one record, and how it comes onto its row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.base import ModelState
from django.utils.translation import gettext as _

from trivet.core.fields import EARLIEST, LATEST
from trivet.core.partners import Partner
from trivet.core.records import Temporal
from trivet.core.register import Register
from trivet.core.validation import Problem

#: What only the verbs themselves set.
_VERBS_ONLY = {"uuid", "state", "author", "author_id", "version", "row", "vf", "vt", "guard"}
_OWNERS = {"owner", "owner_id", "register", "record"}


@dataclass
class Draft:
    """What is to be written of one record.

    values: fields by name (text or Python; links as instances or identities; several partners as a list).
    parts, citations, assignments: the full new lists as dictionaries; what is not named stays as it is.
    where: where the row came from, told in errors ("visits.csv row 12").
    sealed: the room that declared the register writes this itself, what it sealed included.
    """

    values: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    citations: list[dict[str, Any]] | None = None
    assignments: list[dict[str, Any]] | None = None
    uuid: UUID | None = None
    where: str = ""
    sealed: bool = False


@dataclass
class Item:
    """A row about to be kept, with what is to stand beside it."""

    row: Any
    draft: Draft
    fields: tuple[str, ...] = ()


def misnamed(register: Register, drafts: Iterable[Draft]) -> list[Problem]:
    """What drafts name that the register has not, or that only the verbs may set."""
    allowed = _columns(register.model) - _VERBS_ONLY | set(register.many_parties)
    parts = {name: _columns(register.part_model(name)) - _OWNERS for name in register.parts}
    fields = {"", *_columns(register.model), *register.many_parties, *register.parts}
    problems, sealed = [], set(register.sealed)
    for draft in drafts:
        wrong = [(draft.where, name) for name in draft.values.keys() - allowed]
        wrong += [] if draft.sealed else [(draft.where, name) for name in {*draft.values, *draft.parts} & sealed]
        wrong += [(draft.where, name) for name in draft.parts.keys() - parts.keys()]
        for part, rows in draft.parts.items():
            known = parts.get(part, set())
            wrong += [(f"{draft.where} {part}".strip(), name) for row in rows for name in row.keys() - known]
        cited = {one.get("field") or "" for one in draft.citations or ()}
        wrong += [(f"{draft.where} citations".strip(), name) for name in cited - fields]
        problems += [Problem(where, name, _("This cannot be written in %s.") % register.code) for where, name in wrong]
    return problems


def _columns(model: type[models.Model]) -> set[str]:
    names = {name for f in model._meta.local_concrete_fields for name in (f.name, f.attname)}
    return {name for name in names if not name.endswith((EARLIEST, LATEST))} - (
        {"row", "vf", "vt"} if issubclass(model, Temporal) else set()
    )


def new_row(register: Register, draft: Draft) -> Any:
    """A row that is not kept yet, with what the draft says."""
    many, links = register.many_parties, _link_columns(register.model)
    values = {name: value for name, value in draft.values.items() if name not in many}
    for name in values.keys() & links.keys():
        value = values[name]
        if value is not None and not isinstance(value, models.Model):
            values[links[name]] = _python(register.model._meta.get_field(name), values.pop(name))
    row = made(register.model, {"uuid": draft.uuid or uuid4(), **values})
    for name in many:
        setattr(row, name, partners(draft.values.get(name, ())))
    return row


def apply(register: Register, row: Any, draft: Draft) -> list[str]:
    """Set what the draft says on a row that was read; the names of what is new."""
    changed = []
    for name, value in draft.values.items():
        if name in register.many_parties:
            before: Any = [partner.pk for partner in getattr(row, name)]
            after: Any = [partner.pk for partner in partners(value)]
        else:
            column: Any = register.model._meta.get_field(name)
            before, after = getattr(row, column.attname), _python(column, value)
        if before != after:
            _set(register, row, name, value)
            changed.append(name)
    beside = [name for name in ("citations", "assignments") if getattr(draft, name) is not None]
    return changed + list(draft.parts) + beside


def _set(register: Register, row: Any, name: str, value: Any) -> None:
    if name in register.many_parties:
        setattr(row, name, partners(value))
        return
    column: Any = register.model._meta.get_field(name)
    if column.many_to_one and value is not None and not isinstance(value, models.Model):
        setattr(row, column.attname, _python(column, value))
    else:
        setattr(row, name, value)


def _python(column: Any, value: Any) -> Any:
    """A value as its column keeps it; what cannot be one stays as it is, for the checks to name."""
    if isinstance(value, models.Model):
        return value.pk
    if column.many_to_one and value == "":
        return None
    try:
        return (column.target_field if column.many_to_one else column).to_python(value)
    except ValidationError:
        return value


def partners(listed: Sequence[Any]) -> list[Partner]:
    """Partners given as instances or identities; who is not there comes back as an instance without a name."""
    listed = [listed] if isinstance(listed, str) else listed
    ids = [one for one in listed if not isinstance(one, Partner)]
    key = Partner._meta.pk
    found = Partner.objects.in_bulk([_python(key, one) for one in ids if _is_identity(one)]) if ids else {}
    return [one if isinstance(one, Partner) else found.get(_python(key, one), Partner(pk=one)) for one in listed]


def _is_identity(value: Any) -> bool:
    return isinstance(_python(Partner._meta.pk, value), UUID)


def keyed(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    """Values by the names that a model's constructor takes: a link given by its identity goes to its column."""
    columns = _link_columns(model)
    return {
        name if value is None or isinstance(value, models.Model) else columns.get(name, name): value
        for name, value in values.items()
    }


@cache
def _link_columns(model: type[models.Model]) -> dict[str, str]:
    return {f.name: f.attname for f in model._meta.local_concrete_fields if f.many_to_one}


def made(model: type[models.Model], values: dict[str, Any]) -> Any:
    """What `model(**values)` makes, in a third of the time (and without Django's signals, which nobody hears here)."""
    names, plain, called = _blank(model)
    if not values.keys() <= names:
        return model(**values)
    row: Any = model.__new__(model)
    row._state = ModelState()
    row.__dict__.update(plain)
    for name, default in called:
        if name not in values:
            row.__dict__[name] = default()
    targets = _link_columns(model)
    for name, value in values.items():
        if name in targets:  # keeps the target at hand and fills its column
            setattr(row, name, value)
        else:
            row.__dict__[name] = value
    return row


@cache
def _blank(model: type[models.Model]) -> tuple[set[str], dict[str, Any], list[tuple[str, Any]]]:
    """The names that a model's columns go by, their plain defaults, and those to be asked for each row."""
    columns = model._meta.concrete_fields
    plain = {f.attname: f.get_default() for f in columns if not callable(f.default)}
    called = [(f.attname, f.get_default) for f in columns if callable(f.default)]
    return {name for f in columns for name in (f.name, f.attname)}, plain, called
