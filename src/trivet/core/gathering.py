"""What a paper reads of many registers, gathered in a few statements, however many registers and records there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from trivet.core.history import Link
from trivet.core.holding import ASSIGNED, PARTS, Held, join_found, own_rows
from trivet.core.partners import Partner
from trivet.core.records import Record
from trivet.core.register import Register, register_of
from trivet.core.several import several
from trivet.core.standpoint import Standpoint
from trivet.core.storage import MANY
from trivet.values.dates import UncertainDate


@dataclass(frozen=True)
class Selection:
    """What is read of a register: the links and owned rows (`parts`) that must be at hand with its records.

    With `assigned` who does what in them is at hand too, as far as the reader may see the bodies; with `ending` only
    what may have ended in the period that is asked about is read.
    """

    model: type[Record]
    related: tuple[str, ...] = ()
    parts: bool = False
    ending: bool = False
    assigned: bool = False

    def rows(self, place: Standpoint, period: UncertainDate) -> list[Any]:
        """The records, from those at hand where they were gathered."""
        ending = period if self.ending else None
        return place.rows(self.model, *self.related, parts=self.parts, assigned=self.assigned, ending=ending)

    @property
    def joined(self) -> set[str]:
        """All that must be at hand, by name."""
        return {*self.related, *([PARTS] if self.parts else ()), *([ASSIGNED] if self.assigned else ())}


@dataclass
class _Shelf:
    """One register's share of a gathering for one standpoint."""

    place: Standpoint
    register: Register
    query: QuerySet[Any]
    ending: UncertainDate | None
    joined: set[str] = field(default_factory=set)
    rows: list[Any] = field(default_factory=list)

    @property
    def parts(self) -> tuple[str, ...]:
        return self.register.parts if PARTS in self.joined else ()


def gather(places: Sequence[Standpoint], selections: Iterable[Selection], period: UncertainDate) -> None:
    """Have the records of some selections at hand in one reader's standpoints: three statements for all of them.

    First the records, then the partners they name and their owned rows, at last what all these point to, with the
    partners that captions must not name.
    """
    selections = list(selections)
    shelves = [shelf for place in places for shelf in _shelves(place, selections, period)]
    _fill(places, shelves)
    for shelf in shelves:
        shelf.place.hold(shelf.register.model, Held(shelf.rows, shelf.ending, shelf.joined))


def gather_some(place: Standpoint, asked: Sequence[tuple[QuerySet[Any], tuple[str, ...], bool]]) -> list[list[Any]]:
    """The records of some queries (with the links and, if so said, the owned rows to have at hand), as `gather` reads.

    What is not all of a register is not kept for the standpoint. A query starts from `Standpoint.of` and has an order.
    """
    shelves = [
        _Shelf(place, register_of(rows.model), rows, None, {*related, *([PARTS] if parts else [])})
        for rows, related, parts in asked
    ]
    _fill([place], shelves)
    return [shelf.rows for shelf in shelves]


def _fill(places: Sequence[Standpoint], shelves: list[_Shelf]) -> None:
    """Read the records of some shelves with all that is to be at hand."""
    for shelf, rows in zip(shelves, several([shelf.query for shelf in shelves]), strict=True):
        shelf.rows = rows
    links, owned = _beside(shelves)
    pointing = [*_pointing(shelves, owned)]
    ids: dict[type[Record], set[UUID]] = defaultdict(set)
    ids[Partner] |= {link.partner_id for some in links for link in some}
    for rows, column in pointing:
        ids[column.remote_field.model] |= {getattr(row, column.attname) for row in rows} - {None}
    found = _targets(places, ids)
    for rows, column in pointing:
        join_found(rows, column, found[column.remote_field.model])
    _attach(shelves, links, owned, found[Partner])


def _shelves(place: Standpoint, selections: Iterable[Selection], period: UncertainDate) -> list[_Shelf]:
    """Each register once, with all that is asked of it; one that is asked for whole holds what may have ended too."""
    selections = list(selections)
    whole = {one.model for one in selections if not one.ending}
    found: dict[type[Record], _Shelf] = {}
    for one in selections:
        if one.model not in found:
            ending = None if one.model in whole else period
            found[one.model] = _Shelf(place, register_of(one.model), place.selected(one.model, ending), ending)
        found[one.model].joined |= one.joined
    return list(found.values())


def _beside(shelves: list[_Shelf]) -> tuple[list[list[Any]], list[list[Any]]]:
    """The links of each register, and the owned rows, a list for each kind of each register."""
    linked: list[QuerySet[Any]] = []
    owned: list[QuerySet[Any]] = []
    for shelf in shelves:
        number, ids = shelf.place.number, shelf.query.order_by().values("uuid")
        links = Link.objects.at(number).filter(record__in=ids, field__in=list(shelf.register.many_parties))
        linked.append(links.order_by("field", "position", "row"))
        for name in shelf.parts:
            rows = shelf.register.part_model(name).objects.at(number).filter(owner_id__in=ids)
            owned.append(rows.order_by("position", "row"))
        if ASSIGNED in shelf.joined:
            owned.append(shelf.place.assigned(ids))
    found = several([*linked, *owned])
    return found[: len(linked)], found[len(linked) :]


def _pointing(shelves: list[_Shelf], owned: list[list[Any]]) -> Iterator[tuple[list[Any], Any]]:
    """Rows with a column of theirs that points to a record which must be at hand."""
    for shelf in shelves:
        for name in shelf.joined - {PARTS, ASSIGNED}:
            yield shelf.rows, shelf.query.model._meta.get_field(name)
    for rows in owned:
        for column in rows[0]._meta.fields if rows else ():
            if column.many_to_one and column.name != "owner":
                yield rows, column


def _targets(places: Sequence[Standpoint], ids: dict[type[Record], set[UUID]]) -> dict[type[Record], dict[UUID, Any]]:
    """Records by kind and identity, each read once; the standpoints learn which partners they must not name."""
    wanted = {model: some for model, some in ids.items() if some}
    most = MANY // max(1, len(wanted))
    every = [
        model._base_manager.filter(pk__in=some) if len(some) <= most else model._base_manager.all()
        for model, some in wanted.items()
    ]
    hidden = [places[0].hidden(Partner)] if places and not places[0].access.everything else []
    lists = several([*every, *hidden])
    for place in places:
        place.memory[Partner] = {row.pk for rows in lists[len(every) :] for row in rows}
    found: dict[type[Record], dict[UUID, Any]] = defaultdict(dict)
    found |= {model: {row.pk: row for row in rows} for model, rows in zip(wanted, lists, strict=False)}
    return found


def _attach(shelves: list[_Shelf], links: list[list[Any]], owned: list[list[Any]], partners: dict[UUID, Any]) -> None:
    """Set lists of partners and owned rows on their records."""
    kinds = iter(owned)
    for shelf, some in zip(shelves, links, strict=True):
        named: dict[tuple[UUID, str], list[Any]] = defaultdict(list)
        for link in some:
            named[link.record, link.field].append(partners[link.partner_id])
        for name in shelf.register.many_parties:
            for row in shelf.rows:
                setattr(row, name, named[row.uuid, name])
        for name in shelf.parts:
            own_rows(shelf.rows, name, next(kinds))
        if ASSIGNED in shelf.joined:
            own_rows(shelf.rows, ASSIGNED, next(kinds), "record")
