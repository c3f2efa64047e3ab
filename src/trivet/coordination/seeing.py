"""A text as one reader finds it: its round and clearances, what it came to, and what changed since they read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from trivet.coordination.clearances import Clearance, State, clearances, cleared
from trivet.coordination.drafting import Change, compared, paragraphs_at
from trivet.coordination.positions import Outcome, outcome_of
from trivet.coordination.texts import LastRead
from trivet.core.history import with_parts
from trivet.core.profile import Profile
from trivet.core.standpoint import Standpoint
from trivet.procedures.clocks import today_in
from trivet.procedures.dossiers import Dossier
from trivet.procedures.editions import editions
from trivet.procedures.standing import Standing, standing_with


@dataclass
class Seen:
    """What one reader finds: `mine` are bodies of theirs whose answer is awaited, `since` is the version read last."""

    text: Any
    dossier: Any | None = None
    standing: Standing | None = None
    clearances: list[Clearance] = field(default_factory=list)
    mine: list[Clearance] = field(default_factory=list)
    parties: set[UUID] = field(default_factory=set)
    since: int = 0
    changes: list[Change] = field(default_factory=list)
    outcome: Outcome = Outcome.OPEN

    @property
    def going_round(self) -> bool:
        """Whether answers are taken now."""
        return self.standing is not None and not self.dossier_closed and self.standing.stage == "circulating"

    @property
    def dossier_closed(self) -> bool:
        """Whether its round has ended."""
        return bool(self.dossier and self.dossier.closed)

    @property
    def silence(self) -> bool:
        """Whether it goes round as a silence procedure."""
        return bool(self.standing and self.standing.facts.get("silence") == "yes")

    @property
    def unanswered(self) -> list[Clearance]:
        """Who has not answered, when it went forward or may go forward: no answer is no consent."""
        return [one for one in self.clearances if one.state in (State.NO_ANSWER, State.OVERDUE, State.AWAITED)]


def seen_text(standpoint: Standpoint, text: Any, profile: Profile | None, assigned: Iterable[Any] = ()) -> Seen:
    """What a reader finds of a text (or a version of one) whose owned rows are at hand."""
    found = Seen(text)
    found.parties = {one.body_id for one in assigned} | ({text.keeper_id} if text.keeper_id else set())
    if text.dossier_id and profile:
        _round(found, standpoint, profile, timezone.now())
    asked = cleared(found.clearances)
    found.outcome = outcome_of(text.paragraphs_rows, text.positions_rows, asked)
    if standpoint.number is None and standpoint.access.own:
        _since(found, standpoint)
    return found


def _round(found: Seen, standpoint: Standpoint, profile: Profile, now: datetime) -> None:
    dossier = standpoint.of(Dossier).filter(uuid=found.text.dossier_id).order_by().first()
    if dossier is None:
        return
    with_parts(dossier, standpoint.number)
    procedure = editions({dossier.edition}).get(dossier.edition)
    if procedure is None:
        return
    standing = standing_with(dossier, procedure, profile, ())
    standing.live = standpoint.number is None
    today: date = today_in(str(profile.tables.get("profile", {}).get("time_zone") or "UTC"), now)
    found.dossier, found.standing = dossier, standing
    found.clearances = clearances(standing, found.text.editions_rows, today)
    waits = (State.AWAITED, State.OVERDUE)
    found.mine = [one for one in found.clearances if one.state in waits and standpoint.access.may("act", one.body)]


def _since(found: Seen, standpoint: Standpoint) -> None:
    """The newest version that somebody of the reader's bodies has read, and what changed since it."""
    rows = LastRead.objects.filter(text=found.text.uuid, body__in=standpoint.access.own)
    found.since = max(rows.values_list("edition", flat=True), default=0)
    if 0 < found.since < found.text.edition:
        before = paragraphs_at(found.text, found.since)
        found.changes = [one for one in compared(before, found.text.paragraphs_rows) if one.what != "same"]
