"""What is sent from a dossier's page: opening it, a step, an opinion, further bodies, what it tells."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trivet.core.access import restrict
from trivet.core.actions import Conflict, NotAllowed, move
from trivet.core.history import unit
from trivet.core.records import State
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.procedures.acting import OutOfTurn, Taking, open_dossier, take, tell_facts
from trivet.procedures.dossiers import Dossier
from trivet.procedures.editions import NoProcedure, edition
from trivet.procedures.opinions import answer, ask_further
from trivet.web.details import record_of, show_detail
from trivet.web.dossier_forms import by_box, typed, typed_bodies, typed_day, typed_fact, typed_papers
from trivet.web.dossier_typed import Refused
from trivet.web.reading import address, as_of_now, reads

#: The kinds of refusal by their status, as the forms of records have them.
_STATUS: dict[type[Exception], int] = {Conflict: 409, OutOfTurn: 409, NotAllowed: 403, NoProcedure: 422, Invalid: 422}


@require_POST
@reads
def dossier_act_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/dossiers/<uuid>/act/`: the act in `act`; what is refused comes back with what was typed."""
    now, register = as_of_now(standpoint), register_of(Dossier)
    record_of(now, register, uuid)
    act = _ACTS.get(request.POST.get("act", ""))
    if now.user is None or act is None:
        raise Http404
    dossier = Dossier.objects.get(pk=uuid)
    try:
        if act is not _open and not dossier.edition:
            raise OutOfTurn(_("“%s” was not opened yet.") % dossier)
        if act is not _answer and not typed(request.POST, "reason"):
            raise Invalid([Problem("", "reason", _("Say why: the reason is kept with the version."))])
        if dossier.edition and edition(dossier.edition).clears:
            raise OutOfTurn(_("A text goes round in it: all is done on the page of the text."))
        act(now, dossier, request.POST, now.user)
    except tuple(_STATUS) as problem:
        status = next(code for kind, code in _STATUS.items() if isinstance(problem, kind))
        errors = by_box(problem) if isinstance(problem, Invalid) else {"": [str(problem)]}
        row = record_of(now, register, uuid)
        return show_detail(request, now, register, row, status=status, refused=Refused(request.POST, errors, status))
    messages.success(request, _("Done."))
    return redirect(address(now, "detail", register.code, uuid))


def _read(post: QueryDict) -> int | None:
    """The version that the person had before them."""
    told = post.get("expected", "")
    return int(told) if told.isdecimal() and len(told) <= 18 else None


def _open(standpoint: Standpoint, dossier: Dossier, post: QueryDict, actor: User) -> None:
    """Open it; a draft goes to review with that, so that the bodies concerned see it as others do."""
    reason = typed(post, "reason")
    with unit(actor, reason):
        mine = restrict(Dossier.objects.filter(pk=dossier.pk, state=State.DRAFT), standpoint.access, "change")
        if mine.exists():
            move(dossier, "submit", actor=actor, reason=reason)
        open_dossier(dossier, actor=actor, reason=reason, day=typed_day(post))


def _take(standpoint: Standpoint, dossier: Dossier, post: QueryDict, actor: User) -> None:
    procedure = edition(dossier.edition)
    facts = {one.code: text for one in procedure.facts if (text := typed_fact(post, one))}
    taking = Taking(
        typed(post, "step"),
        typed(post, "reason"),
        day=typed_day(post),
        facts=facts,
        papers=typed_papers(standpoint, post, procedure.papers),
        bodies=typed_bodies(standpoint, post),
    )
    take(dossier, taking, actor=actor, expected=_read(post))


def _answer(standpoint: Standpoint, dossier: Dossier, post: QueryDict, actor: User) -> None:
    """Opinions of several bodies come at once: another's does not stand in the way."""
    try:
        body = UUID(typed(post, "body"))
    except ValueError:
        raise Http404 from None
    said, text = typed(post, "answer"), typed(post, "text")
    if not said:
        raise Invalid([Problem("", "answer", _("Choose an answer of the list."))])
    answer(dossier, typed(post, "step"), body, said, actor=actor, text=text, day=typed_day(post))


def _ask(standpoint: Standpoint, dossier: Dossier, post: QueryDict, actor: User) -> None:
    bodies = typed_bodies(standpoint, post)
    if not bodies:
        raise Invalid([Problem("", "bodies", _("Name a body."))])
    ask_further(dossier, typed(post, "step"), bodies, actor=actor, reason=typed(post, "reason"))


def _tell(standpoint: Standpoint, dossier: Dossier, post: QueryDict, actor: User) -> None:
    facts = {one.code: typed_fact(post, one) for one in edition(dossier.edition).facts if not one.fixed}
    tell_facts(dossier, facts, actor=actor, reason=typed(post, "reason"), expected=_read(post))


_ACTS: dict[str, Callable[[Standpoint, Dossier, QueryDict, User], None]] = {
    "open": _open,
    "take": _take,
    "answer": _answer,
    "ask": _ask,
    "tell": _tell,
}
