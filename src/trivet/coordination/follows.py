"""What people follow: a record, a partner with all that names it, or a register; and what changed there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

from trivet.core.history import Link
from trivet.core.partners import Partner
from trivet.core.register import Register, register_of
from trivet.core.users import User


class Follow(models.Model):
    """That a person follows a register, or (with `record`) one record of it. A partner brings all that names it."""

    user = models.ForeignKey("core.User", models.CASCADE, related_name="+")
    register = models.CharField(max_length=40)
    record = models.UUIDField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "register", "record"], name="one_follow_of_a_record"),
            models.UniqueConstraint(
                fields=["user", "register"], condition=Q(record=None), name="one_follow_of_a_register"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.register} {self.record or ''}".strip()


class LastTold(models.Model):
    """Up to which transaction a letter told a person of what they follow and of what waits for them here."""

    user = models.OneToOneField("core.User", models.CASCADE, related_name="+")
    number = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user_id} {self.number}"


def follow(user: User, register: Register, record: UUID | None, *, on: bool) -> None:
    """Begin or end to follow a record or (None) a register; what stands so already stays. Rights are for the caller."""
    if on:
        Follow.objects.get_or_create(user=user, register=register.code, record=record)
    else:
        Follow.objects.filter(user=user, register=register.code, record=record).delete()


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
        | Q(register__in=mine.filter(record=None).values("register"))
        | Q(Exists(links))
    )
