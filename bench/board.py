"""The board of obligations beside plain SQL, on a world of its own: python -m bench.board [--rows N] [--markdown]

Some dossiers are taken through the engine; their rows are then copied, with other days, bodies and markings, until so
many obligations are open.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from bench.table import Clock, Line, compared, show

if TYPE_CHECKING:
    from trivet.core.users import User
    from trivet.procedures.dossiers import Dossier

SEED, ROWS, QUICK = 20261122, 100_000, 5_000
BUDGET, TODAY, TIMES, BATCH = 150, 120, 20, 2000
#: So many dossiers go through the engine; one in so many copies goes through a procedure that is rare.
MADE, RARE = 30, 100
_MARKINGS = (0,) * 2 + (1,) * 78 + (2,) * 15 + (3,) * 5


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.board", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS, help=f"open obligations in the world ({ROWS:,})")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} rows")
    parser.add_argument("--markdown", action="store_true", help="print the table for docs/bench.md too")
    parser.add_argument("--cpu", action="store_true", help="measure processor time, for SQLite on a busy machine")
    args = parser.parse_args()
    if args.cpu:
        Clock.now = staticmethod(time.process_time)
    home = tempfile.mkdtemp(prefix="trivet-bench-")
    os.environ["TRIVET_HOME"], os.environ["TRIVET_SECRET_KEY"] = home, "only-for-benches"
    os.environ["DJANGO_SETTINGS_MODULE"] = "trivet.site.settings"
    try:
        measure(QUICK if args.quick else args.rows, args.markdown)
    finally:
        shutil.rmtree(Path(home), ignore_errors=True)


def measure(rows: int, markdown: bool) -> None:
    """Make the world, ask the board, print one table."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    world = World(rows).make()
    print(f"{connection.vendor}: {rows:,} open obligations, seed {SEED}, made in {time.perf_counter() - begun:.0f} s")
    load = f"load {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores"
    clock = "processor time" if Clock.now is time.process_time else "wall time"
    show(run(world), f"{connection.vendor}, {rows:,} open obligations, {clock}, {load}", markdown)


