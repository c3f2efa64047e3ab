"""Writing what a file would do: committed whole; nothing of an unfinished import shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from trivet.core.actions import Conflict, change_many, create_many
from trivet.core.audit import tell
from trivet.core.drafts import Draft
from trivet.core.history import Unit, citations_of, unit
from trivet.core.imports import Import, ImportRow, pieces
from trivet.core.partners import Partner
from trivet.core.planned import CHANGED, NEW
from trivet.core.register import Register, registers
from trivet.core.sources import as_values
from trivet.core.storage import chunks
from trivet.core.users import User
from trivet.core.withheld import Withheld, seeing_withheld

#: Up to so many rows are written in one transaction; beyond, so many new records in each of several.
WHOLE, PIECE = 20_000, 1_000

#: Is told how far a long work has come: its step, the rows done, and of how many where that is known.
Told = Callable[[str, int, int | None], None]


class NotNow(Exception):
    """An import is not in a state for this; the message says in which it is."""


def untold(_step: str, _done: int, _of: int | None) -> None:
    """Of short work nobody is told how far it has come."""


def commit(one: Import, actor: User, *, without_wrong: bool = False, told: Told = untold) -> None:
    """Write what was prepared, or finish what was begun: all rows, or with `without_wrong` all that can be written.

    Raises NotNow, and what the verbs raise when the record moved meanwhile; then nothing of it shows.
    """
    check_writable(one, without_wrong=without_wrong)
    register, reason = registers()[one.register], one.choices["reason"]
    waiting = one.rows.filter(kind__in=ImportRow.WRITABLE, written=None)
    left, of = waiting.count(), one.rows.filter(kind__in=ImportRow.WRITABLE).count()
    if one.state == Import.State.WRITING or left > WHOLE:
        _refuse_moved(register, waiting.filter(kind=CHANGED))
        for piece in pieces(waiting.filter(kind=NEW), PIECE):
            told(Import.Step.WRITE, of - left, of)
            with unit(actor, reason) as opened:
                claim(one, Import.State.WRITING, opened)
                Withheld.objects.create(number=opened.number, whole=one)
                _write(one, register, piece, actor, opened)
            left -= len(piece)
    told(Import.Step.WRITE, of - left, of)
    with unit(actor, reason) as opened, seeing_withheld():
        claim(one, Import.State.COMMITTED, opened)
        for kind in ImportRow.WRITABLE:
            for piece in pieces(waiting.filter(kind=kind), PIECE):
                _write(one, register, piece, actor, opened)
        Withheld.objects.filter(whole=one, released=None).update(released=opened.number)
        tell_of(one, opened, "import")


def check_writable(one: Import, *, without_wrong: bool = False) -> None:
    """Raise NotNow unless the import can be written or finished."""
    if one.state == Import.State.WRITING:
        return
    if one.state != Import.State.PREPARED:
        raise NotNow(_("This import is %s already.") % one.get_state_display())
    if one.rows.exclude(kind__in=ImportRow.WRITABLE).exists() and not without_wrong:
        raise NotNow(_("Some rows are wrong or in conflict: mend the file, or choose to go on without them."))
    if not one.rows.filter(kind__in=ImportRow.WRITABLE, written=None).exists():
        raise NotNow(_("There is nothing to write."))


def _refuse_moved(register: Register, rows: QuerySet[ImportRow]) -> None:
    """Raise Conflict before anything is written when a record was changed since the file was read."""
    for some in pieces(rows, PIECE):
        expected = {row.record: row.expected for row in some}
        for ids in chunks(expected):
            for live in register.model.objects.filter(pk__in=ids):
                wanted = expected[live.uuid]
                if wanted is not None and live.version != wanted:
                    raise Conflict(live, wanted)


def claim(one: Import, state: str, opened: Unit) -> None:
    """Take the import a step on inside the transaction; nobody else can be doing the same."""
    stored = Import.objects.select_for_update().only("state", "first").get(pk=one.pk)
    if stored.state != one.state:
        raise NotNow(_("This import is %s already.") % stored.get_state_display())
    one.state, one.last = state, opened.number
    one.first = one.first or opened.number
    if state in {Import.State.COMMITTED, Import.State.UNDONE}:
        one.file.all().delete()
    one.save(update_fields=["state", "first", "last"])


def numbers(one: Import) -> Any:
    """The transactions in which rows of an import were written."""
    return one.rows.exclude(written=None).order_by().values("written").distinct()


def _write(one: Import, register: Register, rows: list[ImportRow], actor: User, opened: Unit) -> None:
    done = {row.uuid for row in write_rows(one, register, rows, actor) if row.version == opened.number}
    for some in chunks(row.pk for row in rows if row.record in done):
        ImportRow.objects.filter(pk__in=some).update(written=opened.number)


def write_rows(one: Import, register: Register, rows: Sequence[ImportRow], actor: User) -> list[Any]:
    """Let the verbs write rows of one kind, with the source that the person named for all."""
    source = one.choices.get("source")
    cited = {"source_id": UUID(source), "confidence": one.choices["confidence"]} if source else None
    known = _partners_named(register, rows)
    drafts = [
        Draft(
            {**row.draft["values"], **_with_partners(register, row, known)},
            _with_identities(row.draft["parts"]),
            [cited] if cited else None,
            uuid=row.record,
            where=row.place,
        )
        for row in rows
    ]
    reason = one.choices["reason"]
    if rows and rows[0].kind == NEW:
        submit = bool(one.choices.get("submit"))
        return create_many(register.model, drafts, actor=actor, reason=reason, submit=submit)
    standing: dict[Any, list[Any]] = {}
    for ids in chunks(row.record for row in rows) if cited else ():
        standing |= citations_of(ids, None)
    for draft in drafts if cited else ():
        draft.citations = [*map(as_values, standing.get(draft.uuid, [])), cited]  # type: ignore[list-item]
    expected = {row.record: row.expected for row in rows if row.expected is not None}
    return change_many(register.model, drafts, actor=actor, reason=reason, expected=expected)


def _partners_named(register: Register, rows: Sequence[ImportRow]) -> dict[str, Partner]:
    """The partners that rows name in their lists, each read once rather than once a row."""
    named = {uuid for row in rows for name in register.many_parties for uuid in row.draft["values"].get(name, ())}
    return {str(pk): partner for some in chunks(named) for pk, partner in Partner.objects.in_bulk(some).items()}


def _with_partners(register: Register, row: ImportRow, known: dict[str, Partner]) -> dict[str, list[Any]]:
    values = row.draft["values"]
    return {n: [known.get(uuid, uuid) for uuid in values[n]] for n in register.many_parties if n in values}


def _with_identities(parts: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [{**row, "uuid": UUID(row["uuid"])} if "uuid" in row else row for row in rows]
        for name, rows in parts.items()
    }


def tell_of(one: Import, opened: Unit, verb: str) -> None:
    """The audit tells of the import as a whole, besides each of its records."""
    tell(opened, [{"verb": verb, "register": "imports", "record": str(one.uuid), "fields": ["state"]}])
