"""The cells of a file read back: the value a text stands for, and which column of a file is which field."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override

from trivet.core.asking import profile_of
from trivet.core.cells import columns_of, normal, unescaped
from trivet.core.columns import field_of, part_fields
from trivet.core.fields import PartiesField
from trivet.core.linked import links_to
from trivet.core.partners import Partner
from trivet.core.picking import Unclear, pick
from trivet.core.profile import Profile
from trivet.core.register import Register
from trivet.core.standpoint import Standpoint
from trivet.values.markings import Marking
from trivet.values.text import fold

_YES = {"yes", "true", "1", "x", "có", "ya", "on"}
_NO = {"no", "false", "0", "", "không", "tidak", "off"}
#: Characters that turn the direction of writing, by which a text can look like another.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


#: So many names that were looked up are remembered.
_REMEMBERED = 20_000


class Reading:
    """Reads cells for one reader; each name is looked up once. `coming` finds a new record of the file by its key."""

    def __init__(self, standpoint: Standpoint, coming: Callable[[Any, str], UUID | None]) -> None:
        self.standpoint, self.coming = standpoint, coming
        self._picked: dict[tuple[Any, str], UUID | Unclear] = {}

    def value(self, field: Any, text: str) -> Any:
        """The value of a cell, plain enough for JSON. Raises Unclear with the way out."""
        self.check(text)
        if isinstance(field, PartiesField):
            return [self.link(Partner, part) for part in map(str.strip, text.split(";")) if part]
        target = links_to(field)
        if target:
            return self.link(target, text) if text else None
        if field.name == "marking":
            return self._marking(text)
        if isinstance(field, models.BooleanField):
            if fold(text) not in {fold(word) for word in _YES | _NO}:
                raise Unclear(_("“%s” is neither yes nor no") % text)
            return fold(text) in {fold(word) for word in _YES}
        if isinstance(field, models.JSONField):
            return by_language(text)
        if not text and (field.null or field.empty_strings_allowed is False):
            return None
        if words := _words_of(field, profile_of(self.standpoint)):
            text = words.get(fold(text), text)
        try:
            field.to_python(text)
        except ValidationError as problem:
            raise Unclear(" ".join(problem.messages)) from problem
        return text

    def check(self, text: str) -> None:
        """Refuse what a cell may not hold. Raises Unclear."""
        if _TURNING.search(text):
            raise Unclear(_("The cell has characters that turn the direction of writing: type it anew."))
        if text.startswith("="):
            raise Unclear(_("The cell begins as a formula: put the value itself, or ' in front of a text."))

    def link(self, model: Any, text: str) -> str:
        """The identity that a text names. Raises Unclear with the candidates."""
        if (model, text) not in self._picked:
            if len(self._picked) >= _REMEMBERED:
                self._picked.clear()
            try:
                self._picked[model, text] = self.coming(model, text) or pick(self.standpoint, model, text)
            except Unclear as problem:
                self._picked[model, text] = problem
        found = self._picked[model, text]
        if isinstance(found, Unclear):
            raise found
        return str(found)

    @staticmethod
    def _marking(text: str) -> int:
        known = {level.name.lower(): int(level) for level in Marking} | {
            str(int(level)): int(level) for level in Marking
        }
        try:
            return known[text.lower().replace(" ", "_")]
        except KeyError:
            words = {"text": text, "names": ", ".join(level.name.lower() for level in Marking)}
            raise Unclear(_("“%(text)s” is no marking: write one of %(names)s.") % words) from None


@cache
def _words_of(field: Any, profile: Profile | None) -> dict[str, str]:
    """The codes of a field by their words in every language, folded: of its choices, or of the profile."""
    found: dict[str, str] = {}
    coded = isinstance(field, models.SlugField) and profile is not None
    for language, _name in settings.LANGUAGES if field.choices or coded else ():
        with override(language):
            words = dict(field.flatchoices) if field.choices else profile.codes(field.name)  # type: ignore[union-attr]
            for code, label in words.items():
                found.setdefault(fold(str(label)), str(code))
    return {label: code for label, code in found.items() if label not in set(found.values())}


def by_language(text: str) -> dict[str, str]:
    """Lines such as `vi: Hà Nội`. Raises Unclear."""
    found = {}
    for line in text.split("\n"):
        code, colon, words = line.partition(":")
        if line.strip() and not (colon and code.strip() and words.strip()):
            raise Unclear(_("“%s” is not a name in a language: write a line such as vi: Hà Nội.") % line.strip())
        if line.strip():
            found[code.strip()] = words.strip()
    return found


def cell_text(text: str) -> str:
    """A cell of a file as it is compared."""
    return normal(unescaped(text))


def guess(register: Register, heading: list[str], part: str = "") -> dict[str, str]:
    """Which field each column of a file is, by its name or by its label in any language; empty is none."""
    if part:
        fields = part_fields(register.part_model(part))
        names = {name: name for name in ("owner", "uuid")}
    else:
        fields = [field_of(register, name) for name in columns_of(register)[2:]]
        names = {name: name for name in ("uuid", "version")}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for field in fields:
                names.setdefault(fold(str(field.verbose_name)), field.name)
    names |= {field.name: field.name for field in fields}
    taken: set[str] = set()
    found = {}
    for column in heading:
        name = names.get(column) or names.get(fold(column)) or ""
        found[column] = "" if name in taken else name
        taken.add(name)
    return found
