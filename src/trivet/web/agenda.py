"""What a person's day begins with: what happens soon, what waits for them, what changed since they last looked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Case, Exists, F, Max, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trivet.coordination.follows import followed
from trivet.coordination.waiting import WAITS, waiting_branches
from trivet.core.access import restrict
from trivet.core.entries import Entry, entries_since
from trivet.core.happenings import told_of
from trivet.core.history import Chain, Transaction
from trivet.core.profile import said
from trivet.core.records import State
from trivet.core.register import Register, register_of, registers
from trivet.core.standpoint import Standpoint
from trivet.procedures.board import ORDER, Narrowing, owed, words_of
from trivet.procedures.clocks import today_in
from trivet.procedures.dossiers import Dossier
from trivet.procedures.reminding import overdue_words
from trivet.programme.cascade import POLICIES
from trivet.programme.due import due_for
from trivet.web.calendar_filters import calendar_entries
from trivet.web.calendar_words import Happening, happenings
from trivet.web.models import LastLook
from trivet.web.reading import address
from trivet.web.shown import day_text
from trivet.web.tags import Tag, filing_tags

#: Days ahead that are soon; what is known to a month is soon when the month is.
SOON, _VAGUE = 14, 45
#: Who never looked is told of so many days.
_FIRST = 14
#: Versions read for each record that is shown.
_VERSIONS = 5
WHY: dict[str, Promise] = {
    "verify": _("waits for your review"),
    "returned": _("returned to you"),
    "draft": _("your draft"),
    "due": _("to be done"),
    **WAITS,
}


@dataclass(frozen=True)
class Waiting:
    """A record that waits for a person: `why` is a key of WHY or owed, `words` say it or the day."""

    why: str
    words: str
    register: str
    caption: str
    url: str
    tags: list[Tag]
    language: str


@dataclass(frozen=True)
class Step:
    """One transaction over a record."""

    number: int
    moment: datetime
    actor: str
    reason: str


@dataclass
class Changed:
    """A record that others wrote since a person last looked, with the transactions that did, newest first."""

    followed: bool

    register: str
    caption: str
    url: str
    tags: list[Tag]
    language: str
    steps: list[Step] = field(default_factory=list)


def happens_soon(standpoint: Standpoint, limit: int) -> list[Happening]:
    """What the calendar has within the next two weeks, in the order of its days; three statements at most."""
    today = timezone.localdate()
    rows = calendar_entries(standpoint).filter(
        starts_earliest__gte=today - timedelta(_VAGUE),
        starts_earliest__lte=today + timedelta(SOON),
        starts_latest__gte=today,
        starts_latest__lte=today + timedelta(_VAGUE),
    )
    entries = list(rows.order_by("starts_earliest", "starts_latest", "row")[:limit])
    return happenings(standpoint, entries, told_of(standpoint, entries))


def waits_for_me(standpoint: Standpoint, limit: int) -> list[Waiting]:
    """Records in review that this person may verify and did not write, drafts of theirs, and what is asked of them.

    The last written comes first. A draft that was in review before was returned. Two statements.
    """
    branches = [branch for register in registers().values() for branch in _branches(standpoint, register)]
    branches += [_kept(rows) for rows in waiting_branches(standpoint, timezone.localdate())]
    if not branches or standpoint.number is not None:
        return []
    listed = branches[0].union(*branches[1:], all=True).order_by("-c1", "c0")[:limit]
    why = {uuid: _why(kind, returned) for uuid, _version, kind, returned in listed}
    found = {entry.record: entry for entry in standpoint.entries().filter(record__in=list(why))}
    return [_waiting(standpoint, found[uuid], told) for uuid, told in why.items() if uuid in found]


def owed_by_me(standpoint: Standpoint, limit: int) -> list[Waiting]:
    """What the bodies in which this person has a role owe, the soonest first; two statements at most."""
    own = standpoint.access.own
    if not own or standpoint.number is not None:
        return []
    rows = owed(standpoint, Narrowing(bodies=own)).filter(due__isnull=False)
    found, now = list(rows.order_by(*ORDER.columns)[:limit]), timezone.now()
    words, code = words_of(found), register_of(Dossier).code
    lines = []
    for row in found:
        days = (row.due - today_in(row.zone, now)).days
        tags = [Tag(overdue_words(-days), "overdue")] if days < 0 else []
        lines.append(
            Waiting(
                why="owed",
                words=day_text(row.due),
                register=said(words[row.uuid]),
                caption=row.owner.title,
                url=address(standpoint, "detail", code, row.owner_id),
                tags=[*tags, *filing_tags(standpoint, row.owner)],
                language="",
            )
        )
    return lines


def due_soon(standpoint: Standpoint, limit: int) -> list[Waiting]:
    """Commitments, tasks and reviews of policies that this person's bodies have to do within two weeks, or had to.

    Two statements.
    """
    own = standpoint.access.own
    if not own or standpoint.number is not None:
        return []
    today = timezone.localdate()
    found = due_for(standpoint, own, today + timedelta(SOON), limit)
    entries = {entry.record: entry for entry in standpoint.entries().filter(record__in=[one.record for one in found])}
    lines = []
    for one in found:
        if one.record in entries:
            late = (today - one.last).days
            told = _waiting(standpoint, entries[one.record], "due")
            tags = [Tag(overdue_words(late), "overdue"), *told.tags] if late > 0 else told.tags
            tags = [Tag(str(_("review to be held"))), *tags] if one.register == POLICIES else tags
            lines.append(replace(told, words=day_text(one.last), tags=tags))
    return lines


def _branches(standpoint: Standpoint, register: Register) -> Iterator[QuerySet[Any]]:
    """What waits in one register: to be verified, and drafts."""
    user, rows = standpoint.user, register.model.objects.order_by()
    if user is None:
        return
    if standpoint.access.may("verify"):
        others = rows.filter(state=State.IN_REVIEW).exclude(author=user)
        yield _row(restrict(others, standpoint.access, "verify"), "verify", Value(False))
    if standpoint.access.may("change"):
        seen = (State.IN_REVIEW, State.VERIFIED)
        versions: QuerySet[Any] = register.model.Version.objects.all()
        returned = Exists(versions.filter(uuid=OuterRef("uuid"), state__in=seen))
        drafts = rows.filter(state=State.DRAFT, author=user)
        yield _row(restrict(drafts, standpoint.access, "change"), "draft", returned)


def _row(rows: QuerySet[Any], kind: str, returned: Any) -> QuerySet[Any]:
    word = Value(kind, models.CharField(max_length=10))
    told: QuerySet[Any] = rows.annotate(c0=F("uuid"), c1=F("version"), c2=word, c3=returned)
    return told.values_list("c0", "c1", "c2", "c3")


def _kept(rows: QuerySet[Any]) -> QuerySet[Any]:
    """What waits in a room of its own, in the columns of the other branches."""
    told: QuerySet[Any] = rows.annotate(c3=Value(False))
    return told.values_list("c0", "c1", "c2", "c3")


def _why(kind: str, returned: bool) -> str:
    return "returned" if returned else kind


def _waiting(standpoint: Standpoint, entry: Entry, why: str) -> Waiting:
    tags = filing_tags(standpoint, entry)
    today = timezone.localdate()
    if why == "asked" and entry.ends_latest and entry.ends_latest < today:
        tags.insert(0, Tag(overdue_words((today - entry.ends_latest).days), "overdue"))
    return Waiting(
        why=why,
        words=str(WHY[why]),
        register=registers()[entry.register].one,
        caption=entry.caption_in(),
        url=address(standpoint, "detail", entry.register, entry.record),
        tags=tags,
        language=entry.language,
    )


def changed_since(standpoint: Standpoint, limit: int) -> list[Changed]:
    """What others wrote of records this person may see since they last looked, by record; two statements.

    What this person follows comes first. Who never looked is told of the last two weeks; who has no account, of
    nothing.
    """
    user = standpoint.user
    if user is None or standpoint.number is not None:
        return []
    own = Transaction.objects.filter(actor=user).values("number")
    rows = entries_since(standpoint.access, _last_look(standpoint)).exclude(vf__in=own)
    mine = Case(When(followed(user), then=1), default=0, output_field=models.SmallIntegerField())
    found = list(rows.annotate(followed=mine).order_by("-followed", "-vf", "-row")[: limit * _VERSIONS])
    acts = Transaction.objects.select_related("actor").in_bulk({entry.vf for entry in found})
    by_record: dict[UUID, list[Entry]] = defaultdict(list)
    for entry in found:
        by_record[entry.record].append(entry)
    return [_changed(standpoint, entries, acts) for entries in list(by_record.values())[:limit]]


def _last_look(standpoint: Standpoint) -> Any:
    look = LastLook.objects.filter(user=standpoint.user).values("number")
    since = timezone.now() - timedelta(_FIRST)
    before = Transaction.objects.filter(moment__lte=since).order_by("-moment").values("number")
    return Coalesce(Subquery(look[:1]), Subquery(before[:1]), 0)


def _changed(standpoint: Standpoint, entries: list[Entry], acts: dict[int, Transaction]) -> Changed:
    newest = entries[0]
    steps = [
        Step(one.number, one.moment, one.actor.name, one.reason)
        for one in (acts[entry.vf] for entry in entries if entry.vf in acts)
    ]
    return Changed(
        followed=bool(newest.followed),  # type: ignore[attr-defined]
        register=registers()[newest.register].one,
        caption=newest.caption_in(),
        url=address(standpoint, "detail", newest.register, newest.record),
        tags=filing_tags(standpoint, newest),
        language=newest.language,
        steps=steps,
    )


def newest_number() -> int:
    """The last transaction; a page that shows what changed sends it back when the person has looked."""
    return Chain.objects.aggregate(number=Max("number"))["number"] or 0


def looked(standpoint: Standpoint, number: int) -> None:
    """Remember that a person has seen what changed up to a transaction; it never goes back."""
    if standpoint.user is None:
        return
    number = min(number, newest_number())
    look, made = LastLook.objects.get_or_create(user=standpoint.user, defaults={"number": number})
    if not made and look.number < number:
        look.number = number
        look.save()
