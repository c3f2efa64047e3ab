"""Rows of several tables in one statement, for pages and papers that read many kinds of rows at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, QuerySet, Value, Window
from django.db.models.functions import Cast, RowNumber

from trivet.core.fields import UncertainDateField

_TEXT = models.TextField()


def several(queries: Sequence[QuerySet[Any]]) -> list[list[Any]]:
    """The rows of each query, in its own order, all read in one statement.

    Every column comes as text, because only so can tables of different columns be one answer; each is brought back to
    its field's kind. Links are not followed, and a query must not be sliced.
    """
    found: list[list[tuple[int, Any]]] = [[] for _query in queries]
    if queries:
        width = max(len(query.model._meta.local_concrete_fields) for query in queries)
        branches = [_branch(number, query, width) for number, query in enumerate(queries)]
        for number, place, *values in branches[0].union(*branches[1:], all=True):
            found[number].append((place, _row(queries[number].model, values)))
    return [[row for _place, row in sorted(rows, key=lambda one: one[0])] for rows in found]


def _branch(number: int, query: QuerySet[Any], width: int) -> QuerySet[Any]:
    """The place of each row in its query, and its columns as texts, as many as the widest table has."""
    names = [field.attname for field in query.model._meta.local_concrete_fields]
    order = [_sorted(str(name)) for name in query.query.order_by or query.model._meta.ordering or ("pk",)]
    columns = [Value(number, models.IntegerField()), Window(RowNumber(), order_by=[*order, "pk"])]
    columns += [Cast(F(name), _TEXT) for name in names] + [Value(None, _TEXT)] * (width - len(names))
    told = {f"several_{at}": column for at, column in enumerate(columns)}
    rows: QuerySet[Any] = query.order_by().annotate(**told)
    return rows.values_list(*told)


def _sorted(name: str) -> Any:
    return F(name.removeprefix("-")).desc() if name.startswith("-") else F(name).asc()


def _row(model: type[models.Model], values: Sequence[str | None]) -> Any:
    names, kinds = _columns(model)
    told = [None if value is None else kind(value) for kind, value in zip(kinds, values, strict=False)]
    return model.from_db("default", names, told)


@cache
def _columns(model: type[models.Model]) -> tuple[list[str], list[Callable[[str], Any]]]:
    fields = model._meta.local_concrete_fields
    return [field.attname for field in fields], [_kind(field) for field in fields]


def _kind(field: models.Field[Any, Any]) -> Callable[[str], Any]:
    """How the text of a column becomes the field's value."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, UncertainDateField):
        return target.from_db_value
    if isinstance(target, models.DecimalField):
        step = Decimal(1).scaleb(-target.decimal_places)
        return lambda text: Decimal(text).quantize(step)
    for kind, read in _KINDS.items():
        if isinstance(target, kind):
            return read
    raise TypeError(f"{field} is of a kind that cannot be read so")


def _moment(text: str) -> datetime:
    """A moment as a database writes it: with its zone, or (SQLite) without one in UTC."""
    told = datetime.fromisoformat(text)
    return told if told.tzinfo else told.replace(tzinfo=UTC)


_KINDS: dict[type[models.Field[Any, Any]], Callable[[str], Any]] = {
    models.CharField: str,
    models.TextField: str,
    models.IntegerField: int,
    models.UUIDField: UUID,
    models.BooleanField: {"1": True, "true": True, "0": False, "false": False}.__getitem__,
    models.DateTimeField: _moment,
    models.DateField: date.fromisoformat,
    models.TimeField: time.fromisoformat,
    models.JSONField: json.loads,
}
