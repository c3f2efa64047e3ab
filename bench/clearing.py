"""Fifty bodies clear one text at once, each in a connection of its own: no answer is lost. python -m bench clearing

Beside each answer the least that any program would write for it, one after the other.
"""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from bench.table import Clock, Line, middle, milliseconds, told
from tests.people import People, gather
from trivet.coordination.circulating import Round, circulate, clear, round_of
from trivet.coordination.drafting import Line as Paragraph
from trivet.coordination.drafting import begin_text, standing_text
from trivet.core import actions
from trivet.core.accounts import open_account
from trivet.core.beginning import begin
from trivet.core.bodies import Body
from trivet.core.drafts import Draft
from trivet.core.holidays import working_days
from trivet.core.office import profile
from trivet.core.users import Role, User
from trivet.core.verifying import verify
from trivet.procedures.standing import standing_of
from trivet.values.markings import Marking

BODIES, ROUNDS = 50, 4


def run(rows: int) -> list[Line]:
    """So many rounds; each answer is there in the end, and the chain is sound."""
    people: People = _begun()
    bodies = _bodies(people)
    found: list[float] = []
    whole: list[float] = []
    for number in range(ROUNDS):
        text = _sent(people, number, [body for body, _user in bodies])
        begun = Clock.now()
        found += _all_at_once(text, bodies)
        whole.append((Clock.now() - begun) * 1000)
        asked = standing_of(round_of(text)).asked("clearance")
        assert len(asked) == BODIES and all(row["answer"] == "agrees" for row in asked), "an answer was lost"
        assert {row["version"] for row in asked} == {standing_text(text).digest}
    wrong = verify()
    assert wrong is None, wrong
    plain = sorted(milliseconds([_Plain().step] * BODIES))
    ratio = middle(sorted(whole)) / max(middle(plain) * BODIES, 0.001)
    return [
        Line(f"{BODIES} bodies at once, all", told(sorted(whole)), told([one * BODIES for one in plain]), ratio),
        Line("one answer among them", told(sorted(found)), told(plain), middle(sorted(found)) / middle(plain)),
    ]


def _begun() -> People:
    begin("vietnam")
    return gather("mfa", "central-external-relations-commission")


def _bodies(people: People) -> list[tuple[UUID, User]]:
    parent = Body.objects.get(key="government").pk
    drafts = [Draft({"name": f"Body {n}", "parent": parent, "key": f"bench-{n}"}) for n in range(BODIES)]
    made = actions.create_many(Body, drafts, actor=people.installation, reason="bench", submit=True)
    told_: dict[str, Any] = {"role": Role.CLERK, "clearance": Marking.INTERNAL, "actor": people.installation}
    return [(one.pk, open_account(one.key, one.name, body=one, reason="bench", **told_)) for one in made]


def _sent(people: People, number: int, bodies: list[UUID]) -> Any:
    values = {"title": f"Text {number}", "kind": "letter", "keeper": people.ministry}
    text = begin_text(values, [Paragraph("One."), Paragraph("Two.")], actor=people.clerk, reason="bench")
    due = timezone.localdate() + timedelta(5)
    while not working_days(profile()).works(due):
        due += timedelta(1)
    return circulate(text, Round(bodies, due), actor=people.clerk, reason="bench", read=text.digest)


def _all_at_once(text: Any, bodies: list[tuple[UUID, User]]) -> list[float]:
    """The milliseconds of each answer, from the moment that all were let go."""
    gate = Barrier(len(bodies))

    def one(told_: tuple[UUID, User]) -> float:
        body, user = told_
        gate.wait()
        begun = Clock.now()
        try:
            clear(text, body, "agrees", actor=user, read=text.digest)
        finally:
            connection.close()
        return (Clock.now() - begun) * 1000

    with ThreadPoolExecutor(len(bodies)) as pool:
        return list(pool.map(one, bodies))


class _Plain:
    """The least that is written for an answer, in one transaction."""

    def __init__(self) -> None:
        self.number, self.hash = 0, ""
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE bench_answer (number INTEGER PRIMARY KEY, answer TEXT, version TEXT)")
            cursor.execute("CREATE TABLE bench_chain (number INTEGER PRIMARY KEY, hash TEXT)")

    def step(self) -> None:
        self.number += 1
        self.hash = hashlib.sha256(f"{self.hash}{self.number}".encode()).hexdigest()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_answer VALUES (%s, 'agrees', %s)", [self.number, self.hash])
            cursor.execute("INSERT INTO bench_chain VALUES (%s, %s)", [self.number, self.hash])
