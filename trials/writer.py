"""A process of its own that writes through the verbs until it is killed: python -m trials.writer TASK [argument].

After each commit it says on stdout what was acknowledged, one JSON line, flushed.
"""

from __future__ import annotations

import json
import os
import random
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trivet.site.settings")

#: Rows of a batch.
BATCH = 200


def say(**told: Any) -> None:
    """One line to whoever started us."""
    sys.stdout.write(json.dumps(told, default=str) + "\n")
    sys.stdout.flush()


def prepare() -> None:
    """Make the tables, begin the office and its people."""
    from django.core.management import call_command

    from tests.people import gather
    from trivet.core.beginning import begin

    call_command("migrate", verbosity=0, interactive=False)
    begin("generic", "KEN")
    gather()
    say(ready=True)


def draft(title: str, chosen: random.Random, partners: list[Any], keeper: Any, source: Any) -> Any:
    """An activity with everything that stands beside one."""
    from trivet.core.writing import Draft

    named = chosen.sample(partners, 2)
    values = {"title": title, "kind": "call", "starts": "2024-05", "partners": named, "keeper": keeper}
    return Draft(
        values,
        parts={"legs": [{"partner": named[0], "place": title}]},
        citations=[{"source": source, "confidence": "high"}],
        assignments=[{"body": keeper, "role": "lead"}],
    )


def write(seed: int) -> None:
    """Alternately a batch of new records, and a single change of one of them, without end."""
    from trivet.core import actions
    from trivet.core.bodies import Body
    from trivet.core.history import Transaction, unit
    from trivet.core.partners import Partner
    from trivet.core.sources import Source
    from trivet.core.users import User
    from trivet.core.writing import Draft
    from trivet.registers.activities import Activity

    chosen = random.Random(seed)
    clerk, keeper = User.objects.get(username="clerk"), Body.objects.get(key="foreign-ministry")
    partners = list(Partner.objects.all()[:20])
    told: dict[str, Any] = {"actor": clerk, "reason": f"run {seed}"}
    source = actions.create(Source, Draft({"title": f"source {seed}", "keeper": keeper}), **told)
    known = [actions.create(Activity, draft(f"first {seed}", chosen, partners, keeper, source), **told)]
    say(ready=True)
    turn = 0
    while True:
        turn += 1
        with unit(clerk, f"run {seed} turn {turn}") as opened:
            if turn % 2:
                drafts = [draft(f"b{seed}-{turn}-{n}", chosen, partners, keeper, source) for n in range(BATCH)]
                rows = actions.create_many(Activity, drafts, **told)
            else:
                values = {"title": f"c{seed}-{turn}", "partners": chosen.sample(partners, 3)}
                rows = [actions.change(chosen.choice(known), Draft(values, citations=[]), **told)]
        known = rows if turn % 2 else known
        moment = Transaction.objects.get(number=opened.number).moment
        say(number=opened.number, rows=[row.uuid for row in rows], title=rows[-1].title, moment=moment)


def race(name: str) -> None:
    """Sixty turns beside other processes: raise the shared number by the version read, and write a record of ours."""
    from trivet.core import actions
    from trivet.core.bodies import Body
    from trivet.core.users import User
    from trivet.core.writing import Draft
    from trivet.registers.activities import Activity

    clerk, keeper = User.objects.get(username="clerk"), Body.objects.get(key="foreign-ministry")
    told: dict[str, Any] = {"actor": clerk, "reason": f"race {name}"}
    done = conflicts = 0
    while done < 60:
        shared = Activity.objects.get(key="shared")
        count = Draft({"title": str(int(shared.title) + 1)})
        try:
            kept = actions.change(shared, count, expected=shared.version, **told)
        except actions.Conflict:
            conflicts += 1
            continue
        own = actions.create(Activity, Draft({"title": f"{name}-{done}", "kind": "call", "keeper": keeper}), **told)
        done += 1
        say(shared=kept.version, own=own.version, title=kept.title)
    say(conflicts=conflicts)


def main(task: str, *arguments: str) -> None:
    """Run one of the tasks above."""
    import django

    django.setup()
    if task == "prepare":
        prepare()
    elif task == "write":
        write(int(arguments[0]))
    elif task == "race":
        race(arguments[0])
    else:
        from trials import soundness

        {"check": soundness.check, "race-prepare": soundness.prepare_race, "race-check": soundness.check_race}[task](
            *map(int, arguments)
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
