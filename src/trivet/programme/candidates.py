"""Candidates: the lines that rules are to judge, read in two statements however many they are.

Here alone lines are read past a reader's rights: what the reader may not see is marked so, is read only where the
profile lets it show as busy, and leaves the judging as days and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from trivet.core.access import Access, restrict, restrict_near
from trivet.core.happenings import ACTING
from trivet.core.history import Assignment, Link
from trivet.core.indexing import searchable
from trivet.core.partners import Partner
from trivet.core.records import State
from trivet.core.register import register_of
from trivet.core.withheld import released
from trivet.programme.lines import LineDecision, ProgrammeLine, SecondLeader
from trivet.values.dates import UncertainDate

_S = ProgrammeLine.Status
_COUNTRIES = frozenset({Partner.Kind.COUNTRY, Partner.Kind.STATE})
#: Words of a title that are shorter say nothing of its topic.
_SHORTEST = 2
#: So many lines are named to the database one by one.
_FEW = 200
_TEXT = models.CharField(max_length=80)
_YES, _NO = Value(True, models.BooleanField()), Value(False, models.BooleanField())


class Leading(NamedTuple):
    """As what somebody leads: the body and the rank of the post."""

    body: UUID | None
    rank: int | None


@dataclass(slots=True)
class Candidate:
    """One line as rules look at it.

    first, last: the days within which it lies for all that is known; sure: those on which it certainly takes place.
    root: what it is combined with, or itself. visible: the reader may see it; near: a body of the reader keeps it or
    has a part in it. marks: decisions on findings about it, by the finding's mark.
    """

    uuid: UUID
    title: str
    programme: UUID
    year: int
    keeper: UUID | None
    keeper_key: str
    direction: str
    topic: str
    first: date
    last: date
    sure: tuple[date, date] | None
    length: int | None
    rank: int | None
    size: int | None
    visit_class: str
    guest_rank: str
    funding: str
    root: UUID
    marking: int
    visible: bool
    near: bool
    pillars: frozenset[str]
    leaders: dict[UUID, Leading] = field(default_factory=dict)
    partners: dict[UUID, tuple[str, str]] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day by which a rule must be in force to look at it."""
        return self.first if self.first != date.min else date(self.year, 1, 1)

    @property
    def countries(self) -> int:
        """How many countries it leads to."""
        return sum(kind in _COUNTRIES for _iso2, kind in self.partners.values())

    def window(self, longest: int) -> tuple[date, date] | None:
        """Its first and last day, unless they lie so far apart that they tell no time."""
        if self.first == date.min or self.last == date.max or (self.last - self.first).days >= longest:
            return None
        return self.first, self.last

    def inside(self, outer: Candidate) -> bool:
        """Whether it lies within the longer stay of another."""
        if not self.sure or not outer.sure or self.sure == outer.sure:
            return False
        return outer.sure[0] <= self.sure[0] and self.sure[1] <= outer.sure[1]

    def goes_on_to(self, other: Candidate) -> bool:
        """Whether it is over on the day on which another begins: one travels on from here to there.

        Two lines of one single day are not known to follow each other.
        """
        return self.sure is not None and other.sure is not None and self.sure[1] <= other.sure[0] < other.sure[1]

    def same_topic(self, other: Candidate, share: float) -> bool:
        """Whether both have one topic: by its code, or where a code is missing by the words of their titles."""
        if self.topic and other.topic:
            return self.topic == other.topic
        one, two = _words(self.title), _words(other.title)
        return bool(one & two) and len(one & two) >= share * len(one | two)

    def same_entry(self, other: Candidate) -> bool:
        """Whether both have the same leaders and first day, and the title of one says all that the other's says."""
        one, two = _words(self.title, 1), _words(other.title, 1)
        same = self.first == other.first and self.leaders.keys() == other.leaders.keys()
        return same and (one <= two or two <= one)


def _words(title: str, shortest: int = _SHORTEST) -> set[str]:
    return {word for word in searchable(title).split() if len(word) >= shortest}


def standing(access: Access, up_to: int | None) -> QuerySet[Any]:
    """The lines still meant to be done that a reader may see and, up to a marking, those that may show as busy."""
    rows = ProgrammeLine.objects.filter(status__in=(_S.PROPOSED, _S.APPROVED)).exclude(state=State.WITHDRAWN)
    seen = restrict(rows, access)
    if up_to is None or access.everything or not access.mine:
        every: QuerySet[Any] = seen.annotate(visible=_YES, near=_NO)
        return every
    live, shared = ProgrammeLine.objects.filter(pk=OuterRef("pk")), (State.IN_REVIEW, State.VERIFIED)
    both: QuerySet[Any] = released(rows, "version").annotate(
        visible=Exists(restrict(live, access)), near=Exists(restrict_near(live, access))
    )
    return both.filter(Q(visible=True) | Q(marking__lte=up_to, state__in=shared))


