"""The page of one line: what it says, what the finder says of it, and what was decided."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from trivet.core.access import restrict
from trivet.core.bodies import Body
from trivet.core.history import Assignment, assignments_of
from trivet.core.register import Register, register_of
from trivet.core.standpoint import Standpoint
from trivet.programme.finding import findings_of
from trivet.programme.lines import LineDecision, ProgrammeLine
from trivet.programme.programmes import Programme
from trivet.programme.visits import Visit
from trivet.web.beside_links import record_links
from trivet.web.programme_acts import decisions_open
from trivet.web.programme_frame import status_tag
from trivet.web.programme_words import shown_findings, want_named
from trivet.web.reading import address, profile_of, reads, remember_office, show, with_office
from trivet.web.shown import Showing, Shown, code_label, content, day_text, label, marking_label, part_fields
from trivet.web.tags import filing_tags

#: Told elsewhere on the page.
_APART = {"title", "programme", "combined_with"}


@require_safe
@reads
def line_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/programme/lines/<uuid>/`"""
    row = _line(standpoint, uuid)
    register, live = register_of(ProgrammeLine), standpoint.number is None
    found = findings_of(standpoint, row) if live else []
    assigned = assignments_of([row.uuid], standpoint.number)[row.uuid]
    visits = list(standpoint.of(Visit).filter(line=row.uuid).order_by().values_list("uuid", flat=True))
    showing = Showing(standpoint)
    _want(showing, register, row)
    showing.want_ids(Body, [row.keeper_id, *(one.body_id for one in assigned)])
    showing.want_ids(Visit, visits)
    want_named(showing, found)
    showing.resolve()
    context = {
        "row": row,
        "title": row.title,
        "tags": [status_tag(row.status), *filing_tags(standpoint, row, verified=True)],
        "programme": address(standpoint, "programme", row.programme_id),
        "programme_title": row.programme.title,
        "record": address(standpoint, "detail", register.code, row.uuid),
        "beside": record_links(standpoint, register, row),
        "keeper": showing.link(row.keeper_id),
        "lines": _fields(showing, register, row),
        "leaders": [(showing.link(one.person_id), showing.link(one.post_id)) for one in row.leaders_rows],
        "assignments": [_assigned(showing, one) for one in assigned],
        "decided": [_decided(showing, one) for one in reversed(row.decisions_rows)],
        "combined": showing.link(row.combined_with_id),
        "found": shown_findings(standpoint, showing, found),
        "live": live,
        "may_change": getattr(row, "may_change", False),
        "may_decide": getattr(row, "may_decide", False),
        "decisions": _open(row) if live else [],
        "visits": [showing.link(uuid) for uuid in visits],
        "may_open": not visits and live and _may_open(row),
        "mark": f"{row.uuid}:{getattr(row, 'vf', None) or row.version}",
        "back": request.get_full_path(),
        "marking": marking_label(profile_of(standpoint), row.marking),
    }
    return show(request, standpoint, "programme_line", context)


def _line(standpoint: Standpoint, uuid: UUID) -> Any:
    """A line that the reader may see, with all that stands beside it, and whether they may decide on it; else 404."""
    rows = standpoint.of(ProgrammeLine).filter(uuid=uuid).select_related("programme")
    if standpoint.number is None:
        whose = Programme.objects.filter(pk=OuterRef("programme_id"))
        change = ProgrammeLine.objects.filter(pk=OuterRef("pk"))
        rows = rows.annotate(
            may_decide=Exists(restrict(whose, standpoint.access, "decide")),
            may_change=Exists(restrict(change, standpoint.access, "change")),
        )
    found = with_office(rows).order_by().first()
    if found is None:
        raise Http404
    remember_office(standpoint, found)
    return standpoint.attach([found], parts=True)[0]


def _want(showing: Showing, register: Register, row: Any) -> None:
    """Ask for what the line and its owned rows name."""
    showing.want([row], content(register))
    showing.want(row.leaders_rows, part_fields(register.part_model("leaders")))
    showing.want(row.decisions_rows, part_fields(LineDecision))


def _open(row: Any) -> list[tuple[str, str]]:
    """The decisions that this reader may take now; the keeper of a line may take it back."""
    every = decisions_open(row.status)
    return (
        every if row.may_decide else [one for one in every if one[0] == LineDecision.Verdict.CANCEL and row.may_change]
    )


def _may_open(row: Any) -> bool:
    """Whether this reader may open the visit file of the line."""
    planned = row.status == ProgrammeLine.Status.APPROVED and row.direction in Visit.Direction.values
    return planned and not row.combined_with_id and getattr(row, "may_change", False)


def _fields(showing: Showing, register: Register, row: Any) -> list[tuple[str, list[Shown]]]:
    told = ((field, showing.field(row, field)) for field in content(register) if field.name not in _APART)
    return [(label(register, field.name), values) for field, values in told if values]


def _assigned(showing: Showing, one: Assignment) -> dict[str, Any]:
    profile = profile_of(showing.standpoint)
    return {
        "body": showing.link(one.body_id),
        "role": Assignment.Role(one.role).label,
        "pillar": code_label(profile, "pillar", one.pillar) if one.pillar else "",
        "purpose": one.purpose,
    }


def _decided(showing: Showing, one: LineDecision) -> dict[str, Any]:
    return {
        "verdict": LineDecision.Verdict(one.verdict).label,
        "day": day_text(one.day),
        "body": showing.link(one.body_id),
        "actor": one.actor,
        "reason": one.reason,
        "other": showing.link(one.other_id),
    }
