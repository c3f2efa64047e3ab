"""Handing over a desk, on the pages: the desks of a body, and what one person holds and gives to a successor."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trivet.coordination.desks import Leaving, account_of, hand_over_desk, live_duties, unfinished
from trivet.coordination.notes import Note
from trivet.coordination.waiting import to_answer
from trivet.core.access import Access
from trivet.core.actions import NotAllowed
from trivet.core.asking import as_of_now
from trivet.core.bodies import Body
from trivet.core.register import register_of, registers
from trivet.core.standpoint import Standpoint
from trivet.core.succession import RIGHTS, may_give
from trivet.core.users import Duty, Role, User
from trivet.core.validation import Invalid
from trivet.procedures.board import ORDER, Narrowing, owed
from trivet.programme.due import due_for
from trivet.web.account_acts import Sheet
from trivet.web.reading import address, reads, show
from trivet.web.shown import day_text

_MOST = 100


@require_safe
@reads
def desks_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/desks/<body>/`: the people with a duty in a body, for who heads or administers it."""
    now = as_of_now(standpoint)
    if now.user is None:
        return redirect_to_login(request.get_full_path())
    body = now.of(Body).filter(pk=uuid).first()
    if body is None or not may_give(now.access, uuid):
        raise Http404
    live = Duty.objects.filter(body=uuid, user__is_active=True).exclude(ends__lt=timezone.now().date())
    rows = live.select_related("user").order_by("user__name", "role")[:500]
    desks = [(one.user, Role(one.role).label, one.ends) for one in rows]
    context = {"name": Body.name_in(body), "back": address(now, "detail", register_of(Body).code, uuid), "desks": desks}
    return show(request, now, "desks", context)


@reads
def leaving_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/desks/of/<account>/`: what a person holds; who administers all their bodies hands it over by POST."""
    now = as_of_now(standpoint)
    if now.user is None:
        return redirect_to_login(request.get_full_path())
    user = account_of(_accounts(now.access), uuid)
    if user is None:
        raise Http404
    if request.method != "POST":
        return _page(request, now, user)
    try:
        sheet = Sheet(now, request.POST)
        note = hand_over_desk(_leaving(sheet, now, user), actor=sheet.actor, reason=sheet.reason)
    except Invalid as problem:
        return _page(request, now, user, [one.message for one in problem.problems], 422)
    except NotAllowed as problem:
        return _page(request, now, user, [str(problem)], 403)
    messages.success(request, _("Handed over; this note is kept."))
    return redirect(address(now, "detail", register_of(Note).code, note.pk))


def _accounts(access: Access) -> Any:
    """The accounts with a duty in a body that the reader heads or administers."""
    rows = User.objects.filter(is_installation=False)
    if access.everything:
        return rows
    bodies = {body for right in RIGHTS for body in access.bodies.get(right, frozenset())}
    return rows.filter(pk__in=Duty.objects.filter(body__in=bodies).values("user"))


def _leaving(sheet: Sheet, standpoint: Standpoint, user: User) -> Leaving:
    told = sheet.text("successor")
    successor = (
        _successors(standpoint, user).filter(pk=int(told)).first() if told.isdecimal() and len(told) < 18 else None
    )
    duties = {int(one) for one in sheet.typed.getlist("duty") if one.isdecimal() and len(one) < 18}
    return Leaving(user, sheet.day("last") or timezone.localdate(), successor, duties)


def _successors(standpoint: Standpoint, user: User) -> Any:
    """Whom the reader may name: nobody gives duties to themselves."""
    others = _accounts(standpoint.access).filter(is_active=True).exclude(pk=user.pk)
    return (others.exclude(pk=standpoint.user.pk) if standpoint.user else others).order_by("name")


def _page(
    request: HttpRequest, standpoint: Standpoint, user: Any, problems: list[str] | None = None, status: int = 200
) -> HttpResponse:
    duties = list(live_duties(user).select_related("body"))
    mine = [one for one in duties if may_give(standpoint.access, one.body_id)]
    bodies = {one.body_id for one in mine}
    sent = request.POST if request.method == "POST" else None
    context = {
        "person": user,
        "duties": [(one, Role(one.role).label, one.body.name_in(), _chosen(sent, one)) for one in mine],
        "hidden": len(duties) - len(mine),
        "whole": bool(duties) and all(standpoint.access.may("administer", one.body_id) for one in duties),
        "successors": [(one.pk, one.name, one.username) for one in _successors(standpoint, user)[:500]],
        "chosen": sent.get("successor", "") if sent else "",
        "last": sent.get("last", "") if sent else timezone.localdate().isoformat(),
        "reason": sent.get("reason", "") if sent else "",
        "problems": problems or [],
        "written": [(one, registers()[one.register].one) for one in unfinished(standpoint, user)],
        "open": _open(standpoint, bodies),
    }
    return show(request, standpoint, "leaving", context, status)


def _chosen(sent: Any, duty: Duty) -> bool:
    return sent is None or str(duty.pk) in sent.getlist("duty")


def _open(standpoint: Standpoint, bodies: set[UUID]) -> list[tuple[str, str, str]]:
    """What the bodies of the desk have open: dossiers, requests, commitments and tasks, as day, words and address."""
    if not bodies:
        return []
    today = timezone.localdate()
    lines: list[tuple[date, str, str]] = []
    for row in owed(standpoint, Narrowing(bodies=bodies)).order_by(*ORDER.columns)[:_MOST]:
        code = register_of(type(row.owner)).code
        lines.append((row.due or date.max, row.owner.title, address(standpoint, "detail", code, row.owner_id)))
    for row in to_answer(standpoint, bodies, today).order_by("due_latest", "uuid")[:_MOST]:
        last = row.due.latest if row.due else date.max
        lines.append((last, str(row), address(standpoint, "detail", register_of(type(row)).code, row.pk)))
    due = due_for(standpoint, bodies, date(today.year + 10, 1, 1), _MOST)
    entries = {one.record: one for one in standpoint.entries().filter(record__in=[one.record for one in due])}
    for one in due:
        if one.record in entries:
            url = address(standpoint, "detail", one.register, one.record)
            lines.append((one.last, entries[one.record].caption_in(), url))
    ordered = sorted(lines, key=lambda line: line[0])
    return [(day_text(last) if last < date.max else "", words, url) for last, words, url in ordered]
