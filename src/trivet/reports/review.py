"""The yearly review: the year by pillar and field of work, every figure with its rule and its records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

import trivet.figures.counts  # noqa: F401  (declares the figures)
from trivet.coordination.reads import Reading, remember_told
from trivet.core.gathering import Selection
from trivet.core.happenings import assigned_pillars, pillars_of_posts
from trivet.core.office import Office
from trivet.core.profile import said
from trivet.core.records import State
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.figures.check import STATUSES, Checked, check
from trivet.figures.claims import Claim
from trivet.figures.figure import Tally, ask, gather_for, visible
from trivet.registers.activities import Activity
from trivet.reports.changes import Change, changes_since
from trivet.reports.charts import Chart
from trivet.reports.frozen import FrozenReview
from trivet.reports.opening import opening_of
from trivet.reports.review_charts import counted, monthly, tiers
from trivet.reports.tasks_of_year import TASKS, TaskOfYear, last_day, lines_of_tasks, tasks_of_year
from trivet.reports.words import amount, claimed, dated, part_label
from trivet.reports.year_ahead import AIMS, RELATIONS, anniversaries, directions
from trivet.values.dates import Held, parse_date

#: Statuses of a claim that a review must tell, because the record does not give what the source says.
_UNMATCHED = {"above", "below", "no-basis"}
#: What every review tells, whichever figures the profile names.
_ALWAYS = ("frameworks.acts", "frameworks.partners")
_ACTIVITIES = Selection(Activity, ("post", "also_post"), ending=True)
_CLAIMS = Selection(Claim, ("partner", "source"))
_BESIDE = (_ACTIVITIES, _CLAIMS, AIMS, RELATIONS, TASKS)


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
    """A figure as the review shows it: number, rule, day or period, and everything behind it."""

    tally: Tally
    rule: str
    basis: str
    records: list[RecordLine]
    left_out: list[RecordLine]
    sources: int

    @property
    def title(self) -> str:
        return str(self.tally.figure.title)

    @property
    def when(self) -> str:
        question = self.tally.question
        return date_format(question.on) if self.tally.figure.stock else question.period.text

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
class Review:
    """All parts of one year's review, ready for a template."""

    year: int
    office: Office
    country: str
    fields: list[tuple[str, list[FigureNote]]]
    pillars: list[PillarPart]
    acts: list[tuple[str, str, RecordLine]]
    tasks: list[TaskOfYear]
    months: list[tuple[str, list[RecordLine]]]
    unmatched: list[tuple[Checked, str, str, Claim]]
    lacks: list[str]
    directions: list[tuple[str, str, str]]
    anniversaries: list[tuple[str, str, str]]
    frozen: FrozenReview | None
    changes: list[Change]
    charts: list[Chart]
    marking: str


