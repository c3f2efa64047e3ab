"""Files into a register: upload, columns, preview, commit and undo, and the list of all imports."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from trivet.core.actions import Conflict, NotAllowed
from trivet.core.bodies import Body
from trivet.core.cells import columns_of
from trivet.core.columns import field_of, part_fields
from trivet.core.filed import guess
from trivet.core.importing import NotNow, commit, prepare, undo
from trivet.core.imports import Import, ImportRow
from trivet.core.picking import Unclear, pick
from trivet.core.register import Register, registers
from trivet.core.sources import Confidence, Source
from trivet.core.standpoint import Standpoint
from trivet.core.uploads import LARGEST, Unreadable, read_upload
from trivet.core.users import User
from trivet.core.validation import Invalid
from trivet.values.markings import Marking
from trivet.web.reading import as_of_now, profile_of, reads, reason_of, register_named, show
from trivet.web.shown import label, marking_label

#: Rows on a page of a preview, and imports on the page of all.
_SHOWN, _LISTED = 100, 100
_S = Import.State


@dataclass(frozen=True)
class Column:
    """One column of a file, the field it was taken for, and an example of what stands in it."""

    box: str
    name: str
    field: str
    example: str
    options: list[tuple[str, str]]


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
        if file is None:
            raise Unreadable(_("Choose a file."))
        if (file.size or 0) > LARGEST:
            raise Unreadable(_("The file is larger than %s MB: send it in pieces.") % (LARGEST // 2**20))
        one = _taken_in(register, standpoint, standpoint.user, file.name or "", file.read())
    except Unreadable as problem:
        return show(request, standpoint, "import_upload", {**context, "problem": str(problem)}, 422)
    return redirect("import-one", one.uuid)


def _taken_in(register: Register, standpoint: Standpoint, actor: User, name: str, octets: bytes) -> Import:
    tables = read_upload(name, octets, register.filled_parts)
    columns = {
        table: guess(register, heading, table) for table, heading in tables.headings.items() if table in tables.files
    }
    own = sorted(standpoint.access.bodies.get("create", frozenset()))
    examples = {t: {k: v[:80] for k, v in rows[-1][1].items()} for t, rows in tables.files.items() if rows}
    choices = {"columns": columns, "examples": examples, "marking": int(Marking.PUBLIC), "reason": ""}
    return Import.objects.create(
        register=register.code,
        actor=actor,
        keeper_id=own[0] if own else None,
        file_name=name[-255:].replace("\0", ""),
        sha256=hashlib.sha256(octets).hexdigest(),
        octets=octets,
        choices=choices,
    )


def seen_imports(standpoint: Standpoint) -> QuerySet[Import]:
    """A person's own imports, and those that the reviewers of the keeper may have to undo."""
    if standpoint.user is None:
        return Import.objects.none()
    review = standpoint.access.bodies.get("verify", frozenset())
    theirs = Q(keeper__in=review, marking__lte=standpoint.access.clearance) & ~Q(state__in=(_S.UPLOADED, _S.PREPARED))
    return Import.objects.filter(Q(actor=standpoint.user) | theirs).select_related("actor").defer("octets")


