"""The clearance page of a text: who drafted it, cleared it, did not, was told; the differences, and the words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from trivet.coordination.clearances import Clearance, State
from trivet.coordination.positions import Difference, Outcome, differences
from trivet.coordination.seeing import Seen, seen_text
from trivet.coordination.texts import Paragraph, Position
from trivet.coordination.words import outcome_words, state_words
from trivet.core.bodies import Body
from trivet.core.history import Assignment
from trivet.core.office import exercise_words
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.reports.paper import Block, Line, Lines, Notes, Paper, Row, Section, Table, Words
from trivet.reports.words import dated, marking_words
from trivet.values.dates import moment

_DRAFTS = (Assignment.Role.LEAD, Assignment.Role.CO_LEAD)


def clearance_page(text: Any, place: Standpoint, language: str, address: str = "") -> Paper:
    """The page that goes with a text; whoever has not answered stands there as that, never as consent."""
    with override(language):
        page = _Page(place, text)
        sections = [
            Section(_("The clearance"), [page.head()]),
            Section(_("Drafted by"), page.bodies(page.drafters)),
            Section(_("Cleared"), page.cleared()),
            Section(_("Not cleared"), page.not_cleared()),
            Section(_("Told"), page.bodies(page.told)),
            Section(_("Differences"), page.differences()),
            Section(_("What it relies on"), page.reliances()),
            Section(_("The text"), page.words()),
        ]
        filled = [one for one in sections if one.blocks]
        known = date_format(place.known or timezone.now(), "DATETIME_FORMAT")
        stamp = [_("As known at %s UTC.") % known]
        stamp.append(_("Read as %s.") % place.user if place.user else _("Read as an outsider: published records only."))
        marking, exercise = marking_words(place, text.marking), exercise_words(place.office)
        title, notes = _("Clearance page: %s") % text.title, page.notes.listed()
        return Paper(title, language, marking, stamp, filled, notes, address, exercise=exercise)


class _Page:
    def __init__(self, place: Standpoint, text: Any) -> None:
        self.place, self.text, self.notes = place, text, Notes()
        assigned = place.assignments([text.uuid])[text.uuid]
        profile = place.profile if place.office else None
        self.seen: Seen = seen_text(place, text, profile, assigned)
        asked = {one.body for one in self.seen.clearances}
        self.drafters = [text.keeper_id, *(one.body_id for one in assigned if one.role in _DRAFTS)]
        self.told = [one.body_id for one in assigned if one.role == Assignment.Role.INFORM and one.body_id not in asked]
        named = {*asked, *self.drafters, *self.told, *(one.body_id for one in text.positions_rows)}
        self.names: dict[UUID, str] = {
            body.uuid: body.name_in() for body in place.of(Body).filter(uuid__in=named - {None})
        }
        self.differ: list[Difference] = differences(text.paragraphs_rows, text.positions_rows)

    def head(self) -> Block:
        """Which version, what it came to, and what the round said."""
        standing, seen = self.seen.standing, self.seen
        facts = standing.facts if standing else {}
        due = standing.day_of("due") if standing else None
        told = [
            (_("Version"), f"{self.text.edition} ({self.text.digest[:16]})"),
            (_("Outcome"), outcome_words(seen.outcome)),
            (_("Answers by"), dated(moment(due)) if due else ""),
            (_("Under the rule"), facts.get("rule", "")),
            (_("Silence procedure"), facts.get("silence-reason", "") if seen.silence else ""),
            (_("Without the answers of"), self._missing()),
        ]
        return Lines([Line(lead, words, plain=True) for lead, words in told if words])

    def _missing(self) -> str:
        """Whose overdue answers a text that went forward does without."""
        forward = self.seen.standing is not None and self.seen.standing.stage == "forwarded"
        gone = [one for one in self.seen.clearances if one.state == State.NO_ANSWER]
        return ", ".join(self.names.get(one.body, "") for one in gone) if forward else ""

    def bodies(self, listed: Iterable[UUID | None]) -> list[Block]:
        """Some bodies by name."""
        names = dict.fromkeys(self.names[one] for one in listed if one in self.names)
        return [Lines([Line("", name, plain=True) for name in names])] if names else []

    def cleared(self) -> list[Block]:
        """Who has cleared which version, by its own word or by a silence that was to be consent."""
        return self._table(one for one in self.seen.clearances if not one.holds_up)

    def not_cleared(self) -> list[Block]:
        """Who objects, wants a change, or has not answered."""
        return self._table(one for one in self.seen.clearances if one.holds_up)

    def _table(self, listed: Iterable[Clearance]) -> list[Block]:
        rows = []
        for one in listed:
            answered = dated(moment(one.row["ended"])) if one.row["ended"] and one.row["answer"] else ""
            edition = str(one.edition) if one.edition else ""
            words = one.row["text"] if one.row["answer"] else ""
            cells = (self.names.get(one.body, ""), state_words(one.state), edition, answered, words, one.row["actor"])
            rows.append(Row(cells, plain=True))
        headings = (_("body"), _("state"), _("version"), _("day"), _("in words"), _("signed by"))
        return [Table(headings, rows)] if rows else []

    def differences(self) -> list[Block]:
        """Each difference with the answer of the action body; of a split both views stand side by side."""
        numbers = {row.uuid: n for n, row in enumerate(self.text.paragraphs_rows, 1)}
        blocks: list[Block] = []
        if self.seen.outcome == Outcome.SPLIT:
            blocks.append(Words(_("The bodies do not agree: both views are put forward side by side.")))
        rows = [
            Row(
                (
                    str(numbers[one.paragraph.uuid]),
                    one.paragraph.text,
                    f"{self.names.get(held.body_id, '')}: {Position.Stance(held.stance).label}",
                    "\n".join(filter(None, (held.wording, held.reason))),
                    ": ".join(filter(None, (_reply(held), held.reply_words))),
                ),
                plain=True,
            )
            for one in self.differ
            for held in one.positions
        ]
        headings = (
            _("paragraph"),
            _("words of the text"),
            _("position"),
            _("words of the body"),
            _("answer of the action body"),
        )
        return [*blocks, Table(headings, rows)] if rows else blocks

    def reliances(self) -> list[Block]:
        """Records and figures that the text relies on, as far as the reader may see them."""
        lines, known = [], registers()
        for one in self.text.reliances_rows:
            if one.figure:
                lines.append(Line(one.words, f"{one.figure} {one.period}: {one.value}".strip(), plain=True))
                continue
            register = known.get(one.on_register)
            row = self.place.of(register.model).filter(uuid=one.on).first() if register else None
            if row is not None and register is not None:
                note = self.notes.of_record((one.on_register, one.on), str(row), str(register.one))
                lines.append(Line(one.words, str(row), note))
        return [Lines(lines)] if lines else []

    def words(self) -> list[Block]:
        """The paragraphs by number, each with its portion mark."""
        lines = []
        for number, one in enumerate(self.text.paragraphs_rows, 1):
            mark = marking_words(self.place, one.marking)
            kind = "" if one.kind == Paragraph.Kind.TEXT else f"{Paragraph.Kind(one.kind).label}: "
            lines.append(Line(f"{number} ({mark})", f"{kind}{one.text}", plain=True))
        return [Lines(lines)] if lines else []


def _reply(held: Any) -> str:
    return str(Position.Reply(held.reply).label) if held.reply else ""
