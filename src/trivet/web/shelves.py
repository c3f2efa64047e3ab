"""The shelves of all registers, and search over them."""

from typing import Any

from django.db.models import Count, IntegerField, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse

from trivet.core.entries import Entry, find
from trivet.core.keyset import MOST
from trivet.core.names import reader_language
from trivet.core.office import Office
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.values.text import collation_key
from trivet.web.lists import counted
from trivet.web.reading import address, as_of_now, reads, show
from trivet.web.tags import sheet_marking
from trivet.web.timeline import lines_of

#: Search shows so many of the newest.
SHOWN = 50


@reads
def registers_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/registers/`"""
    counts = counts_of(standpoint)
    shelves = [
        {"label": register.label, "url": address(standpoint, "list", code), "count": counted(counts.get(code, 0))}
        for code, register in registers().items()
    ]
    language = reader_language()
    shelves.sort(key=lambda shelf: collation_key(str(shelf["label"]), language))
    return show(request, standpoint, "registers", {"shelves": shelves})


def counts_of(standpoint: Standpoint) -> dict[str, int]:
    """How many records of each register the reader may see, capped, in one statement."""
    asked = {f"n_{code}": _count(standpoint, code) for code in registers()}
    row: dict[str, Any] = Office.objects.annotate(**asked).values(*asked).first() or {}
    return {name.removeprefix("n_"): number for name, number in row.items()}


def _count(standpoint: Standpoint, code: str) -> Any:
    some = standpoint.entries().filter(register=code).order_by().values("pk")[: MOST + 1]
    counted_rows = Entry.objects.filter(pk__in=some).order_by().annotate(all=Value(1)).values("all")
    number = counted_rows.annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def _choices() -> list[tuple[str, str]]:
    """The registers in the order of the reader's language."""
    language = reader_language()
    labels = [(code, str(register.label)) for code, register in registers().items()]
    return sorted(labels, key=lambda one: collation_key(one[1], language))


@reads
def search_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/search/?q=`"""
    text, code = request.GET.get("q", ""), request.GET.get("register", "")
    found = find(standpoint.access, text, register=code, limit=SHOWN + 1)
    now = as_of_now(standpoint)
    lines = lines_of(now, found[:SHOWN])
    context = {
        "text": text,
        "code": code,
        "choices": _choices(),
        "lines": lines,
        "marking": sheet_marking(now, lines),
        "more": len(found) > SHOWN,
        "shown": SHOWN,
    }
    return show(request, now, "search", context)
