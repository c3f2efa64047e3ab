"""Countries and territories: ISO 3166-1 codes with CLDR's names; a code says nothing about recognition."""

from functools import cache

import pycountry
from babel import Locale

#: The languages of the surfaces; the first is the source of our strings.
LANGUAGES = ("en", "vi", "id")


@cache
def territory_names(language: str) -> dict[str, str]:
    """CLDR's names of territories in a language, by ISO 3166 alpha-2 code."""
    return dict(Locale.parse(language).territories)


@cache
def territories() -> dict[str, tuple[str, str]]:
    """Every ISO 3166-1 code in alpha-3, with its alpha-2 and CLDR's English name."""
    english = territory_names("en")
    return {c.alpha_3: (c.alpha_2, english.get(c.alpha_2, c.name)) for c in pycountry.countries}


@cache
def by_number(number: str) -> str:
    """CLDR's English name by the numeric code of ISO 3166-1, with or without its zeros; empty when it has none."""
    found = pycountry.countries.get(numeric=number.zfill(3)) if number.isdecimal() else None
    return territories()[found.alpha_3][1] if found else ""
