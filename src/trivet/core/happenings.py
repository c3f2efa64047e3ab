"""What an entry leaves to its record: the days as they were written, and the pillars that act in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from trivet.core.access import restrict
from trivet.core.bodies import Body
from trivet.core.entries import Entry
from trivet.core.history import Assignment
from trivet.core.people import Post
from trivet.core.register import Register, registers
from trivet.core.standpoint import Standpoint
from trivet.core.storage import MANY, chunks
from trivet.values.dates import UncertainDate, parse_date

#: The roles by which a pillar acts; who is only asked or told does not.
ACTING = (Assignment.Role.LEAD, Assignment.Role.CO_LEAD, Assignment.Role.SUPPORT)
_PLAIN = models.CharField(max_length=400)
_POSTS = 2
_COLUMNS = tuple(f"c{n}" for n in range(4 + _POSTS))


@dataclass(frozen=True)
class Told:
    """The days of a record as written; the pillars that act in it, and whether they were only derived."""

    starts: UncertainDate | None = None
    ends: UncertainDate | None = None
    pillars: tuple[str, ...] = ()
    derived: bool = False


def told_of(standpoint: Standpoint, entries: Iterable[Entry]) -> dict[UUID, Told]:
    """What the records of some entries say of days and pillars, as known then, in one statement.

    Assignments tell who acts. A record without any belongs to the pillar of the posts that acted, if it names posts:
    that is derived, and whoever shows it says so.
    """
    by_code: dict[str, list[UUID]] = defaultdict(list)
    for entry in entries:
        by_code[entry.register].append(entry.record)
    if not by_code:
        return {}
    acting = _acting(standpoint).filter(record__in=[uuid for ids in by_code.values() for uuid in ids])
    branches = [_rows(standpoint, registers()[code], ids) for code, ids in by_code.items()]
    listed = list(_assigned(acting).union(*branches, all=True))
    assigned = _leading_first(row for row in listed if row[0])
    found = {}
    for number, uuid, starts, ends, *posts in listed:
        if not number:
            pillars = assigned.get(uuid, ())
            acted = tuple(dict.fromkeys(pillar for pillar in posts if pillar))
            found[uuid] = Told(_date(starts), _date(ends), pillars or acted, not pillars and bool(acted))
    return found


def assigned_pillars(standpoint: Standpoint, records: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The pillars that act in some records by their assignments, the leading ones first."""
    rows: list[Any] = []
    for some in chunks(records, MANY):
        rows += _assigned(_acting(standpoint).filter(record__in=some))
    return _leading_first(rows)


def _leading_first(rows: Iterable[Any]) -> dict[UUID, tuple[str, ...]]:
    """The pillars of some assignments by record; those of one rank in the order in which they were written."""
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for _number, record, role, _nothing, own, body in sorted(rows, key=itemgetter(0)):
        if pillar := own or body:
            place = ACTING.index(role)
            found[record][pillar] = min(place, found[record].get(pillar, place))
    return {record: tuple(sorted(ranks, key=lambda one: ranks[one])) for record, ranks in found.items()}


def pillars_of_posts(posts: Iterable[Any]) -> tuple[str, ...]:
    """The pillars of the posts that acted, each once, in their order; the one rule by which a pillar is derived."""
    return tuple(dict.fromkeys(post.pillar for post in posts if post and post.pillar))


def of_pillar(standpoint: Standpoint, rows: QuerySet[Entry], *pillars: str) -> QuerySet[Entry]:
    """The entries in whose records one of some pillars acts, by assignment or, without one, by the posts that acted."""
    acting = _acting(standpoint).exclude(pillar="", body__pillar="")
    own = acting.filter(Q(pillar__in=pillars) | Q(pillar="", body__pillar__in=pillars))
    derived = Q(pk__in=())
    for register in registers().values():
        if names := post_fields(register):
            posts = standpoint.of(Post).filter(pillar__in=pillars).order_by().values("uuid")
            acted = Q(pk__in=())
            for name in names:
                acted |= Q(**{f"{name}_id__in": posts})
            derived |= Q(record__in=standpoint.of(register.model).filter(acted).order_by().values("uuid"))
    return rows.filter(Q(record__in=own.values("record")) | ~Q(record__in=acting.values("record")) & derived)


def post_fields(register: Register) -> list[str]:
    """The fields of a register that name the post in which somebody acted; a tenure holds one and acts in none."""
    if not register.calendar:
        return []
    return [f.name for f in register.model._meta.local_concrete_fields if f.related_model is Post][:_POSTS]


def _acting(standpoint: Standpoint) -> QuerySet[Any]:
    """The assignments that say who acts, of bodies this reader may see."""
    rows = Assignment.objects.at(standpoint.number).filter(role__in=ACTING)
    if standpoint.access.everything:
        return rows
    return rows.filter(body__in=restrict(Body.objects.order_by(), standpoint.access).values("pk"))


def _assigned(acting: QuerySet[Any]) -> QuerySet[Any]:
    """Number, record, role, nothing, own pillar and the body's of some assignments, in as many columns as `_rows`."""
    told: QuerySet[Any] = acting.order_by().annotate(
        c0=F("row"), c1=F("record"), c2=_text("role"), c3=Value("", _PLAIN)
    )
    told = told.annotate(c4=_text("pillar"), c5=_text("body__pillar"))
    return told.values_list(*_COLUMNS)


def _rows(standpoint: Standpoint, register: Register, ids: list[UUID]) -> QuerySet[Any]:
    """Zero, identity, start and end as texts, and the pillars of up to two posts of some records."""
    start, end = register.period or (None, None)
    posts = {f"c{4 + n}": _post(standpoint, name) for n, name in enumerate(post_fields(register))}
    empty = {f"c{4 + n}": Value("", _PLAIN) for n in range(len(posts), _POSTS)}
    rows: QuerySet[Any] = standpoint.of(register.model).filter(uuid__in=ids).order_by()
    zero = Value(0, models.BigIntegerField())
    rows = rows.annotate(c0=zero, c1=F("uuid"), c2=_text(start), c3=_text(end), **posts, **empty)
    return rows.values_list(*_COLUMNS)


def _date(text: Any) -> UncertainDate | None:
    return parse_date(str(text)) if text else None


def _text(name: str | None) -> Any:
    return Cast(name, _PLAIN) if name else Value("", _PLAIN)


def _post(standpoint: Standpoint, name: str) -> Any:
    seen = standpoint.of(Post).filter(uuid=OuterRef(f"{name}_id")).order_by()
    return Subquery(seen.values("pillar")[:1], output_field=_PLAIN)
