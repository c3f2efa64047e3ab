"""The papers and the calendar of one visit, as files of what the reader may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from trivet.coordination.reads import Reading
from trivet.core.office import exercise_mark, file_prefix
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.programme.visits import Visit
from trivet.reports.forms import as_html, file_name
from trivet.reports.paper import Paper
from trivet.reports.visit_book import name_lists, visit_book
from trivet.reports.visit_report import visit_report
from trivet.web.brief_pages import asked_language, file_answer
from trivet.web.details import record_of
from trivet.web.feed_hours import hours_of_visit
from trivet.web.feed_ics import hours_file
from trivet.web.reading import address, reads
from trivet.web.visit_part import FORMS

_PAPERS: dict[str, Callable[[Any, Standpoint, str, str], Paper]] = {
    "book": visit_book,
    "names": name_lists,
    "report": visit_report,
}


@require_safe
@reads
def visit_paper(request: HttpRequest, standpoint: Standpoint, uuid: UUID, paper: str, form: str) -> HttpResponse:
    """`/visits/<uuid>/book.docx`, `names.pdf`, `report.html` and so on; `known` and `lang` in the address."""
    if paper not in _PAPERS:
        raise Http404
    row, language = record_of(standpoint, register_of(Visit), uuid, Reading.Way.PAPER), asked_language(request)
    whole = request.build_absolute_uri(request.get_full_path())
    made = _PAPERS[paper](row, standpoint, language, whole)
    if form == "html":
        told = {"lang": request.GET.get("lang", "")}
        forms = [(f.upper(), address(standpoint, "visit-paper", uuid, paper, f, **told)) for f in FORMS if f != "html"]
        with override(language):
            return HttpResponse(as_html(made, alone=False, forms=forms))
    return file_answer(standpoint, made, form, file_name("visit", paper, row.key or row.title, language, form=form))


@require_safe
@reads
def visit_calendar(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/visits/<uuid>/visit.ics`: each item of the programme by the minute, at its moment."""
    row = record_of(standpoint, register_of(Visit), uuid, Reading.Way.PAPER)
    url = request.build_absolute_uri(address(standpoint, "detail", register_of(Visit).code, uuid))
    octets = hours_file(row.title, hours_of_visit(standpoint, row, url), exercise_mark(standpoint.office))
    answer = HttpResponse(octets, content_type="text/calendar; charset=utf-8")
    name = file_name("visit", row.key or row.title, form="ics")
    answer["Content-Disposition"] = f'attachment; filename="{file_prefix(standpoint.office)}{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
