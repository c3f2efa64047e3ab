"""The last day for answers: still to come, and a day on which people work."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.core.holidays import working_days
from trivet.core.office import profile
from trivet.procedures.clocks import today_in, zone_of

_DAY = timedelta(days=1)
#: The last year from whose days terms are reckoned.
_LAST = 8999


def is_over(due: date, keeper: UUID | None) -> bool:
    """Whether a day has come already where the action body is."""
    return due <= today_in(zone_of(keeper, profile()), timezone.now())


def day_problem(due: date, keeper: UUID | None) -> str:
    """Why a day cannot be the last one for answers; empty when it can."""
    if is_over(due, keeper) or due.year > _LAST:
        return _("Name a day that is still to come.")
    works = working_days(profile()).works
    if works(due):
        return ""
    following = due
    while not works(following):
        following += _DAY
    told = {"day": due.isoformat(), "next": following.isoformat()}
    return _("%(day)s is not a working day: the next one is %(next)s.") % told
