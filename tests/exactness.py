"""Random histories written through the verbs, beside plain snapshots of what they should leave behind."""

import copy
import random
from dataclasses import dataclass, field
from typing import Any

from tests.people import People
from trivet.core import actions
from trivet.core.history import unit
from trivet.core.partners import Partner
from trivet.core.sources import Source
from trivet.core.standpoint import Standpoint
from trivet.core.writing import Draft
from trivet.registers.activities import Activity

_DATES = ("2024", "2024-03", "2024-11-21", "../2024-12-31", "2023-05-01?", "")


@dataclass
class History:
    """A world of activities that random transactions change, and what it looked like after each of them."""

    people: People
    seed: int
    state: dict[Any, dict[str, Any]] = field(default_factory=dict)
    snapshots: dict[int, dict[Any, dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.partners = list(Partner.objects.filter(key__in=["FRA", "DEU", "IND", "BRA", "KEN", "JPN"]))
        self.sources = [
            actions.create(
                Source,
                Draft({"title": f"Source {n}", "keeper": self.people.ministry}),
                actor=self.people.clerk,
                reason="s",
            )
            for n in range(3)
        ]

    def run(self, transactions: int) -> None:
        """Write so many transactions of several writes each."""
        for _ in range(transactions):
            with unit(self.people.clerk, "random") as opened:
                for _ in range(self.random.randint(2, 5)):
                    self.step()
            self.snapshots[opened.number] = copy.deepcopy(self.state)

    def step(self) -> None:
        """One random write; some undo what the same transaction just did."""
        known = list(self.state)
        if not known or (len(known) < 40 and self.random.random() < 0.25):
            self.create()
            return
        uuid = self.random.choice(known)
        step = self.random.choice(
            (self.change, self.reparty, self.releg, self.recite, self.reassign, self.there_and_back)
        )
        step(uuid)

    def create(self) -> None:
        row = {"title": self.word(), "partners": self.some_partners(), "legs": [], "citations": [], "assignments": []}
        row["starts"] = self.random.choice(_DATES)
        values = {"title": row["title"], "kind": "visit_out", "starts": row["starts"], "keeper": self.people.ministry}
        values["partners"] = [self.partner(key) for key in row["partners"]]
        made = actions.create(Activity, Draft(values), actor=self.people.clerk, reason="create")
        self.state[made.uuid] = row

    def change(self, uuid: Any) -> None:
        row = self.state[uuid]
        row["title"], row["starts"] = self.word(), self.random.choice(_DATES)
        self.write(uuid, Draft({"title": row["title"], "starts": row["starts"]}))

    def reparty(self, uuid: Any) -> None:
        row = self.state[uuid]
        row["partners"] = self.some_partners()
        self.write(uuid, Draft({"partners": [self.partner(key) for key in row["partners"]]}))

    def releg(self, uuid: Any) -> None:
        row = self.state[uuid]
        row["legs"] = [(self.random.choice(self.partners).key, self.word()) for _ in range(self.random.randint(0, 3))]
        legs = [{"partner": self.partner(key), "place": place} for key, place in row["legs"]]
        self.write(uuid, Draft(parts={"legs": legs}))

    def recite(self, uuid: Any) -> None:
        row = self.state[uuid]
        kept = [c for c in row["citations"] if self.random.random() < 0.6]
        new = [
            (self.random.randrange(3), self.word(), self.random.choice(("high", "low")))
            for _ in range(self.random.randint(0, 2))
        ]
        row["citations"] = sorted({*kept, *new})
        cited = [{"source": self.sources[n], "value": value, "confidence": c} for n, value, c in row["citations"]]
        self.write(uuid, Draft(citations=cited))

    def reassign(self, uuid: Any) -> None:
        row = self.state[uuid]
        roles = self.random.sample(("lead", "support", "inform"), self.random.randint(0, 3))
        row["assignments"] = sorted((self.random.choice(("foreign-ministry", "parliament")), role) for role in roles)
        bodies = {"foreign-ministry": self.people.ministry, "parliament": self.people.commission}
        self.write(uuid, Draft(assignments=[{"body": bodies[body], "role": role} for body, role in row["assignments"]]))

    def there_and_back(self, uuid: Any) -> None:
        """Take parties, legs and citations away and put the same back in one transaction."""
        row = self.state[uuid]
        self.write(uuid, Draft({"partners": []}, parts={"legs": []}, citations=[]))
        legs = [{"partner": self.partner(key), "place": place} for key, place in row["legs"]]
        cited = [{"source": self.sources[n], "value": value, "confidence": c} for n, value, c in row["citations"]]
        back = Draft(
            {"partners": [self.partner(key) for key in row["partners"]]}, parts={"legs": legs}, citations=cited
        )
        self.write(uuid, back)

    def write(self, uuid: Any, draft: Draft) -> None:
        record = Activity.objects.get(pk=uuid)
        actions.change(record, draft, actor=self.people.clerk, reason="change")

    def partner(self, key: str) -> Partner:
        return next(partner for partner in self.partners if partner.key == key)

    def some_partners(self) -> list[str]:
        return [p.key for p in self.random.sample(self.partners, self.random.randint(0, 4))]

    def word(self) -> str:
        return "".join(self.random.choice("aăâbcdđeê ") for _ in range(8)).strip() or "a"


def read_back(people: People, number: int) -> dict[Any, dict[str, Any]]:
    """The same world as the record says it was known after a transaction."""
    place = Standpoint(people.installation)
    place.__dict__["number"] = number
    rows = place.rows(Activity, parts=True)
    ids = [row.uuid for row in rows]
    cited, assigned = place.citations(ids), place.assignments(ids)
    numbers = {source.pk: n for n, source in enumerate(Source.objects.order_by("title"))}
    return {
        row.uuid: {
            "title": row.title,
            "starts": str(row.starts or ""),
            "partners": [partner.key for partner in row.partners],
            "legs": [(leg.partner.key, leg.place) for leg in row.legs_rows],
            "citations": sorted((numbers[c.source_id], c.value, c.confidence) for c in cited.get(row.uuid, [])),
            "assignments": sorted((a.body.key, a.role) for a in assigned.get(row.uuid, [])),
        }
        for row in rows
    }
