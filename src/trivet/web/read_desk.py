"""The desk of reading: what documents propose and nobody decided yet, and where a document is handed in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trivet.core.actions import NotAllowed
from trivet.core.asking import as_of_now
from trivet.core.bodies import Body
from trivet.core.keyset import Order
from trivet.core.names import language_name
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.validation import Invalid
from trivet.intake.desk.arriving import Arrived, read_in
from trivet.intake.desk.proposal import Proposal, on_desks
from trivet.intake.documents.opened import UnreadableFile
from trivet.intake.documents.opening import in_our_languages
from trivet.intake.grammar import LANGUAGES
from trivet.intake.model.asking import ModelFailed
from trivet.intake.proposing.words import KINDS, MEANT, WOULD
from trivet.values.markings import Marking
from trivet.web.check_pages import DocumentForm
from trivet.web.reading import address, reads, show
from trivet.web.shown import marking_label
from trivet.web.tags import sheet_marking

_ORDER = Order(("-confidence", "uuid"))
_FILTERS = ("language", "kind", "would", "status")


@dataclass(frozen=True)
class Line:
    """One proposal as the desk lists it."""

    url: str
    kind: str
    register: str
    meant: str
    would: str
    status: str
    with_whom: str
    when: str
    words: str
    more: int
    sure: int
    language: str
    identity: str


class ArrivalForm(DocumentForm):
    """A document handed in: pasted or a file, whose country speaks in it, and for which body it is read."""

    title = forms.CharField(label=gettext_lazy("title"), required=False, max_length=400)
    speaker = forms.CharField(
        label=gettext_lazy("the country whose documents they are (FRA)"), required=False, max_length=40
    )
    keeper = forms.ChoiceField(label=gettext_lazy("kept by"))
    marking = forms.TypedChoiceField(label=gettext_lazy("marking"), coerce=int)

    def __init__(self, standpoint: Standpoint, data: Any, files: Any) -> None:
        super().__init__(data, files, initial={"marking": int(Marking.INTERNAL)})
        held = standpoint.access.bodies.get("create", frozenset())
        rows = standpoint.of(Body) if standpoint.access.everything else standpoint.of(Body).filter(uuid__in=held)
        self.bodies = {str(body.pk): body for body in rows}
        choices = sorted(((pk, body.name_in()) for pk, body in self.bodies.items()), key=lambda one: one[1])
        levels = [level for level in Marking if level <= standpoint.access.clearance]
        told = [(int(level), marking_label(standpoint.profile, int(level))) for level in levels]
        for name, options in (("keeper", choices), ("marking", told)):
            self.fields[name].choices = options  # type: ignore[attr-defined]


@reads
def reading_page(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """`/reading/`: the open proposals of the reader's bodies, the surest first; who may create hands documents in."""
    now = as_of_now(standpoint)
    if now.user is None:
        return redirect_to_login(request.get_full_path())
    writes = now.access.may("create")
    if not (writes or now.access.may("verify")) or (request.method == "POST" and not writes):
        raise Http404
    form = ArrivalForm(now, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _told(_read(form, now.user)))
            return redirect(address(now, "reading"))
        except UnreadableFile as problem:
            form.add_error(None, str(problem))
        except Invalid as problem:
            form.add_error(None, "; ".join(one.message for one in problem.problems))
        except (NotAllowed, ModelFailed) as problem:
            form.add_error(None, str(problem))
    return show(request, now, "reading", _context(request, now, form), 422 if form.errors else 200)


def _read(form: ArrivalForm, actor: User) -> Arrived:
    told = form.cleaned_data
    one = in_our_languages(form.given())
    return read_in(
        replace(one, title=told["title"] or one.title),
        actor=actor,
        keeper=form.bodies[told["keeper"]],
        reason=_("read in: %s") % one.name,
        marking=told["marking"],
        speaker=told["speaker"].strip().upper(),
    )


def _told(arrived: Arrived) -> str:
    if arrived.reprint:
        return (
            _("It is a reprint of “%s”, which was read before: the place where it was found is kept.")
            % arrived.source.title
        )
    if arrived.known:
        return _("This document was read before: “%s”.") % arrived.source.title
    number = arrived.made + arrived.joined
    told = ngettext(
        "%(number)s proposal, %(joined)s of them told before.",
        "%(number)s proposals, %(joined)s of them told before.",
        number,
    )
    return told % {"number": number, "joined": arrived.joined}


def _context(request: HttpRequest, standpoint: Standpoint, form: ArrivalForm) -> dict[str, Any]:
    asked = {name: request.GET.get(name, "").replace("\0", "") for name in _FILTERS}
    asked["status"] = asked["status"] or Proposal.Status.OPEN
    rows = on_desks(standpoint).filter(**{name: told for name, told in asked.items() if told})
    found, after = _ORDER.short_page(rows.prefetch_related("quotes"), request.GET.get("after", ""))
    return {
        "form": form if standpoint.access.may("create") else None,
        "lines": [line_of(standpoint, one) for one in found],
        "choices": [_choice(name, told) for name, told in asked.items()],
        "next": address(standpoint, "reading", after=after, **asked) if after else "",
        "marking": sheet_marking(standpoint, levels=[one.marking for one in found]),
    }


def _choice(name: str, told: str) -> dict[str, Any]:
    """One filter: what it is called, what may be chosen, and what was."""
    known: dict[str, tuple[str, list[tuple[str, str]]]] = {
        "language": (_("Language"), [(code, language_name(code)) for code in LANGUAGES]),
        "kind": (_("Kind"), [(code, str(words)) for code, words in KINDS.items()]),
        "would": (_("To the record"), [(code, str(words)) for code, words in WOULD.items()]),
        "status": (_("State"), [(one.value, str(one.label)) for one in Proposal.Status]),
    }
    label, options = known[name]
    return {"name": name, "label": label, "options": options, "told": told, "any": name != "status"}


def line_of(standpoint: Standpoint, one: Proposal) -> Line:
    """One proposal in a line; its quotes must be at hand."""
    quotes = list(one.quotes.all())
    partners = one.told.get("partners") or [one.told.get("partner", "")]
    return Line(
        url=address(standpoint, "reading-proposal", one.pk),
        kind=str(KINDS.get(one.kind, one.kind)),
        register=registers()[one.register].one if one.register in registers() else "",
        meant=str(MEANT[one.modality]),
        would=str(WOULD[one.would]),
        status=one.get_status_display(),
        with_whom=", ".join(filter(None, partners)),
        when=one.told.get("date", ""),
        words=quotes[0].exact if quotes else "",
        more=max(0, len(quotes) - 1),
        sure=round(100 * one.confidence),
        language=one.language,
        identity=str(one.pk),
    )
