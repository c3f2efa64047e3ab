"""A file is sent to a register: it is looked at and kept; nothing is written to the register."""

from __future__ import annotations

from typing import IO, Any

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from trivet.core.filed import guess
from trivet.core.imports import Import, keep_file
from trivet.core.register import Register
from trivet.core.standpoint import Standpoint
from trivet.core.uploads import LARGEST, Unreadable, glimpse, too_large
from trivet.core.users import User
from trivet.core.working import AT_ONCE
from trivet.values.markings import Marking
from trivet.web.reading import reads, register_named, show

_PIECE = 2**16


@reads
def upload_page(request: HttpRequest, standpoint: Standpoint, code: str) -> HttpResponse:
    """`/registers/<code>/import/`: a file is sent; nothing is written to the register."""
    register = register_named(code)
    if standpoint.user is None:
        return redirect_to_login(request.get_full_path())
    if not standpoint.access.may("create"):
        raise Http404
    context: dict[str, Any] = {"register": register, "largest": LARGEST // 2**20, "problem": ""}
    if request.method != "POST":
        return show(request, standpoint, "import_upload", context)
    file = request.FILES.get("file")
    try:
        if file is None or file.file is None:
            raise Unreadable(_("Choose a file."))
        if (file.size or 0) > LARGEST:
            raise Unreadable(too_large())
        one = taken_in(register, standpoint, standpoint.user, file.name or "", file.file)
    except Unreadable as problem:
        return show(request, standpoint, "import_upload", {**context, "problem": str(problem)}, 422)
    return redirect("import-one", one.uuid)


def taken_in(register: Register, standpoint: Standpoint, actor: User, name: str, file: IO[bytes]) -> Import:
    """Keep a file with its columns guessed; a short one is read to its end. Raises Unreadable."""
    seen = glimpse(name, file, register.filled_parts, AT_ONCE)
    own = sorted(standpoint.access.bodies.get("create", frozenset()))
    columns = {table: guess(register, heading, table) for table, heading in seen.headings.items()}
    examples = {table: {k: v[:80] for k, v in cells.items()} for table, cells in seen.examples.items()}
    one = Import(
        register=register.code,
        actor=actor,
        keeper_id=own[0] if own else None,
        file_name=name[-255:].replace("\0", ""),
        rows_sent=seen.rows,
        choices={"columns": columns, "examples": examples, "marking": int(Marking.PUBLIC), "reason": ""},
    )
    file.seek(0)
    with transaction.atomic():
        keep_file(one, iter(lambda: file.read(_PIECE), b""))
    return one
