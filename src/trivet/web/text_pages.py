"""A text written and sent round from its pages: new versions, rounds, clearances, positions, and what changed since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trivet.coordination.drafting import MOST, Line, TextMoved, compared, paragraphs_at, revise
from trivet.coordination.texts import Paragraph, Text
from trivet.core.actions import Conflict, NotAllowed
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.procedures.acting import OutOfTurn
from trivet.values.markings import Marking
from trivet.web.details import record_of, show_detail
from trivet.web.dossier_forms import by_box, typed, typed_day
from trivet.web.reading import address, as_of_now, profile_of, reads, show
from trivet.web.shown import marking_label
from trivet.web.tags import sheet_marking
from trivet.web.text_acts import ACTS

#: So many empty boxes for new paragraphs stand below those that there are.
_NEW = 3


@dataclass
class Box:
    """One paragraph on the page in which a version is written."""

    name: str
    place: str
    uuid: str
    kind: str
    marking: int
    text: str


@require_http_methods(["GET", "HEAD", "POST"])
@reads
def draft_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/texts/<uuid>/draft/`: the next version, paragraph by paragraph; an emptied paragraph goes."""
    now = as_of_now(standpoint)
    row = record_of(now, register_of(Text), uuid)
    if not getattr(row, "may_change", False) or now.user is None:
        raise Http404
    boxes, problems, status = boxes_of(row.paragraphs_rows, row), [], 200
    if request.method == "POST":
        boxes = _typed_boxes(request.POST)
        try:
            messages.success(request, _keep(now.user, row, request.POST, boxes))
            return redirect(address(now, "detail", register_of(Text).code, uuid))
        except Invalid as wrong:
            problems, status = [": ".join(filter(None, (p.field, p.message))) for p in wrong.problems], 422
        except (TextMoved, Conflict) as wrong:
            problems, status = [str(wrong)], 409
        except (NotAllowed, OutOfTurn) as wrong:
            problems, status = [str(wrong)], 403
    read = row.digest if status == 409 else request.POST.get("read", row.digest)
    context = draft_context(now, row, boxes, read)
    context["standing"] = row.paragraphs_rows if status == 409 else []
    context["typed"] = {name: typed(request.POST, name) for name in ("reason", "day", "more")}
    return show(request, now, "text_draft", {**context, "problems": problems}, status)


def draft_context(standpoint: Standpoint, row: Any, boxes: list[Box], read: str) -> dict[str, Any]:
    """What the page shows on which a version is written."""
    return {
        "row": row,
        "back": address(standpoint, "detail", register_of(Text).code, row.uuid),
        "act": address(standpoint, "text-draft", row.uuid),
        "boxes": boxes,
        "read": read,
        "kinds": Paragraph.Kind.choices,
        "markings": _markings(standpoint),
        "goes_round": row.dossier_id is not None,
        "marking": sheet_marking(standpoint, (), [row.marking]),
    }


def _markings(standpoint: Standpoint) -> list[tuple[int, str]]:
    """The markings up to the reader's own clearance."""
    profile = profile_of(standpoint)
    return [(int(one), marking_label(profile, one)) for one in Marking if one <= standpoint.access.clearance]


def boxes_of(paragraphs: Iterable[Any], row: Any) -> list[Box]:
    """A box for each paragraph, and empty ones for new paragraphs."""
    boxes = [
        Box(f"p-{n}", str(n), str(one.uuid or ""), one.kind, one.marking, one.text)
        for n, one in enumerate(paragraphs, 1)
    ]
    first = len(boxes) + 1
    usual = row.marking or Marking.INTERNAL
    return boxes + [Box(f"p-{n}", str(n), "", Paragraph.Kind.TEXT, usual, "") for n in range(first, first + _NEW)]


