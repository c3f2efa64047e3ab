"""The filters of the calendar: pillar, partner, register and body, from the address to the entries."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from trivet.core.bodies import Body
from trivet.core.entries import Entry
from trivet.core.happenings import of_pillar
from trivet.core.history import Assignment, Link
from trivet.core.indexing import searchable
from trivet.core.partners import Partner
from trivet.core.profile import said
from trivet.core.records import Record, State
from trivet.core.register import register_of, registers
from trivet.core.standpoint import Standpoint
from trivet.values.text import fold
from trivet.web.reading import BadValue, profile_of

#: A name may call so many partners or bodies.
_CALLED = 50


@dataclass(frozen=True)
class Narrowing:
    """What a planner asked to see; empty is everything that the calendar shows unasked."""

    pillar: str = ""
    partner: str = ""
    register: str = ""
    body: str = ""
    mine: bool = False

    @property
    def said(self) -> dict[str, str]:
        """The filters as they stand in an address."""
        told = {"pillar": self.pillar, "partner": self.partner, "register": self.register, "body": self.body}
        told["mine"] = "1" if self.mine else ""
        return {name: value for name, value in told.items() if value}


def narrowing_of(standpoint: Standpoint, query: QueryDict) -> Narrowing:
    """The filters in an address. Raises BadValue for a pillar or register that is not there."""
    told = {
        name: query.get(name, "").replace("\0", "").strip()[:200] for name in ("pillar", "partner", "register", "body")
    }
    _known(told["pillar"], [code for code, _label in pillar_choices(standpoint)], _("Pillar"))
    _known(told["register"], [code for code, _label in register_choices()], _("Register"))
    return Narrowing(**told, mine=query.get("mine") == "1" and bool(standpoint.access.mine))


def _known(value: str, codes: list[str], name: str) -> None:
    if value and value not in codes:
        told = {"value": value, "field": name, "known": ", ".join(codes)}
        raise BadValue(_("“%(value)s” is no %(field)s: %(known)s") % told)


def pillar_choices(standpoint: Standpoint) -> list[tuple[str, str]]:
    """The pillars of the profile in their order, with their words."""
    profile = profile_of(standpoint)
    rows = sorted(profile.rows("pillars"), key=lambda row: row.get("order", 0)) if profile else []
    return [(row["code"], said(row.get("label")) or row["code"]) for row in rows]


def register_choices() -> list[tuple[str, str]]:
    """The registers whose records have a period, those that the calendar shows unasked first."""
    dated = [one for one in registers().values() if one.period]
    return [(one.code, one.label) for one in sorted(dated, key=lambda one: (not one.calendar, one.label))]


def calendar_entries(standpoint: Standpoint) -> QuerySet[Entry]:
    """What the calendar shows unasked: the entries of registers that declare it, which were not withdrawn."""
    shown = [code for code, register in registers().items() if register.calendar]
    return standpoint.entries().filter(register__in=shown).exclude(state=State.WITHDRAWN)


def narrowed(standpoint: Standpoint, asked: Narrowing) -> QuerySet[Entry]:
    """The entries that a planner asked to see."""
    rows = calendar_entries(standpoint)
    if asked.register:
        rows = standpoint.entries().filter(register=asked.register).exclude(state=State.WITHDRAWN)
    if asked.pillar:
        rows = of_pillar(standpoint, rows, asked.pillar)
    if asked.partner:
        partners = named(standpoint, Partner, asked.partner)
        links = Link.objects.at(standpoint.number).filter(partner__in=partners)
        rows = rows.filter(record__in=links.values("record"))
    if asked.body:
        rows = of_bodies(standpoint, rows, named(standpoint, Body, asked.body))
    return of_bodies(standpoint, rows, standpoint.access.mine) if asked.mine else rows


def of_bodies(standpoint: Standpoint, rows: QuerySet[Entry], bodies: list[UUID] | frozenset[UUID]) -> QuerySet[Entry]:
    """The entries that some bodies keep or have a part in."""
    assigned = Assignment.objects.at(standpoint.number).filter(body__in=bodies)
    return rows.filter(Q(keeper__in=bodies) | Q(record__in=assigned.values("record")))


def named(standpoint: Standpoint, model: type[Record], text: str) -> list[UUID]:
    """The visible records of a kind that a name or key calls, in one statement: by the whole name, else by words."""
    rows = standpoint.entries().filter(register=register_of(model).code).exclude(state=State.WITHDRAWN)
    words = searchable(text).split()
    if not words:
        return []
    for word in words:
        rows = rows.filter(Q(folded__startswith=word) | Q(folded__contains=f" {word}"))
    found = list(rows.order_by("caption", "row")[:_CALLED])
    whole = [row.record for row in found if row.is_called(fold(text))]
    return whole or [row.record for row in found]
