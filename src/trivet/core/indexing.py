"""What the index says of a record: one entry with its caption, days, place, guard and folded words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.utils.translation import override

from trivet.core.captions import caption_of, is_published, speaks_languages
from trivet.core.names import all_names
from trivet.core.office import profile_begun
from trivet.core.partners import Partner
from trivet.core.records import FOREVER
from trivet.core.register import Register
from trivet.values.text import fold

#: What is neither a letter nor a digit.
_SIGN = re.compile(r"[\W_]")
#: The language of our own strings, which every entry has a caption in.
_SOURCE = "en"
#: Longer words are folded each time rather than remembered.
_LONGEST_WORD = 40


def entries_of(register: Register, rows: Sequence[Any], number: int) -> list[Any]:
    """The columns of an entry for each row, as opened by a transaction; its links must be at hand."""
    names: dict[Any, str] = {}
    captions = _captions(register, rows)
    return [_entry(register, row, told, number, names) for row, told in zip(rows, captions, strict=True)]


def _captions(register: Register, rows: Sequence[Any]) -> list[dict[str, str]]:
    """The captions of rows by language; all readers share them, so they name only what anybody may see."""
    languages = [code for code, _name in settings.LANGUAGES] if speaks_languages(register) else [_SOURCE]
    words = profile_begun() if languages != [_SOURCE] else None
    told: list[dict[str, str]] = [{} for _ in rows]
    for language in languages:
        with override(language):
            for one, row in zip(told, rows, strict=True):
                one[language] = caption_of(register, row, None, words, is_published)[:400]
    return told


def _entry(register: Register, row: Any, captions: dict[str, str], number: int, names: dict[Any, str]) -> Any:
    partners = [p for name in register.parties for p in _partners(row, name) if is_published(p)]
    texts = [*dict.fromkeys(captions.values()), *(str(getattr(row, name) or "") for name in register.search)]
    if isinstance(row, Partner):
        partners.append(row)
    start, end = register.period or (None, None)
    if start:  # so that a year finds what began in it
        texts.append(str(getattr(row, start) or ""))
    bounds = {}
    for side, name in (("starts", start), ("ends", end)):
        for bound in ("earliest", "latest"):
            bounds[f"{side}_{bound}"] = getattr(row, f"{name}_{bound}") if name else None
    place = str(getattr(row, register.place) or "") if register.place else ""
    caption = captions[_SOURCE]
    return SimpleNamespace(
        vf=number,
        vt=FOREVER,
        register=register.code,
        record=row.uuid,
        caption=caption,
        captions=_own_words(register, row) or {code: text for code, text in captions.items() if text != caption},
        place=place[:200],
        marking=row.marking,
        need_to_know=row.need_to_know,
        keeper_id=row.keeper_id,
        state=row.state,
        folded=" ".join([_fold_words(" ".join(texts)), *(_folded_names(partner, names) for partner in partners)]),
        **bounds,
    )


def _own_words(register: Register, row: Any) -> dict[str, str]:
    """The record's names by language, so that a reader without one can be told whose words stand in for it."""
    by_language = getattr(register.model, "by_language", None)
    return by_language(row) if by_language else {}


def _partners(row: Any, name: str) -> list[Any]:
    value = row.__dict__.get(name, None) if name in row.__dict__ else getattr(row, name, None)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _folded_names(partner: Partner, known: dict[Any, str]) -> str:
    """Every name of a partner, folded once a batch."""
    place = partner.pk, partner.version
    if place not in known:
        known[place] = searchable(" ".join(all_names(partner)))
    return known[place]


def _fold_words(text: str) -> str:
    """The folded text, word by word: words come again, and folding looks at one letter at a time."""
    words = text.split(" ")
    return " ".join(map(_fold_word if max(map(len, words)) <= _LONGEST_WORD else searchable, words))


def searchable(text: str) -> str:
    """Folded letters and digits alone: each database has its own idea of what 59-NQ/TW or 2024-05-04 is made of."""
    return _SIGN.sub(" ", fold(text))


_fold_word = lru_cache(maxsize=65536)(searchable)
