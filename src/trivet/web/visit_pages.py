"""What is done from a visit's page: opened from its line, moved, brought in line, and turned into what follows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trivet.core.actions import Conflict, NotAllowed
from trivet.core.asking import as_of_now
from trivet.core.bodies import Body
from trivet.core.history import Assignment
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.validation import Invalid
from trivet.programme.lines import ProgrammeLine
from trivet.programme.outcomes import Around, Becomes, Wanted, around, take_outcomes
from trivet.programme.visit_means import TextToSign
from trivet.programme.visit_rows import Delegate
from trivet.programme.visiting import align, open_visit, shift
from trivet.programme.visits import Visit
from trivet.web.details import record_of, show_detail
from trivet.web.programme_acts import refused, standpoint_line
from trivet.web.reading import address, reads, reason_of, show
from trivet.web.shown import day
from trivet.web.tags import sheet_marking

_MOST_ROWS = 200
_SUPPORTING = (Assignment.Role.CO_LEAD, Assignment.Role.SUPPORT)


@dataclass
class OutcomeRow:
    """One point, signed text or further task on the page, with what was typed for it."""

    name: str
    source: str
    words: str
    told: list[tuple[str, str]]
    choices: list[tuple[str, str]]
    becomes: str = ""
    title: str = ""
    lead: str = ""
    supports: list[str] = field(default_factory=list)
    due: str = ""
    errors: list[str] = field(default_factory=list)


@require_POST
@reads
def open_visit_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/visits/open/`: the file of the `line`; whoever may change the line opens it."""
    now = as_of_now(standpoint)
    line = standpoint_line(now, request.POST.get("line", ""))
    reason = reason_of(request)
    back = address(now, "programme-line", line.uuid)
    if now.user is None:
        raise Http404
    try:
        if not reason:
            return refused(request, now, _no_reason(), 422, back)
        visit = open_visit(ProgrammeLine.objects.get(pk=line.uuid), actor=now.user, reason=reason)
    except Invalid as problem:
        return refused(request, now, "; ".join(one.message for one in problem.problems), 422, back)
    except NotAllowed as problem:
        return refused(request, now, str(problem), 403, back)
    messages.success(request, _("Opened."))
    return redirect(address(now, "detail", register_of(Visit).code, visit.pk))


