"""The list of a register: featured columns, filters, and fifty rows a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from trivet.coordination.follows import Follow, plain_query
from trivet.core.editorial import MOVES
from trivet.core.filters import asked_rows
from trivet.core.keyset import MOST, count_up_to, order_of
from trivet.core.register import Register
from trivet.core.standpoint import Standpoint
from trivet.procedures.dossiers import Dossier
from trivet.web.beside_links import beside_links
from trivet.web.exports import exchange_links, export_page
from trivet.web.reading import address, day_of, reads, register_named, show
from trivet.web.shown import Showing, Shown, field_of, label, number, readable
from trivet.web.steps import MOVE_LABELS
from trivet.web.tags import Tag, sheet_marking, tags_of
from trivet.web.views_kept import views_of


@dataclass(frozen=True)
class Line:
    """One record on a list: its cells by column, and the tags that a reader must not miss."""

    url: str
    name: str
    mark: str
    cells: list[tuple[str, list[Shown]]]
    tags: list[Tag]


@dataclass(frozen=True)
class Column:
    """A column that a list can have, and whether the reader chose it."""

    name: str
    label: str
    chosen: bool


@reads
def list_page(request: HttpRequest, standpoint: Standpoint, code: str) -> HttpResponse:
    """`/registers/<code>/`"""
    return show_list(request, standpoint, register_named(code), request.GET)


def show_list(
    request: HttpRequest,
    standpoint: Standpoint,
    register: Register,
    query: QueryDict,
    problems: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    """The list of a register as a query asks for it, with what went wrong with the last act on its rows."""
    code = register.code
    filters, rows = asked_rows(register, standpoint, query)
    if "format" in query:
        return export_page(request, standpoint, register, rows)
    found, mark = order_of(register).page(rows, query.get("after", ""))
    count = None if query.get("after") else count_up_to(rows) if mark else len(found)
    kept = {key: query.getlist(key) for key in query if key not in {"after", "known"} and query[key]}
    columns = _columns(register, query.getlist("column"))
    chosen, plain = [column.name for column in columns if column.chosen], urlencode(kept, doseq=True)
    lines = lines_of_rows(register, standpoint, found, chosen, query.get("on", ""))
    context = {
        "register": register,
        "columns": columns,
        "headings": [column.label for column in columns if column.chosen],
        "lines": lines,
        "marking": sheet_marking(standpoint, lines),
        "filters": filters,
        "query": query,
        "narrowed": bool(set(kept) - {"possible", "column", "rows"}),
        **_views(standpoint, register, plain),
        "moves": _moves(standpoint),
        "problems": problems,
        "chosen_rows": request.POST.getlist("row"),
        "count": None if count is None else counted(count),
        "next": address(standpoint, "list", code, **kept, after=mark) if mark else "",
        "first": address(standpoint, "list", code, **kept) if query.get("after") else "",
        "exchange": exchange_links(standpoint, register, kept) | {"beside": beside_links(standpoint, register, kept)},
        "new": reverse("choose-procedure") if register.model is Dossier else reverse("new", args=(code,)),
        "may_create": standpoint.known is None and standpoint.access.may("create"),
    }
    return show(request, standpoint, "list", context, status)


def _views(standpoint: Standpoint, register: Register, query: str) -> dict[str, Any]:
    """What the list shows as a query, the views kept, whether this one can be, and whether its filters are followed."""
    may_keep = bool(standpoint.user and query and standpoint.known is None)
    told = {"kept": query, "views": views_of(standpoint, register, query), "may_keep_view": may_keep}
    narrowing = plain_query(query)
    if not (may_keep and narrowing):
        return told
    mine = Follow.objects.filter(user=standpoint.user, register=register.code, record=None, query=narrowing)
    return {**told, "follow_query": narrowing, "followed": mine.exists()}


def _columns(register: Register, asked: list[str]) -> list[Column]:
    """Every column that the list could have, none personal; without a choice those that the register features."""
    every = (*register.featured, *(field.name for field in readable(register)))
    names = dict.fromkeys(name for name in every if name not in register.personal)
    wanted = set(asked) & names.keys() or set(register.featured)
    return [Column(name, label(register, name), name in wanted) for name in names]


def _moves(standpoint: Standpoint) -> list[tuple[str, str]]:
    """The steps that this reader may take somewhere; each record is asked for itself when it is done."""
    if standpoint.known or standpoint.user is None:
        return []
    may = standpoint.access.may
    return [(move.name, str(MOVE_LABELS[move.name])) for move in MOVES.values() if may(move.verb)]


def counted(count: int) -> str:
    """A count in words, capped."""
    return f"{number(MOST)}+" if count > MOST else number(count)


def lines_of_rows(
    register: Register, standpoint: Standpoint, rows: list[Any], names: Sequence[str] = (), on: str = ""
) -> list[Line]:
    """The rows of a list with their cells (of the featured fields when none are named), tags and addresses."""
    standpoint.attach(rows)
    fields, day = [field_of(register, name) for name in names or register.featured], day_of(on)
    showing = Showing(standpoint)
    showing.want(rows, fields)
    showing.resolve()
    lines, named = [], [(label(register, field.name), field) for field in fields]
    for row in rows:
        cells = [(heading, _cell(register, showing, row, field)) for heading, field in named]
        heading, first = cells[0]
        told = Shown(", ".join(shown.text for shown in first), language=first[0].language if len(first) == 1 else "")
        told = told if told.text else showing.caption(register, row)
        cells[0] = (heading, [told])
        url = showing.record_address(register.code, row.uuid)
        mark = f"{row.uuid}:{getattr(row, 'version', '')}"
        lines.append(Line(url, told.text, mark, cells, tags_of(standpoint, register, row, day)))
    return lines


def _cell(register: Register, showing: Showing, row: Any, field: Any) -> list[Shown]:
    if register.caption == (field.name,):
        return [showing.caption(register, row)]
    return showing.field(row, field)
