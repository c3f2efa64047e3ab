"""Random worlds in which others work on what a reader may not see, and everything that the reader can look at."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from time_machine import travel

import trivet.figures.counts  # noqa: F401  (declares the figures)
from tests.core.making import source
from tests.people import People
from tests.web.samples import client_of, made, values_of
from trivet.core import actions
from trivet.core.drafts import Draft
from trivet.core.editorial import MOVES
from trivet.core.partners import Partner
from trivet.core.records import Record, State
from trivet.core.register import registers
from trivet.figures.figure import figures
from trivet.reports.thread import REGISTERS as THREADS
from trivet.values.markings import Marking

WORD = "Xanadu"
#: What differs between two answers of the same content: the form's token.
_PASSING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


@dataclass
class World:
    """An office with something to see in every register, and a hidden side that changes."""

    people: People
    seed: int
    shown: dict[str, Record] = field(default_factory=dict)
    hidden: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        for number, (code, register) in enumerate(registers().items()):
            self.shown[code] = made(register, self.people, number, marking=0, submit=True)

    def disturb(self, steps: int) -> None:
        """So many random acts on what is confidential, a draft elsewhere, or for others' need to know."""
        for _ in range(steps):
            if not self.hidden or self.random.random() < 0.5:
                self._create()
            else:
                self._rework(self.random.choice(self.hidden))

    def _create(self) -> None:
        register = self.random.choice(list(registers().values()))
        how = self.random.choice(("marked", "elsewhere", "need"))
        people, values = self.people, {}
        actor = people.clerk
        if how == "marked":
            values["marking"] = self.random.choice((Marking.CONFIDENTIAL, Marking.SECRET))
        else:
            actor, values["keeper"] = people.other_clerk, people.commission
            values["need_to_know"] = how == "need"
        number = self.random.randrange(100, 10_000)
        draft = Draft({**values_of(register, people, number), **values})
        row = actions.create(register.model, draft, actor=actor, reason="in quiet", submit=how != "elsewhere")
        self._name(row, actor)
        self.hidden.append((row, actor))

    def _name(self, row: Any, actor: Any) -> None:
        """Give what is hidden a word that nothing else has, where it has words at all."""
        if hasattr(row, "names"):
            actions.change(row, Draft({"name": f"{WORD} {row.pk}"}), actor=actor, reason="named")
        else:
            actions.change(row, Draft({"note": f"{WORD} {row.pk}"}), actor=actor, reason="named")

    def _rework(self, one: tuple[Any, Any]) -> None:
        row, actor = one
        row = type(row).objects.get(pk=row.pk)
        act = self.random.choice(("note", "cite", "assign", "move"))
        if act == "note":
            actions.change(row, Draft({"note": f"{WORD} {self.random.random()}"}), actor=actor, reason="again")
        elif act == "cite":
            page = source(self.people, f"{WORD} papers", marking=Marking.SECRET)
            actions.cite(row, {"source": page, "confidence": "low"}, actor=actor, reason="cited")
        elif act == "assign":
            body = self.people.commission
            given = Draft(assignments=[{"body": body, "role": "support"}])
            actions.change(row, given, actor=actor, reason="assigned")
        else:
            steps = [move for move in MOVES.values() if row.state in move.sources and move.verb == "change"]
            if steps and row.state in (State.DRAFT, State.WITHDRAWN) and row.marking:
                actions.move(row, steps[0].name, actor=actor, reason="moved")

    def addresses(self) -> Iterator[str]:
        """Everything that there is to look at."""
        yield from ("/", "/registers/", "/map/", "/map/?on=2024-12-31", "/figures/?period=2024", "/review/2024/")
        yield from ("/calendar/2024/", "/calendar/2024/11/", "/calendar/2024/list/", "/api/registers", "/api/figures")
        yield from (f"/api/search?q={WORD}", "/api/entries?from=2024-01-01&to=2024-12-31", "/partners/VNM/brief.html")
        yield from (f"/search/?q={WORD}", "/search/?q=quokka", "/search/?q=2024")
        for code, row in self.shown.items():
            yield from (f"/registers/{code}/", f"/registers/{code}/?q={WORD}", f"/registers/{code}/?known=2100-01-01")
            yield from (f"/registers/{code}/{row.pk}/", f"/registers/{code}/{row.pk}/history/")
            yield from (f"/api/registers/{code}", f"/api/registers/{code}/{row.pk}")
            if not registers()[code].parts:  # with owned rows the file is an archive that tells its moment
                yield f"/registers/{code}/?format=csv"
            yield f"/registers/{code}/{row.pk}/exchange/"
        yield from ("/exchange/", "/exchange/?closed=1", "/exchange/new/access/", "/exchange/new/note/", "/protection/")
        plan, line = self.shown["programmes"].pk, self.shown["programme-lines"].pk
        yield from ("/programme/", f"/programme/{plan}/", f"/programme/lines/{line}/")
        yield from (f"/programme/{plan}/{page}/" for page in ("lines", "findings", "actual"))
        written = self.shown["texts"].pk
        yield from (f"/texts/{written}/{page}" for page in ("changes/1/", "word/", "clearance.html"))
        visit = self.shown["visits"].pk
        yield from (f"/visits/{visit}/{paper}.html" for paper in ("book", "names", "report"))
        yield from (f"/visits/{visit}/visit.ics", "/commitments/2024-Q4.html", "/agreements/2024.html", "/signing/")
        yield from (f"/conference/{half}.html" for half in ("2024-H1", "2024-H2"))
        yield from (f"/thread/{code}/{row.pk}/" for code, row in self.shown.items() if code in THREADS)
        for key in ("VNM", "IDN"):
            partner = Partner.objects.get(key=key)
            yield from (f"/registers/partners/{partner.pk}/", f"/registers/partners/{partner.pk}/?on=2024-11-21")
        for code in figures():
            for ending in ("", "&format=csv", "&format=json", "&format=prov.json"):
                yield f"/figures/{code}/?period=2024{ending}"

    def seen(self, user: Any, outlets: list[str]) -> dict[str, tuple[int, str]]:
        """What a reader gets at some addresses, and for a wrong name in a form."""
        client = client_of(user)
        told = {address: _answer(client.get(address)) for address in outlets}
        typed = {"partner": WORD, "established-year": "1999", "reason": "x", "marking": "0"}
        told["wrong partner"] = _answer(client.post("/registers/relations/new/", typed))
        return told


def _answer(answer: Any) -> tuple[int, str]:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, _PASSING.sub("", content.decode())


def check_world(people: People, seed: int, most: int | None = None) -> int:
    """One world at a standing clock: nobody's answers change when the hidden side does; how many were compared."""
    with transaction.atomic(), travel(datetime(2026, 6, 1, 10, tzinfo=UTC), tick=False):
        world = World(people, seed)
        outlets = list(world.addresses())
        outlets = outlets if most is None else world.random.sample(outlets, min(most, len(outlets)))
        readers = {"outsider": None, "reader": people.reader, "planner": people.planner}
        before = {name: world.seen(user, outlets) for name, user in readers.items()}
        world.disturb(8)
        for name, user in readers.items():
            after = world.seen(user, outlets)
            wrong = [address for address in after if before[name][address] != after[address]]
            assert not wrong, f"seed {seed}: {name} sees a difference at {wrong[:10]}"
        transaction.set_rollback(True)
    return len(outlets) * len(readers)