@dataclass
class World:
    """Dossiers in all stages, and the people who ask: of one body, of a low clearance, of the body that owes most."""

    size: int
    random: random.Random = field(default_factory=lambda: random.Random(SEED))

    def make(self) -> World:
        """Begin the office, take some dossiers through the engine, multiply them; the database must be empty."""
        from django.db import connection

        from tests.people import gather
        from trivet.core.beginning import begin
        from trivet.core.bodies import Body
        from trivet.values.markings import Marking

        begin("vietnam")
        self.people = gather("mfa", "central-external-relations-commission")
        self.bodies = list(Body.objects.exclude(key=None).order_by("key").values_list("pk", flat=True))
        self.reader = self._person("reader_of_the_board", "central-external-relations-commission", Marking.INTERNAL)
        self.stranger = self._person("stranger", "central-external-relations-commission", Marking.PUBLIC)
        self.police = self._person("police", "public-security", Marking.INTERNAL)
        self._multiply([self._made(number) for number in range(MADE)])
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        return self

    def _person(self, name: str, body: str, clearance: int) -> User:
        from trivet.core.bodies import Body
        from trivet.core.users import Duty, Role, User

        user = User.objects.create_user(name, clearance=clearance)
        Duty.objects.create(user=user, body=Body.objects.get(key=body), role=Role.READER)
        user.body = Body.objects.get(key=body).pk
        return user

    def _made(self, number: int) -> Dossier:
        """A conference as the engine takes it: prepared, filed, or with opinions asked, in turn."""
        from trivet.core.actions import create
        from trivet.core.drafts import Draft
        from trivet.procedures.acting import Taking, open_dossier, take
        from trivet.procedures.dossiers import Dossier

        clerk, keeper = self.people.clerk, self.people.ministry
        told = {"starts": "2027-05-05", "ends": "2027-05-06", "rank": "minister", "topics": "defence"}
        facts = [{"fact": code, "value": value} for code, value in told.items()]
        draft = Draft({"title": f"Conference {number}", "procedure": "conference", "keeper": keeper, "marking": 1})
        draft.parts = {"facts": facts, "papers": [{"paper": "letter"}, {"paper": "project"}]}
        made = open_dossier(
            create(Dossier, draft, actor=clerk, reason="bench", submit=True), actor=clerk, reason="bench"
        )
        for code in ("file", "complete")[: number % 3]:
            made = take(made, Taking(code, "bench"), actor=clerk)
        return made

    def _multiply(self, made: list[Dossier]) -> None:
        from trivet.core.history import Assignment
        from trivet.core.storage import insert
        from trivet.procedures.dossiers import Dossier, Obligation

        rows = [(one, list(Obligation.objects.filter(owner=one)), _assigned(one)) for one in made]
        count, number = Obligation.objects.at(None).filter(outcome="open").count(), 0
        while count < self.size:
            dossiers: list[Any] = []
            owed: list[Any] = []
            assigned: list[Any] = []
            while len(dossiers) < BATCH and count < self.size:
                number += 1
                copy, obligations, assignments = self._copy(number, *self.random.choice(rows))
                dossiers.append(copy)
                owed += obligations
                assigned += assignments
                count += sum(one.outcome == "open" and one.vt > 2**61 for one in obligations)
            insert(Dossier, dossiers)
            insert(Obligation, owed)
            insert(Assignment, assigned)

    def _copy(self, number: int, one: Any, obligations: list[Any], assignments: list[Any]) -> tuple[Any, Any, Any]:
        """Another dossier like one that the engine made: other days, bodies and marking."""
        values = {f.attname: getattr(one, f.attname) for f in one._meta.concrete_fields}
        values |= {
            "uuid": uuid4(),
            "title": f"Conference {number}",
            "marking": self.random.choice(_MARKINGS),
            "key": None,
        }
        values |= {"need_to_know": number % 50 == 1, "procedure": "rare" if number % RARE == 0 else "conference"}
        copy, shift = type(one)(**values), timedelta(self.random.randrange(-400, 400))
        owed = []
        for row in obligations:
            told = _values(row) | {"uuid": uuid4(), "owner_id": copy.pk, "debtor_id": self.random.choice(self.bodies)}
            told |= {"escalation_id": self.random.choice(self.bodies)}
            told |= {name: getattr(row, name) + shift for name in ("due", "due_at") if getattr(row, name)}
            owed.append(type(row)(**told))
        return copy, owed, [type(row)(**_values(row) | {"uuid": uuid4(), "record": copy.pk}) for row in assignments]


def _values(row: Any) -> dict[str, Any]:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name != "row"}


def _assigned(one: Any) -> list[Any]:
    from trivet.core.history import Assignment

    return list(Assignment.objects.at(None).filter(record=one.pk))


