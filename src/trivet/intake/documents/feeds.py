"""Feeds, RSS and Atom: each entry a document of its own."""

from __future__ import annotations

from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import feedparser
from django.utils.translation import gettext as _

from trivet.intake.documents.opened import Opened, UnreadableFile
from trivet.intake.documents.pages import text_of
from trivet.intake.languages import detect_language


def read_feed(name: str, octets: bytes) -> Iterator[Opened]:
    """The entries of a feed that have words; these are the octets of each.

    Raises UnreadableFile for what is damaged, or calls itself a feed and is none.
    """
    try:
        found: Any = feedparser.parse(octets)
    except Exception as problem:  # the library tells of damage by whatever happened to it
        raise UnreadableFile(_("“%s” is damaged: fetch it again, or save the page itself.") % name) from problem
    if not found.entries:
        raise UnreadableFile(_("“%s” calls itself a feed and has no entry: save the page itself.") % name)
    for number, entry in enumerate(found.entries, start=1):
        told = [one.get("value", "") for one in entry.get("content", ())] or [entry.get("summary", "")]
        title = text_of(entry.get("title", ""))
        text = "\n".join(filter(None, [title, *map(text_of, told)]))
        if text:
            yield Opened(
                f"{name}/{number}",
                "entry",
                text.encode(),
                text,
                detect_language(text),
                title=title,
                published=_day(entry),
                publisher=found.feed.get("title", ""),
                address=entry.get("link", ""),
            )


def _day(entry: Any) -> str:
    """The day in universal time, as the feed's own zone is not told apart from it."""
    when = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return datetime.fromtimestamp(timegm(when), UTC).date().isoformat() if when else ""
    except (ValueError, OverflowError, OSError):
        return ""
