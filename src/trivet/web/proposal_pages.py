"""Proposals to change another body's record: the form that makes one, and the page on which it is decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from trivet.coordination.proposals import ChangeProposal, accept, decline, propose, proposed, take_back
from trivet.coordination.reads import Reading, remember_reading
from trivet.core.access import restrict
from trivet.core.actions import Conflict, NotAllowed
from trivet.core.asking import as_of_now
from trivet.core.history import attach
from trivet.core.register import Register, registers
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.validation import Invalid
from trivet.web.boxes import content_boxes
from trivet.web.details import record_of
from trivet.web.drafting import Drafting, Errors
from trivet.web.reading import address, reads, reason_of, register_named, show
from trivet.web.sharing_acts import refusal, version_typed
from trivet.web.sheets import Sheet, sheet_of, sheet_typed, with_rows
from trivet.web.shown import Showing, Shown, content, label
from trivet.web.tags import sheet_marking

_OPEN = ChangeProposal.Status.OPEN


@dataclass(frozen=True)
class Row:
    """One field that a proposal changes: as its author read it, as it is now, and as it is proposed."""

    label: str
    read: list[Shown]
    now: list[Shown]
    wanted: list[Shown]
    moved: bool


@reads
def propose_page(request: HttpRequest, standpoint: Standpoint, code: str, uuid: UUID) -> HttpResponse:
    """`/registers/<code>/<uuid>/propose/`: for who may see a record and not change it."""
    register, now = register_named(code), as_of_now(standpoint)
    if now.user is None:
        return redirect_to_login(request.get_full_path())
    row = record_of(now, register, uuid, Reading.Way.FORM)
    if not now.access.may("create"):
        raise Http404
    if row.may_change:
        return redirect(address(now, "edit", code, uuid))
    with_rows(row, None)
    base = sheet_of(now, register, row)
    if request.method != "POST":
        return _form(request, now, register, row, base, {})
    typed, drafting = sheet_typed(register, request.POST), Drafting(now, register, base, row)
    for name in ("key", "keeper", "marking", "need_to_know"):
        typed.texts[name] = base.texts[name]
    typed.parts = base.parts
    draft, errors, status = drafting.draft(typed), drafting.errors, 422
    try:
        if not any(errors.values()):
            expected = version_typed(request)
            made = propose(row, draft.values, actor=now.user, reason=reason_of(request), expected=expected)
            messages.success(request, _("Proposed."))
            return redirect(address(now, "proposal", made.pk))
    except Invalid as problem:
        drafting.refused(problem)
        errors["reason"] += [one.message for one in problem.problems if one.field == "reason"]
        errors[""] = [one.message for one in problem.problems if not one.field]
    except (NotAllowed, Conflict) as problem:
        told, status = refusal(problem)
        errors[""] = [told]
    return _form(request, now, register, row, typed, errors, status)


def _form(
    request: HttpRequest,
    standpoint: Standpoint,
    register: Register,
    row: Any,
    sheet: Sheet,
    errors: Errors,
    status: int = 200,
) -> HttpResponse:
    boxes = content_boxes(standpoint, register, sheet, errors, None)
    for box in boxes:
        box.citable = False
    context = {
        "register": register,
        "row": row,
        "name": standpoint.caption(row),
        "back": address(standpoint, "detail", register.code, row.uuid),
        "boxes": boxes,
        "reason": reason_of(request),
        "reason_errors": errors.get("reason", []),
        "problems": errors.get("", []),
        "wrong": any(errors.values()),
        "marking": sheet_marking(standpoint, levels=[row.marking]),
    }
    return show(request, standpoint, "proposal_new", context, status)


@reads
def proposal_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/exchange/proposals/<uuid>/`: for its author and who may change the record; the button in `act` decides."""
    now = as_of_now(standpoint)
    if now.user is None:
        return redirect_to_login(request.get_full_path())
    made, row = _found(now, uuid)
    problem, status, expected = "", 200, made.read_version
    if request.method == "POST":
        try:
            done = _decide(request, made, now.user)
        except (Invalid, NotAllowed, Conflict) as refused:
            problem, status = refusal(refused)
            made, row = _found(now, uuid)
            expected = row.version  # a second pressing is meant against what is shown now
        else:
            messages.success(request, _("Done."))
            return redirect(address(now, "detail", made.register, made.record) if done else address(now, "exchange"))
    return _page(request, now, made, row, problem=problem, status=status, expected=expected)


def _found(standpoint: Standpoint, uuid: UUID) -> tuple[ChangeProposal, Any]:
    """A proposal with its record, if the reader may see both; else 404."""
    made = ChangeProposal.objects.select_related("author", "decided_by").filter(pk=uuid).first()
    register = registers().get(made.register) if made else None
    if made is None or register is None:
        raise Http404
    changing = restrict(register.model.objects.filter(pk=OuterRef("pk")), standpoint.access, "change")
    rows = standpoint.of(register.model).filter(pk=made.record)
    row = rows.annotate(may_change=Exists(changing)).order_by().first()
    if row is None or not (row.may_change or made.author_id == getattr(standpoint.user, "pk", None)):
        raise Http404
    remember_reading(standpoint, register, [row], Reading.Way.PAGE)
    return made, standpoint.attach([row])[0]


def _decide(request: HttpRequest, made: ChangeProposal, actor: User) -> bool:
    """Do what was pressed; whether the record's page is where one goes on."""
    act, reason = request.POST.get("act", ""), reason_of(request)
    if act == "accept":
        accept(made, actor=actor, reason=reason, expected=version_typed(request))
    elif act == "decline":
        decline(made, actor=actor, reason=reason)
    elif act == "take-back":
        take_back(made, actor=actor)
    else:
        raise Http404
    return act != "take-back"


def _page(
    request: HttpRequest,
    standpoint: Standpoint,
    made: ChangeProposal,
    row: Any,
    *,
    problem: str,
    status: int,
    expected: int,
) -> HttpResponse:
    register = registers()[made.register]
    own = standpoint.user is not None and made.author_id == standpoint.user.pk
    changed = made.status == _OPEN and row.version != made.read_version
    context = {
        "register": register,
        "row": row,
        "name": standpoint.caption(row),
        "made": made,
        "open": made.status == _OPEN,
        "own": own,
        "decides": made.status == _OPEN and row.may_change and not own,
        "changed": changed,
        "rows": _rows(standpoint, register, made, row, changed),
        "expected": expected,
        "problem": problem,
        "back": address(standpoint, "detail", register.code, row.uuid),
        "marking": sheet_marking(standpoint, levels=[row.marking]),
    }
    return show(request, standpoint, "proposal", context, status)


def _rows(standpoint: Standpoint, register: Register, made: ChangeProposal, row: Any, changed: bool) -> list[Row]:
    """The fields that are proposed, in three states; the version that was read only where it is another one."""
    fields = [field for field in content(register) if field.name in made.values]
    wanted, read = proposed(row, made), row
    if changed or made.status != _OPEN:
        read = standpoint.versions(register.model, row.uuid).filter(vf=made.read_version).first()
        if read is not None:
            attach([read], made.read_version)
    showing = Showing(standpoint)
    showing.want([one for one in (row, wanted, read) if one is not None], fields)
    showing.resolve()
    lines = []
    for field in fields:
        before = showing.field(read, field) if read is not None else []
        now = showing.field(row, field)
        told = showing.field(wanted, field)
        lines.append(Row(label(register, field.name), before, now, told, before != now))
    return lines
