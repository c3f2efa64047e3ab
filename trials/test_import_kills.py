"""Imports killed at random moments: nothing of an unfinished one shows, and it can be finished or undone whole."""

from __future__ import annotations

import random
import time

import pytest

from trials.importer import ROWS
from trials.test_kills import FULL, Place, place

__all__ = ["place"]


@pytest.mark.timeout(3600)
def test_killed_imports_show_nothing_and_end_whole(place: Place) -> None:
    kills, seed = 20 if FULL else 2, random.SystemRandom().randrange(10**6)
    chosen = random.Random(seed)
    place.program = "trials.importer"
    cut = inside = 0
    for turn in range(kills):
        place.child("file", str(turn))
        process = place.start("act", "commit")
        assert process.stdout and process.stdout.readline()
        time.sleep(chosen.uniform(0.0, 8.0))
        process.kill()
        process.communicate(timeout=60)
        found = place.child("look")[0]
        assert found["fault"] is None, seed
        if found["state"] == "committed":
            assert found["seen"] == [ROWS] * 9, seed
            continue
        cut += 1
        inside += found["there"] > 0
        assert found["seen"] == [0] * 9, (seed, found)
        end = "undo" if turn % 2 and found["state"] == "writing" else "commit"
        place.child("act", end)
        found = place.child("look")[0]
        assert found["seen"] == ([0] if end == "undo" else [ROWS]) * 9, (seed, found)
        assert found["fault"] is None, seed
    print(f"\n{kills} imports of {ROWS} killed: {cut} before their end, {inside} with rows hidden; seed {seed}")
