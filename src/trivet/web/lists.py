"""The list of a register: featured columns, filters, and fifty rows a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from trivet.core.register import Register
from trivet.core.standpoint import Standpoint
from trivet.web.exports import exchange_links, export_page
from trivet.web.filters import filters_of, holding, telling
from trivet.web.keyset import MOST, count_up_to, order_of
from trivet.web.reading import address, day_of, reads, register_named, show
from trivet.web.shown import Showing, Shown, field_of, label, number
from trivet.web.tags import Tag, tags_of


@dataclass(frozen=True)
class Line:
    """One record on a list: its cells by column, and the tags that a reader must not miss."""

    url: str
    cells: list[tuple[str, list[Shown]]]
    tags: list[Tag]


@reads
def list_page(request: HttpRequest, standpoint: Standpoint, code: str) -> HttpResponse:
    """`/registers/<code>/`"""
    register = register_named(code)
    query = request.GET
    filters = filters_of(register, standpoint, query)
    rows = holding(standpoint.of(register.model), standpoint, query)
    for one in filters:
        if one.value:
            rows = one.narrow(rows)
    rows = telling(rows, standpoint, register, query.get("q", ""))
    if "format" in query:
        return export_page(request, standpoint, register, rows)
    found, mark = order_of(register).page(rows, query.get("after", ""))
    count = None if query.get("after") else count_up_to(rows) if mark else len(found)
    kept = {key: value for key, value in query.items() if key not in {"after", "known"} and value}
    context = {
        "register": register,
        "headings": [label(register, name) for name in register.featured],
        "lines": _lines(register, standpoint, found, day_of(query.get("on", ""))),
        "filters": filters,
        "query": query,
        "narrowed": bool(set(kept) - {"possible"}),
        "count": None if count is None else counted(count),
        "next": address(standpoint, "list", code, **kept, after=mark) if mark else "",
        "first": address(standpoint, "list", code, **kept) if query.get("after") else "",
        "exchange": exchange_links(standpoint, register, kept),
        "may_create": standpoint.known is None and standpoint.access.may("create"),
    }
    return show(request, standpoint, "list", context)


def counted(count: int) -> str:
    """A count in words, capped."""
    return f"{number(MOST)}+" if count > MOST else number(count)


def _lines(register: Register, standpoint: Standpoint, rows: list[Any], day: date | None) -> list[Line]:
    standpoint.attach(rows)
    fields = [field_of(register, name) for name in register.featured]
    showing = Showing(standpoint)
    showing.want(rows, fields)
    showing.resolve()
    lines = []
    for row in rows:
        cells = [(label(register, field.name), _cell(register, showing, row, field)) for field in fields]
        heading, first = cells[0]
        words = ", ".join(shown.text for shown in first) or showing.caption(register, row)
        cells[0] = (heading, [Shown(words)])
        url = showing.record_address(register.code, row.uuid)
        lines.append(Line(url, cells, tags_of(standpoint, register, row, day)))
    return lines


def _cell(register: Register, showing: Showing, row: Any, field: Any) -> list[Shown]:
    if register.caption == (field.name,):
        return [Shown(showing.caption(register, row))]
    return showing.field(row, field)
