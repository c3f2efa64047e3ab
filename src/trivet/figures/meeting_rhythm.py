"""When a mechanism met last, when it meets next, and whether its next session is overdue by its rhythm."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from trivet.registers.mechanism_rows import Session
from trivet.values.dates import UncertainDate


@dataclass(frozen=True)
class Rhythm:
    """The sessions of one mechanism around a day.

    last: the newest session that was held. planned: the next one with days of its own. agreed: the day on which the
    last one agreed to meet again. due: by when the rhythm asks for a session; `overdue` when that day is past.
    """

    last: Any
    planned: Any
    agreed: UncertainDate | None
    due: date | None
    overdue: bool


def rhythm_of(row: Any, day: date) -> Rhythm:
    """The rhythm of a mechanism with its sessions at hand; what has ended owes no session."""
    sessions = [one for one in row.sessions_rows if one.starts]
    held = [one for one in sessions if one.status == Session.Status.HELD and one.starts.earliest <= day]
    last = max(held, key=lambda one: (one.starts.latest, one.number or 0), default=None)
    ahead = [one for one in sessions if one.status == Session.Status.PLANNED and one.starts.latest >= day]
    planned = min(ahead, key=lambda one: one.starts.earliest, default=None)
    since = _last_day(last) or (row.founded.latest if row.founded else None)
    over = bool(row.ended) and row.ended.earliest <= day
    due = months_after(since, row.every) if since and row.every and not over else None
    return Rhythm(last, planned, last.following if last else None, due, bool(due and due < day))


def _last_day(session: Any) -> date | None:
    if session is None:
        return None
    found: date = (session.ends or session.starts).latest
    return found


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = min(day.year + years, date.max.year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
