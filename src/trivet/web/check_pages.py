"""The page that checks a document's claims against the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trivet.core.standpoint import Standpoint
from trivet.figures.check import STATUSES, Checked
from trivet.figures.figure import figures
from trivet.intake.checking import CheckedDocument, check_text
from trivet.intake.documents.opened import Opened, UnreadableFile
from trivet.intake.documents.opening import in_our_languages, open_one, pasted
from trivet.reports.words import amount, claimed
from trivet.web.reading import reads, show

#: What one document that is handed in to a page may weigh, in MB.
_LARGEST = 2


class DocumentForm(forms.Form):
    """A text pasted or a file given."""

    text = forms.CharField(
        label=_("text"), required=False, widget=forms.Textarea(attrs={"rows": 10}), max_length=_LARGEST * 10**6
    )
    file = forms.FileField(label=_("or a file: text, page, mail, Word or PDF"), required=False)

    def clean_file(self) -> UploadedFile[Any] | None:
        """A file of more than is read here is refused whole, never read in part."""
        upload: UploadedFile[Any] | None = self.cleaned_data["file"]
        if upload and (upload.size or 0) > _LARGEST * 10**6:
            told = {"file": upload.name, "limit": _LARGEST}
            message = gettext("“%(file)s” is larger than %(limit)s MB: send the part that is to be read.")
            raise forms.ValidationError(message % told)
        return upload

    def given(self) -> Opened:
        """The document that was handed in. Raises UnreadableFile."""
        upload = self.cleaned_data["file"]
        if upload:
            return open_one(PurePath(upload.name).name, upload.read())
        return pasted("text", self.cleaned_data["text"])


@reads
def check(request: HttpRequest, standpoint: Standpoint) -> HttpResponse:
    """Read a document's claims and show each beside the count; nothing is kept."""
    form = DocumentForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            one = in_our_languages(form.given())
            context["document"] = _shown(check_text(one.name, one.text, one.language, standpoint))
        except UnreadableFile as problem:
            form.add_error(None, str(problem))
    return show(request, standpoint, "check", context)


def _shown(document: CheckedDocument) -> dict[str, object]:
    rows = [
        {
            "one": one,
            "place": place,
            "title": figures()[one.claim.figure].title if one.claim.figure in figures() else one.claim.figure,
            "says": claimed(one.claim),
            "verified": amount(one.verified),
            "in_review": amount(one.in_review),
            "status": STATUSES[one.status],
            "others": _others(one),
        }
        for place, one in enumerate(document.checked, 1)
    ]
    quotes = [(q.start, q.end, place) for place, one in enumerate(document.checked, 1) for q in one.claim.quotes]
    told = {"name": document.name, "reading": document.reading, "rows": rows, "sums": [s.line() for s in document.sums]}
    return told | {"pieces": list(pieces(document.text, quotes))}


@dataclass(frozen=True)
class Piece:
    """A stretch of a document: plain, or the words of a claim with its place in the list; `first` of that claim."""

    text: str
    place: int = 0
    first: bool = False


def pieces(text: str, quotes: Iterable[tuple[int, int, int]]) -> Iterator[Piece]:
    """The whole text in order, cut where quotes begin and end; of two that overlap the first keeps its words."""
    at, seen = 0, set()
    for start, end, place in sorted(quotes):
        if start < at:
            continue
        if text[at:start]:
            yield Piece(text[at:start])
        yield Piece(text[start:end], place, place not in seen)
        seen.add(place)
        at = end
    if text[at:]:
        yield Piece(text[at:])


def _others(one: Checked) -> list[str]:
    return [f"{claimed(other)} ({other.source.title})" for other in one.contradicting]
