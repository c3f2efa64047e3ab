"""Reading a file by the choices made: what each of its rows would do, checked by the verbs; nothing is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from trivet.core import importing
from trivet.core.columns import part_fields
from trivet.core.history import unit
from trivet.core.importing import NotNow, Told, untold, write_rows
from trivet.core.imports import Import, ImportRow, opened, pieces
from trivet.core.linked import links_to
from trivet.core.planned import NEW, UNCHANGED, WRONG, Filing, Planned
from trivet.core.planning import plan
from trivet.core.register import Register, registers
from trivet.core.staging import Staged
from trivet.core.standpoint import Standpoint
from trivet.core.storage import chunks, insert
from trivet.core.users import User
from trivet.core.validation import Invalid


class _TakeBack(Exception):
    """Ends a trial of the verbs, so that nothing of it is kept."""


def prepare(one: Import, standpoint: Standpoint, actor: User, told: Told = untold) -> None:
    """Read the file of an import by the choices made and keep what each row would do.

    Cut off, it is as if it had never begun. Raises Unreadable when the file cannot be read; what is wrong with
    single rows is kept with them.
    """
    if one.state not in {Import.State.UPLOADED, Import.State.PREPARED}:
        raise NotNow(_("This import is %s already.") % one.get_state_display())
    register = registers()[one.register]
    _begin_anew(one)
    unchanged, one.marking = 0, one.choices["marking"]
    links = _OwnLinks(register)
    with opened(one) as file, Staged() as staged:
        for read in staged.fill(one.file_name, file, register.filled_parts, one.choices["columns"]):
            told(Import.Step.READ, read, None)
            one.rows_sent = read
        filing = Filing(one.choices["columns"], one.keeper_id, one.choices["marking"])
        for rows in plan(standpoint, register, staged, filing, one.uuid):
            told(Import.Step.COMPARE, min(rows[-1].position, staged.total), staged.total)
            _keep(one, rows)
            links.note(rows)
            unchanged += sum(row.kind == UNCHANGED for row in rows)
            one.marking = max([one.marking, *map(_marking, rows)])
    links.put_in_order(one)
    _try(one, register, actor, told)
    kinds = Counter(one.rows.order_by().values_list("kind", flat=True).iterator(chunk_size=5_000))
    one.counts = dict(kinds) | ({UNCHANGED: unchanged} if unchanged else {})
    one.state = Import.State.PREPARED
    one.save(update_fields=["choices", "counts", "keeper", "marking", "rows_sent", "state"])


def _begin_anew(one: Import) -> None:
    """Forget what an earlier reading kept; until this one is whole there is nothing to be written."""
    with transaction.atomic():
        one.state, one.counts = Import.State.UPLOADED, {}
        one.save(update_fields=["counts", "state"])
        one.rows.all().delete()


def _marking(row: Planned) -> int:
    """The marking of what a row tells, as far as it is known."""
    if row.live is not None:
        return int(row.live.marking)
    return int(row.values.get("marking", 0)) if row.kind == NEW else 0


def _keep(one: Import, rows: list[Planned]) -> None:
    kept = [
        ImportRow(
            whole=one,
            position=row.position,
            place=row.place[:300],
            kind=row.kind,
            record=row.record,
            expected=row.expected,
            caption=row.caption[:400],
            draft={"values": row.values, "parts": row.parts} if row.kind in ImportRow.WRITABLE else {},
            told=row.problems if row.kind == WRONG else row.changes,
        )
        for row in rows
        if row.kind in ImportRow.Kind.values
    ]
    with transaction.atomic():
        insert(ImportRow, kept)


class _OwnLinks:
    """Which rows of a file name others of the same file: those must come before them."""

    def __init__(self, register: Register) -> None:
        model = register.model
        self.own = [f.name for f in model._meta.local_fields if links_to(f) is model]
        self.of_parts = {
            part: [f.attname for f in part_fields(register.part_model(part)) if links_to(f) is model]
            for part in register.filled_parts
        }
        self.named: dict[str, list[str]] = {}

    def note(self, rows: list[Planned]) -> None:
        """Remember what rows name, for those few that do."""
        for row in rows:
            named = self.named_by(row.values, row.parts)
            if named:
                self.named[str(row.record)] = named

    def named_by(self, values: dict[str, Any], parts: dict[str, list[dict[str, Any]]]) -> list[str]:
        """The records of its own register that a draft names."""
        found = [values.get(name) for name in self.own]
        found += [
            row.get(name) for part, names in self.of_parts.items() for row in parts.get(part, ()) for name in names
        ]
        return [str(one) for one in found if one]

    def put_in_order(self, one: Import) -> None:
        """Move rows behind those that they name."""
        asked = {name for named in self.named.values() for name in named}
        here = {str(record) for some in chunks(asked) for record in _records(one, some)}
        depth: dict[str, int] = {}

        def of(record: str, path: frozenset[str] = frozenset()) -> int:
            if record not in depth:
                met = [n for n in self.named.get(record, ()) if n in here and n not in path and len(path) < 500]
                depth[record] = max((1 + of(n, path | {record}) for n in met), default=0)
            return depth[record]

        by_depth: dict[int, list[str]] = defaultdict(list)
        for record in self.named:
            by_depth[of(record)].append(record)
        size = (one.rows.order_by("-position").values_list("position", flat=True).first() or 0) + 1
        for deep, records in by_depth.items():
            for some in chunks(records if deep else ()):
                one.rows.filter(record__in=some).update(position=F("position") + size * deep)


def _records(one: Import, records: Sequence[str]) -> Any:
    return one.rows.filter(record__in=records).values_list("record", flat=True)


def _try(one: Import, register: Register, actor: User, told: Told) -> None:
    """Let the verbs check all rows, piece by piece, and take every piece back."""
    links, done, all_rows = _OwnLinks(register), 0, one.rows.filter(kind__in=ImportRow.WRITABLE).count()
    for kind in ImportRow.WRITABLE:
        for some in pieces(one.rows.filter(kind=kind), importing.PIECE):
            told(Import.Step.TRY, done, all_rows)
            done += len(some)
            wrong = _try_piece(one, register, links, some, actor)
            ImportRow.objects.bulk_update(wrong, ["kind", "told", "draft"], batch_size=100)


def _try_piece(
    one: Import, register: Register, links: _OwnLinks, rows: list[ImportRow], actor: User
) -> list[ImportRow]:
    """Those rows that the verbs refuse, with what they say; the others are tried again without them."""
    wrong: list[ImportRow] = []
    while rows:
        problems = _refused(one, register, links, rows, actor)
        if not problems:
            break
        by_place = {place: row for row in rows for place in _places(register, row.place)}
        for problem in problems:
            row = by_place.get(problem.where, rows[0])
            row.told = [] if row.kind != WRONG else row.told
            row.told.append([problem.where, problem.field, problem.message])
            row.kind, row.draft = ImportRow.Kind.WRONG, {}
        wrong += [row for row in rows if row.kind == WRONG]
        rows = [row for row in rows if row.kind != WRONG]
    return wrong


def _refused(one: Import, register: Register, links: _OwnLinks, rows: list[ImportRow], actor: User) -> Sequence[Any]:
    """What the verbs say against some rows of one kind, once those new ones are there that they name."""
    try:
        with unit(actor, one.choices["reason"]):
            for some in _named_before(one, links, rows):
                write_rows(one, register, some, actor)
            write_rows(one, register, rows, actor)
            raise _TakeBack
    except _TakeBack:
        return ()
    except Invalid as refused:
        return refused.problems


def _named_before(one: Import, links: _OwnLinks, rows: list[ImportRow]) -> list[list[ImportRow]]:
    """New rows of other pieces that rows name, and those that these name, the first ones first."""
    if not (links.own or any(links.of_parts.values())):
        return []
    met = {str(row.record) for row in rows}
    before: list[ImportRow] = []
    asked = rows
    while asked:
        named = {name for row in asked for name in links.named_by(row.draft["values"], row.draft["parts"])} - met
        asked = [row for some in chunks(named) for row in one.rows.filter(record__in=some, kind=NEW)]
        met |= {str(row.record) for row in asked}
        before += asked
    return list(chunks(sorted(before, key=lambda row: row.position), importing.PIECE))


def _places(register: Register, place: str) -> list[str]:
    return [place, *(f"{place} {name}" for name in (*register.filled_parts, "citations", "assignments"))]
