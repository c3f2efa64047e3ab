"""Drafting: a text begun, and each new version of it; what a version says exactly, and what moved since another."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Any, Literal
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.coordination.answer_days import day_problem, is_over
from trivet.coordination.last_read import remember_written
from trivet.coordination.texts import Paragraph, Text
from trivet.core import actions
from trivet.core.drafts import Draft
from trivet.core.history import parts_of, unit, with_parts
from trivet.core.records import State
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.procedures.acting import Taking, take
from trivet.procedures.opinions import reopen
from trivet.procedures.standing import as_day, as_row
from trivet.values.dates import moment
from trivet.values.markings import Marking

#: The branch in which a text is cleared, and the stage in which it goes round.
BRANCH, ROUND = "clearance", "circulating"
#: A text has at most so many paragraphs.
MOST = 500


class TextMoved(Exception):
    """The text is not any more the version that was read; the message says which one stands."""


@dataclass(frozen=True)
class Line:
    """A paragraph as somebody writes it; without an identity it is new."""

    text: str
    kind: str = Paragraph.Kind.TEXT
    marking: int = Marking.INTERNAL
    uuid: UUID | None = None


@dataclass(frozen=True)
class Change:
    """One paragraph of two versions. `pieces` are words with whether they stand in both, left, or came."""

    uuid: UUID
    what: Literal["same", "changed", "added", "removed"]
    before: Any
    after: Any
    pieces: list[tuple[Literal["same", "left", "came"], str]] = field(default_factory=list)


def begin_text(values: dict[str, Any], lines: Sequence[Line], *, actor: User, reason: str, **told: Any) -> Text:
    """A new text in its first version, seen by its keeper's people and those who draft with them (`assignments`).

    Raises Invalid, NotAllowed.
    """
    with unit(actor, reason):
        rows, versions = _written(None, lines, actor, reason)
        highest = max((row["marking"] for row in rows), default=0)
        values = {**values, **versions.values, "begun": moment(timezone.localdate())}
        values["marking"] = max(int(values.get("marking", 0)), highest)
        parts = {"paragraphs": rows, "editions": [versions.row]}
        made: Text = actions.create(
            Text, Draft(values, parts=parts, sealed=True, **told), actor=actor, reason=reason, submit=True
        )
        remember_written(made, actor)
        return made


def revise(
    text: Text, lines: Sequence[Line], *, actor: User, reason: str, read: str, due: date | None = None
) -> tuple[Text, list[UUID]]:
    """A new version; where the text goes round, those are asked anew whose paragraphs it touches.

    `read` is the hash of the version that the actor had read; `due` a new last day for the answers. Returns the text
    and the bodies that are asked anew. Raises TextMoved, Invalid (also where nothing changed), NotAllowed.
    """
    with unit(actor, reason):
        text = standing_text(text, read)
        rows, versions = _written(text, lines, actor, reason)
        if versions.row["digest"] == text.digest:
            raise Invalid([Problem(str(text), "paragraphs", _("Nothing in the text was changed."))])
        highest = max((row["marking"] for row in rows), default=0)
        values = {**versions.values, "marking": max(text.marking, highest)}
        parts = {"paragraphs": rows, "editions": [*(as_row(one) for one in text.editions_rows), versions.row]}  # type: ignore[attr-defined]
        kept: Text = actions.change(text, Draft(values, parts=parts, sealed=True), actor=actor, reason=reason)
        remember_written(kept, actor)
        return kept, _asked_anew(kept, versions.row["touched"].split(), due, actor, reason)


def _asked_anew(text: Text, touched: list[str], due: date | None, actor: User, reason: str) -> list[UUID]:
    dossier = text.dossier
    if dossier is None or dossier.stage != ROUND:
        return []
    told = dossier.facts.model.objects.at(None).filter(owner=dossier.pk, fact="due").values_list("value", flat=True)
    stands = as_day(told.first() or "")
    if due and (problem := day_problem(due, text.keeper_id)):
        raise Invalid([Problem(str(text), "day", problem)])
    if due is None and stands and is_over(stands, text.keeper_id):  # who is asked anew has time to read
        raise Invalid([Problem(str(text), "day", _("The day for answers is over: name a new one."))])
    facts = {"due": due.isoformat()} if due else {}
    take(dossier, Taking("revise", reason, facts=facts), actor=actor)
    if text.marking > dossier.marking:
        actions.change(dossier, Draft({"marking": text.marking}), actor=actor, reason=reason)
    return reopen(dossier, BRANCH, touched, actor=actor, reason=reason)


@dataclass(frozen=True)
class _Version:
    """What a new version writes: columns of the text, and the row that tells of it."""

    values: dict[str, Any]
    row: dict[str, Any]


def _written(
    text: Text | None, lines: Sequence[Line], actor: User, reason: str
) -> tuple[list[dict[str, Any]], _Version]:
    """The paragraphs as rows, and the version that they are."""
    before = {row.uuid: row for row in text.paragraphs_rows} if text else {}  # type: ignore[attr-defined]
    where = str(text) if text else ""
    if problems := list(_problems(lines, before, where)):
        raise Invalid(problems)
    rows = [_row(one) for one in lines]
    digest = digest_of(rows)
    moved = [one for one in compared(before.values(), [Paragraph(**row) for row in rows]) if one.what != "same"]
    number = (text.edition if text else 0) + 1
    row = {"number": number, "digest": digest, "day": timezone.localdate(), "actor": actor.username}
    told = {**row, "reason": reason, "touched": " ".join(str(one.uuid) for one in moved)}
    highest = max((one["marking"] for one in rows), default=0)
    return rows, _Version({"edition": number, "digest": digest, "highest": highest}, told)


def _problems(lines: Sequence[Line], before: Iterable[UUID], where: str) -> Iterable[Problem]:
    if not lines or len(lines) > MOST:
        yield Problem(where, "paragraphs", _("A text has at least one paragraph, and at most %s.") % MOST)
    known, seen = set(before), set()
    for number, one in enumerate(lines, 1):
        place = _("paragraph %s") % number
        if not one.text.strip():
            yield Problem(where, place, _("A paragraph has words."))
        if one.kind not in Paragraph.Kind.values or one.marking not in Marking.__members__.values():
            yield Problem(where, place, _("Choose kind and marking of the lists."))
        if one.uuid and (one.uuid not in known or one.uuid in seen):
            yield Problem(where, place, _("This paragraph is not of this text: leave its identity out, and it is new."))
        seen.add(one.uuid)


def _row(one: Line) -> dict[str, Any]:
    words = unicodedata.normalize("NFC", one.text).replace("\r\n", "\n").strip()
    return {"uuid": one.uuid or uuid4(), "kind": one.kind, "marking": int(one.marking), "text": words}


def digest_of(rows: Iterable[dict[str, Any]]) -> str:
    """The SHA-256 of a version: kind, marking and words (NFC) of each paragraph in order, with its identity."""
    told = [[str(row["uuid"]), row["kind"], row["marking"], row["text"]] for row in rows]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def standing_text(text: Text, read: str | None = None) -> Text:
    """The text as it is now that nobody else writes, its rows at hand.

    Raises TextMoved when it is not the version that was read, Invalid when it is withdrawn.
    """
    found: Text = with_parts(Text.objects.get(pk=text.pk), None)
    if found.state == State.WITHDRAWN:
        raise Invalid([Problem(str(found), "state", _("This text was withdrawn."))])
    if read is not None and read != found.digest:
        told = {"text": found, "now": found.edition}
        raise TextMoved(_("“%(text)s” was changed meanwhile: version %(now)s stands now. Read it first.") % told)
    return found


def paragraphs_at(text: Any, edition: int) -> list[Any]:
    """The paragraphs of one version of a text whose rows are at hand; none when there was no such version."""
    row = next((one for one in text.editions_rows if one.number == edition), None)
    if row is None:
        return []
    return parts_of(Paragraph, [text.uuid], row.vf).get(text.uuid, [])


def compared(before: Iterable[Any], after: Iterable[Any]) -> list[Change]:
    """What became of each paragraph, in the order of the new text; what was taken out stands where it stood."""
    old, new = {row.uuid: row for row in before}, {row.uuid: row for row in after}
    changes = [_change(old.get(uuid), row) for uuid, row in new.items()]
    for place, (uuid, row) in enumerate(old.items()):
        if uuid not in new:
            changes.insert(min(place, len(changes)), Change(uuid, "removed", row, None, [("left", row.text)]))
    return changes


def _change(before: Any, after: Any) -> Change:
    if before is None:
        return Change(after.uuid, "added", None, after, [("came", after.text)])
    if (before.text, before.kind, before.marking) == (after.text, after.kind, after.marking):
        return Change(after.uuid, "same", before, after, [("same", after.text)])
    return Change(after.uuid, "changed", before, after, words_moved(before.text, after.text))


def words_moved(before: str, after: str) -> list[tuple[Literal["same", "left", "came"], str]]:
    """Two texts as one row of words: those in both, those that left, those that came."""
    old, new = before.split(" "), after.split(" ")
    pieces: list[tuple[Literal["same", "left", "came"], str]] = []
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(("same", " ".join(old[i:j])))
            continue
        pieces += [("left", " ".join(old[i:j]))] if j > i else []
        pieces += [("came", " ".join(new[k:m]))] if m > k else []
    return pieces
