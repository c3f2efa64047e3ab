"""Pages of a long list without OFFSET: each says where the next begins."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from trivet.core.asking import BadValue
from trivet.core.register import Register

#: Rows on a page of a list.
SIZE = 50
#: Beyond this nobody counts for a page.
MOST = 1000


@dataclass(frozen=True)
class Order:
    """The columns a list is sorted by; a leading minus is newest first; what has no value comes last."""

    columns: tuple[str, ...]

    def page(self, rows: QuerySet[Any], after: str = "", size: int = SIZE) -> tuple[list[Any], str]:
        """One page of a long list, and the mark at which the next begins (empty at the end).

        Rows with a value in the first column are read apart from those without, so that the database can walk its
        index whichever end it puts missing values at.
        """
        mark = self._read(rows.model, after) if after else None
        found = self._apart(rows, mark, size + 1)
        return found[:size], self.mark(found[size - 1]) if len(found) > size else ""

    def short_page(self, rows: QuerySet[Any], after: str = "", size: int = SIZE) -> tuple[list[Any], str]:
        """One page of a list that the database sorts whole, in one statement."""
        if after:
            rows = rows.filter(self._beyond(self._read(rows.model, after)))
        found = list(rows.order_by(*(_sorted(rows.model, column) for column in self.columns))[: size + 1])
        return found[:size], self.mark(found[size - 1]) if len(found) > size else ""

    def _apart(self, rows: QuerySet[Any], mark: list[Any] | None, size: int) -> list[Any]:
        first = self.columns[0].lstrip("-")
        sorting = [self.columns[0], *(_sorted(rows.model, column) for column in self.columns[1:])]
        found: list[Any] = []
        if mark is None or mark[0] is not None:
            dated = rows.filter(**{f"{first}__isnull": False})
            if mark:
                edge = f"{first}__lte" if self.columns[0].startswith("-") else f"{first}__gte"
                dated = dated.filter(self._beyond(mark), **{edge: mark[0]})
            found = list(dated.order_by(*sorting)[:size])
        if len(found) < size and rows.model._meta.get_field(first).null:
            missing = rows.filter(**{f"{first}__isnull": True})
            if mark and mark[0] is None:
                missing = missing.filter(self._beyond(mark))
            found += missing.order_by(*sorting[1:])[: size - len(found)]
        return found

    def _beyond(self, mark: list[Any]) -> Q:
        """Rows that stand after the mark."""
        beyond, same = Q(pk__in=()), Q()
        for column, value in zip(self.columns, mark, strict=True):
            name = column.lstrip("-")
            if value is None:
                same &= Q(**{f"{name}__isnull": True})
                continue
            later = Q(**{f"{name}__lt" if column.startswith("-") else f"{name}__gt": value})
            beyond |= same & (later | Q(**{f"{name}__isnull": True}))
            same &= Q(**{name: value})
        return beyond

    def mark(self, row: Any) -> str:
        """Where the page after a row begins."""
        values = [getattr(row, column.lstrip("-")) for column in self.columns]
        text = json.dumps(values, default=str, ensure_ascii=False, separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def _read(self, model: type[models.Model], text: str) -> list[Any]:
        try:
            told = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
            values = json.loads(told.replace("\\u0000", ""))
            json.dumps(values, ensure_ascii=False).encode()  # no half of a letter reaches the database
            return [
                None if value is None else model._meta.get_field(column.lstrip("-")).to_python(value)  # type: ignore[union-attr]
                for column, value in zip(self.columns, values, strict=True)
            ]
        except (ValueError, TypeError, OverflowError, ValidationError, RecursionError) as problem:
            raise BadValue(_("This address was cut short: begin again at the first page.")) from problem


def _sorted(model: type[models.Model], column: str) -> Any:
    """What has no value comes last; a column that always has one is left plain, so that an index serves it."""
    name = F(column.lstrip("-"))
    if not model._meta.get_field(column.lstrip("-")).null:
        return column
    return name.desc(nulls_last=True) if column.startswith("-") else name.asc(nulls_last=True)


def order_of(register: Register) -> Order:
    """How a register's list is sorted: as its model says, and by identity among equals."""
    columns = tuple(str(column) for column in register.model._meta.ordering or ())
    return Order((*(c for c in columns if c != "uuid"), "uuid"))


def count_up_to(rows: QuerySet[Any], most: int = MOST) -> int:
    """How many rows there are, but at most one more than `most`."""
    return rows.order_by()[: most + 1].count()
