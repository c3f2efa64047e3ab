"""Short notation for claims, so that a test reads like the sentence it is about."""

from functools import lru_cache

import pycountry
from babel import Locale

from trivet.intake.claims import UNKNOWN_PERIOD, ReadClaim
from trivet.intake.names import PartnerNames, partner_names
from trivet.intake.reader import read_claims


@lru_cache
def names(language: str) -> PartnerNames:
    territories = Locale(language).territories.items()
    countries = ((pycountry.countries.get(alpha_2=code), name) for code, name in territories)
    return partner_names(language, [(name, country.alpha_3) for country, name in countries if country])


def told(text: str, language: str) -> list[str]:
    """Read a text and write its claims down in the short notation, in order of figure."""
    return sorted(in_short(claim) for claim in read_claims(text, language, names(language)).claims)


def in_short(claim: ReadClaim) -> str:
    """For example "agreements.signed 170 more_than", "trade.total 8E+11 USD nearly expected @2024"."""
    parts = [claim.figure, claim.partner, claim.tier, claim.act]
    if claim.value is not None:
        parts.append(f"{claim.value:f}" + (f"/{claim.of:f}" if claim.of else ""))
    parts.append(claim.unit)
    parts.append(None if claim.qualifier == "exact" else claim.qualifier)
    parts.append("expected" if claim.modality == "expected" else None)
    parts.append(None if claim.period == UNKNOWN_PERIOD else f"@{claim.period}")
    return " ".join(part for part in parts if part)
