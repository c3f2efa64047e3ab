"""What goes on around one record between bodies: who follows it, what is proposed, which notes are about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from trivet.coordination.copies import copies_around, still_holds
from trivet.coordination.follows import TooMany, follow, plain_query
from trivet.coordination.notes import Note
from trivet.coordination.proposals import ChangeProposal
from trivet.coordination.sides import sent
from trivet.core.asking import as_of_now
from trivet.core.filters import asked_rows
from trivet.core.register import Register, register_of
from trivet.core.standpoint import Standpoint
from trivet.values.markings import Marking
from trivet.web.details import record_of
from trivet.web.reading import address, came_from, reads, register_named, show
from trivet.web.tags import sheet_marking

#: So many lines of each list; so long may the filters be that one follows.
_MOST, _LONGEST = 50, 1000


@require_safe
@reads
def around_page(request: HttpRequest, standpoint: Standpoint, code: str, uuid: UUID) -> HttpResponse:
    """`/registers/<code>/<uuid>/exchange/`: proposals, notes about it, and whether one follows it."""
    now, register = as_of_now(standpoint), register_named(code)
    if now.user is None:
        return redirect_to_login(request.get_full_path())
    row = record_of(now, register, uuid)
    place = address(now, "detail", code, uuid)
    notes = list(sent(now.of(Note)).filter(about__contains=place).order_by("-version")[:_MOST])
    seen = ChangeProposal.objects.filter(record=uuid).select_related("author")
    proposals = seen if row.may_change else seen.filter(author=now.user)
    context = {
        "register": register,
        "row": row,
        "name": now.caption(row),
        "back": place,
        "proposals": list(proposals[:_MOST]),
        "notes": [(str(one), address(now, "detail", register_of(Note).code, one.pk)) for one in notes],
        "keeps_reads": (row.may_change or now.access.may("audit"))
        and row.marking >= int(settings.TRIVET_READS_MARKING),
        "copies": _copies(now, register, uuid),
        "may_copy": row.may_change and row.marking > Marking.PUBLIC and now.access.may("create"),
        "creates": now.access.may("create"),
        "marking": sheet_marking(now, levels=[row.marking, *(one.marking for one in notes)]),
    }
    return show(request, now, "around", context)


def _copies(standpoint: Standpoint, register: Register, uuid: UUID) -> list[tuple[Any, Any, Any, bool]]:
    """The copies around a record with their sources, each as address and name, as far as the reader may see them."""
    found = copies_around(standpoint, register.model, uuid)
    named = {one.record: one for one in standpoint.entries().filter(record__in=[one.copy for one, _s, _b in found])}
    lines = []
    for one, source, behind in found:
        entry, (there, from_) = (
            named.get(one.copy),
            (address(standpoint, "detail", register.code, pk) for pk in (one.copy, one.source)),
        )
        copied = (there, entry.caption_in()) if entry else None
        lines.append((one, (from_, str(source)), copied, behind))
    return lines


@require_POST
@reads
def copy_holds_page(request: HttpRequest, standpoint: Standpoint, code: str, uuid: UUID) -> HttpResponse:
    """`/registers/<code>/<uuid>/copy/holds/`: the copy of the `link` is right for its source as it is now."""
    now, register = as_of_now(standpoint), register_named(code)
    told = {str(one.pk): (one, source) for one, source, _b in copies_around(now, register.model, uuid)}
    if now.user is None or request.POST.get("link", "") not in told:
        raise Http404
    link, source = told[request.POST["link"]]
    still_holds(link, source, actor=now.user)
    return redirect(address(now, "around", code, uuid))


@require_POST
@reads
def follow_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/exchange/follow/`: begin (`on=1`) or end to follow a register, or one record of it that the reader sees.

    With `query` it is what the list shows with these filters.
    """
    now, register = as_of_now(standpoint), register_named(request.POST.get("register", ""))
    if now.user is None:
        raise Http404
    told = request.POST.get("record", "")
    record = _identity(told) if told else None
    if record and not now.of(register.model).filter(pk=record).exists():
        raise Http404
    on, query = request.POST.get("on") == "1", "" if record else plain_query(request.POST.get("query", ""))
    if len(query) > _LONGEST:
        raise Http404
    if on and query:
        asked_rows(register, now, QueryDict(query))  # a filter that means nothing is told at once
    try:
        follow(now.user, register, record, on=on, query=query)
    except TooMany as problem:
        messages.error(request, str(problem))
    return redirect(came_from(request, address(Standpoint(), "exchange")))


def _identity(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
