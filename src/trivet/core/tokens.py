"""Tokens: what a person gives a program so that it may act in their name, with a part of their rights for a time."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from trivet.core.account_audit import own_act
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem

#: The acts that a token can stand for; they never reach further than the rights of its owner on that day.
ACTS = {
    "view": gettext_lazy("list and view"),
    "create": pgettext_lazy("verb", "create"),
    "change": pgettext_lazy("verb", "change"),
    "verify": pgettext_lazy("verb", "verify"),
    "export": gettext_lazy("export many records at once"),
}
#: No token lives longer.
LONGEST = timedelta(days=366)
#: A leaked token is known for one of ours by this beginning.
_PREFIX = "trivet_"
#: Its last use is noted no finer than this, so that reading does not write.
_USED_ANEW = timedelta(minutes=5)


class Token(models.Model):
    """One token of one person. Only the fingerprint of the secret is kept, so that nobody can read it back.

    `starts` and `ends` are days (UTC), both included; `revoked` ends it at once and for good.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64, unique=True)
    acts = models.JSONField(default=list)
    starts = models.DateField()
    ends = models.DateField()
    made = models.DateTimeField(auto_now_add=True)
    used = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made", "-pk")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user}: {self.name}"

    @property
    def live(self) -> bool:
        """Whether it opens anything today."""
        return self.revoked is None and self.starts <= timezone.now().date() <= self.ends


def make_token(user: User, name: str, acts: Collection[str], *, starts: date, ends: date) -> tuple[Token, str]:
    """A new token of a person, and its secret, which is told here and never again; the audit is told, without it.

    acts: some of ACTS; starts, ends: days, both included, at most LONGEST apart.
    Raises Invalid with every problem, by the names of these parameters.
    """
    today = timezone.now().date()
    problems = []
    if not name.strip() or "\0" in name or len(name) > 100:
        problems.append(Problem("", "name", _("Say in at most 100 characters what the token is for.")))
    if not acts or not set(acts) <= ACTS.keys():
        problems.append(Problem("", "acts", _("Choose what the token may do: %s.") % ", ".join(ACTS)))
    if ends < max(starts, today):
        problems.append(Problem("", "ends", _("It would end before it begins.")))
    if ends - max(starts, today) > LONGEST:
        problems.append(Problem("", "ends", _("A token lives at most a year.")))
    if problems:
        raise Invalid(problems)
    secret = _PREFIX + secrets.token_urlsafe(32)
    made = Token(user=user, name=name.strip(), fingerprint=_fingerprint(secret), starts=starts, ends=ends)
    made.acts = [act for act in ACTS if act in acts]
    with transaction.atomic():
        made.save()
        days = [f"starts={starts.isoformat()}", f"ends={ends.isoformat()}"]
        own_act(user, "token", [f"token={made.pk}", f"acts={','.join(made.acts)}", *days], reason=made.name)
    return made, secret


def token_of(secret: str) -> Token | None:
    """The live token with this secret and its active owner; None when there is none. Its use is noted."""
    found = Token.objects.select_related("user").filter(fingerprint=_fingerprint(secret)).first()
    if found is None or not found.live or not found.user.is_active or found.user.is_installation:
        return None
    now = timezone.now()
    if found.used is None or now - found.used > _USED_ANEW:
        Token.objects.filter(pk=found.pk).update(used=now)
    return found


def revoke(user: User, number: int) -> bool:
    """End one of a person's own tokens, and tell the audit; whether there was one to end."""
    with transaction.atomic():
        found = Token.objects.select_for_update().filter(user=user, pk=number, revoked=None).first()
        if found is None:
            return False
        Token.objects.filter(pk=number).update(revoked=timezone.now())
        own_act(user, "token-end", [f"token={number}"], reason=found.name)
    return True


def _fingerprint(secret: str) -> str:
    """The secret is 256 random bits, so that a plain hash keeps it; a slow one would only slow every call."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
