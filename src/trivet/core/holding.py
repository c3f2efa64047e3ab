"""Rows that were read once for a standpoint, with what was joined to them, and of which period they tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from trivet.core.partners import Partner
from trivet.core.register import register_of
from trivet.core.storage import chunks
from trivet.values.dates import UncertainDate

#: Stands among what was joined for all owned rows.
PARTS = "parts"
#: Stands among what was joined for who does what, and is the kind of those rows.
ASSIGNED = "assignments"


@dataclass
class Held:
    """The rows of a register, all or (`ending`) those that may have ended in a period; `joined` are at hand on each."""

    rows: list[Any]
    ending: UncertainDate | None = None
    joined: set[str] = field(default_factory=set)

    def covers(self, ending: UncertainDate | None) -> bool:
        """Whether all rows of a period are among these."""
        if ending is None or self.ending is None:
            return self.ending is None
        return self.ending.earliest <= ending.earliest and ending.latest <= self.ending.latest

    def that_may_end(self, ending: UncertainDate | None) -> list[Any]:
        """Those that may have ended in a period; None is all."""
        if ending is None or ending == self.ending:
            return list(self.rows)
        return [row for row in self.rows if _may_end(row, ending)]


def _may_end(row: Any, period: UncertainDate) -> bool:
    """What `that_may_end` asks the database, of a row at hand."""
    register = register_of(type(row))
    if not register.period:
        return True
    start, end = register.period
    last = (getattr(row, end) if end else None) or getattr(row, start)
    return last is None or (last.earliest <= period.latest and period.earliest <= last.latest)


def that_may_end(rows: QuerySet[Any], period: UncertainDate) -> QuerySet[Any]:
    """Those records whose last day (of the end, or without one of the start) may lie in a period, or is not known."""
    register = register_of(rows.model)
    if not register.period:
        return rows
    start, end = register.period
    last = _may_lie(end or start, period)
    if end and end != start:
        last |= Q(**{f"{end}_earliest": None}) & _may_lie(start, period)
    return rows.filter(last | Q(**{f"{name}_earliest": None for name in register.period if name}))


def _may_lie(name: str, period: UncertainDate) -> Q:
    return Q(**{f"{name}_earliest__lte": period.latest, f"{name}_latest__gte": period.earliest})


def join(rows: list[Any], name: str, known: Partner | None) -> None:
    """Have a link's target at hand on every row, each target read once, but not the one that is known."""
    if not rows:
        return
    column = type(rows[0])._meta.get_field(name)
    ids = {getattr(row, column.attname) for row in rows} - {None}
    found: dict[Any, Any] = {known.pk: known} if known else {}
    for some in chunks(ids - found.keys()):
        found |= column.remote_field.model._base_manager.in_bulk(some)
    join_found(rows, column, found)


def join_found(rows: list[Any], column: Any, found: dict[Any, Any]) -> None:
    """Set a link's targets, by identity, on the rows that point to them."""
    for row in rows:
        target = found.get(getattr(row, column.attname))
        if target is not None:
            column.set_cached_value(row, target)


def own_rows(rows: Iterable[Any], name: str, owned: Iterable[Any], key: str = "owner_id") -> None:
    """Set rows of one kind on the records that own them; `key` is the column that names the record."""
    by_owner: dict[Any, list[Any]] = defaultdict(list)
    for one in owned:
        by_owner[getattr(one, key)].append(one)
    for row in rows:
        vars(row)[f"{name}_rows"] = by_owner[row.uuid]
