"""Protection: the records whose marking is near the end of its period, and what is decided on each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.coordination.protection import Ending, endings, extend, lower, periods_of
from trivet.core.access import restrict
from trivet.core.actions import NotAllowed
from trivet.core.asking import as_of_now
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.core.validation import Invalid, Problem
from trivet.procedures.reminding import when_words
from trivet.values.markings import Marking
from trivet.web.account_acts import Sheet
from trivet.web.reading import address, profile_of, reads, show
from trivet.web.sharing_acts import refusal
from trivet.web.shown import day_text, marking_label
from trivet.web.tags import filing_tags, sheet_marking

_MOST = 100


@reads
def protection_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/protection/`: for who may decide; the button in `act` lowers a marking or extends its protection."""
    now = as_of_now(standpoint)
    if now.user is None:
        return redirect_to_login(request.get_full_path())
    if not now.access.may("decide"):
        raise Http404
    problem, status = "", 200
    if request.method == "POST":
        try:
            _act(Sheet(now, request.POST))
        except (Invalid, NotAllowed) as refused:
            problem, status = refusal(refused)
        else:
            messages.success(request, _("Done."))
            return redirect("protection")
    profile, today = profile_of(now), timezone.localdate()
    periods = periods_of(profile)
    found = endings(now, periods, today, _MOST)
    levels = [(level.value, marking_label(profile, level)) for level in Marking]
    context = {
        "lines": [_line(now, one, levels) for one in found],
        "periods": [(marking_label(profile, one.level), one) for one in periods.values()],
        "problem": problem,
        "sent": request.POST,
        "marking": sheet_marking(now, levels=[one.entry.marking for one in found]),
    }
    return show(request, now, "protection", context, status)


def _line(standpoint: Standpoint, one: Ending, levels: list[tuple[int, str]]) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "one": one,
        "caption": one.entry.caption_in(),
        "url": address(standpoint, "detail", one.entry.register, one.entry.record),
        "register": registers()[one.entry.register].one,
        "tags": filing_tags(standpoint, one.entry),
        "given": day_text(one.given),
        "when": when_words(one.ends, one.days(today)),
        "over": one.days(today) < 0,
        "decide_by": day_text(one.decide_by),
        "late": one.decide_by < today,
        "levels": [(str(level), words) for level, words in levels if level < one.entry.marking],
    }


def _act(sheet: Sheet) -> None:
    """Do what was pressed, on a record that the reader sees."""
    register, act = registers().get(sheet.text("register")), sheet.text("act")
    try:
        uuid = UUID(sheet.text("record"))
    except ValueError:
        raise Http404 from None
    rows = register.model.objects.filter(pk=uuid) if register else None
    row = restrict(rows, sheet.standpoint.access, "view").first() if rows is not None else None
    if row is None or act not in {"lower", "extend"}:
        raise Http404
    if not sheet.reason:
        raise Invalid([Problem("", "reason", _("Say why: the reason is kept with the version."))])
    if act == "lower":
        told = sheet.text("level")
        lower(
            row,
            int(told) if told in {str(level.value) for level in Marking} else 9,
            actor=sheet.actor,
            reason=sheet.reason,
        )
    else:
        extend(row, sheet.day("until"), actor=sheet.actor, reason=sheet.reason)
