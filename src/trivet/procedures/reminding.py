"""Reminders: what the bodies of a person owe soon, or owe since some weeks, each told once at every distance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from trivet.core.office import Office, exercise_mark, exercise_words
from trivet.core.profile import Profile, ProfileError, said
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.procedures.board import ORDER, Narrowing, owed, words_of
from trivet.procedures.clocks import today_in
from trivet.procedures.dossiers import Dossier
from trivet.procedures.rows import Words
from trivet.values.markings import Marking

#: Days before the last one on which a person is told, where the profile names none; and how often once it is over.
_USUAL, _WEEK = (7, 3, 1, 0), 7
#: A letter tells of so many at most; what is told of is forgotten so long after its day.
_MOST, _KEPT = 200, timedelta(400)


class Reminded(models.Model):
    """That a person was told of an obligation with this last day, at this distance from it."""

    user = models.ForeignKey("core.User", models.CASCADE, related_name="+")
    obligation = models.UUIDField()
    due = models.DateField()
    distance = models.SmallIntegerField()

    class Meta:
        default_permissions = ()
        unique_together = [("user", "obligation", "due", "distance")]

    def __str__(self) -> str:
        return f"{self.obligation} {self.distance}"


@dataclass(frozen=True)
class Reminder:
    """One obligation to tell a person of: days until its last one (less than none: overdue), and at which distance."""

    row: Any
    words: Words
    days: int
    distance: int

    @property
    def told(self) -> tuple[UUID, date, int]:
        """What is kept once it was told."""
        return self.row.uuid, self.row.due, self.distance


@dataclass(frozen=True)
class Letter:
    """What a person is told, as mail takes it."""

    subject: str
    text: str


def reminders_of(user: User, profile: Profile, now: datetime) -> list[Reminder]:
    """What a person is to be told at a moment and was not yet, the longest overdue first; by their rights of now."""
    standpoint, distances = Standpoint(user), distances_of(profile)
    if not standpoint.access.own:
        return []
    rows = _due_by(standpoint, now + timedelta(max(distances) + 2))
    found = [(row, (row.due - today_in(row.zone, now)).days) for row in rows]
    near = [(row, days, distance_to(distances, days)) for row, days in found if days <= max(distances)]
    told = set(Reminded.objects.filter(user=user).values_list("obligation", "due", "distance"))
    words = words_of([row for row, _days, _distance in near])
    made = [Reminder(row, words[row.uuid], days, distance) for row, days, distance in near]
    return [one for one in made if one.told not in told][:_MOST]


def _due_by(standpoint: Standpoint, moment: datetime) -> QuerySet[Any]:
    rows = owed(standpoint, Narrowing(bodies=standpoint.access.own)).filter(due_at__lte=moment)
    return rows.order_by(*ORDER.columns)


def distances_of(profile: Profile) -> tuple[int, ...]:
    """The days before the last one on which people are told. Raises ProfileError for what is no number of days."""
    days = [row.get("days") for row in profile.rows("reminders")]
    if any(type(one) is not int or not 0 <= one <= 366 for one in days):
        raise ProfileError(_("reminders of profile “%s”: days must be a number from 0 to 366") % profile.code)
    return tuple(days) or _USUAL  # type: ignore[arg-type]


def distance_to(distances: Iterable[int], days: int) -> int:
    """The last of the distances that was reached: of those before the day, or of each full week after it."""
    if days <= -_WEEK:
        return -(-days // _WEEK) * _WEEK
    return min((one for one in distances if one >= days), default=0)


def remember(user: User, told: Iterable[Reminder]) -> None:
    """Keep that a person was told, so that nobody is told twice."""
    rows = [
        Reminded(user=user, obligation=uuid, due=due, distance=far) for uuid, due, far in (one.told for one in told)
    ]
    Reminded.objects.bulk_create(rows, ignore_conflicts=True)


def forget(now: datetime) -> None:
    """Drop what was told so long ago that nobody asks any more."""
    Reminded.objects.filter(due__lt=(now - _KEPT).date()).delete()


def letter(
    told: list[Reminder], absolute: Callable[[str], str], here: Office | None = None, further: Sequence[str] = ()
) -> Letter:
    """What a person is told; of what is not open to mail only that something is due, and where to read it.

    `further` are lines of another room, open to mail as they are. `here` is the office of the record:
    a letter of an exercise says so in its subject and on its first line.
    """
    late = sum(one.days < 0 for one in told)
    subject = ngettext("%(count)s thing is due", "%(count)s things are due", len(told)) % {"count": len(told)}
    if not told:
        subject = _("News from other bodies and of what you follow")
    elif late:
        subject += ngettext(", %(count)s of them overdue", ", %(count)s of them overdue", late) % {"count": late}
    lines = [line for one in told for line in _lines(one, absolute)]
    if words := exercise_words(here):
        subject, lines = f"{exercise_mark(here)}: {subject}", [words, "", *lines]
    end = _("You are told of what the bodies owe in which you have a role. The page of each says what may be done.")
    lines += ["", end, ""] if told else [""]
    return Letter(subject, "\n".join([*lines, *further]))


def _lines(one: Reminder, absolute: Callable[[str], str]) -> list[str]:
    dossier = one.row.owner
    what = _("a dossier")
    if open_to_mail(dossier):
        what = _("%(words)s: %(dossier)s") % {"words": said(one.words), "dossier": dossier.title}
    url = absolute(reverse("detail", args=(register_of(Dossier).code, dossier.pk)))
    return [f"{when_words(one.row.due, one.days)}: {what}", f"  {url}"]


def open_to_mail(row: Any) -> bool:
    """Whether a letter may name a record (or its entry): public or internal, and not for those who need to know."""
    return bool(row.marking <= Marking.INTERNAL and not row.need_to_know)


def when_words(due: date, days: int) -> str:
    """A last day with its distance: “11 May 2024 (in 3 days)”, “(today)”, “(overdue by 8 days)”."""
    if days > 0:
        told = ngettext("in %(count)s day", "in %(count)s days", days) % {"count": days}
    elif days == 0:
        told = pgettext("obligation", "today")
    else:
        told = overdue_words(-days)
    return f"{date_format(due, 'SHORT_DATE_FORMAT')} ({told})"


def overdue_words(days: int) -> str:
    """How long a last day is over."""
    return ngettext("overdue by %(count)s day", "overdue by %(count)s days", days) % {"count": days}
