"""Clauses and instructions become tasks on one form; on its own page a task is reported done, or put off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trivet.coordination.decisions import Decision
from trivet.core.actions import Conflict, NotAllowed
from trivet.core.asking import as_of_now
from trivet.core.bodies import Body
from trivet.core.picking import Unclear, pick
from trivet.core.register import register_of, registers
from trivet.core.sources import Source
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.validation import Invalid
from trivet.programme.cascade import INSTRUCTIONS, POLICIES, TASKS
from trivet.programme.tasking import NewSource, Order, give_tasks, postpone, report_done
from trivet.web.details import record_of, show_detail
from trivet.web.reading import address, reads, reason_of, show
from trivet.web.tags import sheet_marking

#: A form takes so many rows, and offers so many bodies; of an instruction it begins with so many rows.
_MOST_ROWS, _MOST_BODIES, _SPARE = 100, 200, 3


@dataclass
class OrderRow:
    """One task on the form: the clause it is of, and what was typed for it."""

    name: str
    clause: str = ""
    words: str = ""
    title: str = ""
    lead: str = ""
    supports: list[str] = field(default_factory=list)
    due: str = ""
    indicator: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing was typed: a spare row."""
        return not (self.title or self.lead or self.supports or self.due or self.indicator)

    def order(self) -> Order:
        """What is wanted, for the verb."""
        lead = UUID(self.lead) if self.lead else None
        return Order(self.title, lead, tuple(map(UUID, self.supports)), self.due, self.indicator, self.clause)


@require_http_methods(["GET", "HEAD", "POST"])
@reads
def policy_tasks_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/policies/<uuid>/tasks/?clause=`: a row for each clause that was chosen, or one for the document as a whole."""
    now = as_of_now(standpoint)
    row = record_of(now, registers()[POLICIES], uuid)
    words = {one.number: one.asks or one.text for one in row.clauses_rows}
    chosen = [number for number in dict.fromkeys(request.GET.getlist("clause")) if number in words][:_MOST_ROWS]
    texts = [(number, words[number]) for number in chosen] or [("", "")]
    return _give(request, now, row, texts, words, address(now, "policy-work", uuid))


@require_http_methods(["GET", "HEAD", "POST"])
@reads
def instruction_tasks_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/instructions/<uuid>/tasks/`: some rows for what a leader told to be done."""
    now = as_of_now(standpoint)
    row = record_of(now, registers()[INSTRUCTIONS], uuid)
    return _give(request, now, row, [("", "")] * _SPARE, {}, address(now, "detail", INSTRUCTIONS, uuid))


@require_http_methods(["GET", "HEAD", "POST"])
@reads
def decision_tasks_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/decisions/<uuid>/tasks/`: a row for each numbered conclusion of which no task was made yet."""
    now, register = as_of_now(standpoint), register_of(Decision)
    row = record_of(now, register, uuid)
    words = {one.number: one.text for one in row.conclusions_rows}
    taken = set(now.of(registers()[TASKS].model).filter(decision=uuid).values_list("clause", flat=True))
    texts = [(number, text) for number, text in words.items() if number not in taken] or [("", "")]
    return _give(request, now, row, texts[:_MOST_ROWS], words, address(now, "detail", register.code, uuid))


def _give(
    request: HttpRequest, now: Standpoint, row: Any, texts: list[tuple[str, str]], words: dict[str, str], back: str
) -> HttpResponse:
    if now.user is None or not now.access.may("create"):
        raise Http404
    bodies, problem, status = _bodies(now), "", 200
    rows = [OrderRow(f"row-{n}", clause, text, title=text[:400]) for n, (clause, text) in enumerate(texts)]
    if request.method == "POST":
        rows = list(_typed(request.POST, words))
        problem, status = _take(request, now, row, rows, {code for code, _name in bodies})
        if not problem:
            return redirect(back)
    context = {
        "row": row,
        "heading": now.caption(row),
        "words": getattr(row, "words", ""),
        "back": back,
        "rows": rows,
        "bodies": bodies,
        "reason": reason_of(request),
        "problem": problem,
        "marking": sheet_marking(now, (), [row.marking]),
    }
    return show(request, now, "task_orders", context, status)


