"""Open, list and change accounts and their duties; the audit keeps who did it and why."""

import argparse
import getpass
import secrets
import sys
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.cli.shared import WrongCall, acting_user, day, say, say_json
from trivet.core.access import access_of
from trivet.core.accounts import (
    administered,
    close_account,
    end_duty,
    grant,
    open_account,
    reopen_account,
    set_clearance,
    set_mail,
    set_password,
    take_second_step,
)
from trivet.core.bodies import Body
from trivet.core.office import office
from trivet.core.users import Duty, Role, User
from trivet.values.markings import Marking

EXAMPLES = (
    'trivet user add lan --name "Lan" --body mfa --role clerk --reason "new at the desk"',
    'trivet user grant lan --body mfa --role reviewer --until 2025-06-30 --reason "stands in"',
    'trivet user end lan --body mfa --role reviewer --reason "is back"',
    'trivet user clearance lan --clearance 2 --reason "vetted"',
    'trivet user password lan --reason "forgotten"',
    'trivet user second-step lan --reason "telephone lost, known in person"',
    'trivet user mail lan --mail lan@example.org --reason "asked for reminders"',
    'trivet user close lan --reason "left the service"',
    "trivet user list --body mfa",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes; without --user the installation itself acts."""
    parser.add_argument("act", choices=list(_ACTS), help=_("what to do"))
    parser.add_argument("username", nargs="?", default="", help=_("the account's user name"))
    parser.add_argument("--reason", default="", help=_("why; the audit keeps it"))
    parser.add_argument("--name", default="", help=_("the person's name"))
    parser.add_argument("--body", default="", help=_("key of a body, such as mfa"))
    parser.add_argument("--role", default="", help=_("one of: %s") % ", ".join(Role.values))
    parser.add_argument("--clearance", type=int, help=_("highest marking, 0 (public) to 4 (top secret)"))
    parser.add_argument("--mail", default="", help=_("where reminders are sent; `mail` without it: nowhere"))
    parser.add_argument("--from", dest="starts", help=_("the first day of the duty"))
    parser.add_argument("--until", dest="ends", help=_("the last day of the duty; `end` without it ends it now"))
    parser.add_argument("--stdin", action="store_true", help=_("read the password from standard input"))
    parser.add_argument("--json", action="store_true", help=_("answer as JSON"))


def run(args: argparse.Namespace) -> int:
    """Do it, by an administrator of the body or, without --user, by the installation."""
    office()
    actor = acting_user(args) or User.objects.get(is_installation=True)
    _ACTS[args.act](args, actor)
    return 0


def _add(args: argparse.Namespace, actor: User) -> None:
    password = _password(args)
    clearance = Marking.INTERNAL if args.clearance is None else args.clearance
    user = open_account(
        _username(args),
        args.name,
        body=_body(args),
        role=_role(args),
        clearance=clearance,
        starts=day(args.starts),
        ends=day(args.ends),
        password=password,
        actor=actor,
        reason=_reason(args),
    )
    if args.mail:
        set_mail(user, args.mail, actor=actor, reason=_reason(args))
    say(_("%s has an account.") % user.username)
    _hand_over(args, password)


def _grant(args: argparse.Namespace, actor: User) -> None:
    days = {"starts": day(args.starts), "ends": day(args.ends)}
    duty = grant(_user(args), _body(args), _role(args), **days, actor=actor, reason=_reason(args))
    say(_("%(user)s is %(role)s of %(body)s.") % _words(duty))


def _end(args: argparse.Namespace, actor: User) -> None:
    duty = Duty.objects.filter(user=_user(args), body=_body(args), role=_role(args)).first()
    if duty is None:
        raise WrongCall(_("there is no such duty: `trivet user list` shows those there are"))
    last = day(args.ends) or timezone.now().date() - timedelta(days=1)
    end_duty(duty, last=last, actor=actor, reason=_reason(args))
    told = {**_words(duty), "day": last.isoformat()}
    say(_("%(user)s is %(role)s of %(body)s until %(day)s.") % told)


def _clear(args: argparse.Namespace, actor: User) -> None:
    if args.clearance is None:
        raise WrongCall(_("give --clearance, 0 (public) to 4 (top secret)"))
    set_clearance(_user(args), args.clearance, actor=actor, reason=_reason(args))
    say(_("done"))


def _new_password(args: argparse.Namespace, actor: User) -> None:
    password = _password(args)
    set_password(_user(args), password, actor=actor, reason=_reason(args))
    say(_("done"))
    _hand_over(args, password)


def _second_step(args: argparse.Namespace, actor: User) -> None:
    take_second_step(_user(args), actor=actor, reason=_reason(args))
    say(_("%s signs in with the password alone; all sessions have ended.") % args.username)


def _mail(args: argparse.Namespace, actor: User) -> None:
    set_mail(_user(args), args.mail, actor=actor, reason=_reason(args))
    say(_("done"))


def _close(args: argparse.Namespace, actor: User) -> None:
    close_account(_user(args), actor=actor, reason=_reason(args))
    say(_("done"))


def _reopen(args: argparse.Namespace, actor: User) -> None:
    reopen_account(_user(args), actor=actor, reason=_reason(args))
    say(_("done"))


def _list(args: argparse.Namespace, actor: User) -> None:
    """Those the actor administers, with the duties that are not over."""
    people = administered(access_of(actor)).prefetch_related("duties__body").order_by("username")
    today = timezone.now().date()
    told = [_listed(user, today) for user in people if not args.body or _belongs(user, args.body)]
    if args.json:
        say_json(told)
        return
    for one in told:
        state = "" if one["active"] else " " + _("(closed)")
        say(f"{one['username']:20} {one['name']}{state}: " + "; ".join(one["duties"]))


def _listed(user: User, today: date) -> dict[str, Any]:
    duties = [
        f"{duty.role} {duty.body.key or duty.body_id}" + (f" –{duty.ends}" if duty.ends else "")
        for duty in user.duties.all()
        if duty.ends is None or duty.ends >= today
    ]
    facts = {"username": user.username, "name": user.name, "active": user.is_active, "clearance": user.clearance}
    return {**facts, "duties": duties}


def _belongs(user: User, key: str) -> bool:
    return any(key in {duty.body.key, str(duty.body_id)} for duty in user.duties.all())


def _words(duty: Duty) -> dict[str, str]:
    return {"user": duty.user.username, "role": str(Role(duty.role).label), "body": duty.body.name_in()}


def _reason(args: argparse.Namespace) -> str:
    if not args.reason.strip():
        raise WrongCall(_("give --reason: the audit keeps why"))
    return str(args.reason)


def _username(args: argparse.Namespace) -> str:
    if not args.username:
        raise WrongCall(_("name the account: trivet user %s NAME") % args.act)
    return str(args.username)


def _user(args: argparse.Namespace) -> User:
    found = User.objects.filter(username=_username(args), is_installation=False).first()
    if found is None:
        raise WrongCall(_("there is no user “%s”") % args.username)
    return found


def _body(args: argparse.Namespace) -> Body:
    found = Body.objects.filter(key=args.body).first() if args.body else None
    if found is None:
        raise WrongCall(_("there is no body “%s”: give --body KEY, for example --body mfa") % args.body)
    return found  # type: ignore[no-any-return]


def _role(args: argparse.Namespace) -> str:
    if args.role not in Role.values:
        raise WrongCall(_("give --role, one of: %s") % ", ".join(Role.values))
    return str(args.role)


def _password(args: argparse.Namespace) -> str:
    """From standard input or the terminal; without either, one is made."""
    if args.stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if sys.stdin.isatty() and sys.stdout.isatty():
        return getpass.getpass(_("password (empty: make one): ")) or secrets.token_urlsafe(12)
    return secrets.token_urlsafe(12)


def _hand_over(args: argparse.Namespace, password: str) -> None:
    if not args.stdin:
        say(_("password, shown once: %s") % password)


_ACTS = {
    "add": _add,
    "grant": _grant,
    "end": _end,
    "clearance": _clear,
    "password": _new_password,
    "second-step": _second_step,
    "mail": _mail,
    "close": _close,
    "reopen": _reopen,
    "list": _list,
}
