"""The report on a visit: what was planned and done, what was said, agreed and undertaken, spent and left to do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from trivet.core.history import Assignment
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.programme.outcomes import Around, around
from trivet.registers.agreements import Agreement
from trivet.registers.commitments import Commitment
from trivet.registers.meeting_rows import Point
from trivet.registers.tasks import Task
from trivet.reports.paper import Block, Notes, Paper, Row, Section, Words
from trivet.reports.visit_book import VisitFile, table
from trivet.reports.words import dated, marking_words
from trivet.values.dates import UncertainDate


def visit_report(visit: Any, place: Standpoint, language: str, address: str = "") -> Paper:
    """The report that the head of a delegation owes, as far as the record can fill it; what it lacks is said."""
    with override(language):
        found = around(place, visit)
        if found.meetings:
            place.attach(found.meetings, parts=True)
        report = _Report(place, visit, found)
        file = report.file
        sections = [
            Section(_("The visit"), [file.head()]),
            *file.people(),
            *file.programme(),
            *report.meetings(),
            Section(_("Agreements"), report.agreements()),
            Section(_("Commitments"), report.commitments()),
            Section(_("Tasks that follow"), report.tasks()),
            Section(_("Gifts"), file.gifts()),
            Section(_("Budget and spending"), file.costs()),
            Section(_("What the record lacks"), report.lacking()),
        ]
        title = _("Report on the visit: %s") % visit.title
        made = file.paper(title, language, sections, address)
        return replace(made, marking=report.marking(), notes=report.notes.listed())


class _Report:
    def __init__(self, place: Standpoint, visit: Any, found: Around) -> None:
        self.place, self.visit, self.found = place, visit, found
        self.file, self.notes = VisitFile(place, visit), Notes()
        ids = [row.uuid for row in (*found.meetings, *found.made)]
        self.citations = place.citations(ids)
        self.assigned = place.assignments(ids)

    def marking(self) -> str:
        """The highest marking of what the report tells."""
        rows = (self.visit, *self.found.meetings, *self.found.made)
        return marking_words(self.place, max(row.marking for row in rows))

    def meetings(self) -> list[Section]:
        """Each meeting with its points."""
        sections = [Section(_("What was said"), [])] if self.found.meetings else []
        headings = (_("raised by"), _("kind"), _("point"), pgettext("meeting", "answer"))
        for meeting in self.found.meetings:
            notes = self.notes.of(self.citations[meeting.uuid])
            rows = [
                Row((str(Point.Side(p.side).label), str(Point.Kind(p.kind).label), p.text, p.answer), notes)
                for p in meeting.points_rows
            ]
            told: list[Block] = [Words(meeting.summary)] if meeting.summary else []
            title = f"{meeting.title} ({dated(meeting.held)})"
            sections.append(Section(title, [*told, *table(headings, rows)], 2))
        return sections

    def _of(self, model: type) -> list[Any]:
        return [row for row in self.found.made if register_of(type(row)).model is model]

    def agreements(self) -> list[Block]:
        """The texts that were signed."""
        headings = (_("title"), _("kind"), _("signed"))
        rows = [
            self._row(row, (row.title, str(row.get_kind_display()), dated(row.signed))) for row in self._of(Agreement)
        ]
        return self._table(headings, rows)

    def commitments(self) -> list[Block]:
        """What was undertaken; what was only said is marked as waiting for a written form."""
        headings = (_("commitment"), _("form"), _("lead"), _("target date"))
        rows = []
        for row in self._of(Commitment):
            oral = row.kind == Commitment.Kind.MENTIONED
            form = _("said, waiting for a written form") if oral else str(row.get_kind_display())
            rows.append(self._row(row, (row.statement, form, self._lead(row), _due(row.due or row.first_due))))
        return self._table(headings, rows)

    def tasks(self) -> list[Block]:
        """What is to be done, by whom and when."""
        headings = (_("task"), _("lead"), _("due"), _("state"))
        rows = [
            self._row(row, (row.title, self._lead(row), _due(row.due), str(row.get_status_display())))
            for row in self._of(Task)
        ]
        return self._table(headings, rows)

    def lacking(self) -> list[Block]:
        """What a reader of the report would ask for."""
        lacks = [
            (not self.found.meetings, _("No meeting record is kept of this visit.")),
            (bool(self.found.meetings and self.found.open_points), _("Some points taken became nothing yet.")),
            (not self.visit.hours_rows, _("The file has no programme by the minute.")),
            (not self.visit.delegates_rows, _("The file names nobody of either delegation.")),
            (any(t.status == "signed" and not t.agreement_id for t in self.visit.texts_rows),
             _("A signed text is not among the agreements yet.")),
        ]  # fmt: skip
        return [Words(text) for wanting, text in lacks if wanting]

    def _lead(self, row: Any) -> str:
        leading = (Assignment.Role.LEAD, Assignment.Role.CO_LEAD)
        bodies = [one.body for one in self.assigned[row.uuid] if one.role in leading]
        return ", ".join(body.name_in() for body in bodies if self.place.may_name(body))

    def _row(self, row: Any, cells: tuple[str, ...]) -> Row:
        return Row(cells, self.notes.of(self.citations[row.uuid]))

    @staticmethod
    def _table(headings: tuple[str, ...], rows: list[Row]) -> list[Block]:
        return table(headings, rows) or [Words(_("no record"))]


def _due(value: UncertainDate | None) -> str:
    return dated(value) or _("no day set")