@reads
def imports_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/imports/`: the newest imports that the reader may see."""
    if standpoint.user is None:
        return redirect_to_login(request.get_full_path())
    found = list(seen_imports(standpoint).order_by("-made_at")[:_LISTED])
    listed = [(one, _named(one.register), _counts(one)) for one in found]
    return show(request, standpoint, "imports", {"imports": listed})


def _named(code: str) -> str:
    found = registers().get(code)
    return found.label if found else code


def _counts(one: Import) -> list[tuple[str, int]]:
    words = {**dict(ImportRow.Kind.choices), "unchanged": _("unchanged")}
    return [(str(words[kind]), one.counts[kind]) for kind in words if one.counts.get(kind)]


@reads
def import_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/imports/<uuid>/`: its columns and choices, what it would do, and what became of it."""
    if standpoint.user is None:
        return redirect_to_login(request.get_full_path())
    standpoint = as_of_now(standpoint)
    one = seen_imports(standpoint).filter(uuid=uuid).first()
    if one is None:
        raise Http404
    if request.method != "POST":
        return _page(request, standpoint, one)
    act = {"prepare": _prepare, "commit": _commit, "undo": _undo, "drop": _drop}.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    return _done(request, standpoint, one, act)


def _done(
    request: HttpRequest,
    standpoint: Standpoint,
    one: Import,
    act: Callable[[HttpRequest, Standpoint, Import, User], str],
) -> HttpResponse:
    problems: list[str] = []
    status = 422
    try:
        if standpoint.user is None:
            raise Http404
        told = act(request, standpoint, one, standpoint.user)
        messages.success(request, told)
        return redirect("imports") if act is _drop else redirect("import-one", one.uuid)
    except Invalid as problem:
        problems = [str(found) for found in problem.problems[:_SHOWN]]
    except (NotNow, Conflict) as problem:
        problems, status = [str(problem)], 409
    except NotAllowed as problem:
        problems, status = [str(problem)], 403
    except (Unreadable, Unclear) as problem:
        problems = [str(problem)]
    fresh = Import.objects.select_related("actor").get(pk=one.pk)
    if fresh.state in {_S.UPLOADED, _S.PREPARED}:
        fresh.choices, fresh.keeper_id = one.choices, one.keeper_id
    return _page(request, standpoint, fresh, problems, status)


def _own(one: Import, actor: User) -> None:
    if one.actor_id != actor.pk:
        raise NotAllowed(_("Only %s may do this with the import.") % one.actor)


def _prepare(request: HttpRequest, standpoint: Standpoint, one: Import, actor: User) -> str:
    _own(one, actor)
    one.refresh_from_db(fields=["octets"])
    post = request.POST
    columns = {
        table: {name: post.get(f"column-{t}-{n}", "") for n, name in enumerate(listed)}
        for t, (table, listed) in enumerate(one.choices["columns"].items())
    }
    marking, keeper, source = post.get("marking", ""), post.get("keeper", ""), post.get("source", "").strip()
    one.choices = {
        **one.choices,
        "columns": columns,
        "marking": int(marking) if marking in {str(int(level)) for level in Marking} else 0,
        "reason": reason_of(request),
        "submit": "submit" in post,
        "source_text": source,
        "confidence": post.get("confidence", "") or Confidence.LOW,
    }
    known = {str(pk): pk for pk in standpoint.access.bodies.get("create", frozenset())}
    one.keeper_id = known.get(keeper, one.keeper_id)
    for table, listed in columns.items():
        told = [name for name in listed.values() if name]
        if len(told) != len(set(told)):
            raise Unclear(_("Two columns are the same field: choose one of them. %s") % table)
    if not one.choices["reason"]:
        raise Unclear(_("Say why: the reason is kept with the version."))
    if one.choices["confidence"] not in Confidence.values:
        raise Unclear(_("Choose a confidence of the list."))
    one.choices["source"] = str(pick(standpoint, Source, source)) if source else ""
    prepare(one, standpoint, actor)
    return _("Read. Nothing is written yet: look at what the file would do.")


def _commit(request: HttpRequest, standpoint: Standpoint, one: Import, actor: User) -> str:
    _own(one, actor)
    commit(one, actor, without_wrong="without" in request.POST)
    return _("Imported.")


def _undo(request: HttpRequest, standpoint: Standpoint, one: Import, actor: User) -> str:
    reason = reason_of(request)
    if not reason:
        raise Unclear(_("Say why: the reason is kept with the version."))
    undo(one, actor, reason)
    return _("The whole import was undone.")


def _drop(request: HttpRequest, standpoint: Standpoint, one: Import, actor: User) -> str:
    _own(one, actor)
    if one.state not in {_S.UPLOADED, _S.PREPARED}:
        raise NotNow(_("This import is %s already.") % one.get_state_display())
    one.delete()
    return _("The file was put away; nothing was written.")


def _page(
    request: HttpRequest, standpoint: Standpoint, one: Import, problems: list[str] | None = None, status: int = 200
) -> HttpResponse:
    register = registers()[one.register]
    mine = standpoint.user is not None and one.actor_id == standpoint.user.pk
    after = request.GET.get("after", "")
    start = int(after) if after.isdecimal() and len(after) < 10 else -1
    rows = list(one.rows.filter(position__gt=start)[: _SHOWN + 1]) if mine else []
    context = {
        "one": one,
        "register": register,
        "mine": mine,
        "open": one.state in {_S.UPLOADED, _S.PREPARED} and mine,
        "undoable": one.state in {_S.WRITING, _S.COMMITTED, _S.UNDOING},
        "counts": _counts(one),
        "blocked": bool(one.counts.get("wrong") or one.counts.get("conflict")),
        "writable": bool(one.counts.get("new") or one.counts.get("changed")),
        "rows": [(row, _told(register, row)) for row in rows[:_SHOWN]],
        "next": rows[_SHOWN - 1].position if len(rows) > _SHOWN else None,
        "problems": problems or [],
    }
    if context["open"]:
        context |= _choices(standpoint, register, one)
    return show(request, standpoint, "import_one", context, status)


def _told(register: Register, row: ImportRow) -> list[list[str]]:
    """What a row tells, with the words for its fields."""
    if row.kind == ImportRow.Kind.WRONG:
        return [[place, _field(register, name), message] for place, name, message in row.told]
    return [[_field(register, name), *values] for name, *values in row.told]


def _field(register: Register, name: str) -> str:
    known = {*columns_of(register)[2:], *register.filled_parts}
    return label(register, name) if name in known else name


def _choices(standpoint: Standpoint, register: Register, one: Import) -> dict[str, Any]:
    access = standpoint.access
    keepers = Body.objects.filter(pk__in=access.bodies.get("create", frozenset()))
    levels = [level for level in Marking if level <= access.clearance]
    tables = []
    for t, (table, listed) in enumerate(one.choices["columns"].items()):
        options = _options(register, table)
        examples = one.choices["examples"].get(table, {})
        columns = [
            Column(f"column-{t}-{n}", name, field, examples.get(name, ""), options)
            for n, (name, field) in enumerate(listed.items())
        ]
        tables.append((label(register, table) if table else str(register.label), columns))
    return {
        "tables": tables,
        "keepers": sorted(((body.pk, body.name_in()) for body in keepers), key=lambda option: option[1]),
        "markings": [(int(level), marking_label(profile_of(standpoint), level)) for level in levels],
        "confidences": Confidence.choices,
    }


def _options(register: Register, table: str) -> list[tuple[str, str]]:
    """The fields that a column can be."""
    words = {"uuid": _("identity"), "version": _("version"), "owner": _("belongs to")}
    if table:
        fields = {field.name: str(field.verbose_name) for field in part_fields(register.part_model(table))}
        names = ["owner", "uuid", *fields]
    else:
        fields = {name: str(field_of(register, name).verbose_name) for name in columns_of(register)[2:]}
        names = columns_of(register)
    return [("", _("leave out")), *((name, fields.get(name) or words[name]) for name in names)]
