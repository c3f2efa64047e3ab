"""Transactions of an import that is not complete, or not undone whole: what they wrote is seen by nobody meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q, QuerySet

Rows = TypeVar("Rows", bound=QuerySet[Any])
_sees: ContextVar[bool] = ContextVar("trivet_sees_withheld", default=False)


class Withheld(models.Model):
    """A transaction of an import whose new records do not show before the transaction that released them.

    While a complete import is undone piece by piece they do not show either, from the transaction `again` on and
    before `until`. None is not yet.
    """

    number = models.BigIntegerField(primary_key=True)
    whole = models.ForeignKey("core.Import", models.PROTECT, null=True, related_name="+")
    released = models.BigIntegerField(null=True)
    again = models.BigIntegerField(null=True)
    until = models.BigIntegerField(null=True)

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
    hiding = Q(released=None) | Q(again__gt=0, until=None)
    if number is not None:
        hidden_again = Q(again__lte=number) & (Q(until=None) | Q(until__gt=number))
        hiding = Q(released=None) | Q(released__gt=number) | hidden_again
    return rows.exclude(**{f"{column}__in": Withheld.objects.filter(hiding).values("number")})
