"""What is pressed on the pages of the programme: decisions on lines and findings, and the adopting of the year."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from trivet.core.actions import Conflict, NotAllowed
from trivet.core.asking import as_of_now
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.validation import Invalid
from trivet.programme.deciding import STEPS, adopt, decide, join, keep_finding
from trivet.programme.finding import findings_of
from trivet.programme.lines import LineDecision, ProgrammeLine
from trivet.web.programme_frame import opened
from trivet.web.reading import address, came_from, reads, show

_V = LineDecision.Verdict
_LABELS: dict[str, Promise] = {
    _V.APPROVE: gettext_lazy("Approve"),
    _V.REFUSE: gettext_lazy("Refuse"),
    _V.CANCEL: gettext_lazy("Cancel the line"),
    _V.REOPEN: gettext_lazy("Take up again"),
}


def decisions_open(status: str = "") -> list[tuple[str, str]]:
    """The decisions that lead on from a status (all of them without one), with their words."""
    return [(verdict, str(_LABELS[verdict])) for verdict, (sources, _to) in STEPS.items() if status in {"", *sources}]


@require_POST
@reads
def decide_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/programme/decide/`: the `verdict` on the lines in `row` (identity and version that was read)."""
    verdict, rows = request.POST.get("verdict", ""), _chosen(request.POST.getlist("row"))
    if verdict not in STEPS:
        raise Http404

    def act(actor: User, reason: str) -> None:
        if not rows:
            raise NotAllowed(_("Choose the rows first."))
        decide(list(rows), verdict, actor=actor, reason=reason, expected=rows)

    return _done(request, standpoint, act)


@require_POST
@reads
def finding_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/programme/finding/`: the `verdict` on the `finding` about the `line`; `main` goes on when lines are joined."""
    now = as_of_now(standpoint)
    row = standpoint_line(now, request.POST.get("line", ""))
    mark, verdict = request.POST.get("finding", ""), request.POST.get("verdict", "")

    def act(actor: User, reason: str) -> None:
        found = next((one.finding for one in findings_of(now, row) if one.finding.mark == mark), None)
        if found is None:
            raise NotAllowed(_("This finding is not there any more: somebody changed one of its lines."))
        lines = [line.uuid for line in found.lines]
        told: dict[str, Any] = {"actor": actor, "reason": reason, "rule": found.rule.code, "finding": mark}
        if verdict == _V.KEEP:
            keep_finding(lines, **told)
            return
        main = next((uuid for uuid in lines if str(uuid) == request.POST.get("main", "")), lines[0])
        join(main, [uuid for uuid in lines if uuid != main], verdict, **told)

    if verdict not in {_V.KEEP, _V.MERGE, _V.COMPLEMENT}:
        raise Http404
    return _done(request, now, act)


@require_POST
@reads
def adopt_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/programme/<uuid>/adopt/`: the programme as it stands becomes its baseline, or an amendment."""
    programme = opened(as_of_now(standpoint), uuid)
    expected = request.POST.get("expected", "")

    def act(actor: User, reason: str) -> None:
        adopt(programme, actor=actor, reason=reason, expected=int(expected) if expected.isdecimal() else 0)

    return _done(request, standpoint, act, address(as_of_now(standpoint), "programme", uuid))


def standpoint_line(standpoint: Standpoint, text: str) -> Any:
    """A line that the reader may see, with its programme, partners and rows at hand; else 404."""
    try:
        rows = standpoint.of(ProgrammeLine).filter(uuid=UUID(text))
    except ValueError:
        raise Http404 from None
    found = rows.select_related("programme").first()
    if found is None:
        raise Http404
    return standpoint.attach([found], parts=True)[0]


def _done(
    request: HttpRequest, standpoint: Standpoint, act: Callable[[User, str], None], back: str = ""
) -> HttpResponse:
    """Act for the signed-in person with the reason given, then go back; what is refused is told with its reason."""
    if standpoint.user is None:
        raise Http404
    reason = request.POST.get("reason", "").replace("\0", "").strip()
    try:
        if not reason:
            return refused(request, standpoint, _("Say why: the reason is kept with the version."), 422)
        act(standpoint.user, reason)
    except Invalid as problem:
        return refused(
            request, standpoint, "; ".join(f"{one.where}: {one.message}" for one in problem.problems[:50]), 422
        )
    except (Conflict, NotAllowed) as problem:
        return refused(request, standpoint, str(problem), 409 if isinstance(problem, Conflict) else 403)
    messages.success(request, _("Done."))
    return redirect(back or _back(request))


def refused(request: HttpRequest, standpoint: Standpoint, problem: str, status: int, back: str = "") -> HttpResponse:
    """Why an act was refused, and the way back."""
    told = {"problem": problem, "back": back or _back(request)}
    return show(request, standpoint, "programme_refused", told, status)


def _back(request: HttpRequest) -> str:
    return came_from(request, address(Standpoint(), "programmes"), "/programme/")


def _chosen(marks: list[str]) -> dict[UUID, int]:
    """The version that was read of each chosen line; what is no mark is passed over."""
    rows = {}
    for mark in marks:
        uuid, _colon, version = mark.partition(":")
        try:
            rows[UUID(uuid)] = int(version)
        except ValueError:
            continue
    return rows
