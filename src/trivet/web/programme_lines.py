"""The lines of a programme as a list to decide on, and the programme as a form to take away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trivet.coordination.reads import Reading, remember_told
from trivet.core.bodies import Body
from trivet.core.exporting import tell_export
from trivet.core.keyset import Order
from trivet.core.office import file_prefix
from trivet.core.partners import Partner
from trivet.core.people import Person
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.programme.forms import write_form
from trivet.programme.lines import ProgrammeLine
from trivet.programme.reading import pillars_of
from trivet.web.calendar_filters import pillar_choices
from trivet.web.calendar_words import span_text
from trivet.web.programme_acts import decisions_open
from trivet.web.programme_filters import choices, narrowed, narrowing_of
from trivet.web.programme_frame import frame, opened, status_tag
from trivet.web.reading import address, profile_of, reads, show
from trivet.web.shown import Showing, Shown
from trivet.web.tags import Tag, filing_tags

_ORDER = Order(("starts_earliest", "uuid"))
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Line:
    """One line on the list; `mark` is its identity with the version that was read."""

    mark: str
    number: int | None
    title: str
    url: str
    tags: list[Tag]
    when: str
    direction: str
    keeper: list[Shown]
    head: list[Shown]
    partners: list[Shown]
    pillars: str


@require_safe
@reads
def lines_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/programme/<uuid>/lines/?pillar=&direction=&status=&body=&month=`: in the order of days, page by page."""
    programme = opened(standpoint, uuid)
    asked = narrowing_of(standpoint, request.GET)
    found, mark = _ORDER.short_page(narrowed(standpoint, programme, asked), request.GET.get("after", ""))
    page = address(standpoint, "programme-lines", programme.uuid, **asked.said)
    further = address(standpoint, "programme-lines", programme.uuid, **asked.said, after=mark)
    context = {
        **frame(standpoint, programme, "lines", [row.marking for row in found]),
        **choices(standpoint),
        "asked": asked,
        "lines": _told(standpoint, standpoint.attach(found)),
        "next": further if mark else "",
        "first": page if request.GET.get("after") else "",
        "decisions": decisions_open(),
        "may_export": standpoint.access.everything or standpoint.access.may("export"),
        "has_bodies": bool(standpoint.access.mine),
    }
    return show(request, standpoint, "programme_lines", context)


def _told(standpoint: Standpoint, rows: Sequence[Any]) -> list[Line]:
    showing = Showing(standpoint)
    showing.want_ids(Body, (row.keeper_id for row in rows))
    showing.want_ids(Person, (row.head_id for row in rows))
    showing.want_ids(Partner, (one.pk for row in rows for one in row.partners))
    showing.resolve()
    pillars = (
        pillars_of(standpoint, standpoint.of(type(rows[0])).filter(uuid__in=[r.uuid for r in rows])) if rows else {}
    )
    labels = dict(pillar_choices(standpoint))
    return [
        Line(
            mark=f"{row.uuid}:{getattr(row, 'vf', None) or row.version}",
            number=row.number,
            title=row.title,
            url=address(standpoint, "programme-line", row.uuid),
            tags=[status_tag(row.status), *filing_tags(standpoint, row)],
            when=span_text(row.starts, row.ends) if row.starts else _("day not known"),
            direction=row.get_direction_display(),
            keeper=showing.link(row.keeper_id),
            head=showing.link(row.head_id),
            partners=[shown for one in row.partners for shown in showing.link(one.pk)],
            pillars=", ".join(labels.get(code, code) for code in pillars.get(row.uuid, ())),
        )
        for row in rows
    ]


@require_safe
@reads
def form_file(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/programme/<uuid>/form.xlsx`: what the reader may take away; with `mine=1` the return of their own bodies."""
    programme, profile = opened(standpoint, uuid), profile_of(standpoint)
    if profile is None or not (standpoint.access.everything or standpoint.access.may("export")):
        problem = _("Taking lists away as files is for roles that give it; ask your body’s administrator.")
        return show(request, standpoint, "wrong", {"problem": problem}, status=403)
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    lines = write_form(standpoint, programme, profile, file, mine=request.GET.get("mine") == "1")
    tell_export(standpoint, register_of(ProgrammeLine), len(lines))
    remember_told(standpoint, lines, Reading.Way.FILE)
    file.seek(0)
    prefix = file_prefix(standpoint.office)
    name = f"{prefix}programme-{programme.year.text.replace('/', '_')}-{timezone.now():%Y-%m-%d}.xlsx"
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=_XLSX)
    answer["Cache-Control"] = "no-store"
    return answer  # type: ignore[return-value]
