"""How a write is kept: live row, version, links, owned rows, index entry and audit, in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from trivet.core.audit import digest, tell
from trivet.core.entries import Entry, close_entries, file_entries
from trivet.core.fields import UncertainDateField, set_shadows
from trivet.core.history import Assignment, Link, Unit
from trivet.core.names import all_names
from trivet.core.partners import Partner
from trivet.core.records import FOREVER, Record, Temporal
from trivet.core.register import Register
from trivet.core.sources import Citation
from trivet.core.storage import chunks, insert, overwrite, remove, set_column
from trivet.core.validation import Invalid, Problem, check_rows
from trivet.values.text import fold

#: Columns of an owned row that say where and when it stands, not what it tells.
_POSITION = {"row", "vf", "vt"}


@dataclass
class Draft:
    """What is to be written of one record.

    values: fields by name (text or Python; links as instances or identities; several partners as a list).
    parts, citations, assignments: the full new lists as dictionaries; what is not named stays as it is.
    where: where the row came from, told in errors ("visits.csv row 12").
    """

    values: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    citations: list[dict[str, Any]] | None = None
    assignments: list[dict[str, Any]] | None = None
    uuid: UUID | None = None
    where: str = ""


@dataclass
class Item:
    """A row about to be kept, with what is to stand beside it."""

    row: Any
    draft: Draft
    fields: tuple[str, ...] = ()


def keep(unit: Unit, register: Register, items: Sequence[Item], *, verb: str, new: bool) -> None:
    """Check and write some rows of one register; on any problem nothing of them is written."""
    if not items:
        return
    rows = [item.row for item in items]
    wheres = [item.draft.where for item in items]
    owned = [_owned(register, item, name, unit.number) for item in items for name in item.draft.parts]
    problems = check_rows(rows, wheres) + _owned_problems(owned)
    if new:
        problems += _taken_keys(register, items)
    if problems:
        raise Invalid(problems)
    dates = _dates(register.model)
    for row in rows:
        row.version = unit.number
        for name in dates:
            set_shadows(row, name)
    (insert if new else overwrite)(register.model, rows)
    _keep_versions(register.model, rows, unit.number, new)
    _load_links(register, rows)
    _sync(Link, "record", _links(register, rows, unit.number), unit.number, new)
    for model, wanted in _by_model(owned):
        _sync(model, "owner_id", wanted, unit.number, new)
    for kind, name in ((Citation, "citations"), (Assignment, "assignments")):
        _sync(kind, "record", _beside(kind, name, register, items, unit.number), unit.number, new)
    if not new:
        close_entries([row.uuid for row in rows], unit.number)
    file_entries([_entry(register, row, unit.number) for row in rows])
    tell(
        unit,
        [
            {
                "verb": verb,
                "register": register.code,
                "record": str(item.row.uuid),
                "fields": list(item.fields),
                "digest": digest(item.row),
            }
            for item in items
        ],
    )


def _dates(model: type[models.Model]) -> list[str]:
    return [f.name for f in model._meta.local_concrete_fields if isinstance(f, UncertainDateField)]


def _taken_keys(register: Register, items: Sequence[Item]) -> list[Problem]:
    seen: set[str] = set()
    problems = []
    keys = [item.row.key for item in items if item.row.key]
    for some in chunks(keys):
        seen |= set(register.model.objects.filter(key__in=some).values_list("key", flat=True))
    for item in items:
        if item.row.key in seen:
            problems.append(Problem(item.draft.where, "key", f"“{item.row.key}” is already taken in {register.code}"))
        elif item.row.key:
            seen.add(item.row.key)
    return problems


def _keep_versions(model: type[Record], rows: Sequence[Any], number: int, new: bool) -> None:
    version = model.Version
    if not new:
        for some in chunks(row.uuid for row in rows):
            versions = version.objects.filter(uuid__in=some)
            remove(versions.filter(vf=number))
            set_column(versions.filter(vt=FOREVER), vt=number)
    insert(version, rows, constants={"vf": number, "vt": FOREVER}, renamed={"guard": "marking"})


# Owned rows, links, citations and assignments: tables that are their own history.


@dataclass
class _Owned:
    model: type[Temporal]
    owner: UUID
    rows: list[Any]
    where: str


def _owned(register: Register, item: Item, name: str, number: int) -> _Owned:
    part = register.part_model(name)
    rows = []
    for position, values in enumerate(item.draft.parts[name]):
        row: Any = part(**{"position": position, **values}, vf=number, vt=FOREVER)
        row.owner = item.row
        rows.append(row)
    return _Owned(part, item.row.uuid, rows, f"{item.draft.where} {name}".strip())


def _owned_problems(owned: Sequence[_Owned]) -> list[Problem]:
    by_model: dict[Any, list[_Owned]] = defaultdict(list)
    for some in owned:
        by_model[some.model].append(some)
    problems = []
    for listed in by_model.values():
        rows = [row for some in listed for row in some.rows]
        problems += check_rows(rows, [some.where for some in listed for _row in some.rows])
    return problems


def _by_model(owned: Iterable[_Owned]) -> Iterable[tuple[type[Temporal], dict[UUID, list[Any]]]]:
    found: dict[type[Temporal], dict[UUID, list[Any]]] = defaultdict(dict)
    for some in owned:
        for row in some.rows:
            for name in _dates(some.model):
                set_shadows(row, name)
        found[some.model][some.owner] = some.rows
    return found.items()


def _links(register: Register, rows: Sequence[Any], number: int) -> dict[UUID, list[Any]]:
    many = register.many_parties
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
            Link(register=register.code, record=row.uuid, field=name, partner_id=pk, position=place, vf=number)
            for name, place, pk in named
        ]
    return found


def _load_links(register: Register, rows: Sequence[Any]) -> None:
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
            found |= column.remote_field.model.objects.in_bulk(some)
        for row in missing:
            setattr(row, name, found[getattr(row, column.attname)])


def _beside(kind: Any, name: str, register: Register, items: Sequence[Item], number: int) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    wheres: list[str] = []
    for item in items:
        listed = getattr(item.draft, name)
        if listed is not None:
            rows = [kind(**values, register=register.code, record=item.row.uuid, vf=number) for values in listed]
            found[item.row.uuid] = rows
            wheres += [f"{item.draft.where} {name}".strip()] * len(rows)
    everything = [row for rows in found.values() for row in rows]
    problems = check_rows(everything, wheres)
    if problems:
        raise Invalid(problems)
    for row in everything:
        for date in _dates(kind):
            set_shadows(row, date)
    return found


def _sync(model: type[Temporal], owner: str, wanted: dict[UUID, list[Any]], number: int, new: bool) -> None:
    """Bring the live rows of some owners to what is wanted: keep what is the same, end, open or reopen the rest."""
    if not new:
        _sync_old(model, owner, wanted, number)
        return
    insert(model, [row for rows in wanted.values() for row in rows])


def _sync_old(model: Any, owner: str, wanted: dict[UUID, list[Any]], number: int) -> None:
    told = [f.attname for f in model._meta.local_concrete_fields if f.attname not in _POSITION]

    def content(row: Any, identity: bool = True) -> tuple[Any, ...]:
        return tuple(str(getattr(row, n)) for n in told if identity or n != "uuid")

    opened: list[Any] = []
    for owners in chunks(wanted):
        stored = list(model.objects.filter(Q(vt=FOREVER) | Q(vt=number), **{f"{owner}__in": owners}))
        by_content: dict[Any, list[Any]] = defaultdict(list)
        for row in sorted(stored, key=lambda row: row.vt):  # live rows are taken before ended ones
            by_content[content(row)].append(row)
            by_content[content(row, identity=False)].append(row)
        kept: set[int] = set()
        for some in owners:
            for row in wanted[some]:
                found = _take(by_content, (content(row), content(row, identity=False)), kept)
                if found is None:
                    opened.append(row)
        live = [row for row in stored if row.vt == FOREVER]
        ended = [row.row for row in live if row.row not in kept]
        remove(model.objects.filter(row__in=ended, vf=number))
        set_column(model.objects.filter(row__in=ended), vt=number)
        again = [row.row for row in stored if row.vt != FOREVER and row.row in kept]
        set_column(model.objects.filter(row__in=again), vt=FOREVER)
    insert(model, opened)


def _take(by_content: dict[Any, list[Any]], keys: Iterable[Any], kept: set[int]) -> Any:
    for key in keys:
        for row in reversed(by_content.get(key, [])):
            if row.row not in kept:
                kept.add(row.row)
                return row
    return None


# The index entry.


def _entry(register: Register, row: Any, number: int) -> Entry:
    caption = caption_of(register, row)
    partners = [p for name in register.parties for p in _partners(row, name)]
    texts = [caption, *(str(getattr(row, name) or "") for name in register.search)]
    if isinstance(row, Partner):
        partners.append(row)
    texts += [name for partner in partners for name in all_names(partner)]
    start, end = register.period or (None, None)
    bounds = {}
    for side, name in (("starts", start), ("ends", end)):
        for bound in ("earliest", "latest"):
            bounds[f"{side}_{bound}"] = getattr(row, f"{name}_{bound}") if name else None
    place = str(getattr(row, register.place) or "") if register.place else ""
    return Entry(
        vf=number,
        vt=FOREVER,
        register=register.code,
        record=row.uuid,
        caption=caption[:400],
        place=place[:200],
        marking=row.marking,
        need_to_know=row.need_to_know,
        keeper_id=row.keeper_id,
        state=row.state,
        folded=fold(" ".join(texts)),
        **bounds,
    )


def _partners(row: Any, name: str) -> list[Any]:
    value = row.__dict__.get(name, None) if name in row.__dict__ else getattr(row, name, None)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def caption_of(register: Register, row: Any, language: str | None = "en") -> str:
    """What names a record to a reader: its caption fields, in a language."""
    told = []
    for name in register.caption:
        value = getattr(row, name)
        display = getattr(row, f"get_{name}_display", None)
        if hasattr(value, "name_in"):
            told.append(value.name_in(language))
        elif value not in (None, ""):
            told.append(str(display() if display and language != "en" else value))
    return ", ".join(told)
