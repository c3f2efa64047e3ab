"""The form that sends a request or a note: what is asked or told, to which bodies, until when, and how it is marked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trivet.coordination.acknowledging import tell
from trivet.coordination.notes import Note
from trivet.coordination.requesting import Asking, ask
from trivet.coordination.requests import Request
from trivet.core.actions import NotAllowed
from trivet.core.asking import as_of_now
from trivet.core.bodies import Body
from trivet.core.register import Register, register_of
from trivet.core.standpoint import Standpoint
from trivet.core.validation import Invalid
from trivet.web.boxes import Options, content_boxes, filing_boxes
from trivet.web.drafting import Drafting
from trivet.web.edits import Paper, check_filing
from trivet.web.reading import address, reads, reason_of, show
from trivet.web.sheets import Sheet, empty_sheet, sheet_typed
from trivet.web.tags import sheet_marking

#: What is sent, by the last word of the address: the words over the form.
KINDS: dict[str, Promise] = {
    Request.Kind.INFORMATION: gettext_lazy("Ask for information"),
    Request.Kind.ACCESS: gettext_lazy("Ask for access to a record"),
    Request.Kind.COPY: gettext_lazy("Ask for a copy"),
    "note": gettext_lazy("Send a note"),
}
#: Boxes that the verbs or the address fill.
_LEFT_OUT = {"kind", "asked", "written", "note", "key"}
_MOST_BODIES = 500


@dataclass
class Sending:
    """A request or a note on its way: what stands on its form, and to whom it goes."""

    kind: str
    paper: Paper
    bodies: Options
    asked: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @property
    def is_note(self) -> bool:
        """Whether it asks for nothing."""
        return self.kind == "note"


@reads
def new_sharing_page(request: HttpRequest, standpoint: Standpoint, kind: str) -> HttpResponse:
    """`/exchange/new/<kind>/`: information, access, copy or note; what the address tells of fields stands in them."""
    now = as_of_now(standpoint)
    if now.user is None:
        return redirect_to_login(request.get_full_path())
    if kind not in KINDS or not now.access.may("create"):
        raise Http404
    register = register_of(Note if kind == "note" else Request)
    own = sorted(now.access.own & now.access.bodies.get("create", frozenset()))
    base = empty_sheet(register, own[0] if len(own) == 1 else None)
    told = {name: request.GET.get(name, "").replace("\0", "") for name in base.texts if name in request.GET}
    paper = Paper(now, register, None, base, None, Sheet({**base.texts, **told}, base.parts))
    sending = Sending(kind, paper, _bodies(now))
    return _send(request, sending) if request.method == "POST" else _form(request, sending)


def _bodies(standpoint: Standpoint) -> Options:
    rows = [(str(one.pk), one.name_in()) for one in standpoint.of(Body).order_by()[:_MOST_BODIES]]
    return sorted(rows, key=lambda one: one[1])


def _send(request: HttpRequest, sending: Sending) -> HttpResponse:
    """Send what was typed; what is wrong comes back with everything that was typed."""
    paper, known = sending.paper, dict(sending.bodies)
    sending.asked, sending.told = (_chosen(request.POST, name) for name in ("addressee", "told"))
    paper.sheet, paper.reason = sheet_typed(paper.register, request.POST), reason_of(request)
    if not sending.is_note:
        paper.sheet.texts["kind"] = sending.kind
    drafting = Drafting(paper.standpoint, paper.register, paper.base, None)
    draft = drafting.draft(paper.sheet)
    paper.errors = drafting.errors
    check_filing(paper)
    if {*sending.asked, *sending.told} - known.keys():
        paper.errors["addressee"] = [_("Choose one of these bodies.")]
    if not paper.reason:
        paper.errors["reason"] = [_("Say why: the reason is kept with the version.")]
    if any(paper.errors.values()):
        return _form(request, sending, 422)
    try:
        made = _made(sending, draft.values)
    except Invalid as problem:
        drafting.refused(problem)
        wrong = [one.message for one in problem.problems if one.field == "addressee"]
        paper.errors = {**drafting.errors, "addressee": wrong, "": [] if wrong else drafting.errors[""]}
        return _form(request, sending, 422)
    except NotAllowed as problem:
        paper.errors[""] = [str(problem)]
        return _form(request, sending, 403)
    messages.success(request, _("Sent."))
    return redirect(address(paper.standpoint, "detail", paper.register.code, made.pk))


def _made(sending: Sending, values: dict[str, Any]) -> Any:
    actor, reason = sending.paper.standpoint.user, sending.paper.reason
    if actor is None:
        raise Http404
    asked, told = ([UUID(one) for one in listed] for listed in (sending.asked, sending.told))
    if sending.is_note:
        return tell(values, told, actor=actor, reason=reason)
    return ask(Asking(values, asked, told), actor=actor, reason=reason)


def _chosen(post: QueryDict, name: str) -> list[str]:
    return list(dict.fromkeys(one for one in post.getlist(name) if one))


def _form(request: HttpRequest, sending: Sending, status: int = 200) -> HttpResponse:
    paper, register = sending.paper, sending.paper.register
    boxes = [
        *content_boxes(paper.standpoint, register, paper.sheet, paper.errors, None),
        *filing_boxes(paper.standpoint, paper.sheet, paper.keepers, paper.errors),
    ]
    shown = [box for box in boxes if box.name not in _LEFT_OUT]
    for box in shown:
        box.citable = False
    context = {
        "heading": KINDS[sending.kind],
        "is_note": sending.is_note,
        "is_access": sending.kind == Request.Kind.ACCESS,
        "boxes": shown,
        "bodies": sending.bodies,
        "asked": sending.asked,
        "told": sending.told,
        "addressee_errors": paper.errors.get("addressee", []),
        "reason": paper.reason,
        "reason_errors": paper.errors.get("reason", []),
        "problems": paper.errors.get("", []),
        "wrong": any(paper.errors.values()),
        "marking": sheet_marking(paper.standpoint),
    }
    return show(request, paper.standpoint, "sharing_new", context, status)


def register_links(register: Register) -> list[tuple[str, str]]:
    """The forms that stand beside the list of a register of this room: what each sends, and its kind."""
    if register.model is Note:
        return [(str(KINDS["note"]), "note")]
    return [(str(KINDS[kind]), kind) for kind in Request.Kind.values] if register.model is Request else []
