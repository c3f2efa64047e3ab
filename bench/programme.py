"""The finder: what is wrong about one line of a programme, and in a whole one; it makes a world of its own."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import connection

from bench import plain
from bench.table import Line, compared
from tests.people import People, gather
from trivet.core import actions
from trivet.core.beginning import begin
from trivet.core.drafts import Draft
from trivet.core.history import attach
from trivet.core.partners import Partner
from trivet.core.people import Person
from trivet.core.records import FOREVER
from trivet.core.standpoint import Standpoint
from trivet.core.users import Duty, Role, User
from trivet.programme.finding import findings, findings_of
from trivet.programme.lines import ProgrammeLine
from trivet.programme.programmes import Programme, year_of
from trivet.values.markings import Marking

SEED, BUDGET, TIMES = 20261126, 100, 40
#: Lines of one year; more lines are more years.
A_YEAR, BATCH = 10_000, 1_000
_TOPICS = ("political", "security", "economic", "cultural", "science", "parliament", "friendship", "environment")
#: The most days between two lines of one matter, and over which a line is planned, in the bundled profiles.
_WINDOW, _LONGEST = 14, 92


class World:
    """Programmes of as many years as the lines need, returned by three bodies."""

    def __init__(self, size: int) -> None:
        self.size, self.random = size, random.Random(SEED)

    def make(self) -> World:
        begin("vietnam")
        self.people: People = gather("mfa", "central-external-relations-commission")
        self.reader = User.objects.create_user("bench_reader", clearance=Marking.INTERNAL)
        Duty.objects.create(user=self.reader, body=self.people.commission, role=Role.CLERK)
        told: dict[str, Any] = {"actor": self.people.installation, "reason": "bench", "submit": True}
        keeper = self.people.ministry
        years = [2031 - n for n in range(max(1, self.size // A_YEAR))]
        plans = [Draft({"year": str(year), "title": f"Programme {year}", "keeper": keeper}) for year in years]
        self.plans = actions.create_many(Programme, plans, **told)
        names = [Draft({"name": f"Synthetic Leader {n}", "keeper": keeper}) for n in range(2_000)]
        self.persons = actions.create_many(Person, names, **told)
        self.partners = list(Partner.objects.order_by("key"))
        bodies = (keeper, self.people.commission)
        for start in range(0, self.size, BATCH):
            drafts = [self._draft(n, bodies) for n in range(start, min(start + BATCH, self.size))]
            actions.create_many(ProgrammeLine, drafts, **told)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":  # as its autovacuum would do in a minute
                cursor.execute("VACUUM ANALYZE")
        return self

    def _draft(self, n: int, bodies: tuple[Any, ...]) -> Draft:
        plan = self.plans[n % len(self.plans)]
        first = date(year_of(plan), 1, 1) + timedelta(self.random.randrange(365))
        partners = self.random.sample(self.partners, self.random.randint(1, 3))
        if n % 20 == 0:
            partners[0] = self.partners[75]
        vague = n % 6 == 0
        values = {
            "programme": plan,
            "number": n,
            "title": f"Synthetic line {n} on {self.random.choice(_TOPICS)} matters",
            "direction": self.random.choice(("out", "out", "in", "conference")),
            "topic": self.random.choice(_TOPICS),
            "partners": partners,
            "starts": f"{first:%Y-%m}" if vague else first.isoformat(),
            "ends": "" if vague else (first + timedelta(self.random.randrange(7))).isoformat(),
            "head": self.random.choice(self.persons) if n % 3 == 0 else None,
            "size": self.random.randint(2, 15),
            "marking": self.random.choice((0, 0, 1, 1, 2, 3)),
            "need_to_know": n % 50 == 1,
            "keeper": bodies[n % 2],
        }
        return Draft(values, where=f"synthetic line {n}")


def run(size: int) -> list[Line]:
    """Make a world of so many lines and measure the finder on it."""
    world = World(size).make()
    lines = list(_changed(world))
    words = f"{size:,} lines"
    return [
        compared(
            f"findings of one changed line, {words}",
            [lambda line=line: of_one(world, line) for line in lines],
            [lambda line=line: plain_one(world, line) for line in lines],
            BUDGET,
        ),
        compared(
            f"all findings of a programme of {A_YEAR:,}, {words}",
            [lambda: findings(Standpoint(world.reader), world.plans[0])] * 3,
            [lambda: plain_all(world)] * 3,
        ),
    ]


def _changed(world: World) -> Iterator[Any]:
    """Lines of the reader's own body, with what a page has at hand."""
    mine = ProgrammeLine.objects.filter(keeper=world.people.commission, need_to_know=False, marking__lte=1)
    rows = list(mine.select_related("programme").order_by("uuid")[:TIMES])
    yield from attach(rows, None, parts=True)


def of_one(world: World, line: Any) -> Any:
    """The finder, rights and holidays included."""
    return findings_of(Standpoint(world.reader), line)


def plain_one(world: World, line: Any) -> list[Any]:
    """The lines near in time that share a partner or the leader, seen by the reader: nothing is judged."""
    last = (line.ends_latest or line.starts_latest) + timedelta(_WINDOW)
    first = line.starts_earliest - timedelta(_WINDOW)
    body = world.people.commission.uuid
    partners = [one.pk for one in line.partners]
    marks = ", ".join(["%s"] * len(partners))
    near = "l.starts_earliest BETWEEN %s AND %s AND (l.ends_latest >= %s OR l.ends_latest IS NULL)"
    shared = (
        f"EXISTS (SELECT 1 FROM core_link k WHERE k.record = l.uuid AND k.vt = {FOREVER} AND k.partner_id IN ({marks}))"
    )
    return plain.ask(
        f"SELECT l.* FROM programme_programmeline l WHERE {near} AND {plain.seen('l')} "
        f"AND l.status IN ('proposed', 'approved') AND ({shared} OR l.head_id = %s)",
        [first - timedelta(_LONGEST), last, first, 1, body, body, *partners, line.head_id],
    )


def plain_all(world: World) -> list[Any]:
    """Pairs of lines of a programme that share a partner and overlap, seen by the reader: nothing is judged."""
    body = world.people.commission.uuid
    pairs = (
        f"SELECT DISTINCT l.uuid, m.uuid FROM programme_programmeline l "
        f"JOIN core_link a ON a.record = l.uuid AND a.vt = {FOREVER} "
        f"JOIN core_link b ON b.partner_id = a.partner_id AND b.vt = {FOREVER} "
        f"JOIN programme_programmeline m ON m.uuid = b.record AND m.programme_id = l.programme_id AND m.uuid > l.uuid "
        f"WHERE l.programme_id = %s AND l.direction = m.direction AND l.topic = m.topic "
        f"AND l.starts_earliest <= COALESCE(m.ends_latest, m.starts_latest) "
        f"AND m.starts_earliest <= COALESCE(l.ends_latest, l.starts_latest) "
        f"AND {plain.seen('l')} AND {plain.seen('m')}"
    )
    return plain.ask(pairs, [world.plans[0].pk, 1, body, body, 1, body, body])
