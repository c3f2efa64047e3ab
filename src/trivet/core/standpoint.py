"""A standpoint: who reads, and as known when; every figure, page and report reads from one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from trivet.core.access import Access, access_of, restrict, restrict_versions
from trivet.core.bodies import Body
from trivet.core.captions import caption_of
from trivet.core.entries import Entry, visible_entries
from trivet.core.history import Assignment, Link, Transaction, attach, attach_parts, linked, number_at
from trivet.core.holding import ASSIGNED, PARTS, Held, join, own_rows, that_may_end
from trivet.core.office import Office, profile
from trivet.core.partners import Partner
from trivet.core.profile import Profile, load_profile
from trivet.core.records import Record
from trivet.core.register import register_of
from trivet.core.sources import Citation, Source
from trivet.core.storage import MANY, chunks
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
        return access_of(self.user, self.user.held if self.user else None)

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

    @property
    def profile(self) -> Profile:
        """The profile this record works by. Raises NoOffice when no record was begun."""
        return load_profile(self.office.profile) if self.office else profile()

    def rows(
        self,
        model: type[Record],
        *related: str,
        parts: bool = False,
        assigned: bool = False,
        ending: UncertainDate | None = None,
    ) -> list[Any]:
        """All visible records of a register with their parties, read once for this standpoint.

        With `assigned` each has in `assignments_rows` who does what in it. With `ending` only those whose last day (of
        the end, or without one of the start) may lie in that period, or is not known.
        """
        held = self._held(model, ending)
        for name in set(related) - held.joined:
            join(held.rows, name, self.about)
        if parts and PARTS not in held.joined:
            for some in chunks(held.rows):
                attach_parts(some, self.number)
        if assigned and ASSIGNED not in held.joined:
            told = self.assigned(self.selected(model, ending).order_by().values("uuid")).select_related("body")
            own_rows(held.rows, ASSIGNED, told, "record")
        held.joined |= {*related, *([PARTS] if parts else ()), *([ASSIGNED] if assigned else ())}
        return held.that_may_end(ending)

    def _held(self, model: type[Record], ending: UncertainDate | None) -> Held:
        """The rows of a register at hand, perhaps of a longer period; read now when there are none."""
        kept: list[Held] = self.memory.setdefault((model, self.about), [])
        for held in kept:
            if held.covers(ending):
                return held
        kept.append(Held(self.attach(list(self.selected(model, ending))), ending))
        return kept[-1]

    def selected(self, model: type[Record], ending: UncertainDate | None = None) -> QuerySet[Any]:
        """The query by which `rows` reads a register, in an order that no hidden row can change."""
        found = self.of(model)
        if "uuid" not in (ordering := tuple(found.model._meta.ordering or ())):
            found = found.order_by(*ordering, "uuid")
        if self.about:
            found = found.filter(uuid__in=Link.objects.at(self.number).filter(partner=self.about).values("record"))
        return that_may_end(found, ending) if ending else found

    def hold(self, model: type[Record], held: Held) -> None:
        """Keep rows that were read by another way, so that `rows` need not read them."""
        self.memory.setdefault((model, self.about), []).append(held)

    def after(self, act: Transaction) -> Standpoint:
        """The same reader's view of what was known after a transaction."""
        then = Standpoint(self.user, act.moment, {"office": self.office})
        vars(then).update({"access": self.access, "number": act.number})
        return then

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

    def citations(self, ids: Iterable[UUID]) -> dict[UUID, list[Citation]]:
        """The citations of some records, as known then; of what this reader may see, from sources they may see."""
        found: dict[UUID, list[Citation]] = defaultdict(list)
        sources = restrict(Source.objects.order_by(), self.access).values("pk")
        for some in chunks(ids, MANY):
            rows = Citation.objects.at(self.number).filter(record__in=self._seen(some), source__in=sources)
            for row in rows.select_related("source"):
                found[row.record].append(row)
        return found

    def assignments(self, ids: Iterable[UUID]) -> dict[UUID, list[Assignment]]:
        """Who does what in some records that this reader may see, as known then."""
        found: dict[UUID, list[Assignment]] = defaultdict(list)
        for some in chunks(ids, MANY):
            rows = Assignment.objects.at(self.number).filter(record__in=self._seen(some))
            for row in rows.select_related("body"):
                found[row.record].append(row)
        return found

    def assigned(self, records: QuerySet[Any]) -> QuerySet[Assignment]:
        """Who does what in the records of a query of identities, as known then, of bodies that this reader may see."""
        bodies = restrict(Body.objects.order_by(), self.access).values("pk")
        rows: QuerySet[Assignment] = Assignment.objects.at(self.number).filter(record__in=records, body__in=bodies)
        return rows.order_by("row")

    def _seen(self, ids: list[UUID]) -> QuerySet[Any]:
        return self.entries().filter(record__in=ids).order_by().values("record")

    def caption(self, row: Any, language: str | None = None, words: Profile | None = None) -> str:
        """What names a record that this reader sees, in a language (None: the reader's)."""
        return caption_of(register_of(type(row)), row, language, words, self.may_name)

    def may_name(self, row: Any) -> bool:
        """Whether this reader may see a record that another one points to."""
        model = type(row)
        if self.access.everything:
            return True
        if model not in self.memory:
            self.memory[model] = set(self.hidden(model).order_by().values_list("pk", flat=True))
        return row.pk not in self.memory[model]

    def hidden(self, model: type[Record]) -> QuerySet[Any]:
        """The live records of a register that this reader may not see; only for keeping them out of captions."""
        return model.objects.exclude(Exists(restrict(model.objects.filter(pk=OuterRef("pk")), self.access)))

    def entries(self) -> QuerySet[Entry]:
        """The index of all registers at once, as known then."""
        return visible_entries(self.access, self.number)

    def naming(self, rows: QuerySet[Any], partner: Any) -> QuerySet[Any]:
        """Those records that name a partner in one of their fields, as known then."""
        links = Link.objects.at(self.number).filter(partner=partner)
        return linked(rows, links, past=self.number is not None)

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