def _bodies(standpoint: Standpoint) -> list[tuple[str, str]]:
    rows = [(str(one.pk), one.name_in()) for one in standpoint.of(Body).order_by()[:_MOST_BODIES]]
    return sorted(rows, key=lambda one: one[1])


def _typed(post: QueryDict, words: dict[str, str]) -> Iterator[OrderRow]:
    """The rows as they were sent."""
    for n in range(_MOST_ROWS):
        name = f"row-{n}"
        if f"{name}-title" in post:
            told = {key: _text(post, f"{name}-{key}") for key in ("clause", "title", "lead", "due", "indicator")}
            row = OrderRow(name, words=words.get(told["clause"], ""))
            for key, text in told.items():
                setattr(row, key, text)
            row.supports = [body for body in post.getlist(f"{name}-supports") if body]
            yield row


def _text(post: QueryDict, name: str) -> str:
    return post.get(name, "").replace("\0", "").strip()


def _take(request: HttpRequest, now: Standpoint, row: Any, rows: list[OrderRow], known: set[str]) -> tuple[str, int]:
    """Give the tasks; what is wrong stands beside its row. Returns the problem of the whole, and the status."""
    wanted, reason = [one for one in rows if not one.empty], reason_of(request)
    if not reason or not wanted:
        return (_("Fill in at least one task.") if reason else _("Say why: the reason is kept with the version.")), 422
    for one in wanted:
        if strange := {one.lead, *one.supports} - known - {""}:
            one.errors.append(_("There is no such body: %s.") % ", ".join(sorted(strange)))
    if any(one.errors for one in wanted):
        return _nothing(), 422
    try:
        made = give_tasks(row, [one.order() for one in wanted], actor=now.user or _nobody(), reason=reason)
    except Invalid as problem:
        for told in problem.problems:
            for one in wanted:
                if told.where == (one.title or str(row)) or len(wanted) == 1:
                    one.errors.append(told.message)
        return _nothing(), 422
    except NotAllowed as problem:
        return str(problem), 403
    messages.success(request, _("Made: %s.") % ", ".join(str(one) for one in made))
    return "", 302


def _nothing() -> str:
    return _("Nothing was made: see what is wrong beside the rows.")


def _nobody() -> User:
    raise Http404


@require_POST
@reads
def task_act_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/tasks/<uuid>/act/`: `report` it done, or `postpone` it; a refusal comes back on the task's page."""
    now, register = as_of_now(standpoint), registers()[TASKS]
    row = record_of(now, register, uuid)
    act = {"report": _report, "postpone": _postpone}.get(request.POST.get("act", ""))
    if now.user is None or act is None:
        raise Http404
    try:
        problem, status = act(now, row, request.POST, reason_of(request)), 422
    except Invalid as wrong:
        problem, status = "; ".join(one.message for one in wrong.problems), 422
    except NotAllowed as wrong:
        problem, status = str(wrong), 403
    except (Conflict, Unclear) as wrong:
        problem, status = str(wrong), 409 if isinstance(wrong, Conflict) else 422
    if problem:
        return show_detail(request, now, register, row, problem=problem, status=status)
    messages.success(request, _("Done."))
    return redirect(address(now, "detail", register.code, uuid))


def _report(now: Standpoint, row: Any, post: QueryDict, reason: str) -> str:
    if not reason:
        return _("Say what came of it: it is kept with the version.")
    known, title = _text(post, "evidence"), _text(post, "title")
    if known and title:
        return _("Name a source that is there, or a new one, not both.")
    evidence = NewSource(title, _text(post, "address")) if title else pick(now, Source, known) if known else None
    report_done(row, evidence, actor=now.user or _nobody(), reason=reason, done=_text(post, "done"))
    return ""


def _postpone(now: Standpoint, row: Any, post: QueryDict, reason: str) -> str:
    if not reason:
        return _("Say why: the reason is kept with the version.")
    told = post.get("expected", "")
    expected = int(told) if told.isdecimal() and len(told) <= 18 else 0
    postpone(row, _text(post, "due"), actor=now.user or _nobody(), reason=reason, expected=expected)
    return ""
