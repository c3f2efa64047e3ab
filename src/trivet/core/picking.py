"""Which record a typed name or key means; an unclear one is answered with the candidates."""

from difflib import get_close_matches
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trivet.core.entries import Entry, find
from trivet.core.names import all_names
from trivet.core.records import Record
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.values.text import fold

#: So many candidates are named in an error.
_NAMED = 6
#: A misspelt name is compared with at most so many entries.
_COMPARED = 2000


class Unclear(Exception):
    """A text that names no record, or several; the message names what was perhaps meant."""


def pick(standpoint: Standpoint, model: type[Record], text: str) -> UUID:
    """The identity of the visible record that a text names: its key, its identity, `name [key]`, or its whole name.

    Raises Unclear.
    """
    text = text.replace("\0", "").strip()
    key = text.rsplit("[", 1)[1].rstrip("]").strip() if text.endswith("]") and "[" in text else text
    found = _by_key(standpoint, model, key)
    if found:
        return found
    near = find(standpoint.access, text, register=register_of(model).code, limit=50)
    named = _called(model, near, text)
    if len(named) == 1:
        return named[0]
    kind = str(model._meta.verbose_name)
    if len(named) > 1:
        candidates = _candidates(standpoint, model, [entry for entry in near if entry.record in named])
        raise Unclear(_("“%(text)s” names several: write one of %(names)s.") % {"text": text, "names": candidates})
    candidates = _candidates(standpoint, model, near or _alike(standpoint, model, text))
    if candidates:
        words = {"kind": kind, "text": text, "names": candidates}
        raise Unclear(_("There is no %(kind)s “%(text)s”; perhaps %(names)s.") % words)
    raise Unclear(_("There is no %(kind)s “%(text)s”.") % {"kind": kind, "text": text})


def _by_key(standpoint: Standpoint, model: type[Record], key: str) -> UUID | None:
    rows = standpoint.of(model)
    for spelling in dict.fromkeys((key, key.upper(), key.lower())):
        found = rows.filter(key=spelling).values_list("uuid", flat=True).first()
        if found:
            return UUID(str(found))
    try:
        return rows.filter(uuid=UUID(key)).values_list("uuid", flat=True).first()
    except ValueError:
        return None


def _called(model: type[Record], entries: list[Entry], text: str) -> list[UUID]:
    """Those entries whose record bears exactly this name, in any language."""
    folded = fold(text)
    ids = [entry.record for entry in entries]
    bearers = {entry.record for entry in entries if entry.is_called(folded)}
    if any(field.name == "names" for field in model._meta.local_concrete_fields):
        rows = model.objects.filter(uuid__in=ids)
        bearers |= {row.uuid for row in rows if folded in {fold(name) for name in all_names(row)}}
    return [uuid for uuid in ids if uuid in bearers]


def _candidates(standpoint: Standpoint, model: type[Record], entries: list[Entry]) -> str:
    """Names with the keys by which they can be told apart."""
    some = entries[:_NAMED]
    rows = standpoint.of(model).filter(uuid__in=[entry.record for entry in some])
    keys: dict[Any, Any] = dict(rows.values_list("uuid", "key"))
    return ", ".join(f"{entry.caption_in()} [{keys.get(entry.record) or entry.record}]" for entry in some)


def _alike(standpoint: Standpoint, model: type[Record], text: str) -> list[Entry]:
    """Entries whose caption is written much like the text."""
    entries = standpoint.entries().filter(register=register_of(model).code)[:_COMPARED]
    by_caption = {fold(entry.caption_in()): entry for entry in entries}
    return [by_caption[caption] for caption in get_close_matches(fold(text), list(by_caption), 3, 0.7)]
