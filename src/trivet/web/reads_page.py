"""Who read secret matter: of one record, for those who may change it; of all, for auditors."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trivet.coordination.reads import Reading, readings
from trivet.core.access import restrict
from trivet.core.asking import as_of_now
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.web.reading import BadValue, address, reads, register_named, show
from trivet.web.tags import sheet_marking

#: Rows on a page.
SIZE = 100


@require_safe
@reads
def reads_page(request: HttpRequest, standpoint: Standpoint, code: str = "", uuid: UUID | None = None) -> HttpResponse:
    """`/audit/reads/`, and `/registers/<code>/<uuid>/reads/` for one record; `before=` shows older rows."""
    now = as_of_now(standpoint)
    if now.user is None:
        return redirect_to_login(request.get_full_path())
    rows, back = readings(now), ""
    if uuid:
        model = register_named(code).model
        verb = "view" if now.access.may("audit") else "change"
        if not restrict(model.objects.filter(pk=uuid), now.access, verb).exists():
            raise Http404
        rows, back = rows.filter(record=uuid), address(now, "detail", code, uuid)
    elif not now.access.may("audit"):
        raise Http404
    before = request.GET.get("before", "")
    if before:
        if not before.isdecimal() or len(before) > 18:
            raise BadValue(_("“%s” is not the number of a row.") % before)
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: SIZE + 1])
    entries = {one.record: one for one in now.entries().filter(record__in={row.record for row in found})}
    context = {
        "back": back,
        "lines": [_line(now, row, entries.get(row.record)) for row in found[:SIZE] if row.record in entries],
        "next": f"?before={found[SIZE - 1].pk}" if found[SIZE:] else "",
        "marking": sheet_marking(now, levels=[one.marking for one in entries.values()]),
    }
    return show(request, now, "reads", context)


def _line(standpoint: Standpoint, row: Reading, entry: Any) -> dict[str, Any]:
    return {
        "row": row,
        "register": registers()[row.register].one,
        "caption": entry.caption_in(),
        "url": address(standpoint, "detail", row.register, row.record),
        "way": row.get_way_display(),
    }
