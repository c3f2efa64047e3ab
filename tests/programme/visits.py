"""A visit as the stories need it: planned by two pillars, approved, opened, filled and met in."""

from __future__ import annotations

from typing import Any

from tests.people import People
from tests.programme.making import leader, line, programme
from trivet.core.actions import change, create
from trivet.core.drafts import Draft
from trivet.core.history import attach
from trivet.core.partners import Partner
from trivet.programme.deciding import decide
from trivet.programme.lines import ProgrammeLine
from trivet.programme.visiting import open_visit
from trivet.programme.visits import Visit
from trivet.registers.meetings import Meeting

HOURS: list[dict[str, Any]] = [
    {"day": "2031-06-11", "begins": "14:00", "ends": "15:30", "kind": "talks", "title": "Talks", "place": "Élysée"},
    {"day": "2031-06-11", "begins": "09:00", "kind": "travel", "title": "Arrival", "time_zone": "Asia/Tokyo"},
    {"day": "2031-06-12", "begins": "10:00", "ends": "10:20", "kind": "signing", "title": "Signing"},
]
PEOPLE: list[dict[str, Any]] = [
    {"name": "Deputy Vu", "rank": "vice-minister", "role": "deputy"},
    {"name": "Interpreter Ha", "rank": "officer", "role": "interpreter"},
    {"name": "Minister An", "rank": "minister", "role": "head", "passport": "diplomatic"},
    {"name": "Director Binh", "rank": "director", "place_in_order": 1},
    {"name": "Minister Dupont", "rank": "minister", "role": "head", "side": "theirs"},
]


def planned(people: People, **more: Any) -> ProgrammeLine:
    """An approved line in which the ministry leads and the other body supports."""
    assigned = [
        {"body": people.ministry, "role": "lead", "purpose": "talks on trade"},
        {"body": people.commission, "role": "support", "purpose": "to meet the party of the host"},
    ]
    told = {"to": ["FRA"], "head": leader(people, "Amina"), "number": 1, "assignments": assigned, "place": "Paris"}
    sent = line(people, programme(people), "Trade talks", "2031-06-11", "2031-06-13", **{**told, **more})
    decide([sent.pk], "approve", actor=people.head, reason="useful")
    return ProgrammeLine.objects.get(pk=sent.pk)


def opened(people: People, **more: Any) -> Visit:
    """The file of that line, with hours and people; `more` are fields of the line."""
    visit = open_visit(planned(people, **more), actor=people.clerk, reason="the visit is near")
    parts = {"hours": HOURS, "delegates": PEOPLE}
    change(
        visit,
        Draft({"time_zone": "Europe/Paris"}, parts=parts),
        actor=people.clerk,
        reason="the programme by the minute",
    )
    return fresh(visit)


def fresh(visit: Visit) -> Any:
    """The visit as it stands, with all its rows."""
    return attach([Visit.objects.get(pk=visit.pk)], None, parts=True)[0]


def met(people: People, visit: Visit, **more: Any) -> Any:
    """The record of the talks, with three points."""
    points = [
        {
            "side": "theirs",
            "kind": "offer",
            "text": "To open the market for rice",
            "answer": "Welcome",
            "by": "2031-12",
        },
        {"side": "both", "kind": "agreed", "text": "A joint study on ports"},
        {"side": "ours", "kind": "information", "text": "The new law on investment"},
    ]
    values = {
        "title": "Talks in Paris",
        "kind": "talks",
        "activity": visit.activity_id,
        "partners": [Partner.objects.get(key="FRA")],
        "held": "2031-06-11",
        "keeper": people.ministry,
        **more,
    }
    row = create(Meeting, Draft(values, parts={"points": points}), actor=people.clerk, reason="taken down", submit=True)
    return attach([row], None, parts=True)[0]
