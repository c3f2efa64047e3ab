"""One step for many rows of a list at once: all of them or none."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from trivet.core.actions import Conflict, NotAllowed, move_many
from trivet.core.editorial import MOVES
from trivet.core.standpoint import Standpoint
from trivet.core.validation import Invalid
from trivet.web.lists import show_list
from trivet.web.reading import as_of_now, reads, reason_of, register_named

#: So many problems are told; a page has no more rows than fifty.
_TOLD = 50


@require_POST
@reads
def bulk_page(request: HttpRequest, standpoint: Standpoint, code: str) -> HttpResponse:
    """`/registers/<code>/bulk/`: the step in `move` for the records in `row` (identity and version read)."""
    register, now = register_named(code), as_of_now(standpoint)
    step, reason = request.POST.get("move", ""), reason_of(request)
    if step not in MOVES or now.user is None:
        raise Http404
    query = QueryDict(_query_of(request.POST.get("back", "")))
    rows = _chosen(request.POST.getlist("row"))
    problems: list[str] = []
    if not rows:
        problems.append(_("Choose the rows first."))
    elif not reason:
        problems.append(_("Say why: the reason is kept with the version."))
    else:
        try:
            move_many(register.model, list(rows), step, actor=now.user, reason=reason, expected=rows)
        except Invalid as problem:
            problems = [f"{one.where}: {one.message}" for one in problem.problems[:_TOLD]]
        except (Conflict, NotAllowed) as problem:
            problems = [str(problem)]
    if problems:
        return show_list(request, now, register, query, problems, 422)
    done = ngettext("Done for %s record.", "Done for %s records.", len(rows)) % len(rows)
    messages.success(request, done)
    return redirect(reverse("list", args=[code]) + (f"?{query.urlencode()}" if query else ""))


def _query_of(address: str) -> str:
    """What stands after the question mark of an address; nothing where it is none."""
    try:
        return urlsplit(address).query.replace("\0", "")
    except ValueError:
        return ""


def _chosen(marks: list[str]) -> dict[UUID, int]:
    """The version that was read of each chosen record; what is no mark is passed over."""
    rows = {}
    for mark in marks:
        uuid, _colon, version = mark.partition(":")
        try:
            rows[UUID(uuid)] = int(version)
        except ValueError:
            continue
    return rows
