"""Writers killed at random moments, and writers racing: nothing acknowledged is lost, nothing is half there."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
FULL = os.environ.get("TRIVET_TRIALS") == "full"
RACERS = 4


class Place:
    """A record of its own in a throw-away home or server, worked on by child processes only."""

    program = "trials.writer"

    def __init__(self, environment: dict[str, str]) -> None:
        base = {k: v for k, v in os.environ.items() if k not in {"TRIVET_DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
        self.environment = {**base, "TRIVET_SECRET_KEY": "only-for-trials", **environment}
        self.last = 0
        self.child("prepare")

    def start(self, *task: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", self.program, *task]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, env=self.environment, cwd=ROOT, text=True, stdin=pipe, stdout=pipe, stderr=pipe
        )

    def child(self, *task: str, told: str = "") -> list[dict[str, Any]]:
        """Run a task to its end and read what it says."""
        process = self.start(*task)
        out, errors = process.communicate(told, timeout=1500)
        assert process.returncode == 0, errors
        return self.said(out)

    @staticmethod
    def said(out: str) -> list[dict[str, Any]]:
        """What a child said, line by line."""
        return [json.loads(line) for line in out.splitlines()]


def only_on(database: str) -> None:
    """Each pass of script/trials tries its own database; a server to be killed is always one of our own."""
    if (database == "postgresql") != ("TRIVET_DATABASE_URL" in os.environ):
        pytest.skip("tried in the other pass of script/trials")


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    only_on(request.param)
    if request.param == "sqlite":
        yield Place({"TRIVET_HOME": str(tmp_path)})
        return
    with postgres.server() as url:
        yield Place({"TRIVET_HOME": str(tmp_path), "TRIVET_DATABASE_URL": url})


def killed(place: Place, seed: int, seconds: float, kill: Any) -> list[str]:
    """What a writer acknowledged until it was killed so long after it was ready."""
    process = place.start("write", str(seed))
    assert process.stdout and process.stderr
    ready = process.stdout.readline()
    assert ready, process.stderr.read()
    time.sleep(seconds)
    kill(process)
    out, _errors = process.communicate(timeout=60)
    lines = out.splitlines(keepends=True)
    return [line for line in lines if line.endswith("\n")]


@pytest.mark.timeout(3600)
def test_killed_writers_lose_and_tear_nothing(place: Place) -> None:
    database = "PostgreSQL" if "TRIVET_DATABASE_URL" in place.environment else "SQLite"
    kills = (20 if database == "PostgreSQL" else 100) if FULL else 3
    counts = run_kills(place, kills, lambda process: process.kill())
    tell(database, "writer", kills, counts)


def run_kills(place: Place, kills: int, kill: Any) -> dict[str, Any]:
    """Kill so many writers one after another, and look at the record after each."""
    seed = random.SystemRandom().randrange(10**6)
    chosen = random.Random(seed)
    counts: dict[str, Any] = {"seed": seed, "acknowledged": 0, "lost": [], "torn": [], "unsaid": 0}
    place.last = place.child("check", "0")[0]["last"]
    for turn in range(kills):
        said = killed(place, seed + turn, chosen.uniform(0.0, 1.5), kill)
        found = place.child("check", str(place.last), told="".join(said))[0]
        counts["acknowledged"] += len(said)
        counts["lost"] += found["lost"]
        counts["torn"] += found["torn"]
        counts["unsaid"] += max(0, found["unsaid"] - 3)  # its first two writes and the check's own are never said
        place.last = found["last"]
    return counts


def tell(database: str, what: str, kills: int, counts: dict[str, Any]) -> None:
    """Print the counts, and hold them to nothing lost and nothing torn."""
    told = f"{counts['acknowledged']} acknowledged, {counts['unsaid']} committed unsaid"
    wrong = f"{len(counts['lost'])} lost, {len(counts['torn'])} torn"
    print(f"\n{database}, {what}: {kills} kills, {told}, {wrong}, seed {counts['seed']}")
    assert not counts["lost"], counts["lost"]
    assert not counts["torn"], counts["torn"][:20]


@pytest.mark.timeout(1800)
def test_a_killed_server_loses_and_tears_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only_on("postgresql")
    monkeypatch.delenv("TRIVET_PG_FSYNC", raising=False)  # a server told not to keep what it acknowledged shows nothing
    kills = 5 if FULL else 1
    with Server(tmp_path) as server:
        place = Place({"TRIVET_HOME": str(tmp_path), "TRIVET_DATABASE_URL": server.url})

        def kill(process: subprocess.Popen[str]) -> None:
            server.kill_and_restart()
            process.kill()

        counts = run_kills(place, kills, kill)
    tell("PostgreSQL", "whole server", kills, counts)


class Server:
    """A PostgreSQL server that may be killed outright and started again on its files and its port."""

    def __init__(self, folder: Path) -> None:
        self.home = Path(postgres.tempfile.mkdtemp(prefix="trivet-kill-"))
        self.identity = postgres.harmless_identity()
        self.password = "only-for-trials"

    def __enter__(self) -> Server:
        self.home.chmod(0o711)
        postgres.copy_programs(postgres.installed(), self.home)
        work = self.home / "work"
        work.mkdir(mode=0o700)
        if self.identity:
            os.chown(work, self.identity["user"], self.identity["group"])
        postgres.make_cluster(self.home, self.password, self.identity)
        self.process, self.port = postgres.start(self.home, self.identity)
        postgres.create_database(self.home, self.port, self.password)
        return self

    @property
    def url(self) -> str:
        return f"postgres://{postgres.USER}:{self.password}@127.0.0.1:{self.port}/{postgres.DATABASE}"

    def kill_and_restart(self) -> None:
        """End every process of the server with SIGKILL (it leads a group of its own), then start it as it was."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._end_backends()
        (self.home / "work" / "data" / "postmaster.pid").unlink(missing_ok=True)
        taken = postgres.free_port
        postgres.free_port = lambda: self.port
        try:
            self.process, self.port = postgres.start(self.home, self.identity)
        finally:
            postgres.free_port = taken

    def _end_backends(self) -> None:
        """Backends lead sessions of their own; they end by themselves once the server is gone, or are killed."""
        for one in Path("/proc").glob("[0-9]*"):
            try:
                program = str((one / "exe").readlink())
            except OSError:
                continue
            if program.startswith(str(self.home)):
                os.kill(int(one.name), signal.SIGKILL)
        time.sleep(0.2)

    def __exit__(self, *_: object) -> None:
        postgres.stop(self.process)
        postgres.shutil.rmtree(self.home, ignore_errors=True)


@pytest.mark.timeout(900)
def test_racing_writers_lose_no_update(place: Place) -> None:
    """Four processes raise one shared number by the version they read, and write records of their own between."""
    place.child("race-prepare")
    racers = [place.start("race", f"racer{n}") for n in range(RACERS)]
    outs = [process.communicate(timeout=600) for process in racers]
    assert all(process.returncode == 0 for process in racers), [errors for _out, errors in outs]
    said = [json.loads(line) for out, _errors in outs for line in out.splitlines()]
    written = [one for one in said if "own" in one]
    conflicts = sum(one.get("conflicts", 0) for one in said)
    found = place.child("race-check")[0]
    print(
        f"\n{RACERS} processes: {len(written)} shared updates, {conflicts} refused as conflicts, total {found['total']}"
    )
    assert found["total"] == len(written) == 60 * RACERS
    numbers = sorted(number for one in written for number in (one["shared"], one["own"]))
    assert len(set(numbers)) == len(numbers), "two transactions have one number"
    by_version = [int(one["title"]) for one in sorted(written, key=lambda one: one["shared"])]
    assert by_version == list(range(1, len(written) + 1)), "numbers are not in the order of commits"
    assert found["problems"] == []
