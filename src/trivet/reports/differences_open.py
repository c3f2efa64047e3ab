"""Differences between bodies that nobody has settled: opinions that disagree in dossiers that are not closed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from trivet.core.records import State
from trivet.core.register import register_of
from trivet.core.several import several
from trivet.core.standpoint import Standpoint
from trivet.procedures.dossiers import Dossier, Obligation

_AGAINST = Obligation.Answer.DISAGREES


@dataclass(frozen=True)
class View:
    """What one body holds in a difference: its answer in words, its reasons, and since when."""

    body: UUID | None
    answer: str
    text: str
    day: date | None


@dataclass(frozen=True)
class Difference:
    """One record on which bodies differ, with the views of all that have answered, those against it first."""

    register: str
    record: UUID
    caption: str
    marking: int
    views: tuple[View, ...]


def open_differences(standpoint: Standpoint) -> list[Difference]:
    """The differences that stand open in what a reader may see, in one statement, by the day on which they began.

    Of a body that was asked again its last answer counts.
    """
    opinions = Obligation.objects.at(standpoint.number).exclude(branch="").exclude(answer="")
    against = opinions.filter(owner=OuterRef("uuid"), answer=_AGAINST)
    dossiers = standpoint.of(Dossier).filter(Exists(against), closed_earliest=None).exclude(state=State.WITHDRAWN)
    told = opinions.filter(owner__in=dossiers.order_by().values("uuid")).order_by("turn", "row")
    rows, answers = several([dossiers.order_by("opened_earliest", "uuid"), told])
    last: dict[UUID, dict[tuple[str, UUID | None], Any]] = defaultdict(dict)
    for one in answers:
        last[one.owner_id][one.branch, one.debtor_id] = one
    found = []
    for row in rows:
        held = sorted(last[row.uuid].values(), key=lambda one: (one.answer != _AGAINST, one.row))
        if any(one.answer == _AGAINST for one in held):
            code, caption = register_of(Dossier).code, standpoint.caption(row)
            found.append(Difference(code, row.uuid, caption, row.marking, tuple(_view(one) for one in held)))
    return found


def _view(one: Any) -> View:
    return View(one.debtor_id, str(Obligation.Answer(one.answer).label), one.text, one.ended)
