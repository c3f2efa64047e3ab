"""Positions of bodies on the paragraphs of a text, the action body's answer to each, and whether they agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trivet.coordination.drafting import Line, revise, standing_text
from trivet.coordination.last_read import remember_read
from trivet.coordination.texts import Position, Text
from trivet.core import actions
from trivet.core.access import access_of
from trivet.core.actions import NotAllowed
from trivet.core.drafts import Draft
from trivet.core.history import assignments_of, unit
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.procedures.standing import as_row

_S, _R = Position.Stance, Position.Reply


class Outcome(StrEnum):
    """What a joint text has come to: all agree, all but for reservations, or two views that stand side by side."""

    OPEN = "open"
    CONSENSUS = "consensus"
    RESERVATIONS = "reservations"
    SPLIT = "split"


@dataclass(frozen=True)
class Difference:
    """A paragraph on which bodies do not agree, and the positions that stand on it."""

    paragraph: Any
    positions: list[Any]

    @property
    def split(self) -> bool:
        """Whether a body is against it, or wants words that were not taken over."""
        return any(one.stance == _S.OPPOSES or one.stance == _S.CHANGE for one in self.positions)


def hold(
    text: Text, paragraph: UUID, body: UUID, stance: str, *, actor: User, read: str, wording: str = "", reason: str = ""
) -> Text:
    """Say what a body holds about a paragraph; what it held before gives way to it.

    Raises TextMoved, NotAllowed (the body has no part in the text, or the actor none in the body), Invalid.
    """
    with unit(actor, reason or wording or stance):
        text = standing_text(text, read)
        if not access_of(actor).may("act", body) or body not in parties_of(text):
            raise NotAllowed(_("Only a body that drafts or clears the text takes a position, by its own people."))
        if problems := list(_problems(text, paragraph, stance, wording, reason)):
            raise Invalid(problems)
        rows = [as_row(one) for one in text.positions_rows if (one.paragraph, one.body_id) != (paragraph, body)]  # type: ignore[attr-defined]
        row = {"paragraph": paragraph, "body_id": body, "stance": stance, "wording": wording.strip()}
        rows.append({**row, "reason": reason.strip(), "edition": text.edition, "actor": actor.username})
        kept = _kept(text, rows, actor, reason or wording or stance)
        remember_read(text, [body], actor)
        return kept


def _problems(text: Text, paragraph: UUID, stance: str, wording: str, reason: str) -> Iterable[Problem]:
    where = str(text)
    if paragraph not in {row.uuid for row in text.paragraphs_rows}:  # type: ignore[attr-defined]
        yield Problem(where, "paragraph", _("This paragraph is not in the text any more."))
    if stance not in _S.values:
        yield Problem(where, "stance", _("Choose a position of the list."))
    if stance == _S.CHANGE and not wording.strip():
        yield Problem(where, "wording", _("Write the words that the body proposes."))
    if stance in (_S.RESERVES, _S.OPPOSES) and not reason.strip():
        yield Problem(where, "reason", _("Say why."))


def reply(text: Text, position: UUID, said: str, *, actor: User, words: str, read: str) -> Text:
    """The action body's answer to a position. What it takes over becomes a new version with the proposed words.

    Raises TextMoved, NotAllowed, Invalid.
    """
    with unit(actor, words or said):
        text = standing_text(text, read)
        row = next((one for one in text.positions_rows if one.uuid == position), None)  # type: ignore[attr-defined]
        where = str(text)
        if row is None:
            raise Invalid([Problem(where, "position", _("This position was changed meanwhile."))])
        if said not in _R.values:
            raise Invalid([Problem(where, "reply", _("Choose an answer of the list."))])
        if said != _R.TAKEN and not words.strip():
            raise Invalid([Problem(where, "words", _("Explain to the body why not, or why only in part."))])
        rows = [as_row(one) for one in text.positions_rows]  # type: ignore[attr-defined]
        told = {"reply": said, "reply_words": words.strip()}
        rows = [{**one, **told} if one["uuid"] == position else one for one in rows]
        kept = _kept(text, rows, actor, words or said, right="change")
        if said == _R.TAKEN and row.stance == _S.CHANGE:
            kept, _bodies = revise(kept, _with_words(kept, row), actor=actor, reason=words or said, read=text.digest)
        return kept


def _with_words(text: Text, position: Any) -> list[Line]:
    """The paragraphs with the proposed words in place of their own."""
    return [
        Line(position.wording if row.uuid == position.paragraph else row.text, row.kind, row.marking, row.uuid)
        for row in standing_text(text).paragraphs_rows  # type: ignore[attr-defined]
    ]


def propose(text: Text, body: UUID, came: Sequence[Any], *, actor: User, reason: str) -> int:
    """Keep what another wording of the whole text changes as positions of a body; how many there are.

    A new paragraph is proposed with the one before it. Raises as `hold`, Invalid when nothing was changed.
    """
    wordings: dict[UUID, list[str]] = {}
    before: UUID | None = None
    text = standing_text(text)
    known = {row.uuid: row for row in text.paragraphs_rows}  # type: ignore[attr-defined]
    first = next(iter(known), None)
    gone = set(known) - {one.uuid for one in came}
    for one in came:
        place = one.uuid if one.uuid in known else (before or first)
        if place is not None:
            wordings.setdefault(place, []).append(one.text)
            before = place
    told = {uuid: "\n\n".join(words) for uuid, words in wordings.items()}
    changed = {uuid: words for uuid, words in told.items() if words != known[uuid].text}
    if not changed and not gone:
        raise Invalid([Problem(str(text), "paragraphs", _("Nothing in the text was changed."))])
    with unit(actor, reason):
        for uuid, words in changed.items():
            hold(text, uuid, body, _S.CHANGE, actor=actor, read=text.digest, wording=words, reason=reason)
        for uuid in gone - changed.keys():
            hold(text, uuid, body, _S.OPPOSES, actor=actor, read=text.digest, reason=_("To be taken out: %s") % reason)
    return len(changed) + len(gone - changed.keys())


def _kept(text: Text, rows: list[dict[str, Any]], actor: User, reason: str, right: str = "act") -> Text:
    draft = Draft(parts={"positions": rows}, sealed=True)
    found: Text = actions.change(text, draft, actor=actor, reason=reason, right=right)
    return found


def parties_of(text: Text) -> set[UUID]:
    """The bodies that have a part in a text: the action body, those that draft with it, clear it or are told."""
    assigned = {one.body_id for one in assignments_of([text.pk], None)[text.pk]}
    return assigned | ({text.keeper_id} if text.keeper_id else set())


def differences(paragraphs: Iterable[Any], positions: Iterable[Any]) -> list[Difference]:
    """The paragraphs on which positions stand that the text does not meet, in their order."""
    listed = list(positions)
    found = []
    for paragraph in paragraphs:
        standing = [one for one in listed if one.paragraph == paragraph.uuid and open_position(one, paragraph)]
        found += [Difference(paragraph, standing)] if standing else []
    return found


def open_position(position: Any, paragraph: Any) -> bool:
    """Whether a position still differs from the text: words that were taken over, or that stand there now, do not."""
    if position.stance == _S.AGREES or position.reply == _R.TAKEN:
        return False
    return not (position.stance == _S.CHANGE and position.wording == paragraph.text)


def outcome_of(paragraphs: Iterable[Any], positions: Iterable[Any], cleared: bool | None = None) -> Outcome:
    """What a text has come to; `cleared` says whether all that were asked have cleared it (None: nobody was asked)."""
    listed = list(positions)
    standing = differences(paragraphs, listed)
    if any(one.split for one in standing):
        return Outcome.SPLIT
    if standing:
        return Outcome.RESERVATIONS
    return Outcome.CONSENSUS if cleared or (cleared is None and listed) else Outcome.OPEN
