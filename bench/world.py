"""A synthetic world of activities in three versions, made through the verbs from a printed seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection

from bench.others import make_others
from bench.table import Clock
from tests.people import People, gather
from trivet.core import actions
from trivet.core.beginning import begin
from trivet.core.partners import Partner
from trivet.core.people import Person, Post
from trivet.core.sources import Source
from trivet.core.standpoint import Standpoint
from trivet.core.users import Duty, Role, User
from trivet.core.writing import Draft
from trivet.registers.activities import Activity
from trivet.values.markings import Marking

SEED = 20261122
#: Rows a transaction, as an importer sends them.
BATCH = 1000
#: The partner that a fifth of the records name, and the words that the searches of the bench look for.
BIG, MIDDLING = "FRA", "BRA"
COMMON, SECOND, RARE = "thảo", "đường", "zymurgy"
_SYLLABLES = (
    "an",
    "bình",
    "chí",
    "đa",
    "êm",
    "gia",
    "hòa",
    "kính",
    "lâm",
    "mỹ",
    "nghị",
    "ông",
    "phú",
    "quý",
    "sơn",
    "tử",
    "vĩnh",
    "xuân",
)
_MARKINGS = (0,) * 70 + (1,) * 20 + (2,) * 8 + (3,) * 2
_KINDS = {
    "visit_out": "state",
    "visit_in": "official",
    "multilateral_abroad": "multilateral",
    "hosted": "hosted",
    "call": "call",
}


@dataclass
class World:
    """What the benches look at, and how long its making took."""

    size: int
    seed: int = SEED
    people: People = field(init=False)
    partners: list[Partner] = field(init=False)
    #: Seconds after each imported batch, and those of the second and third versions.
    imported: list[float] = field(default_factory=list)
    changed: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.words = ["".join(self.random.sample(_SYLLABLES, 2)) for _ in range(2000)]

    def make(self) -> World:
        """Begin the office, import, change and verify; the database must be empty."""
        begin("generic", "KEN")
        self.people = gather()
        self.reader = User.objects.create_user("bench_reader", clearance=Marking.INTERNAL)
        Duty.objects.create(user=self.reader, body=self.people.commission, role=Role.READER)
        everyone = list(Partner.objects.order_by("key"))
        named = {partner.key: partner for partner in everyone}
        self.big, self.middling = named[BIG], named[MIDDLING]
        self.partners = [partner for partner in everyone if partner.key not in {BIG, "KEN"}]
        self._make_persons()
        ids = [row.uuid for rows in self._batches() for row in self._import(rows)]
        self._age(ids)
        make_others(self)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":  # as its autovacuum would do in a minute
                cursor.execute("VACUUM ANALYZE")
        return self

    def _make_persons(self) -> None:
        keeper = self.people.ministry
        names = [Draft({"name": f"Synthetic Person {n}", "keeper": keeper}) for n in range(40)]
        titles = [Draft({"title": f"Synthetic source {n}", "keeper": keeper}) for n in range(60)]
        told: dict[str, Any] = {"actor": self.people.clerk, "reason": "bench", "submit": True}
        self.persons = actions.create_many(Person, names, **told)
        self.sources = actions.create_many(Source, titles, **told)
        self.posts = list(Post.objects.order_by("key"))

    def _batches(self) -> Iterator[list[Draft]]:
        for start in range(0, self.size, BATCH):
            yield [self.draft(n) for n in range(start, min(start + BATCH, self.size))]

    def draft(self, n: int) -> Draft:
        """One synthetic activity with partners, a citation, and now and then legs and assignments."""
        kind = self.random.choice(tuple(_KINDS))
        start = date(2015, 1, 1) + timedelta(self.random.randrange(4015))
        partners = self.random.sample(self.partners, self.random.randint(1, 3))
        if n % 5 == 0:
            partners[0] = self.big
        values = {
            "title": self.title(n),
            "kind": kind,
            "visit_class": _KINDS[kind],
            "leader": self.random.choice(self.persons),
            "post": self.random.choice(self.posts),
            "counterpart_role": "synthetic counterpart",
            "partners": partners,
            "starts": start.isoformat() if n % 7 else f"{start:%Y-%m}",
            "ends": (start + timedelta(self.random.randrange(5))).isoformat() if n % 7 else f"{start:%Y-%m}",
            "place": self.random.choice(self.words),
            "outcome": " ".join(self.random.choices(self.words, k=12)),
            "marking": self.random.choice(_MARKINGS),
            "need_to_know": n % 50 == 1,
            "keeper": self.people.ministry,
        }
        cited = [{"source": self.random.choice(self.sources), "confidence": "high"}]
        draft = Draft(values, citations=cited, where=f"synthetic row {n}")
        if n % 5 == 1:
            draft.parts = {"legs": [{"partner": partners[0], "place": "synthetic", "starts": values["starts"]}]}
        if n % 10 == 2:
            draft.assignments = [{"body": self.people.commission, "role": "support"}]
        return draft

    def title(self, n: int) -> str:
        """A title of synthetic words: a common one in every third, a rare one in every ten thousandth."""
        more = [COMMON] * (n % 3 == 0) + [SECOND] * (n % 11 == 0) + [RARE] * (n % 10_000 == 17)
        return " ".join(["Synthetic", str(n), *self.random.choices(self.words, k=5), *more])

    def _import(self, drafts: list[Draft]) -> list[Any]:
        rows, seconds = timed(
            lambda: actions.create_many(Activity, drafts, actor=self.people.clerk, reason="import", submit=True)
        )
        self.imported.append(seconds)
        return rows

    def _age(self, ids: list[Any]) -> None:
        """A second version by a change of each record, a third by verifying it or by changing it again."""
        for start in range(0, len(ids), BATCH):
            some = ids[start : start + BATCH]
            self._change(some, start)
        for start in range(0, len(ids), BATCH):
            some = ids[start : start + BATCH]
            half = len(some) // 2
            told: dict[str, Any] = {"actor": self.people.reviewer, "reason": "verify"}
            open_to_reviewer = self._verifiable(some[:half])
            actions.move_many(Activity, open_to_reviewer, "verify", **told)
            self._change([uuid for uuid in some if uuid not in set(open_to_reviewer)], start)

    def _verifiable(self, ids: list[Any]) -> list[Any]:
        rows = Standpoint(self.people.reviewer).of(Activity).filter(uuid__in=ids, need_to_know=False)
        found = set(rows.values_list("uuid", flat=True))
        return [uuid for uuid in ids if uuid in found]

    def _change(self, ids: list[Any], start: int) -> None:
        drafts = []
        for n, uuid in enumerate(ids, start):
            values: dict[str, Any] = {"outcome": " ".join(self.random.choices(self.words, k=12))}
            if n % 4 == 0:
                values["partners"] = self.random.sample(self.partners, 2)
            drafts.append(Draft(values, uuid=uuid))
        _rows, seconds = timed(lambda: actions.change_many(Activity, drafts, actor=self.people.clerk, reason="change"))
        self.changed.append(seconds / len(drafts) * BATCH)


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What some work gives, and its seconds."""
    begun = Clock.now()
    result = work()
    return result, Clock.now() - begun
