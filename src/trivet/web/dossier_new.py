"""A new dossier: a procedure in force is chosen, what it needs is filled, and it is prepared or opened at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trivet.core.actions import NotAllowed, create
from trivet.core.bodies import Body
from trivet.core.drafts import Draft
from trivet.core.history import unit
from trivet.core.partners import Partner
from trivet.core.picking import Unclear, pick
from trivet.core.profile import said
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.procedures.acting import OutOfTurn, open_dossier
from trivet.procedures.dossiers import Dossier
from trivet.procedures.editions import NoProcedure, in_force, procedures
from trivet.procedures.kept_names import naming
from trivet.procedures.steps import fact_problems
from trivet.procedures.tables import Fact, PaperKind, Procedure
from trivet.procedures.words import conditions_words
from trivet.values.markings import Marking
from trivet.web.dossier_forms import by_box, fact_boxes, paper_boxes, typed, typed_day, typed_fact, typed_papers
from trivet.web.reading import address, as_of_now, profile_of, reads, show
from trivet.web.shown import marking_label

#: What a new dossier is usually marked: work between bodies is not for the public.
_USUAL = Marking.INTERNAL
_TEXTS = ("title", "place", "partners", "keeper", "marking", "variant", "note", "day", "reason")
#: What an address may fill.
_FILLED = ("title", "place", "partners", "keeper", "variant")


@dataclass
class Sheet:
    """The form of a new dossier: texts by box, and what is wrong by box."""

    texts: dict[str, str]
    post: QueryDict | None = None
    errors: dict[str, list[str]] = field(default_factory=dict)


@reads
def choose_procedure_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/dossiers/new/`: the procedures in force, each with what it is for."""
    if standpoint.user is None:
        return redirect_to_login(request.get_full_path())
    profile, today = profile_of(standpoint), timezone.localdate()
    if profile is None or not standpoint.access.may("create"):
        raise Http404
    chosen = [one for one in procedures(profile) if one.procedure.holds(today) and not one.clears]
    lines = [(one.code, capfirst(said(one.procedure.label)), said(one.procedure.help)) for one in chosen]
    return show(request, standpoint, "dossier_choose", {"lines": lines, "signs": any(one.signing for one in chosen)})


@reads
def new_dossier_page(request: HttpRequest, standpoint: Standpoint, code: str) -> HttpResponse:
    """`/dossiers/new/<code>/`"""
    now = as_of_now(standpoint)
    if now.user is None:
        return redirect_to_login(request.get_full_path())
    profile = profile_of(now)
    if profile is None or not now.access.may("create"):
        raise Http404
    try:
        procedure = in_force(profile, code, timezone.localdate())
    except NoProcedure as problem:
        raise Http404(str(problem)) from problem
    if request.method != "POST":
        return _form(request, now, procedure, _begun(now, request.GET))
    sheet = Sheet({name: typed(request.POST, name) for name in _TEXTS}, request.POST)
    try:
        made = _write(now, procedure, sheet, now.user, "open" in request.POST)
    except (Invalid, OutOfTurn, NotAllowed) as problem:
        sheet.errors = by_box(problem) if isinstance(problem, Invalid) else {"": [str(problem)]}
        return _form(request, now, procedure, sheet, 403 if isinstance(problem, NotAllowed) else 422)
    messages.success(request, _("Opened.") if made.stage else _("Prepared."))
    return redirect(address(now, "detail", register_of(Dossier).code, made.pk))


def _begun(standpoint: Standpoint, query: QueryDict) -> Sheet:
    """A form not sent yet: empty, or with what another page (`/signing/`) tells in the address."""
    told = {name: text for name in _FILLED if (text := typed(query, name))}
    return Sheet(_empty(standpoint) | told, query if any(name.startswith("fact-") for name in query) else None)


def _empty(standpoint: Standpoint) -> dict[str, str]:
    own = sorted(standpoint.access.own & standpoint.access.bodies.get("create", frozenset()))
    level = min(_USUAL, standpoint.access.clearance)
    return {"marking": str(int(level)), "keeper": str(own[0]) if len(own) == 1 else "", "variant": "normal"}


def _write(standpoint: Standpoint, procedure: Procedure, sheet: Sheet, actor: User, opening: bool) -> Any:
    """Prepare the dossier, and open it if that was asked for, in one transaction: all or nothing."""
    post, reason = sheet.post or QueryDict(), sheet.texts["reason"]
    draft = _draft(standpoint, procedure, sheet)
    day = typed_day(post)
    with unit(actor, reason):
        made = create(Dossier, draft, actor=actor, reason=reason, submit=opening)
        return open_dossier(made, actor=actor, reason=reason, day=day) if opening else made


