"""The yearly review: a year or a term by pillar and field of work, every figure with its rule and its records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

import trivet.figures.counts  # noqa: F401  (declares the figures)
from trivet.coordination.reads import Reading, remember_told
from trivet.core.gathering import Selection
from trivet.core.happenings import assigned_pillars, pillars_of_posts
from trivet.core.profile import said
from trivet.core.standpoint import Standpoint
from trivet.figures.check import STATUSES, Checked, check
from trivet.figures.claims import Claim
from trivet.figures.figure import Tally, ask, gather_for, visible
from trivet.registers.activities import Activity
from trivet.reports.changes import changes_since
from trivet.reports.charts import Chart
from trivet.reports.commitments_of_year import COMMITMENTS, commitments_of_year
from trivet.reports.frozen import FrozenReview
from trivet.reports.opening import opening_of
from trivet.reports.review_axes import Axis, Looked, reads_of
from trivet.reports.review_charts import counted, monthly, tiers, yearly
from trivet.reports.review_material import ByAxis, PillarPart, RecordLine, Review, Teller
from trivet.reports.review_parts import by_axis, entries_of_years
from trivet.reports.tasks_of_year import TASKS, last_day, lines_of_tasks, tasks_of_year
from trivet.reports.words import amount, claimed
from trivet.reports.year_ahead import AIMS, RELATIONS, anniversaries, directions
from trivet.reports.year_by_year import year_by_year
from trivet.reports.years import Years
from trivet.values.dates import Held

#: Statuses of a claim that a review must tell, because the record does not give what the source says.
_UNMATCHED = {"above", "below", "no-basis"}
#: What every review tells, whichever figures the profile names.
_ALWAYS = ("frameworks.acts", "frameworks.partners")
_ACTIVITIES = Selection(Activity, ("post", "also_post"), ending=True)
_CLAIMS = Selection(Claim, ("partner", "source"))
_BESIDE = (_ACTIVITIES, _CLAIMS, AIMS, RELATIONS, TASKS)


class Writer:
    """Gathers a review from one standpoint: the records of all its figures at once, and then the sources of all."""

    def __init__(self, years: Years, place: Standpoint, axis: Axis | None = None) -> None:
        self.years, self.place, self.axis = years, place, axis
        self.period = years.period
        self.opening = opening_of(place)
        self.profile = place.profile
        self.teller = Teller(place)

    def write(self) -> Review:
        """The review of the years."""
        frozen = self._frozen()
        fields = list(self._fields())
        codes = [code for _label, listed in fields for code in listed]
        places = [self.place, *([self.place.after(frozen.transaction)] if frozen else ())]
        more = (*_BESIDE, *reads_of(self.axis, self.profile), *([COMMITMENTS] if self.axis else ()))
        gather_for({*codes, *_ALWAYS, *(frozen.numbers if frozen else ())}, places, self.years.read, *more)
        tallies = {code: ask(code, self.place, period=self.period) for code in dict.fromkeys((*codes, *_ALWAYS))}
        asked = {code: tallies[code] for code in dict.fromkeys(codes)}
        review = Review(
            years=self.years,
            office=self.opening.office,
            country=self.opening.country,
            lacks=self._lacks(asked.values()),
            frozen=frozen,
            changes=changes_since(frozen, places[1], self.place) if frozen else [],
        )
        activities = [row for row in self._of_years() if self._counts(row)]
        if self.axis:
            review.by_axis = self._by_axis(self.axis, asked, activities)
        else:
            self._in_present_order(review, fields, tallies, activities)
        self._of_the_years(review, asked, activities)
        review.marking = self.teller.marking
        return review

    def _frozen(self) -> FrozenReview | None:
        """The year as it was frozen, which the review in its present order tells of."""
        if self.axis or not self.years.single:
            return None
        return FrozenReview.objects.filter(year=self.years.last).select_related("transaction").first()

    def _in_present_order(
        self, review: Review, fields: list[Any], tallies: Mapping[str, Tally], activities: list[Activity]
    ) -> None:
        """By field of work, by pillar, by task and by month."""
        tasks = tasks_of_year(self.place, self.period)
        self._cite(tallies.values(), [*activities, *tasks])
        review.fields = [(label, [self.teller.note(tallies[code]) for code in listed]) for label, listed in fields]
        review.pillars = self._pillars(activities)
        review.acts = self._acts(tallies["frameworks.acts"])
        review.tasks = list(lines_of_tasks(self.place, tasks, last_day(self.period), self.teller.line))
        review.months = self._months(activities)

    def _by_axis(self, axis: Axis, asked: Mapping[str, Tally], activities: list[Activity]) -> ByAxis:
        """Under each pillar, field or objective its figures, activities, tasks, commitments and other records."""
        on = last_day(self.period)
        told = {
            "activities": activities,
            "tasks": tasks_of_year(self.place, self.period),
            "commitments": commitments_of_year(self.place, self.period, on),
        }
        rows: dict[UUID, Any] = {row.uuid: row for tally in asked.values() for row in tally.told}
        rows |= {row.uuid: row for some in told.values() for row in some}
        entries = entries_of_years(self.place, self.period)
        self.teller.cite(rows.keys() | {one.record for one in entries})
        looked = Looked(self.place, self.years, asked, rows, entries)
        return by_axis(axis, looked, self.teller, told)

    def _of_the_years(self, review: Review, asked: Mapping[str, Tally], activities: list[Activity]) -> None:
        """What every review tells, by whatever it is read."""
        if not self.years.single:
            review.year_by_year = year_by_year(self.years, self.place, asked, self.teller.tell)
        review.charts = self._charts(review, activities)
        review.unmatched = self._unmatched()
        review.directions = directions(self.years.last, self.place, self.teller.tell)
        review.anniversaries = anniversaries(self.years.last, self.place, self.teller.tell)

    def _charts(self, review: Review, activities: list[Activity]) -> list[Chart]:
        parts = review.by_axis.parts if review.by_axis else []
        by_pillar = {one.label: len(one.activities) for one in review.pillars}
        if self.axis == Axis.PILLAR:
            by_pillar = {one.heading.label: len(one.activities) for one in parts}
        days = [self._placed(row) for row in activities]
        return [
            monthly(self.years.last, days) if self.years.single else yearly(self.years, days),
            *([counted(_("Activities by pillar"), _("pillar"), by_pillar)] if by_pillar else []),
            tiers(self.years.last, self.place),
        ]

    def _fields(self) -> Iterable[tuple[str, list[str]]]:
        for row in sorted(self.profile.rows("fields_of_work"), key=lambda row: row.get("order", 0)):
            codes = [code for code in row.get("figures", []) if code != "events.first"]
            if codes:
                yield said(row["label"]), codes

    def _cite(self, tallies: Collection[Tally], rows: Iterable[Any]) -> None:
        """Read the citations of every record that the review tells."""
        self.teller.cite({row.uuid for tally in tallies for row in tally.told} | {row.uuid for row in rows})

    def _lines(self, rows: Iterable[Any]) -> list[RecordLine]:
        return self.teller.lines((row, "") for row in rows)

    def _of_years(self) -> list[Activity]:
        rows = []
        for row in visible(_ACTIVITIES.rows(self.place, self.period)):
            last = row.ends or row.starts
            if last and last.within(self.period) is Held.CERTAIN:
                rows.append(row)
        return sorted(rows, key=lambda row: (row.starts or row.ends).latest)

    def _placed(self, row: Activity) -> date:
        """The day by which an activity has its place among months (its first) or years (its last)."""
        told = (row.starts or row.ends) if self.years.single else (row.ends or row.starts)
        return told.latest if told else self.period.latest

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
            lines = self._lines(by_pillar.get(told["code"], []))
            found.append(PillarPart(said(told["label"]), said(told.get("role")), lines))
        return found

    def _acts(self, tally: Tally) -> list[tuple[str, str, RecordLine]]:
        rows = sorted((c.row for c in tally.counted), key=lambda row: row.declared.latest)
        return [
            (row.partner.name_in(), self.profile.label("tiers", row.tier), line)
            for row, line in zip(rows, self._lines(rows), strict=True)
        ]

    def _months(self, activities: list[Activity]) -> list[tuple[str, list[RecordLine]]]:
        """Activities by month, or by year in a review of several."""
        found: dict[date, list[Activity]] = defaultdict(list)
        for row in activities:
            day = self._placed(row)
            found[date(day.year, day.month if self.years.single else 1, 1)].append(row)
        form = "F" if self.years.single else "Y"
        return [(date_format(first, form), self._lines(found[first])) for first in sorted(found)]

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
            self.teller.tell(row)
        return found

    def _lacks(self, tallies: Iterable[Tally]) -> list[str]:
        found = []
        for tally in tallies:
            title = str(tally.figure.title)
            if tally.empty:
                found.append(_("%s: the record holds nothing to count.") % title)
            elif tally.amount.in_review:
                told = {"title": title, "count": amount(tally.amount.in_review)}
                found.append(_("%(title)s: %(count)s rest on records still in review.") % told)
            if tally.left_out:
                told = {"title": title, "count": str(len(tally.left_out))}
                found.append(_("%(title)s: %(count)s records looked at and not counted.") % told)
        for register in self.opening.empty:
            told = {"label": register.label, "code": register.code}
            found.append(_("The register “%(label)s” (%(code)s) is empty.") % told)
        return found


def write_review(years: int | Years, place: Standpoint, axis: Axis | None = None) -> Review:
    """Gather the review of a year or several from one standpoint; that its reader opens what it tells is kept."""
    writer = Writer(Years(years, years) if isinstance(years, int) else years, place, axis)
    review = writer.write()
    remember_told(place, writer.teller.told, Reading.Way.PAPER)
    return review
