"""The board of obligations: what is owed by whom, the soonest first, with filters and fifty rows a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trivet.core.bodies import Body
from trivet.core.keyset import count_up_to
from trivet.core.profile import said
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.procedures.board import ORDER, SIDES, Narrowing, owed, words_of
from trivet.procedures.clocks import today_in
from trivet.procedures.dossiers import Dossier
from trivet.procedures.editions import procedures
from trivet.procedures.reminding import when_words
from trivet.web.calendar_filters import named
from trivet.web.lists import counted
from trivet.web.reading import BadValue, address, as_of_now, profile_of, reads, show
from trivet.web.shown import Showing, Shown
from trivet.web.tags import Tag, filing_tags

#: Days within which something is due soon.
_SOON = 7


@dataclass(frozen=True)
class OwedLine:
    """One obligation on the board: `kind` is overdue, soon or open."""

    what: str
    caption: str
    url: str
    tags: list[Tag]
    when: str
    kind: str
    debtor: list[Shown]
    creditor: list[Shown]
    taken_up: list[Shown]
    basis: str
    to_confirm: bool


@require_safe
@reads
def board_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/obligations/`: for people with an account."""
    now, query = as_of_now(standpoint), request.GET
    if now.user is None:
        return redirect_to_login(request.get_full_path())
    asked = _asked(now, query)
    rows = owed(now, asked)
    found, mark = ORDER.page(rows, query.get("after", ""))
    count = None if query.get("after") else count_up_to(rows) if mark else len(found)
    kept = {key: query[key] for key in ("body", "side", "procedure", "overdue", "mine") if query.get(key)}
    lines = lines_of_board(now, found)
    context = {
        "groups": _grouped(lines),
        "query": query,
        "narrowed": bool(kept),
        "count": None if count is None else counted(count),
        "procedures": _procedures(now),
        "sides": [(code, word) for code, word in zip(SIDES, _side_words(), strict=True)],
        "next": address(now, "obligations", **kept, after=mark) if mark else "",
        "first": address(now, "obligations", **kept) if query.get("after") else "",
    }
    return show(request, now, "obligations", context)


def _asked(standpoint: Standpoint, query: QueryDict) -> Narrowing:
    """The filters of an address. Raises BadValue for a procedure or a side that is not there."""
    told = {name: query.get(name, "").replace("\0", "").strip()[:200] for name in ("body", "side", "procedure")}
    side = next((one for one in SIDES if one == (told["side"] or "debtor")), None)
    if side is None:
        raise BadValue(_("“%(value)s” is none of: %(known)s.") % {"value": told["side"], "known": ", ".join(SIDES)})
    codes = [code for code, _label in _procedures(standpoint)]
    if told["procedure"] and told["procedure"] not in codes:
        raise BadValue(
            _("“%(value)s” is none of: %(known)s.") % {"value": told["procedure"], "known": ", ".join(codes)}
        )
    late = query.get("overdue") == "1" or side == "escalation"
    bodies = _bodies(standpoint, told["body"], query.get("mine") == "1")
    return Narrowing(bodies, side, told["procedure"], timezone.now() if late else None)


def _bodies(standpoint: Standpoint, text: str, mine: bool) -> list[UUID] | None:
    """The bodies asked for by name or key, those in which the reader has a role, or both; None is all."""
    found = _called(standpoint, text) if text else None
    if mine:
        own = sorted(standpoint.access.own)
        return own if found is None else [body for body in own if body in set(found)]
    return found


def _called(standpoint: Standpoint, text: str) -> list[UUID]:
    """The visible bodies that a key or a name calls."""
    keyed = standpoint.of(Body).filter(key__in={text, text.lower()}).order_by()
    return list(keyed.values_list("uuid", flat=True)) or named(standpoint, Body, text)


def _procedures(standpoint: Standpoint) -> list[tuple[str, str]]:
    profile = profile_of(standpoint)
    known = {one.code: str(capfirst(said(one.procedure.label))) for one in procedures(profile)} if profile else {}
    return sorted(known.items(), key=lambda option: option[1])


def _side_words() -> tuple[str, ...]:
    return _("owes it"), _("it is owed to"), _("takes it up, overdue")


def lines_of_board(standpoint: Standpoint, rows: Sequence[Any]) -> list[OwedLine]:
    """Obligations as a reader is told of them; bodies that they may not see fall out."""
    showing = Showing(standpoint)
    showing.want_ids(Body, (body for row in rows for body in (row.debtor_id, row.creditor_id, row.escalation_id)))
    showing.resolve()
    words, now, code = words_of(rows), timezone.now(), register_of(Dossier).code
    return [_line(standpoint, showing, row, said(words[row.uuid]), now, code) for row in rows]


def _line(standpoint: Standpoint, showing: Showing, row: Any, what: str, now: datetime, code: str) -> OwedLine:
    days = (row.due - today_in(row.zone, now)).days if row.due else _SOON + 1
    kind = "overdue" if days < 0 else "soon" if days <= _SOON else "open"
    return OwedLine(
        str(capfirst(what)),
        row.owner.title,
        showing.record_address(code, row.owner_id),
        filing_tags(standpoint, row.owner),
        when_words(row.due, days) if row.due else _("day not known"),
        kind,
        showing.link(row.debtor_id),
        showing.link(row.creditor_id),
        showing.link(row.escalation_id) if kind == "overdue" else [],
        row.basis,
        bool(row.rule) and not row.confirmed,
    )


def _grouped(lines: list[OwedLine]) -> list[tuple[str, str, list[OwedLine]]]:
    """The lines of a page under what they are: overdue, soon, later; those without a day stand last anyway."""
    words = {"overdue": _("Overdue"), "soon": _("Within a week"), "open": _("Later")}
    groups = [(kind, word, [one for one in lines if one.kind == kind]) for kind, word in words.items()]
    return [group for group in groups if group[2]]
