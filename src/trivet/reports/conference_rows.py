"""Rows of a coordination conference's papers: one record each, with its pillars, bodies, partners and sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trivet.core.captions import HIDDEN
from trivet.core.register import register_of
from trivet.programme.lines import ProgrammeLine
from trivet.registers.activities import Activity
from trivet.registers.commitments import Commitment
from trivet.registers.tasks import Task
from trivet.reports.commitment_pack import target_of
from trivet.reports.conference_matter import Matter, of_register
from trivet.reports.paper import Block, Notes, Row, named, table
from trivet.reports.words import dated, spanned


class Rows:
    """Turns what a conference looks at into tables of its papers, each source numbered once."""

    def __init__(self, matter: Matter, notes: Notes) -> None:
        self.matter, self.place, self.notes = matter, matter.place, notes
        self.citations = matter.place.citations(row.uuid for row in matter.shown)

    def of(self, row: Any, *cells: str, caption: str = "") -> Row:
        """A row that opens to its record; what our side wrote down itself (a plan, a task) needs no source."""
        notes = self.notes.of(self.citations[row.uuid])
        own = not of_register(row, Activity, Commitment)
        return Row((caption or self.place.caption(row), *cells), notes, plain=own, record=named(row))

    def doings(self, rows: Iterable[Any], caption: str = "", *, partners: bool = False) -> Block:
        """Activities, lines and visit files: what, with whom (if so said), which pillars, who leads, when, how far."""
        headings = [_("what"), _("pillar"), _("lead"), _("day"), _("kind")]
        listed = []
        for row in rows:
            cells = [self.pillars(row), self.leads(row), spanned(row.starts, row.ends), self.kind(row)]
            listed.append(self.of(row, *([self.partners(row)] if partners else []), *cells))
        return table([headings[0], *([_("partners")] if partners else []), *headings[1:]], listed, caption=caption)

    def undertaken(self, rows: Iterable[Any], caption: str = "") -> Block:
        """Commitments or tasks: what, with whom, who leads and supports, by when, how far."""
        headings = (_("what"), _("partners"), _("lead"), _("support"), _("due"), _("state"))
        return table(headings, [self._undertaken(row) for row in rows], caption=caption)

    def _undertaken(self, row: Any) -> Row:
        task = of_register(row, Task)
        state = str((Task.Status if task else Commitment.Status)(row.status).label)
        if row.done:
            state = f"{state}: {dated(row.done)}"
        due = dated(row.due if task else target_of(row))
        return self.of(row, self.partners(row), self.leads(row), self.supports(row), due, state)

    def kind(self, row: Any) -> str:
        """What a record is: the kind of an activity, how far a line is decided, or its register."""
        if of_register(row, Activity):
            return str(Activity.Kind(row.kind).label)
        one = register_of(type(row)).one
        return f"{one}: {ProgrammeLine.Status(row.status).label}" if of_register(row, ProgrammeLine) else one

    def pillars(self, row: Any) -> str:
        """The names of the pillars that act in a record."""
        return ", ".join(map(self.pillar, self.matter.pillars(row)))

    def pillar(self, code: str) -> str:
        """What the profile calls a pillar."""
        return str(capfirst(self.matter.profile.label("pillars", code)))

    def leads(self, row: Any) -> str:
        """The names of the bodies that lead; where none is told, of the posts in which somebody acted."""
        found = self.matter.leads(row) or self.matter.posts(row)
        return self.names(found)

    def supports(self, row: Any) -> str:
        """The names of the bodies that support."""
        return self.names(self.matter.supports(row))

    def partners(self, row: Any) -> str:
        """The names of the partners."""
        return self.names(self.matter.partners(row))

    def names(self, rows: Iterable[Any]) -> str:
        """The names of some bodies, posts or partners, which may be versions."""
        return ", ".join(map(self.place.caption, rows))

    def body(self, uuid: Any) -> str:
        """The name of a body; three dots where the reader may not see it."""
        found = self.matter.bodies.get(uuid)
        return self.place.caption(found) if found else HIDDEN
