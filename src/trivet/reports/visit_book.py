"""The book of a visit and its name lists: the file of the visit as papers, for those who carry it out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from trivet.core.bodies import Body
from trivet.core.office import exercise_words
from trivet.core.profile import Profile, said
from trivet.core.standpoint import Standpoint
from trivet.programme.protocol import in_order, measures_for
from trivet.programme.visit_means import TextToSign
from trivet.programme.visit_rows import Delegate, Hour
from trivet.reports.paper import Block, Line, Lines, Paper, Row, Section, Table, Words
from trivet.reports.words import amount, dated, marking_words, weekday


def visit_book(visit: Any, place: Standpoint, language: str, address: str = "") -> Paper:
    """Everything that the file of a visit says, with the measures of protocol; its rows must be at hand."""
    with override(language):
        file = VisitFile(place, visit)
        sections = [
            Section(_("The visit"), [file.head()]),
            Section(_("Ceremony and reception"), file.measures()),
            *file.programme(),
            *file.people(),
            Section(_("Texts to sign"), file.texts()),
            Section(_("Gifts"), file.gifts()),
            Section(_("Budget"), file.costs()),
        ]
        return file.paper(visit.title, language, sections, address)


def name_lists(visit: Any, place: Standpoint, language: str, address: str = "") -> Paper:
    """The people of both sides in their order, for lists and invitations."""
    with override(language):
        file = VisitFile(place, visit)
        title = _("Name lists: %s") % visit.title
        return file.paper(title, language, file.people(), address)


class VisitFile:
    """Tells the parts of a visit's file as blocks of a paper."""

    def __init__(self, place: Standpoint, visit: Any) -> None:
        self.place, self.visit = place, visit
        self.profile: Profile | None = place.profile if place.office else None
        bodies = place.of(Body).filter(uuid__in={one.body_id for one in visit.hours_rows if one.body_id})
        self.bodies = {body.uuid: body.name_in() for body in bodies}

    def paper(self, title: str, language: str, sections: list[Section], address: str) -> Paper:
        """A paper with the marking of the visit."""
        known = date_format(self.place.known or timezone.now(), "DATETIME_FORMAT")
        stamp = [_("As known at %s UTC.") % known]
        user = self.place.user
        stamp.append(_("Read as %s.") % user if user else _("Read as an outsider: published records only."))
        following = [*sections[1:], Section("", [])]
        filled = [one for one, after in zip(sections, following, strict=True) if one.blocks or after.level > one.level]
        marking, exercise = marking_words(self.place, self.visit.marking), exercise_words(self.place.office)
        return Paper(title, language, marking, stamp, filled, [], address, exercise=exercise)

    def head(self) -> Block:
        """What the visit is."""
        one = self.visit
        rank = self.profile.label("guest_ranks", one.guest_rank) if self.profile and one.guest_rank else ""
        kind = self.profile.label("visit_classes", one.visit_class) if self.profile and one.visit_class else ""
        partners = ", ".join(p.name_in() for p in one.partners if self.place.may_name(p))
        days = " – ".join(filter(None, dict.fromkeys((dated(one.starts), dated(one.ends)))))
        told = (
            (_("kind"), one.get_direction_display() if hasattr(one, "get_direction_display") else one.direction),
            (_("class"), kind),
            (_("rank of the guest"), rank),
            (_("partners"), partners),
            (pgettext("visit", "days"), days),
            (_("place"), one.place),
            (_("time zone"), one.time_zone),
            (_("invited by"), one.inviter),
            (_("what the host covers"), one.covered),
            (_("security regime"), one.security),
            (_("press"), one.media),
        )
        return Lines([Line(capfirst(str(name)), text, plain=True) for name, text in told if text])

    def measures(self) -> list[Block]:
        """What the profile's protocol has for this guest, each with its basis."""
        if self.profile is None:
            return []
        lines = []
        for one in measures_for(self.profile, self.visit, timezone.localdate()):
            basis = one.basis if one.verified else _("%s; to be confirmed") % one.basis
            lines.append(Line(said(one.label), f"{said(one.text)} ({basis})", plain=True))
        return [Lines(lines)] if lines else []

    def programme(self) -> list[Section]:
        """The programme by the minute, a table a day."""
        days: dict[Any, list[Any]] = defaultdict(list)
        for one in sorted(self.visit.hours_rows, key=lambda one: (one.day, one.begins)):
            days[one.day].append(one)
        if not days:
            return []
        zone = self.visit.time_zone
        told: list[Block] = [Words(_("Times of %s.") % zone)] if zone else [Words(_("Times of the place."))]
        sections = [Section(_("Programme by the minute"), told)]
        headings = (_("time"), _("what"), _("where"), _("who"), _("body in charge"))
        for on, hours in days.items():
            sections.append(Section(str(capfirst(weekday(on))), table(headings, [self._hour(one) for one in hours]), 2))
        return sections

    def _hour(self, one: Any) -> Row:
        time = f"{one.begins:%H:%M}" + (f"–{one.ends:%H:%M}" if one.ends else "")
        time = f"{time} ({one.time_zone})" if one.time_zone else time
        what = f"{one.title} ({Hour.Kind(one.kind).label})"
        who = "; ".join(filter(None, [one.counterpart, one.present, one.interpreting, one.note]))
        return Row((time, what, one.place, who, self.bodies.get(one.body_id, "")), plain=True)

    def people(self) -> list[Section]:
        """A list a side, in the order of precedence."""
        headings = (
            _("No."),
            _("name"),
            _("office held"),
            _("body or firm"),
            _("rank"),
            _("part"),
            _("passport"),
            _("note"),
        )
        words = {Delegate.Side.OURS: _("Our delegation"), Delegate.Side.THEIRS: _("Their delegation")}
        sections = []
        for side, title in words.items():
            listed = in_order((one for one in self.visit.delegates_rows if one.side == side), self.profile)
            if listed:
                rows = [self._person(number, one) for number, one in enumerate(listed, 1)]
                sections.append(Section(title, table(headings, rows, (0,))))
        return sections

    def _person(self, number: int, one: Any) -> Row:
        rank = self.profile.label("ranks", one.rank) if self.profile and one.rank else one.rank
        passport = str(Delegate.Passport(one.passport).label) if one.passport else ""
        until = dated(one.passport_until)
        cells = (
            str(number),
            one.name,
            one.post,
            one.unit,
            ", ".join(filter(None, [rank, one.grade])),
            str(Delegate.Role(one.role).label),
            _("%(passport)s until %(day)s") % {"passport": passport, "day": until} if until else passport,
            one.note,
        )
        return Row(cells, plain=True)

    def texts(self) -> list[Block]:
        """The texts to sign."""
        headings = (_("title"), _("signs for us"), _("signs for them"), _("languages"), _("state of the text"))
        rows = [
            Row((one.title, one.ours, one.theirs, one.languages, str(TextToSign.Status(one.status).label)), plain=True)
            for one in self.visit.texts_rows
        ]
        return table(headings, rows)

    def gifts(self) -> list[Block]:
        """The gifts given and received."""
        headings = (
            pgettext("gift", "what"),
            _("given or received"),
            _("from"),
            _("for"),
            _("worth"),
            _("state"),
            _("kept at"),
        )
        rows = [
            Row(
                (
                    one.item,
                    str(one.get_way_display()),
                    one.giver,
                    one.receiver,
                    f"{amount(one.worth)} {one.currency}".strip(),
                    str(one.get_status_display()),
                    one.kept_at,
                ),
                plain=True,
            )
            for one in self.visit.gifts_rows
        ]
        return table(headings, rows)

    def costs(self) -> list[Block]:
        """The budget and what was spent, with a sum a currency."""
        headings = (
            pgettext("cost", "item"),
            _("quantity"),
            _("price of one"),
            _("whole"),
            _("spent"),
            _("currency"),
            _("paid by"),
        )
        rows: list[Row] = []
        planned: dict[str, Decimal] = defaultdict(Decimal)
        spent: dict[str, Decimal] = defaultdict(Decimal)
        for one in self.visit.costs_rows:
            whole = one.price * one.quantity if one.price is not None else None
            planned[one.currency] += whole or 0
            spent[one.currency] += one.spent or 0
            many = f"{amount(one.quantity)} {one.unit}".strip()
            cells = (one.item, many, amount(one.price), amount(whole), amount(one.spent), one.currency, one.payer)
            rows.append(Row(cells, plain=True))
        for code in sorted(planned):
            cells = (_("together"), "", "", amount(planned[code]), amount(spent[code]), code, "")
            rows.append(Row(cells, plain=True))
        return table(headings, rows, (2, 3, 4))


def table(headings: Iterable[str], rows: list[Row], numbers: tuple[int, ...] = ()) -> list[Block]:
    """A table without the columns that nobody filled; nothing without rows."""
    named = [str(capfirst(one)) for one in headings]
    kept = [n for n in range(len(named)) if any(row.cells[n] for row in rows)]
    told = [Row(tuple(row.cells[n] for n in kept), row.notes, row.plain) for row in rows]
    places = tuple(place for place, n in enumerate(kept) if n in numbers)
    return [Table(tuple(named[n] for n in kept), told, places)] if rows else []
