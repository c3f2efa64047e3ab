"""The buttons of a record's page: steps of its editorial life, and the adopting of another value."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trivet.core.access import restrict
from trivet.core.actions import Conflict, NotAllowed, adopt, move
from trivet.core.editorial import MOVES
from trivet.core.history import citations_of, unit
from trivet.core.register import Register
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.validation import Invalid
from trivet.web.details import record_of, show_detail
from trivet.web.reading import address, as_of_now, reads, reason_of, register_named


@require_POST
@reads
def move_page(request: HttpRequest, standpoint: Standpoint, code: str, uuid: UUID) -> HttpResponse:
    """`/registers/<code>/<uuid>/move/`: the step in `move`, or the adopting of the citation in `adopt`."""
    register = register_named(code)
    now = as_of_now(standpoint)
    row = record_of(now, register, uuid)
    if now.user is None:
        raise Http404
    reason = reason_of(request)
    try:
        if not reason:
            raise Invalid([])
        _act(request, now, register, uuid, now.user, reason)
    except Invalid as problem:
        told = " ".join(one.message for one in problem.problems) or _("Say why: the reason is kept with the version.")
        return show_detail(request, now, register, row, problem=told, status=422)
    except (Conflict, NotAllowed) as problem:
        status = 409 if isinstance(problem, Conflict) else 403
        return show_detail(request, now, register, record_of(now, register, uuid), problem=str(problem), status=status)
    messages.success(request, _("Done."))
    return redirect(address(now, "detail", code, uuid))


def _act(
    request: HttpRequest, standpoint: Standpoint, register: Register, uuid: UUID, actor: User, reason: str
) -> None:
    """One step, on the version that was read and on no other."""
    name, citation = request.POST.get("move", ""), request.POST.get("adopt", "")
    if name not in MOVES and not citation:
        raise Http404
    verb = MOVES[name].verb if name in MOVES else "change"
    with unit(actor, reason):
        row = restrict(register.model.objects.filter(uuid=uuid), standpoint.access, verb).first()
        if row is None:
            raise NotAllowed(_("You may not do this."))
        expected = request.POST.get("expected", "")
        read = int(expected) if expected.isdecimal() and len(expected) <= 18 else 0
        if read != row.version:
            raise Conflict(row, read)
        if name in MOVES:
            move(row, name, actor=actor, reason=reason)
            return
        found = [one for one in citations_of([uuid], None)[uuid] if str(one.uuid) == citation]
        if not found:
            raise Http404
        adopt(row, found[0], actor=actor, reason=reason)
