"""The calendar: the year by month and pillar, a month by weeks, and the same as a list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trivet.core.entries import Entry, in_days
from trivet.core.happenings import told_of
from trivet.core.holidays import Holiday, holidays_between
from trivet.core.keyset import Order
from trivet.core.standpoint import Standpoint
from trivet.reports.anniversaries import relation_anniversaries
from trivet.web.calendar_filters import (
    Narrowing,
    calendar_entries,
    narrowed,
    narrowing_of,
    pillar_choices,
    register_choices,
)
from trivet.web.calendar_shape import is_vague, month_bounds, months_of, weekday_names, weeks_of
from trivet.web.calendar_words import Happening, happenings
from trivet.web.reading import address, profile_of, reads, show
from trivet.web.tags import sheet_marking

#: A year or month shows so many; whoever has more narrows it or reads the list.
MOST = 400
#: A year has a year before and after it.
_YEARS = range(2, 9999)


@require_safe
@reads
def calendar_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/calendar/`: the year that the record speaks of."""
    return _year(request, standpoint, _year_of_interest(standpoint))


@require_safe
@reads
def year_page(request: HttpRequest, standpoint: Standpoint, year: int) -> HttpResponse:
    """`/calendar/2024/?pillar=&partner=&register=&body=&mine=`"""
    return _year(request, standpoint, year)


def _year(request: HttpRequest, standpoint: Standpoint, year: int) -> HttpResponse:
    _in_range(year)
    asked = narrowing_of(standpoint, request.GET)
    first, last = date(year, 1, 1), date(year, 12, 31)
    entries, found = _found(standpoint, asked, first, last)
    lanes = [one for one in pillar_choices(standpoint) if asked.pillar in {"", one[0]}]
    known = {code for code, _label in lanes}
    if not asked.pillar and any(not known & set(one.pillars) for one in found if not is_vague(one, year)):
        lanes.append(("", _("Pillar not told")))
    off = _holidays(standpoint, first, last)
    turned = relation_anniversaries(standpoint, year) if not asked.said else []
    months = months_of(year, lanes, found, off, turned)
    for month in months:
        month.url = _month(standpoint, asked, year, month.first.month)
    context = {
        **_frame(standpoint, asked, year, entries),
        "months": months,
        "lanes": lanes,
        "vague": [one for one in found if is_vague(one, year)],
        "undated": [one for one in turned if one.day is None],
        "confirm": _to_confirm(off),
        "turns": [(str(one), address(standpoint, "calendar-year", one, **asked.said)) for one in (year - 1, year + 1)],
    }
    return show(request, standpoint, "calendar_year", context)


@require_safe
@reads
def month_page(request: HttpRequest, standpoint: Standpoint, year: int, month: int) -> HttpResponse:
    """`/calendar/2024/11/`"""
    _in_range(year)
    if not 1 <= month <= 12:
        raise Http404
    asked = narrowing_of(standpoint, request.GET)
    first, last = month_bounds(year, month)
    entries, found = _found(standpoint, asked, first, last)
    off = _holidays(standpoint, first, last)
    turned = relation_anniversaries(standpoint, year) if not asked.said else []
    context = {
        **_frame(standpoint, asked, year, entries),
        "month": month,
        "name": date_format(first, "YEAR_MONTH_FORMAT"),
        "weekdays": weekday_names(),
        "weeks": weeks_of(year, month, found, off, turned, timezone.localdate()),
        "vague": [one for one in found if not one.certain],
        "confirm": _to_confirm(off),
        "turns": [_turn(standpoint, asked, year, month + step) for step in (-1, 1)],
    }
    return show(request, standpoint, "calendar_month", context)


@require_safe
@reads
def list_view(request: HttpRequest, standpoint: Standpoint, year: int) -> HttpResponse:
    """`/calendar/2024/list/`: the year in the order of its days, page by page."""
    _in_range(year)
    asked = narrowing_of(standpoint, request.GET)
    rows = in_days(narrowed(standpoint, asked), date(year, 1, 1), date(year, 12, 31))
    entries, mark = Order(("starts_earliest", "row")).short_page(rows, request.GET.get("after", ""))
    labels = dict(pillar_choices(standpoint))
    context = {
        **_frame(standpoint, asked, year, entries),
        "lines": [
            (one, ", ".join(labels.get(code, code) for code in one.pillars)) for one in _told(standpoint, entries)
        ],
        "next": address(standpoint, "calendar-list", year, **asked.said, after=mark) if mark else "",
        "first": address(standpoint, "calendar-list", year, **asked.said) if request.GET.get("after") else "",
        "turns": [(str(one), address(standpoint, "calendar-list", one, **asked.said)) for one in (year - 1, year + 1)],
    }
    return show(request, standpoint, "calendar_list", context)


def _year_of_interest(standpoint: Standpoint) -> int:
    """The year of the newest thing on a known day up to today; without any, this year."""
    today = timezone.localdate()
    begun = calendar_entries(standpoint).filter(starts_earliest=F("starts_latest"), starts_earliest__lte=today)
    newest = begun.aggregate(newest=Max("starts_earliest"))["newest"]
    return newest.year if newest and newest.year in _YEARS else today.year


def _in_range(year: int) -> None:
    if year not in _YEARS:
        raise Http404


def _turn(standpoint: Standpoint, asked: Narrowing, year: int, month: int) -> tuple[str, str]:
    """The name and address of a month, which may be the last of the year before or the first of the next."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date_format(date(year, month, 1), "YEAR_MONTH_FORMAT"), _month(standpoint, asked, year, month)


def _month(standpoint: Standpoint, asked: Narrowing, year: int, month: int) -> str:
    return address(standpoint, "calendar-month", year, month, **asked.said)


def _found(standpoint: Standpoint, asked: Narrowing, first: date, last: date) -> tuple[list[Entry], list[Happening]]:
    rows = in_days(narrowed(standpoint, asked), first, last).order_by("starts_earliest", "starts_latest", "row")
    entries = list(rows[: MOST + 1])
    return entries, [one for one in _told(standpoint, entries[:MOST]) if one.touches(first, last)]


def _told(standpoint: Standpoint, entries: list[Entry]) -> list[Happening]:
    return happenings(standpoint, entries, told_of(standpoint, entries))


def _frame(standpoint: Standpoint, asked: Narrowing, year: int, entries: list[Entry]) -> dict[str, Any]:
    """What every view of the calendar has: its filters, the ways to the others, and the highest marking shown."""
    return {
        "year": year,
        "asked": asked,
        "pillars": pillar_choices(standpoint),
        "registers": register_choices(),
        "mine": bool(standpoint.access.mine),
        "marking": sheet_marking(standpoint, levels=(entry.marking for entry in entries)),
        "capped": len(entries) > MOST,
        "most": MOST,
        "stamp": standpoint.known or timezone.now(),
        "ways": {
            "year": address(standpoint, "calendar-year", year, **asked.said),
            "list": address(standpoint, "calendar-list", year, **asked.said),
            "months": [
                (number, date_format(date(year, number, 1), "F"), _month(standpoint, asked, year, number))
                for number in range(1, 13)
            ],
        },
    }


def _holidays(standpoint: Standpoint, first: date, last: date) -> dict[date, Holiday]:
    profile, office = profile_of(standpoint), standpoint.office
    return holidays_between(profile, first, last, country=office.country) if profile and office else {}


def _to_confirm(off: dict[date, Holiday]) -> Iterable[str]:
    """The bases of holidays that nobody has read yet; what is to confirm is never shown as law."""
    return dict.fromkeys(holiday.basis for holiday in off.values() if not holiday.confirmed)
