"""What arrives: a document is kept once, and what it states is laid on a body's desk, beside what others told of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, QuerySet

from trivet.core.audit import canonical, tell
from trivet.core.bodies import Body
from trivet.core.history import Unit, unit
from trivet.core.quoting import keep_document, text_of
from trivet.core.records import State
from trivet.core.sources import Source
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.intake.desk.proposal import Proposal, ProposalQuote, of_desk, on_desks
from trivet.intake.desk.reprints import keep_printing, remember, reprint_of
from trivet.intake.documents.opened import Opened
from trivet.intake.model.asking import Model, model
from trivet.intake.proposing.entries import rule_of
from trivet.intake.proposing.proposed import Proposed
from trivet.intake.proposing.reading import Judged, read_document
from trivet.values.markings import Marking
from trivet.values.text import nfc

#: What the audit calls proposals of reading, beside the registers' codes.
PROPOSALS = "reading"
_S = Proposal.Status


@dataclass
class Arrived:
    """What became of a document: its source, whether it was there before, and how many proposals it made or joined."""

    source: Source
    known: bool = False
    reprint: bool = False
    made: int = 0
    joined: int = 0


def read_in(
    document: Opened, *, actor: User, keeper: Body, reason: str, marking: int = Marking.INTERNAL, speaker: str = ""
) -> Arrived:
    """Keep a document, in a language that is read whole, and lay what it states on the keeper's desk.

    speaker: the key of the country whose document it is, where that is not the record's own. What the keeper has
    already under this marking, by its octets or nearly word for word and stating the same, is not kept twice. The
    installation's language model is asked too, up to its marking. Raises NotAllowed, Invalid, ModelFailed.
    """
    place = Standpoint(actor)
    with unit(actor, reason) as opened:
        kept = _kept(place, keeper, marking)
        source = kept.filter(content=document.digest).order_by("version").first()
        if source is not None:
            return Arrived(source, known=True)
        document = replace(document, text=nfc(document.text))
        source, desk = reprint_of(document.text, kept), of_desk(actor, keeper, marking)
        if source is not None and _states(document, desk) == _states(replace(document, text=text_of(source)), desk):
            keep_printing(source, document, actor)
            _tell(opened, source, document)
            return Arrived(source, known=True, reprint=True)
        values = {
            "title": (document.title or document.name)[:400],
            "address": document.address[:1000],
            "publisher": document.publisher[:200],
            "language": document.language,
            "published": document.published,
            "keeper": keeper,
            "marking": marking,
        }
        source = keep_document(document.octets, values, actor=actor, reason=reason, text=document.text)
        arrived, document = Arrived(source), replace(document, text=text_of(source))
        known = judged(desk)
        for proposed in read_document(document, desk, speaker=speaker, judged=known, second=_second(marking)):
            _lay(arrived, proposed, document.text, keeper, actor)
        remember(source, document.text)
        _tell(opened, source, document)
    return arrived


def judged(place: Standpoint) -> Judged:
    """What people accepted and rejected so far, of what a reader may see, by kind and language."""
    found: dict[tuple[str, str], list[int]] = {}
    rows = on_desks(place).filter(status__in=(_S.ACCEPTED, _S.REJECTED)).order_by()
    for kind, language, status, number in rows.values_list("kind", "language", "status").annotate(Count("pk")):
        found.setdefault((kind, language), [0, 0])[status == _S.REJECTED] += number
    return {key: (accepted, rejected) for key, (accepted, rejected) in found.items()}


def _kept(place: Standpoint, keeper: Body, marking: int) -> QuerySet[Source]:
    """The documents that a body has under a marking, as far as the reader may see them."""
    found: QuerySet[Source] = place.of(Source).filter(keeper=keeper, marking=marking).exclude(state=State.WITHDRAWN)
    return found


def _states(document: Opened, desk: Standpoint) -> set[str]:
    """What a document states, so that a correction of a text, be it of one day in it, is no reprint."""
    return {_identity(proposed) for proposed in read_document(document, desk)}


def _second(marking: int) -> Model | None:
    asked = model()
    return asked if asked and marking <= asked.marking else None


def _tell(opened: Unit, source: Source, document: Opened) -> None:
    tell(opened, [{"verb": "read", "register": PROPOSALS, "record": str(source.pk), "fields": [document.digest]}])


def _lay(arrived: Arrived, proposed: Proposed, text: str, keeper: Body, actor: User) -> None:
    """A proposal of its own, or further words of one that waits there already under the same marking."""
    source, identity = arrived.source, _identity(proposed)
    found = Proposal.objects.filter(identity=identity, keeper=keeper, status=_S.OPEN, marking=source.marking).first()
    arrived.made, arrived.joined = arrived.made + (found is None), arrived.joined + (found is not None)
    if found is None:
        found = Proposal.objects.create(
            keeper=keeper,
            marking=source.marking,
            language=proposed.language,
            kind=proposed.kind,
            act=proposed.act,
            modality=proposed.modality,
            rule=rule_of(proposed.kind, proposed.act, proposed.direction) if proposed.register else "",
            register=proposed.register,
            values=proposed.values,
            told=proposed.told,
            would=proposed.would,
            identity=identity,
            confidence=proposed.confidence,
            by=proposed.by,
            read_by=actor,
        )
    for quote in proposed.quotes:
        if text[quote.start : quote.end] != quote.text:
            raise ValueError(f"“{quote.text}” does not stand at {quote.start}")
        told = {"source": source, "start": quote.start, "end": quote.end}
        ProposalQuote.objects.get_or_create(proposal=found, **told, defaults={"exact": quote.text})


def _identity(proposed: Proposed) -> str:
    """The fingerprint of what is told, without the words and the language it is told in."""
    told: dict[str, Any] = {name: value for name, value in proposed.told.items() if name not in {"words", "written"}}
    fact = {"kind": proposed.kind, "act": proposed.act, "modality": proposed.modality, "told": told}
    return hashlib.sha256(canonical(fact | {"direction": proposed.direction}).encode()).hexdigest()
