"""The verbs of accounts and duties: by an administrator of that body only, with a reason, each told to the audit."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.core.access import Access, access_of
from trivet.core.account_audit import tell_account
from trivet.core.actions import NotAllowed
from trivet.core.bodies import Body
from trivet.core.history import Unit, unit
from trivet.core.users import Duty, Role, User
from trivet.core.validation import Invalid, Problem
from trivet.values.markings import Marking

_USERNAME = RegexValidator(r"^[\w.@+-]{2,60}\Z")


def open_account(
    username: str,
    name: str,
    *,
    body: Body,
    role: str,
    clearance: int = Marking.INTERNAL,
    starts: date | None = None,
    ends: date | None = None,
    password: str | None = None,
    actor: User,
    reason: str,
) -> User:
    """A new account with its first duty; without a password nobody can sign in with it.

    Raises Invalid for a name that is taken or a weak password, NotAllowed outside the actor's own bodies.
    """
    with _unit(actor, reason) as (opened, access):
        _administers(access, [body.pk])
        problems = [*_name_problems(username, name), *_clearance_problems(access, clearance)]
        problems += _duty_problems(role, starts, ends)
        user = User(username=username, name=name.strip() or username, clearance=int(clearance))
        problems += _password_problems(user, password) if password is not None else []
        _none(problems)
        user.set_password(password)
        user.save(force_insert=True)
        Duty.objects.create(user=user, body=body, role=role, starts=starts, ends=ends)
        tell_account(opened, "open", user, [f"clearance={user.clearance}", *_told(body, role, starts, ends)])
    return user


def grant(
    user: User,
    body: Body,
    role: str,
    *,
    starts: date | None = None,
    ends: date | None = None,
    actor: User,
    reason: str,
) -> Duty:
    """Give somebody else a role in a body for some days; the same role given again gets the new days."""
    with _unit(actor, reason) as (opened, access):
        user = _another(user, actor)
        _administers(access, [body.pk])
        _none([*_duty_problems(role, starts, ends), *_clearance_problems(access, user.clearance)])
        duty, _new = Duty.objects.update_or_create(
            user=user, body=body, role=role, defaults={"starts": starts, "ends": ends}
        )
        tell_account(opened, "grant", user, _told(body, role, starts, ends))
    return duty


def end_duty(duty: Duty, *, last: date, actor: User, reason: str) -> Duty:
    """Let a duty end with a day, the last on which it gives its rights."""
    with _unit(actor, reason) as (opened, access):
        duty = Duty.objects.select_related("user", "body").get(pk=duty.pk)
        _administers(access, [duty.body_id])
        duty.ends = last
        duty.save(update_fields=["ends"])
        tell_account(opened, "end", duty.user, _told(duty.body, duty.role, duty.starts, last))
    return duty


def set_clearance(user: User, clearance: int, *, actor: User, reason: str) -> None:
    """The highest marking that somebody else may see; nobody gives more than they have."""
    with _unit(actor, reason) as (opened, access):
        user = _another(user, actor)
        _administers(access, bodies_of(user))
        _none([*_clearance_problems(access, clearance), *_clearance_problems(access, user.clearance)])
        user.clearance = int(clearance)
        user.save(update_fields=["clearance"])
        tell_account(opened, "clear", user, [f"clearance={user.clearance}"])


def set_password(user: User, password: str, *, actor: User, reason: str) -> None:
    """A new password, by the person or by an administrator who may see all that the person may; sessions end."""
    with _unit(actor, reason) as (opened, access):
        kept = User.objects.get(pk=user.pk)
        if kept.pk != actor.pk:
            _administers(access, bodies_of(kept))
            _none(_clearance_problems(access, kept.clearance))
        _none(_password_problems(kept, password))
        kept.set_password(password)
        kept.save(update_fields=["password"])
        user.password = kept.password
        tell_account(opened, "password", kept, ["password"])


def set_mail(user: User, address: str, *, actor: User, reason: str) -> None:
    """Where reminders are sent (empty: nowhere), by the person or an administrator; the audit is told, without it."""
    with _unit(actor, reason) as (opened, access):
        kept = User.objects.get(pk=user.pk)
        if kept.pk != actor.pk:
            _administers(access, bodies_of(kept))
        _none(_mail_problems(address))
        kept.email = address
        kept.save(update_fields=["email"])
        user.email = kept.email
        tell_account(opened, "mail", kept, ["mail"])


def close_account(user: User, *, actor: User, reason: str) -> None:
    """Nobody signs in with it any more, and what was open ends at once; what the person wrote stays."""
    _set_active(user, False, actor, reason)


def reopen_account(user: User, *, actor: User, reason: str) -> None:
    """The account and its duties hold again."""
    _set_active(user, True, actor, reason)


def look_as(user: User, *, actor: User, reason: str) -> None:
    """Tell the audit that an administrator looks at what another person would see."""
    with _unit(actor, reason) as (opened, access):
        _administers(access, bodies_of(user))
        tell_account(opened, "look", user, [])


def second_steps(user: User) -> list[str]:
    """The kinds of second step that an account signs in with (totp, webauthn, recovery_codes); often none."""
    return sorted(set(_factors().filter(user=user).values_list("type", flat=True)))


def take_second_step(user: User, *, actor: User, reason: str) -> None:
    """Take away the second step that somebody else has lost, passkeys too; the password remains, sessions end.

    Raises Invalid where there is none, NotAllowed outside the actor's own bodies.
    """
    with _unit(actor, reason) as (opened, access):
        user = _another(user, actor)
        _administers(access, bodies_of(user))
        steps = second_steps(user)
        _none(_clearance_problems(access, user.clearance))
        _none([] if steps else [Problem("", "second_step", _("This account has no second step."))])
        _factors().filter(user=user).delete()
        sessions = list(apps.get_model("usersessions", "UserSession")._default_manager.filter(user=user))
        for session in sessions:
            session.end()
        tell_account(opened, "second-step", user, [f"taken={','.join(steps)}", f"sessions={len(sessions)}"])


def bodies_of(user: User) -> set[UUID]:
    """The bodies whose administrators together may change an account: of its duties that are not over, else of all."""
    today = timezone.now().date()
    duties = list(Duty.objects.filter(user=user).values_list("body_id", "ends"))
    return {body for body, ends in duties if ends is None or ends >= today} or {body for body, _ends in duties}


def may_administer(access: Access, bodies: Iterable[UUID]) -> bool:
    """Whether somebody administers all of some bodies, of which there must be one."""
    wanted = set(bodies)
    return access.everything or (bool(wanted) and all(access.may("administer", body) for body in wanted))


def administered(access: Access) -> QuerySet[User]:
    """The accounts an administrator may look up: those with a duty, past or present, in bodies of theirs."""
    people = User.objects.filter(is_installation=False)
    if access.everything:
        return people
    mine = Duty.objects.filter(body__in=access.bodies.get("administer", frozenset()))
    return people.filter(pk__in=mine.values("user"))


@contextmanager
def _unit(actor: User, reason: str) -> Iterator[tuple[Unit, Access]]:
    """A transaction with the actor's rights, read after its lock."""
    if not reason.strip():
        raise Invalid([Problem("", "reason", _("Say why: the reason is kept."))])
    with unit(actor, reason) as opened:
        yield opened, access_of(User.objects.get(pk=actor.pk))


