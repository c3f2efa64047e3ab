"""Transactions of an import that is not complete: what they wrote is seen by nobody until they are released."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q, QuerySet

Rows = TypeVar("Rows", bound=QuerySet[Any])
_sees: ContextVar[bool] = ContextVar("trivet_sees_withheld", default=False)


class Withheld(models.Model):
    """A transaction whose new records do not show before the transaction that released them; None is not yet."""

    number = models.BigIntegerField(primary_key=True)
    released = models.BigIntegerField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.number}: {self.released or '-'}"


@contextmanager
def seeing_withheld() -> Iterator[None]:
    """While an import works on what it withholds, its own verbs find it."""
    token = _sees.set(True)
    try:
        yield
    finally:
        _sees.reset(token)


def released(rows: Rows, column: str, number: int | None = None) -> Rows:
    """Those rows that no unfinished import withholds, now or as it was after a transaction.

    `column` holds the transaction that wrote the row.
    """
    if _sees.get():
        return rows
    hiding = Q(released=None) if number is None else Q(released=None) | Q(released__gt=number)
    return rows.exclude(**{f"{column}__in": Withheld.objects.filter(hiding).values("number")})
