"""The plan and what came of it: lines carried out, moved, ahead or missed, and activities that no line planned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from trivet.core.access import restrict
from trivet.core.records import State
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.programme.candidates import span_of
from trivet.programme.lines import ProgrammeLine
from trivet.programme.programmes import Programme
from trivet.programme.reading import lines_of, pillars_of
from trivet.registers.activities import Activity

#: What can have come of a line or activity, in the order in which it is told.
KINDS = ("done", "moved", "ahead", "missed", "unplanned")


@dataclass(frozen=True)
class Outcome:
    """One approved line, or one activity that no line planned (`unplanned`), with what came of it.

    done: carried out within the planned days; moved: on others; ahead: not yet; missed: its days are over and no
    activity is told. An `ad_hoc` line was added outside the plan.
    """

    register: str
    uuid: UUID
    title: str
    kind: str
    body: UUID | None
    pillars: tuple[str, ...]
    ad_hoc: bool = False


@dataclass
class Share:
    """The outcomes of one body or pillar, by kind, and how much of all was not planned."""

    of: Any
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys((*KINDS, "ad_hoc"), 0))

    @property
    def total(self) -> int:
        return sum(self.counts[kind] for kind in KINDS)

    @property
    def ad_hoc_percent(self) -> int:
        """Ad hoc lines and activities without a line, of a hundred."""
        unplanned = self.counts["unplanned"] + self.counts["ad_hoc"]
        return round(100 * unplanned / self.total) if self.total else 0


def outcomes(standpoint: Standpoint, programme: Programme) -> list[Outcome]:
    """What came of the approved lines of a programme, and what happened in its year without one."""
    year = Q(starts_earliest__gte=programme.year.earliest, starts_earliest__lte=programme.year.latest)
    lines = lines_of(standpoint, programme.pk).filter(status=ProgrammeLine.Status.APPROVED)
    planned = standpoint.of(ProgrammeLine).exclude(activity=None).values("activity")
    happened = standpoint.of(Activity).exclude(kind=Activity.Kind.CALL).exclude(state=State.WITHDRAWN)
    unplanned = happened.filter(year).exclude(pk__in=planned)
    return [*_of_lines(standpoint, lines), *_of_activities(standpoint, unplanned)]


def shares(found: Iterable[Outcome], key: Callable[[Outcome], Iterable[Any]]) -> list[Share]:
    """The outcomes by what `key` gives for each, the largest first; one that gives several counts for each."""
    by_key: dict[Any, Share] = {}
    for one in found:
        for place in key(one):
            share = by_key.setdefault(place, Share(place))
            share.counts[one.kind] += 1
            share.counts["ad_hoc"] += one.ad_hoc
    return sorted(by_key.values(), key=lambda share: (-share.total, str(share.of)))


def _of_lines(standpoint: Standpoint, lines: QuerySet[Any]) -> Iterator[Outcome]:
    pillars, today = pillars_of(standpoint, lines), timezone.localdate()
    code = register_of(ProgrammeLine).code
    seen = set(
        restrict(Activity.objects.filter(pk__in=lines.values("activity")), standpoint.access).values_list(
            "pk", flat=True
        )
    )
    told = lines.order_by("starts_earliest", "uuid").values_list(
        "uuid", "title", "keeper_id", "keeper__pillar", "ad_hoc", "starts", "ends", "activity_id", "activity__starts"
    )
    for uuid, title, keeper, pillar, ad_hoc, starts, ends, activity, began in told:
        first, last, _sure = span_of(starts, ends)
        kind = _kind(first, last, began if activity in seen else None, activity in seen, today)
        yield Outcome(code, uuid, title, kind, keeper, pillars.get(uuid) or ((pillar,) if pillar else ()), ad_hoc)


def _kind(first: date, last: date, began: Any, happened: bool, today: date) -> str:
    if not happened:
        return "missed" if last < today else "ahead"
    within = began is None or (began.earliest <= last and first <= began.latest)
    return "done" if within else "moved"


def _of_activities(standpoint: Standpoint, rows: QuerySet[Any]) -> Iterator[Outcome]:
    pillars, code = pillars_of(standpoint, rows), register_of(Activity).code
    told = rows.order_by("starts_earliest", "uuid").values_list(
        "uuid", "title", "keeper_id", "post__pillar", "keeper__pillar"
    )
    for uuid, title, keeper, post, pillar in told:
        derived = post or pillar
        yield Outcome(code, uuid, title, "unplanned", keeper, pillars.get(uuid) or ((derived,) if derived else ()))
