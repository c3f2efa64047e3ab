"""The quarterly pack on commitments: what was undertaken, what is done, how long it took, and what blocks the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from trivet.coordination.reads import Reading, remember_told
from trivet.core.history import Assignment
from trivet.core.office import exercise_words
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.registers.commitments import Commitment
from trivet.reports.paper import Block, Lines, Notes, Paper, Row, Section, Table, Words, named
from trivet.reports.words import amount, dated, marking_words, stamp
from trivet.values.dates import UncertainDate, parse_date
from trivet.values.markings import Marking

#: The register that the pack is about.
REGISTER = register_of(Commitment).code
_S = Commitment.Status
_LEADING = (Assignment.Role.LEAD, Assignment.Role.CO_LEAD)


@dataclass(frozen=True)
class Numbers:
    """What the pack counts of commitments made by the last day of the quarter; those dropped are left out.

    `share` is done by all, from 0 to 1; `days` the median of days from the making to the first act of carrying out,
    over those whose two days are known exactly (`timed` of them); `overdue` are not done and their target is past.
    """

    made: int
    done: int
    overdue: int
    share: float | None
    days: float | None
    timed: int
    by_status: Counter[str]


def quarter(year: int, number: int) -> UncertainDate:
    """A quarter of a year (1 to 4) as a period."""
    return parse_date(f"{year:04d}-{32 + number}")


def target_of(row: Any) -> UncertainDate | None:
    """The target date that stands: the one that was granted, or the first one."""
    found: UncertainDate | None = row.due or row.first_due
    return found


def is_overdue(row: Any, day: date) -> bool:
    """Whether a commitment is neither done nor dropped and its target date lies certainly before a day."""
    target = target_of(row)
    return row.status not in (_S.DONE, _S.DROPPED) and target is not None and target.latest < day


def numbers(rows: Sequence[Any], last: date) -> Numbers:
    """Count commitments as they stand on the last day of a quarter."""
    counted = [row for row in rows if row.status != _S.DROPPED]
    done = sum(row.status == _S.DONE for row in counted)
    spans = [
        (row.first_act.earliest - row.made.earliest).days
        for row in counted
        if row.first_act and row.first_act.exact and row.made and row.made.exact
    ]
    return Numbers(
        made=len(counted),
        done=done,
        overdue=sum(is_overdue(row, last) for row in counted),
        share=done / len(counted) if counted else None,
        days=float(median(spans)) if spans else None,
        timed=len(spans),
        by_status=Counter(row.status for row in rows),
    )


def pack(year: int, number: int, place: Standpoint, language: str, address: str = "") -> Paper:
    """The pack of a quarter in a language (en, vi, id), as the reader may see it."""
    with override(language):
        period = quarter(year, number)
        rows = [row for row in place.rows(Commitment) if row.made and row.made.earliest <= period.latest]
        rows.sort(key=lambda row: (row.made.earliest, str(row.uuid)))
        notes = Notes()
        sections = _Pack(place, rows, period, notes).sections()
        title = _("Commitments in quarter %(number)s of %(year)s") % {"number": number, "year": year}
        marking, exercise = _marking(place, rows), exercise_words(place.office)
        remember_told(place, rows, Reading.Way.PAPER)
        return Paper(title, language, marking, stamp(place), sections, notes.listed(), address, exercise=exercise)


def _marking(place: Standpoint, rows: Iterable[Any]) -> str:
    level = max((row.marking for row in rows), default=int(Marking.PUBLIC))
    return marking_words(place, level)


class _Pack:
    def __init__(self, place: Standpoint, rows: list[Any], period: UncertainDate, notes: Notes) -> None:
        self.place, self.rows, self.period, self.notes = place, rows, period, notes
        ids = [row.uuid for row in rows]
        self.citations = place.citations(ids)
        self.assigned = place.assignments(ids)

    def sections(self) -> list[Section]:
        told = numbers(self.rows, self.period.latest)
        new = [row for row in self.rows if row.made.earliest >= self.period.earliest]
        done = [
            row for row in self.rows if row.done and self.period.earliest <= row.done.earliest <= self.period.latest
        ]
        late = [row for row in self.rows if is_overdue(row, self.period.latest)]
        blocked = [row for row in self.rows if row.status == _S.BLOCKED]
        return [
            Section(_("In figures"), [self._figures(told)]),
            Section(_("What blocks"), self._blocked(blocked)),
            Section(_("Overdue"), [self._table(late)]),
            Section(_("Done in the quarter"), [self._table(done)]),
            Section(_("Made in the quarter"), [self._table(new)]),
            Section(_("By lead body"), [self._bodies()]),
        ]

    @staticmethod
    def _figures(told: Numbers) -> Block:
        share = "–" if told.share is None else f"{amount(round(told.share * 100))} %"
        days = "–" if told.days is None else amount(round(told.days))
        rows = [
            (_("commitments that stand"), amount(told.made)),
            (_("done"), amount(told.done)),
            (_("share done"), share),
            (_("overdue"), amount(told.overdue)),
            (_("median days from the making to the first act (of %s)") % amount(told.timed), days),
            *((str(_S(code).label), amount(count)) for code, count in sorted(told.by_status.items())),
        ]
        headings = (capfirst(_("figure")), capfirst(pgettext("amount", "number")))
        return Table(headings, [Row(cells, plain=True) for cells in rows], (1,))

    def _blocked(self, rows: list[Any]) -> list[Block]:
        if not rows:
            return [Words(_("no record"))]
        causes = Counter(str(Commitment.Cause(row.cause).label) for row in rows)
        partners = Counter(name for row in rows for name in self._partners(row))
        bodies = Counter(name for row in rows for name in self._leads(row))
        named = ((_("cause"), causes), (_("partner"), partners), (_("body"), bodies))
        tables: list[Block] = [
            Table(
                (capfirst(heading), capfirst(_("blocked"))),
                [Row((name, amount(count)), plain=True) for name, count in counted.most_common()],
                (1,),
            )
            for heading, counted in named
            if counted
        ]
        return [*tables, self._table(rows)]

    def _table(self, rows: list[Any]) -> Block:
        if not rows:
            return Lines([])
        headings = (_("commitment"), _("partners"), _("lead"), _("target date"), _("state"))
        return Table(tuple(map(capfirst, headings)), [self._row(row) for row in rows])

    def _row(self, row: Any) -> Row:
        state = str(_S(row.status).label)
        if row.cause:
            state = f"{state}: {Commitment.Cause(row.cause).label}"
        cells = (
            self.place.caption(row),
            ", ".join(self._partners(row)),
            ", ".join(self._leads(row)),
            dated(target_of(row)),
            state,
        )
        return Row(cells, self.notes.of(self.citations[row.uuid]), record=named(row))

    def _bodies(self) -> Block:
        found: dict[str, list[Any]] = {}
        for row in self.rows:
            for name in self._leads(row) or [_("no lead told")]:
                found.setdefault(name, []).append(row)
        headings = (_("body"), _("commitments that stand"), _("done"), _("overdue"))
        lines = []
        for name, rows in sorted(found.items()):
            told = numbers(rows, self.period.latest)
            lines.append(Row((name, amount(told.made), amount(told.done), amount(told.overdue)), plain=True))
        return Table(tuple(map(capfirst, headings)), lines, (1, 2, 3))

    def _partners(self, row: Any) -> list[str]:
        return [partner.name_in() for partner in row.partners if self.place.may_name(partner)]

    def _leads(self, row: Any) -> list[str]:
        bodies = [one.body for one in self.assigned[row.uuid] if one.role in _LEADING]
        return [body.name_in() for body in bodies if self.place.may_name(body)]
