"""What stands beside a record: owned rows, links, citations and assignments, tables that are their own history."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from trivet.core.audit import column, saying
from trivet.core.drafts import Item, keyed, made
from trivet.core.fields import EARLIEST, LATEST, UncertainDateField, set_shadows
from trivet.core.history import Assignment, Link
from trivet.core.partners import Partner
from trivet.core.records import FOREVER
from trivet.core.register import Register
from trivet.core.sources import Citation
from trivet.core.storage import chunks, insert, remove, set_column
from trivet.core.validation import Codes, Problem, check_rows

#: What any record may have beside it, as drafts and the audit call it.
ATTACHED: dict[str, Any] = {"citations": Citation, "assignments": Assignment}
#: Columns of an owned row that say where and when it stands, not what it tells.
_POSITION = {"row", "vf", "vt"}


@dataclass
class Beside:
    """The new rows of one table, by the column that names their owner; `wheres` tells where each came from.

    `name` is what the audit calls the table in an entry of the owner.
    """

    name: str
    model: Any
    owner: str
    rows: dict[UUID, list[Any]] = field(default_factory=dict)
    wheres: list[str] = field(default_factory=list)

    def add(self, owner: UUID, rows: list[Any], where: str) -> None:
        """Say what the rows of one owner are to be."""
        self.rows[owner] = rows
        self.wheres += [where.strip()] * len(rows)

    def problems(self, coming: Sequence[Any], codes: Codes) -> list[Problem]:
        """What is wrong with the rows; their values are brought to their fields' kinds."""
        rows = [row for rows in self.rows.values() for row in rows]
        return check_rows(rows, self.wheres, coming, codes=codes, owner=self.owner)

    def keep(self, number: int, new: bool) -> dict[UUID, str]:
        """Bring the live rows of the owners to what is wanted: keep the same, end, open or reopen the rest.

        Returns the fingerprint of what each owner has then; a new owner without rows has none.
        """
        for rows in self.rows.values():
            for row in rows:
                for name in dates_of(self.model):
                    set_shadows(row, name)
        if not new:
            return _sync(self.model, self.owner, self.rows, number)
        insert(self.model, [row for rows in self.rows.values() for row in rows])
        content = contents(self.model)
        return {owner: fingerprint(map(content, rows)) for owner, rows in self.rows.items() if rows}


@cache
def dates_of(model: type[models.Model]) -> list[str]:
    """The names of a model's uncertain dates."""
    return [f.name for f in model._meta.local_concrete_fields if isinstance(f, UncertainDateField)]


@cache
def contents(model: type[models.Model]) -> Callable[[Any], tuple[str, ...]]:
    """What tells everything that a row of such a table says; its span of transactions is not part of it.

    What says nothing is left out, as in the fingerprint of a record.
    """
    columns = [
        column(f)
        for f in sorted(model._meta.local_concrete_fields, key=attrgetter("attname"))
        if f.attname not in _POSITION and not f.name.endswith((EARLIEST, LATEST))
    ]
    return lambda row: tuple(f"{name}={told}" for name, told in saying(row, columns).items())


def fingerprint(rows: Iterable[tuple[str, ...]]) -> str:
    """The hash of some rows' contents, whatever their order."""
    return hashlib.sha256(repr(sorted(rows)).encode()).hexdigest()


def beside(register: Register, items: Sequence[Item], number: int) -> list[Beside]:
    """Everything that drafts say beside the records themselves; what is not said is not there."""
    parts = {name: Beside(name, register.part_model(name), "owner_id") for name in register.parts}
    named = {name: Beside(name, model, "record") for name, model in ATTACHED.items()}
    for item in items:
        for name, listed in item.draft.parts.items():
            where = f"{item.draft.where} {name}"
            parts[name].add(item.row.uuid, _owned(parts[name].model, item, listed, number), where)
        for name, table in named.items():
            told = getattr(item.draft, name)
            if told is not None:
                rows = [_attached(table.model, values, register, item, number) for values in told]
                table.add(item.row.uuid, rows, f"{item.draft.where} {name}")
    return [*parts.values(), *named.values()]


def _owned(part: Any, item: Item, listed: list[dict[str, Any]], number: int) -> list[Any]:
    rows = []
    for position, values in enumerate(listed):
        row = made(part, {"position": position, **keyed(part, values), "vf": number, "vt": FOREVER})
        row.owner = item.row
        rows.append(row)
    return rows


