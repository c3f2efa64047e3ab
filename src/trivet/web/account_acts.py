"""The forms of one account: what was typed, and the verb that each button calls."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.core.accounts import (
    close_account,
    end_duty,
    grant,
    open_account,
    reopen_account,
    set_clearance,
    set_password,
    take_second_step,
)
from trivet.core.bodies import Body
from trivet.core.standpoint import Standpoint
from trivet.core.users import Duty, User
from trivet.core.validation import Invalid, Problem


@dataclass(frozen=True)
class Sheet:
    """What an administrator typed; each reading raises Invalid with the field and the way out."""

    standpoint: Standpoint
    typed: QueryDict

    @property
    def actor(self) -> User:
        """Who typed it."""
        if self.standpoint.user is None:
            raise Http404
        return self.standpoint.user

    @property
    def reason(self) -> str:
        """Why, as the audit keeps it."""
        return self.text("reason")

    def text(self, name: str) -> str:
        """A text without blanks around it."""
        return self.typed.get(name, "").replace("\0", "").strip()

    def day(self, name: str) -> date | None:
        """A day, or None where nothing was typed."""
        text = self.text(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            message = _("“%s” is not one day: write a day such as 2024-12-31.") % text
            raise Invalid([Problem("", name, message)]) from None

    def body(self) -> Body:
        """One of the bodies that the administrator may name."""
        try:
            return self.standpoint.of(Body).get(pk=UUID(self.text("body")))  # type: ignore[no-any-return]
        except (ValueError, Body.DoesNotExist):
            raise Invalid([Problem("", "body", _("Choose one of these bodies."))]) from None

    def clearance(self) -> int:
        """A level of marking."""
        text = self.text("clearance")
        if len(text) != 1 or not text.isascii() or not text.isdecimal():
            raise Invalid([Problem("", "clearance", _("Choose one of these markings."))])
        return int(text)


def open_by(sheet: Sheet) -> tuple[User, str]:
    """Open an account from what was typed. Returns it with the password that was made for it."""
    password = new_password()
    user = open_account(
        sheet.text("username"),
        sheet.text("name"),
        body=sheet.body(),
        role=sheet.text("role"),
        clearance=sheet.clearance(),
        starts=sheet.day("starts"),
        ends=sheet.day("ends"),
        password=password,
        actor=sheet.actor,
        reason=sheet.reason,
    )
    return user, password


def new_password() -> str:
    """A password to hand over once; its owner then chooses their own."""
    return secrets.token_urlsafe(12)


def _grant(sheet: Sheet, user: User) -> str:
    days = {"starts": sheet.day("starts"), "ends": sheet.day("ends")}
    grant(user, sheet.body(), sheet.text("role"), **days, actor=sheet.actor, reason=sheet.reason)
    return ""


def _end(sheet: Sheet, user: User) -> str:
    number = sheet.text("duty")
    duty = Duty.objects.filter(pk=int(number), user=user).first() if number.isdecimal() and len(number) < 18 else None
    if duty is None:
        raise Invalid([Problem("", "duty", _("This duty is not there any more."))])
    # Without a day it ends at once: yesterday was the last.
    last = sheet.day("ends") or timezone.now().date() - timedelta(days=1)
    end_duty(duty, last=last, actor=sheet.actor, reason=sheet.reason)
    return ""


def _clear(sheet: Sheet, user: User) -> str:
    set_clearance(user, sheet.clearance(), actor=sheet.actor, reason=sheet.reason)
    return ""


def _password(sheet: Sheet, user: User) -> str:
    password = new_password()
    set_password(user, password, actor=sheet.actor, reason=sheet.reason)
    return password


def _second_step(sheet: Sheet, user: User) -> str:
    take_second_step(user, actor=sheet.actor, reason=sheet.reason)
    return ""


def _close(sheet: Sheet, user: User) -> str:
    close_account(user, actor=sheet.actor, reason=sheet.reason)
    return ""


def _reopen(sheet: Sheet, user: User) -> str:
    reopen_account(user, actor=sheet.actor, reason=sheet.reason)
    return ""


#: By the name of its button; each answers with the password that it made, or nothing.
ACTS: dict[str, Callable[[Sheet, User], str]] = {
    "grant": _grant,
    "end": _end,
    "clear": _clear,
    "password": _password,
    "second-step": _second_step,
    "close": _close,
    "reopen": _reopen,
}
