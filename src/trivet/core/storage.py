"""Writing many rows at once, the quick way of each database; only the verbs come here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import repeat
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection, connections, models

from trivet.core.fields import UncertainDateField

#: Fewer rows than this are quicker by plain statements than by COPY.
_COPY_FROM = 50
#: So many values one statement of a report may name; SQLite takes 32,766 parameters.
MANY = 10_000
#: A transaction of so many lines changes what PostgreSQL should know of its tables.
_COUNT_FROM = 1000
_AS_IT_IS = (
    models.CharField,
    models.TextField,
    models.SlugField,
    models.BooleanField,
    models.SmallIntegerField,
    models.IntegerField,
    models.BigIntegerField,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
)


def insert(
    model: type[models.Model],
    rows: Sequence[Any],
    *,
    constants: Mapping[str, Any] | None = None,
    renamed: Mapping[str, str] | None = None,
    keys: bool = False,
) -> None:
    """Insert rows as they are, without a query a row; a key that the database counts is left to it unless `keys`.

    The rows may be of another model, or anything with the same names: `constants` gives columns they lack, `renamed`
    tells under which name a column's value stands in them.
    """
    if not rows:
        return
    database, constants, renamed = connections["default"], constants or {}, renamed or {}
    fields = [f for f in model._meta.local_concrete_fields if keys or not isinstance(f, models.AutoField)]
    quote = database.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(quote(f.column or "") for f in fields)
    ready = [
        repeat(_prepared(f, database)(constants[f.attname]))
        if f.attname in constants
        else map(_prepared(f, database), map(attrgetter(renamed.get(f.attname, f.attname)), rows))
        for f in fields
    ]
    values = zip(*ready, strict=False)  # the rows bound the constants
    with database.cursor() as cursor:
        if database.vendor == "postgresql" and len(rows) >= _COPY_FROM:
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for value in values:
                    copy.write_row(value)
            return
        marks = ", ".join(["%s"] * len(fields))
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(values))  # noqa: S608


def count_again(written: int) -> None:
    """Let PostgreSQL count its tables at the end of a transaction that wrote so many lines, if these are many.

    Until it commits, its own counting finds the tables empty, and then plans for empty tables: a page of the record
    as known before took minutes instead of a second. Counting here also keeps that other counting out till the commit.
    """
    if written >= _COUNT_FROM and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _prepared(field: models.Field[Any, Any], database: Any) -> Callable[[Any], Any]:
    """How a field's value goes to the database; most kinds go as they are, and the usual ones the short way."""
    if type(field) in _AS_IT_IS:
        return _same

    def slow(value: Any) -> Any:
        return field.get_db_prep_save(value, database)

    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(field, UncertainDateField):
        return lambda value: "" if value is None else str(value)
    if type(target) is models.UUIDField:
        return _quick(UUID, _same if database.features.has_native_uuid_field else attrgetter("hex"), slow)
    if type(field) is models.DateField and database.vendor in {"postgresql", "sqlite"}:
        return _quick(date, _same if database.vendor == "postgresql" else date.isoformat, slow)
    return slow


def _quick(kind: type, short: Callable[[Any], Any], slow: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The short way for values of exactly one kind, the field's own for all others."""
    return lambda value: None if value is None else short(value) if type(value) is kind else slow(value)


def _same(value: Any) -> Any:
    return value


def overwrite(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Write all columns of existing rows, found by their primary key."""
    if not rows:
        return
    key = model._meta.pk
    fields = [f for f in model._meta.local_concrete_fields if not f.primary_key]
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(f.column or '')} = %s" for f in fields)
    ready = [map(_prepared(f, connections["default"]), map(attrgetter(f.attname), rows)) for f in [*fields, key]]
    values = list(zip(*ready, strict=True))
    where = f"WHERE {quote(key.column or '')} = %s"
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {quote(model._meta.db_table)} SET {sets} {where}", values)  # noqa: S608


def set_column(rows: models.QuerySet[Any], **values: Any) -> int:
    """Set columns of the rows a query finds, past the refusal that guards records."""
    return models.QuerySet.update(rows, **values)


def remove(rows: models.QuerySet[Any]) -> None:
    """Take out rows that were written and unwritten in one and the same transaction."""
    rows._raw_delete(rows.db)


def chunks(values: Iterable[Any], size: int = 500) -> Iterable[list[Any]]:
    """Lists of at most `size`, since databases limit the parameters of one statement."""
    batch: list[Any] = []
    for value in values:
        batch.append(value)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
