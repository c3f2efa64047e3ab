"""One proposal beside its words: accepted as it is or edited, into a record there is, rejected, merged, undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from trivet.core.access import restrict
from trivet.core.actions import Conflict, NotAllowed
from trivet.core.asking import as_of_now
from trivet.core.history import attach
from trivet.core.quoting import text_of
from trivet.core.register import Register, registers
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.validation import Invalid
from trivet.intake.desk.deciding import accept, accept_into, merge, reject, undo
from trivet.intake.desk.proposal import Proposal, on_desks
from trivet.intake.desk.reprints import Printing, printings_of
from trivet.intake.proposing.comparing import would_do
from trivet.intake.proposing.words import WOULD
from trivet.web.boxes import content_boxes
from trivet.web.check_pages import Piece, pieces
from trivet.web.drafting import Drafting, Errors
from trivet.web.read_desk import line_of
from trivet.web.reading import address, reads, reason_of, show
from trivet.web.sharing_acts import refusal, version_typed
from trivet.web.sheets import Sheet, empty_sheet, sheet_typed
from trivet.web.tags import sheet_marking

#: Of a long document so many letters are shown around the words.
_AROUND = 700
_S = Proposal.Status


@dataclass(frozen=True)
class Said:
    """The words in one document: a stretch of its text with them marked."""

    title: str
    url: str
    language: str
    pieces: list[Piece]
    elsewhere: list[Printing]


@reads
def reading_proposal_page(request: HttpRequest, standpoint: Standpoint, uuid: UUID) -> HttpResponse:
    """`/reading/<uuid>/`: for the people of its desk; the button in `act` decides."""
    now = as_of_now(standpoint)
    if now.user is None:
        return redirect_to_login(request.get_full_path())
    made = on_desks(now).filter(pk=uuid).prefetch_related("quotes__source__content").first()
    if made is None:
        raise Http404
    register = registers().get(made.register)
    desk = _Decision(now, now.user, made, register)
    if request.method == "POST":
        done = desk.act(request)
        if done:
            messages.success(request, done)
            return redirect(address(now, "reading-proposal", uuid) if made.status == _S.OPEN else desk.onward())
    return show(request, now, "reading_proposal", desk.context(request), desk.status)


class _Decision:
    """What is typed on the page and what became of it."""

    def __init__(self, standpoint: Standpoint, user: User, made: Proposal, register: Register | None) -> None:
        self.standpoint, self.user, self.made, self.register = standpoint, user, made, register
        self.errors: Errors = {}
        self.status, self.problem = 200, ""
        self.base = empty_sheet(register, made.keeper_id) if register else None
        self.sheet = self._filled(self.base) if self.base else None

    def _filled(self, base: Sheet) -> Sheet:
        """The form with what was read; keeper and marking are those of the documents."""
        texts = dict(base.texts)
        for name, told in self.made.values.items():
            texts[name] = "\n".join(told) if isinstance(told, list) else str(told)
        return Sheet(texts | {"marking": str(self.made.marking)}, base.parts)

    def act(self, request: HttpRequest) -> str:
        """Do what was pressed; what to say of it, empty where it was refused."""
        user, act, reason = self.user, request.POST.get("act", ""), reason_of(request)
        try:
            if act == "accept" and self.register and self.base:
                words = reason or _("accepted from a document")
                return self._accept(request, self.register, self.base, words)
            if act == "into":
                record, expected = _identity(request.POST.get("record", "")), version_typed(request)
                words = reason or _("confirmed by a document")
                accept_into(self.made, record, actor=user, reason=words, expected=expected)
            elif act == "reject":
                reject(self.made, actor=user, reason=reason)
            elif act == "merge":
                other = on_desks(self.standpoint).filter(pk=_identity(request.POST.get("into", ""))).first()
                merge(self.made, other or self.made, actor=user, reason=reason)
            elif act == "undo":
                undo(self.made, actor=user, reason=reason or _("undone"))
            else:
                raise Http404
        except (Invalid, NotAllowed, Conflict) as refused:
            self.problem, self.status = refusal(refused)
            return ""
        self.made.refresh_from_db()
        return _("Done.")

    def _accept(self, request: HttpRequest, register: Register, base: Sheet, reason: str) -> str:
        """Write what stands on the form; what is unclear stands at its field."""
        self.sheet = sheet_typed(register, request.POST)
        for name in ("key", "need_to_know", "keeper"):
            self.sheet.texts[name] = base.texts[name]
        self.sheet.texts["marking"], self.sheet.parts = str(self.made.marking), base.parts
        drafting = Drafting(self.standpoint, register, base, None)
        draft, self.errors, self.status = drafting.draft(self.sheet), drafting.errors, 422
        if any(self.errors.values()):
            return ""
        try:
            accept(self.made, draft, actor=self.user, reason=reason)
        except Invalid as refused:
            drafting.refused(refused)
            self.problem = " ".join(self.errors.get("", []))
            return ""
        self.made.refresh_from_db()
        return _("Done.")

    def onward(self) -> str:
        """Where one goes on: the record that was written, else the desk."""
        if self.made.status == _S.ACCEPTED and self.made.record:
            return address(self.standpoint, "detail", self.made.register, self.made.record)
        return address(self.standpoint, "reading")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """What the page shows."""
        made, is_open = self.made, self.made.status == _S.OPEN
        would, row = self._against() if is_open else (made.would, None)
        boxes = []
        decides = is_open and self.standpoint.access.may("create", made.keeper_id)
        if decides and self.register and self.sheet:
            boxes = content_boxes(self.standpoint, self.register, self.sheet, self.errors, None)
            for box in boxes:
                box.citable = False
        others = on_desks(self.standpoint).filter(status=_S.OPEN, kind=made.kind, keeper=made.keeper_id)
        others = others.filter(marking=made.marking).exclude(pk=made.pk).prefetch_related("quotes")
        return {
            "made": made,
            "line": line_of(self.standpoint, made),
            "open": is_open,
            "decides": decides,
            "documents": list(self._documents()),
            "register": self.register,
            "boxes": boxes,
            "would": str(WOULD[would]),
            "against": row,
            "against_url": address(self.standpoint, "detail", made.register, row.pk) if row else "",
            "against_name": self.standpoint.caption(row) if row else "",
            "written_url": self.onward() if made.status == _S.ACCEPTED else "",
            "others": [line_of(self.standpoint, one) for one in others[:20]] if decides else [],
            "problem": self.problem,
            "reason": reason_of(request),
            "marking": sheet_marking(self.standpoint, levels=[made.marking]),
        }

    def _against(self) -> tuple[str, Any]:
        """What it would do to the record as it stands today, and to which."""
        made = self.made
        if made.entry is None or self.register is None:
            return made.would, None
        would, record = would_do(
            made.entry, made.values, "done" if made.kind == "figure" else made.modality, self.standpoint
        )
        if record is None:
            return would, None
        row = restrict(self.register.model.objects.filter(pk=record), self.standpoint.access, "view").first()
        if row is not None:
            attach([row], None)
        return would, row

    def _documents(self) -> Iterator[Said]:
        """Each document with the words marked in it."""
        by_source: dict[Any, list[Any]] = {}
        for one in self.made.quotes.all():
            by_source.setdefault(one.source, []).append(one)
        elsewhere = printings_of(self.standpoint, by_source)
        for source, quotes in by_source.items():
            text = text_of(source)
            start = max(0, min(one.start for one in quotes) - _AROUND)
            end = min(len(text), max(one.end for one in quotes) + _AROUND)
            spans = [(one.start - start, one.end - start, place) for place, one in enumerate(quotes, 1)]
            told = list(pieces(text[start:end], spans))
            yield Said(
                title=source.title,
                url=address(self.standpoint, "detail", "sources", source.pk),
                language=source.language,
                pieces=told,
                elsewhere=elsewhere.get(source.pk, []),
            )


def _identity(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as problem:
        raise Http404 from problem
