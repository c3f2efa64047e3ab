"""A glimpse: what another person would see, of that only which the one who looks may see too."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from trivet.core.entries import Entry
from trivet.core.records import Record
from trivet.core.standpoint import Standpoint


@dataclass(frozen=True)
class Glimpse(Standpoint):
    """The standpoint of `user`, through the eyes of the reader `by`: a row must be visible to both."""

    by: Standpoint = field(default_factory=Standpoint)

    def of(self, model: type[Record]) -> QuerySet[Any]:
        """The records of a register that both may see."""
        return super().of(model).filter(pk__in=self.by.of(model).order_by().values("pk"))

    def entries(self) -> QuerySet[Entry]:
        """The index entries that both may see."""
        return super().entries().filter(pk__in=self.by.entries().order_by().values("pk"))

    def may_name(self, row: Any) -> bool:
        """Whether both may see a record that another one points to."""
        return super().may_name(row) and self.by.may_name(row)
