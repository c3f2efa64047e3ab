"""The first page of fifty as known at random past moments, by partner, for a restricted reader, with its links."""

from __future__ import annotations

from typing import Any

from bench import plain
from bench.table import Line, compared
from bench.world import World
from trivet.core.history import Chain
from trivet.core.keyset import order_of
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.registers.activities import Activity

BUDGET, MOMENTS = 50, 40


def run(world: World) -> list[Line]:
    """A common partner, one of some in the middle, and the one that a fifth of the records name."""
    last = Chain.objects.get(pk=1).number
    moments = [world.random.randint(last // 3, last) for _ in range(MOMENTS)]
    common = [world.random.choice(world.partners) for _ in moments]
    big = [world.big for _ in moments]
    return [
        _line(world, "as-of page, a common partner", moments, common),
        _line(world, "as-of page, partner of a fifth", moments, big),
        _line(world, "as-of page, no partner", moments, [None] * len(moments)),
    ]


def _line(world: World, what: str, moments: list[int], partners: list[Any]) -> Line:
    asked = list(zip(moments, partners, strict=True))
    for moment, partner in asked[:5]:
        ours = [row.uuid.hex for row in page(world, moment, partner)]
        assert ours == [str(row[0]).replace("-", "") for row in plain_page(world, moment, partner)], what
    return compared(
        what,
        [lambda m=m, p=p: page(world, m, p) for m, p in asked],
        [lambda m=m, p=p: plain_page(world, m, p) for m, p in asked],
        BUDGET,
    )


def page(world: World, moment: int, partner: Any) -> list[Any]:
    """Our way: what a list page reads."""
    place = Standpoint(world.reader)
    place.__dict__["number"] = moment
    rows = place.of(Activity)
    if partner is not None:
        rows = place.naming(rows, partner)
    found, _mark = order_of(register_of(Activity)).page(rows)
    return place.attach(found)


def plain_page(world: World, moment: int, partner: Any) -> list[Any]:
    """The same by hand."""
    span = f"{{0}}.vf <= {moment} AND {{0}}.vt > {moment}"
    body = world.people.commission.uuid
    named = f"AND v.uuid IN (SELECT l.record FROM core_link l WHERE l.partner_id = %s AND {span.format('l')})"
    live = "SELECT 1 FROM registers_activity a WHERE a.uuid = v.uuid"
    rows = plain.ask(
        f"SELECT v.uuid, v.* FROM registers_activityversion v "
        f"WHERE {span.format('v')} AND v.starts_earliest IS NOT NULL AND v.guard <= %s "
        f"AND ({plain.shared('v')} OR EXISTS ({live} AND ({plain.near('a')}))) "
        f"AND EXISTS ({live} AND {plain.seen('a')}) "
        f"{named if partner else ''} ORDER BY v.starts_earliest DESC, v.uuid LIMIT 50",
        [1, body, body, 1, body, body, *([partner.uuid] if partner else [])],
    )
    plain.parties([row[0] for row in rows], span.format("l"))
    return rows
