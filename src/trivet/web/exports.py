"""Lists as files: what the filters left, as CSV, ZIP or XLSX, for those whose role lets them take it away."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Any, cast

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.coordination.reads import remember_file
from trivet.core.exporting import Export, csv_lines, exportable, tell_export, write_xlsx, write_zip
from trivet.core.keyset import Order, order_of
from trivet.core.office import file_prefix
from trivet.core.register import Register
from trivet.core.standpoint import Standpoint
from trivet.web.reading import BadValue, address, show

#: Rows read at once.
_BATCH = 500
_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def export_page(request: HttpRequest, standpoint: Standpoint, register: Register, rows: QuerySet[Any]) -> HttpResponse:
    """`/registers/<code>/?format=csv|zip|xlsx` with the filters of the list; CSV of a register with parts is a ZIP."""
    kind = request.GET.get("format", "")
    if kind not in _KINDS:
        raise BadValue(_("“%s” is no kind of file: csv, zip or xlsx") % kind)
    if not (standpoint.access.everything or standpoint.access.may("export")):
        return show(request, standpoint, "wrong", {"problem": _no_right()}, status=403)
    kind = "zip" if kind == "csv" and register.filled_parts else kind
    filters = ", ".join(f"{k}={v}" for k, v in request.GET.items() if v and k not in {"format", "after", "known"})
    rows = exportable(rows, standpoint)
    tell_export(standpoint, register, rows.count())
    remember_file(standpoint, register, rows)
    batches = _batches(order_of(register), rows)
    export = Export(standpoint, register, batches, filters)
    return cast(HttpResponse, _answer(export, kind))


def _answer(export: Export, kind: str) -> HttpResponse | StreamingHttpResponse:
    prefix = file_prefix(export.standpoint.office)
    name = f"{prefix}{export.register.code}-{timezone.now():%Y-%m-%d}.{kind}"
    if kind == "csv":
        answer: Any = StreamingHttpResponse(csv_lines(export), content_type=_KINDS[kind])
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
    else:
        file = TemporaryFile()  # noqa: SIM115 - the answer closes it
        (write_xlsx if kind == "xlsx" else write_zip)(export, file)
        file.seek(0)
        answer = FileResponse(file, as_attachment=True, filename=name, content_type=_KINDS[kind])
    answer["Cache-Control"] = "no-store"
    return answer  # type: ignore[no-any-return]


def _batches(order: Order, rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """All rows of a list, so many at a time."""
    mark = ""
    while True:
        found, mark = order.page(rows, mark, _BATCH)
        if found:
            yield found
        if not mark:
            return


def _no_right() -> str:
    return _("Taking lists away as files is for roles that give it; ask your body’s administrator.")


def exchange_links(standpoint: Standpoint, register: Register, kept: dict[str, Any]) -> dict[str, Any]:
    """The ways out of a list and into it that its reader has."""
    may = standpoint.access.everything or standpoint.access.may("export")
    kinds = ("csv", "xlsx") if may else ()
    links = [(kind.upper(), address(standpoint, "list", register.code, **kept, format=kind)) for kind in kinds]
    return {"export": links, "may_import": standpoint.known is None and standpoint.access.may("create")}
