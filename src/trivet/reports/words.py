"""Numbers and dates as a reader's language writes them."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trivet.core.profile import Profile, load_profile
from trivet.core.standpoint import Standpoint
from trivet.figures.claims import Qualifier
from trivet.figures.figure import Amount
from trivet.registers.activities import Activity
from trivet.registers.agreement_rows import Ratification
from trivet.registers.agreements import Agreement
from trivet.registers.consular_cases import ConsularCase
from trivet.registers.cultural_programmes import CulturalProgramme
from trivet.registers.information_products import InformationProduct
from trivet.registers.initiatives import Initiative
from trivet.registers.mechanisms import Mechanism
from trivet.registers.missions import Mission
from trivet.registers.negotiations import Negotiation
from trivet.registers.relation_steps import RelationStep
from trivet.registers.reorganisations import Reorganisation
from trivet.registers.titles import Title
from trivet.values.dates import UncertainDate

_PARTS = {
    **dict(Activity.Kind.choices),
    **dict(Agreement.Kind.choices),
    **dict(Ratification.Status.choices),
    **dict(Title.Programme.choices),
    **dict(Mission.Kind.choices),
    **dict(RelationStep.Step.choices),
    **dict(ConsularCase.Kind.choices),
    **dict(CulturalProgramme.Kind.choices),
    **dict(InformationProduct.Kind.choices),
    **dict(Reorganisation.Kind.choices),
    **dict(Mechanism.Kind.choices),
    **dict(Negotiation.Kind.choices),
    **dict(Initiative.OurPart.choices),
    "signed": gettext_lazy("signed"),
    "in force": gettext_lazy("in force"),
    "stated in groups": gettext_lazy("stated in groups, not added"),
    "unions as members": gettext_lazy("a union counted as its members"),
    "unions as one": gettext_lazy("a union counted as one"),
}


def amount(value: Decimal | int | None) -> str:
    """A number with the separators of the reader's language, without needless decimals."""
    if value is None:
        return ""
    whole = value == int(value)
    places = 0 if whole else len(str(value).rstrip("0").partition(".")[2])
    return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)


def in_words(value: Decimal | int | None) -> str:
    """An amount with large numbers in billions or millions, as a speech writes them."""
    sizes: list[tuple[int, str]] = [(10**9, _("%s billion")), (10**6, _("%s million"))]
    if value is not None:
        exact = Decimal(value)
        for size, words in sizes:
            if abs(exact) >= size:
                return words % amount(round(exact / size, 2).normalize())
    return amount(value)


def tallied(counted: Amount) -> str:
    """A count: verified records, and what rests on records in review beside it."""
    if not counted.in_review:
        return in_words(counted.verified)
    told = {"verified": in_words(counted.verified), "in_review": in_words(counted.in_review)}
    return _("%(verified)s, and %(in_review)s in review") % told


def part_label(chosen: Profile, part: str) -> str:
    """What readers call a part of a figure: a code of the profile (tier, pillar, class ...), a kind, or a scope."""
    for table in ("tiers", "pillars", "sectors", "issues", "visit_classes"):
        if chosen.row(table, part):
            return chosen.label(table, part)
    return str(_PARTS.get(part, part))


def marking_words(place: Standpoint, level: int) -> str:
    """What the office's profile calls a marking."""
    chosen = load_profile(place.office.profile) if place.office else None
    found = [row["code"] for row in chosen.rows("markings") if row.get("level") == level] if chosen else []
    return chosen.label("markings", found[0]) if chosen and found else str(level)


def stamp(place: Standpoint, period: UncertainDate | None = None) -> list[str]:
    """What a paper says of itself: of which days it tells, as known when, and who reads."""
    told = []
    if period:
        told.append(_("Period: %(first)s to %(last)s.") % {"first": day(period.earliest), "last": day(period.latest)})
    told.append(_("As known at %s UTC.") % date_format(place.known or timezone.now(), "DATETIME_FORMAT"))
    return [*told, _("Read as %s.") % place.user if place.user else _("Read as an outsider: published records only.")]


def spanned(starts: UncertainDate | None, ends: UncertainDate | None) -> str:
    """The days of something that has a start and perhaps another day as its end."""
    return " – ".join(dict.fromkeys(filter(None, (dated(starts), dated(ends)))))


def day(value: date) -> str:
    """One day."""
    return date_format(value, "DATE_FORMAT")


def weekday(value: date) -> str:
    """One day with its name, as the programme of a visit has it."""
    return f"{date_format(value, 'l')}, {day(value)}"


def dated(value: UncertainDate | None) -> str:
    """An uncertain date: an exact day in words, anything else as it was written."""
    if value is None:
        return ""
    return day(value.earliest) if value.exact else value.text


def claimed(claim: Any) -> str:
    """A claim's number with its qualifier, its whole and its unit."""
    if claim.value is None:
        return str(Qualifier.VAGUE.label) if claim.qualifier == Qualifier.VAGUE else "–"
    told = amount(claim.value)
    if claim.of is not None:
        told = _("%(value)s of %(of)s") % {"value": told, "of": amount(claim.of)}
    if claim.qualifier and claim.qualifier != Qualifier.EXACT:
        told = f"{Qualifier(claim.qualifier).label} {told}"
    return f"{told} {claim.unit}" if claim.unit and claim.unit.isupper() else told
