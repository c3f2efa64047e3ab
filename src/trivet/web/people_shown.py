"""Accounts as an administrator sees them: duties with their days, clearance, sessions, last sign-in."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from trivet.core.accounts import second_steps
from trivet.core.standpoint import Standpoint
from trivet.core.users import Role, User
from trivet.web.reading import profile_of
from trivet.web.shown import marking_label

#: As the page of one's own second step calls them.
_SECOND_STEPS = {
    "totp": gettext_lazy("Codes of an app"),
    "webauthn": gettext_lazy("Passkeys and security keys"),
    "recovery_codes": gettext_lazy("Recovery codes"),
}


@dataclass(frozen=True)
class DutyLine:
    """One duty: of which body, with its days, and whether it holds today and may be ended by the reader."""

    number: int
    role: str
    body: str
    starts: date | None
    ends: date | None
    holds: bool
    mine: bool


@dataclass(frozen=True)
class PersonLine:
    """One account."""

    user: User
    url: str
    clearance: str
    duties: list[DutyLine]


def person_of(standpoint: Standpoint, user: User, named: set[UUID]) -> PersonLine:
    """An account with those of its duties whose bodies (`named`) the reader may see."""
    today = timezone.now().date()
    duties = [
        DutyLine(
            number=duty.pk,
            role=str(Role(duty.role).label),
            body=duty.body.name_in(),
            starts=duty.starts,
            ends=duty.ends,
            holds=(duty.starts is None or duty.starts <= today) and (duty.ends is None or today <= duty.ends),
            mine=standpoint.access.may("administer", duty.body_id),
        )
        for duty in user.duties.all()
        if duty.body_id in named
    ]
    words = marking_label(profile_of(standpoint), user.clearance)
    return PersonLine(user, reverse("person", args=[user.uuid]), words, duties)


def session_lines(user: User) -> list[Any]:
    """The sessions that are open, newest first."""
    return list(UserSession.objects.filter(user=user).order_by("-created_at")[:20])


def second_step_words(user: User) -> list[str]:
    """What an account signs in with after its password; often nothing."""
    return [str(_SECOND_STEPS.get(kind, kind)) for kind in second_steps(user)]
