"""Checking documents: read the claims of files and compare each with the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from trivet.core.names import all_names
from trivet.core.office import office
from trivet.core.partners import Partner
from trivet.core.standpoint import Standpoint
from trivet.figures.check import Checked, Sum, check, sums
from trivet.figures.claims import Claimed, Quote
from trivet.intake.claims import UNKNOWN_PERIOD, ReadClaim, Reading
from trivet.intake.documents.opening import open_named
from trivet.intake.names import PartnerNames, partner_names
from trivet.intake.reader import read_claims


@dataclass(frozen=True)
class CheckedDocument:
    """One document, how it was read, and the answer to each of its claims."""

    name: str
    text: str
    reading: Reading
    checked: list[Checked]
    sums: list[Sum]


#: Partners of which texts claim tiers; the names of organisations and forums are words of other claims.
_COUNTRIES = {Partner.Kind.COUNTRY, Partner.Kind.STATE, Partner.Kind.TERRITORY, Partner.Kind.GROUP}


def names_for(language: str, place: Standpoint) -> PartnerNames:
    """The names by which texts of a language call the countries of the record and their unions."""
    pairs = []
    for partner in place.rows(Partner):
        if partner.key and partner.kind in _COUNTRIES:
            pairs += [(name, partner.key) for name in {partner.name_in(language), *_own_names(partner)}]
    return partner_names(language, pairs)


def _own_names(partner: Partner) -> set[str]:
    return set() if partner.iso2 else all_names(partner)


def check_files(files: Sequence[str | Path], place: Standpoint, *, period: str = "") -> list[CheckedDocument]:
    """Read and check files, or what is at addresses, in order; `period` (EDTF) stands where a document names none.

    Raises UnreadableFile for what is missing, empty, damaged, of another language or in an unknown encoding.
    """
    read = [open_named(str(file)) for file in files]
    return [check_text(one.name, one.text, one.language, place, period=period) for one in read]


def check_text(name: str, text: str, language: str, place: Standpoint, *, period: str = "") -> CheckedDocument:
    """Read one text of a known language and check its claims."""
    reading = read_claims(text, language, names_for(language, place), office().country)
    claims = [_claimed(claim, name, reading, period) for claim in reading.claims]
    checked = check(claims, place)
    return CheckedDocument(name, text, reading, checked, sums(checked))


def _claimed(claim: ReadClaim, name: str, reading: Reading, period: str) -> Claimed:
    own = claim.period
    told = {
        f: getattr(claim, f)
        for f in ("figure", "partner", "tier", "act", "value", "of", "qualifier", "unit", "modality")
    }
    quotes = tuple(Quote(name, q.start, q.end, q.text) for q in claim.quotes)
    inferred = reading.period_inferred and own == reading.period
    return Claimed(**told, period=period if own == UNKNOWN_PERIOD else own, period_inferred=inferred, quotes=quotes)
