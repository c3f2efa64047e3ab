"""What a text's page has beyond its own fields: paragraphs with positions, who must clear it, what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.coordination.clearances import Clearance, State
from trivet.coordination.positions import Outcome, differences, open_position
from trivet.coordination.seeing import seen_text
from trivet.coordination.texts import Paragraph, Position
from trivet.coordination.words import outcome_words, state_words
from trivet.core.bodies import Body
from trivet.core.profile import said
from trivet.core.records import Record
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.procedures.clocks import today_in
from trivet.procedures.delegations import Delegation
from trivet.procedures.dossiers import Dossier, Obligation
from trivet.procedures.reminding import when_words
from trivet.web.reading import address, profile_of
from trivet.web.shown import Showing, Shown, day_text, marking_label

#: The shape of a tag for what a clearance has come to.
_KINDS = {
    State.AWAITED: "open",
    State.OVERDUE: "overdue",
    State.CLEARED: "verified",
    State.CHANGES: "confirm",
    State.OBJECTS: "missing",
    State.NOT_CONCERNED: "met",
    State.SILENT: "met",
    State.NO_ANSWER: "unmet",
    State.ASKED_NO_LONGER: "stopped",
}
_OUTCOME_KINDS = {
    Outcome.OPEN: "open",
    Outcome.CONSENSUS: "verified",
    Outcome.RESERVATIONS: "confirm",
    Outcome.SPLIT: "missing",
}


@dataclass(frozen=True)
class PositionLine:
    """What one body holds about a paragraph."""

    uuid: UUID
    body: list[Shown]
    stance: str
    kind: str
    wording: str
    reason: str
    edition: int
    reply: str
    reply_words: str
    open: bool


@dataclass(frozen=True)
class ParagraphLine:
    """One paragraph with its portion mark and the positions on it."""

    number: int
    uuid: UUID
    kind: str
    label: str
    marking: str
    text: str
    positions: list[PositionLine]


@dataclass(frozen=True)
class ClearanceLine:
    """What one body owes or said, in words."""

    uuid: UUID
    body: list[Shown]
    asked: str
    due: str
    here: str
    kind: str
    state: str
    edition: int
    words: str
    actor: str
    stand_in: list[Shown]
    scope: str
    wanted: str
    earlier: int


class TextPart:
    """Made before the links of the page are found, told afterwards."""

    def __init__(self, standpoint: Standpoint, row: Any, assigned: list[Any]) -> None:
        self.standpoint, self.row, self.assigned = standpoint, row, assigned
        self.profile = profile_of(standpoint)
        self.seen = seen_text(standpoint, row, self.profile, assigned)

    @property
    def further(self) -> list[tuple[type[Record], UUID]]:
        """Records that the page names beyond its own fields."""
        known = registers()
        found: list[tuple[type[Record], UUID]] = [(Body, one.body) for one in self.seen.clearances]
        found += [(Body, one.body_id) for one in self.row.positions_rows]
        found += [(Dossier, self.row.dossier_id)] if self.row.dossier_id else []
        delegations = [one.row["delegation_id"] for one in self.seen.clearances if one.row["delegation_id"]]
        found += [(Delegation, uuid) for uuid in delegations]
        for one in self.row.reliances_rows:
            found += [(known[one.on_register].model, one.on)] if one.on_register in known and one.on else []
        return found

    def told(self, showing: Showing) -> dict[str, Any]:
        """Everything that the template `web/text.html` shows."""
        row, seen, live = self.row, self.seen, self.standpoint.number is None
        may_change = live and getattr(row, "may_change", False)
        may_act = live and self.standpoint.user is not None
        mine = [body for body in sorted(seen.parties, key=str) if self.standpoint.access.may("act", body)]
        return {
            "edition": row.edition,
            "digest": row.digest,
            "outcome": (_OUTCOME_KINDS[seen.outcome], outcome_words(seen.outcome)),
            "stage": self._stage(),
            "dossier": showing.link(seen.dossier.uuid) if seen.dossier else [],
            "silence": seen.silence and seen.standing.facts.get("silence-reason", "") if seen.standing else "",
            "due": self._due(),
            "rule": seen.standing.facts.get("rule", "") if seen.standing else "",
            "paragraphs": [self._paragraph(showing, number, one) for number, one in enumerate(row.paragraphs_rows, 1)],
            "clearances": [self._clearance(showing, one) for one in seen.clearances],
            "mine": [(showing.link(one.body), str(one.body)) for one in seen.mine] if may_act else [],
            "hold_for": [(self._name(showing, body), str(body)) for body in mine] if may_act else [],
            "answers": Obligation.Answer.choices,
            "stances": Position.Stance.choices,
            "replies": Position.Reply.choices,
            "since": seen.since,
            "changes": seen.changes,
            "unread": bool(mine) and may_act and 0 < row.edition != seen.since,
            "differences": len(differences(row.paragraphs_rows, row.positions_rows)),
            "unanswered": seen.unanswered,
            "editions": self._editions(),
            "reliances": [self._reliance(showing, one) for one in row.reliances_rows],
            "keeps": may_change,
            "may_circulate": may_change and row.edition > 0 and (seen.dossier is None or seen.dossier_closed),
            "going_round": may_change and seen.going_round,
            "papers": [
                (f.upper(), address(self.standpoint, "text-paper", row.uuid, f)) for f in ("html", "docx", "pdf")
            ]
            if row.edition
            else [],
            "word": address(self.standpoint, "text-word", row.uuid) if row.edition else "",
        }

    def _stage(self) -> tuple[str, str]:
        """The kind and the words of where its round stands."""
        seen = self.seen
        if seen.standing is None or not seen.standing.stage:
            return "prepared", _("in drafting")
        return (
            "ended" if seen.dossier_closed else "way",
            said(seen.standing.procedure.one("stages", seen.standing.stage).label),
        )

    def _due(self) -> str:
        day = self.seen.standing.day_of("due") if self.seen.standing else None
        return day_text(day) if day else ""

    def _name(self, showing: Showing, body: UUID) -> str:
        return ", ".join(shown.text for shown in showing.link(body))

    def _paragraph(self, showing: Showing, number: int, one: Any) -> ParagraphLine:
        positions = [self._position(showing, p, one) for p in self.row.positions_rows if p.paragraph == one.uuid]
        label = "" if one.kind == Paragraph.Kind.TEXT else str(Paragraph.Kind(one.kind).label)
        mark = marking_label(self.profile, one.marking)
        return ParagraphLine(number, one.uuid, one.kind, label, mark, one.text, positions)

    @staticmethod
    def _position(showing: Showing, one: Any, paragraph: Any) -> PositionLine:
        return PositionLine(
            one.uuid,
            showing.link(one.body_id),
            str(Position.Stance(one.stance).label),
            {"agrees": "verified", "change": "confirm", "reserves": "soon", "opposes": "missing"}[one.stance],
            one.wording,
            one.reason,
            one.edition,
            str(Position.Reply(one.reply).label) if one.reply else "",
            one.reply_words,
            open_position(one, paragraph) and not one.reply,
        )

    def _clearance(self, showing: Showing, one: Clearance) -> ClearanceLine:
        row, numbers = one.row, {p.uuid: n for n, p in enumerate(self.row.paragraphs_rows, 1)}
        scope = [str(numbers[UUID(told)]) for told in one.scope if UUID(told) in numbers]
        days = (row["due"] - today_in(row["zone"], timezone.now())).days if row["due"] else 0
        waits = one.state in (State.AWAITED, State.OVERDUE)
        return ClearanceLine(
            one.body,
            showing.link(one.body),
            day_text(row["started"]),
            (when_words(row["due"], days) if waits else day_text(row["due"])) if row["due"] else "",
            row["zone"] if row["due"] else "",
            _KINDS[one.state],
            state_words(one.state),
            one.edition,
            row["text"] if row["answer"] else "",
            row["actor"],
            showing.link(row["delegation_id"]),
            ", ".join(scope),
            day_text(row["wanted"]) if row["wanted"] else "",
            len(one.again),
        )

    def _editions(self) -> list[dict[str, Any]]:
        """The versions, the newest first, each with the way to what changed since it."""
        return [
            {
                "number": one.number,
                "digest": one.digest[:12],
                "day": day_text(one.day),
                "actor": one.actor,
                "reason": one.reason,
                "url": address(self.standpoint, "text-changes", self.row.uuid, one.number),
                "now": one.number == self.row.edition,
            }
            for one in sorted(self.row.editions_rows, key=lambda one: -one.number)
        ]

    def _reliance(self, showing: Showing, one: Any) -> dict[str, Any]:
        url = address(self.standpoint, "figure", one.figure, period=one.period) if one.figure else ""
        return {"uuid": one.uuid, "words": one.words, "record": showing.link(one.on), "url": url, "one": one}
