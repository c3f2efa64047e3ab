"""Pages and the interface over HTTP: gunicorn with two workers, one to eight at once, beside bare Django views."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from django.db import connection
from django.test import Client

from bench.table import Line, late, middle
from bench.world import COMMON, RARE, SECOND, World
from trivet.core.entries import Entry
from trivet.core.keyset import order_of
from trivet.core.records import FOREVER
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.registers.activities import Activity

#: Live entries that search has before it; what the records do not give is copied within the index.
ENTRIES = 1_000_000
AT_ONCE, REQUESTS = (1, 2, 4, 8), 60
#: Milliseconds at p95.
BUDGETS = {"list": 120, "filter": 120, "deep page": 120, "detail": 60, "partner": 60, "search": 150, "API page": 120}
_SERVER = ("-m", "gunicorn", "--workers", "2", "--threads", "4", "--log-level", "error", "--bind")


def run(world: World) -> list[Line]:
    """Every kind of page, so many at once, ours and bare."""
    fill_index(ENTRIES if world.size >= 100_000 else world.size * 10)
    client = Client()
    client.force_login(world.reader)
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    asked = addresses(world)
    connection.close()
    ours, bare = {}, {}
    with serving("trivet.site.wsgi:application", "trivet.site.settings") as server:
        for what, (pages, _bare) in asked.items():
            ours[what] = [server.measure(pages, cookie, n) for n in AT_ONCE]
    environment = {"BENCH_BODY": str(world.people.commission.uuid)}
    with serving("django.core.wsgi:get_wsgi_application()", "bench.bare_settings", environment) as server:
        for what, (_pages, pages) in asked.items():
            bare[what] = [server.measure(pages, "", n) for n in AT_ONCE]
    return [line(what, n, ours[what][place], bare[what][place]) for what in asked for place, n in enumerate(AT_ONCE)]


def line(what: str, at_once: int, ours: tuple[list[float], float], bare: tuple[list[float], float]) -> Line:
    """The budget is one person's wait; with more at once than cores, requests also wait for each other."""
    budget = BUDGETS[what] if at_once <= 2 else 0
    told, plain = (f"{middle(times):.1f} / {late(times):.1f} ms, CPU {cpu:.1f}" for times, cpu in (ours, bare))
    kept = not budget or late(ours[0]) <= budget
    ratio = middle(ours[0]) / max(middle(bare[0]), 0.001)
    return Line(f"{what}, {at_once} at once", told, plain, ratio, f"{budget:g} ms" if budget else "", kept)


def addresses(world: World) -> dict[str, tuple[list[str], list[str]]]:
    """What is asked of ours and of the bare views: the same questions in the same order."""
    chosen, rows = world.random, Standpoint(world.reader).of(Activity)
    order, listed = order_of(register_of(Activity)), "/registers/activities/"
    ids = [str(uuid) for uuid in rows.order_by("?").values_list("uuid", flat=True)[:40]]
    days = [date(2016, 1, 1) + timedelta(chosen.randrange(3000)) for _ in range(20)]
    deep = [rows.filter(starts_earliest__lte=day).order_by("-starts_earliest", "uuid")[0] for day in days]
    marks = [order.mark(row) for row in deep]
    partners = [str(p.uuid) for p in [world.big, world.middling, *chosen.sample(world.partners, 18)]]
    words = [COMMON, RARE, f"{COMMON} {SECOND}", "bi", "zy", *(chosen.choice(world.words) for _ in range(15))]
    found = [f"/search/?q={quote_plus(word)}" for word in words]
    kinds = ["visit_out", "visit_in", "hosted", "call", "multilateral_abroad"]
    return {
        "list": ([listed], ["/rows/"]),
        "filter": ([f"{listed}?kind={kind}" for kind in kinds], [f"/rows/?kind={kind}" for kind in kinds]),
        "deep page": (
            [f"{listed}?after={mark}" for mark in marks],
            [f"/rows/?day={row.starts_earliest}" for row in deep],
        ),
        "detail": ([f"{listed}{uuid}/" for uuid in ids], [f"/one/?uuid={uuid}" for uuid in ids]),
        "partner": (
            [f"/registers/partners/{uuid}/" for uuid in partners],
            [f"/partner/?uuid={uuid}" for uuid in partners],
        ),
        "search": (found, found),
        "API page": (["/api/registers/activities"], ["/json/"]),
    }


