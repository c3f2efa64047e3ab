"""What a coordination conference looks at: what pillars did and plan with each partner, and what bodies still owe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from trivet.coordination.reads import Named
from trivet.core.bodies import Body
from trivet.core.happenings import ACTING, pillars_of_posts
from trivet.core.history import Assignment
from trivet.core.people import Post
from trivet.core.profile import Profile
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.procedures.dossiers import Dossier, Obligation
from trivet.programme.finding import Found, one_matter
from trivet.programme.lines import ProgrammeLine
from trivet.programme.visits import Visit
from trivet.registers.activities import Activity
from trivet.registers.commitments import Commitment
from trivet.registers.meetings import Meeting
from trivet.registers.objectives import Objective
from trivet.registers.relations import DiplomaticRelation
from trivet.registers.tasks import Task
from trivet.reports.anniversaries import round_years
from trivet.reports.commitment_pack import target_of
from trivet.reports.conference_asked import Spans, read
from trivet.reports.differences_open import Difference, open_differences
from trivet.reports.half_year import HalfYear
from trivet.values.dates import Held, UncertainDate, anniversary

_LEADING = (Assignment.Role.LEAD, Assignment.Role.CO_LEAD)
_SUPPORT = Assignment.Role.SUPPORT
_O = Obligation.Outcome


@dataclass(frozen=True)
class Opinion:
    """An opinion that was owed: late (it came after its day), unmet (it never came) or overdue (awaited still)."""

    dossier: Any
    asked: Any
    state: str


@dataclass
class Matter:
    """Everything that the papers of a half-year tell of, read once as one reader sees it; `day` is the last one told.

    A record belongs to the pillars that its assignments say (those of its visit file are an activity's too), else an
    activity to those of the posts that acted in it, and a line or a file to that of the body that keeps it.
    """

    place: Standpoint
    profile: Profile
    half: HalfYear
    day: date

    @property
    def spans(self) -> Spans:
        """The days of the half-year up to the last one told, and those from then to the end of the next half-year."""
        back = UncertainDate("", self.half.period.earliest, self.day)
        return Spans(back, UncertainDate("", self.day + timedelta(1), self.half.after.period.latest))

    @property
    def period(self) -> UncertainDate:
        """The days that are looked back on."""
        return self.spans.back

    @property
    def ahead(self) -> UncertainDate:
        """The days that are looked forward to."""
        return self.spans.ahead

    @cached_property
    def _read(self) -> dict[type, list[Any]]:
        return read(self.place, self.spans)

    @cached_property
    def _told(self) -> dict[Held, list[Any]]:
        """Activities, and visit files without one, by whether their last day lies in the days looked back on."""
        files = (row for row in self._read[Visit] if not row.activity_id)
        found: dict[Held, list[Any]] = {Held.CERTAIN: [], Held.POSSIBLE: [], Held.NO: []}
        for row in sorted((*self._read[Activity], *files), key=_by_start):
            found[(row.ends or row.starts).within(self.period)].append(row)
        return found

    @property
    def done(self) -> list[Any]:
        """What certainly was by the last day that is told."""
        return self._told[Held.CERTAIN]

    @property
    def unsure(self) -> list[Any]:
        """The activities whose last day only may lie in the half-year."""
        return [row for row in self._told[Held.POSSIBLE] if of_register(row, Activity)]

    @cached_property
    def planned(self) -> list[Any]:
        """The lines and the visit files that may begin by the end of the next half-year; a file stands for its line."""
        visits = [row for row in self._read[Visit] if row.starts.within(self.ahead) is not Held.NO]
        lines = {row.line_id for row in visits}
        return sorted([*visits, *(row for row in self._read[ProgrammeLine] if row.uuid not in lines)], key=_by_start)

    @cached_property
    def entered(self) -> list[Any]:
        """The activities that the record has in the next half-year, but those that a planned line or file tells of."""
        told = {row.activity_id for row in self.planned}
        rows = (row for row in self._read[Activity] if row.uuid not in told)
        return sorted((r for r in rows if (r.ends or r.starts).within(self.ahead) is Held.CERTAIN), key=_by_start)

    @cached_property
    def points(self) -> list[tuple[Any, Any]]:
        """The points taken that are due in the next half-year and became nothing yet, each with its meeting."""
        found = []
        for row in self._read[Meeting]:
            taken = {one.point for one in row.outcomes_rows}
            due = (one for one in row.points_rows if one.by and one.by.within(self.ahead) is Held.CERTAIN)
            found += [(row, one) for one in due if one.uuid not in taken]
        return sorted(found, key=lambda one: (one[1].by.earliest, str(one[1].uuid)))

    @cached_property
    def opinions(self) -> list[Opinion]:
        """The opinions that came late or never in the half-year, and those overdue on its last day."""
        rows = ((row, one) for row in self._read[Dossier] for one in row.obligations_rows if one.branch)
        found = [Opinion(row, one, state) for row, one in rows if (state := self._owed(one))]
        return sorted(found, key=lambda one: (one.asked.due or date.max, str(one.asked.uuid)))

    def _owed(self, one: Any) -> str:
        if one.due and one.due < self.day and (one.ended is None or one.ended > self.day):
            return "overdue"
        fell = one.ended and self.period.earliest <= one.ended <= self.period.latest
        return {_O.LATE: "late", _O.UNMET: "unmet"}.get(one.outcome, "") if fell else ""

    @cached_property
    def commitments(self) -> list[Any]:
        """The commitments made by then whose target is past or near, or that were done in the half-year."""
        rows = (row for row in self._read[Commitment] if not row.made or row.made.earliest <= self.period.latest)
        return sorted(rows, key=lambda row: (_last(target_of(row)), str(row.uuid)))

    @cached_property
    def tasks(self) -> list[Any]:
        """The tasks that are due by the end of the next half-year, or were done in this one."""
        rows = (row for row in self._read[Task] if not row.given or row.given.earliest <= self.period.latest)
        return sorted(rows, key=lambda row: (_last(row.due), str(row.uuid)))

    def overdue(self, row: Any) -> bool:
        """Whether a commitment or task was certainly past its day, and not done, on the last day that is told."""
        target = _target(row)
        return bool(target and target.latest < self.day) and not (row.done and row.done.earliest <= self.day)

    def fell_done(self, row: Any) -> bool:
        """Whether a commitment or task was certainly done in the half-year."""
        return bool(row.done) and row.done.within(self.period) is Held.CERTAIN

    def coming(self, row: Any) -> bool:
        """Whether a commitment or task, not done on the last day told, is due by the end of the next half-year."""
        target = _target(row)
        near = target is not None and self.day <= target.latest <= self.ahead.latest
        return near and not (row.done and row.done.earliest <= self.day)

    @cached_property
    def anniversaries(self) -> list[tuple[Any, int, date | None]]:
        """What turns a round number of years in the next half-year, by day; without one the year alone is known."""
        found: list[tuple[Any, int, date | None]] = [
            (row, row.years or 0, row.horizon.earliest if row.horizon.exact else None) for row in self._read[Objective]
        ]
        for row in self._read[DiplomaticRelation]:
            first, last = row.established.earliest, row.established.latest
            for year in {self.ahead.earliest.year, self.ahead.latest.year}:
                if years := round_years((first.year, last.year), year):
                    day = anniversary(first, years) if first == last else None
                    if day is None or self.ahead.earliest <= day <= self.ahead.latest:
                        found.append((row, years, day))
        return sorted(found, key=lambda one: (one[2] or date.max, str(one[0].uuid)))

    @cached_property
    def differences(self) -> list[Difference]:
        """The differences that stand open."""
        return open_differences(self.place)

    @cached_property
    def findings(self) -> list[Found]:
        """Duplicates and complements in all these days; of a past moment none: the rules look at the lines of now."""
        if self.place.number is not None:
            return []
        return one_matter(self.place, self.half.period.earliest, self.ahead.latest)

    @cached_property
    def bodies(self) -> dict[UUID, Any]:
        """The bodies that the reader may see."""
        return {row.uuid: row for row in self._read[Body]}

    @cached_property
    def shown(self) -> list[Any]:
        """All records that the papers name, but those of findings and differences."""
        dated = [*self.done, *self.unsure, *self.planned, *self.entered]
        owed = [row for row in (*self.commitments, *self.tasks) if self._told_of(row)]
        others = [*(one.dossier for one in self.opinions), *(row for row, _point in self.points)]
        return [*dated, *owed, *others, *(row for row, _years, _day in self.anniversaries)]

    def _told_of(self, row: Any) -> bool:
        return self.overdue(row) or self.fell_done(row) or self.coming(row)

    @property
    def told(self) -> list[Any]:
        """All that the papers name, and the visit files that say who does what: the highest marking is that of all."""
        code = register_of(ProgrammeLine).code
        lines = [Named(code, line.uuid, line.marking) for one in self.findings for line in one.finding.lines]
        differing = [Named(one.register, one.record, one.marking) for one in self.differences]
        return [*self.shown, *self._read[Visit], *lines, *differing]

    @cached_property
    def assigned(self) -> dict[UUID, list[Assignment]]:
        """Who does what in all of it."""
        files = [row for row in self._read[Visit] if row.activity_id]
        found = self.place.assignments(row.uuid for row in (*self.shown, *files))
        for row in files:
            found[row.activity_id] = found[row.activity_id] or found[row.uuid]
        return found

    def pillars(self, row: Any) -> list[str]:
        """The pillars that act in a record, the leading ones first."""
        found: dict[str, int] = {}
        for one in self.assigned[row.uuid]:
            body = self.bodies.get(one.body_id)
            if body and one.role in ACTING and (code := one.pillar or body.pillar):
                found[code] = min(ACTING.index(one.role), found.get(code, len(ACTING)))
        if found:
            return sorted(found, key=lambda code: found[code])
        if of_register(row, Activity):
            return list(pillars_of_posts(self.posts(row)))
        return [body.pillar for body in self.leads(row) if body.pillar]

    def posts(self, row: Any) -> list[Any]:
        """The posts in which somebody of our side acted in an activity, as far as the reader may see them."""
        named = {row.post_id, row.also_post_id} if of_register(row, Activity) else set()
        return [post for post in self._read[Post] if post.uuid in named]

    def leads(self, row: Any) -> list[Any]:
        """The bodies that lead a record; where none is told, but of an activity, the body that keeps it."""
        found = [self.bodies.get(one.body_id) for one in self.assigned[row.uuid] if one.role in _LEADING]
        if not found and not of_register(row, Activity):
            found = [self.bodies.get(row.keeper_id)]
        return [body for body in found if body]

    def supports(self, row: Any) -> list[Any]:
        """The bodies that support."""
        found = [self.bodies.get(one.body_id) for one in self.assigned[row.uuid] if one.role == _SUPPORT]
        return [body for body in found if body]

    def partners(self, row: Any) -> list[Any]:
        """The partners that a record names in any of its fields and the reader may see."""
        named: dict[UUID, Any] = {}
        register = register_of(type(row))
        for name in register.parties:
            told = getattr(row, name) if name in register.many_parties or getattr(row, f"{name}_id") else None
            named |= {one.pk: one for one in (told if isinstance(told, list) else [told]) if one}
        return [one for one in named.values() if self.place.may_name(one)]


def of_register(row: Any, *models: type) -> bool:
    """Whether a row is a record of one of some registers, or a version of one."""
    return register_of(type(row)).model in models


def _target(row: Any) -> UncertainDate | None:
    return row.due if of_register(row, Task) else target_of(row)


def _last(target: UncertainDate | None) -> date:
    return target.latest if target else date.max


def _by_start(row: Any) -> tuple[date, str]:
    begun = row.starts or row.ends
    return begun.earliest if begun else date.max, str(row.uuid)
