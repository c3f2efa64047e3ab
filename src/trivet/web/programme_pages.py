"""The programmes there are, and one year of lines by month and pillar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trivet.core.bodies import Body
from trivet.core.holidays import Holiday, holidays_between
from trivet.core.records import State
from trivet.core.standpoint import Standpoint
from trivet.programme.candidates import span_of
from trivet.programme.programmes import Programme, year_of
from trivet.programme.reading import pillars_of
from trivet.reports.half_year import half_of
from trivet.web.calendar_filters import pillar_choices
from trivet.web.calendar_shape import is_vague, months_of
from trivet.web.calendar_words import Happening, span_text
from trivet.web.programme_filters import choices, narrowed, narrowing_of
from trivet.web.programme_frame import frame, opened, status_tag
from trivet.web.reading import address, profile_of, reads, show
from trivet.web.shown import Showing, day
from trivet.web.tags import filing_tags

#: A year shows so many lines, the page of all programmes so many of them.
MOST, _LISTED = 400, 100


@require_safe
@reads
def programmes_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/programme/`: the programmes of all years, the newest first."""
    rows = standpoint.of(Programme).exclude(state=State.WITHDRAWN)
    found = list(rows.order_by("-year_latest", "title", "uuid")[:_LISTED])
    showing = Showing(standpoint)
    showing.want_ids(Body, (row.keeper_id for row in found))
    showing.resolve()
    lines = [
        {
            "title": row.title,
            "url": address(standpoint, "programme", row.uuid),
            "year": [day(row.year)],
            "keeper": showing.link(row.keeper_id),
            "adopted": [day(row.adopted)] if row.adopted else [],
            "tags": filing_tags(standpoint, row),
        }
        for row in found
    ]
    may_create = standpoint.known is None and standpoint.access.may("create")
    papers = address(standpoint, "conference", half_of(timezone.localdate()), "html")
    return show(request, standpoint, "programmes", {"lines": lines, "may_create": may_create, "papers": papers})


@require_safe
@reads
def year_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/programme/<uuid>/?pillar=&direction=&status=&body=`: twelve months by pillar, on one A3 sheet of paper."""
    programme = opened(standpoint, uuid)
    asked, year = narrowing_of(standpoint, request.GET), year_of(programme)
    rows = narrowed(standpoint, programme, asked)
    found = list(rows.select_related("keeper").order_by("starts_earliest", "uuid")[: MOST + 1])
    pillars = pillars_of(standpoint, rows)
    told = [_happening(standpoint, row, pillars) for row in found[:MOST]]
    dated = [one for row, one in zip(found, told, strict=False) if row.starts]
    lanes = [one for one in pillar_choices(standpoint) if asked.pillar in {"", one[0]}]
    known = {code for code, _label in lanes}
    if not asked.pillar and any(not known & set(one.pillars) for one in dated):
        lanes.append(("", _("Pillar not told")))
    months = months_of(year, lanes, dated, _holidays(standpoint, year), [])
    for month in months:
        said = {**asked.said, "month": str(month.first.month)}
        month.url = address(standpoint, "programme-lines", programme.uuid, **said)
    context = {
        **frame(standpoint, programme, "year", [row.marking for row in found]),
        **choices(standpoint),
        "asked": asked,
        "year": year,
        "months": months,
        "lanes": lanes,
        "vague": [one for one in dated if is_vague(one, year)],
        "undated": [one for row, one in zip(found, told, strict=False) if not row.starts],
        "capped": len(found) > MOST,
        "most": MOST,
    }
    return show(request, standpoint, "programme_year", context)


def _happening(standpoint: Standpoint, row: Any, pillars: Mapping[UUID, tuple[str, ...]]) -> Happening:
    first, last, sure = span_of(row.starts, row.ends)
    own = (row.keeper.pillar,) if row.keeper and row.keeper.pillar else ()
    return Happening(
        caption=f"{row.number}. {row.title}" if row.number is not None else row.title,
        url=address(standpoint, "programme-line", row.uuid),
        register=row.get_direction_display(),
        when=span_text(row.starts, row.ends) if row.starts else _("day not known"),
        first=first,
        last=last,
        certain=sure == (first, last),
        pillars=pillars.get(row.uuid) or own,
        derived=False,
        tags=[status_tag(row.status), *(tag for tag in filing_tags(standpoint, row) if tag.kind != State.IN_REVIEW)],
        kind=row.status,
    )


def _holidays(standpoint: Standpoint, year: int) -> dict[date, Holiday]:
    profile, office = profile_of(standpoint), standpoint.office
    first, last = date(year, 1, 1), date(year, 12, 31)
    return holidays_between(profile, first, last, country=office.country) if profile and office else {}
