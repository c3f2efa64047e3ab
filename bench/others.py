"""The smaller registers of the synthetic world, at the size a ministry has them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from trivet.core import actions
from trivet.core.office import profile
from trivet.core.records import Record
from trivet.core.writing import Draft
from trivet.registers.agreements import Agreement
from trivet.registers.evacuations import Evacuation
from trivet.registers.frameworks import FrameworkAct
from trivet.registers.indicators import Indicator
from trivet.registers.objectives import Objective
from trivet.registers.relations import DiplomaticRelation
from trivet.registers.titles import Title

if TYPE_CHECKING:
    from bench.world import World

#: Of each register as many rows for 100,000 activities.
AGREEMENTS, INDICATORS, TITLES, EVACUATIONS = 5000, 5000, 500, 200


def make_others(world: World) -> None:
    """Relations and frameworks with every partner; agreements, indicators, titles, evacuations, objectives by share."""
    share = world.size / 100_000
    chosen = world.random
    partners = world.partners

    def year() -> str:
        return str(chosen.randint(1950, 2024))

    _create(world, DiplomaticRelation, ({"partner": p, "established": year()} for p in partners))
    tiers = sorted(profile().codes("tier"))
    _create(world, FrameworkAct, ({"partner": p, "tier": chosen.choice(tiers), "declared": year()} for p in partners))
    _create(
        world,
        Title,
        ({"name": f"Synthetic title {n}", "programme": "other", "granted": year()} for n in range(int(TITLES * share))),
    )
    _create(world, Objective, ({"kind": "direction", "title": f"Synthetic {n}", "horizon": "2030"} for n in range(40)))
    _create(
        world,
        Evacuation,
        (
            {"partner": chosen.choice(partners), "low": n + 1, "starts": year(), "ends": "2024"}
            for n in range(int(EVACUATIONS * share))
        ),
    )
    _create(
        world,
        Indicator,
        (
            {"series": "community", "partner": chosen.choice(partners), "low": n, "unit": "people", "period": year()}
            for n in range(int(INDICATORS * share))
        ),
    )
    _create(world, Agreement, (_agreement(world, n, year()) for n in range(int(AGREEMENTS * share))))


def _agreement(world: World, n: int, year: str) -> dict[str, Any]:
    parties = world.random.sample(world.partners, 2)
    return {
        "title": f"Synthetic agreement {n}",
        "kind": "memorandum" if n % 20 else "free-trade",
        "free_trade": n % 20 == 0,
        "parties": parties,
        "signed": year,
        "in_force": year,
    }


def _create(world: World, model: type[Record], rows: Iterable[dict[str, Any]]) -> None:
    cited = {"confidence": "medium"}
    drafts = [
        Draft(
            {**values, "keeper": world.people.ministry},
            citations=[{**cited, "source": world.random.choice(world.sources)}],
        )
        for values in rows
    ]
    for start in range(0, len(drafts), 1000):
        actions.create_many(model, drafts[start : start + 1000], actor=world.people.clerk, reason="bench", submit=True)
