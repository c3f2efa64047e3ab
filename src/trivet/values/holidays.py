"""Public holidays of a country, moon years included, as the holidays library reckons them."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import holidays


@lru_cache(maxsize=64)
def public_holidays(country: str, year: int, language: str) -> Mapping[date, str]:
    """The holidays of a country (ISO 3166 alpha-2) in a year, by day, in a language where the library has it.

    Empty for a country or a year that the library does not know. English stands in for a missing language.
    """
    try:
        known = holidays.country_holidays(country, years=year, language=_spoken(country, language))
    except NotImplementedError:
        return MappingProxyType({})
    return MappingProxyType({day: known[day] for day in sorted(known) if day.year == year})


def _spoken(country: str, language: str) -> str | None:
    """The library's name for a language; None is the country's own."""
    offered = holidays.list_localized_countries().get(country, [])
    for one in (language, "en"):
        found = [code for code in offered if code == one or code.startswith(f"{one}_")]
        if found:
            return found[0]
    return None
