"""Pages of figures: every number opens to its records."""

from typing import Any

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

import trivet.figures.counts  # noqa: F401  (declares the figures)
from trivet.coordination.reads import Reading, remember_told
from trivet.core.profile import Profile
from trivet.core.records import State
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.core.wording import in_reader_language
from trivet.figures.figure import Beside, Counts, LeftOut, Tally, UnknownFigure, ask, figures, gather_for
from trivet.reports.frozen import FrozenReview
from trivet.reports.words import amount, dated, part_label
from trivet.values.dates import DateError, UncertainDate, parse_date
from trivet.web.figure_forms import FORMS
from trivet.web.reading import BadValue, address, day_of, reads, show
from trivet.web.tags import sheet_marking


def year_of_interest(standpoint: Standpoint) -> int:
    """The year a reader most likely means: of the last frozen review, else of the newest activity begun by today."""
    frozen = FrozenReview.objects.order_by("-year").first()
    if frozen:
        return frozen.year
    today = timezone.now().date()
    rows = standpoint.entries().filter(register="activities", starts_earliest__lte=today)
    newest = rows.aggregate(newest=Max("starts_latest"))["newest"]
    return newest.year if newest else today.year - 1


def _period(standpoint: Standpoint, text: str) -> UncertainDate:
    try:
        return parse_date(text or str(year_of_interest(standpoint)))
    except DateError as problem:
        raise BadValue(in_reader_language(problem)) from problem


@require_safe
@reads
def figure_list(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """All figures for one period, each with a link to its records."""
    period = _period(standpoint, request.GET.get("period", ""))
    gather_for(figures(), [standpoint], period)
    rows = [
        {"figure": found, "verified": amount(t.amount.verified), "in_review": amount(t.amount.in_review), "tally": t}
        for code, found in sorted(figures().items())
        for t in [ask(code, standpoint, period=period)]
    ]
    year = period.earliest.year
    return show(request, standpoint, "figures", {"rows": rows, "period": period.text, "review_year": year})


@require_safe
@reads
def figure_detail(request: HttpRequest, standpoint: Standpoint, code: str) -> HttpResponse:
    """One figure: its rule, its parts, what was counted and what was left out and why."""
    period = _period(standpoint, request.GET.get("period", ""))
    try:
        tally = ask(code, standpoint, on=day_of(request.GET.get("on", "")), period=period)
    except UnknownFigure as problem:
        raise Http404(str(problem)) from problem
    form = FORMS.get(request.GET.get("format", ""))
    if form:
        remember_told(standpoint, tally.told, Reading.Way.FILE)
        return form(tally)
    asked = {key: request.GET.get(key, "") for key in ("on", "period")}
    forms = [(f".{ending}", address(standpoint, "figure", code, **asked, format=ending)) for ending in FORMS]
    return show(request, standpoint, "figure", {**_shown(tally), "period": period.text, "forms": forms})


def _shown(tally: Tally) -> dict[str, object]:
    chosen, place = tally.question.profile, tally.question.standpoint
    parts = [
        (part_label(chosen, part), amount(counts.verified), amount(counts.in_review))
        for part, counts in tally.parts.items()
    ]
    return {
        "tally": tally,
        "rule": tally.figure.rule(chosen),
        "basis": tally.figure.basis(chosen),
        "parts": parts,
        "verified": amount(tally.amount.verified),
        "in_review": amount(tally.amount.in_review),
        "marking": sheet_marking(place, levels=(row.marking for row in _rows(tally))),
        "counted": [_line(place, one, amount(one.weight), chosen) for one in tally.counted],
        "left_out": [_line(place, one, one.reason, chosen) for one in tally.left_out],
    }


def _rows(tally: Tally) -> list[Any]:
    """Every record that a figure's page names."""
    return [*(one.row for one in tally.counted), *(one.row for one in tally.left_out)]


def _line(place: Standpoint, one: Counts | Beside | LeftOut, told: str, words: Profile) -> dict[str, object]:
    register = register_of(type(one.row))
    start = getattr(one.row, register.period[0]) if register.period else None
    return {
        "url": address(place, "detail", register.code, one.row.uuid),
        "caption": place.caption(one.row, words=words),
        "date": dated(start),
        "state": State(one.row.state).label,
        "kind": one.row.state,
        "told": told,
    }
