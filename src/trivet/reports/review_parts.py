"""The parts of a review that is read by an axis: under each heading its figures, activities, tasks and records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trivet.core.entries import Entry
from trivet.core.records import State
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.figures.figure import Amount, Tally
from trivet.reports.commitments_of_year import lines_of_commitments
from trivet.reports.objectives_served import OWN, registers_of_work
from trivet.reports.review_axes import Axis, Heading, Looked, Order, order_by
from trivet.reports.review_material import AxisPart, ByAxis, FigureNote, RecordLine, Sum, Teller
from trivet.reports.tasks_of_year import last_day, lines_of_tasks
from trivet.reports.year_by_year import number_of
from trivet.values.dates import UncertainDate

#: The code of what stands under no heading.
REST = ""


def entries_of_years(place: Standpoint, period: UncertainDate) -> list[Entry]:
    """The records of the fields' other registers that certainly began or ended in a period, by their entries."""
    codes = [one.code for one in registers_of_work(place.profile) if one.code not in OWN]
    begun = Q(starts_earliest__gte=period.earliest, starts_latest__lte=period.latest)
    ended = Q(ends_earliest__gte=period.earliest, ends_latest__lte=period.latest)
    rows = place.entries().filter(begun | ended, register__in=codes, state__in=(State.VERIFIED, State.IN_REVIEW))
    return sorted(rows, key=lambda one: (codes.index(one.register), one.starts_latest or date.max, str(one.record)))


def by_axis(axis: Axis, looked: Looked, teller: Teller, rows: Mapping[str, list[Any]]) -> ByAxis:
    """Sort what a review looks at under the headings of an axis; `rows` are its own registers' by their code."""
    order, on = order_by(axis, looked), last_day(looked.years.period)
    own = {heading.row.uuid for heading in order.headings if heading.row}
    for heading in order.headings:
        if heading.row:
            teller.tell(heading.row)
    sorter = _Sorter(looked, teller, order)
    sorter.kinds = {
        "activities": {row.uuid: teller.line(row) for row in rows["activities"]},
        "tasks": {one.line.uuid: one for one in lines_of_tasks(looked.place, rows["tasks"], on, teller.line)},
        "commitments": {one.line.uuid: one for one in lines_of_commitments(rows["commitments"], on, teller.line)},
        "records": {one.record: teller.entry_line(one) for one in looked.entries if one.record not in own},
    }
    rest = Heading("none", _NONE[axis]())
    parts = [sorter.part(heading, heading.code) for heading in order.headings]
    return ByAxis(axis, order.note, parts, sorter.part(rest, REST), sorter.sums())


class _Sorter:
    """What stands under which heading, asked part by part."""

    def __init__(self, looked: Looked, teller: Teller, order: Order) -> None:
        self.looked, self.teller, self.order = looked, teller, order
        self.codes = [heading.code for heading in order.headings]
        self.kinds: dict[str, dict[UUID, Any]] = {}
        self.ids: dict[str, set[UUID]] = defaultdict(set)
        for uuid in looked.registers:
            for code in set(order.under.get(uuid, ())) & set(self.codes) or {REST}:
                self.ids[code].add(uuid)

    def part(self, heading: Heading, code: str) -> AxisPart:
        """All that stands under one heading."""
        ids = self.ids[code]
        by_register: dict[str, list[RecordLine]] = defaultdict(list)
        for line in self._of("records", ids):
            by_register[line.register].append(line)
        named = [(str(capfirst(registers()[one].label)), lines) for one, lines in by_register.items()]
        activities, tasks, commitments = (self._of(kind, ids) for kind in ("activities", "tasks", "commitments"))
        return AxisPart(heading, list(self._figures(code)), activities, tasks, commitments, named)

    def sums(self) -> list[Sum]:
        """How each figure and each kind of record adds up, where there is anything."""
        found = []
        for tally in self.looked.tallies.values():
            if not tally.empty:
                shares = {code: self._share(tally, code).amount for code in (*self.codes, REST)}
                under = _added(shares[code] for code in self.codes)
                repeated = _less(_added([under, shares[REST]]), tally.amount)
                cells = (number_of(one) for one in (under, shares[REST], repeated, tally.amount))
                found.append(Sum(str(tally.figure.title), *cells))
        titles = {"activities": _("Activities"), "tasks": _("Tasks"), "commitments": _("Commitments")}
        for kind, lines in self.kinds.items():
            under_all = sum(len(self.ids[code] & lines.keys()) for code in self.codes)
            rest = len(self.ids[REST] & lines.keys())
            numbers = (under_all, rest, under_all + rest - len(lines), len(lines))
            if lines:
                found.append(
                    Sum(titles.get(kind, _("Other records")), *(number_of(Amount(Decimal(one))) for one in numbers))
                )
        return found

    def _of(self, kind: str, ids: Container[UUID]) -> list[Any]:
        return [line for uuid, line in self.kinds[kind].items() if uuid in ids]

    def _figures(self, code: str) -> Iterable[FigureNote]:
        """The shares of the figures under a heading that have records; a field of work shows all of its own."""
        for tally in self.looked.tallies.values():
            share = self._share(tally, code)
            if share.told or (self.order.figures and code in self.order.figures.get(tally.figure.code, ())):
                whole = None if len(share.counted) == len(tally.counted) else tally
                yield self.teller.note(share, whole)

    def _share(self, tally: Tally, code: str) -> Tally:
        if self.order.figures is None:
            return tally.share(self.ids[code])
        own = [one for one in self.order.figures.get(tally.figure.code, ()) if one in self.codes] or [REST]
        return tally if code in own else tally.share(())


def _added(amounts: Iterable[Amount]) -> Amount:
    found = Amount()
    for one in amounts:
        found = Amount(found.verified + one.verified, found.in_review + one.in_review)
    return found


def _less(one: Amount, other: Amount) -> Amount:
    return Amount(one.verified - other.verified, one.in_review - other.in_review)


_NONE: dict[Axis, Callable[[], str]] = {
    Axis.PILLAR: lambda: _("Not under any pillar"),
    Axis.FIELD: lambda: _("Not under any field of work"),
    Axis.OBJECTIVE: lambda: _("Not under any objective"),
    Axis.DIRECTION: lambda: _("Not under any direction"),
}