def _set_active(user: User, active: bool, actor: User, reason: str) -> None:
    with _unit(actor, reason) as (opened, access):
        user = _another(user, actor)
        _administers(access, bodies_of(user))
        if active:
            _none(_clearance_problems(access, user.clearance))
        user.is_active = active
        user.save(update_fields=["is_active"])
        tell_account(opened, "reopen" if active else "close", user, [f"active={active}"])


def _factors() -> QuerySet[Any]:
    """The second steps of all accounts, which the pages' library keeps."""
    rows: QuerySet[Any] = apps.get_model("mfa", "Authenticator")._default_manager.all()
    return rows


def _told(body: Body, role: str, starts: date | None, ends: date | None) -> list[str]:
    days = [f"{name}={day.isoformat()}" for name, day in (("starts", starts), ("ends", ends)) if day]
    return [f"role={role}", f"body={body.key or body.pk}", *days]


def _another(user: User, actor: User) -> User:
    """The account as it is now; nobody raises, closes or reopens their own."""
    if user.pk == actor.pk:
        raise NotAllowed(_("Nobody changes the rights of their own account: ask another administrator."))
    found = User.objects.get(pk=user.pk)
    if found.is_installation:
        raise NotAllowed(_("The installation itself has no rights to change."))
    return found


def _administers(access: Access, bodies: Iterable[UUID]) -> None:
    if not may_administer(access, bodies):
        raise NotAllowed(_("Only an administrator of every body concerned may do this."))


def _none(problems: list[Problem]) -> None:
    if problems:
        raise Invalid(problems)


def _name_problems(username: str, name: str) -> list[Problem]:
    problems = []
    try:
        _USERNAME(username)
    except ValidationError:
        message = _("“%s” is no user name: 2 to 60 letters, digits and . @ + - _ without spaces") % username
        problems.append(Problem("", "username", message))
    if User.objects.filter(username__iexact=username).exists():
        problems.append(Problem("", "username", _("“%s” is taken: choose another user name") % username))
    if len(name) > 200:
        long = _("At most %(most)s characters, not %(count)s.") % {"most": 200, "count": len(name)}
        problems.append(Problem("", "name", long))
    return problems


def _clearance_problems(access: Access, clearance: int) -> list[Problem]:
    if clearance not in list(Marking):
        return [Problem("", "clearance", _("There is no marking %s.") % clearance)]
    if clearance > access.clearance:
        return [Problem("", "clearance", _("This is above your own clearance: ask an administrator who has it."))]
    return []


def _duty_problems(role: str, starts: date | None, ends: date | None) -> list[Problem]:
    problems = []
    if role not in Role.values:
        known = {"role": role, "roles": ", ".join(Role.values)}
        problems.append(Problem("", "role", _("There is no role “%(role)s”: choose one of %(roles)s") % known))
    if starts and ends and ends < starts:
        problems.append(Problem("", "ends", _("The last day is before the first.")))
    return problems


def _mail_problems(address: str) -> list[Problem]:
    try:
        User._meta.get_field("email").run_validators(address)
    except ValidationError as problem:
        return [Problem("", "mail", " ".join(problem.messages))]
    return []


def _password_problems(user: User, password: str) -> list[Problem]:
    try:
        validate_password(password, user)
    except ValidationError as problem:
        return [Problem("", "password", " ".join(problem.messages))]
    return []
