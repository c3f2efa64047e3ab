"""Succession of a body: what it still holds goes to its successors, and is shown before it is done."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trivet.core.actions import NotAllowed
from trivet.core.bodies import Body
from trivet.core.history import Assignment
from trivet.core.people import Post
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.core.succession import Holding, holdings, may_give
from trivet.core.validation import Invalid
from trivet.procedures.succeeding import DELEGATIONS, DOSSIERS, further_holdings, succeed
from trivet.reports.agreement_year import REGISTER
from trivet.web.dossier_forms import typed
from trivet.web.reading import BadValue, address, as_of_now, day_of, profile_of, reads, show
from trivet.web.shown import day_text

#: So many records of a register stand one by one; further ones go where the register goes.
_SHOWN = 100
#: What stays where it is.
STAYS = "stays"


@dataclass
class Shelf:
    """What is held in one register: where all of it goes, and (`own`) where single records go that go elsewhere."""

    code: str
    label: str
    holdings: list[Holding]
    to: str = ""
    own: dict[str, str] = field(default_factory=dict)

    def goes(self, one: Holding) -> str:
        """Where a record goes: the identity of a body, or nowhere."""
        found = self.own.get(str(one.record)) or self.to
        return "" if found == STAYS else found

    @property
    def lines(self) -> list[tuple[Holding, str, str]]:
        """The records that are shown, each with what is held in it, in words, and where alone it goes."""
        return [(one, _held_words(one), self.own.get(str(one.record), "")) for one in self.holdings[:_SHOWN]]

    @property
    def more(self) -> int:
        """How many are not shown one by one."""
        return max(0, len(self.holdings) - _SHOWN)


@dataclass
class Plan:
    """A succession on its way: whose, on which day, what goes where and why."""

    body: Any
    day: date
    shelves: list[Shelf]
    bodies: dict[str, str]
    reason: str = ""
    basis: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def seen(self) -> str:
        """What tells this state of the record from another one: which records it holds, in which versions."""
        told = sorted(f"{one.record}{one.version}" for shelf in self.shelves for one in shelf.holdings)
        return hashlib.sha256("".join(told).encode()).hexdigest()[:16]

    def to(self) -> dict[str, dict[UUID, UUID]]:
        """What goes where, by register."""
        found = {s.code: {one.record: UUID(s.goes(one)) for one in s.holdings if s.goes(one)} for s in self.shelves}
        return {code: some for code, some in found.items() if some}

    def moves(self) -> list[tuple[str, list[tuple[str, str, str]]]]:
        """Register by register what goes where, one by one as far as records are shown so."""
        return [
            (s.label, [(one.caption, held, self.bodies[s.goes(one)]) for one, held, _own in s.lines if s.goes(one)])
            for s in self.shelves
        ]

    def counts(self) -> list[tuple[str, list[tuple[str, int]], int]]:
        """Register by register how many records go to whom, and how many stay."""
        lines = []
        for shelf in self.shelves:
            counted = Counter(shelf.goes(one) for one in shelf.holdings)
            stay = counted.pop("", 0)
            lines.append((shelf.label, [(self.bodies[code], n) for code, n in counted.most_common()], stay))
        return lines


@reads
def succession_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/succession/<body>/`: for who heads or administers the body; `preview` shows what `do` would do."""
    now = as_of_now(standpoint)
    if now.user is None:
        return redirect_to_login(request.get_full_path())
    body = now.of(Body).filter(pk=uuid).first()
    if body is None or not may_give(now.access, uuid):
        raise Http404
    sent = request.POST if request.method == "POST" else QueryDict()
    plan = _plan(now, body, sent if request.method == "POST" else request.GET)
    if request.method != "POST":
        return _page(request, now, plan, "succession")
    plan.problems = _problems(plan, sent)
    if plan.problems:
        return _page(request, now, plan, "succession", 422)
    if "do" not in sent:
        return _page(request, now, plan, "succession_preview")
    reason = f"{plan.reason} ({plan.basis})" if plan.basis else plan.reason
    try:
        act = succeed(plan.to(), body.pk, plan.day, actor=now.user, reason=reason)
    except (NotAllowed, Invalid) as problem:
        plan.problems = [str(problem)]
        return _page(request, now, plan, "succession", 403 if isinstance(problem, NotAllowed) else 422)
    messages.success(request, _("Done."))
    return redirect(address(now, "succession-notices", uuid, act.number))


