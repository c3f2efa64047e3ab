"""The arithmetic of an election: how many votes a rule asks, what was pledged, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from trivet.core.records import State
from trivet.registers.candidature_words import Majority, Promise

_ORDER = (Promise.FIRM, Promise.LIKELY, Promise.WITHDRAWN, Promise.BROKEN)


def votes_needed(majority: str, members: int | None, voting: int | None) -> int | None:
    """The votes that a rule asks; before the election all members are taken to be present and voting."""
    base = members if majority == Majority.ABSOLUTE else (voting if voting is not None else members)
    if base is None or not majority:
        return None
    return -(-2 * base // 3) if majority == Majority.TWO_THIRDS else base // 2 + 1


@dataclass(frozen=True)
class Ballot:
    """What can be said before and after a vote; a pledge is never counted as a vote.

    by_promise: the pledges that stand, by how far they can be relied on, one a partner. unknown: members that pledged
    nothing that stands. missing: firm pledges short of the majority; `missing_likely` when the likely come true too.
    """

    needed: int | None
    assumed: bool
    by_promise: dict[str, list[Any]]
    unknown: int | None
    missing: int | None
    missing_likely: int | None

    def count(self, promise: str) -> int:
        """How many partners pledged so."""
        return len(self.by_promise[promise])


def ballot_of(candidature: Any, pledges: Iterable[Any]) -> Ballot:
    """The arithmetic of one candidature over its pledges; of a partner's pledges the last one stands."""
    by_promise: dict[str, list[Any]] = {promise: [] for promise in _ORDER}
    for pledge in standing_pledges(pledges):
        by_promise[pledge.status].append(pledge)
    members, firm, likely = candidature.members, len(by_promise[Promise.FIRM]), len(by_promise[Promise.LIKELY])
    needed = votes_needed(candidature.majority, members, candidature.voting)
    return Ballot(
        needed,
        assumed=candidature.voting is None and candidature.majority != Majority.ABSOLUTE,
        by_promise=by_promise,
        unknown=max(0, members - firm - likely) if members is not None else None,
        missing=max(0, needed - firm) if needed is not None else None,
        missing_likely=max(0, needed - firm - likely) if needed is not None else None,
    )


def standing_pledges(pledges: Iterable[Any]) -> list[Any]:
    """The last pledge of each partner: of the latest round, and then of the latest day; drafts never count."""
    last: dict[Any, Any] = {}
    for pledge in pledges:
        if pledge.state in (State.VERIFIED, State.IN_REVIEW):
            known = last.get(pledge.partner_id)
            if known is None or _place(pledge) > _place(known):
                last[pledge.partner_id] = pledge
    return sorted(last.values(), key=_place, reverse=True)


def _place(pledge: Any) -> tuple[int, str, str]:
    made = pledge.made.latest.isoformat() if pledge.made else ""
    return pledge.round or 0, made, str(pledge.uuid)
