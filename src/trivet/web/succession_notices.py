"""What follows from a succession: which partners are to be told, and in which agreements only the name changes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trivet.core.bodies import Body
from trivet.core.history import Assignment, Transaction
from trivet.core.profile import said
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.core.succession import may_give
from trivet.reports.agreement_year import REGISTER
from trivet.web.reading import address, as_of_now, profile_of, reads, show

#: In these roles a body stands in a text itself; others only help with it.
_SIGNING = (Assignment.Role.LEAD, Assignment.Role.CO_LEAD)


@dataclass(frozen=True)
class Notice:
    """An agreement that went to a successor; `named` says that the old body stands in it as ours, kept or led it."""

    caption: str
    url: str
    successor: str
    named: bool


@require_safe
@reads
def notices_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID, number: int) -> HttpResponse:
    """`/succession/<body>/<transaction>/`: agreements by partner, as far as the reader may see them."""
    now = as_of_now(standpoint)
    if now.user is None:
        return redirect_to_login(request.get_full_path())
    body = now.of(Body).filter(pk=uuid).first()
    act = Transaction.objects.filter(pk=number).first()
    if body is None or act is None or not may_give(now.access, uuid):
        raise Http404
    partners, named = _notices(now, uuid, number)
    if not named and act.actor_id != now.user.pk:
        raise Http404  # why somebody else wrote something else is not told
    profile = profile_of(now)
    rules = profile.rows("succession") if profile else []
    context = {
        "name": Body.name_in(body),
        "body": body,
        "act": act,
        "partners": partners,
        "named": named,
        "rules": [(said(row.get("label")), row.get("basis", ""), bool(row.get("verified"))) for row in rules],
    }
    return show(request, now, "succession_notices", context)


def _notices(standpoint: Standpoint, body: UUID, number: int) -> tuple[list[tuple[str, list[Notice]]], list[Notice]]:
    """The agreements that a transaction took from a body: by partner, and those in which it stands as our side."""
    model: Any = registers()[REGISTER].model
    versions = model.Version.objects.filter(vf=number)
    rows = standpoint.of(model).filter(uuid__in=versions.values("uuid")).select_related("keeper").order_by("uuid")
    found = standpoint.attach(list(rows))
    ids = [row.uuid for row in found]
    ended = Assignment.objects.filter(record__in=ids, vf=number, body=body).exclude(ends_latest=None)
    led = set(ended.filter(role__in=_SIGNING).values_list("record", flat=True))
    kept = set(model.Version.objects.filter(uuid__in=ids, vt=number, keeper=body).values_list("uuid", flat=True))
    heirs = _heirs(standpoint, ids, number, body)
    by_partner: dict[str, list[Notice]] = defaultdict(list)
    named = []
    for row in sorted(found, key=lambda one: (standpoint.caption(one), str(one.uuid))):
        ours = row.uuid in led | kept
        bodies = {row.keeper} if row.uuid in kept and row.keeper else set[Any]()
        heir = ", ".join(sorted({Body.name_in(one) for one in bodies | heirs[row.uuid] if standpoint.may_name(one)}))
        notice = Notice(standpoint.caption(row), address(standpoint, "detail", REGISTER, row.uuid), heir, ours)
        named += [notice] if ours else []
        partners = [one.name_in() for one in row.parties if standpoint.may_name(one)] if ours else []
        for partner in partners or ([_("no partner told")] if ours else []):
            by_partner[partner].append(notice)
    return sorted(by_partner.items()), named


def _heirs(standpoint: Standpoint, ids: list[UUID], number: int, body: UUID) -> dict[UUID, set[Any]]:
    """Who was assigned in the transaction in the old body's place."""
    found: dict[UUID, set[Any]] = defaultdict(set)
    rows = Assignment.objects.filter(record__in=ids, vf=number, role__in=_SIGNING).exclude(body=body)
    for row in rows.select_related("body"):
        found[row.record].add(row.body)
    return found
