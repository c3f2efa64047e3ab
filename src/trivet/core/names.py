"""Names of things in the reader's language, from the record first and CLDR second."""

from typing import Any

from babel import Locale
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from trivet.values.territories import LANGUAGES, territory_names


class Named(models.Model):
    """Something with a name, and with names in other languages where they are known."""

    name = models.CharField(_("name"), max_length=300)
    names = models.JSONField(_("names by language"), default=dict, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_in()

    def name_in(self, language: str | None = None) -> str:
        """The name in a language (the reader's own when none is said), else the main name."""
        return (self.names or {}).get(language or reader_language()) or self.name


def reader_language() -> str:
    """The two letters of the language in which the page or command speaks."""
    return (get_language() or LANGUAGES[0])[:2]


def language_name(code: str) -> str:
    """What CLDR calls a language in the reader's; empty when it does not say."""
    return Locale(reader_language()).languages.get(code) or ""


def all_names(named: Any) -> set[str]:
    """Every name we know of something, in the languages of the surfaces."""
    found = {named.name, *(named.names or {}).values()}
    if getattr(named, "iso2", ""):
        found |= {territory_names(language).get(named.iso2, named.name) for language in LANGUAGES}
    return {name for name in found if name}
