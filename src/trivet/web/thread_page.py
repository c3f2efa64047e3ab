"""The thread of a record on one page: what it comes from, who advised on it, what came of it, what counts it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from trivet.coordination.reads import Reading, remember_told
from trivet.core.asking import as_of_now
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.procedures.dossiers import Obligation
from trivet.reports.thread import REGISTERS, Doer, ReviewLine, Station, span, thread_of
from trivet.web.reading import address, profile_of, reads, register_named, show
from trivet.web.shown import code_label, day
from trivet.web.tags import filing_tags, sheet_marking


@require_safe
@reads
def thread_page(request: HttpRequest, standpoint: Standpoint, code: str, uuid: UUID) -> HttpResponse:
    """`/thread/<register>/<uuid>/`: as the record stands now, whatever moment one looks from."""
    now, register = as_of_now(standpoint), register_named(code)
    found = thread_of(now, register.model, uuid) if code in REGISTERS else None
    if found is None:
        raise Http404
    remember_told(now, [one.row for one in found.stations], Reading.Way.PAGE)
    here = next(one.row for one in found.stations if one.row.uuid == uuid)
    context = {
        "heading": now.caption(here),
        "back": address(now, "detail", code, uuid),
        "stations": [_station(now, one, one.row is here) for one in found.stations],
        "more": found.more,
        "review": [_line(now, one) for one in found.review],
        "marking": sheet_marking(now, levels=found.levels),
    }
    return show(request, now, "thread", context)


def _station(standpoint: Standpoint, one: Station, here: bool) -> dict[str, Any]:
    first, last = span(one.row)
    return {
        "here": here,
        "kind": capfirst(register_of(type(one.row)).one),
        "caption": standpoint.caption(one.row),
        "url": address(standpoint, "detail", one.code, one.row.uuid),
        "tags": filing_tags(standpoint, one.row),
        "first": [day(first)] if first else [],
        "last": [day(last)] if last and last != first else [],
        "standing": _standing(standpoint, one.row),
        "leads": [_doer(standpoint, doer) for doer in one.doers if doer.leads],
        "supports": [_doer(standpoint, doer) for doer in one.doers if not doer.leads],
        "advice": [
            (
                standpoint.caption(told.body),
                str((_ANSWER if told.answer else _OUTCOME)(told.answer or told.outcome).label),
            )
            for told in one.advice
        ],
        "sources": one.sources,
    }


_ANSWER, _OUTCOME = Obligation.Answer, Obligation.Outcome


def _standing(standpoint: Standpoint, row: Any) -> str:
    """How far the act itself is: its status, or the stage of a dossier in the words of the profile."""
    if stage := getattr(row, "stage", ""):
        return code_label(profile_of(standpoint), "stage", stage)
    told = getattr(row, "get_status_display", None)
    return str(told()) if told else ""


def _doer(standpoint: Standpoint, one: Doer) -> tuple[str, str]:
    pillar = code_label(profile_of(standpoint), "pillar", one.pillar) if one.pillar else ""
    return standpoint.caption(one.body), pillar


def _line(standpoint: Standpoint, one: ReviewLine) -> dict[str, Any]:
    review = address(standpoint, "review", one.year)
    return {
        "year": one.year,
        "review": f"{review}#{one.figure.code}",
        "title": one.figure.title,
        "url": address(standpoint, "figure", one.figure.code, period=one.year),
        "counted": ", ".join(map(standpoint.caption, one.counted)),
    }