def _attached(kind: Any, values: dict[str, Any], register: Register, item: Item, number: int) -> Any:
    place = {"register": register.code, "record": item.row.uuid, "vf": number}
    return made(kind, {**keyed(kind, values), **place})


def party_problems(register: Register, items: Sequence[Item]) -> list[Problem]:
    """Partners in a record's lists that are not there."""
    named = [
        (item.draft.where, name, partner.pk)
        for item in items
        for name in register.many_parties
        for partner in item.row.__dict__.get(name, ())
    ]
    known: set[Any] = set()
    for some in chunks({pk for _where, _name, pk in named if isinstance(pk, UUID)}):
        known |= set(Partner.objects.filter(pk__in=some).values_list("pk", flat=True))
    kind = Partner._meta.verbose_name
    return [
        Problem(where, name, _("There is no such %(kind)s.") % {"kind": kind})
        for where, name, pk in named
        if pk not in known
    ]


def links(register: Register, rows: Sequence[Any], number: int) -> Beside:
    """The partners that rows name, in every field of theirs."""
    many, shared = register.many_parties, {"register": register.code, "vf": number, "vt": FOREVER}
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        named: list[tuple[str, int, Any]] = []
        for name in register.parties:
            if name not in many:
                partner = getattr(row, f"{name}_id")
                named += [(name, 0, partner)] if partner else []
            elif name in row.__dict__:
                named += [(name, place, partner.pk) for place, partner in enumerate(row.__dict__[name])]
        found[row.uuid] = [
            SimpleNamespace(**shared, record=row.uuid, field=name, partner_id=pk, position=place)
            for name, place, pk in named
        ]
    return Beside("links", Link, "record", found)


def load_links(register: Register, rows: Sequence[Any]) -> None:
    """Make sure that partners named by identity are at hand for captions and search, one query a field."""
    names = {n for n in (*register.caption, *register.parties) if n not in register.many_parties}
    for name in names:
        column = register.model._meta.get_field(name)
        if not isinstance(column, models.ForeignKey):
            continue
        missing = [r for r in rows if getattr(r, column.attname) and not column.is_cached(r)]
        ids = {getattr(r, column.attname) for r in missing}
        found: dict[Any, Any] = {}
        for some in chunks(ids):
            found |= column.remote_field.model._base_manager.in_bulk(some)
        for row in missing:
            setattr(row, name, found[getattr(row, column.attname)])


def _sync(model: Any, owner: str, wanted: dict[UUID, list[Any]], number: int) -> dict[UUID, str]:
    content = contents(model)
    opened: list[Any] = []
    told: dict[UUID, str] = {}
    for owners in chunks(wanted):
        stored = list(model.objects.filter(Q(vt=FOREVER) | Q(vt=number), **{f"{owner}__in": owners}))
        by_content: dict[Any, list[Any]] = defaultdict(list)
        for row in sorted(stored, key=lambda row: row.vt):  # live rows are taken before ended ones
            for key in _keys(content(row)):
                by_content[key].append(row)
        kept: set[int] = set()
        for some in owners:
            standing = []
            for row in wanted[some]:
                found = _take(by_content, _keys(content(row)), kept)
                if found is None:
                    opened.append(row)
                standing.append(content(found or row))
            told[some] = fingerprint(standing)
        live = [row for row in stored if row.vt == FOREVER]
        ended = [row.row for row in live if row.row not in kept]
        remove(model.objects.filter(row__in=ended, vf=number))
        set_column(model.objects.filter(row__in=ended), vt=number)
        again = [row.row for row in stored if row.vt != FOREVER and row.row in kept]
        set_column(model.objects.filter(row__in=again), vt=FOREVER)
    insert(model, opened)
    return told


def _keys(content: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """What a row is known by: all it says, or all but its own identity."""
    return content, tuple(told for told in content if not told.startswith("uuid="))


def _take(by_content: dict[Any, list[Any]], keys: Iterable[Any], kept: set[int]) -> Any:
    for key in keys:
        for row in reversed(by_content.get(key, [])):
            if row.row not in kept:
                kept.add(row.row)
                return row
    return None
