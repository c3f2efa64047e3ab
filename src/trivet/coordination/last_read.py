"""Which version of a text a body has read last: by its answer, its position, its word, or because it wrote it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from trivet.coordination.texts import LastRead, Text
from trivet.core.access import access_of
from trivet.core.bodies import Body
from trivet.core.users import User


def remember_read(text: Text, bodies: Iterable[UUID], actor: User) -> None:
    """Keep that bodies have read the version that stands, so that the next one shows them what changed since."""
    for body in Body.objects.filter(pk__in=list(bodies)).values_list("pk", flat=True):
        told = {"edition": text.edition, "actor": actor.username}
        LastRead.objects.update_or_create(text=text.pk, body_id=body, defaults=told)


def remember_written(text: Text, actor: User) -> None:
    """Keep that the bodies whose person wrote the version that stands know it."""
    remember_read(text, access_of(actor).own, actor)
