"""The country brief: what the record knows of one partner on a day, every statement with its source."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

import trivet.figures.counts  # noqa: F401  (declares the figures)
from trivet.coordination.reads import Reading, remember_told
from trivet.core.asking import remember_office, with_office
from trivet.core.office import country_name, exercise_words
from trivet.core.partners import Partner
from trivet.core.standpoint import Standpoint
from trivet.reports import brief_fields, brief_parts, brief_standing, brief_tier
from trivet.reports.brief_material import Material
from trivet.reports.paper import Line, Lines, Paper, Section, Words
from trivet.reports.words import day


class NoPartner(LookupError):
    """There is no partner of that key that the reader may see; the message says how keys look."""


def write_brief(key: str, place: Standpoint, on: date | None, language: str, address: str = "") -> Paper:
    """The brief of a partner in a language (en, vi, id).

    key: the partner's key (an ISO 3166 alpha-3 code for a state); on: the day, today without one; address: where the
    brief can be read again. Raises NoPartner.
    """
    with override(language):
        partner = with_office(place.of(Partner).filter(key__iexact=key)).first()
        if partner is None:
            raise NoPartner(_("there is no partner “%s” that this user may see: write a key such as FRA") % key)
        remember_office(place, partner)
        on = on or timezone.now().date()
        told = Material(partner, place, on)
        sections = _sections(told)
        marking = told.marking() + (" · " + _("need to know") if told.need_to_know else "")
        title = _("Brief: %s") % partner.name_in()
        exercise = exercise_words(place.office)
        stamp, notes = _stamp(place, on), told.notes.listed()
        remember_told(place, told.told, Reading.Way.PAPER)
        return Paper(title, language, marking, stamp, sections, notes, address, exercise=exercise)


def _sections(told: Material) -> list[Section]:
    parts = [
        brief_parts.contacts(told),
        brief_parts.identity(told),
        brief_parts.relation(told),
        *brief_tier.holds(told),
        *brief_parts.activities(told),
        *brief_standing.agreements(told),
        brief_standing.seats(told),
        brief_standing.indicators(told),
        brief_fields.economy(told),
        brief_fields.culture(told),
        brief_fields.nationals(told),
        *brief_standing.others(told),
        brief_standing.ahead(told),
    ]
    apart = [brief_standing.differing(told), brief_standing.in_review(told)]
    empty = [section.title for section in parts if not section.blocks]
    shown = [section if section.blocks else _nothing(section) for section in parts]
    lacks = [Line("", _("%s: the record holds nothing for this part.") % title, plain=True) for title in empty]
    shown += [one if one.blocks else Section(one.title, [Words(_("None."))]) for one in apart]
    return [*shown, Section(_("What the record lacks"), [Lines(lacks)] if lacks else [Words(_("Nothing known."))])]


def _nothing(section: Section) -> Section:
    return Section(section.title, [Words(_("no record"))], section.level)


def _stamp(place: Standpoint, on: date) -> list[str]:
    """Whose record, on which day, known when, read as whom."""
    country = country_name(place.office) if place.office else ""
    known = date_format(place.known or timezone.now(), "DATETIME_FORMAT")
    return [
        _("From the record of %s.") % country,
        _("As it stood on %(day)s, as known at %(known)s UTC.") % {"day": day(on), "known": known},
        _("Read as %s.") % place.user if place.user else _("Read as an outsider: published records only."),
    ]