def fill_index(total: int) -> None:
    """Copy live entries under new identities until search has so many before it; records are not copied."""
    names = [str(f.column) for f in Entry._meta.concrete_fields if f.name not in {"row", "record"}]
    fresh = "lower(hex(randomblob(16)))" if connection.vendor == "sqlite" else "gen_random_uuid()"
    columns = ", ".join(names)
    with connection.cursor() as cursor:
        live = Entry.objects.at(None).count()
        top = begun = Entry.objects.order_by("-row").values_list("row", flat=True)[0]
        while live < total:
            cursor.execute(
                f"INSERT INTO core_entry (row, record, {columns}) SELECT row + {top}, {fresh}, {columns} "
                f"FROM core_entry WHERE vt = {FOREVER} AND row <= {begun} LIMIT {total - live}"
            )
            live, top = live + cursor.rowcount, top + begun
        if connection.vendor == "sqlite":
            cursor.execute(
                "INSERT INTO core_entry_text(rowid, folded) SELECT row, folded FROM core_entry "
                f"WHERE row > {begun} AND vt = {FOREVER}"
            )
        else:
            cursor.execute("VACUUM ANALYZE core_entry")
    print(f"{live:,} live entries in the index")


class Server:
    """A gunicorn at a port, and what it costs to ask it."""

    def __init__(self, port: int, pid: int) -> None:
        self.port, self.pid = port, pid

    def measure(self, pages: Sequence[str], cookie: str, at_once: int) -> tuple[list[float], float]:
        """The milliseconds of each answer, sorted, and the milliseconds of processor time an answer cost."""
        asked = [pages[n % len(pages)] for n in range(max(REQUESTS, len(pages)))]
        shares = [asked[n::at_once] for n in range(at_once)]
        self.ask(asked[: 4 * at_once], cookie)
        before = self.processor()
        with ThreadPoolExecutor(at_once) as pool:
            times = [ms for found in pool.map(lambda share: self.ask(share, cookie), shares) for ms in found]
        return sorted(times), (self.processor() - before) / len(asked)

    def ask(self, pages: Sequence[str], cookie: str) -> list[float]:
        """One visitor's pages one after another, each answered 200."""
        times = []
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        for page in pages:
            begun = time.perf_counter()
            link.request("GET", page, headers={"Cookie": cookie, "Accept-Language": "en"} if cookie else {})
            answer = link.getresponse()
            octets = answer.read()
            times.append((time.perf_counter() - begun) * 1000)
            if answer.status != 200:
                raise AssertionError(f"{page} answered {answer.status}: {octets[:300]!r}")
        return times

    def processor(self) -> float:
        """Milliseconds that the workers and the sessions of the database have used so far."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                name, rest = stat.read_text().rsplit(")", 1)
                fields: list[Any] = rest.split()
                if int(fields[1]) == self.pid or name.endswith("(postgres"):
                    ticks += int(fields[11]) + int(fields[12])
        return ticks * 1000 / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def serving(application: str, settings: str, more: dict[str, str] | None = None) -> Iterator[Server]:
    """A server with two workers for as long as the block runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {**os.environ, **(more or {}), "DJANGO_SETTINGS_MODULE": settings}
    environment |= {"TRIVET_API_RATE": "", "TRIVET_API_RATE_OUTSIDE": ""}
    command = [sys.executable, *_SERVER, f"127.0.0.1:{port}", application]
    process = subprocess.Popen(command, env=environment)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        time.sleep(2)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(30)
