"""Quotes: kept documents, the exact words a citation rests on, and whether those words still stand there."""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils.translation import gettext as _

from trivet.core.actions import create
from trivet.core.history import unit
from trivet.core.sources import Citation, Content, Source
from trivet.core.users import User
from trivet.core.writing import Draft
from trivet.values.text import nfc

#: Code points kept before and after a quote, to find it again when the text around it moved.
_CONTEXT = 32


class QuoteNotFound(ValueError):
    """The words are not in the document, so nothing can rest on them."""


def keep_document(octets: bytes, values: dict[str, Any], *, actor: User, reason: str, text: str = "") -> Source:
    """Keep a document's bytes once by their hash, and a source that points to them.

    values: the fields of the source (title, language, address, keeper ...). text: the words in the bytes, in NFC, where
    they are not plain text themselves; those of the first time the bytes came stay.
    """
    sha = hashlib.sha256(octets).hexdigest()
    with unit(actor, reason):
        content, _made = Content.objects.get_or_create(sha256=sha, defaults={"octets": octets, "text": text})
        told = {**values, "kind": Source.Kind.DOCUMENT, "content": content}
        source: Source = create(Source, Draft(told), actor=actor, reason=reason, submit=True)
        return source


def text_of(source: Source) -> str:
    """The text of a kept document in NFC; empty for a reference. Its words, else its bytes as UTF-8."""
    if source.content is None:
        return ""
    return source.content.text or nfc(bytes(source.content.octets).decode("utf-8-sig"))


def quote(source: Source, exact: str, *, start: int | None = None, confidence: str = "high") -> dict[str, Any]:
    """A quoted citation of a kept document, ready for `actions.cite`.

    exact: the words; start: where they begin in the NFC text, when they stand there more than once.
    Raises QuoteNotFound when they do not stand in the document (there).
    """
    text, exact = text_of(source), nfc(exact)
    at = text.find(exact) if start is None else start
    if not exact or at < 0 or text[at : at + len(exact)] != exact:
        where = {"words": exact, "source": source.title, "at": start}
        if start:
            raise QuoteNotFound(_("“%(words)s” does not stand in “%(source)s” at %(at)s") % where)
        raise QuoteNotFound(_("“%(words)s” does not stand in “%(source)s”") % where)
    if start is None and text.find(exact, at + 1) >= 0:
        where = {"words": exact, "source": source.title}
        raise QuoteNotFound(_("“%(words)s” stands more than once in “%(source)s”: say where it begins") % where)
    end = at + len(exact)
    return {
        "source": source,
        "confidence": confidence,
        "exact": exact,
        "prefix": text[max(0, at - _CONTEXT) : at],
        "suffix": text[end : end + _CONTEXT],
        "start": at,
        "end": end,
        "text_hash": text_hash(text),
        "anchor": Citation.Anchor.ANCHORED,
    }


def text_hash(text: str) -> str:
    """The fingerprint of a document's NFC text."""
    return hashlib.sha256(text.encode()).hexdigest()


def anchor(citation: Citation, text: str) -> tuple[str, int | None]:
    """Where a quote stands in a text (NFC) now: anchored at its place, moved to another, or lost."""
    exact = citation.exact
    if not exact:
        return Citation.Anchor.NONE, None
    start = citation.start or 0
    if text[start : start + len(exact)] == exact:
        return Citation.Anchor.ANCHORED, start
    around = text.find(citation.prefix + exact + citation.suffix)
    if around >= 0:
        return Citation.Anchor.MOVED, around + len(citation.prefix)
    places = [at for at in range(len(text)) if text.startswith(exact, at)] if exact in text else []
    if len(places) == 1:
        return Citation.Anchor.MOVED, places[0]
    return Citation.Anchor.LOST, None
