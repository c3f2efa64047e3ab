"""Captions: what names a record to a reader, in the reader's language, without what that reader may not see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.translation import override

from trivet.core.profile import Profile
from trivet.core.records import Record, State
from trivet.core.register import Register
from trivet.values.markings import Marking

#: Stands where a caption would name what the reader may not see.
HIDDEN = "…"


def caption_of(
    register: Register,
    row: Any,
    language: str | None = "en",
    words: Profile | None = None,
    named: Callable[[Any], bool] | None = None,
) -> str:
    """The name or the caption fields of a row in a language (None: the reader's), with the profile's words for codes.

    `named` says which linked records may be named; without it all are.
    """
    if language is not None:
        with override(language):
            return caption_of(register, row, None, words, named)
    if hasattr(register.model, "name_in"):
        return str(register.model.name_in(row))
    told = []
    for name in register.caption:
        value = getattr(row, name)
        display = getattr(row, f"get_{name}_display", None)
        if isinstance(value, models.Model):
            told.append(str(value) if named is None or named(value) else HIDDEN)
        elif value not in (None, ""):
            codes = words.codes(name) if words and isinstance(value, str) else {}
            told.append(codes.get(value) or str(display() if display else value))
    return ", ".join(told)


def is_published(row: Any) -> bool:
    """Whether anybody at all may see a live record."""
    return row.marking == Marking.PUBLIC and not row.need_to_know and row.state in {State.IN_REVIEW, State.VERIFIED}


def speaks_languages(register: Register) -> bool:
    """Whether a caption can differ between languages: by links, codes, choices or names in several languages."""
    if hasattr(register.model, "name_in"):
        return True
    fields = [register.model._meta.get_field(name) for name in register.caption]
    return any(f.is_relation or isinstance(f, models.SlugField) or getattr(f, "choices", None) for f in fields)


def named_in(register: Register, model: type[Record]) -> list[str]:
    """The fields by which a register's captions or index entries name records of a model."""
    names = dict.fromkeys((*register.caption, *register.parties))
    fields = [register.model._meta.get_field(name) for name in names if name not in register.many_parties]
    return [f.name for f in fields if f.is_relation and f.related_model is model]
