"""A process of its own that commits an import until it is killed: python -m trials.importer TASK [argument]."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trivet.site.settings")

ROWS = 3000


def say(**told: Any) -> None:
    """One line to whoever started us."""
    sys.stdout.write(json.dumps(told, default=str) + "\n")
    sys.stdout.flush()


def prepare_one(turn: str) -> None:
    """Read a file of 3,000 new activities, submitted so that anybody would see them."""
    from trivet.core import importing
    from trivet.core.bodies import Body
    from trivet.core.imports import Import
    from trivet.core.standpoint import Standpoint
    from trivet.core.users import User

    clerk, keeper = User.objects.get(username="clerk"), Body.objects.get(key="foreign-ministry")
    lines = [f"t{turn}-{n},Visit t{turn} {n},call,FRA,2024-01" for n in range(ROWS)]
    columns = {"": {name: name for name in ("key", "title", "kind", "partners", "starts")}}
    choices = {"columns": columns, "marking": 0, "reason": "trial", "submit": True, "confidence": "low"}
    text = "\n".join(["key,title,kind,partners,starts", *lines]).encode()
    one = Import(register="activities", actor=clerk, keeper=keeper, file_name="t.csv", octets=text, choices=choices)
    one.save()
    importing.prepare(one, Standpoint(clerk), clerk)
    say(**one.counts)


def commit_newest(act: str) -> None:
    """Commit, finish or undo the newest import, in pieces of 1,000."""
    from trivet.core import importing
    from trivet.core.imports import Import
    from trivet.core.users import User

    importing.WHOLE = 0
    one = Import.objects.order_by("-made_at")[0]
    head, clerk = User.objects.get(username="head"), User.objects.get(username="clerk")
    say(ready=True)
    if act == "undo":
        importing.undo(one, head, "trial")
    else:
        importing.commit(one, clerk)
    say(done=True)


def look() -> None:
    """What anybody sees of the newest import, what stands in the table, and whether the audit holds."""
    from trivet.core.entries import find
    from trivet.core.imports import Import
    from trivet.core.standpoint import Standpoint
    from trivet.core.users import User
    from trivet.core.verifying import verify
    from trivet.registers.activities import Activity

    one = Import.objects.order_by("-made_at")[0]
    ids = set(one.rows.values_list("record", flat=True))
    seen: list[int] = []
    for user in (None, User.objects.get(username="clerk"), User.objects.get(is_installation=True)):
        standpoint = Standpoint(user)
        seen.append(len(ids & set(standpoint.of(Activity).values_list("uuid", flat=True))))
        seen.append(len(ids & set(standpoint.entries().values_list("record", flat=True))))
        seen.append(len(ids & {entry.record for entry in find(user, "Visit", limit=10**5)}))
    there = len(ids & set(Activity.objects.values_list("uuid", flat=True)))
    say(state=one.state, seen=seen, there=there, fault=verify())


def main(task: str, *arguments: str) -> None:
    """Run one of the tasks above."""
    import django

    django.setup()
    if task == "prepare":
        from trials.writer import prepare

        prepare()
        return
    {"file": prepare_one, "act": commit_newest, "look": look}[task](*arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
