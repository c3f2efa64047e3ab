"""The history of one record: every version the reader may see, and what each changed from the one before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trivet.coordination.reads import Reading, remember_reading
from trivet.core.bodies import Body
from trivet.core.history import Assignment, Link, Transaction, differences
from trivet.core.partners import Partner
from trivet.core.records import State
from trivet.core.register import Register
from trivet.core.sources import Citation, Confidence, Source
from trivet.core.standpoint import Standpoint
from trivet.web.reading import (
    BadValue,
    address,
    as_of_now,
    moment_text,
    profile_of,
    reads,
    register_named,
    remember_office,
    show,
    with_office,
)
from trivet.web.shown import Showing, label, marking_label, part_fields, readable
from trivet.web.tags import sheet_marking

#: Versions on a page.
SIZE = 50
_TRANSACTION = Transaction.objects.filter(number=OuterRef("vf"))
#: What each version brings along of the transaction that wrote it.
_WROTE = {
    "moment": Subquery(_TRANSACTION.values("moment")),
    "actor": Subquery(_TRANSACTION.values("actor__name")),
    "reason": Subquery(_TRANSACTION.values("reason")),
}


@dataclass(frozen=True)
class Change:
    """One thing two neighbouring versions do not share; owned rows have only lines that went and came."""

    label: str
    before: list[str]
    after: list[str]


@dataclass(frozen=True)
class Step:
    """One version: which transaction wrote it, when, who and why, and what it changed."""

    number: int
    moment: Any
    actor: str
    reason: str
    url: str
    changes: list[Change]
    first: bool


@reads
def history_page(request: HttpRequest, standpoint: Standpoint, code: str, uuid: UUID) -> HttpResponse:
    """`/registers/<code>/<uuid>/history/`"""
    register = register_named(code)
    rows = standpoint.versions(register.model, uuid)
    before = request.GET.get("before", "")
    if before:
        if not before.isdecimal() or len(before) > 18:
            raise BadValue(_("“%s” is not the number of a version.") % before)
        rows = rows.filter(vf__lt=int(before))
    versions = list(with_office(rows).annotate(**_WROTE)[: SIZE + 1])
    if not versions:
        raise Http404
    remember_office(standpoint, versions[0])
    remember_reading(standpoint, register, versions[:SIZE], Reading.Way.HISTORY)
    told = _Told(standpoint, register, uuid, versions)
    context = {
        "register": register,
        "caption": told.caption(versions[0]),
        "url": address(standpoint, "detail", code, uuid),
        "steps": told.steps(versions),
        "marking": sheet_marking(standpoint, levels=(max(one.marking, one.guard) for one in versions)),
        "next": address(standpoint, "history", code, uuid, before=versions[SIZE - 1].vf) if versions[SIZE:] else "",
    }
    return show(request, standpoint, "history", context)


class _Told:
    """What stood beside a record at each of its versions, read once and told in the reader's words."""

    def __init__(self, standpoint: Standpoint, register: Register, uuid: UUID, versions: list[Any]) -> None:
        self.standpoint, self.register = standpoint, register
        many = list(register.many_parties)
        self.links = list(Link.objects.filter(record=uuid, field__in=many).order_by("position")) if many else []
        self.citations = list(Citation.objects.filter(record=uuid))
        self.assignments = list(Assignment.objects.filter(record=uuid))
        self.parts: dict[str, list[Any]] = {}
        for name in register.parts:
            part: Any = register.part_model(name)
            self.parts[name] = list(part.objects.filter(owner_id=uuid).order_by("position", "row"))
        self.showing = self._showing(versions)

    def _showing(self, versions: list[Any]) -> Showing:
        showing = Showing(as_of_now(self.standpoint))
        columns = [field for field in readable(self.register) if field.name not in self.register.many_parties]
        showing.want(versions, columns)
        for name, rows in self.parts.items():
            showing.want(rows, part_fields(self.register.part_model(name)))
        showing.want_ids(Partner, (link.partner_id for link in self.links))
        showing.want_ids(Source, (citation.source_id for citation in self.citations))
        bodies = (*(v.keeper_id for v in versions), *(one.body_id for one in self.assignments))
        showing.want_ids(Body, bodies)
        showing.resolve()
        return showing

    def caption(self, version: Any) -> str:
        return self.showing.caption(self.register, version).text

    def steps(self, versions: list[Any]) -> list[Step]:
        """Newest first; each against the next older one that the reader may see."""
        older = [*versions[1:], None]
        pairs = zip(versions[:SIZE], older, strict=False)
        return [self._step(version, before) for version, before in pairs]

    def _step(self, version: Any, before: Any) -> Step:
        known = moment_text(version.moment)
        url = address(Standpoint(), "detail", self.register.code, version.uuid, known=known)
        changes = [] if before is None else [*self._columns(before, version), *self._beside(before, version)]
        return Step(version.vf, version.moment, version.actor, version.reason, url, changes, before is None)

    def _columns(self, before: Any, after: Any) -> Iterable[Change]:
        for one in differences(before, after):
            field = self.register.model._meta.get_field(one.field)
            old, new = (self._words(row, field) for row in (before, after))
            if old != new:
                yield Change(label(self.register, one.field), old, new)

    def _words(self, row: Any, field: Any) -> list[str]:
        if field.name == "state":
            return [str(State(row.state).label)]
        if field.name == "marking":
            return [marking_label(profile_of(self.standpoint), row.marking)]
        return [shown.text for shown in self.showing.field(row, field)]

    def _beside(self, before: Any, after: Any) -> Iterable[Change]:
        """What went and what came among parties, owned rows, assignments and citations."""
        told = [(label(self.register, name), self._parties(name)) for name in self.register.many_parties]
        told += [(label(self.register, name), self._rows(name)) for name in self.register.parts]
        told += [(_("Assignments"), self._roles()), (_("Citations"), self._sources())]
        for heading, rows in told:
            old, new = (Counter(text for row, text in rows if row.vf <= v.vf < row.vt) for v in (before, after))
            if old != new:
                yield Change(heading, list((old - new).elements()), list((new - old).elements()))

    def _parties(self, name: str) -> list[tuple[Any, str]]:
        named = [(link, self.showing.link(link.partner_id)) for link in self.links if link.field == name]
        return [(link, shown[0].text) for link, shown in named if shown]

    def _rows(self, name: str) -> list[tuple[Any, str]]:
        fields = part_fields(self.register.part_model(name))
        return [(row, self._line(row, fields)) for row in self.parts[name]]

    def _line(self, row: Any, fields: Iterable[Any]) -> str:
        told = ((f, ", ".join(shown.text for shown in self.showing.field(row, f))) for f in fields)
        return "; ".join(f"{capfirst(f.verbose_name)}: {text}" for f, text in told if text)

    def _roles(self) -> list[tuple[Any, str]]:
        told = []
        for row in self.assignments:
            body = self.showing.link(row.body_id)
            if body:
                days = [s.text for f in ("starts", "ends") for s in self.showing.field(row, row._meta.get_field(f))]
                words = [body[0].text, str(Assignment.Role(row.role).label), " – ".join(days), row.place, row.purpose]
                told.append((row, ", ".join(filter(None, words))))
        return told

    def _sources(self) -> list[tuple[Any, str]]:
        told = []
        for row in self.citations:
            source = self.showing.link(row.source_id)
            if source:
                words = [source[0].text, str(Confidence(row.confidence).label), self._of_field(row.field), row.value]
                words += [f"“{row.exact}”" if row.exact else "", row.note, row.reason]
                words += [] if row.adopted else [_("other value")]
                told.append((row, ", ".join(filter(None, words))))
        return told

    def _of_field(self, name: str) -> str:
        known = {field.name for field in readable(self.register)} | set(self.register.parts)
        return label(self.register, name) if name in known else name
