"""Who bears a name, and when: what the tables of names are made of."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from trivet.core.exchange import identity
from trivet.core.partners import Partner
from trivet.intake.naming.catalogue import Entry, Span

_NEXT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bearer:
    """A partner of the record, or with `entry` one of the catalogue that the record has not yet."""

    uuid: UUID
    key: str
    name: str = field(compare=False)
    names: frozenset[str] = field(compare=False)
    span: Span = field(compare=False)
    entry: Entry | None = field(default=None, compare=False)

    @classmethod
    def of_partner(cls, partner: Partner) -> "Bearer":
        """A partner of the record with its names in all languages."""
        names = frozenset({partner.name, *partner.by_language().values()})
        return cls(partner.pk, partner.key or "", partner.name_in(), names, Span.of(partner.starts, partner.ends))

    @classmethod
    def of_entry(cls, entry: Entry) -> "Bearer":
        """A partner of the catalogue, with the identity that it will have in the record."""
        names = frozenset({entry.name, *entry.names.values()})
        return cls(identity("partners", entry.key), entry.key, entry.name, names, entry.span, entry)


@dataclass(frozen=True, slots=True)
class Sense:
    """That a name means somebody in a time; nobody when it is to be left out.

    `span` ends with its bearer; `said` is the time for which the name was said to mean this and nobody else.
    """

    bearer: Bearer | None
    span: Span
    said: Span


def covered(spans: Iterable[Span], window: Span) -> bool:
    """Whether the spans together leave out no day of the window."""
    reached: date = window.earliest
    for span in sorted(spans, key=lambda one: one.earliest):
        if span.earliest > reached:
            return False
        if span.latest >= window.latest:
            return True
        reached = max(reached, span.latest + _NEXT)
    return False
