"""With what a review opens: whose record it is, and which registers hold nothing; all in one statement."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery

from trivet.core.office import Office, office
from trivet.core.partners import Partner
from trivet.core.register import Register, registers
from trivet.core.standpoint import Standpoint


@dataclass(frozen=True)
class Opening:
    """The office, its country by the reader's name for it, and the registers without a record this reader may see."""

    office: Office
    country: str
    empty: list[Register]


def opening_of(place: Standpoint) -> Opening:
    """The opening of a review from one standpoint, which remembers the office. Raises NoOffice."""
    own = Partner.objects.filter(key=OuterRef("country")).order_by()
    names = {f"country_{name}": Subquery(own.values(name)[:1]) for name in ("name", "names", "iso2")}
    holds = {f"holds_{code}": Exists(place.of(register.model)) for code, register in registers().items()}
    found = Office.objects.annotate(**names, **holds).first()
    place.memory["office"] = found
    if found is None:
        return Opening(office(), "", [])
    told = vars(found)
    named = Partner(name=told["country_name"] or "", names=told["country_names"], iso2=told["country_iso2"] or "")
    country = named.name_in() if told["country_name"] else found.country
    return Opening(found, country, [one for code, one in registers().items() if not told[f"holds_{code}"]])
