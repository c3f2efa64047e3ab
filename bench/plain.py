"""Plain SQL for the comparisons: no model, no layer, the same tables and the same reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from trivet.core.records import FOREVER

OPEN = "('in_review', 'verified')"


def ask(sql: str, values: Sequence[Any] = ()) -> list[Any]:
    """All rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [key(value) if isinstance(value, UUID) else value for value in values])
        return list(cursor.fetchall())


def key(value: UUID) -> Any:
    """An identity as the database keeps it."""
    return value.hex if connection.vendor == "sqlite" else value


def shared(table: str) -> str:
    """Neither a draft, nor withdrawn, nor for those who need to know only."""
    return f"(NOT {table}.need_to_know AND {table}.state IN {OPEN})"


def near(table: str) -> str:
    """Kept by the reader's body or assigned to it: twice the body."""
    live = f"SELECT 1 FROM core_assignment s WHERE s.record = {table}.uuid AND s.vt = {FOREVER}"
    return f"{table}.keeper_id = %s OR EXISTS ({live} AND s.body_id = %s)"


def seen(table: str) -> str:
    """What `restrict` says of a reader of one body: clearance and twice the body."""
    open_to_all = f"{table}.marking = 0 AND {shared(table)}"
    return f"({open_to_all} OR ({table}.marking <= %s AND ({shared(table)} OR {near(table)})))"


def parties(ids: Sequence[Any], span: str) -> list[Any]:
    """The partners of a page of records."""
    marks = ", ".join(["%s"] * len(ids))
    return (
        ask(
            f"SELECT l.record, p.* FROM core_link l JOIN core_partner p ON p.uuid = l.partner_id "
            f"WHERE l.record IN ({marks}) AND {span} ORDER BY l.field, l.position, l.row",
            ids,
        )
        if ids
        else []
    )


def searched(folded: str) -> list[Any]:
    """The newest fifty live entries with some words (each may be a beginning), by the database's own search."""
    words = folded.split()
    if connection.vendor == "sqlite":
        match = "row IN (SELECT rowid FROM core_entry_text WHERE core_entry_text MATCH %s)"
        phrase = " AND ".join(f'"{word}"*' for word in words)
    else:
        match = "to_tsvector('simple', folded) @@ to_tsquery('simple', %s)"
        phrase = " & ".join(f"{word}:*" for word in words)
    newest = "ORDER BY starts_earliest DESC NULLS LAST, row DESC LIMIT 50"
    return ask(f"SELECT * FROM core_entry WHERE vt = {FOREVER} AND {match} {newest}", [phrase])
