"""Bare Django views of the same questions: plain SQL by hand, a table of what came, and nothing around it."""

from __future__ import annotations

import os
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

from bench import plain
from trivet.core.records import FOREVER
from trivet.values.text import fold

_TABLE = engines["django"].from_string(
    "<!doctype html><title>{{ title }}</title><table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}"
    "</td>{% endfor %}</tr>{% endfor %}</table>"
)
_ROWS = (
    "SELECT a.uuid, a.* FROM registers_activity a WHERE a.starts_earliest IS NOT NULL AND {seen} {more} "
    "ORDER BY a.starts_earliest DESC, a.uuid LIMIT 51"
)


def _body() -> UUID:
    return UUID(os.environ["BENCH_BODY"])


def _activities(request: HttpRequest) -> list[Any]:
    more, values = "", []
    if kind := request.GET.get("kind"):
        more, values = "AND a.kind = %s", [kind]
    if day := request.GET.get("day"):
        more, values = "AND a.starts_earliest <= %s", [date.fromisoformat(day)]
    sql = _ROWS.format(seen=plain.seen("a"), more=more)
    rows = plain.ask(sql, [1, _body(), _body(), *values])
    plain.parties([row[0] for row in rows], f"l.vt = {FOREVER}")
    return rows


def rows_page(request: HttpRequest) -> HttpResponse:
    """The first page of activities, of those of a kind, or of those from a day backwards."""
    return HttpResponse(_TABLE.render({"title": "activities", "rows": _activities(request)}))


def json_page(request: HttpRequest) -> HttpResponse:
    """The same as JSON."""
    return JsonResponse({"items": [[str(cell) for cell in row] for row in _activities(request)]})


def one_page(request: HttpRequest) -> HttpResponse:
    """One activity with its partners and sources."""
    uuid = plain.key(UUID(request.GET["uuid"]))
    sql = f"SELECT a.* FROM registers_activity a WHERE {plain.seen('a')} AND a.uuid = %s"
    rows = plain.ask(sql, [1, _body(), _body(), uuid])
    joined = "core_citation c JOIN core_source s ON s.uuid = c.source_id"
    cited = f"SELECT s.* FROM {joined} WHERE c.record = %s AND c.vt = {FOREVER}"
    rows += plain.parties([uuid], f"l.vt = {FOREVER}") + plain.ask(cited, [uuid])
    return HttpResponse(_TABLE.render({"title": "activity", "rows": rows}))


def partner_page(request: HttpRequest) -> HttpResponse:
    """The newest entries that name a partner."""
    named = f"SELECT l.record FROM core_link l WHERE l.partner_id = %s AND l.vt = {FOREVER}"
    sql = (
        f"SELECT e.* FROM core_entry e WHERE e.vt = {FOREVER} AND {plain.seen('e').replace('e.uuid', 'e.record')} "
        f"AND e.record IN ({named}) ORDER BY e.starts_earliest DESC, e.row LIMIT 51"
    )
    rows = plain.ask(sql, [1, _body(), _body(), UUID(request.GET["uuid"])])
    return HttpResponse(_TABLE.render({"title": "partner", "rows": rows}))


def search_page(request: HttpRequest) -> HttpResponse:
    """What the database's own search takes, without asking who may see it."""
    return HttpResponse(_TABLE.render({"title": "search", "rows": plain.searched(fold(request.GET["q"]))}))


urlpatterns = [
    path("rows/", rows_page),
    path("json/", json_page),
    path("one/", one_page),
    path("partner/", partner_page),
    path("search/", search_page),
]
