"""Views of lists that people keep: filters, columns and density under a name of their own."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trivet.core.register import Register
from trivet.core.standpoint import Standpoint
from trivet.web.models import SavedView
from trivet.web.reading import reads, register_named

#: So many a person may keep of one register, and so long may its address be.
_MOST, _LONGEST = 40, 2000


@dataclass(frozen=True)
class View:
    """One kept view as a link; `here` when the list shows it."""

    pk: int
    name: str
    url: str
    here: bool


def views_of(standpoint: Standpoint, register: Register, query: str) -> list[View]:
    """What the reader kept of a register; `query` is what the list shows now."""
    if standpoint.user is None:
        return []
    url = reverse("list", args=[register.code])
    kept = SavedView.objects.filter(user=standpoint.user, register=register.code)
    return [View(one.pk, one.name, f"{url}?{one.query}", one.query == query) for one in kept]


@require_POST
@reads
def views_page(request: HttpRequest, standpoint: Standpoint, code: str) -> HttpResponse:
    """`/registers/<code>/views/`: keep the list in `query` under `name`, or drop the view in `drop`."""
    register, user = register_named(code), standpoint.user
    if user is None:
        raise Http404
    mine = SavedView.objects.filter(user=user, register=register.code)
    dropped, query = request.POST.get("drop", ""), request.POST.get("query", "")[:_LONGEST].replace("\0", "")
    if dropped:
        mine.filter(pk=int(dropped) if dropped.isdecimal() and len(dropped) < 18 else 0).delete()
        query = ""
    else:
        name = request.POST.get("name", "").replace("\0", "").strip()[:60]
        if not name:
            messages.error(request, _("A view needs a name."))
        elif mine.count() >= _MOST:
            messages.error(request, _("You keep %s views of this register: drop one first.") % _MOST)
        else:
            mine.update_or_create(user=user, register=register.code, name=name, defaults={"query": query})
    return redirect(reverse("list", args=[register.code]) + (f"?{query}" if query else ""))
