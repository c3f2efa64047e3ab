"""Names of things in the reader's language, from the record first and CLDR second."""

from functools import cache
from typing import Any

import pycountry
from babel import Locale
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

#: The languages of the surfaces; the first is the source of our strings.
LANGUAGES = ("en", "vi", "id")


class Named(models.Model):
    """Something with a name, and with names in other languages where they are known."""

    name = models.CharField(_("name"), max_length=300)
    names = models.JSONField(_("names by language"), default=dict, blank=True)

    class Meta:
        abstract = True

    def name_in(self, language: str | None = None) -> str:
        """The name in a language (the reader's own when none is said), else the main name."""
        return (self.names or {}).get(language or reader_language()) or self.name

    def __str__(self) -> str:
        return self.name_in()


def reader_language() -> str:
    """The two letters of the language in which the page or command speaks."""
    return (get_language() or LANGUAGES[0])[:2]


@cache
def territory_names(language: str) -> dict[str, str]:
    """CLDR's names of territories by ISO 3166 alpha-2 code."""
    return dict(Locale.parse(language).territories)


@cache
def territories() -> dict[str, tuple[str, str]]:
    """Every ISO 3166-1 code in alpha-3, with its alpha-2 and CLDR's English name."""
    english = territory_names("en")
    return {c.alpha_3: (c.alpha_2, english.get(c.alpha_2, c.name)) for c in pycountry.countries}


def all_names(named: Any) -> set[str]:
    """Every name we know of something, in the languages of the surfaces."""
    found = {named.name, *(named.names or {}).values()}
    if getattr(named, "iso2", ""):
        found |= {territory_names(language).get(named.iso2, named.name) for language in LANGUAGES}
    return {name for name in found if name}
