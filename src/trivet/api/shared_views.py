"""Reading across registers: what there is, search, entries of all registers, and figures."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Schema

import trivet.figures.counts  # noqa: F401  (declares the figures)
from trivet.api.asked import only_known
from trivet.api.callers import standpoint_of
from trivet.core.asking import BadValue, day_of
from trivet.core.columns import readable
from trivet.core.entries import Entry, find, in_days, of_partner
from trivet.core.fields import PartiesField
from trivet.core.filters import called
from trivet.core.keyset import Order
from trivet.core.linked import links_to
from trivet.core.office import profile
from trivet.core.partners import Partner
from trivet.core.register import Register, register_of, registers
from trivet.core.wording import in_reader_language
from trivet.figures.figure import ask, figures
from trivet.values.dates import OPEN_END, OPEN_START, DateError, parse_date


class ColumnOut(Schema):
    """One field of a register, in the reader's words."""

    name: str
    label: str
    register_code: str | None = Field(alias="register")
    choices: list[str]
    several: bool
    filled: bool = Field(description="Whether it can be written; else only the verbs of its own room write it.")


class RegisterOut(Schema):
    """One register: what it is called, and what its records say."""

    code: str
    label: str
    one: str
    fields: list[ColumnOut]
    featured: list[str]
    period: list[str]
    parties: list[str]
    parts: list[str]


class EntryOut(Schema):
    """What the index knows of one record of any register."""

    register_code: str = Field(alias="register")
    uuid: str
    caption: str
    state: str
    place: str
    starts: list[str | None]
    ends: list[str | None]


class FoundOut(Schema):
    """What a search found, newest first."""

    items: list[EntryOut]
    more: bool


class EntriesOut(Schema):
    """One page of entries, newest first."""

    items: list[EntryOut]
    next: str | None


class FigureOut(Schema):
    """A figure that can be asked for."""

    code: str
    title: str
    unit: str
    stock: bool
    rule: str
    basis: str


class AmountOut(Schema):
    """A count, verified and in review apart."""

    verified: int | float
    in_review: int | float


class RecordOut(Schema):
    """A record behind a figure."""

    register_code: str = Field(alias="register")
    uuid: str
    key: str | None
    caption: str
    state: str
    date: str | None


class CountedOut(RecordOut):
    """A record that was counted."""

    weight: int | float
    part: str


class LeftOutOut(RecordOut):
    """A record that was looked at and not counted."""

    reason: str


class TallyOut(AmountOut):
    """A figure answered, with every record behind or beside it."""

    code: str
    unit: str
    on: str | None
    period: str | None
    rule: str
    parts: dict[str, AmountOut]
    counted: list[CountedOut]
    left_out: list[LeftOutOut]


def list_registers(request: HttpRequest) -> list[dict[str, Any]]:
    """Every register with its fields."""
    standpoint_of(request)
    return [_register(code, register) for code, register in registers().items()]


def _register(code: str, register: Register) -> dict[str, Any]:
    return {
        "code": code,
        "label": register.label,
        "one": register.one,
        "fields": [_column(register, column) for column in readable(register)],
        "featured": list(register.featured),
        "period": [name for name in register.period or () if name],
        "parties": list(register.parties),
        "parts": list(register.parts),
    }


def _column(register: Register, column: Any) -> dict[str, Any]:
    several = isinstance(column, PartiesField)
    target = Partner if several else links_to(column)
    return {
        "name": column.name,
        "label": str(column.verbose_name),
        "register": register_of(target).code if target else None,
        "choices": [] if several else [str(code) for code, _label in column.flatchoices],
        "several": several,
        "filled": column.name not in register.sealed,
    }


def search(request: HttpRequest, query: Any) -> dict[str, Any]:
    """The newest records of all registers that hold every word, or a word beginning so."""
    only_known(request, query)
    standpoint = standpoint_of(request)
    found = find(standpoint.access, query.q, register=query.register_code, limit=query.limit + 1)
    return {"items": [_entry(one) for one in found[: query.limit]], "more": len(found) > query.limit}


def entries(request: HttpRequest, query: Any) -> dict[str, Any]:
    """The entries of all registers whose period touches some days, of one partner or of all."""
    only_known(request, query)
    standpoint = standpoint_of(request, known=query.known)
    first, last = day_of(query.first), day_of(query.last)
    rows = standpoint.entries()
    if first or last:
        rows = in_days(rows, first or date.min, last or date.max)
    if query.partner:
        named = called(standpoint, Partner, query.partner.replace("\0", ""))
        if len(named) != 1:
            raise BadValue(_("“%s” is no partner: write an identity or a key.") % query.partner)
        rows = of_partner(rows, named[0], standpoint.number)
    found, mark = Order(("-starts_earliest", "row")).short_page(rows, query.after, query.size)
    return {"items": [_entry(one) for one in found], "next": mark or None}


def _entry(one: Entry) -> dict[str, Any]:
    return {
        "register": one.register,
        "uuid": str(one.record),
        "caption": one.caption_in(),
        "state": one.state,
        "place": one.place,
        "starts": [_bound(one.starts_earliest), _bound(one.starts_latest)],
        "ends": [_bound(one.ends_earliest), _bound(one.ends_latest)],
    }


def _bound(day: date | None) -> str | None:
    """A bound of an uncertain day; open ones are not days."""
    return None if day in (None, OPEN_START, OPEN_END) else str(day)


def list_figures(request: HttpRequest) -> list[dict[str, Any]]:
    """Every figure with its counting rule."""
    standpoint_of(request)
    chosen = profile()
    return [
        {
            "code": code,
            "title": str(one.title),
            "unit": one.unit,
            "stock": one.stock,
            "rule": one.rule(chosen),
            "basis": one.basis(chosen),
        }
        for code, one in sorted(figures().items())
    ]


def one_figure(request: HttpRequest, code: str, query: Any) -> dict[str, Any]:
    """A figure on a day or over a period, as this reader may see it."""
    only_known(request, query)
    standpoint = standpoint_of(request, known=query.known)
    try:
        period = parse_date(query.period) if query.period.strip() else None
    except DateError as problem:
        raise BadValue(in_reader_language(problem)) from problem
    return ask(code, standpoint, on=day_of(query.on), period=period).as_json()
