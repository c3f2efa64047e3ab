"""What a review is made of: figures with their records, lines with their sources, and the whole of its parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from trivet.core.entries import Entry
from trivet.core.office import Office
from trivet.core.records import State
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.figures.check import Checked
from trivet.figures.claims import Claim
from trivet.figures.figure import Tally
from trivet.reports.changes import Change
from trivet.reports.charts import Chart
from trivet.reports.commitments_of_year import CommitmentOfYear
from trivet.reports.frozen import FrozenReview
from trivet.reports.review_axes import Axis, Heading
from trivet.reports.tasks_of_year import TaskOfYear
from trivet.reports.words import amount, dated, day, part_label, tallied
from trivet.reports.year_by_year import Number, YearByYear
from trivet.reports.years import Years


@dataclass
class RecordLine:
    """One record behind a figure, with where it stands and who says so."""

    register: str
    uuid: Any
    caption: str
    dated: str
    state: str
    sources: list[tuple[str, str]] = field(default_factory=list)
    reason: str = ""


@dataclass
class FigureNote:
    """A figure as the review shows it: number, rule, day or period, and everything behind it.

    `whole` is the figure's whole number where this is a share of it.
    """

    tally: Tally
    rule: str
    basis: str
    records: list[RecordLine]
    left_out: list[RecordLine]
    sources: int
    whole: str = ""

    @property
    def title(self) -> str:
        return str(self.tally.figure.title)

    @property
    def when(self) -> str:
        question = self.tally.question
        return date_format(question.on) if self.tally.figure.stock else question.period.text.replace("/", "–")

    @property
    def parts(self) -> list[tuple[str, str, str]]:
        """Label, verified and in-review amounts of each part."""
        told = self.tally.question.profile
        return [
            (part_label(told, part), amount(counts.verified), amount(counts.in_review))
            for part, counts in self.tally.parts.items()
        ]


@dataclass
class PillarPart:
    """What one pillar did in the year, as assigned or else derived from the posts that acted."""

    label: str
    role: str
    activities: list[RecordLine]


@dataclass
class AxisPart:
    """All that stands under one heading of an axis; `registers` are records of other registers by their name."""

    heading: Heading
    figures: list[FigureNote]
    activities: list[RecordLine]
    tasks: list[TaskOfYear]
    commitments: list[CommitmentOfYear]
    registers: list[tuple[str, list[RecordLine]]]

    @property
    def empty(self) -> bool:
        return not (self.figures or self.activities or self.tasks or self.commitments or self.registers)


@dataclass(frozen=True)
class Sum:
    """How the parts of an axis come to the whole: under headings, under none, less what was told more than once."""

    title: str
    under: Number
    rest: Number
    repeated: Number
    whole: Number


_TITLES = {
    Axis.PILLAR: gettext_lazy("By pillar"),
    Axis.FIELD: gettext_lazy("By field of work"),
    Axis.OBJECTIVE: gettext_lazy("By objective"),
    Axis.DIRECTION: gettext_lazy("By direction"),
}


@dataclass
class ByAxis:
    """A review read by an axis: its headings, last what stands under none of them, and how all adds up."""

    axis: Axis
    note: str
    parts: list[AxisPart]
    rest: AxisPart
    sums: list[Sum]

    @property
    def title(self) -> str:
        return str(_TITLES[self.axis])


@dataclass
class Review:
    """All parts of one review, ready for a template; read by an axis, `by_axis` stands for fields, pillars and months.

    `months` are years in a review of several.
    """

    years: Years
    office: Office
    country: str
    lacks: list[str]
    frozen: FrozenReview | None
    changes: list[Change]
    fields: list[tuple[str, list[FigureNote]]] = field(default_factory=list)
    pillars: list[PillarPart] = field(default_factory=list)
    acts: list[tuple[str, str, RecordLine]] = field(default_factory=list)
    tasks: list[TaskOfYear] = field(default_factory=list)
    months: list[tuple[str, list[RecordLine]]] = field(default_factory=list)
    unmatched: list[tuple[Checked, str, str, Claim]] = field(default_factory=list)
    directions: list[tuple[str, str, str]] = field(default_factory=list)
    anniversaries: list[tuple[str, str, str]] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    by_axis: ByAxis | None = None
    year_by_year: YearByYear | None = None
    marking: str = ""


class Teller:
    """Puts records and figures into words for one reader, and remembers which were told and how they are marked."""

    def __init__(self, place: Standpoint) -> None:
        self.place, self.profile = place, place.profile
        self.citations: dict[UUID, list[Any]] = {}
        self.level = 0
        self.told: list[Any] = []

    def tell(self, row: Any) -> None:
        """Note that a record is told: its marking counts for the whole, and who reads the review reads it."""
        self.level = max(self.level, row.marking, getattr(row, "guard", 0))
        self.told.append(row)

    def cite(self, ids: Iterable[UUID]) -> None:
        """Have the citations of all records that the review tells at hand, read once."""
        self.citations = self.place.citations(ids)

    def line(self, row: Any, reason: str = "") -> RecordLine:
        self.tell(row)
        register = register_of(type(row))
        start = getattr(row, register.period[0]) if register.period else None
        caption = self.place.caption(row, words=self.profile)
        told = (dated(start), str(State(row.state).label), self._sources(row.uuid), str(reason))
        return RecordLine(register.code, row.uuid, caption, *told)

    def entry_line(self, entry: Entry) -> RecordLine:
        """The line of a record that is known by its entry in the index alone."""
        self.tell(entry)
        days = (_days(entry.starts_earliest, entry.starts_latest), _days(entry.ends_earliest, entry.ends_latest))
        told = (" – ".join(dict.fromkeys(filter(None, days))), str(State(entry.state).label))
        return RecordLine(entry.register, entry.record, entry.caption_in(), *told, self._sources(entry.record))

    def lines(self, rows: Iterable[tuple[Any, str]]) -> list[RecordLine]:
        return [self.line(row, reason) for row, reason in rows]

    def note(self, tally: Tally, whole: Tally | None = None) -> FigureNote:
        """A figure with all that is behind it; a share of one tells the whole too."""
        found = tally.figure
        rows = {c.row.uuid: (c.row, c.note) for c in tally.counted}
        records = self.lines(rows.values())
        left_out = self.lines((c.row, c.reason) for c in tally.left_out)
        sources = {address or title for line in records for title, address in line.sources}
        rule, basis = found.rule(self.profile), found.basis(self.profile)
        told = tallied(whole.amount) if whole and not whole.empty else ""
        return FigureNote(tally, rule, basis, records, left_out, len(sources), told)

    @property
    def marking(self) -> str:
        """The highest marking of the records that the review tells."""
        found = [row["code"] for row in self.profile.rows("markings") if row.get("level") == self.level]
        return self.profile.label("markings", found[0]) if found else str(self.level)

    def _sources(self, record: UUID) -> list[tuple[str, str]]:
        cited = (c for c in self.citations.get(record, []) if c.adopted)
        return list(dict.fromkeys((c.source.title, c.source.address) for c in cited))


def _days(first: date | None, last: date | None) -> str:
    """The days between two bounds: one day, a month, a year, or both bounds."""
    if first is None or last is None:
        return ""
    if first == last:
        return day(first)
    after = last + timedelta(1) if last < date.max else last
    if first.day == 1 and after.day == 1:
        if (first.year, first.month) == (last.year, last.month):
            return date_format(first, "F Y")
        if (first.month, after.month) == (1, 1) and first.year == last.year:
            return str(first.year)
    return f"{day(first)} – {day(last)}"