class Writer:
    """Gathers a review from one standpoint: the records of all its figures at once, and then the sources of all."""

    def __init__(self, year: int, place: Standpoint) -> None:
        self.year, self.place = year, place
        self.period = parse_date(f"{year:04d}")
        self.opening = opening_of(place)
        self.profile = place.profile
        self.citations: dict[Any, list[Any]] = {}
        self.level = 0
        self.told: list[Any] = []

    def write(self) -> Review:
        """The review of the year."""
        frozen = FrozenReview.objects.filter(year=self.year).select_related("transaction").first()
        fields = list(self._fields())
        codes = [code for _label, listed in fields for code in listed]
        places = [self.place, *([self.place.after(frozen.transaction)] if frozen else ())]
        gather_for({*codes, *_ALWAYS, *(frozen.numbers if frozen else ())}, places, self.period, *_BESIDE)
        tallies = {code: ask(code, self.place, period=self.period) for code in {*codes, *_ALWAYS}}
        activities = [row for row in self._of_year() if self._counts(row)]
        tasks = tasks_of_year(self.place, self.period)
        self.citations = self._citations(tallies.values(), [*activities, *tasks])
        notes = [(label, [self._note(tallies[code]) for code in listed]) for label, listed in fields]
        pillars, months = self._pillars(activities), self._months(activities)
        return Review(
            year=self.year,
            office=self.opening.office,
            country=self.opening.country,
            fields=notes,
            pillars=pillars,
            acts=self._acts(tallies["frameworks.acts"]),
            tasks=list(lines_of_tasks(self.place, tasks, last_day(self.period), self._line)),
            months=months,
            unmatched=self._unmatched(),
            lacks=self._lacks([note for _label, listed in notes for note in listed]),
            directions=directions(self.year, self.place, self._tell),
            anniversaries=anniversaries(self.year, self.place, self._tell),
            frozen=frozen,
            changes=changes_since(frozen, places[1], self.place) if frozen else [],
            charts=self._charts(pillars, months),
            marking=self._marking(),
        )

    def _charts(self, pillars: list[PillarPart], months: list[tuple[str, list[RecordLine]]]) -> list[Chart]:
        by_pillar = {pillar.label: len(pillar.activities) for pillar in pillars}
        return [
            monthly(self.year, {month: len(lines) for month, lines in months}),
            counted(_("Activities by pillar"), _("pillar"), by_pillar),
            tiers(self.year, self.place),
        ]

    def _marking(self) -> str:
        """The highest marking of the records that the review tells."""
        found = [row["code"] for row in self.profile.rows("markings") if row.get("level") == self.level]
        return self.profile.label("markings", found[0]) if found else str(self.level)

    def _fields(self) -> Iterable[tuple[str, list[str]]]:
        for row in sorted(self.profile.rows("fields_of_work"), key=lambda row: row.get("order", 0)):
            codes = [code for code in row.get("figures", []) if code != "events.first"]
            if codes:
                yield said(row["label"]), codes

    def _citations(self, tallies: Collection[Tally], rows: Iterable[Any]) -> dict[Any, list[Any]]:
        """The citations of every record that the review tells, read once."""
        ids = {one.row.uuid for tally in tallies for one in tally.counted}
        ids |= {one.row.uuid for tally in tallies for one in tally.left_out}
        return self.place.citations(ids | {row.uuid for row in rows})

    def _note(self, tally: Tally) -> FigureNote:
        found = tally.figure
        rows = {c.row.uuid: (c.row, c.note) for c in tally.counted}
        records = self._lines(list(rows.values()))
        left_out = self._lines([(c.row, c.reason) for c in tally.left_out])
        sources = {address or title for line in records for title, address in line.sources}
        return FigureNote(tally, found.rule(self.profile), found.basis(self.profile), records, left_out, len(sources))

    def _lines(self, rows: list[tuple[Any, str]]) -> list[RecordLine]:
        return [self._line(row, reason) for row, reason in rows]

    def _tell(self, row: Any) -> None:
        """Note that a record is told: its marking counts for the whole, and who reads the review reads it."""
        self.level = max(self.level, row.marking, getattr(row, "guard", 0))
        self.told.append(row)

    def _line(self, row: Any, reason: str = "") -> RecordLine:
        self._tell(row)
        register = register_of(type(row))
        start = getattr(row, register.period[0]) if register.period else None
        cited = [c for c in self.citations.get(row.uuid, []) if c.adopted]
        sources = list(dict.fromkeys((c.source.title, c.source.address) for c in cited))
        state = str(State(row.state).label)
        caption = self.place.caption(row, words=self.profile)
        return RecordLine(register.code, row.uuid, caption, dated(start), state, sources, str(reason))

    def _of_year(self) -> list[Activity]:
        rows = []
        for row in visible(_ACTIVITIES.rows(self.place, self.period)):
            last = row.ends or row.starts
            if last and last.within(self.period) is Held.CERTAIN:
                rows.append(row)
        return sorted(rows, key=lambda row: (row.starts or row.ends).latest)

    def _counts(self, row: Activity) -> bool:
        return bool(self.profile.row("visit_classes", row.visit_class).get("counts", True))

    def _pillars(self, activities: list[Activity]) -> list[PillarPart]:
        """Activities by the pillars assigned to them, else of the posts that acted; who hosts is often not told."""
        by_pillar: dict[str, list[Activity]] = defaultdict(list)
        assigned = assigned_pillars(self.place, [row.uuid for row in activities])
        for row in activities:
            for pillar in assigned.get(row.uuid) or pillars_of_posts((row.post, row.also_post)):
                by_pillar[pillar].append(row)
        found = []
        for told in sorted(self.profile.rows("pillars"), key=lambda told: told.get("order", 0)):
            lines = self._lines([(one, "") for one in by_pillar.get(told["code"], [])])
            found.append(PillarPart(said(told["label"]), said(told.get("role")), lines))
        return found

    def _acts(self, tally: Tally) -> list[tuple[str, str, RecordLine]]:
        rows = sorted((c.row for c in tally.counted), key=lambda row: row.declared.latest)
        lines = self._lines([(row, "") for row in rows])
        return [
            (row.partner.name_in(), self.profile.label("tiers", row.tier), line)
            for row, line in zip(rows, lines, strict=True)
        ]

    def _months(self, activities: list[Activity]) -> list[tuple[str, list[RecordLine]]]:
        months: dict[int, list[Activity]] = defaultdict(list)
        for row in activities:
            months[(row.starts or row.ends).latest.month].append(row)
        return [
            (date_format(date(self.year, month, 1), "F"), self._lines([(row, "") for row in months[month]]))
            for month in sorted(months)
        ]

    def _unmatched(self) -> list[tuple[Checked, str, str, Claim]]:
        rows = [
            row
            for row in visible(_CLAIMS.rows(self.place, self.period))
            if row.period and row.period.within(self.period) is Held.CERTAIN
        ]
        checked = check([Claim.as_claimed(row) for row in rows], self.place)
        found = [
            (one, claimed(one.claim), str(STATUSES[one.status]), row)
            for one, row in zip(checked, rows, strict=True)
            if one.status in _UNMATCHED and one.tally
        ]
        for _one, _words, _status, row in found:
            self._tell(row)
        return found

    def _lacks(self, notes: list[FigureNote]) -> list[str]:
        found = []
        for note in notes:
            if note.tally.empty:
                found.append(_("%s: the record holds nothing to count.") % note.title)
            elif note.tally.amount.in_review:
                told = {"title": note.title, "count": amount(note.tally.amount.in_review)}
                found.append(_("%(title)s: %(count)s rest on records still in review.") % told)
            if note.left_out:
                told = {"title": note.title, "count": str(len(note.left_out))}
                found.append(_("%(title)s: %(count)s records looked at and not counted.") % told)
        for register in self.opening.empty:
            told = {"label": register.label, "code": register.code}
            found.append(_("The register “%(label)s” (%(code)s) is empty.") % told)
        return found


def write_review(year: int, place: Standpoint) -> Review:
    """Gather the review of a year from one standpoint; that its reader opens what it tells is kept."""
    writer = Writer(year, place)
    review = writer.write()
    remember_told(place, writer.told, Reading.Way.PAPER)
    return review
