"""What many figures ask: which records held on the day, and which fell into the period, certainly or perhaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from trivet.figures.figure import NOT_CERTAIN_IN, NOT_CERTAIN_ON, Counts, LeftOut, Question, Verdict
from trivet.values.dates import Held, held_on

Weight = Callable[[Any], Decimal]


def _one(_row: Any) -> Decimal:
    return Decimal(1)


def held_then(
    question: Question, rows: Iterable[Any], starts: str, ends: str, part: str, weight: Weight = _one
) -> Iterator[Verdict]:
    """The rows that had begun by the day and had not ended, by what stands in the field `part`."""
    for row in rows:
        begun = getattr(row, starts)
        held = held_on(begun, getattr(row, ends), question.on)
        if held is Held.CERTAIN:
            yield Counts(row, weight(row), part=getattr(row, part))
        elif held is Held.POSSIBLE:
            yield LeftOut(row, NOT_CERTAIN_ON % (begun or _("no date")))


def fell_within(
    question: Question, rows: Iterable[Any], day: str, part: str, weight: Weight = _one
) -> Iterator[Verdict]:
    """The rows of which the day in a field lies in the period, by what stands in the field `part`."""
    for row in rows:
        told = getattr(row, day)
        inside = told.within(question.period) if told else Held.POSSIBLE
        if inside is Held.CERTAIN:
            yield Counts(row, weight(row), part=getattr(row, part))
        elif inside is Held.POSSIBLE:
            yield LeftOut(row, NOT_CERTAIN_IN % (told or _("no date")))
