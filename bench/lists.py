"""A list's first page, a page in its middle by keyset, and its capped count, for a restricted reader."""

from __future__ import annotations

from typing import Any

from bench import plain
from bench.table import Line, compared
from bench.world import World
from trivet.core.keyset import count_up_to, order_of
from trivet.core.records import FOREVER
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.registers.activities import Activity

BUDGET, TIMES = 120, 30


def run(world: World) -> list[Line]:
    order = order_of(register_of(Activity))
    deep = Standpoint(world.reader).of(Activity).order_by("-starts_earliest", "uuid")[world.size // 2]
    mark = order.mark(deep)
    return [
        _page(world, "list, first page", "", None),
        _page(world, "list, page in the middle", mark, deep),
        compared(
            "list, count up to 1,000",
            [lambda: count_up_to(Standpoint(world.reader).of(Activity))] * TIMES,
            [lambda: plain_count(world)] * TIMES,
            BUDGET,
        ),
    ]


def _page(world: World, what: str, mark: str, deep: Any) -> Line:
    return compared(what, [lambda: page(world, mark)] * TIMES, [lambda: plain_page(world, deep)] * TIMES, BUDGET)


def page(world: World, mark: str) -> list[Any]:
    """What a list page reads from the record (rendering it is measured over HTTP elsewhere)."""
    place = Standpoint(world.reader)
    found, _next = order_of(register_of(Activity)).page(place.of(Activity), mark)
    return place.attach(found)


def plain_page(world: World, deep: Any) -> list[Any]:
    after, values = "", []
    if deep is not None:
        after = "AND a.starts_earliest <= %s AND (a.starts_earliest < %s OR a.uuid > %s)"
        values = [deep.starts_earliest, deep.starts_earliest, deep.uuid]
    body = world.people.commission.uuid
    rows = plain.ask(
        f"SELECT a.uuid, a.* FROM registers_activity a WHERE a.starts_earliest IS NOT NULL AND {plain.seen('a')} "
        f"{after} ORDER BY a.starts_earliest DESC, a.uuid LIMIT 51",
        [1, body, body, *values],
    )
    plain.parties([row[0] for row in rows], f"l.vt = {FOREVER}")
    return rows


def plain_count(world: World) -> list[Any]:
    body = world.people.commission.uuid
    inner = f"SELECT 1 FROM registers_activity a WHERE {plain.seen('a')} LIMIT 1001"
    return plain.ask(f"SELECT count(*) FROM ({inner}) listed", [1, body, body])
