"""The form of a sanitised copy: the fields of a record, to be left out or reworded, at a lower marking."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from trivet.coordination.copies import make_copy
from trivet.coordination.reads import Reading
from trivet.core.actions import Conflict, NotAllowed
from trivet.core.asking import as_of_now
from trivet.core.validation import Invalid
from trivet.values.markings import Marking
from trivet.web.boxes import content_boxes, filing_boxes
from trivet.web.details import record_of
from trivet.web.drafting import Drafting
from trivet.web.edits import Paper, check_filing
from trivet.web.reading import address, reads, reason_of, register_named, show
from trivet.web.sharing_acts import refusal, version_typed
from trivet.web.sheets import Sheet, empty_sheet, sheet_of, sheet_typed, with_rows
from trivet.web.tags import sheet_marking


@reads
def copy_page(request: HttpRequest, standpoint: Any, code: str, uuid: UUID) -> HttpResponse:
    """`/registers/<code>/<uuid>/copy/`: for who may change the record, where its marking can be lowered."""
    register, now = register_named(code), as_of_now(standpoint)
    if now.user is None:
        return redirect_to_login(request.get_full_path())
    row = record_of(now, register, uuid, Reading.Way.FORM)
    if not row.may_change or row.marking == Marking.PUBLIC or not now.access.may("create"):
        raise Http404
    base = empty_sheet(register, row.keeper_id)
    if request.method != "POST":
        told = sheet_of(now, register, with_rows(row, None)).texts
        texts = {**told, "key": "", "keeper": base.texts["keeper"], "marking": str(row.marking - 1)}
        return _form(request, Paper(now, register, None, base, None, Sheet(texts, base.parts)), row)
    paper = Paper(now, register, None, base, None, sheet_typed(register, request.POST), reason=reason_of(request))
    paper.sheet.parts, paper.sheet.texts["key"] = base.parts, ""
    drafting, status = Drafting(now, register, base, None), 422
    draft, paper.errors = drafting.draft(paper.sheet), drafting.errors
    check_filing(paper)
    if not paper.reason:
        paper.errors["reason"] = [_("Say why: the reason is kept with the version.")]
    if any(paper.errors.values()):
        return _form(request, paper, row, 422)
    try:
        made = make_copy(row, draft, actor=now.user, reason=paper.reason, expected=version_typed(request))
    except Invalid as problem:
        drafting.refused(problem)
        paper.errors = drafting.errors
    except (NotAllowed, Conflict) as problem:
        message, status = refusal(problem)
        paper.errors[""] = [message]
    else:
        messages.success(request, _("The copy is made."))
        return redirect(address(now, "detail", code, made.pk))
    return _form(request, paper, row, status)


def _form(request: HttpRequest, paper: Paper, row: Any, status: int = 200) -> HttpResponse:
    register, standpoint = paper.register, paper.standpoint
    boxes = content_boxes(standpoint, register, paper.sheet, paper.errors, None)
    filing = [box for box in filing_boxes(standpoint, paper.sheet, paper.keepers, paper.errors) if box.name != "key"]
    for box in filing:
        if box.name == "marking":
            box.options = [(code, words) for code, words in box.options if int(code) < row.marking]
    for box in boxes:
        box.citable = False
    context = {
        "row": row,
        "name": standpoint.caption(row),
        "back": address(standpoint, "detail", register.code, row.uuid),
        "boxes": [*boxes, *filing],
        "reason": paper.reason,
        "reason_errors": paper.errors.get("reason", []),
        "problems": paper.errors.get("", []),
        "wrong": any(paper.errors.values()),
        "marking": sheet_marking(standpoint, levels=[row.marking]),
    }
    return show(request, standpoint, "copy", context, status)
