"""Findings in the reader's words: the rule and its basis, the lines, what is wrong, and who can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trivet.core.bodies import Body
from trivet.core.holidays import holidays_between
from trivet.core.names import reader_language
from trivet.core.partners import Partner
from trivet.core.people import Person
from trivet.core.standpoint import Standpoint
from trivet.programme.candidates import Candidate
from trivet.programme.finding import Found
from trivet.programme.judging import Finding
from trivet.programme.lines import LineDecision
from trivet.values.holidays import public_holidays
from trivet.web.programme_frame import days_text
from trivet.web.reading import address, profile_of
from trivet.web.shown import Showing, Shown, day_text

#: What is measured, in the words of limits.
_MEASURES = {
    "persons": gettext_lazy("persons: %(count)s, at most %(most)s"),
    "days": gettext_lazy("days: %(count)s, at most %(most)s"),
    "countries": gettext_lazy("countries: %(count)s, at most %(most)s"),
    "days_per_country": gettext_lazy("days: %(count)s, by the number of countries at most %(most)s"),
    "trips": gettext_lazy("trips in the year: %(count)s, at most %(most)s"),
    "together": gettext_lazy("leaders of one body: %(count)s, at most %(most)s"),
}
#: Findings of which one line can be joined to the other.
_JOINED = {"duplicate", "complement"}


@dataclass(frozen=True)
class LineShown:
    """One line of a finding: only its days when the reader may not see it."""

    uuid: UUID | None
    title: str
    url: str
    when: str
    keeper: list[Shown]


@dataclass(frozen=True)
class FindingShown:
    """A finding as a page has it; `verdict` is what was decided on it, in words."""

    mark: str
    kind: str
    rule: str
    basis: str
    about: list[Shown]
    wrong: list[str]
    lines: list[LineShown]
    busy: list[LineShown]
    menders: list[Shown]
    verdict: str
    joinable: bool


def worded(standpoint: Standpoint, found: Sequence[Found]) -> list[FindingShown]:
    """Findings in words; what they name is read in one statement."""
    showing = Showing(standpoint)
    want_named(showing, found)
    showing.resolve()
    return shown_findings(standpoint, showing, found)


def want_named(showing: Showing, found: Sequence[Found]) -> None:
    """Ask for the leaders, partners and bodies that findings name."""
    about = {uuid for one in found for uuid in one.finding.about}
    showing.want_ids(Person, about)
    showing.want_ids(Partner, about)
    showing.want_ids(Body, {body for one in found for body in one.finding.menders})


def shown_findings(standpoint: Standpoint, showing: Showing, found: Sequence[Found]) -> list[FindingShown]:
    """Findings in words; what they name must have been asked for."""
    return [_shown(standpoint, showing, one) for one in found]


def _shown(standpoint: Standpoint, showing: Showing, one: Found) -> FindingShown:
    finding, rule = one.finding, one.finding.rule
    basis = rule.basis if rule.verified else f"{rule.basis} ({_('to be confirmed')})"
    return FindingShown(
        mark=finding.mark,
        kind=rule.kind,
        rule=rule.words,
        basis=basis,
        about=[shown for uuid in finding.about for shown in showing.link(uuid)],
        wrong=[measured(standpoint, finding, told) for told in finding.told],
        lines=[_line(standpoint, showing, line) for line in finding.lines],
        busy=[_hidden(line) for line in finding.busy],
        menders=[shown for body in finding.menders for shown in showing.link(body)],
        verdict=str(LineDecision.Verdict(one.verdict).label) if one.verdict else "",
        joinable=rule.kind in _JOINED,
    )


def _line(standpoint: Standpoint, showing: Showing, line: Candidate) -> LineShown:
    url = address(standpoint, "programme-line", line.uuid)
    return LineShown(line.uuid, line.title, url, _days(line), showing.link(line.keeper))


def _hidden(line: Candidate) -> LineShown:
    return LineShown(None, _("something that you may not see"), "", _days(line), [])


def _days(line: Candidate) -> str:
    return days_text(line.first, line.last, line.sure)


def measured(standpoint: Standpoint, finding: Finding, told: Any) -> str:
    """One thing that a finding measured, in words: a day off, or a count beside the most."""
    if isinstance(told, date):
        names = _holiday_names(standpoint, finding, told)
        return f"{day_text(told)}: {names}" if names else day_text(told)
    name, count, most = told
    return str(_MEASURES[name]) % {"count": count, "most": most}


def _holiday_names(standpoint: Standpoint, finding: Finding, day: date) -> str:
    profile, office = profile_of(standpoint), standpoint.office
    if not finding.about:
        kept = holidays_between(profile, day, day, country=office.country) if profile and office else {}
        return kept[day].name if day in kept else ""
    partners = finding.lines[0].partners
    codes = [partners[uuid][0] for uuid in finding.about if uuid in partners]
    names = (public_holidays(code, day.year, reader_language()).get(day, "") for code in codes)
    return ", ".join(dict.fromkeys(filter(None, names)))
