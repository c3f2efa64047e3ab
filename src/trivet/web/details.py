"""The page of one record: its fields with their sources, parties, owned rows, who does what, and its moves."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst

from trivet.coordination.reads import Reading, remember_reading
from trivet.coordination.texts import Text
from trivet.core.access import restrict
from trivet.core.bodies import Body
from trivet.core.editorial import MOVES, Move
from trivet.core.history import Assignment, with_parts
from trivet.core.partners import Partner
from trivet.core.pointing import pointing
from trivet.core.records import Record
from trivet.core.register import Register, register_of
from trivet.core.several import several
from trivet.core.sources import Citation, Source
from trivet.core.standpoint import Standpoint
from trivet.procedures.dossiers import Dossier
from trivet.programme.visits import Visit
from trivet.web.beside_links import record_links
from trivet.web.citing import Cited, cited_by_field
from trivet.web.dossier_part import DossierPart
from trivet.web.dossier_typed import Refused
from trivet.web.panel_part import levels_of, panel_part, panels_shown
from trivet.web.partner_parts import partner_parts
from trivet.web.reading import address, profile_of, reads, register_named, remember_office, show, with_office
from trivet.web.sharing_part import sharing_flags, sharing_part
from trivet.web.shown import Showing, Shown, code_label, label, part_fields, readable
from trivet.web.steps import MOVE_LABELS
from trivet.web.tags import namings_of, sheet_marking, tags_of
from trivet.web.task_part import task_acts
from trivet.web.text_part import TextPart
from trivet.web.visit_part import VisitPart

_IDENTITY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: So many records that point to one are listed.
_MOST_AROUND = 60
#: The verbs that decide which buttons a page has.
_VERBS = {"change"} | {move.verb for move in MOVES.values()}


@dataclass(frozen=True)
class FieldLine:
    """One field of a record: label, values, and the sources that speak of it."""

    name: str
    label: str
    values: list[Shown]
    cited: list[Cited]


@dataclass(frozen=True)
class Table:
    """Owned rows of one kind."""

    label: str
    headings: list[str]
    rows: list[list[tuple[str, list[Shown]]]]


@reads
def detail_page(request: HttpRequest, standpoint: Standpoint, code: str, uuid: UUID) -> HttpResponse:
    """`/registers/<code>/<uuid>/`"""
    register = register_named(code)
    return show_detail(request, standpoint, register, record_of(standpoint, register, uuid))


@reads
def partner_page(request: HttpRequest, standpoint: Standpoint, key: str) -> HttpResponse:
    """`/partners/<key>/`: the short address of a partner, by key or identity, leads to its page."""
    rows = standpoint.of(Partner)
    known = Q(uuid=key) if _IDENTITY.fullmatch(key) else Q(key=key)
    found = rows.filter(known).values_list("uuid", flat=True).first()
    if found is None:
        raise Http404
    said = {name: request.GET.getlist(name) for name in request.GET if name != "known"}
    return redirect(address(standpoint, "detail", register_of(Partner).code, found, **said))


def record_of(standpoint: Standpoint, register: Register, uuid: UUID, way: str = Reading.Way.PAGE) -> Any:
    """A record the reader may see, as known then, with what the reader may do; else 404. The reading is kept."""
    rows = standpoint.of(register.model).filter(uuid=uuid)
    if standpoint.number is None:
        may = {f"may_{verb}": _may(standpoint, register, verb) for verb in _VERBS}
        rows = rows.annotate(**may, **sharing_flags(standpoint, register.model))
    found = with_office(rows).order_by().first()
    if found is None:
        raise Http404
    remember_office(standpoint, found)
    remember_reading(standpoint, register, [found], way)
    return with_parts(standpoint.attach([found])[0], standpoint.number)


def _may(standpoint: Standpoint, register: Register, verb: str) -> Exists:
    return Exists(restrict(register.model.objects.filter(pk=OuterRef("pk")), standpoint.access, verb))


def _beside(standpoint: Standpoint, row: Any) -> list[list[Any]]:
    """Citations and assignments of a row that came from the standpoint; what may not be seen falls out by its links."""
    return several([model.objects.at(standpoint.number).filter(record=row.uuid) for model in (Citation, Assignment)])


def _levels(row: Any, made: Any, panels: Any) -> list[int]:
    return [*(one.marking for one in (row, *made)), *levels_of(panels)]


def show_detail(
    request: HttpRequest,
    standpoint: Standpoint,
    register: Register,
    row: Any,
    *,
    problem: str = "",
    status: int = 200,
    refused: Refused | None = None,
) -> HttpResponse:
    """The page of a record, with what went wrong with the last move on it, or with the form of a dossier."""
    citations, assignments = _beside(standpoint, row)
    dossier = DossierPart(standpoint, row, refused) if register.model is Dossier else None
    visit = VisitPart(standpoint, row) if register.model is Visit else None
    text = TextPart(standpoint, row, assignments) if register.model is Text else None
    sharing = sharing_part(standpoint, row, assignments)
    made, around = (visit.made, []) if visit else ([], pointing(standpoint, register, row.uuid, _MOST_AROUND))
    further = [*((register_of(type(one)).model, one.uuid) for one in made), *around, *(text.further if text else ())]
    further += [(Body, one) for one in (dossier.bodies if dossier else ())]
    showing = _resolved(standpoint, register, row, citations, assignments, further)
    panels = panel_part(standpoint, row, request.GET.get("on", "") if register.model is Partner else "")
    partner = partner_parts(request, standpoint, register, row) if register.model is Partner else None
    context = {
        **_told(standpoint, register, showing, row, citations),
        "tables": [] if dossier or visit or text else _tables(register, showing, row),
        "assignments": _assignments(showing, assignments),
        "partner": partner,
        "marking": sheet_marking(standpoint, (partner or {}).get("lines", ()), _levels(row, made, panels)),
        "panels": panels_shown(standpoint, panels),
        "dossier": dossier.told(showing) if dossier else None,
        "visit": visit.told(showing) if visit else None,
        "text": text.told(showing) if text else None,
        "acts": task_acts(standpoint, register, row, assignments),
        "sharing": sharing.told(showing) if sharing else None,
        "around": _around(showing, around),
        "problem": problem,
        "problems": refused.told if refused else [],
    }
    return show(request, standpoint, "detail", context, status)


def _told(
    standpoint: Standpoint, register: Register, showing: Showing, row: Any, citations: list[Any]
) -> dict[str, Any]:
    """What the page of any record has: its name, fields, sources and moves, and the ways that lead on."""
    cited = cited_by_field(showing, register, citations)
    return {
        "register": register,
        "row": row,
        "heading": showing.caption(register, row),
        "tags": tags_of(standpoint, register, row, verified=True),
        "lines": _lines(register, showing, row, cited),
        "cited": cited.get("", []),
        "keeper": showing.link(row.keeper_id),
        "moves": [(move.name, MOVE_LABELS.get(move.name, capfirst(move.name))) for move in moves_of(row, standpoint)],
        "may_change": getattr(row, "may_change", False),
        "history": address(standpoint, "history", register.code, row.uuid),
        "beside": record_links(standpoint, register, row),
        "exchange": address(standpoint, "around", register.code, row.uuid) if hasattr(row, "is_followed") else "",
        "namings": namings_of(standpoint, register, row),
    }


def _around(showing: Showing, found: list[tuple[type[Record], UUID]]) -> list[tuple[str, list[Shown]]]:
    """Records that point here, under the names of their registers."""
    kinds: dict[str, list[Shown]] = defaultdict(list)
    for model, uuid in found:
        kinds[str(capfirst(register_of(model).label))] += showing.link(uuid)
    return [(kind, links) for kind, links in kinds.items() if links]


def _tables(register: Register, showing: Showing, row: Any) -> list[Table]:
    return [_table(register, showing, row, name) for name in register.parts if getattr(row, f"{name}_rows")]


def moves_of(row: Any, standpoint: Standpoint) -> list[Move]:
    """The moves that stand open to this reader now; nobody verifies what they wrote."""
    user = standpoint.user
    if standpoint.number is not None:
        return []
    own = user is not None and row.author_id == user.pk
    return [
        move
        for move in MOVES.values()
        if row.state in move.sources and getattr(row, f"may_{move.verb}", False) and not (own and move.name == "verify")
    ]


def _resolved(
    standpoint: Standpoint,
    register: Register,
    row: Any,
    citations: list[Any],
    assignments: list[Assignment],
    further: Iterable[tuple[type[Record], UUID]],
) -> Showing:
    showing = Showing(standpoint)
    for model, uuid in further:
        showing.want_ids(model, [uuid])
    showing.want([row], readable(register))
    for name in register.parts:
        showing.want(getattr(row, f"{name}_rows"), part_fields(register.part_model(name)))
    showing.want_ids(Source, (citation.source_id for citation in citations))
    showing.want_ids(Body, (row.keeper_id, *(assignment.body_id for assignment in assignments)))
    showing.resolve()
    return showing


def _lines(register: Register, showing: Showing, row: Any, cited: dict[str, list[Cited]]) -> list[FieldLine]:
    lines = []
    heading = showing.caption(register, row).text
    for field in readable(register):
        values, said = showing.field(row, field), cited.get(field.name, [])
        is_heading = register.caption == (field.name,) and [shown.text for shown in values] == [heading]
        if said or (values and not is_heading):
            lines.append(FieldLine(field.name, label(register, field.name), values, said))
    known = {line.name for line in lines} | {""}
    for name, said in cited.items():
        if name not in known:
            lines.append(FieldLine(name, _heading(register, name), [], said))
    return lines


def _heading(register: Register, name: str) -> str:
    """The label of a field that only a citation names; it need not be a field of today."""
    known = {*register.parts, *register.many_parties, *(f.name for f in register.model._meta.fields)}
    return label(register, name) if name in known else name


def _table(register: Register, showing: Showing, row: Any, name: str) -> Table:
    owned = getattr(row, f"{name}_rows")
    filled = [f for f in part_fields(register.part_model(name)) if any(showing.field(one, f) for one in owned)]
    headings = [str(capfirst(f.verbose_name)) for f in filled]
    rows = [[(head, showing.field(one, f)) for head, f in zip(headings, filled, strict=True)] for one in owned]
    return Table(label(register, name), headings, rows)


def _assignments(showing: Showing, assignments: list[Assignment]) -> list[dict[str, Any]]:
    profile = profile_of(showing.standpoint)
    return [
        {
            "body": showing.link(one.body_id),
            "pillar": code_label(profile, "pillar", one.pillar) if one.pillar else "",
            "role": Assignment.Role(one.role).label,
            "days": [s for f in ("starts", "ends") for s in showing.field(one, Assignment._meta.get_field(f))],
            "place": one.place,
            "purpose": one.purpose,
        }
        for one in assignments
        if showing.link(one.body_id)
    ]
