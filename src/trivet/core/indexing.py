"""What the index says of a record: one entry with its caption, days, place, guard and folded words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from trivet.core.names import all_names
from trivet.core.partners import Partner
from trivet.core.records import FOREVER
from trivet.core.register import Register
from trivet.values.text import fold

#: Longer words are folded each time rather than remembered.
_LONGEST_WORD = 40


def entries_of(register: Register, captioned: Iterable[tuple[Any, str]], number: int) -> list[Any]:
    """The columns of an entry for each row with its caption, as opened by a transaction."""
    names: dict[Any, str] = {}
    return [_entry(register, row, caption, number, names) for row, caption in captioned]


def _entry(register: Register, row: Any, caption: str, number: int, names: dict[Any, str]) -> Any:
    partners = [p for name in register.parties for p in _partners(row, name)]
    texts = [caption, *(str(getattr(row, name) or "") for name in register.search)]
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
    return SimpleNamespace(
        vf=number,
        vt=FOREVER,
        register=register.code,
        record=row.uuid,
        caption=caption[:400],
        place=place[:200],
        marking=row.marking,
        need_to_know=row.need_to_know,
        keeper_id=row.keeper_id,
        state=row.state,
        folded=" ".join([_fold_words(" ".join(texts)), *(_folded_names(partner, names) for partner in partners)]),
        **bounds,
    )


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
    return "".join(letter if letter.isalnum() else " " for letter in fold(text))


_fold_word = lru_cache(maxsize=65536)(searchable)
