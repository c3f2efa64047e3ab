"""What is pressed on the page of a request or a note: answer, decline, chase, take back, give access, take note."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trivet.coordination.acknowledging import acknowledge
from trivet.coordination.notes import Note
from trivet.coordination.requesting import answer, chase, decline, give_access, take_back
from trivet.coordination.requests import Request
from trivet.core.actions import Conflict, NotAllowed
from trivet.core.asking import as_of_now
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.validation import Invalid
from trivet.web.details import record_of, show_detail
from trivet.web.reading import address, reads, reason_of, register_named


@dataclass(frozen=True)
class Pressed:
    """Who pressed a button, what was typed beside it, and which version was before them."""

    actor: User
    words: str
    expected: int


def _give_access(row: Any, sent: Pressed) -> None:
    give_access(row, actor=sent.actor, reason=sent.words or _("access was asked for"))


#: By the name of the button, for the model of the record.
_ACTS: dict[tuple[type, str], Callable[[Any, Pressed], Any]] = {
    (Request, "answer"): lambda row, sent: answer(row, sent.words, actor=sent.actor, expected=sent.expected),
    (Request, "decline"): lambda row, sent: decline(row, sent.words, actor=sent.actor, expected=sent.expected),
    (Request, "chase"): lambda row, sent: chase(row, sent.words, actor=sent.actor, expected=sent.expected),
    (Request, "take-back"): lambda row, sent: take_back(row, sent.words, actor=sent.actor, expected=sent.expected),
    (Request, "give-access"): _give_access,
    (Note, "acknowledge"): lambda row, sent: acknowledge(row, actor=sent.actor, read=sent.expected),
}


@require_POST
@reads
def sharing_act_page(request: HttpRequest, standpoint: Standpoint, code: str, uuid: UUID) -> HttpResponse:
    """`/exchange/<code>/<uuid>/act/`: the button in `act`; a refusal comes back on the record's page."""
    now, register = as_of_now(standpoint), register_named(code)
    record_of(now, register, uuid)
    act = _ACTS.get((register.model, request.POST.get("act", "")))
    if now.user is None or act is None:
        raise Http404
    sent = Pressed(now.user, reason_of(request), version_typed(request))
    try:
        act(register.model.objects.get(pk=uuid), sent)
    except (Invalid, NotAllowed, Conflict) as refused:
        problem, status = refusal(refused)
        return show_detail(request, now, register, record_of(now, register, uuid), problem=problem, status=status)
    messages.success(request, _("Done."))
    return redirect(address(now, "detail", code, uuid))


def refusal(problem: Exception) -> tuple[str, int]:
    """What a refused verb says, and the status that it is answered with."""
    if isinstance(problem, Invalid):
        return "; ".join(one.message for one in problem.problems), 422
    return str(problem), 409 if isinstance(problem, Conflict) else 403


def version_typed(request: HttpRequest) -> int:
    """The version that stood on the form; none is version 0, which no record has."""
    told = request.POST.get("expected", "")
    return int(told) if told.isdecimal() and len(told) <= 18 else 0
