"""Workers killed at random moments in a large import: nothing of an unfinished one shows, and the next one ends it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from typing import Any

import pytest

from trials.importer import ROWS
from trials.test_kills import FULL, Place, place

__all__ = ["place"]

#: What outsider and clerk see of the newest import, in the register, in the index and by searching.
NONE, ALL = {"outsider": [0] * 3, "clerk": [0] * 3}, {"outsider": [ROWS] * 3, "clerk": [ROWS] * 3}
#: An import that was once complete and is undone is withdrawn: the keeper's people still find it.
WITHDRAWN = {"outsider": [0] * 3, "clerk": [ROWS] * 3}
#: An octet over 50 MB is refused; these rows are just below.
LARGE = 314_000 if FULL else 6_000
#: MiB that a worker may hold at most, whatever the file: 64 are SQLite's cache, some 70 the program itself.
BOUND = 300


@pytest.mark.timeout(3600)
def test_killed_workers_show_nothing_and_the_next_ends_whole(place: Place) -> None:
    kills, seed = 20 if FULL else 2, random.SystemRandom().randrange(10**6)
    chosen = random.Random(seed)
    place.program = "trials.importer"
    cut = inside = 0
    for turn in range(kills):
        place.child("send", str(ROWS), f"t{turn}.csv")
        assert _killed(place, chosen)["state"] in {"uploaded", "prepared"}
        assert _ended(place)["state"] == "prepared"
        place.child("ask", "commit")
        found = _killed(place, chosen)
        cut += found["state"] != "committed"
        inside += 0 < found["there"] < ROWS
        assert found["seen"] == (ALL if found["state"] == "committed" else NONE), (seed, found)
        if turn % 2 and found["state"] == "writing":
            place.child("ask", "undo")
            found = _ended(place)
            assert (found["state"], found["seen"]) == ("undone", NONE), (seed, found)
            continue
        found = _ended(place)
        assert (found["state"], found["seen"]) == ("committed", ALL), (seed, found)
        place.child("ask", "undo")
        found = _killed(place, chosen)
        expected = {"committed": ALL, "undoing": NONE, "undone": WITHDRAWN}
        assert found["seen"] == expected[found["state"]], (seed, found)
        found = _ended(place)
        assert (found["state"], found["seen"]) == ("undone", WITHDRAWN), (seed, found)
    print(f"\n{kills} imports of {ROWS} killed: {cut} before their end, {inside} with rows hidden; seed {seed}")


def _killed(place: Place, chosen: random.Random) -> Any:
    """What is seen after a worker was killed at some moment of its work."""
    process = place.start("work", "0")
    assert process.stdout and process.stdout.readline()
    time.sleep(chosen.uniform(0.0, 4.0))
    process.kill()
    process.communicate(timeout=60)
    return place.child("look")[0]


def _ended(place: Place) -> Any:
    """What is seen when workers have nothing left to do, two of them at it at once."""
    both = [place.start("work", "0") for _turn in range(2)]
    for process in both:
        _out, errors = process.communicate(timeout=600)
        assert process.returncode == 0, errors
    found = place.child("look", "whole")[0]
    assert found["fault"] is None and not found["failure"] and not found["asked"], found
    return found


@pytest.mark.timeout(3600)
def test_the_command_begins_again_what_was_killed_under_it(place: Place) -> None:
    place.program = "trials.importer"
    place.child("send", str(ROWS))
    command = place.start("command")
    assert command.stdout and command.stdout.readline()
    os.kill(_child_of(command), signal.SIGKILL)
    _out, errors = command.communicate(timeout=600)
    assert command.returncode == 0, errors
    found = place.child("look")[0]
    assert found["state"] == "prepared" and found["counts"] == {"new": ROWS}


def _child_of(process: subprocess.Popen[str]) -> int:
    """The process that the command works in."""
    while process.poll() is None:
        found = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True).stdout.split()
        if found:
            return int(found[0])
        time.sleep(0.01)
    raise AssertionError("it ended without one")


@pytest.mark.timeout(7200)
def test_a_file_of_fifty_megabytes_comes_and_goes_in_bounded_memory(place: Place) -> None:
    place.program = "trials.importer"
    told = {"send": place.child("send", str(LARGE))[0]}
    for work, state in (("prepare", "prepared"), ("commit", "committed"), ("undo", "undone")):
        if work != "prepare":
            place.child("ask", work)
        process = place.start("work")
        out, errors = process.communicate(timeout=3000)
        assert process.returncode == 0, errors
        told[work] = place.said(out)[-1]
        found = place.child("look", "whole")[0]
        assert (found["state"], found["fault"], found["failure"]) == (state, None, ""), found
        assert found["there"] == (0 if work == "prepare" else LARGE)
    for work, one in told.items():
        print(f"\n{LARGE} rows, {told['send']['octets']} octets, {work}: {one}", end="")
        assert one["peak"] < BOUND, told
