"""The yearly report on treaties and agreements: signed, in force, changed, in preparation, unreported, and planned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from trivet.coordination.reads import Reading, remember_told
from trivet.core.history import Assignment
from trivet.core.office import exercise_words
from trivet.core.profile import load_profile, said
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.procedures.tables import Procedure
from trivet.procedures.words import step_words
from trivet.programme.lines import ProgrammeLine
from trivet.registers.agreements import Agreement
from trivet.reports.agreement_matter import Matter, Way
from trivet.reports.paper import Block, Notes, Paper, Row, Section, Words, named, nothing, table
from trivet.reports.words import amount, dated, day, marking_words, stamp
from trivet.values.dates import UncertainDate, parse_date
from trivet.values.markings import Marking

#: The register that the report is about.
REGISTER = register_of(Agreement).code
_LEADING = (Assignment.Role.LEAD, Assignment.Role.CO_LEAD)
_GROUP = Agreement.Kind.GROUP


def agreement_year(
    year: int, place: Standpoint, language: str, period: UncertainDate | None = None, address: str = ""
) -> Paper:
    """The report of a year in a language (en, vi, id), as the reader may see it.

    `period` is what it tells of, when that is not the calendar year; the plan is always that of the year after.
    """
    with override(language):
        told = period or parse_date(f"{year:04d}")
        profile = load_profile(place.office.profile) if place.office else None
        notes = Notes()
        title = _("Treaties and agreements in %s") % year
        if profile is None:
            return Paper(title, language, "", stamp(place, told), [], [], address, exercise="")
        matter = Matter(place, profile, told, year, timezone.localdate())
        report = _Report(matter, notes)
        sections = report.sections()
        level = max((row.marking for row in report.shown), default=int(Marking.PUBLIC))
        remember_told(place, report.shown, Reading.Way.PAPER)
        marking, exercise = marking_words(place, level), exercise_words(place.office)
        return Paper(title, language, marking, stamp(place, told), sections, notes.listed(), address, exercise=exercise)


class _Report:
    def __init__(self, matter: Matter, notes: Notes) -> None:
        self.matter, self.place, self.notes = matter, matter.place, notes
        self.signed, self.begun, self.ended = (matter.fell(name) for name in ("signed", "in_force", "ended"))
        unsure = [row for row, _name, _when in matter.unsure]
        ways = [one.dossier for one in matter.ways]
        rows = (*self.signed, *self.begun, *self.ended, *unsure, *ways, *matter.planned)
        self.shown = list({row.uuid: row for row in rows}.values())
        ids = [row.uuid for row in self.shown]
        self.citations, self.assigned = self.place.citations(ids), self.place.assignments(ids)

    def sections(self) -> list[Section]:
        matter = self.matter
        both = _("A dossier and an agreement of the register are not joined: one text may stand among both.")
        changes = matter.by_steps(lambda one: one.signing.changes if one.signing else ())
        steps = matter.by_steps(lambda one: one.signing.steps if one.signing else ())
        by_dossiers = self._steps(steps, _("By their dossiers"), Words(both))
        return [
            Section(_("By when"), [self._due()]),
            Section(_("In figures"), [self._figures()]),
            Section(_("Signed"), [self._texts(self.signed, "signed"), *by_dossiers]),
            Section(_("Entered into force"), [self._texts(self.begun, "in_force")]),
            Section(_("Ended"), [self._texts(self.ended, "ended")]),
            Section(_("Amended, extended, suspended or ended, by their dossiers"), self._steps(changes) or [nothing()]),
            Section(_("In preparation"), [self._ways(matter.preparing)]),
            Section(_("In force without a report in the period"), self._unreported()),
            Section(_("Planned for %s") % (matter.year + 1), [self._plan()]),
            Section(_("Perhaps in the period: the day is not known exactly"), [self._unsure()]),
        ]

    def _due(self) -> Block:
        rows = [
            Row(
                (
                    str(capfirst(said(rule.label))),
                    day(when) if when else "–",
                    rule.basis,
                    "" if rule.verified else _("to confirm"),
                ),
                plain=True,
            )
            for rule, when in self.matter.due()
        ]
        if not rows:
            return Words(_("The profile sets no day for such a report."))
        return table((_("rule"), _("day"), _("legal basis"), _("state")), rows)

    def _figures(self) -> Block:
        matter = self.matter
        single = [row for row in self.signed if row.kind != _GROUP]
        rows = [
            (_("signed"), len(single)),
            (_("groups signed, with a stated count; not added"), len(self.signed) - len(single)),
            (_("entered into force"), len([row for row in self.begun if row.kind != _GROUP])),
            (_("ended"), len([row for row in self.ended if row.kind != _GROUP])),
            (_("in force on the last day"), len([row for row in matter.in_force if row.kind != _GROUP])),
            (_("dossiers in preparation on the last day"), len(matter.preparing)),
            (_("dossiers in force without a report"), len(matter.unreported)),
            (_("planned for the next year"), len(matter.planned)),
        ]
        return table(
            (_("figure"), pgettext("amount", "number")),
            [Row((words, amount(n)), plain=True) for words, n in rows],
            (1,),
        )

    def _texts(self, rows: Sequence[Any], name: str) -> Block:
        headings = (_("agreement"), _("kind"), _("parties"), _("body"), _("day"))
        return table(headings, [self._text(row, dated(getattr(row, name))) for row in rows])

    def _text(self, row: Any, when: str) -> Row:
        kind = str(Agreement.Kind(row.kind).label)
        if row.kind == _GROUP:
            kind = f"{kind}: {amount(row.stated_count)}"
        cells = (self.place.caption(row), kind, self._named(row.parties), self._body(row), when)
        return Row(cells, self.notes.of(self.citations[row.uuid]), record=named(row))

    def _steps(self, found: Iterable[tuple[Way, Any]], caption: str = "", words: Words | None = None) -> list[Block]:
        rows = [
            self._way_row(way, (str(capfirst(step_words(way.procedure, step.transition).strip("“”"))), day(step.day)))
            for way, step in found
        ]
        headings = (_("dossier"), _("procedure"), _("partners"), _("body"), _("step"), _("day"))
        return [table(headings, rows, caption=caption), *([words] if words else [])] if rows else []

    def _ways(self, ways: Sequence[Way]) -> Block:
        headings = (_("dossier"), _("procedure"), _("partners"), _("body"), _("stage"), _("since"))
        return table(headings, [self._way_row(one, self._standing(one)) for one in ways])

    @staticmethod
    def _standing(way: Way) -> tuple[str, str]:
        if not way.steps:
            return _("to be opened"), "–"
        return said(way.procedure.one("stages", way.stage).label), day(way.steps[-1].day)

    def _way_row(self, way: Way, last: tuple[str, str]) -> Row:
        dossier = way.dossier
        cells = (self.place.caption(dossier), _label(way.procedure), self._named(dossier.partners), self._body(dossier))
        # What is told of a dossier rests on its own steps, where nothing else is cited.
        told = _("dossier of this record: %s") % ", ".join(filter(None, last))
        notes = self.notes.of(self.citations[dossier.uuid])
        notes = notes or self.notes.of_record((dossier.uuid, last), cells[0], told)
        return Row((*cells, *last), notes, record=named(dossier))

    def _unreported(self) -> list[Block]:
        told = _("Of the %s agreements of the register in force on the last day, only dossiers tell who has reported.")
        return [self._ways(self.matter.unreported), Words(told % amount(len(self.matter.in_force)))]

    def _plan(self) -> Block:
        rows = []
        for row in self.matter.planned:
            status = str(ProgrammeLine.Status(row.status).label)
            cells = (self.place.caption(row), self._named(row.partners), self._body(row), dated(row.starts), status)
            rows.append(Row(cells, self.notes.of(self.citations[row.uuid]), record=named(row)))
        return table((_("line"), _("partners"), _("body"), _("planned"), _("state")), rows)

    def _unsure(self) -> Block:
        words = {"signed": _("signed"), "in_force": _("in force"), "ended": _("ended")}
        rows = [self._text(row, f"{words[name]}: {when.text}") for row, name, when in self.matter.unsure]
        headings = (_("agreement"), _("kind"), _("parties"), _("body"), _("day"))
        return table(headings, rows)

    def _named(self, partners: Iterable[Any]) -> str:
        return ", ".join(one.name_in() for one in partners if self.place.may_name(one))

    def _body(self, row: Any) -> str:
        """Who leads it on our side, or else the body that keeps it."""
        leads = [one.body for one in self.assigned[row.uuid] if one.role in _LEADING]
        bodies = leads or ([row.keeper] if row.keeper_id else [])
        return ", ".join(body.name_in() for body in bodies if self.place.may_name(body))


def _label(procedure: Procedure) -> str:
    return said(procedure.procedure.label)
