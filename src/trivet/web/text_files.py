"""The papers of a text, and its way through Word: taken away, written in, and brought back as what is proposed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from trivet.coordination.drafting import TextMoved, standing_text
from trivet.coordination.positions import propose
from trivet.coordination.reads import Reading
from trivet.coordination.texts import Paragraph, Text
from trivet.core.actions import NotAllowed
from trivet.core.bodies import Body
from trivet.core.office import file_prefix
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.reports.clearance_page import clearance_page
from trivet.reports.forms import as_html, file_name
from trivet.reports.text_word import NoText, Returned, returned, written
from trivet.reports.words import marking_words
from trivet.web.brief_pages import asked_language, file_answer
from trivet.web.details import record_of
from trivet.web.dossier_forms import typed
from trivet.web.reading import address, as_of_now, reads, show
from trivet.web.tags import sheet_marking
from trivet.web.text_pages import boxes_of, draft_context

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@reads
def text_paper(request: HttpRequest, standpoint: Standpoint, uuid: UUID, form: str) -> HttpResponse:
    """`/texts/<uuid>/clearance.html`, `.docx`, `.pdf`; `known` and `lang` in the address."""
    row, language = record_of(standpoint, register_of(Text), uuid, Reading.Way.PAPER), asked_language(request)
    if form == "xlsx" or not row.edition:
        raise Http404
    whole = request.build_absolute_uri(request.get_full_path())
    made = clearance_page(row, standpoint, language, whole)
    if form == "html":
        told = {"lang": request.GET.get("lang", "")}
        forms = [(f.upper(), address(standpoint, "text-paper", uuid, f, **told)) for f in ("docx", "pdf")]
        with override(language):
            return HttpResponse(as_html(made, alone=False, forms=forms))
    return file_answer(standpoint, made, form, file_name("clearance", row.key or row.title, language, form=form))


@require_http_methods(["GET", "HEAD", "POST"])
@reads
def word_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/texts/<uuid>/word/`: the text as a Word file (`?file=1`), and the file brought back.

    For those who may change the text it opens as the next version; for the others its changes become positions.
    """
    now = as_of_now(standpoint)
    taken = request.method != "POST" and "file" in request.GET
    row = record_of(now, register_of(Text), uuid, Reading.Way.FILE if taken else Reading.Way.PAGE)
    if not row.edition:
        raise Http404
    if request.method != "POST":
        return _taken_away(now, row) if taken else show(request, now, "text_word", _context(now, row))
    if now.user is None:
        raise Http404
    try:
        sent = request.FILES.get("word")
        if sent is None:
            raise NoText(_("Choose the Word file."))
        digest, lines = returned(sent)
        if getattr(row, "may_change", False):
            return show(request, now, "text_draft", draft_context(now, row, _boxes(row, lines), digest or row.digest))
        kept = _proposed(now, row, lines, digest, typed(request.POST, "body"), typed(request.POST, "reason"), now.user)
    except (NoText, TextMoved, NotAllowed) as problem:
        return show(request, now, "text_word", _context(now, row, [str(problem)]), 422)
    except Invalid as problem:
        told = [": ".join(filter(None, (one.field, one.message))) for one in problem.problems]
        return show(request, now, "text_word", _context(now, row, told), 422)
    done = ngettext("%s change was proposed.", "%s changes were proposed.", kept) % kept
    messages.success(request, done)
    return redirect(address(now, "detail", register_of(Text).code, uuid))


def _taken_away(standpoint: Standpoint, row: Any) -> HttpResponse:
    language = (get_language() or "en")[:2]
    answer = HttpResponse(written(row, language, marking_words(standpoint, row.marking)), content_type=_WORD)
    name = file_name("text", row.key or row.title, str(row.edition), form="docx")
    answer["Content-Disposition"] = f'attachment; filename="{file_prefix(standpoint.office)}{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _context(standpoint: Standpoint, row: Any, problems: list[str] | None = None) -> dict[str, Any]:
    parties = {one.body_id for one in standpoint.assignments([row.uuid])[row.uuid]} | {row.keeper_id}
    mine = [body for body in parties if body and standpoint.access.may("act", body)]
    names = [(str(body.uuid), body.name_in()) for body in standpoint.of(Body).filter(uuid__in=mine)]
    return {
        "row": row,
        "back": address(standpoint, "detail", register_of(Text).code, row.uuid),
        "bodies": sorted(names, key=lambda one: one[1]),
        "keeps": getattr(row, "may_change", False),
        "problems": problems or [],
        "marking": sheet_marking(standpoint, (), [row.marking]),
    }


def _boxes(row: Any, lines: list[Returned]) -> list[Any]:
    """The paragraphs that came back, as the page on which a version is written shows them."""
    known = {one.uuid: one for one in row.paragraphs_rows}
    rows = []
    for line in lines:
        there = known.get(line.uuid) if line.uuid else None
        kind, mark = (there.kind, there.marking) if there else (Paragraph.Kind.TEXT, row.highest)
        rows.append(_paragraph(there.uuid if there else None, line.text, kind, mark))
    return boxes_of(rows, row)


def _paragraph(uuid: Any, text: str, kind: str = Paragraph.Kind.TEXT, marking: int = 0) -> Paragraph:
    made = Paragraph(kind=kind, marking=marking, text=text)
    made.uuid = uuid
    return made


def _proposed(
    standpoint: Standpoint, row: Any, lines: list[Returned], digest: str, body: str, reason: str, actor: User
) -> int:
    """Keep the changes of a file as positions of a body; how many there are."""
    if not reason:
        raise Invalid([Problem("", "", _("Say why: the reason is kept with the version."))])
    text = standing_text(Text.objects.get(pk=row.uuid), digest)
    came = [_paragraph(line.uuid, line.text) for line in lines]
    try:
        chosen = UUID(body)
    except ValueError:
        raise Invalid([Problem("", "", _("Choose the body for which you propose."))]) from None
    return propose(text, chosen, came, actor=actor, reason=reason)
