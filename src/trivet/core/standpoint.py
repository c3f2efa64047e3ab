"""A standpoint: who reads, and as known when; every figure, page and report reads from one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from trivet.core.access import Access, access_of, restrict, restrict_versions
from trivet.core.captions import caption_of
from trivet.core.entries import Entry, visible_entries
from trivet.core.history import Assignment, Link, assignments_of, attach, citations_of, linked, number_at
from trivet.core.office import Office
from trivet.core.partners import Partner
from trivet.core.profile import Profile
from trivet.core.records import Record
from trivet.core.register import register_of
from trivet.core.sources import Citation, Source
from trivet.core.storage import chunks
from trivet.core.users import User
from trivet.core.withheld import released
from trivet.values.dates import UncertainDate

#: A page has at most so many rows: their partners come with the links, in one statement.
_FEW = 500


@dataclass(frozen=True)
class Standpoint:
    """One reader's view of the record, now or as it was known at a moment (UTC-aware).

    Rows read at a past moment are versions: they have the fields of the register and its `uuid`. With `about` only
    records that name this partner are read, as for a page of it.
    """

    user: User | None = None
    known: datetime | None = None
    memory: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    about: Partner | None = None

    @cached_property
    def access(self) -> Access:
        """The reader's rights today, whatever moment is looked at."""
        return access_of(self.user)

    @cached_property
    def number(self) -> int | None:
        """The transaction up to which things were known; None is now."""
        return number_at(self.known)

    @property
    def office(self) -> Office | None:
        """The office of this record, asked once for a page; None when none was begun."""
        if "office" not in self.memory:
            self.memory["office"] = Office.objects.first()
        found: Office | None = self.memory["office"]
        return found

    def of_partner(self, partner: Partner) -> Standpoint:
        """The same view of those records alone that name a partner."""
        narrowed = replace(self, about=partner)
        vars(narrowed).update({name: vars(self)[name] for name in ("access", "number") if name in vars(self)})
        return narrowed

    def of(self, model: type[Record]) -> QuerySet[Any]:
        """The records of a register that this reader may see, as known then."""
        if self.number is None:
            return restrict(model.objects.all(), self.access)
        past = released(model.Version.objects.at(self.number), "vf", self.number)
        return restrict_versions(past, self.access, live=model.objects.all())

    def rows(
        self, model: type[Record], *related: str, parts: bool = False, ending: UncertainDate | None = None
    ) -> list[Any]:
        """All visible records of a register with their parties, read once for this standpoint.

        With `ending` only those whose last day (of the end, or without one of the start) may lie in that period, or
        is not known.
        """
        key = (model, related, parts, ending, self.about)
        if key not in self.memory:
            found = self.of(model)
            if self.about:
                found = found.filter(uuid__in=Link.objects.at(self.number).filter(partner=self.about).values("record"))
            rows = list(_ending(found, ending) if ending else found)
            for name in related:
                _join(rows, name, self.about)
            self.memory[key] = self.attach(rows, parts=parts)
        return list(self.memory[key])

    def versions(self, model: type[Record], record: UUID) -> QuerySet[Any]:
        """The versions of one record that this reader may see by today's rights, newest first."""
        rows = model.Version.objects.filter(uuid=record)
        if self.number is not None:
            rows = released(rows.filter(vf__lte=self.number), "vf", self.number)
        return restrict_versions(rows, self.access, live=model.objects.all()).order_by("-vf")

    def attach(self, rows: list[Any], *, parts: bool = False) -> list[Any]:
        """Load parties (and owned rows) of some rows of one register, as known then."""
        known: dict[Any, Partner] | None = {} if len(rows) > _FEW else None
        for some in chunks(rows):
            attach(some, self.number, parts=parts, known=known)
        return rows

    def citations(self, ids: list[UUID]) -> dict[UUID, list[Citation]]:
        """The citations of some records, as known then; of what this reader may see, from sources they may see."""
        found: dict[UUID, list[Citation]] = defaultdict(list)
        for some in chunks(ids):
            listed = citations_of(self._seen(some), self.number)
            sources = {row.source_id for rows in listed.values() for row in rows}
            seen = set(restrict(Source.objects.filter(pk__in=sources), self.access).values_list("pk", flat=True))
            found |= {record: [row for row in rows if row.source_id in seen] for record, rows in listed.items()}
        return found

    def assignments(self, ids: list[UUID]) -> dict[UUID, list[Assignment]]:
        """Who does what in some records that this reader may see, as known then."""
        found: dict[UUID, list[Assignment]] = defaultdict(list)
        for some in chunks(ids):
            found |= assignments_of(self._seen(some), self.number)
        return found

    def _seen(self, ids: list[UUID]) -> list[UUID]:
        return list(self.entries().filter(record__in=ids).values_list("record", flat=True))

    def caption(self, row: Any, language: str | None = None, words: Profile | None = None) -> str:
        """What names a record that this reader sees, in a language (None: the reader's)."""
        return caption_of(register_of(type(row)), row, language, words, self.may_name)

    def may_name(self, row: Any) -> bool:
        """Whether this reader may see a record that another one points to."""
        model = type(row)
        if self.access.everything:
            return True
        if model not in self.memory:
            seen = restrict(model.objects.filter(pk=OuterRef("pk")), self.access)
            hidden = model.objects.exclude(Exists(seen))
            self.memory[model] = set(hidden.order_by().values_list("pk", flat=True))
        return row.pk not in self.memory[model]

    def entries(self) -> QuerySet[Entry]:
        """The index of all registers at once, as known then."""
        return visible_entries(self.access, self.number)

    def naming(self, rows: QuerySet[Any], partner: Any) -> QuerySet[Any]:
        """Those records that name a partner in one of their fields, as known then."""
        return linked(rows, Link.objects.at(self.number).filter(partner=partner))

    def on(self, rows: QuerySet[Any], day: date, *, possible: bool = False) -> QuerySet[Any]:
        """Those records whose period certainly held on a day, or (possible) may have held."""
        register = register_of(rows.model)
        if not register.period:
            return rows
        start, end = register.period
        if end == start:  # one span, such as the period of a number: the day lies in it or not
            return rows.filter(**{f"{start}_earliest__lte": day, f"{start}_latest__gte": day})
        begun = Q(**{f"{start}_latest__lte": day})
        over = Q(**{f"{end}_earliest": None}) | Q(**{f"{end}_earliest__gte": day}) if end else Q()
        if possible:
            begun = Q(**{f"{start}_earliest": None}) | Q(**{f"{start}_earliest__lte": day})
            over = Q(**{f"{end}_latest": None}) | Q(**{f"{end}_latest__gte": day}) if end else Q()
        return rows.filter(begun & over)


def _ending(rows: QuerySet[Any], period: UncertainDate) -> QuerySet[Any]:
    """Those records whose last day may lie in a period, or is not known."""
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


def _join(rows: list[Any], name: str, known: Partner | None) -> None:
    """Have a link's target at hand on every row, each target read once, but not the one that is known."""
    if not rows:
        return
    column = type(rows[0])._meta.get_field(name)
    ids = {getattr(row, column.attname) for row in rows} - {None}
    found: dict[Any, Any] = {known.pk: known} if known else {}
    for some in chunks(ids - found.keys()):
        found |= column.remote_field.model._base_manager.in_bulk(some)
    for row in rows:
        target = found.get(getattr(row, column.attname))
        if target is not None:
            column.set_cached_value(row, target)
