"""How a write is kept: live row, version, links, owned rows, index entry and audit, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from trivet.core.audit import digest, tell
from trivet.core.beside import Beside, beside, dates_of, links, load_links, party_problems
from trivet.core.drafts import Draft, Item
from trivet.core.emptying import close_emptied
from trivet.core.entries import close_entries, file_entries
from trivet.core.fields import set_shadows
from trivet.core.history import Assignment, Unit
from trivet.core.indexing import entries_of
from trivet.core.office import profile_begun
from trivet.core.records import FOREVER, Record
from trivet.core.refiling import refile, seen_as
from trivet.core.register import Register
from trivet.core.storage import chunks, insert, overwrite, remove, set_column
from trivet.core.validation import Codes, Invalid, Problem, check_rows

__all__ = ["Draft", "Item", "keep"]


def keep(unit: Unit, register: Register, items: Sequence[Item], *, verb: str, new: bool) -> None:
    """Check and write some rows of one register; on any problem nothing of them is written."""
    if not items:
        return
    rows = [item.row for item in items]
    tables = beside(register, items, unit.number)
    if problems := _problems(register, items, tables, new):
        raise Invalid(problems)
    dates = dates_of(register.model)
    for row in rows:
        row.version = unit.number
        for name in dates:
            set_shadows(row, name)
    (insert if new else overwrite)(register.model, rows)
    _keep_versions(register.model, rows, unit.number, new)
    load_links(register, rows)
    told = {table.name: table.keep(unit.number, new) for table in (links(register, rows, unit.number), *tables)}
    ids = [row.uuid for row in rows]
    before = {} if new else seen_as(ids)
    if not new:
        close_entries(ids, unit.number)
    file_entries(entries_of(register, rows, unit.number))
    if not new:
        refile(register.model, ids, before)
    tell(
        unit,
        [
            {
                "verb": verb,
                "register": register.code,
                "record": str(item.row.uuid),
                "fields": list(item.fields),
                "digest": digest(item.row),
                "beside": {name: prints[item.row.uuid] for name, prints in told.items() if item.row.uuid in prints},
            }
            for item in items
        ],
    )
    if register.personal and not new:
        close_emptied(unit, register, items)


def _problems(register: Register, items: Sequence[Item], tables: Sequence[Beside], new: bool) -> list[Problem]:
    """Everything that is wrong with some rows and with what is to stand beside them."""
    rows, sealed = [item.row for item in items], {item.row.uuid for item in items if item.draft.sealed}
    codes = Codes(profile_begun(), sealed)
    problems = check_rows(rows, [item.draft.where for item in items], codes=codes)
    problems += party_problems(register, items) + _taken(register, items, new) + _leads(register, items)
    problems += [] if new else _owned(items)
    return problems + [problem for table in tables for problem in table.problems(rows, codes)]


def _owned(items: Sequence[Item]) -> list[Problem]:
    """What records say against the owned rows that somebody else than their room gives them."""
    return [
        Problem(f"{item.draft.where} {part}".strip(), field, message)
        for item in items
        if item.draft.parts and not item.draft.sealed
        for part, field, message in item.row.owned_problems(item.draft.parts)
    ]


def _taken(register: Register, items: Sequence[Item], new: bool) -> list[Problem]:
    """Keys (and identities of new records) that another record has already, here or in the same batch."""
    holders: dict[str, Any] = {}
    there: set[Any] = set()
    for some in chunks(item.row.key for item in items if item.row.key):
        holders |= dict(register.model.objects.filter(key__in=some).values_list("key", "uuid"))
    for some in chunks(item.draft.uuid for item in items if new and item.draft.uuid):
        there |= set(register.model.objects.filter(pk__in=some).values_list("pk", flat=True))
    problems = []
    for item in items:
        if item.row.key and holders.setdefault(item.row.key, item.row.uuid) != item.row.uuid:
            problems.append(_is_taken(register, item, item.row.key))
        elif new and item.row.uuid in there:
            problems.append(_is_taken(register, item, item.row.key or str(item.row.uuid)))
        there.add(item.row.uuid)
    return problems


def _leads(register: Register, items: Sequence[Item]) -> list[Problem]:
    """Records that more than one body would lead, in a register where one does."""
    lead, problems = Assignment.Role.LEAD, []
    for item in items if register.one_lead else ():
        if sum(one.get("role") == lead and not one.get("ends") for one in item.draft.assignments or ()) > 1:
            text = _("One body leads: make the others co-leads or supports.")
            problems.append(Problem(item.draft.where, "assignments", text))
    return problems


def _is_taken(register: Register, item: Item, told: str) -> Problem:
    return Problem(
        item.draft.where, "key", _("“%(key)s” is already taken in %(code)s") % {"key": told, "code": register.code}
    )


def _keep_versions(model: type[Record], rows: Sequence[Any], number: int, new: bool) -> None:
    version = model.Version
    if not new:
        for some in chunks(row.uuid for row in rows):
            versions = version.objects.filter(uuid__in=some)
            remove(versions.filter(vf=number))
            set_column(versions.filter(vt=FOREVER), vt=number)
    insert(version, rows, constants={"vf": number, "vt": FOREVER}, renamed={"guard": "marking"})
