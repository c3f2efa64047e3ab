"""What people follow: a record, a partner with all that names it, a register or what filters leave of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from trivet.core.asking import BadValue
from trivet.core.filters import asked_rows
from trivet.core.history import Link
from trivet.core.partners import Partner
from trivet.core.register import Register, register_of, registers
from trivet.core.standpoint import Standpoint
from trivet.core.users import User

#: So many lists a person follows by their filters: each is asked anew for every letter.
MOST_FILTERS = 20
#: What stands in a list's address and narrows nothing.
_LOOKS = {"after", "known", "format", "column", "rows", "mine"}


class TooMany(ValueError):
    """A person follows as many filters as one may; the message says what to do."""


class Follow(models.Model):
    """That a person follows a register, or (with `record`) one record of it. A partner brings all that names it.

    With `query` (as it stands in an address) only those records of a register that its list shows with these filters.
    """

    user = models.ForeignKey("core.User", models.CASCADE, related_name="+")
    register = models.CharField(max_length=40)
    record = models.UUIDField(null=True)
    query = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "register", "record"], name="one_follow_of_a_record"),
            models.UniqueConstraint(
                fields=["user", "register", "query"], condition=Q(record=None), name="one_follow_of_a_filter"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.register} {self.record or self.query}".strip()


class LastTold(models.Model):
    """Up to which transaction a letter told a person of what they follow and of what waits for them here."""

    user = models.OneToOneField("core.User", models.CASCADE, related_name="+")
    number = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user_id} {self.number}"


def follow(user: User, register: Register, record: UUID | None, *, on: bool, query: str = "") -> None:
    """Begin or end to follow a record or (None) a register, or what `query` leaves of it; what stands so stays.

    Rights are for the caller. Raises TooMany.
    """
    mine = Follow.objects.filter(user=user)
    if not on:
        mine.filter(register=register.code, record=record, query=query).delete()
        return
    if query and mine.exclude(query="").exclude(register=register.code, query=query).count() >= MOST_FILTERS:
        raise TooMany(_("You follow %s filters: end one of them first.") % MOST_FILTERS)
    Follow.objects.get_or_create(user=user, register=register.code, record=record, query=query)


def plain_query(text: str) -> str:
    """The filters of a list's address, always in the same order, without what only changes how the list looks."""
    told = QueryDict(text.replace("\0", ""))
    kept = sorted((name, one) for name in told if name not in _LOOKS for one in told.getlist(name) if one.strip())
    return urlencode(kept)


def follows(user: User, record: str = "uuid") -> Exists:
    """Whether a person follows the record whose identity stands in a column."""
    return Exists(Follow.objects.filter(user=user, record=OuterRef(record)))


def followed(user: User) -> Q:
    """Of entries: those whose record, register or partner a person follows."""
    mine = Follow.objects.filter(user=user)
    partners = mine.filter(register=register_of(Partner).code, record__isnull=False).values("record")
    links: Any = Link.objects.at(None).filter(record=OuterRef("record"), partner__in=partners)
    return (
        Q(record__in=mine.filter(record__isnull=False).values("record"))
        | Q(register__in=mine.filter(record=None, query="").values("register"))
        | Q(Exists(links))
    )


def followed_by_filter(standpoint: Standpoint) -> Q:
    """Of entries: those of records that stand now in a list that a person follows by its filters, as they may see it.

    A filter that the register has no longer finds nothing.
    """
    found = Q(pk__in=())
    for one in Follow.objects.filter(user=standpoint.user).exclude(query=""):
        if register := registers().get(one.register):
            try:
                _filters, rows = asked_rows(register, standpoint, QueryDict(one.query))
            except BadValue:
                continue
            found |= Q(register=register.code, record__in=rows.order_by().values("uuid"))
    return found