@require_POST
@reads
def visit_act_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/visits/<uuid>/act/`: `shift` by `days`, or `align` the activity; a refusal comes back on the visit's page."""
    now, register = as_of_now(standpoint), register_of(Visit)
    record_of(now, register, uuid)
    act = {"shift": _shift, "align": _align}.get(request.POST.get("act", ""))
    if now.user is None or act is None:
        raise Http404
    try:
        problem, status = act(Visit.objects.get(pk=uuid), request.POST, now.user, reason_of(request)), 422
    except Invalid as wrong:
        problem, status = "; ".join(one.message for one in wrong.problems), 422
    except NotAllowed as wrong:
        problem, status = str(wrong), 403
    except Conflict as wrong:
        problem, status = str(wrong), 409
    if problem:
        row = record_of(now, register, uuid)
        return show_detail(request, now, register, row, problem=problem, status=status)
    messages.success(request, _("Done."))
    return redirect(address(now, "detail", register.code, uuid))


def _no_reason() -> str:
    return _("Say why: the reason is kept with the version.")


def _shift(visit: Visit, post: QueryDict, actor: User, reason: str) -> str:
    try:
        days = int(post.get("days", ""))
    except ValueError:
        return _("Days: write a whole number, such as 3 or -1.")
    if not reason or not -400 <= days <= 400:
        return _no_reason() if not reason else _("Days: at most 400 either way.")
    told = post.get("expected", "")
    expected = int(told) if told.isdecimal() and len(told) <= 18 else 0
    shift(visit, days, actor=actor, reason=reason, expected=expected)
    return ""


def _align(visit: Visit, post: QueryDict, actor: User, reason: str) -> str:
    if not reason:
        return _no_reason()
    align(visit, actor=actor, reason=reason)
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
@reads
def outcomes_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/visits/<uuid>/outcomes/`: each open point and signed text, and what it becomes; all are made in one act."""
    now, register = as_of_now(standpoint), register_of(Visit)
    row = record_of(now, register, uuid)
    if now.user is None or not row.may_change:
        raise Http404
    found = around(now, row)
    now.attach(found.meetings, parts=True) if found.meetings else None
    lines, reason = _lines(row, found), reason_of(request)
    _usual(now, row, lines)
    problem, status = "", 200
    if request.method == "POST":
        problem, status = _take(request, now, row, lines, reason)
        if not problem:
            return redirect(address(now, "detail", register.code, uuid))
    context = {
        "row": row,
        "heading": row.title,
        "back": address(now, "detail", register.code, uuid),
        "lines": lines,
        "bodies": _bodies(now),
        "reason": reason,
        "problem": problem,
        "activity": found.activity,
        "marking": sheet_marking(now, (), [row.marking]),
    }
    return show(request, now, "visit_outcomes", context, status)


def _lines(row: Any, found: Around) -> list[OutcomeRow]:
    """A row for each point of which nothing was made, each signed text that is no agreement yet, and one for thanks."""
    lines: list[OutcomeRow] = []
    points = [Becomes.COMMITMENT, Becomes.TASK, Becomes.THANKS, Becomes.AGREEMENT]
    for meeting, point in found.open_points:
        told = [(meeting.title, day(meeting.held).text), (point.get_side_display(), point.get_kind_display())]
        by = point.by.text if point.by else ""
        lines.append(_line(len(lines), point, point.text, [*told, ("", point.answer)], points, due=by))
    signed = [one for one in row.texts_rows if one.status == TextToSign.Status.SIGNED and not one.agreement_id]
    for text in signed:
        lines.append(_line(len(lines), text, text.title, [(_("signed"), "")], [Becomes.BOTH, Becomes.AGREEMENT]))
    host = next((one.name for one in row.delegates_rows if one.side == Delegate.Side.THEIRS), "") or row.inviter
    words = _("Letter of thanks to %s") % host if host else _("Letter of thanks")
    thanks = OutcomeRow(f"row-{len(lines)}", "", words, [], _choices([Becomes.THANKS, Becomes.TASK]), title=words)
    return [*lines, thanks]


def _usual(standpoint: Standpoint, row: Any, lines: list[OutcomeRow]) -> None:
    """Who leads and supports the visit is offered for what comes of it."""
    assigned = standpoint.assignments([row.uuid])[row.uuid]
    lead = next((str(one.body_id) for one in assigned if one.role == Assignment.Role.LEAD), "")
    for line in lines[:-1]:  # thanks are the keeper's
        line.lead = lead
        line.supports = [str(one.body_id) for one in assigned if one.role in _SUPPORTING]


def _line(number: int, source: Any, words: str, told: Any, choices: Any, due: str = "") -> OutcomeRow:
    shown = [(one, more) for one, more in told if one or more]
    return OutcomeRow(f"row-{number}", str(source.uuid), words, shown, _choices(choices), title=words[:400], due=due)


def _choices(kinds: list[Becomes]) -> list[tuple[str, str]]:
    return [(kind.value, str(kind.label)) for kind in kinds]


def _bodies(standpoint: Standpoint) -> list[tuple[str, str]]:
    rows = [(str(one.pk), one.name_in()) for one in standpoint.of(Body).order_by()[:_MOST_ROWS]]
    return sorted(rows, key=lambda one: one[1])


def _take(
    request: HttpRequest, standpoint: Standpoint, row: Any, lines: list[OutcomeRow], reason: str
) -> tuple[str, int]:
    """Make what was chosen; what is wrong stands beside its row. Returns the problem of the whole, and the status."""
    _typed(request.POST, lines)
    chosen = [one for one in lines if one.becomes]
    if not reason or not chosen:
        return (_no_reason() if not reason else _("Choose what at least one of them becomes.")), 422
    known = {code for code, _name in _bodies(standpoint)}
    for one in chosen:
        if strange := {one.lead, *one.supports} - known - {""}:
            one.errors.append(_("There is no such body: %s.") % ", ".join(sorted(strange)))
    if any(one.errors for one in chosen):
        return _("Nothing was made: see what is wrong beside the rows."), 422
    wanted = [_wanted(one) for one in chosen]
    try:
        made = take_outcomes(Visit.objects.get(pk=row.uuid), wanted, actor=standpoint.user or _nobody(), reason=reason)
    except Invalid as problem:
        for told in problem.problems:
            for one in chosen:
                if told.where == one.title or len(chosen) == 1:
                    one.errors.append(told.message)
        return _("Nothing was made: see what is wrong beside the rows."), 422
    except NotAllowed as problem:
        return str(problem), 403
    messages.success(request, _("Made: %s.") % ", ".join(str(one) for one in made))
    return "", 302


def _nobody() -> User:
    raise Http404


def _typed(post: QueryDict, lines: list[OutcomeRow]) -> None:
    """Take up what was typed, by the point or text of each row: rows of others who acted meanwhile have gone."""
    sent = {post.get(f"row-{n}-source", ""): f"row-{n}" for n in range(_MOST_ROWS) if f"row-{n}-becomes" in post}
    for one in lines:
        if name := sent.get(one.source):
            told = {key: _text(post, f"{name}-{key}") for key in ("becomes", "title", "lead", "due")}
            one.becomes = told["becomes"] if told["becomes"] in dict(one.choices) else ""
            one.title, one.lead, one.due = told["title"][:400], told["lead"], told["due"][:40]
            one.supports = [body for body in post.getlist(f"{name}-supports") if body]


def _text(post: QueryDict, name: str) -> str:
    return post.get(name, "").replace("\0", "").strip()


def _wanted(one: OutcomeRow) -> Wanted:
    return Wanted(
        source=UUID(one.source) if one.source else None,
        becomes=Becomes(one.becomes),
        title=one.title,
        lead=UUID(one.lead) if one.lead else None,
        supports=tuple(UUID(body) for body in one.supports),
        due=one.due,
    )
