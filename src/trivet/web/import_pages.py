"""Imports: columns, preview, commit and undo of one, how far a worker has come with it, and the list of all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from trivet.core.actions import Conflict, NotAllowed
from trivet.core.cells import columns_of
from trivet.core.importing import NotNow, commit
from trivet.core.imports import Import, ImportRow
from trivet.core.picking import Unclear, pick
from trivet.core.preparing import prepare
from trivet.core.register import Register, registers
from trivet.core.sources import Confidence, Source
from trivet.core.standpoint import Standpoint
from trivet.core.undoing import undo
from trivet.core.uploads import Unreadable
from trivet.core.users import User
from trivet.core.validation import Invalid
from trivet.core.working import ask, is_idle, is_long, stop
from trivet.values.markings import Marking
from trivet.web.import_choices import choices
from trivet.web.reading import as_of_now, reads, show
from trivet.web.shown import label

#: Rows on a page of a preview, and imports on the page of all.
_SHOWN, _LISTED = 100, 100
_S = Import.State


def seen_imports(standpoint: Standpoint) -> QuerySet[Import]:
    """A person's own imports, and those that the reviewers of the keeper may have to undo."""
    if standpoint.user is None:
        return Import.objects.none()
    review = standpoint.access.bodies.get("verify", frozenset())
    theirs = Q(keeper__in=review, marking__lte=standpoint.access.clearance) & ~Q(state__in=(_S.UPLOADED, _S.PREPARED))
    return Import.objects.filter(Q(actor=standpoint.user) | theirs).select_related("actor")


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
    acts = {"prepare": _prepare, "commit": _commit, "undo": _undo, "drop": _drop, "stop": _stop}
    act = acts.get(request.POST.get("do", ""))
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
        if one.asked and act is not _stop:
            raise NotNow(_("A worker has this import in hand: wait for it, or stop it."))
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
        "reason": post.get("reason", "").strip(),
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
    if is_long(one):
        return _left(one, Import.Work.PREPARE, actor)
    prepare(one, standpoint, actor)
    return _("Read. Nothing is written yet: look at what the file would do.")


def _commit(request: HttpRequest, standpoint: Standpoint, one: Import, actor: User) -> str:
    _own(one, actor)
    without_wrong = "without" in request.POST
    if is_long(one):
        return _left(one, Import.Work.COMMIT, actor, without_wrong=without_wrong)
    commit(one, actor, without_wrong=without_wrong)
    return _("Imported.")


def _left(one: Import, work: str, actor: User, **asking: Any) -> str:
    """Leave what takes long to a worker."""
    ask(one, work, actor, **asking)
    return _("This takes a while: a worker does it, and this page tells how far it has come. You may go on elsewhere.")


def _undo(request: HttpRequest, standpoint: Standpoint, one: Import, actor: User) -> str:
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise Unclear(_("Say why: the reason is kept with the version."))
    if is_long(one):
        return _left(one, Import.Work.UNDO, actor, reason=reason)
    undo(one, actor, reason)
    return _("The whole import was undone.")


def _drop(request: HttpRequest, standpoint: Standpoint, one: Import, actor: User) -> str:
    _own(one, actor)
    if one.state not in {_S.UPLOADED, _S.PREPARED}:
        raise NotNow(_("This import is %s already.") % one.get_state_display())
    one.delete()
    return _("The file was put away; nothing was written.")


def _stop(request: HttpRequest, standpoint: Standpoint, one: Import, actor: User) -> str:
    if actor.pk not in {one.actor_id, one.asked_by_id}:
        _own(one, actor)
    stop(one)
    return _("The worker stops with the rows it has in hand.")


def _page(
    request: HttpRequest, standpoint: Standpoint, one: Import, problems: list[str] | None = None, status: int = 200
) -> HttpResponse:
    register = registers()[one.register]
    mine = standpoint.user is not None and one.actor_id == standpoint.user.pk
    after = request.GET.get("after", "")
    start = int(after) if after.isdecimal() and len(after) < 11 else -1
    writable = bool(one.counts.get("new") or one.counts.get("changed"))
    read = mine and one.state != _S.UPLOADED
    rows = list(one.rows.filter(position__gt=start)[: _SHOWN + 1]) if read else []
    context = {
        "one": one,
        "register": register,
        "mine": mine,
        "open": one.state in {_S.UPLOADED, _S.PREPARED} and mine and not one.asked,
        "undoable": one.state in {_S.WRITING, _S.COMMITTED, _S.UNDOING} and not one.asked,
        "idle": bool(one.asked) and is_idle(),
        "counts": _counts(one),
        "blocked": bool(one.counts.get("wrong") or one.counts.get("conflict")),
        "writing": mine and not one.asked and (one.state == _S.WRITING or (one.state == _S.PREPARED and writable)),
        "rows": [(row, _told(register, row)) for row in rows[:_SHOWN]],
        "next": rows[_SHOWN - 1].position if len(rows) > _SHOWN else None,
        "problems": problems or [],
    }
    if context["open"]:
        context |= choices(standpoint, register, one)
    return show(request, standpoint, "import_one", context, status)


def _told(register: Register, row: ImportRow) -> list[list[str]]:
    """What a row tells, with the words for its fields."""
    if row.kind == ImportRow.Kind.WRONG:
        return [[place, _field(register, name), message] for place, name, message in row.told]
    return [[_field(register, name), *values] for name, *values in row.told]


def _field(register: Register, name: str) -> str:
    known = {*columns_of(register)[2:], *register.filled_parts}
    return label(register, name) if name in known else name
