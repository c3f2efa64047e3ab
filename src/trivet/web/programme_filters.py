"""The filters of a programme's pages: pillar, body, direction, status and month, from the address to the lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from trivet.core.bodies import Body
from trivet.core.standpoint import Standpoint
from trivet.programme.lines import ProgrammeLine
from trivet.programme.programmes import year_of
from trivet.programme.reading import in_pillar, lines_of
from trivet.web.calendar_filters import named, pillar_choices
from trivet.web.calendar_shape import month_bounds
from trivet.web.reading import BadValue

_S = ProgrammeLine.Status
#: Shown unless a status is asked for: what is still meant to be done.
STANDING = "standing"


@dataclass(frozen=True)
class Narrowing:
    """What a planner asked to see of a programme; empty is every line still meant to be done."""

    pillar: str = ""
    direction: str = ""
    status: str = ""
    body: str = ""
    month: str = ""

    @property
    def said(self) -> dict[str, str]:
        """The filters as they stand in an address."""
        return {name: value for name, value in vars(self).items() if value}


def narrowing_of(standpoint: Standpoint, query: QueryDict) -> Narrowing:
    """The filters in an address. Raises BadValue for a code that is not there."""
    told = {name: query.get(name, "").replace("\0", "").strip()[:200] for name in Narrowing.__dataclass_fields__}
    known = {
        "pillar": [code for code, _label in pillar_choices(standpoint)],
        "direction": ProgrammeLine.Direction.values,
        "status": [*_S.values, "all"],
        "month": [str(number) for number in range(1, 13)],
    }
    for name, codes in known.items():
        if told[name] and told[name] not in codes:
            words = {"value": told[name], "field": name, "known": ", ".join(codes)}
            raise BadValue(_("“%(value)s” is no %(field)s: %(known)s") % words)
    return Narrowing(**told)


def narrowed(standpoint: Standpoint, programme: Any, asked: Narrowing) -> QuerySet[Any]:
    """The lines of a programme that a planner asked to see."""
    rows = lines_of(standpoint, programme.uuid)
    if asked.pillar:
        rows = in_pillar(standpoint, rows, asked.pillar)
    if asked.direction:
        rows = rows.filter(direction=asked.direction)
    if asked.body:
        rows = rows.filter(keeper__in=named(standpoint, Body, asked.body))
    if asked.month:
        first, last = month_bounds(year_of(programme), int(asked.month))
        rows = rows.filter(_touching(first, last))
    if asked.status != "all":
        rows = rows.filter(status__in=[asked.status] if asked.status else (_S.PROPOSED, _S.APPROVED))
    return rows


def _touching(first: date, last: date) -> Q:
    ends = Q(ends_latest__gte=first) | Q(ends_latest=None, starts_latest__gte=first)
    return ends & Q(starts_earliest__lte=last)


def choices(standpoint: Standpoint) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer."""
    return {
        "pillars": pillar_choices(standpoint),
        "directions": [(code, str(label)) for code, label in ProgrammeLine.Direction.choices],
        "statuses": [*((code, str(label)) for code, label in _S.choices), ("all", _("all"))],
    }
