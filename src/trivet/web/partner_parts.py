"""What a partner's page has beyond its own fields: its standing, all registers, and the timeline in lanes and lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.core.entries import Entry, in_days, naming
from trivet.core.happenings import Told, told_of
from trivet.core.keyset import MOST, Order
from trivet.core.partners import Partner
from trivet.core.register import Register, register_of, registers
from trivet.core.standpoint import Standpoint
from trivet.figures.figure import ask
from trivet.reports.words import dated, part_label
from trivet.web.calendar_filters import pillar_choices
from trivet.web.lanes import Drawing, Item, draw
from trivet.web.reading import address, day_of
from trivet.web.shown import Shown, number
from trivet.web.timeline import lines_of, when_of
from trivet.web.votes_page import votes_part

#: The figure whose record of a partner says how we stand with it.
_STANDING = "frameworks.partners"
#: The papers that can be made of a partner, by the ending of their address.
_PAPERS = ("html", "docx", "pdf")


def partner_parts(request: HttpRequest, standpoint: Standpoint, register: Register, row: Any) -> dict[str, Any]:
    """Everything that the template `web/partner.html` shows of a partner, on a day and as known then."""
    asked = request.GET.get("on", "")
    day = day_of(asked)
    entries = naming(standpoint.access, row.uuid, standpoint.number)
    if day:
        entries = in_days(entries, day, day)
    order, after = Order(("-starts_earliest", "row")), request.GET.get("after", "")
    page, mark = order.short_page(entries.defer("folded"), after)
    told = told_of(standpoint, page)
    more = address(standpoint, "detail", register.code, row.uuid, after=mark, on=asked) if mark else ""
    return {
        "on": asked,
        "standing": _standing(standpoint, row, day or timezone.localdate()),
        "shelves": [] if after else _shelves(standpoint, entries, row),
        "lanes": _lanes(standpoint, page, told),
        "lines": lines_of(standpoint, page, told),
        "next": more,
        "votes": votes_part(standpoint, row, day),
        "papers": _papers(standpoint, row, asked),
    }


def _standing(standpoint: Standpoint, row: Any, day: date) -> list[dict[str, Any]]:
    """The partner's framework on a day, with the record that says so."""
    tally = ask(_STANDING, standpoint.of_partner(row if isinstance(row, Partner) else Partner(pk=row.uuid)), on=day)
    return [
        {
            "words": part_label(tally.question.profile, one.part),
            "since": dated(one.row.declared),
            "url": address(standpoint, "detail", register_of(type(one.row)).code, one.row.uuid),
            "state": one.row.state,
        }
        for one in tally.counted
    ]


def _shelves(standpoint: Standpoint, entries: QuerySet[Entry], row: Any) -> list[dict[str, Any]]:
    """How many records of each register name the partner, with the list that shows them."""
    counted = Counter(entries.order_by().values_list("register", flat=True)[: MOST + 1])
    more = "+" if counted.total() > MOST else ""
    shelves = []
    for code, register in registers().items():
        if counted.get(code):
            filters = [name for name in register.parties if name in register.featured]
            url = address(standpoint, "list", code, **({filters[0]: row.uuid} if filters else {}))
            shelves.append({"label": register.label, "count": f"{number(counted[code])}{more}", "url": url})
    return shelves


def _lanes(standpoint: Standpoint, found: Sequence[Entry], told: Mapping[UUID, Told]) -> Drawing | None:
    """The newest entries of the timeline, a lane a pillar; what two pillars do together stands in both lanes."""
    pillars, untold = dict(pillar_choices(standpoint)), _("Pillar not told")
    items = []
    for entry in found:
        if entry.starts_earliest and entry.starts_latest:
            one = told.get(entry.record, Told())
            url = address(standpoint, "detail", entry.register, entry.record)
            words = f"{when_of(entry, one)}, {registers()[entry.register].one}: {entry.caption_in()}"
            words += f" ({_('pillar derived from the post that acted')})" if one.derived else ""
            lanes = [pillars[code] for code in one.pillars if code in pillars] or [untold]
            items += [Item(lane, entry.starts_earliest, entry.starts_latest, words, url) for lane in lanes]
    last = [untold] if any(item.lane == untold for item in items) else []
    return draw(items, [*pillars.values(), *last])


def _papers(standpoint: Standpoint, row: Any, on: str) -> list[Shown]:
    """The brief in each form, where this installation makes it."""
    try:
        return [
            Shown(ending.upper(), address(standpoint, "brief", row.key or row.uuid, ending, on=on))
            for ending in _PAPERS
            if reverse("brief", args=[row.key or row.uuid, ending])
        ]
    except NoReverseMatch:
        return []