def _typed_boxes(post: QueryDict) -> list[Box]:
    boxes = []
    for number in range(1, MOST + _NEW + 1):
        name = f"p-{number}"
        if f"{name}-text" not in post:
            break
        told = {of: typed(post, f"{name}-{of}") for of in ("place", "uuid", "kind", "marking", "text")}
        mark = int(told["marking"]) if told["marking"] in {"0", "1", "2", "3", "4"} else -1
        boxes.append(Box(name, told["place"], told["uuid"], told["kind"], mark, told["text"]))
    return boxes


def _keep(actor: User, row: Any, post: QueryDict, boxes: list[Box]) -> str:
    """Keep the version that was typed, and say what came of it. Raises what `revise` raises."""
    reason = typed(post, "reason")
    if not reason:
        raise Invalid([Problem("", "", _("Say why: the reason is kept with the version."))])
    found: Text = Text.objects.get(pk=row.uuid)
    lines, due, read = _lines(post, boxes), typed_day(post), typed(post, "read")
    text, again = revise(found, lines, actor=actor, reason=reason, read=read, due=due)
    kept = _("Version %s was kept.") % text.edition
    if not again:
        return kept
    asked = ngettext("%s body is asked anew.", "%s bodies are asked anew.", len(again)) % len(again)
    return f"{kept} {asked}"


def _lines(post: QueryDict, boxes: list[Box]) -> list[Line]:
    """The paragraphs in the order of their places; those of the large box follow, one for each blank line."""
    placed = []
    for number, one in enumerate(boxes):
        if one.text:
            placed.append((_place(one.place, number + 1), number, Line(one.text, one.kind, one.marking, _known(one))))
    mark = max((one.marking for one in boxes if one.uuid), default=int(Marking.INTERNAL))
    more = [text.strip() for text in typed(post, "more").split("\n\n")]
    return [line for _order, _n, line in sorted(placed, key=lambda one: one[:2])] + [
        Line(text, marking=mark) for text in more if text
    ]


def _place(text: str, otherwise: int) -> Decimal:
    """Where a paragraph stands: between 2 and 3 stands 2.5."""
    try:
        found = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return Decimal(otherwise)
    return found if found.is_finite() else Decimal(otherwise)


def _known(one: Box) -> UUID | None:
    try:
        return UUID(one.uuid) if one.uuid else None
    except ValueError:
        return None


@require_POST
@reads
def text_act_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/texts/<uuid>/act/`: an act of a text by `act`; a refusal comes back on its page, with what was typed."""
    now, register = as_of_now(standpoint), register_of(Text)
    record_of(now, register, uuid)
    act = ACTS.get(request.POST.get("act", ""))
    if now.user is None or act is None:
        raise Http404
    try:
        told = act(now, Text.objects.get(pk=uuid), request.POST, now.user)
    except Invalid as wrong:
        problem, status = "; ".join(message for found in by_box(wrong).values() for message in found), 422
    except (TextMoved, Conflict) as wrong:
        problem, status = str(wrong), 409
    except (NotAllowed, OutOfTurn) as wrong:
        problem, status = str(wrong), 403
    else:
        messages.success(request, told)
        return redirect(address(now, "detail", register.code, uuid))
    return show_detail(request, now, register, record_of(now, register, uuid), problem=problem, status=status)


@require_safe
@reads
def changes_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID, number: int) -> HttpResponse:
    """`/texts/<uuid>/changes/<number>/`: what changed in the text since that version."""
    row = record_of(standpoint, register_of(Text), uuid)
    before = paragraphs_at(row, number)
    if not before:
        raise Http404
    most = max((one.marking for one in before), default=0)
    if most > standpoint.access.clearance:
        raise Http404
    context = {
        "row": row,
        "back": address(standpoint, "detail", register_of(Text).code, uuid),
        "number": number,
        "changes": compared(before, row.paragraphs_rows),
        "marking": sheet_marking(standpoint, (), [row.marking, most]),
    }
    return show(request, standpoint, "text_changes", context)
