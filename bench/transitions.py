"""Steps of dossiers, each its own transaction with history, obligations, index and audit: python -m bench transitions

Beside them the least that any program would write for a step: a row of the step, the new stage, a chained audit row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from bench.table import Clock, Line, middle, milliseconds, told
from tests.people import People, gather
from trivet.core import actions
from trivet.core.accounts import open_account
from trivet.core.beginning import begin
from trivet.core.bodies import Body
from trivet.core.drafts import Draft
from trivet.core.users import Role, User
from trivet.core.verifying import verify
from trivet.procedures.acting import Taking, open_dossier, take
from trivet.procedures.dossiers import Dossier
from trivet.procedures.opinions import answer
from trivet.values.markings import Marking

#: Conferences taken from their opening to the decision; each is opened, takes four steps and has one opinion.
DOSSIERS, QUICK = 300, 30
_FACTS = {"starts": "2032-05-05", "ends": "2032-05-06", "rank": "minister", "topics": "none"}


def run(rows: int) -> list[Line]:
    """Every step of so many conferences, and the chain sound after them."""
    world = _World(QUICK if rows < DOSSIERS else DOSSIERS)
    stages: list[tuple[str, Callable[[Dossier], Any]]] = [
        ("open a dossier", lambda one: open_dossier(one, actor=world.people.clerk, reason="bench")),
        ("file it", lambda one: take(one, Taking("file", "bench"), actor=world.people.clerk)),
        (
            "accept it and ask for opinions",
            lambda one: take(one, Taking("complete", "bench"), actor=world.people.clerk),
        ),
        ("answer", world.answer),
        ("put it forward", lambda one: take(one, Taking("put-forward", "bench"), actor=world.people.clerk)),
        ("decide on it", lambda one: take(one, Taking("permit", "bench"), actor=world.cabinet)),
    ]
    plain = sorted(milliseconds([world.plain_step] * world.size))
    lines = [_line(what, world.each(act), plain) for what, act in stages]
    wrong = verify()
    assert wrong is None, wrong
    return lines


def _line(what: str, ours: list[float], plain: list[float]) -> Line:
    rate = 1000 * len(ours) / sum(ours)
    return Line(f"{what}: {rate:.0f} a second", told(ours), told(plain), middle(ours) / max(middle(plain), 0.001))


class _World:
    def __init__(self, size: int) -> None:
        self.size = size
        begin("vietnam")
        self.people: People = gather("mfa", "central-external-relations-commission")
        self.police, self.cabinet = self._person("public-security"), self._person("government", Role.APPROVER)
        drafts = [self._draft(number) for number in range(size)]
        made = actions.create_many(Dossier, drafts, actor=self.people.clerk, reason="bench", submit=True)
        self.dossiers: list[Any] = made
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE bench_dossier (id INTEGER PRIMARY KEY, stage TEXT)")
            cursor.execute("CREATE TABLE bench_step (dossier INTEGER, stage TEXT, actor TEXT, reason TEXT)")
            cursor.execute("CREATE TABLE bench_audit (number INTEGER PRIMARY KEY, hash TEXT)")
            cursor.execute("INSERT INTO bench_dossier VALUES (1, 'preparing')")
        self.number, self.hash = 0, ""

    def _person(self, body: str, role: str = Role.CLERK) -> User:
        whose = Body.objects.get(key=body)
        told_ = {"body": whose, "role": role, "clearance": Marking.INTERNAL, "actor": self.people.installation}
        return open_account(f"bench_{body}", body, reason="bench", **told_)  # type: ignore[arg-type]

    def _draft(self, number: int) -> Draft:
        values = {"title": f"Conference {number}", "procedure": "conference", "keeper": self.people.ministry}
        parts: dict[str, list[dict[str, Any]]] = {
            "facts": [{"fact": code, "value": value} for code, value in _FACTS.items()],
            "papers": [{"paper": paper} for paper in ("letter", "project", "decision")],
        }
        return Draft({**values, "marking": Marking.INTERNAL}, parts=parts)

    def answer(self, one: Dossier) -> Dossier:
        """The opinion of the one body that is asked."""
        return answer(one, "consultation", self.police.duties.get().body_id, "agrees", actor=self.police, text="bench")

    def each(self, act: Callable[[Dossier], Any]) -> list[float]:
        """The milliseconds of one step of every dossier, sorted."""
        found: list[float] = []
        for place, one in enumerate(self.dossiers):
            begun = Clock.now()
            self.dossiers[place] = act(one)
            found.append((Clock.now() - begun) * 1000)
        return sorted(found)

    def plain_step(self) -> None:
        """The least that is written for a step, in one transaction."""
        self.number += 1
        self.hash = hashlib.sha256(f"{self.hash}{self.number}".encode()).hexdigest()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT stage FROM bench_dossier WHERE id = 1")
            cursor.execute("UPDATE bench_dossier SET stage = %s WHERE id = 1", ["filed"])
            cursor.execute("INSERT INTO bench_step VALUES (1, 'filed', 'clerk', 'bench')")
            cursor.execute("INSERT INTO bench_audit VALUES (%s, %s)", [self.number, self.hash])
