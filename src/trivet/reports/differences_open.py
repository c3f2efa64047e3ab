"""Differences between bodies that nobody has settled: opinions that disagree, and positions that texts do not meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

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
    """The differences that stand open in what a reader may see, in one statement; with a partner those that name it.

    Opinions on dossiers come first, by the day on which these began, then the paragraphs of texts under way.
    """
    named = Link.objects.at(standpoint.number).filter(partner=partner).values("record") if partner else None
    queries = [*_of_dossiers(standpoint, named), *_of_texts(standpoint, named)]
    dossiers, answers, texts, paragraphs, positions = several(queries)
    return [*_disagreed(standpoint, dossiers, answers), *_not_met(standpoint, texts, paragraphs, positions)]


def _of_dossiers(standpoint: Standpoint, named: QuerySet[Any] | None) -> tuple[QuerySet[Any], ...]:
    """The dossiers under way in which a body was against it once, and all answers there."""
    opinions = Obligation.objects.at(standpoint.number).exclude(branch="").exclude(answer="")
    against = opinions.filter(owner=OuterRef("uuid"), answer=_AGAINST)
    dossiers = standpoint.of(Dossier).filter(Exists(against), closed_earliest=None).exclude(state=State.WITHDRAWN)
    if named is not None:
        dossiers = dossiers.filter(uuid__in=named)
    told = opinions.filter(owner__in=dossiers.order_by().values("uuid")).order_by("turn", "row")
    return dossiers.order_by("opened_earliest", "uuid"), told


def _disagreed(standpoint: Standpoint, dossiers: list[Any], answers: list[Any]) -> Iterator[Difference]:
    """Dossiers in which a body is against it; of a body that was asked again its last answer counts."""
    last: dict[UUID, dict[tuple[str, UUID | None], Any]] = defaultdict(dict)
    for one in answers:
        last[one.owner_id][one.branch, one.debtor_id] = one
    for row in dossiers:
        held = sorted(last[row.uuid].values(), key=lambda one: (one.answer != _AGAINST, one.row))
        if any(one.answer == _AGAINST for one in held):
            code, caption = register_of(Dossier).code, standpoint.caption(row)
            yield Difference(code, row.uuid, caption, row.marking, tuple(_view(one) for one in held))


def _of_texts(standpoint: Standpoint, named: QuerySet[Any] | None) -> tuple[QuerySet[Any], ...]:
    """The texts under way with open positions, their paragraphs, and all positions on them."""
    closed = Dossier.objects.filter(pk=OuterRef("dossier"), closed_earliest__isnull=False)
    held = Position.objects.at(standpoint.number)
    open_ = held.exclude(stance=Position.Stance.AGREES).exclude(reply=Position.Reply.TAKEN)
    texts = standpoint.of(Text).exclude(state=State.WITHDRAWN).exclude(Exists(closed))
    texts = texts.filter(Exists(open_.filter(owner=OuterRef("uuid"))))
    if named is not None:
        texts = texts.filter(uuid__in=named)
    ids = texts.order_by().values("uuid")
    paragraphs = Paragraph.objects.at(standpoint.number).filter(owner__in=ids).order_by("position", "row")
    positions = held.filter(owner__in=ids).order_by("position", "row")
    return texts.order_by("begun_earliest", "uuid"), paragraphs, positions


def _not_met(
    standpoint: Standpoint, texts: list[Any], paragraphs: list[Any], positions: list[Any]
) -> Iterator[Difference]:
    """The paragraphs on which positions stand that the text does not meet, the oldest text first."""
    for row in texts:
        own = [one for one in paragraphs if one.owner_id == row.uuid]
        for one in differences(own, [p for p in positions if p.owner_id == row.uuid]):
            views = tuple(_position(p) for p in one.positions)
            caption = f"{standpoint.caption(row)}: {one.paragraph.text[:_WORDS]}"
            yield Difference(register_of(Text).code, row.uuid, caption, row.marking, views)


def _position(one: Any) -> View:
    words = " ".join(filter(None, (one.wording, one.reason)))
    return View(one.body_id, str(Position.Stance(one.stance).label), words, None)


def _view(one: Any) -> View:
    return View(one.debtor_id, str(Obligation.Answer(one.answer).label), one.text, one.ended)
