"""Remind people of what their bodies owe: soon due, due today, or overdue since some weeks."""

import argparse
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.cli.shared import say, say_json
from trivet.coordination.telling import News, news_for, remember_news
from trivet.core.office import office, profile
from trivet.core.users import User
from trivet.procedures.reminding import Letter, Reminder, forget, letter, remember, reminders_of

EXAMPLES = (
    "trivet remind",
    "trivet remind --lang vi",
    "TRIVET_MAIL_URL=smtp+tls://user:password@mail.example.org:587 trivet remind",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes; it is run once a day, and what was told is not told again."""
    parser.add_argument("--json", action="store_true", help=_("answer as JSON"))


def run(args: argparse.Namespace) -> int:
    """Tell everybody who has a role; mail is sent where TRIVET_MAIL_URL and the person's address are set."""
    here, chosen, now, told = office(), profile(), timezone.now(), []
    people = User.objects.filter(is_active=True, is_installation=False).exclude(duties=None)
    for user in people.order_by("username").distinct():
        due, news = reminders_of(user, chosen, now), news_for(user, chosen)
        if due or news.lines:
            further = [line for one in news.lines for line in (one.words, f"  {_absolute(one.path)}")]
            made = letter(due, _absolute, here, further)
            told.append((user, made, _send(user, made, due, news)))
    forget(now)
    if args.json:
        say_json([{"user": user.username, "sent": sent, "text": made.text} for user, made, sent in told])
        return 0
    for user, made, sent in told:
        say(f"{user.name} <{user.email}>: {made.subject}" if sent else f"{user.name}: {made.subject}")
        say(made.text)
    if told and not settings.TRIVET_MAIL_URL:
        say(_("No mail was sent: set TRIVET_MAIL_URL."))
    return 0


def _absolute(path: str) -> str:
    return urljoin(settings.TRIVET_ADDRESS, path)


def _send(user: User, made: Letter, due: list[Reminder], news: News) -> bool:
    """Send a letter and remember it; whether it was sent. What was not sent is told again the next time."""
    if not settings.TRIVET_MAIL_URL or not user.email:
        return False
    message = EmailMessage(made.subject, made.text, to=[user.email], connection=get_connection())
    if not message.send():
        return False
    remember(user, due)
    remember_news(user, news)
    return True
