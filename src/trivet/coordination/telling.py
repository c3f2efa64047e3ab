"""What a letter tells a person from this room: what other bodies ask and tell, and what changed in what they follow."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.coordination.circulating import PROCEDURE
from trivet.coordination.follows import LastTold, followed, followed_by_filter
from trivet.coordination.texts import Text
from trivet.coordination.waiting import WAITS, to_answer, waiting_branches
from trivet.core.entries import Entry, entries_since
from trivet.core.history import Chain, Transaction, number_at
from trivet.core.profile import Profile
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.procedures.board import Narrowing, owed
from trivet.procedures.reminding import Reminded, distance_to, distances_of, open_to_mail, when_words

#: Who was never told is told of so many days; a letter has so many lines of each kind at most.
_FIRST, _MOST = timedelta(7), 50


@dataclass(frozen=True)
class Line:
    """One thing that is told, and the path of its page."""

    words: str
    path: str


@dataclass
class News:
    """What a person was not told yet, up to a transaction; `told` are the requests by their distance from the day."""

    number: int
    lines: list[Line] = field(default_factory=list)
    told: list[tuple[UUID, date, int]] = field(default_factory=list)


def news_for(user: User, profile: Profile) -> News:
    """What is new for a person since the last letter, by their rights of now; a request again as its day comes near.

    Of a record that is not open to mail only its kind is told.
    """
    standpoint = Standpoint(user)
    newest: int = Chain.objects.aggregate(number=Max("number"))["number"] or 0
    last = LastTold.objects.filter(user=user).values_list("number", flat=True).first()
    since = last if last is not None else number_at(timezone.now() - _FIRST) or 0
    news = News(newest)
    waiting = _waiting(standpoint, since)
    waiting |= _to_clear(standpoint, since, max(distances_of(profile)))
    near = _near(standpoint, profile, news)
    seen = {entry.record: entry for entry in standpoint.entries().filter(record__in={*waiting, *near})}
    for record, words in {**waiting, **near}.items():
        if record in seen:
            news.lines.append(_line(words, seen[record]))
    news.lines += [_line(_("changed"), entry) for entry in _changed(standpoint, since) if entry.record not in seen]
    return news


def remember_news(user: User, news: News) -> None:
    """Keep that a person was told, so that nobody is told twice."""
    LastTold.objects.update_or_create(user=user, defaults={"number": news.number})
    rows = [Reminded(user=user, obligation=uuid, due=due, distance=far) for uuid, due, far in news.told]
    Reminded.objects.bulk_create(rows, ignore_conflicts=True)


def _waiting(standpoint: Standpoint, since: int) -> dict[UUID, str]:
    """What came to wait for a person, by record, in words."""
    found: dict[UUID, str] = {}
    for branch in waiting_branches(standpoint, timezone.localdate()):
        for record, version, kind in branch.order_by("-c1")[:_MOST]:
            if version > since:
                found[record] = str(WAITS[kind])
    return found


def _to_clear(standpoint: Standpoint, since: int, near: int) -> dict[UUID, str]:
    """Texts that came to wait for the answer of a person's bodies; whose day is near is told with what is due."""
    asked = owed(standpoint, Narrowing(bodies=standpoint.access.own, procedure=PROCEDURE))
    rows = asked.filter(vf__gt=since, due__gt=timezone.localdate() + timedelta(near)).order_by("row")
    dossiers = [row.owner_id for row in rows[:_MOST]]
    found = standpoint.of(Text).filter(dossier__in=dossiers).values_list("uuid", flat=True)
    return dict.fromkeys(found, _("waits for the answer of your body"))


def _near(standpoint: Standpoint, profile: Profile, news: News) -> dict[UUID, str]:
    """Open requests whose day is near or over, each told once at every distance."""
    today, distances = timezone.localdate(), distances_of(profile)
    own = standpoint.access.own
    rows = to_answer(standpoint, own, today).filter(due_latest__lte=today + timedelta(max(distances)))
    kept = set(Reminded.objects.filter(user=standpoint.user).values_list("obligation", "due", "distance"))
    found = {}
    for row in rows.order_by("due_latest", "uuid")[:_MOST]:
        days = (row.due.latest - today).days
        told = (row.uuid, row.due.latest, distance_to(distances, days))
        if told not in kept:
            news.told.append(told)
            found[row.uuid] = when_words(row.due.latest, days)
    return found


def _changed(standpoint: Standpoint, since: int) -> list[Entry]:
    """The newest versions that others wrote of what a person follows."""
    if standpoint.user is None:
        return []
    own = Transaction.objects.filter(actor=standpoint.user).values("number")
    mine = followed(standpoint.user) | followed_by_filter(standpoint)
    rows = entries_since(standpoint.access, since).filter(mine).exclude(vf__in=own)
    found: dict[Any, Entry] = {}
    for entry in rows.order_by("-vf", "-row")[: 4 * _MOST]:
        found.setdefault(entry.record, entry)
    return list(found.values())[:_MOST]


def _line(words: str, entry: Entry) -> Line:
    register = registers()[entry.register]
    what = entry.caption_in() if open_to_mail(entry) else register.one
    path = reverse("detail", args=(register.code, entry.record))
    return Line(f"{words}: {what}", path)
