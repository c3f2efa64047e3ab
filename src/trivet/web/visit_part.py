"""What a visit's page has beyond its own fields: the programme by the minute, the people, limits, texts, and papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trivet.core.profile import said
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.programme.limits import findings_of_visit
from trivet.programme.outcomes import around
from trivet.programme.protocol import in_order, measures_for
from trivet.programme.visit_means import TextToSign
from trivet.programme.visit_rows import Delegate, Hour
from trivet.programme.visiting import differences, outside
from trivet.reports.words import weekday
from trivet.web.programme_words import measured
from trivet.web.reading import address, profile_of
from trivet.web.shown import Showing, Shown, code_label, day, label, number

#: The papers of a visit, and the forms each comes in.
PAPERS = ("book", "names", "report")
FORMS = ("html", "docx", "pdf", "xlsx")


@dataclass(frozen=True)
class HourLine:
    """One item of the programme by the minute; `astray` when it lies outside the days of the visit."""

    time: str
    kind: str
    title: str
    place: str
    whom: list[tuple[str, str]]
    body: list[Shown]
    astray: bool


@dataclass(frozen=True)
class PersonLine:
    """One person in their order."""

    number: int
    name: str
    link: list[Shown]
    role: str
    post: str
    rank: str
    papers: str


class VisitPart:
    """Made before the links of the page are found (`made` are records it names), told afterwards."""

    def __init__(self, standpoint: Standpoint, row: Any) -> None:
        self.standpoint, self.row = standpoint, row
        self.profile = profile_of(standpoint)
        self.around = around(standpoint, row)
        self.findings = findings_of_visit(standpoint, row) if self.profile and standpoint.number is None else []

    @property
    def made(self) -> list[Any]:
        """The meetings in the visit, and what came of it."""
        return [*self.around.meetings, *self.around.made]

    def told(self, showing: Showing) -> dict[str, Any]:
        """The page's parts."""
        row, activity = self.row, self.around.activity
        may_change = getattr(row, "may_change", False)
        return {
            "days": self._days(showing),
            "sides": [
                (Delegate.Side(side).label, people)
                for side in Delegate.Side.values
                if (people := self._side(showing, side))
            ],
            "texts": [self._text(showing, one) for one in row.texts_rows],
            "gifts": [self._gift(one) for one in row.gifts_rows],
            "costs": [self._cost(one) for one in row.costs_rows],
            "totals": self._totals(),
            "wrong": [self._finding(one) for one in self.findings],
            "measures": self._measures(),
            "differs": [self._differs(*one) for one in differences(row, activity)] if activity else [],
            "papers": self._papers(),
            "meetings": [showing.link(one.uuid) for one in self.around.meetings],
            "made": self._made(showing),
            "live": may_change and self.standpoint.number is None,
            "new_meeting": self._new_meeting(activity) if may_change and activity else "",
        }

    def _days(self, showing: Showing) -> list[tuple[str, list[HourLine]]]:
        astray = {one.uuid for one in outside(self.row)}
        days: dict[Any, list[HourLine]] = defaultdict(list)
        for one in sorted(self.row.hours_rows, key=lambda one: (one.day, one.begins)):
            days[one.day].append(_hour(showing, one, one.uuid in astray))
        return [(weekday(on), lines) for on, lines in days.items()]

    def _side(self, showing: Showing, side: str) -> list[PersonLine]:
        people = in_order((one for one in self.row.delegates_rows if one.side == side), self.profile)
        return [self._person(showing, number, one) for number, one in enumerate(people, 1)]

    def _person(self, showing: Showing, number: int, one: Any) -> PersonLine:
        passport = str(Delegate.Passport(one.passport).label) if one.passport else ""
        until = day(one.passport_until).text if one.passport_until else ""
        papers = _("%(passport)s until %(day)s") % {"passport": passport, "day": until} if until else passport
        rank = ", ".join(filter(None, [code_label(self.profile, "rank", one.rank) if one.rank else "", one.grade]))
        post = ", ".join(filter(None, [one.post, one.unit]))
        return PersonLine(
            number, one.name, showing.link(one.person_id), str(Delegate.Role(one.role).label), post, rank, papers
        )

    def _text(self, showing: Showing, one: Any) -> dict[str, Any]:
        return {
            "title": one.title,
            "sign": " / ".join(filter(None, [one.ours, one.theirs])),
            "languages": one.languages,
            "status": TextToSign.Status(one.status).label,
            "links": [*showing.link(one.dossier_id), *showing.link(one.agreement_id)],
        }

    @staticmethod
    def _gift(one: Any) -> dict[str, Any]:
        worth = f"{number(one.worth)} {one.currency}".strip() if one.worth is not None else ""
        return {
            "way": one.get_way_display(),
            "item": one.item,
            "who": " → ".join(filter(None, [one.giver, one.receiver])),
            "worth": worth,
            "status": one.get_status_display(),
            "kept": one.kept_at,
        }

    @staticmethod
    def _cost(one: Any) -> dict[str, Any]:
        many = f"{number(one.quantity)} {one.unit}".strip()
        price = number(one.price) if one.price is not None else ""
        whole = f"{number(one.price * one.quantity)} {one.currency}".strip() if one.price is not None else ""
        spent = f"{number(one.spent)} {one.currency}".strip() if one.spent is not None else ""
        return {"item": one.item, "many": many, "price": price, "whole": whole, "spent": spent, "payer": one.payer}

    def _totals(self) -> list[tuple[str, str, str]]:
        planned: dict[str, Decimal] = defaultdict(Decimal)
        spent: dict[str, Decimal] = defaultdict(Decimal)
        for one in self.row.costs_rows:
            planned[one.currency] += (one.price or Decimal(0)) * one.quantity
            spent[one.currency] += one.spent or Decimal(0)
        return [(code, number(planned[code]), number(spent[code])) for code in sorted(planned)]

    def _finding(self, finding: Any) -> dict[str, Any]:
        rule = finding.rule
        basis = rule.basis if rule.verified else f"{rule.basis} ({_('to be confirmed')})"
        wrong = [measured(self.standpoint, finding, told) for told in finding.told]
        return {"rule": rule.words, "basis": basis, "wrong": wrong}

    def _measures(self) -> list[dict[str, Any]]:
        if self.profile is None:
            return []
        found = measures_for(self.profile, self.row, timezone.localdate())
        return [
            {"label": said(one.label), "text": said(one.text), "basis": one.basis, "verified": one.verified}
            for one in found
        ]

    def _differs(self, name: str, own: Any, theirs: Any) -> tuple[str, str, str]:
        register = register_of(type(self.row))
        return label(register, name), _words(own), _words(theirs)

    def _papers(self) -> list[tuple[str, list[tuple[str, str]]]]:
        words = {"book": _("Book of the visit"), "names": _("Name lists"), "report": _("Report on the visit")}
        return [
            (
                words[paper],
                [(f.upper(), address(self.standpoint, "visit-paper", self.row.uuid, paper, f)) for f in FORMS],
            )
            for paper in PAPERS
        ]

    def _made(self, showing: Showing) -> list[tuple[str, list[Shown]]]:
        kinds: dict[str, list[Shown]] = defaultdict(list)
        for one in self.around.made:
            kinds[str(capfirst(register_of(type(one)).label))] += showing.link(one.uuid)
        return [(kind, links) for kind, links in kinds.items() if links]

    def _new_meeting(self, activity: Any) -> str:
        named = (one for one in self.row.partners if self.standpoint.may_name(one))
        partners = "\n".join(one.key or str(one.pk) for one in named)
        told = {"activity": str(activity.uuid), "partners": partners, "title": self.row.title}
        return address(self.standpoint, "new", "meetings", **told)


def _hour(showing: Showing, one: Any, astray: bool) -> HourLine:
    time = f"{one.begins:%H:%M}" + (f"–{one.ends:%H:%M}" if one.ends else "")
    if one.time_zone:
        time = f"{time} ({one.time_zone})"
    told: Iterable[tuple[str, str]] = (
        (_("with"), one.counterpart),
        (_("present"), one.present),
        (_("interpreting"), one.interpreting),
        (_("note"), one.note),
    )
    whom = [(words, text) for words, text in told if text]
    return HourLine(time, str(Hour.Kind(one.kind).label), one.title, one.place, whom, showing.link(one.body_id), astray)


def _words(value: Any) -> str:
    if value is None or value == "":
        return "–"
    return day(value).text if hasattr(value, "earliest") else str(value)
