"""Reading the records of one register: the list, one record, and its history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse

from trivet.api.asked import only_known
from trivet.api.callers import standpoint_of
from trivet.api.shapes import PAGE
from trivet.api.telling import Telling
from trivet.coordination.reads import Reading, remember_reading
from trivet.core.access import restrict
from trivet.core.asking import as_of_now
from trivet.core.bodies import Body
from trivet.core.columns import part_fields
from trivet.core.exporting import tell_export
from trivet.core.filters import filters_of, holding, telling
from trivet.core.history import Assignment, Link, Transaction
from trivet.core.keyset import order_of
from trivet.core.partners import Partner
from trivet.core.register import Register
from trivet.core.sources import Citation, Source
from trivet.core.standpoint import Standpoint

#: Versions on a page.
_VERSIONS = 50
_WRITING = Transaction.objects.filter(number=OuterRef("vf"))
_TOLD = ("key", "keeper", "marking", "need_to_know", "state")


def list_records(request: HttpRequest, register: Register, query: Any) -> dict[str, Any]:
    """One page of what the reader may list, and where the next begins."""
    standpoint = standpoint_of(request, known=query.known)
    asked = {name: str(value) for name, value in only_known(request, query) if value not in (None, "")}
    asked["possible"] = "1" if query.possible else ""
    rows = holding(standpoint.of(register.model), standpoint, asked)
    if query.size > PAGE:
        standpoint_of(request, "export")
        may = restrict(register.model.objects.all(), standpoint.access, "export")
        rows = rows.filter(uuid__in=may.order_by().values("uuid"))
    for one in filters_of(register, standpoint, asked):
        if one.value:
            rows = one.narrow(rows)
    rows = telling(rows, standpoint, register, query.q)
    if query.since is not None:
        rows = rows.filter(version__gt=query.since)
    found, mark = order_of(register).page(rows, query.after, query.size)
    if query.size > PAGE:
        tell_export(standpoint, register, len(found))
    remember_reading(standpoint, register, found, Reading.Way.INTERFACE)
    return {"items": Telling(standpoint, register).lines(found), "next": mark or None}


def seen(standpoint: Standpoint, register: Register, uuid: UUID) -> Any:
    """A record that the reader may see, as known then; else it is not there."""
    row = standpoint.of(register.model).filter(uuid=uuid).order_by().first()
    if row is None:
        raise Http404
    return row


def one_record(
    request: HttpRequest, register: Register, uuid: UUID, query: Any, response: HttpResponse
) -> dict[str, Any]:
    """A record with everything beside it; its version is also the ETag."""
    only_known(request, query)
    standpoint = standpoint_of(request, known=query.known)
    row = seen(standpoint, register, uuid)
    response["ETag"] = f'"{row.version}"'
    remember_reading(standpoint, register, [row], Reading.Way.INTERFACE)
    return Telling(standpoint, register).record(row)


def history(request: HttpRequest, register: Register, uuid: UUID, query: Any) -> dict[str, Any]:
    """The versions that the reader may see, newest first, each against the next older one of these."""
    only_known(request, query)
    standpoint = standpoint_of(request, known=query.known)
    rows = standpoint.versions(register.model, uuid)
    if query.before:
        rows = rows.filter(vf__lt=query.before)
    found = rows.annotate(
        moment=Subquery(_WRITING.values("moment")),
        actor=Subquery(_WRITING.values("actor__name")),
        reason=Subquery(_WRITING.values("reason")),
    )
    versions = list(found[: _VERSIONS + 1])
    if not versions:
        raise Http404
    remember_reading(standpoint, register, versions[:_VERSIONS], Reading.Way.INTERFACE)
    told = _Versions(as_of_now(standpoint), register, uuid).told(versions)
    pairs = zip(versions[:_VERSIONS], told, [*told[1:], None], strict=False)
    more = str(versions[_VERSIONS - 1].vf) if versions[_VERSIONS:] else None
    return {"items": [_version(*pair) for pair in pairs], "next": more}


def _version(version: Any, now: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any]:
    changes = [
        {"field": name, "before": before[name], "after": value}
        for name, value in now.items()
        if before is not None and before[name] != value
    ]
    return {
        "version": version.vf,
        "moment": version.moment.isoformat().replace("+00:00", "Z"),
        "actor": version.actor,
        "reason": version.reason,
        "state": version.state,
        "changes": changes,
    }


class _Versions:
    """What stood in and beside a record at each of its versions, read once; links are named as they are today."""

    def __init__(self, standpoint: Standpoint, register: Register, uuid: UUID) -> None:
        self.register = register
        self.telling = Telling(standpoint, register)
        self.links = list(Link.objects.filter(record=uuid).order_by("position")) if register.many_parties else []
        self.citations = list(Citation.objects.filter(record=uuid))
        self.assignments = list(Assignment.objects.filter(record=uuid))
        self.parts: dict[str, list[Any]] = {}
        for name in register.parts:
            part: Any = register.part_model(name)
            self.parts[name] = list(part.objects.filter(owner_id=uuid).order_by("position", "row"))

    def told(self, versions: list[Any]) -> list[dict[str, Any]]:
        """Every field and list of each version, flat, under the names that the record goes out with."""
        for version in versions:
            for name in self.register.many_parties:
                named = [link for link in _at(self.links, version) if link.field == name]
                setattr(version, name, [Partner(pk=link.partner_id) for link in named])
        wanted = self.telling.wanted(versions)
        for name, rows in self.parts.items():
            self.telling.want(wanted, rows, part_fields(self.register.part_model(name)))
        wanted[Source] |= {one.source_id for one in self.citations}
        wanted[Body] |= {one.body_id for one in self.assignments}
        self.telling.resolve(wanted)
        return [self._flat(version) for version in versions]

    def _flat(self, version: Any) -> dict[str, Any]:
        line = self.telling.line(version)
        flat: dict[str, Any] = {name: line[name] for name in _TOLD} | line["fields"]
        flat |= {name: self.telling.rows(_at(rows, version)) for name, rows in self.parts.items()}
        flat["assignments"] = self.telling.assignments(_at(self.assignments, version))
        flat["citations"] = self.telling.citations(_at(self.citations, version))
        return flat


def _at(rows: list[Any], version: Any) -> list[Any]:
    return [row for row in rows if row.vf <= version.vf < row.vt]
