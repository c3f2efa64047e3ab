"""May we sign this: a guided page for who does not know the law; it asks, and answers from the profile's tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trivet.core.bodies import Body
from trivet.core.profile import said
from trivet.core.standpoint import Standpoint
from trivet.procedures.signing import Answer, Matter, answered, chosen, signing_procedures, told_facts
from trivet.procedures.tables import FLAG, Fact, Procedure
from trivet.web.dossier_forms import FactBox, fact_boxes, typed, typed_fact
from trivet.web.reading import BadValue, as_of_now, day_of, profile_of, reads, show
from trivet.web.signing_shown import AnswerShown, Telling

#: Terms are reckoned in these years; nobody plans a signature outside.
_YEARS = (1900, 2199)


@dataclass(frozen=True)
class Group:
    """The questions that one procedure asks."""

    label: str
    boxes: list[FactBox]


@require_safe
@reads
def signing_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/signing/`: `body`, `title`, `binding`, `day`, `opening` and the facts (`fact-…`) in the address."""
    now, query = as_of_now(standpoint), request.GET
    profile, opening = profile_of(now), _reckoned(query, "opening") or timezone.localdate()
    bodies = [one for one in now.of(Body) if not (one.ends_latest and one.ends_latest < opening)]
    names = {one.uuid: Body.name_in(one) for one in bodies}
    found = signing_procedures(profile, opening) if profile else []
    matter = _matter(query, bodies, found, opening)
    some = chosen(found, matter.binding)
    asked = bool(query.get("asked"))
    telling = Telling(names)
    answers = [answered(profile, one, matter, bodies) for one in some] if asked and profile else []
    context = {
        "declared": bool(found),
        "own": _options(names, now.access.own),
        "others": _options(names, names.keys() - now.access.own),
        "keeper": str(matter.keeper.pk) if matter.keeper else "",
        "title": matter.title,
        "binding": matter.binding,
        "day": matter.day.isoformat() if matter.day else "",
        "opening": opening.isoformat(),
        "groups": _groups(some, matter),
        "asked": asked,
        "answers": [_shown(telling, one, now) for one in answers],
    }
    return show(request, now, "signing", context)


def _options(names: dict[UUID, str], some: Any) -> list[tuple[str, str]]:
    return sorted(((str(key), names[key]) for key in some if key in names), key=lambda option: option[1])


def _matter(query: QueryDict, bodies: Sequence[Any], found: Sequence[Procedure], opening: date) -> Matter:
    body, binding = typed(query, "body"), typed(query, "binding")
    keeper = next((one for one in bodies if str(one.uuid) == body), None)
    if body and keeper is None:
        raise BadValue(_("There is no body “%s” that you may see.") % body)
    facts = {one.code: text for procedure in found for one in procedure.facts if (text := _asked(query, one))}
    sure, day = binding if binding in FLAG else "", _reckoned(query, "day")
    return Matter(keeper, typed(query, "title"), sure, day, opening, facts)


def _reckoned(query: QueryDict, name: str) -> date | None:
    """A day of an address that terms can be counted from, forward and back."""
    day = day_of(typed(query, name))
    if day and not _YEARS[0] <= day.year <= _YEARS[1]:
        raise BadValue(_("No term is reckoned from “%s”.") % typed(query, name))
    return day


def _asked(query: QueryDict, fact: Fact) -> str:
    """What was answered: here a flag has three answers, for what nobody knows yet is neither yes nor no."""
    if fact.kind == "flag":
        told = typed(query, f"fact-{fact.code}")
        return told if told in FLAG else ""
    allowed = {choice.code for choice in fact.choices}
    told = typed_fact(query, fact)
    return ",".join(code for code in told.split(",") if code in allowed) if fact.kind == "choice" else told


def _groups(some: Sequence[Procedure], matter: Matter) -> list[Group]:
    """The facts that the procedures ask for; one that two of them ask for stands once."""
    groups, seen = [], set[str]()
    for procedure in some:
        codes = [code for code in (procedure.signing.asks if procedure.signing else ()) if code not in seen]
        seen |= set(codes)
        facts = [procedure.one("facts", code) for code in codes]
        if facts:
            boxes = [_three(box) for box in fact_boxes(facts, matter.facts, None, "ask", {})]
            groups.append(Group(str(capfirst(said(procedure.procedure.label))), boxes))
    return groups


def _three(box: FactBox) -> FactBox:
    if box.kind != "flag":
        return box
    options = [("yes", _("yes"), box.value == "yes"), ("no", _("no"), box.value == "no")]
    return replace(box, kind="choice", several=False, options=options)


def _shown(telling: Telling, answer: Answer, standpoint: Standpoint) -> AnswerShown:
    shown = telling.told(answer)
    today = timezone.localdate()
    if standpoint.access.may("create") and answer.procedure.procedure.holds(today):
        shown.start = _start(answer)
    return shown


def _start(answer: Answer) -> str:
    """The address of the form of a new dossier with what was answered; its name is checked there again."""
    matter, signing = answer.matter, answer.procedure.signing
    kinds = {one.code: one.kind for one in answer.procedure.facts}
    told: list[tuple[str, str]] = [("title", matter.title)]
    told.append(("keeper", str(matter.keeper.pk) if matter.keeper else ""))
    if answer.too_late and answer.shortened_open and answer.shortened_fits:
        told.append(("variant", "shortened"))
    for code, text in told_facts(answer.procedure, matter).items():
        if signing and code != signing.name and not (kinds[code] == "flag" and text != "yes"):
            told += [(f"fact-{code}", one) for one in (text.split(",") if kinds[code] == "choice" else [text])]
    query = urlencode([(name, text) for name, text in told if text])
    return f"{reverse('new-dossier', args=[answer.procedure.code])}?{query}"