_COLUMNS = (
    "uuid", "title", "programme_id", "programme__year_latest", "keeper_id", "keeper__key", "keeper__pillar",
    "direction", "topic", "starts", "ends", "days", "head_id", "post__body_id", "post__rank", "size", "visit_class",
    "guest_rank", "funding", "combined_with_id", "marking", "visible", "near",
)  # fmt: skip


def candidates(rows: QuerySet[Any]) -> list[Candidate]:
    """Some of the `standing` lines with all that rules look at, in two statements."""
    told = rows.order_by().values_list(*_COLUMNS)
    found = {row[0]: _candidate(row) for row in told}
    acting: dict[UUID, set[str]] = {}
    ids = list(found) if len(found) <= _FEW else rows.order_by().values("pk")
    for kind, uuid, one, two, text, more, number in _beside(ids) if found else ():
        line = found.get(uuid)
        if line is None:  # written between the two statements
            continue
        if kind == "partner":
            line.partners[one] = text, more
        elif kind == "leader":
            line.leaders.setdefault(one, Leading(two, number))
        elif kind == "pillar" and (text or more):
            acting.setdefault(uuid, set()).add(text or more)
        elif kind == "decision":
            line.marks[text] = more
    for uuid, pillars in acting.items():
        found[uuid].pillars = frozenset(pillars)
    return list(found.values())


def _candidate(row: tuple[Any, ...]) -> Candidate:
    uuid, title, programme, year, keeper, key, pillar, direction, topic, starts, ends, days, head, body, *more = row
    rank, size, visit_class, guest_rank, funding, root, marking, visible, near = more
    first, last, sure = span_of(starts, ends)
    return Candidate(
        uuid=uuid,
        title=title,
        programme=programme,
        year=year.year,
        keeper=keeper,
        keeper_key=key or "",
        direction=direction,
        topic=topic,
        first=first,
        last=last,
        sure=sure,
        length=days or ((last - first).days + 1 if sure == (first, last) else None),
        rank=rank,
        size=size,
        visit_class=visit_class,
        guest_rank=guest_rank,
        funding=funding,
        root=root or uuid,
        marking=marking,
        visible=visible,
        near=near and visible,
        pillars=frozenset({pillar} if pillar else ()),
        leaders={head: Leading(body, rank)} if head else {},
    )


def span_of(starts: UncertainDate | None, ends: UncertainDate | None) -> tuple[date, date, tuple[date, date] | None]:
    """The days within which a line lies, and those on which it certainly takes place."""
    if starts is None:
        return date.min, date.max, None
    end = ends or starts
    certain = starts.exact if ends is None else starts.latest <= end.earliest
    return starts.earliest, max(starts.latest, end.latest), (starts.latest, end.earliest) if certain else None


def _beside(ids: QuerySet[Any] | list[UUID]) -> Iterable[tuple[Any, ...]]:
    """Partners, further leaders, pillars that act and decisions on findings of some lines, in one statement."""
    code = register_of(ProgrammeLine).code
    nobody = Value(None, models.UUIDField())
    links = Link.objects.at(None).filter(register=code, record__in=ids)
    leaders = SecondLeader.objects.at(None).filter(owner__in=ids)
    assigned = Assignment.objects.at(None).filter(register=code, record__in=ids, role__in=ACTING)
    decided = LineDecision.objects.at(None).filter(owner__in=ids).exclude(finding="")
    branches = [
        _told(links, "partner", F("record"), F("partner_id"), nobody, F("partner__iso2"), F("partner__kind")),
        _told(leaders, "leader", F("owner_id"), F("person_id"), F("post__body_id"), number=F("post__rank")),
        _told(assigned, "pillar", F("record"), F("body_id"), nobody, F("pillar"), F("body__pillar")),
        _told(decided, "decision", F("owner_id"), F("other_id"), nobody, F("finding"), F("verdict")),
    ]
    return branches[0].union(*branches[1:], all=True)


def _told(
    rows: QuerySet[Any],
    kind: str,
    line: Any,
    one: Any,
    two: Any,
    text: Any = None,
    more: Any = None,
    number: Any = None,
) -> QuerySet[Any]:
    empty = Value("", _TEXT)
    columns = (Value(kind, _TEXT), line, one, two, text or empty, more or empty)
    whole = number if number is not None else Value(None, models.IntegerField())
    named = {f"c{n}": column for n, column in enumerate((*columns, whole))}
    told: QuerySet[Any] = rows.order_by().annotate(**named).values_list(*named)
    return told
