"""Forms: a new record, or a change of one; what was typed is never lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from trivet.coordination.reads import Reading, remember_reading
from trivet.core.access import restrict, restrict_versions
from trivet.core.actions import Conflict, NotAllowed, change, cite, create
from trivet.core.bodies import Body
from trivet.core.history import unit
from trivet.core.register import Register
from trivet.core.standpoint import Standpoint
from trivet.core.validation import Invalid
from trivet.web.boxes import Options, cite_boxes, content_boxes, filing_boxes, part_boxes
from trivet.web.citation_form import Citing
from trivet.web.drafting import Drafting
from trivet.web.field_sources import FieldSources
from trivet.web.reading import address, as_of_now, reads, reason_of, register_named, show
from trivet.web.sheets import FILING, Sheet, empty_sheet, level_of, merged, sheet_of, sheet_typed, with_rows
from trivet.web.shown import content, label
from trivet.web.tags import namings_of, sheet_marking


@dataclass
class Paper:
    """One form on its way: for which record, what stands on it, and what it began from."""

    standpoint: Standpoint
    register: Register
    live: Any
    base: Sheet
    base_row: Any
    sheet: Sheet
    expected: int = 0
    reason: str = ""
    cite: dict[str, str] = field(default_factory=dict)
    sources: FieldSources | None = None
    errors: dict[str, list[str]] = field(default_factory=dict)
    rivals: list[tuple[str, str, str, str]] = field(default_factory=list)

    @property
    def keepers(self) -> Options:
        """The bodies in which the reader may create, and the present keeper."""
        access = self.standpoint.access
        rows = as_of_now(self.standpoint).of(Body)
        if not access.everything:
            held = access.bodies.get("create", frozenset())
            rows = rows.filter(uuid__in={*held, *([self.live.keeper_id] if self.live and self.live.keeper_id else [])})
        options = sorted(((str(body.uuid), body.name_in()) for body in rows), key=lambda option: option[1])
        missing = self.base.texts["keeper"] == ""
        return [("", _("unchanged") if self.live else ""), *options] if missing else options


@reads
def new_page(request: HttpRequest, standpoint: Standpoint, code: str) -> HttpResponse:
    """`/registers/<code>/new/`; what the address tells of fields stands in their boxes."""
    register = register_named(code)
    if standpoint.user is None:
        return redirect_to_login(request.get_full_path())
    if not standpoint.access.may("create"):
        raise Http404
    own = sorted(standpoint.access.own & standpoint.access.bodies.get("create", frozenset()))
    base = empty_sheet(register, own[0] if len(own) == 1 else None)
    told = {f.name: request.GET.get(f.name, "").replace("\0", "") for f in content(register) if f.name in request.GET}
    paper = Paper(standpoint, register, None, base, None, Sheet({**base.texts, **told}, base.parts))
    if request.method == "POST":
        return _post(request, paper)
    return _form(request, paper)


@reads
def edit_page(request: HttpRequest, standpoint: Standpoint, code: str, uuid: UUID) -> HttpResponse:
    """`/registers/<code>/<uuid>/edit/`"""
    register = register_named(code)
    now = as_of_now(standpoint)
    live = restrict(register.model.objects.filter(uuid=uuid), now.access, "change").order_by().first()
    if live is None:
        raise Http404
    remember_reading(now, register, [live], Reading.Way.FORM)
    with_rows(live, None)
    if request.method != "POST":
        base = sheet_of(now, register, live)
        return _form(request, Paper(now, register, live, base, live, base, live.version))
    told = request.POST.get("expected", "")
    expected = int(told) if told.isdecimal() and len(told) <= 18 else 0
    base_row = _read_version(now, register, live, expected)
    base = sheet_of(now, register, base_row)
    return _post(request, Paper(now, register, live, base, base_row, base, expected))


def _read_version(standpoint: Standpoint, register: Register, live: Any, number: int) -> Any:
    """The version the person had before them when they typed; the live row when it cannot be told."""
    if number == live.version:
        return live
    versions = register.model.Version.objects.filter(uuid=live.uuid, vf=number)
    found = restrict_versions(versions, standpoint.access, live=register.model.objects.all()).first()
    if found is None:
        return live
    return with_rows(found, number)


def _post(request: HttpRequest, paper: Paper) -> HttpResponse:
    paper.sheet = sheet_typed(paper.register, request.POST)
    paper.reason = reason_of(request)
    paper.cite = {name: str(text).strip() for name, text in request.POST.items() if name.startswith("cite-")}
    drafting = Drafting(paper.standpoint, paper.register, paper.base, paper.base_row)
    draft = drafting.draft(paper.sheet)
    citing = Citing(paper.standpoint, paper.register, paper.cite)
    paper.sources = FieldSources(paper.standpoint, paper.register, request.POST)
    paper.errors = drafting.errors
    check_filing(paper)
    for name, problems in citing.errors.items():
        paper.errors.setdefault(name, []).extend(problems)
    if not paper.reason:
        paper.errors["reason"] = [_("Say why: the reason is kept with the version.")]
    nothing = paper.live is not None and not (
        draft.values or draft.parts or draft.assignments is not None or citing.wanted or paper.sources.citations
    )
    if nothing and not paper.errors:
        paper.errors[""] = [_("Nothing was changed.")]
    if any(paper.errors.values()) or any(paper.sources.errors.values()):
        return _form(request, paper, 422)
    try:
        record = _write(paper, draft, citing, "submit" in request.POST)
    except Invalid as problem:
        if not citing.refused(problem):
            drafting.refused(problem)
        paper.errors = {**drafting.errors, **citing.errors}
        return _form(request, paper, 422)
    except IntegrityError:
        paper.errors["key"] = [_("This key is already taken.")]
        return _form(request, paper, 422)
    except NotAllowed as problem:
        paper.errors[""] = [str(problem)]
        return _form(request, paper, 403)
    except Conflict as problem:
        return _conflict(request, paper, problem)
    messages.success(request, _("Saved."))
    return redirect(address(Standpoint(), "detail", paper.register.code, record.uuid))


def check_filing(paper: Paper) -> None:
    """Only what the form offers may be chosen."""
    told, base = paper.sheet.texts, paper.base.texts
    if told["keeper"] not in dict(paper.keepers) or (paper.live is None and not told["keeper"]):
        paper.errors["keeper"] = [_("Choose one of these bodies.")]
    level = level_of(told["marking"])
    too_high = level is None or level > paper.standpoint.access.clearance
    if too_high and told["marking"] != base["marking"]:
        paper.errors["marking"] = [_("Choose one of these markings.")]


def _write(paper: Paper, draft: Any, citing: Citing, submit: bool) -> Any:
    """The verbs, in one transaction."""
    actor, reason = paper.standpoint.user, paper.reason
    if actor is None:
        raise Http404
    with unit(actor, reason):
        citation = citing.make(paper.live, draft, actor, reason)
        citations = [*(paper.sources.citations if paper.sources else ()), *([citation] if citation else ())]
        if paper.live is None:
            draft.citations = citations or None
            return create(paper.register.model, draft, actor=actor, reason=reason, submit=submit)
        record = change(paper.live, draft, actor=actor, reason=reason, expected=paper.expected)
        for one in citations:
            record = cite(record, one, actor=actor, reason=reason)
        return record


def _conflict(request: HttpRequest, paper: Paper, problem: Conflict) -> HttpResponse:
    """Both versions side by side; a second saving is meant against what is there now."""
    paper.live = with_rows(problem.record, None)
    now = sheet_of(paper.standpoint, paper.register, paper.live)
    typed = paper.sheet
    for name in (*(f.name for f in content(paper.register)), *FILING):
        read, is_now = paper.base.texts[name], now.texts[name]
        if read != is_now and name not in {"keeper", "marking", "need_to_know"}:
            paper.rivals.append((label(paper.register, name), read, is_now, typed.texts[name]))
    paper.sheet = merged(paper.base, typed, now)
    paper.base, paper.expected = now, paper.live.version
    paper.errors = {"": [str(problem)]}
    return _form(request, paper, 409)


def _form(request: HttpRequest, paper: Paper, status: int = 200) -> HttpResponse:
    standpoint, register, errors = paper.standpoint, paper.register, paper.errors
    context = {
        "register": register,
        "live": paper.live,
        "expected": paper.expected,
        "boxes": content_boxes(standpoint, register, paper.sheet, errors, paper.sources),
        "filing": filing_boxes(standpoint, paper.sheet, paper.keepers, errors),
        "parts": part_boxes(standpoint, register, paper.sheet, errors),
        "cite": cite_boxes(register, paper.cite, errors),
        "reason": paper.reason,
        "reason_errors": errors.get("reason", []),
        "problems": errors.get("", []),
        "wrong": any(errors.values()) or bool(paper.sources and any(paper.sources.errors.values())),
        "rivals": paper.rivals,
        "marking": sheet_marking(standpoint, levels=[paper.live.marking]) if paper.live else "",
        "namings": namings_of(standpoint, register, paper.live) if paper.live else [],
        "back": address(standpoint, "detail", register.code, paper.live.uuid)
        if paper.live
        else address(standpoint, "list", register.code),
    }
    return show(request, standpoint, "form", context, status)
