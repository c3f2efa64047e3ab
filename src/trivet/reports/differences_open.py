"""Differences between bodies that nobody has settled: opinions that disagree, and positions that texts do not meet."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from trivet.coordination.positions import differences
from trivet.coordination.texts import Paragraph, Position, Text
from trivet.core.history import Link
from trivet.core.records import State
from trivet.core.register import register_of
from trivet.core.several import several
from trivet.core.standpoint import Standpoint
from trivet.procedures.dossiers import Dossier, Obligation

#: So many letters of a paragraph name it.
_WORDS = 120
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


def open_differences(standpoint: Standpoint, partner: UUID | None = None) -> list[Difference]:
    """The differences that stand open in what a reader may see, in one statement, by the day on which they began.

    Of a body that was asked again its last answer counts. With a partner only those of dossiers that name it.
    """
    opinions = Obligation.objects.at(standpoint.number).exclude(branch="").exclude(answer="")
    against = opinions.filter(owner=OuterRef("uuid"), answer=_AGAINST)
    dossiers = standpoint.of(Dossier).filter(Exists(against), closed_earliest=None).exclude(state=State.WITHDRAWN)
    if partner:
        dossiers = dossiers.filter(uuid__in=Link.objects.at(standpoint.number).filter(partner=partner).values("record"))
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


def text_differences(standpoint: Standpoint) -> list[Difference]:
    """The paragraphs of texts under way on which bodies do not agree, in one statement, the oldest text first."""
    closed = Dossier.objects.filter(pk=OuterRef("dossier"), closed_earliest__isnull=False)
    held = Position.objects.at(standpoint.number)
    open_ = held.exclude(stance=Position.Stance.AGREES).exclude(reply=Position.Reply.TAKEN)
    texts = standpoint.of(Text).exclude(state=State.WITHDRAWN).exclude(Exists(closed))
    texts = texts.filter(Exists(open_.filter(owner=OuterRef("uuid"))))
    ids = texts.order_by().values("uuid")
    paragraphs = Paragraph.objects.at(standpoint.number).filter(owner__in=ids).order_by("position", "row")
    rows, lines, positions = several(
        [texts.order_by("begun_earliest", "uuid"), paragraphs, held.filter(owner__in=ids).order_by("position", "row")]
    )
    found = []
    for row in rows:
        own = [one for one in lines if one.owner_id == row.uuid]
        for one in differences(own, [p for p in positions if p.owner_id == row.uuid]):
            views = tuple(_position(p) for p in one.positions)
            caption = f"{standpoint.caption(row)}: {one.paragraph.text[:_WORDS]}"
            found.append(Difference(register_of(Text).code, row.uuid, caption, row.marking, views))
    return found


def _position(one: Any) -> View:
    words = " ".join(filter(None, (one.wording, one.reason)))
    return View(one.body_id, str(Position.Stance(one.stance).label), words, None)


def _view(one: Any) -> View:
    return View(one.debtor_id, str(Obligation.Answer(one.answer).label), one.text, one.ended)
