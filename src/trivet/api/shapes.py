"""The shapes of what goes out and comes in, derived from the fields that each register declares."""

import types
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from django.db import models
from ninja import Field, Schema

from trivet.core.columns import content, part_fields, readable
from trivet.core.editorial import MOVES
from trivet.core.fields import PartiesField, UncertainDateField
from trivet.core.history import Assignment
from trivet.core.linked import links_to
from trivet.core.records import State
from trivet.core.register import Register
from trivet.core.sources import Citation, Confidence
from trivet.values.markings import Marking

#: Records in one call, and rows on one page, at most.
MOST_TOGETHER = 500
#: A page longer than this is an export.
PAGE = 100

MARKINGS = {level.name.lower(): level for level in Marking}
MarkingName = Literal[tuple(MARKINGS)]  # type: ignore[valid-type]
StateName = Literal[tuple(State.values)]  # type: ignore[valid-type]
_DATE = (
    "An uncertain date in EDTF (level 1): 2024, 2024-11, 2024-11-21, 2024-11-21?, 202X, 2024-33 (a quarter), "
    "2024-01/2024-06, ../2024-12-31; empty when nothing is known."
)
_EDTF = {"pattern": r"^[0-9X]{4}(-[0-9X]{2}){0,2}[?~%]?$|^[^/]*/[^/]*$|^$", "examples": ["2024-11-21", "2024-11?"]}
_IN = "The identity or the key of a record of: %s."


class Out(Schema):
    """What goes out."""


class In(Schema):
    """What comes in: what is not named here is refused, and a value is never taken for another kind."""

    model_config = {"extra": "forbid", "strict": True}


class LinkOut(Out):
    """A record that another names, as far as the reader may see it."""

    register_code: str = Field(alias="register")
    uuid: str
    key: str | None
    caption: str


class ErrorOut(Out):
    """One thing wrong: the row it stands in, its field, and what is wrong."""

    where: str
    field: str
    detail: str


