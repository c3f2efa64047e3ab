"""Handing over a desk: what an officer who leaves holds, and the one act by which a successor takes it up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import CharField, Count, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trivet.coordination.follows import Follow
from trivet.coordination.notes import Note
from trivet.core import actions
from trivet.core.account_audit import tell_account
from trivet.core.accounts import end_duty, grant
from trivet.core.drafts import Draft
from trivet.core.entries import Entry
from trivet.core.history import Assignment, Unit, unit
from trivet.core.records import State
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.core.tokens import Token
from trivet.core.users import Duty, Role, User
from trivet.core.validation import Invalid, Problem
from trivet.procedures.reminding import open_to_mail
from trivet.values.dates import moment
from trivet.values.markings import Marking

#: So many unfinished records are named.
_MOST = 200


@dataclass(frozen=True)
class Leaving:
    """Who leaves on which last day, who takes over (nobody yet: None), and which duties (by number) go to them."""

    user: User
    last: date
    successor: User | None = None
    duties: Collection[int] = ()


def with_counts(users: QuerySet[User]) -> QuerySet[Any]:
    """Accounts with how many tokens, feeds, sessions and follows each has open."""
    tokens = Token.objects.filter(revoked=None, ends__gte=timezone.now().date())
    told = {
        "tokens_open": tokens,
        "feeds_open": _feeds(),
        "sessions_open": _sessions(),
        "follows": Follow.objects.all(),
    }
    return users.annotate(**{name: _count(rows) for name, rows in told.items()})


def unfinished(standpoint: Standpoint, user: User) -> list[Entry]:
    """Drafts and records in review that a person wrote, as far as the reader sees them; two statements."""
    branches = [
        standpoint.of(register.model)
        .filter(author=user, state__in=(State.DRAFT, State.IN_REVIEW))
        .order_by()
        .annotate(c0=F("uuid"), c1=Value(code, CharField(max_length=40)))
        .values_list("c0", "c1")
        for code, register in registers().items()
    ]
    listed = [record for record, _code in branches[0].union(*branches[1:], all=True).order_by("c1", "c0")[:_MOST]]
    return list(standpoint.entries().filter(record__in=listed).order_by("register", "caption", "record"))


def hand_over_desk(leaving: Leaving, *, actor: User, reason: str) -> Note:
    """End a person's duties with a day, give the chosen ones to a successor, and keep a note of it; all or nothing.

    Tokens, feeds and sessions end at once. The successor follows what the person followed and wrote without finishing
    it. Raises Invalid, and NotAllowed when the actor does not administer every body in which the person has a duty.
    """
    standpoint = Standpoint(User.objects.get(pk=actor.pk))
    with unit(actor, reason.strip() or _("a desk is handed over")) as opened:
        user = leaving.user
        held = list(live_duties(user).select_related("body"))
        _check(leaving, held, reason)
        rows = unfinished(standpoint, user)
        if leaving.successor:
            _take_up(leaving, leaving.successor, [one for one in held if one.pk in leaving.duties], rows, actor, reason)
        for duty in held:
            if duty.ends is None or duty.ends > leaving.last:
                end_duty(duty, last=leaving.last, actor=actor, reason=reason)
        _end_ways_in(user, opened)
        return _note(leaving, held, rows, actor, reason, standpoint.access.clearance)


def live_duties(user: User) -> QuerySet[Duty]:
    """The duties of a person that are not over."""
    rows = Duty.objects.filter(user=user).exclude(ends__lt=timezone.now().date())
    return rows.order_by("body__name", "role")


def _check(leaving: Leaving, held: Sequence[Duty], reason: str) -> None:
    problems = [] if reason.strip() else [Problem("", "reason", _("Say why: the reason is kept."))]
    if not held:
        problems.append(Problem("", "duty", _("This person has no duty that could be handed over.")))
    if leaving.duties and leaving.successor is None:
        problems.append(Problem("", "successor", _("Choose who takes the duties over.")))
    if leaving.successor and (leaving.successor.pk == leaving.user.pk or not leaving.successor.is_active):
        problems.append(Problem("", "successor", _("Choose another person, whose account is open.")))
    if set(leaving.duties) - {one.pk for one in held}:
        problems.append(Problem("", "duty", _("This duty is not there any more.")))
    if problems:
        raise Invalid(problems)


def _take_up(
    leaving: Leaving, successor: User, duties: Sequence[Duty], rows: Sequence[Entry], actor: User, reason: str
) -> None:
    """Give the chosen duties, and let the successor follow what was followed and what is unfinished."""
    has = {(one.body_id, one.role): one for one in live_duties(successor)}
    for duty in duties:
        own = has.get((duty.body_id, duty.role))
        if own and (own.ends is None or (duty.ends and own.ends >= duty.ends)):
            continue  # it lasts at least as long already
        starts = own.starts if own else timezone.now().date()
        grant(successor, duty.body, duty.role, starts=starts, ends=duty.ends, actor=actor, reason=reason)
    followed = [(one.register, one.record, one.query) for one in Follow.objects.filter(user=leaving.user)]
    for register, record, query in [*followed, *((row.register, row.record, "") for row in rows)]:
        Follow.objects.get_or_create(user=successor, register=register, record=record, query=query)


def _end_ways_in(user: User, opened: Unit) -> None:
    """End tokens, feeds and sessions, and tell the audit how many they were."""
    now = timezone.now()
    tokens = Token.objects.filter(user=user, revoked=None).update(revoked=now)
    feeds = _feeds().filter(user=user).update(revoked_at=now)
    sessions = list(_sessions().filter(user=user))
    for session in sessions:
        session.end()
    told = [f"tokens={tokens}", f"feeds={feeds}", f"sessions={len(sessions)}"]
    tell_account(opened, "leave", user, told)


def _note(
    leaving: Leaving, held: Sequence[Duty], rows: Sequence[Entry], actor: User, reason: str, clearance: int
) -> Note:
    """The hand-over note, for the bodies of the desk alone; it names no record that is not open to letters."""
    bodies = list(dict.fromkeys(one.body_id for one in held))
    to = leaving.successor.name if leaving.successor else _("nobody yet")
    given = [f"- {Role(one.role).label}, {one.body.name_in()}" for one in held if one.pk in leaving.duties]
    ended = [f"- {Role(one.role).label}, {one.body.name_in()}" for one in held if one.pk not in leaving.duties]
    lines = [_("Last day: %s") % leaving.last.isoformat(), _("Taken over by: %s") % to, ""]
    lines += [_("Duties that go over:"), *given, ""] if given else []
    lines += [_("Duties that end:"), *ended, ""] if ended else []
    lines += [_("Unfinished records:"), *map(_record_line, rows)] if rows else [_("No record is unfinished.")]
    told: dict[str, Any] = {"title": _("Hand-over of the desk of %s") % leaving.user.name, "text": "\n".join(lines)}
    told |= {"keeper": bodies[0], "marking": min(Marking.INTERNAL, clearance), "need_to_know": True}
    assigned = [{"body_id": body, "role": Assignment.Role.INFORM} for body in bodies]
    draft = Draft({**told, "written": moment(timezone.localdate())}, assignments=assigned)
    made: Note = actions.create_many(Note, [draft], actor=actor, reason=reason, submit=True, right="administer")[0]
    return made


def _record_line(row: Entry) -> str:
    register = registers()[row.register]
    what = row.caption_in() if open_to_mail(row) else str(capfirst(register.one))
    return f"- {what} ({State(row.state).label}): {reverse('detail', args=(row.register, row.record))}"


def _feeds() -> QuerySet[Any]:
    """The calendar feeds that are open, which the pages keep."""
    rows: QuerySet[Any] = apps.get_model("web", "Feed")._default_manager.filter(revoked_at=None)
    return rows


def _sessions() -> QuerySet[Any]:
    """The sessions of all accounts, which the pages' library keeps."""
    rows: QuerySet[Any] = apps.get_model("usersessions", "UserSession")._default_manager.all()
    return rows


def _count(rows: QuerySet[Any]) -> Coalesce:
    mine = rows.filter(user=OuterRef("pk")).order_by().values("user").annotate(many=Count("pk"))
    return Coalesce(Subquery(mine.values("many")), 0)


def account_of(users: QuerySet[User], uuid: UUID) -> Any | None:
    """One of some accounts with its counts; None when it is none of them."""
    return with_counts(users).filter(uuid=uuid).first()
