"""A process of its own that works on an import until it is killed: python -m trials.importer TASK [argument]."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trivet.site.settings")

ROWS = 3000
HEADING = "key,title,kind,partners,starts,note"


def say(**told: Any) -> None:
    """One line to whoever started us."""
    sys.stdout.write(json.dumps(told, default=str) + "\n")
    sys.stdout.flush()


def send(rows: str, name: str = "t.csv") -> None:
    """A clerk sends a file of new activities, to be submitted so that anybody would see them, and asks for a look."""
    from trivet.core.register import registers
    from trivet.core.standpoint import Standpoint
    from trivet.core.users import User
    from trivet.core.working import ask
    from trivet.web.import_upload import taken_in

    clerk = User.objects.get(username="clerk")
    with TemporaryFile() as file:
        for line in _lines(name, int(rows)):
            file.write(line.encode())
        size = file.tell()
        one = taken_in(registers()["activities"], Standpoint(clerk), clerk, name, file)
    one.choices |= {"reason": "trial", "submit": True, "confidence": "low"}
    ask(one, "prepare", clerk)
    say(octets=size, peak=_peak())


def _lines(name: str, rows: int) -> Iterator[str]:
    yield HEADING + "\n"
    stamp = time.time_ns()
    for n in range(rows):
        note = f"Talks number {n} on trade and the river and the border crossings of the year; {n % 97} more"
        yield f"{stamp}-{n},Visit {name} {n},call,{('FRA', 'ITA', 'NOR')[n % 3]},2024-{n % 12 + 1:02},{note}\n"


def ask_for(work: str) -> None:
    """Leave the newest import to a worker."""
    from trivet.core.imports import Import
    from trivet.core.users import User
    from trivet.core.working import ask

    one = Import.objects.order_by("-made_at")[0]
    ask(one, work, User.objects.get(username="head" if work == "undo" else "clerk"), reason="trial")
    say(state=one.state)


def work(whole: str = "") -> None:
    """Be a worker until nothing is asked for; with a number, more rows than it are written in pieces."""
    from trivet.core import importing
    from trivet.core.working import work_once

    importing.WHOLE = int(whole or importing.WHOLE)
    say(ready=True)
    begun = time.monotonic()
    while work_once():
        pass
    say(done=True, peak=_peak(), seconds=round(time.monotonic() - begun, 1), busy=round(time.process_time(), 1))


def command() -> None:
    """The command itself, until nothing is asked for."""
    from trivet.cli.main import main as trivet

    say(ready=True)
    sys.exit(trivet(["work", "--once"]))


def _peak() -> int:
    """The most memory that this process ever held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 2**10


def look(whole: str = "") -> None:
    """What anybody sees of the newest import, what stands in the table, and with `whole` whether the audit holds.

    Verifying takes longer with each import, so it is not asked at every look.
    """
    from trivet.core.imports import Import
    from trivet.core.standpoint import Standpoint
    from trivet.core.users import User
    from trivet.core.verifying import verify
    from trivet.registers.activities import Activity

    one = Import.objects.order_by("-made_at")[0]
    ids = set(one.rows.values_list("record", flat=True))
    seen: dict[str, list[int]] = {}
    for name, user in (("outsider", None), ("clerk", User.objects.get(username="clerk"))):
        standpoint = Standpoint(user)
        seen[name] = [
            len(ids & set(standpoint.of(Activity).values_list("uuid", flat=True))),
            len(ids & set(standpoint.entries().values_list("record", flat=True))),
            _found(user, ids),
        ]
    there = len(ids & set(Activity.objects.values_list("uuid", flat=True)))
    told = {"state": one.state, "asked": one.asked, "failure": one.failure, "counts": one.counts}
    say(**told, seen=seen, there=there, fault=verify() if whole else None)


def _found(user: Any, ids: set[Any]) -> int:
    from trivet.core.entries import find

    return len(ids & {entry.record for entry in find(user, "Visit", limit=10**6)})


def main(task: str, *arguments: str) -> None:
    """Run one of the tasks above."""
    import django

    django.setup()
    if task == "prepare":
        from trials.writer import prepare

        prepare()
        return
    {"send": send, "ask": ask_for, "work": work, "command": command, "look": look}[task](*arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