def run(world: World) -> list[Line]:
    """Pages and counts, as the board, Today and the feeds read them."""
    from django.utils import timezone

    from trivet.procedures.board import ORDER, Narrowing

    now, police = timezone.now(), world.police.body  # type: ignore[attr-defined]
    first = page(world.reader, Narrowing())
    middle = ORDER.mark(deep(world, world.size // 2))
    asked: list[tuple[str, User, Any, str, str, list[Any]]] = [
        ("board, first page", world.reader, Narrowing(), "", "", []),
        ("board, page in the middle", world.reader, Narrowing(), middle, *_after(deep(world, world.size // 2))),
        ("board, reader who sees few", world.stranger, Narrowing(), "", "", []),
        ("board, one debtor", world.reader, Narrowing([police]), "", "AND o.debtor_id = %s", [police]),
        ("board, three creditors", world.reader, *_creditors(world)),
        (
            "board, taken up, overdue",
            world.reader,
            Narrowing([police], "escalation", overdue=now),
            "",
            *_taken(police, now),
        ),
        ("board, a rare procedure", world.reader, Narrowing(procedure="rare"), "", "AND d.procedure = %s", ["rare"]),
        ("Today, own bodies", world.police, Narrowing([police]), "", "AND o.debtor_id = %s", [police]),
    ]
    assert len(first) == 50
    lines = [_line(*one) for one in asked]
    return [*lines, _counted(world), _today(world, police)]


def _today(world: World, police: UUID) -> Line:
    """The whole page of Today for the people of the body that owes most, beside the one statement that it must ask."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(world.police)
    assert client.get("/", secure=True).status_code == 200
    asked = "AND o.debtor_id = %s", [police]
    ours: list[Callable[[], Any]] = [lambda: client.get("/", secure=True)] * TIMES
    return compared("Today, the whole page", ours, [lambda: plain_page(world.police, *asked)] * TIMES, TODAY)


def _after(row: Any) -> tuple[str, list[Any]]:
    last = _moment(row.due_at)
    return "AND o.due_at >= %s AND (o.due_at > %s OR o.row > %s)", [last, last, row.row]


def _moment(value: Any) -> Any:
    """A moment as the database keeps it."""
    from django.db import connection

    return connection.ops.adapt_datetimefield_value(value)


def _creditors(world: World) -> tuple[Any, str, str, list[Any]]:
    from trivet.procedures.board import Narrowing

    some = [*world.bodies[:2], world.people.ministry.pk]
    return Narrowing(some, "creditor"), "", "AND o.creditor_id IN (%s, %s, %s)", some


def _taken(body: UUID, now: Any) -> tuple[str, list[Any]]:
    return "AND o.escalation_id = %s AND o.due_at <= %s", [body, _moment(now)]


def _line(what: str, user: User, asked: Any, mark: str, more: str, values: list[Any]) -> Line:
    ours = [row.row for row in page(user, asked, mark)]
    assert ours == [row[0] for row in plain_page(user, more, values)][:50], what
    return compared(
        what, [lambda: page(user, asked, mark)] * TIMES, [lambda: plain_page(user, more, values)] * TIMES, BUDGET
    )


def page(user: User, asked: Any, mark: str = "") -> list[Any]:
    """What a page of the board reads of the record (words and rendering come from memory)."""
    from trivet.core.standpoint import Standpoint
    from trivet.procedures.board import ORDER, owed

    found, _next = ORDER.page(owed(Standpoint(user), asked), mark)
    return found


def deep(world: World, place: int) -> Any:
    from trivet.core.standpoint import Standpoint
    from trivet.procedures.board import Narrowing, owed

    return owed(Standpoint(world.people.head), Narrowing()).order_by("due_at", "row")[place // 2]


def plain_page(user: User, more: str, values: list[Any]) -> list[Any]:
    """The same by hand."""
    from bench import plain
    from trivet.core.records import FOREVER

    told = [user.clearance, user.body, user.body, *values]  # type: ignore[attr-defined]
    return plain.ask(
        "SELECT o.row, o.*, d.* FROM procedures_obligation o JOIN procedures_dossier d ON d.uuid = o.owner_id "
        f"WHERE o.vt = {FOREVER} AND o.outcome = 'open' AND o.due_at IS NOT NULL AND d.state <> 'withdrawn' "
        f"AND {plain.seen('d')} {more} ORDER BY o.due_at, o.row LIMIT 51",
        told,
    )


def _counted(world: World) -> Line:
    from bench import plain
    from trivet.core.keyset import count_up_to
    from trivet.core.records import FOREVER
    from trivet.core.standpoint import Standpoint
    from trivet.procedures.board import Narrowing, owed

    body = world.reader.body  # type: ignore[attr-defined]
    inner = (
        "SELECT 1 FROM procedures_obligation o JOIN procedures_dossier d ON d.uuid = o.owner_id "
        f"WHERE o.vt = {FOREVER} AND o.outcome = 'open' AND d.state <> 'withdrawn' AND {plain.seen('d')} LIMIT 1001"
    )
    ours: Callable[[], Any] = lambda: count_up_to(owed(Standpoint(world.reader), Narrowing()))  # noqa: E731
    theirs: Callable[[], Any] = lambda: plain.ask(  # noqa: E731
        f"SELECT count(*) FROM ({inner}) listed", [world.reader.clearance, body, body]
    )
    return compared("board, count up to 1,000", [ours] * TIMES, [theirs] * TIMES, BUDGET)


if __name__ == "__main__":
    main()
