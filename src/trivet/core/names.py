"""Names of things in the reader's language, from the record first and CLDR second."""

from collections.abc import Mapping
from typing import Any

from babel import Locale
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from trivet.values.territories import LANGUAGES, territory_names


class Named(models.Model):
    """Something with a name, and with names in other languages where they are known.

    The main name counts as English once there are others, unless one of them is the same in its own language.
    """

    name = models.CharField(_("name"), max_length=300)
    names = models.JSONField(_("names by language"), default=dict, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_in()

    def name_in(self, language: str | None = None) -> str:
        """The name in a language (the reader's own when none is said), else in English, else the main name."""
        names = self.names or {}
        return names.get(language or reader_language()) or names.get(LANGUAGES[0]) or self.name

    def by_language(self) -> dict[str, str]:
        """Its names by the languages that are known to have one; none where only the main name is told."""
        names = {code: name for code, name in (self.names or {}).items() if name}
        return names if not names or self.name in names.values() else {LANGUAGES[0]: self.name, **names}


def reader_language() -> str:
    """The two letters of the language in which the page or command speaks."""
    return (get_language() or LANGUAGES[0])[:2]


def foreign(words: Mapping[str, str], main: str) -> str:
    """The language of the main words, where they stand in for those that the reader's language has not.

    Empty where the reader's own are there, and where nobody knows whose the main words are.
    """
    if reader_language() in words:
        return ""
    return next((code for code, text in words.items() if text == main), "")


def language_name(code: str) -> str:
    """What CLDR calls a language in the reader's; empty when it does not say."""
    return Locale(reader_language()).languages.get(code) or ""


def all_names(named: Any) -> set[str]:
    """Every name we know of something, in the languages of the surfaces."""
    found = {named.name, *(named.names or {}).values()}
    if getattr(named, "iso2", ""):
        found |= {territory_names(language).get(named.iso2, named.name) for language in LANGUAGES}
    return {name for name in found if name}
