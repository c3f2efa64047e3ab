"""Pages of procedures: help in plain words, diagram, rules with their validity, and the process as BPMN."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from trivet.core.bodies import Body
from trivet.core.profile import Profile, said
from trivet.core.standpoint import Standpoint
from trivet.procedures.bpmn import bpmn_file
from trivet.procedures.diagram import draw
from trivet.procedures.editions import NoProcedure, in_force, procedures, rules
from trivet.procedures.help import actors_help, authority_help, stages_help, to_confirm
from trivet.procedures.signing import signing_procedures
from trivet.procedures.tables import Procedure, Rule
from trivet.procedures.words import length_words
from trivet.web.reading import BadValue, address, day_of, profile_of, reads, show
from trivet.web.shown import day_text


@dataclass(frozen=True)
class ProcedureLine:
    """One procedure of the profile: what it is called, what it is for, and whether it is in force on the day."""

    code: str
    label: str
    help: str
    basis: str
    verified: bool
    holds: bool
    url: str


@dataclass(frozen=True)
class RuleLine:
    """One rule with its validity; `holds` on the day that is asked for."""

    label: str
    length: str
    basis: str
    starts: str
    ends: str
    verified: bool
    holds: bool


@require_safe
@reads
def procedures_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/procedures/`: every procedure that the profile declares."""
    today, profile = timezone.localdate(), profile_of(standpoint)
    lines = [_line(standpoint, one, today) for one in procedures(profile)] if profile else []
    signs = bool(profile and signing_procedures(profile, today))
    may_create = standpoint.access.may("create")
    return show(request, standpoint, "procedures", {"lines": lines, "may_create": may_create, "signs": signs})


def _line(standpoint: Standpoint, one: Procedure, day: date) -> ProcedureLine:
    head = one.procedure
    url = address(standpoint, "procedure", one.code)
    return ProcedureLine(
        one.code, str(capfirst(said(head.label))), said(head.help), head.basis, head.verified, head.holds(day), url
    )


@require_safe
@reads
def procedure_page(request: HttpRequest, standpoint: Standpoint, code: str) -> HttpResponse:
    """`/procedures/<code>/`: one procedure as it is in force on a day (`on=`; today)."""
    profile, day, found = _asked(request, standpoint, code)
    bodies = _bodies(standpoint)
    context = {
        "procedure": found,
        "label": capfirst(said(found.procedure.label)),
        "help": said(found.procedure.help),
        "on": day,
        "stages": stages_help(found, bodies),
        "actors": actors_help(found, bodies),
        "authority": authority_help(found),
        "to_confirm": to_confirm(found),
        "papers": [(capfirst(said(one.label)), one.form, one.basis, one.verified) for one in found.papers],
        "rules": [_rule(one, day) for one in rules(profile) if one.code in found.rules_used],
        "drawing": draw(found),
        "may_create": standpoint.access.may("create") and standpoint.known is None,
    }
    return show(request, standpoint, "procedure", context)


@require_safe
@reads
def bpmn_page(request: HttpRequest, standpoint: Standpoint, code: str) -> HttpResponse:
    """`/procedures/<code>/process.bpmn`: the process for the programs of analysts."""
    _profile, _day, found = _asked(request, standpoint, code)
    answer = HttpResponse(bpmn_file(found), content_type="application/xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.code}.bpmn"'
    return answer


def _asked(request: HttpRequest, standpoint: Standpoint, code: str) -> tuple[Profile, date, Procedure]:
    """The profile, the day and the procedure of an address; 404 for a code that the profile has not at all."""
    profile, day = profile_of(standpoint), day_of(request.GET.get("on", "")) or timezone.localdate()
    if profile is None or code not in {one.code for one in procedures(profile)}:
        raise Http404
    try:
        return profile, day, in_force(profile, code, day)
    except NoProcedure as problem:
        raise BadValue(str(problem)) from problem


def _bodies(standpoint: Standpoint) -> dict[str, str]:
    """The names of the bodies that this reader may see, by key."""
    rows: Any = standpoint.of(Body).exclude(key=None)
    return {row.key: Body.name_in(row) for row in rows}


def _day_text(text: str) -> str:
    return day_text(date.fromisoformat(text)) if text else ""


def _rule(one: Rule, day: date) -> RuleLine:
    return RuleLine(
        str(capfirst(said(one.label))),
        length_words(one),
        one.basis,
        _day_text(one.valid_from),
        _day_text(one.valid_to),
        one.verified,
        one.holds(day),
    )