def _draft(standpoint: Standpoint, procedure: Procedure, sheet: Sheet) -> Draft:
    """What was filled in. Raises Invalid with every box that is not clear."""
    post, texts = sheet.post or QueryDict(), sheet.texts
    problems = [Problem("", name, _("This is needed.")) for name in ("title", "reason") if not texts[name]]
    keepers = {code for code, _name in _keepers(standpoint)}
    problems += [] if texts["keeper"] in keepers else [Problem("", "keeper", _("Choose one of these bodies."))]
    levels = {code for code, _name in _levels(standpoint)}
    problems += [] if texts["marking"] in levels else [Problem("", "marking", _("Choose one of these markings."))]
    partners: list[UUID] = []
    for line in filter(None, map(str.strip, texts["partners"].split("\n"))):
        try:
            partners.append(pick(standpoint, Partner, line))
        except Unclear as problem:
            problems.append(Problem("", "partners", str(problem)))
    facts = {one.code: text for one in procedure.facts if (text := typed_fact(post, one))}
    problems += fact_problems(procedure, facts, "")
    problems += _check_name(procedure, texts["title"], facts)
    if problems:
        raise Invalid(problems)
    values = {
        "title": texts["title"],
        "procedure": procedure.code,
        "variant": texts["variant"] or Dossier.Variant.NORMAL,
        "place": texts["place"],
        "note": texts["note"],
        "keeper": UUID(texts["keeper"]),
        "marking": int(texts["marking"]),
        "need_to_know": "need_to_know" in post,
        "partners": list(dict.fromkeys(partners)),
    }
    rows = [{"fact": code, "value": text} for code, text in facts.items()]
    return Draft(values, parts={"facts": rows, "papers": typed_papers(standpoint, post, procedure.papers)})


def _check_name(procedure: Procedure, title: str, facts: dict[str, str]) -> list[Problem]:
    """Tell the fact on the name by how the text is called; where a person must look, they say so by its box."""
    fact = procedure.signing.name if procedure.signing else None
    if fact is None or not title:
        return []
    found = naming(procedure, title)
    if found.allowed == "no":
        return [Problem("", "title", found.words)]
    if found.kept and not facts.get(fact):
        return [Problem("", "title", found.words), Problem("", fact, _("Tick this if you have looked at it."))]
    facts[fact] = "yes"
    return []


def _keepers(standpoint: Standpoint) -> list[tuple[str, str]]:
    rows: Any = standpoint.of(Body)
    if not standpoint.access.everything:
        rows = rows.filter(uuid__in=standpoint.access.bodies.get("create", frozenset()))
    return sorted(((str(row.uuid), Body.name_in(row)) for row in rows), key=lambda option: option[1])


def _levels(standpoint: Standpoint) -> list[tuple[str, str]]:
    profile = profile_of(standpoint)
    levels = [level for level in Marking if level <= standpoint.access.clearance]
    return [(str(int(level)), marking_label(profile, level)) for level in levels]


def _form(
    request: HttpRequest, standpoint: Standpoint, procedure: Procedure, sheet: Sheet, status: int = 200
) -> HttpResponse:
    facts, papers = _soon(procedure)
    checked = procedure.signing.name if procedure.signing else None
    shown = [one for one in procedure.facts if one.code != checked or one.code in sheet.errors]
    known = {"title", "partners", "keeper", "marking", "variant", "day", "reason"}
    known |= {one.code for one in procedure.facts} | {one.code for one in procedure.papers}
    context = {
        "procedure": procedure,
        "label": capfirst(said(procedure.procedure.label)),
        "help": said(procedure.procedure.help),
        "texts": sheet.texts,
        "errors": sheet.errors,
        "problems": [text for name, texts in sheet.errors.items() if name not in known for text in texts],
        "need_to_know": sheet.post is not None and "need_to_know" in sheet.post,
        "keepers": _keepers(standpoint),
        "levels": _levels(standpoint),
        "shortened": conditions_words(procedure, procedure.procedure.shortened),
        "checked": checked,
        "facts": fact_boxes(shown, {}, sheet.post, "new", sheet.errors, [one.code for one in facts]),
        "papers": paper_boxes(procedure.papers, sheet.post, "new", sheet.errors, [one.code for one in papers]),
        "today": timezone.localdate().isoformat(),
    }
    return show(request, standpoint, "dossier_new", context, status)


def _soon(procedure: Procedure) -> tuple[list[Fact], list[PaperKind]]:
    """What the steps that lead on from the beginning need: it may be filled now or with the step."""
    steps = procedure.leaving(procedure.procedure.start, "normal")
    facts = {code: procedure.one("facts", code) for step in steps for code in step.facts}
    papers = {code: procedure.one("papers", code) for step in steps for code in step.papers}
    return list(facts.values()), list(papers.values())
