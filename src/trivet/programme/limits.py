"""Limits of a visit: what the rules of the programme say of the people, days and countries that its file has."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from trivet.core.standpoint import Standpoint
from trivet.programme.candidates import Candidate, candidates, span_of, standing
from trivet.programme.finding import book_of
from trivet.programme.judging import Finding, judge
from trivet.programme.protocol import MEMBERS
from trivet.programme.visits import Visit


def findings_of_visit(standpoint: Standpoint, visit: Any) -> list[Finding]:
    """What is wrong with a visit by the rules of the programme; its people and partners must be at hand.

    Who leads and who keeps it are taken from its line, where the reader may see that. Only members are counted.
    """
    lines = standing(standpoint.access, None).filter(pk=visit.line_id)
    planned = next(iter(candidates(lines)), None) if visit.line_id else None
    first, last, sure = span_of(visit.starts, visit.ends)
    ours = [one for one in visit.delegates_rows if one.side == _counted(visit) and one.role in MEMBERS]
    told: dict[str, Any] = {
        "uuid": visit.uuid,
        "title": visit.title,
        "direction": visit.direction,
        "first": first,
        "last": last,
        "sure": sure,
        "length": (last - first).days + 1 if sure == (first, last) else None,
        "size": len(ours) or None,
        "visit_class": visit.visit_class,
        "guest_rank": visit.guest_rank,
        "root": visit.uuid,
        "visible": True,
        "partners": {one.pk: (one.iso2, one.kind) for one in visit.partners if standpoint.may_name(one)},
    }
    return judge([replace(planned or _unplanned(visit), **told)], book_of(standpoint))


def _counted(visit: Any) -> str:
    """Whose people the limits count: of a delegation received those of the guest."""
    return "theirs" if visit.direction == Visit.Direction.IN else "ours"


def _unplanned(visit: Any) -> Candidate:
    """A visit that no line planned, as far as it can be judged."""
    first, last, sure = span_of(visit.starts, visit.ends)
    return Candidate(
        uuid=visit.uuid,
        title=visit.title,
        programme=visit.uuid,
        year=first.year,
        keeper=visit.keeper_id,
        keeper_key="",
        direction=visit.direction,
        topic="",
        first=first,
        last=last,
        sure=sure,
        length=None,
        rank=None,
        size=None,
        visit_class="",
        guest_rank="",
        funding="",
        root=visit.uuid,
        marking=visit.marking,
        visible=True,
        near=True,
        pillars=frozenset(),
    )