def _plan(standpoint: Standpoint, body: Any, sent: QueryDict) -> Plan:
    ended = body.ends.latest if body.ends else None
    day = day_of(sent.get("day", "")) or ended or timezone.localdate()
    found = holdings(standpoint, body.pk, day)
    further_holdings(standpoint, body.pk, day, found)
    bodies = {
        str(one.pk): Body.name_in(one)
        for one in standpoint.of(Body)
        if one.pk != body.pk and may_give(standpoint.access, one.pk) and not (one.ends_latest and one.ends_latest < day)
    }
    usual = str(body.successor_id) if str(body.successor_id) in bodies else STAYS
    shelves = _shelves(found.values(), sent, bodies, usual)
    ordered = dict(sorted(bodies.items(), key=lambda option: option[1]))
    return Plan(body, day, shelves, ordered, reason_typed(sent), typed(sent, "basis"))


def reason_typed(sent: QueryDict) -> str:
    """Why it is done, as it was typed."""
    return typed(sent, "reason").replace("\0", "")


def _shelves(found: Iterable[Holding], sent: QueryDict, bodies: dict[str, str], usual: str) -> list[Shelf]:
    """What is held by register: agreements first, then dossiers, the others by their names."""
    shelves: dict[str, Shelf] = {}
    for one in found:
        label = str(capfirst(registers()[one.register].label))
        shelf = shelves.setdefault(one.register, Shelf(one.register, label, []))
        shelf.holdings.append(one)
    for shelf in shelves.values():
        # A post of a body that ends is usually another one's no more than its name is.
        default = STAYS if registers()[shelf.code].model is Post else usual
        shelf.to = _choice(sent.get(f"all-{shelf.code}", default), bodies)
        for one in shelf.holdings:
            told = sent.get(f"to-{one.record}", "")
            if told:
                shelf.own[str(one.record)] = _choice(told, bodies)
    first = {REGISTER: 0, DOSSIERS: 1, DELEGATIONS: 9}
    return sorted(shelves.values(), key=lambda one: (first.get(one.code, 2), one.label))


def _choice(told: str, bodies: dict[str, str]) -> str:
    if told != STAYS and told not in bodies:
        raise BadValue(_("There is no body “%s” that you may give this to.") % told)
    return told


def _held_words(one: Holding) -> str:
    told = [_("keeps it")] if one.keeps else []
    told += [str(Assignment.Role(role).label) for role in dict.fromkeys(one.roles)]
    told += [_("belongs to it")] if one.belongs else []
    return ", ".join([*told, *one.further])


def _problems(plan: Plan, sent: QueryDict) -> list[str]:
    told = [] if plan.reason else [_("Say why: the reason is kept with the version.")]
    told += [] if plan.basis else [_("Name the legal basis.")]
    told += [] if plan.to() else [_("Choose where something goes.")]
    if "do" in sent and typed(sent, "seen") != plan.seen:
        told.append(_("The record was changed meanwhile: look at it again before it is done."))
    return told


def _page(request: HttpRequest, standpoint: Standpoint, plan: Plan, template: str, status: int = 200) -> HttpResponse:
    profile = profile_of(standpoint)
    context = {
        "plan": plan,
        "name": Body.name_in(plan.body),
        "day": plan.day.isoformat(),
        "day_words": day_text(plan.day),
        "options": list(plan.bodies.items()),
        "stays": STAYS,
        "rules": profile.rows("succession") if profile else [],
        "dossiers": DOSSIERS,
        "delegations": DELEGATIONS,
        "sent": [(name, text) for name, text in request.POST.items() if name not in ("csrfmiddlewaretoken", "preview")],
    }
    return show(request, standpoint, template, context, status)
