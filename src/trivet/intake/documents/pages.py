"""Pages of the web: their main text without menus, and what they say of themselves."""

from __future__ import annotations

import re
from typing import Any

import trafilatura
from django.utils.translation import gettext as _

from trivet.intake.documents.opened import Opened, UnreadableFile, nothing_to_read
from trivet.intake.languages import detect_language
from trivet.values.dates import DateError, parse_date

#: Where a line begins and ends in markup, and the sign that stands for it while the markup is taken away.
_BLOCK, _BREAK = re.compile(r"<(?:br|/?(?:p|div|li|tr|h[1-6]))\b[^>]*>", re.IGNORECASE), "\ue000"


def read_page(name: str, octets: bytes, address: str = "") -> Opened:
    """A page as a document. Raises UnreadableFile where no text is found in it."""
    try:
        found: Any = trafilatura.bare_extraction(
            octets, url=address or None, fast=True, with_metadata=True, include_comments=False, include_tables=True
        )
    except (ValueError, TypeError, AttributeError, RecursionError) as problem:
        raise UnreadableFile(_("“%s” is a page that is too broken to be read: copy its text.") % name) from problem
    text = (found.text or "").strip() if found is not None else ""
    if not text:
        raise nothing_to_read(name)
    return Opened(
        name,
        "html",
        octets,
        text,
        detect_language(text),
        title=found.title or "",
        published=day_of(found.date or ""),
        publisher=found.sitename or "",
        address=address or found.url or "",
    )


def text_of(markup: str) -> str:
    """The words of a piece of markup, such as the summary of a feed's entry or the body of a mail, a line a block."""
    if "<" not in markup:
        return markup.strip()
    found = trafilatura.html2txt(f"<html><body>{_BLOCK.sub(_marked, markup)}</body></html>")
    return "\n".join(line for line in (" ".join(one.split()) for one in found.split(_BREAK)) if line)


def _marked(block: re.Match[str]) -> str:
    return f"{_BREAK}{block[0]}{_BREAK}"


def day_of(text: str) -> str:
    """A day as EDTF where a text begins with one."""
    try:
        return str(parse_date(text[:10])) if text else ""
    except DateError:
        return ""
