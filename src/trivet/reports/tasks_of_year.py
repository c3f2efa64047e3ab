"""The tasks of a year as its review tells them: given, due or done in it, by where they stand at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.core.gathering import Selection
from trivet.core.standpoint import Standpoint
from trivet.figures.counts.tasks import Standing, lead_of, pillar_of, standing_on
from trivet.figures.figure import visible
from trivet.registers.tasks import Task
from trivet.reports.words import dated, part_label
from trivet.values.dates import Held, UncertainDate

TASKS = Selection(Task, ("policy",), assigned=True)


@dataclass(frozen=True)
class TaskOfYear:
    """One task: its record, under which document, led by whom in which pillar, due when, and where it stands."""

    line: Any
    under: str
    lead: str
    pillar: str
    due: str
    standing: str


def tasks_of_year(place: Standpoint, period: UncertainDate) -> list[Any]:
    """The tasks that were given, due or done in a period, or were still open at its end; dropped ones are not told."""
    on = last_day(period)
    rows = [row for row in visible(TASKS.rows(place, period)) if _belongs(row, period, on)]
    return sorted(rows, key=lambda row: (_place(row, on), row.due.latest if row.due else date.max, row.title))


def _place(row: Any, on: date) -> int:
    """The overdue first, then the open, then the done."""
    return list(Standing).index(standing_on(row, on))


def last_day(period: UncertainDate) -> date:
    """The day on which a period's tasks are looked at: its last one, or today while it lasts."""
    return min(period.latest, timezone.localdate())


def _belongs(row: Any, period: UncertainDate, on: date) -> bool:
    if row.given and row.given.earliest > period.latest:
        return False
    standing = standing_on(row, on)
    dates = (one for one in (row.given, row.due, row.done) if one)
    inside = any(one.within(period) is not Held.NO for one in dates)
    return standing is not Standing.DROPPED and (inside or standing is not Standing.DONE)


def lines_of_tasks(place: Standpoint, rows: list[Any], on: date, line_of: Callable[[Any], Any]) -> Iterator[TaskOfYear]:
    """The tasks in words; `line_of` tells the record behind each."""
    for row in rows:
        lead, standing, pillar = lead_of(row), standing_on(row, on), pillar_of(row)
        number = row.policy.number if row.policy_id and place.may_name(row.policy) else ""
        yield TaskOfYear(
            line=line_of(row),
            under=", ".join(filter(None, [number, row.clause if number else ""])),
            lead=lead.body.name_in() if lead else _("without a lead"),
            pillar=part_label(place.profile, pillar) if pillar else "",
            due=dated(row.due),
            standing=str(standing.label),
        )
