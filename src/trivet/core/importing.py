"""Taking a file into a register: prepared whole, committed whole, undone whole; nothing of an unfinished one shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trivet.core.access import access_of, restrict
from trivet.core.actions import as_values, change_many, create_many, move_many
from trivet.core.audit import tell
from trivet.core.drafts import Draft
from trivet.core.history import Unit, citations_of, unit
from trivet.core.imports import Import, ImportRow
from trivet.core.planned import CHANGED, NEW, WRONG, Filing, Planned
from trivet.core.planning import plan
from trivet.core.records import State
from trivet.core.register import Register, registers
from trivet.core.restoring import as_before
from trivet.core.standpoint import Standpoint
from trivet.core.storage import chunks
from trivet.core.uploads import read_upload, without_labels
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.core.withheld import Withheld, seeing_withheld

#: Up to so many rows are written in one transaction; beyond, so many new records in each of several.
WHOLE, PIECE = 20_000, 1_000


class NotNow(Exception):
    """An import is not in a state for this; the message says in which it is."""


class _TakeBack(Exception):
    """Ends a trial of the verbs, so that nothing of it is kept."""


def prepare(one: Import, standpoint: Standpoint, actor: User) -> None:
    """Read the file of an import by the choices made and keep what each row would do.

    Raises Unreadable when the file cannot be read; what is wrong with single rows is kept with them.
    """
    if one.state not in {Import.State.UPLOADED, Import.State.PREPARED}:
        raise NotNow(_("This import is %s already.") % one.get_state_display())
    register, choices = registers()[one.register], one.choices
    tables = without_labels(read_upload(one.file_name, bytes(one.octets), register.filled_parts))
    filing = Filing(choices["columns"], one.keeper_id, choices["marking"])
    rows = _in_order(register, plan(standpoint, register, tables, filing))
    _try(one, register, rows, actor)
    one.rows.all().delete()
    kept = [_kept(one, place, row) for place, row in enumerate(rows) if row.kind in ImportRow.Kind.values]
    ImportRow.objects.bulk_create(kept, batch_size=500)
    one.counts, one.state = dict(Counter(str(row.kind) for row in rows)), Import.State.PREPARED
    one.marking = max([choices["marking"], *(row.values.get("marking", 0) for row in rows if row.kind == NEW)])
    one.marking = max([one.marking, *(row.live.marking for row in rows if row.live is not None)])
    one.save()


def _kept(one: Import, position: int, row: Planned) -> ImportRow:
    return ImportRow(
        whole=one,
        position=position,
        place=row.place[:300],
        kind=row.kind,
        record=row.record,
        expected=row.expected,
        caption=row.caption[:400],
        draft={"values": row.values, "parts": row.parts} if row.kind in ImportRow.WRITABLE else {},
        told=row.problems if row.kind == WRONG else row.changes,
    )


def _in_order(register: Register, rows: list[Planned]) -> list[Planned]:
    """Rows that others of the same file point to come before those."""
    own = [f.name for f in register.model._meta.local_fields if f.many_to_one and f.related_model is register.model]
    by_record = {str(row.record): row for row in rows}
    depth: dict[str, int] = {}

    def of(record: str, path: frozenset[str] = frozenset()) -> int:
        if record not in depth:
            named = [by_record[record].values.get(name) for name in own]
            met = [one for one in named if one in by_record and one not in path and len(path) < 500]
            depth[record] = 1 + max((of(one, path | {record}) for one in met), default=0)
        return depth[record]

    return sorted(rows, key=lambda row: of(str(row.record))) if own else rows


def _try(one: Import, register: Register, rows: list[Planned], actor: User) -> None:
    """Let the verbs check all rows, and take everything back."""
    try:
        with unit(actor, one.choices["reason"]):
            for kind, write in ((NEW, _create), (CHANGED, _change)):
                for some in chunks((row for row in rows if row.kind == kind), PIECE):
                    _try_piece(one, register, some, write, actor)
            raise _TakeBack
    except _TakeBack:
        pass


def _try_piece(one: Import, register: Register, rows: list[Planned], write: Callable[..., Any], actor: User) -> None:
    """What the verbs refuse makes wrong rows; the others are tried again without them."""
    while rows:
        try:
            write(one, register, [(row.record, row.expected, row.values, row.parts, row.place) for row in rows], actor)
            return
        except Invalid as refused:
            by_place = {place: row for row in rows for place in _places(register, row.place)}
            for problem in refused.problems:
                row = by_place.get(problem.where, rows[0])
                row.say(problem.field, problem.message, problem.where)
            rows = [row for row in rows if row.kind != WRONG]


def _places(register: Register, place: str) -> list[str]:
    return [place, *(f"{place} {name}" for name in (*register.filled_parts, "citations", "assignments"))]


Listed = tuple[UUID, int | None, dict[str, Any], dict[str, list[dict[str, Any]]], str]


def _create(one: Import, register: Register, rows: Sequence[Listed], actor: User) -> list[Any]:
    cited = _citation(one)
    drafts = [
        Draft(values, _with_identities(parts), [cited] if cited else None, uuid=record, where=place)
        for record, _expected, values, parts, place in rows
    ]
    submit = bool(one.choices.get("submit"))
    return create_many(register.model, drafts, actor=actor, reason=one.choices["reason"], submit=submit)


def _change(one: Import, register: Register, rows: Sequence[Listed], actor: User) -> list[Any]:
    cited = _citation(one)
    standing: dict[Any, list[Any]] = {}
    for ids in chunks(row[0] for row in rows) if cited else ():
        standing |= citations_of(ids, None)
    drafts = [
        Draft(
            values,
            _with_identities(parts),
            [*map(as_values, standing.get(record, [])), cited] if cited else None,
            uuid=record,
            where=place,
        )
        for record, _expected, values, parts, place in rows
    ]
    expected = {record: number for record, number, *_rest in rows if number is not None}
    return change_many(register.model, drafts, actor=actor, reason=one.choices["reason"], expected=expected)


def _citation(one: Import) -> dict[str, Any] | None:
    source = one.choices.get("source")
    return {"source_id": UUID(source), "confidence": one.choices["confidence"]} if source else None


def _with_identities(parts: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [{**row, "uuid": UUID(row["uuid"])} if "uuid" in row else row for row in rows]
        for name, rows in parts.items()
    }


def commit(one: Import, actor: User, *, without_wrong: bool = False) -> None:
    """Write what was prepared, or finish what was begun: all rows, or with `without_wrong` all that can be written.

    Raises NotNow, and what the verbs raise when the record moved meanwhile; then nothing of it shows.
    """
    if one.state not in {Import.State.PREPARED, Import.State.WRITING}:
        raise NotNow(_("This import is %s already.") % one.get_state_display())
    if (
        one.rows.exclude(kind__in=ImportRow.WRITABLE).exists()
        and not without_wrong
        and one.state != Import.State.WRITING
    ):
        raise NotNow(_("Some rows are wrong or in conflict: mend the file, or choose to go on without them."))
    waiting = one.rows.filter(kind__in=ImportRow.WRITABLE, written=None)
    if not waiting.exists() and one.state != Import.State.WRITING:
        raise NotNow(_("There is nothing to write."))
    register, reason = registers()[one.register], one.choices["reason"]
    if one.state == Import.State.WRITING or waiting.count() > WHOLE:
        while piece := list(waiting.filter(kind=NEW)[:PIECE]):
            with unit(actor, reason) as opened:
                _claim(one, Import.State.WRITING, opened)
                Withheld.objects.create(number=opened.number)
                _write(one, register, piece, actor, opened)
    with unit(actor, reason) as opened, seeing_withheld():
        _claim(one, Import.State.COMMITTED, opened)
        for kind in ImportRow.WRITABLE:
            for some in _pieces(waiting.filter(kind=kind)):
                _write(one, register, some, actor, opened)
        Withheld.objects.filter(number__in=_numbers(one)).update(released=opened.number)
        _tell(one, opened, "import")


def _claim(one: Import, state: str, opened: Unit) -> None:
    """Take the import a step on inside the transaction; nobody else can be doing the same."""
    stored = Import.objects.select_for_update().only("state", "first").get(pk=one.pk)
    if stored.state != one.state:
        raise NotNow(_("This import is %s already.") % stored.get_state_display())
    one.state, one.last = state, opened.number
    one.first = one.first or opened.number
    if state in {Import.State.COMMITTED, Import.State.UNDONE}:
        one.octets = b""
    one.save(update_fields=["state", "first", "last", "octets"])


def _pieces(rows: Any) -> Iterator[list[ImportRow]]:
    yield from chunks(list(rows), PIECE)


def _numbers(one: Import) -> Any:
    return one.rows.exclude(written=None).order_by().values("written").distinct()


def _write(one: Import, register: Register, rows: list[ImportRow], actor: User, opened: Unit) -> None:
    listed = [(row.record, row.expected, row.draft["values"], row.draft["parts"], row.place) for row in rows]
    write = _create if rows[0].kind == NEW else _change
    done = {row.uuid for row in write(one, register, listed, actor) if row.version == opened.number}
    for some in chunks(row.pk for row in rows if row.record in done):
        ImportRow.objects.filter(pk__in=some).update(written=opened.number)


def _tell(one: Import, opened: Unit, verb: str) -> None:
    """The audit tells of the import as a whole, besides each of its records."""
    tell(opened, [{"verb": verb, "register": "imports", "record": str(one.uuid), "fields": ["state"]}])


def undo(one: Import, actor: User, reason: str) -> None:
    """Take a whole import back: its new records are withdrawn (drafts discarded), the changed ones as before.

    An unfinished one never shows. Raises Invalid with the list of records that were written since, NotNow, NotAllowed.
    """
    if one.state not in {Import.State.WRITING, Import.State.COMMITTED, Import.State.UNDOING}:
        raise NotNow(_("This import is %s: there is nothing to undo.") % one.get_state_display())
    register = registers()[one.register]
    hidden = one.state == Import.State.WRITING or one.choices.get("hidden", False)
    rows = one.rows.exclude(written=None).filter(undone=False)
    with seeing_withheld():
        _refuse_later(register, rows)
        count = rows.count()
        while count > WHOLE and (piece := list(rows.order_by("-position")[:PIECE])) and len(piece) == PIECE:
            _undo_piece(one, register, piece, actor, reason, Import.State.UNDOING, hidden)
        _undo_piece(one, register, list(rows.order_by("-position")), actor, reason, Import.State.UNDONE, hidden)


def _undo_piece(
    one: Import, register: Register, rows: list[ImportRow], actor: User, reason: str, state: str, hidden: bool
) -> None:
    with unit(actor, reason) as opened:
        _claim(one, state, opened)
        if hidden:
            Withheld.objects.create(number=opened.number)
            one.choices = {**one.choices, "hidden": True}
            one.save(update_fields=["choices"])
        _refuse_later(register, rows)
        for some in chunks(rows, PIECE):
            _take_back(register, [row.record for row in some if row.kind == NEW], actor, reason)
            drafts = as_before(register, {row.record: row.written or 0 for row in some if row.kind == CHANGED})
            change_many(register.model, drafts, actor=actor, reason=reason)
            ImportRow.objects.filter(pk__in=[row.pk for row in some]).update(undone=True)
        if state == Import.State.UNDONE:
            _tell(one, opened, "undo import")


def _take_back(register: Register, ids: list[UUID], actor: User, reason: str) -> None:
    """New records leave; where the actor may change them their keys become free for another import."""
    mine = restrict(register.model.objects.filter(pk__in=ids), access_of(actor), "change")
    keyed = list(mine.exclude(key=None).values_list("pk", flat=True))
    change_many(register.model, [Draft({"key": None}, uuid=pk) for pk in keyed], actor=actor, reason=reason)
    states = dict(register.model.objects.filter(pk__in=ids).values_list("pk", "state"))
    for step, fits in (("discard", {State.DRAFT}), ("withdraw", {State.IN_REVIEW, State.VERIFIED})):
        move_many(register.model, [pk for pk in ids if states[pk] in fits], step, actor=actor, reason=reason)


def _refuse_later(register: Register, rows: Iterable[ImportRow]) -> None:
    """Records that somebody wrote since the import stand in the way of undoing it."""
    problems: list[Problem] = []
    for some in chunks(rows):
        now = dict(register.model.objects.filter(pk__in=[row.record for row in some]).values_list("pk", "version"))
        problems += [
            Problem(row.place, "", _("%s was written since: set it right by hand first.") % (row.caption or row.record))
            for row in some
            if now.get(row.record) != row.written
        ]
    if problems:
        raise Invalid(problems)