class ProblemOut(Out):
    """A problem as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ErrorOut]


class CitationOut(Out):
    """A source of a record, or of one field of it with the value it gives."""

    uuid: str
    field: str
    value: str
    source: LinkOut
    confidence: Literal[tuple(Confidence.values)]  # type: ignore[valid-type]
    adopted: bool
    reason: str
    note: str
    exact: str
    start: int | None
    end: int | None
    anchor: Literal[tuple(Citation.Anchor.values)]  # type: ignore[valid-type]


class CitationIn(In):
    """A source to be named; with `field` and `value` it says what the source gives for a field."""

    source: str = Field(description=_IN % "sources")
    field: str = Field("", description="The field it speaks of; empty for the whole record.")
    value: str = Field("", description="What the source gives for the field, where it is not the record's own value.")
    confidence: Literal[tuple(Confidence.values)] = Confidence.LOW.value  # type: ignore[valid-type]
    exact: str = Field("", description="The exact words.")
    note: str = ""


class CiteIn(CitationIn):
    """A source to be added to a record."""

    reason: str = Field(description="Why; kept with the version.", json_schema_extra={"minLength": 1})


class MoveIn(In):
    """A step of the editorial life."""

    move: Literal[tuple(MOVES)]  # type: ignore[valid-type]
    reason: str = Field(description="Why; kept with the version.", json_schema_extra={"minLength": 1})


class ChangedOut(Out):
    """A field, or what stands beside the record, before and after a version."""

    field: str
    before: Any
    after: Any


class VersionOut(Out):
    """One version: who wrote it, when (UTC), why, and what it changed from the one before that the reader may see."""

    version: int
    moment: str = Field(json_schema_extra={"format": "date-time"})
    actor: str
    reason: str
    state: StateName  # type: ignore[valid-type]
    changes: list[ChangedOut]


class HistoryOut(Out):
    """The versions of a record, newest first."""

    items: list[VersionOut]
    next: str | None


@dataclass(frozen=True)
class Shapes:
    """The shapes of one register."""

    line: type[Schema]
    page: type[Schema]
    record: type[Schema]
    conflict: type[Schema]
    created: type[Schema]
    new: type[Schema]
    batch: type[Schema]
    change: type[Schema]


def shaped(name: str, base: type[Schema], fields: dict[str, tuple[Any, ...]], doc: str = "") -> type[Schema]:
    """A shape of its own: its fields as (kind,) when needed or (kind, default or Field)."""
    members: dict[str, Any] = {"__module__": __name__, "__doc__": doc, "__qualname__": name}
    members["__annotations__"] = {key: told[0] for key, told in fields.items()}
    members |= {key: told[1] for key, told in fields.items() if len(told) > 1}
    made: type[Schema] = types.new_class(name, (base,), exec_body=lambda namespace: namespace.update(members))
    return made


@cache
def shapes_of(code: str, register: Register) -> Shapes:
    """All shapes of a register."""
    name = register.model.__name__
    line = shaped(f"{name}Line", Out, _head(code) | {"fields": (_fields(name, register, Out),)}, register.one)
    beside = {
        "parts": (_parts(name, register, Out),),
        "assignments": (list[_assignment(Out)],),  # type: ignore[misc]
        "citations": (list[CitationOut],),
    }
    record = shaped(f"{name}Record", line, beside, register.one)
    page = shaped(f"{name}Page", Out, {"items": (list[line],), "next": (str | None,)})  # type: ignore[valid-type]
    both = {"yours": (record | None,), "now": (record,)}
    conflict = shaped(f"{name}Conflict", ProblemOut, both, "Both versions: the one that was read, and today's.")
    created = shaped(f"{name}Created", Out, {"items": (list[line],)})  # type: ignore[valid-type]
    row = shaped(f"{name}Row", In, _row_in(name, register, new=True))
    why = {"reason": (str, Field(description="Why; kept with the version.", json_schema_extra={"minLength": 1}))}
    submit = {"submit": (bool, Field(False, description="Whether it goes to review at once; else it is a draft."))}
    several = list[row]  # type: ignore[valid-type]
    batch = {"records": (several, Field(min_length=1, max_length=MOST_TOGETHER))}
    return Shapes(
        line=line,
        page=page,
        record=record,
        conflict=conflict,
        created=created,
        new=shaped(f"{name}New", row, why | submit),
        batch=shaped(f"{name}Batch", In, why | submit | batch, "All are written, or none."),
        change=shaped(f"{name}Change", In, why | _row_in(name, register, new=False)),
    )


def _head(code: str) -> dict[str, tuple[Any, ...]]:
    """What every record has, whatever its register."""
    return {
        "register_code": (Literal[code], Field(alias="register")),
        "uuid": (str, Field(json_schema_extra={"format": "uuid"})),
        "key": (str | None,),
        "version": (int, Field(description="Its number is that of the transaction which wrote it; also the ETag.")),
        "caption": (str,),
        "keeper": (LinkOut | None,),
        "marking": (MarkingName,),
        "need_to_know": (bool,),
        "state": (StateName,),
    }


def _row_in(name: str, register: Register, *, new: bool) -> dict[str, tuple[Any, ...]]:
    """What can be said of a record from outside: kept as is where it is not named."""
    fresh = register.model()
    found: dict[str, tuple[Any, ...]] = {
        "key": (str | None, Field(None, json_schema_extra={"maxLength": 120})),
        "keeper": (str, Field(description=_IN % "bodies")) if new else (str, Field(None, description=_IN % "bodies")),
        "marking": (MarkingName, Field(Marking(fresh.marking).name.lower() if new else None)),
        "need_to_know": (bool, Field(fresh.need_to_know if new else None)),
        "fields": (_fields(name, register, In, new=new), *(() if new else (Field(None),))),
        "parts": (_parts(name, register, In), Field(None, description="Each list named here is the whole new list.")),
        "assignments": (list[_assignment(In)], Field(None, description="The whole new list.")),  # type: ignore[misc]
    }
    if new:
        uuid = Field(None, description="An identity of your own, so that a call repeated writes once.")
        found["uuid"] = (str | None, uuid)
        found["citations"] = (list[CitationIn], Field(None))
    return found


def _fields(name: str, register: Register, base: type[Schema], *, new: bool = False) -> type[Schema]:
    what = "Fields" if base is Out else "FieldsNew" if new else "FieldsChange"
    columns_of = readable if base is Out else content
    columns = {column.name: _field(column, base, needed=new) for column in columns_of(register)}
    return shaped(name + what, base, columns)


def _parts(name: str, register: Register, base: type[Schema]) -> type[Schema]:
    lists: dict[str, tuple[Any, ...]] = {}
    for part in register.parts if base is Out else register.filled_parts:
        model = register.part_model(part)
        row = _rows(f"{model.__name__}Part", model, base)
        lists[part] = (list[row],) if base is Out else (list[row], Field(None))  # type: ignore[valid-type]
    return shaped(f"{name}Parts" + ("" if base is Out else "In"), base, lists)


@cache
def _assignment(base: type[Schema]) -> type[Schema]:
    return _rows("Assignment", Assignment, base)


def _rows(name: str, model: Any, base: type[Schema]) -> type[Schema]:
    """Owned rows: known again by their identity, so that what is not named of one stays."""
    identity: tuple[Any, ...] = (str,) if base is Out else (str | None, Field(None, description="Of a row there is."))
    columns = {column.name: _field(column, base, needed=False) for column in part_fields(model)}
    return shaped(name + ("" if base is Out else "In"), base, {"uuid": identity, **columns})


def _field(column: Any, base: type[Schema], *, needed: bool) -> tuple[Any, ...]:
    """The kind of a column's values, and what is told of it."""
    out = base is Out
    kind, told = _kind_of(column, out)
    label = str(column.verbose_name)
    if out:
        return kind, Field(title=label, **told)
    optional = column.blank if isinstance(column, PartiesField) else column.blank or column.null or column.has_default()
    return (kind, Field(title=label, **told)) if needed and not optional else (kind, Field(None, title=label, **told))


def _kind_of(column: Any, out: bool) -> tuple[Any, dict[str, Any]]:
    target = links_to(column)
    if isinstance(column, PartiesField):
        return (list[LinkOut], {}) if out else (list[str], {"description": _IN % "partners"})
    if target:
        code = vars(target)["Register"].code
        return (LinkOut | None, {}) if out else (str | None, {"description": _IN % code})
    if isinstance(column, UncertainDateField):
        return str | None, {"description": _DATE, "json_schema_extra": {} if out else _EDTF}
    if isinstance(column, models.BooleanField):
        return bool, {}
    if column.choices:
        values = [value for value, _label in column.flatchoices] + ([""] if column.blank else [])
        return Literal[tuple(dict.fromkeys(values))], {}
    if isinstance(column, models.IntegerField):
        return (int | None if column.null else int), {}
    if isinstance(column, models.DateField | models.TimeField):
        return (str | None if column.null else str), {}
    if isinstance(column, models.DecimalField):
        return (int | float | None, {}) if out else (int | float | str | None, {})
    if isinstance(column, models.JSONField):
        return dict[str, str], {"description": "By language: vi, id, en …"}
    return str, {} if out or not column.max_length else {"json_schema_extra": {"maxLength": column.max_length}}
