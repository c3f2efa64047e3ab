"""Judging: what the rules find in some lines, without regard to where the lines were read from."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from trivet.programme.candidates import Candidate
from trivet.programme.lines import ProgrammeLine
from trivet.programme.rules import (
    Applies,
    Busy,
    Clash,
    Complement,
    Duplicate,
    Holiday,
    ProgrammeRule,
    Rank,
    Size,
    Supplied,
    Together,
    Trips,
)

_D = ProgrammeLine.Direction
_HOME, _AWAY = frozenset({_D.IN, _D.CONFERENCE}), frozenset({_D.OUT})
_Span = tuple[date, date]


@dataclass(frozen=True)
class Finding:
    """What a rule found: the lines it is about, in the order of their days, and what is wrong with them.

    about: the leaders or partners it is about. told: what was measured beside what is allowed, or the days off.
    busy: lines of which the reader learns the days alone.
    """

    rule: ProgrammeRule
    lines: tuple[Candidate, ...]
    about: tuple[UUID, ...] = ()
    told: tuple[tuple[str, int, int] | date, ...] = ()
    busy: tuple[Candidate, ...] = ()

    @property
    def mark(self) -> str:
        """What a decision on it is kept under; it changes with the days of its lines and with what was measured."""
        spans = [(one.uuid.hex, str(one.first), str(one.last)) for one in (*self.lines, *self.busy)]
        text = repr((self.rule.code, [one.hex for one in self.about], [str(one) for one in self.told], spans))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def menders(self) -> tuple[UUID, ...]:
        """The bodies that can mend it: those that keep its lines."""
        return tuple(dict.fromkeys(one.keeper for one in self.lines if one.keeper))


@dataclass(frozen=True)
class Book:
    """The rules, and the days off at home (by year) and of a partner (by ISO 3166 alpha-2 code and year)."""

    rules: tuple[ProgrammeRule, ...]
    home: Callable[[int], frozenset[date]]
    abroad: Callable[[str, int], frozenset[date]]

    @property
    def busy(self) -> Busy | None:
        """The rule by which lines that a reader may not see show as busy."""
        return next((rule for rule in self.rules if isinstance(rule, Busy)), None)


def judge(lines: Sequence[Candidate], book: Book, focus: UUID | None = None) -> list[Finding]:
    """Every finding in some lines, or those alone that one of them is part of."""
    seen = [one for one in lines if one.visible]
    found: list[Finding] = []
    for rule in book.rules:
        if isinstance(rule, Busy):
            found += _busy(rule, lines, focus)
        else:
            found += _JUDGES[type(rule)](rule, [one for one in seen if _applies(rule, one)], book, focus)
    return sorted(
        _once(found), key=lambda one: (one.lines[0].first, one.rule.code, [line.uuid for line in one.lines], one.about)
    )


def _once(found: Iterable[Finding]) -> Iterator[Finding]:
    """Of two lines that several rules call a duplicate, what the first of these rules says."""
    told: set[tuple[UUID, ...]] = set()
    for one in found:
        pair = tuple(line.uuid for line in one.lines)
        if not isinstance(one.rule, Duplicate) or pair not in told:
            yield one
        if isinstance(one.rule, Duplicate):
            told.add(pair)


def _applies(rule: ProgrammeRule, one: Candidate) -> bool:
    """Whether a rule looks at a line, on the day it begins."""
    told: Applies = rule.applies
    return (
        (not told.directions or one.direction in told.directions)
        and (not told.classes or one.visit_class in told.classes)
        and (not told.guest_ranks or one.guest_rank in told.guest_ranks)
        and (not told.funding or one.funding in told.funding)
        and (not told.bodies or one.keeper_key in told.bodies)
        and (told.ranks is None or (one.rank is not None and told.ranks[0] <= one.rank <= told.ranks[1]))
        and rule.holds(one.day)
    )


def _pairs(
    lines: Iterable[Candidate],
    keys: Callable[[Candidate], Iterable[Hashable]],
    span: Callable[[Candidate], _Span | None],
    window: int = 0,
    focus: UUID | None = None,
) -> Iterator[tuple[Candidate, Candidate]]:
    """Lines two by two that share a key and lie at most `window` days apart, each pair once, in the order of days."""
    by_key: dict[Hashable, list[tuple[int, int, Candidate]]] = defaultdict(list)
    for one in lines:
        if days := span(one):
            for key in keys(one):
                by_key[key].append((days[0].toordinal(), days[1].toordinal(), one))
    met: set[tuple[UUID, UUID]] = set()
    for group in by_key.values():
        group.sort(key=lambda entry: (entry[0], entry[2].uuid))
        near: list[tuple[int, Candidate]] = []
        for first, last, one in group:
            near = [entry for entry in near if entry[0] + window >= first]
            for _last, other in near:
                pair = other.uuid, one.uuid
                if (focus is None or focus in pair) and pair not in met:
                    met.add(pair)
                    yield other, one
            near.append((last, one))


def _one_matter(
    rule: Duplicate | Complement, lines: list[Candidate], book: Book, focus: UUID | None
) -> Iterator[Finding]:
    told = rule.parameters

    def span(one: Candidate) -> _Span | None:
        return one.window(told.longest)

    def keys(one: Candidate) -> Iterable[Hashable]:
        return [(one.direction, partner) for partner in one.partners]

    several = isinstance(rule, Complement)
    for one, other in _pairs(lines, keys, span, told.window, focus):
        if one.root == other.root or (len(one.pillars | other.pillars) > 1) != several:
            continue
        alike = one.same_entry(other) if told.twice else not told.same_topic or one.same_topic(other, told.words)
        if alike:
            yield Finding(rule, (one, other), tuple(sorted(one.partners.keys() & other.partners.keys())))


def _clashes(rule: Clash, lines: list[Candidate], book: Book, focus: UUID | None) -> Iterator[Finding]:
    placed = [one for one in lines if one.direction in _HOME | _AWAY]
    for one, other in _pairs(placed, lambda one: one.leaders, lambda one: one.sure, 0, focus):
        if one.root != other.root and _elsewhere(one, other):
            yield Finding(rule, (one, other), tuple(sorted(one.leaders.keys() & other.leaders.keys())))


def _elsewhere(one: Candidate, other: Candidate) -> bool:
    """Whether two overlapping lines are in two places, and neither is a side trip in the other nor goes on from it."""
    if one.direction in _HOME and other.direction in _HOME:
        return False
    if one.direction in _AWAY and other.direction in _AWAY:
        one_journey = one.inside(other) or other.inside(one) or one.goes_on_to(other)
        return not (one_journey or one.partners.keys() & other.partners.keys())
    return True


def _busy(rule: Busy, lines: Sequence[Candidate], focus: UUID | None) -> Iterator[Finding]:
    """Own lines of the reader beside hidden ones: days, and the leader or partner that the own line told."""
    told = rule.parameters

    def keys(one: Candidate) -> Iterable[Hashable]:
        return (*one.leaders, *one.partners)

    def span(one: Candidate) -> _Span | None:
        return one.window(told.longest)

    concerned = [one for one in lines if one.near or (not one.visible and one.marking <= told.up_to)]
    for one, other in _pairs((one for one in concerned if rule.holds(one.day)), keys, span, 0, focus):
        if one.visible != other.visible:
            own, hidden = (one, other) if one.visible else (other, one)
            shared = {*own.leaders, *own.partners} & {*hidden.leaders, *hidden.partners}
            yield Finding(rule, (own,), tuple(sorted(shared)), busy=(hidden,))


def _trips(rule: Trips, lines: list[Candidate], book: Book, focus: UUID | None) -> Iterator[Finding]:
    by_leader: dict[tuple[UUID, int], list[Candidate]] = defaultdict(list)
    for one in lines:
        for person in one.leaders:
            by_leader[person, one.year].append(one)
    most = rule.parameters.most
    for (person, _year), taken in by_leader.items():
        trips = _counted(taken) if len(taken) > most else []
        if len(trips) > most and (focus is None or focus in {one.uuid for one in trips}):
            yield Finding(rule, tuple(trips), (person,), (("trips", len(trips), most),))


def _counted(lines: list[Candidate]) -> list[Candidate]:
    """One line for each trip: lines that are combined are one, and side trips belong to the longer stay."""
    firsts: dict[UUID, Candidate] = {}
    for one in sorted(lines, key=lambda one: (one.first, one.uuid)):
        firsts.setdefault(one.root, one)
    trips = list(firsts.values())
    return [one for one in trips if not any(one.inside(other) for other in trips)]


def _together(rule: Together, lines: list[Candidate], book: Book, focus: UUID | None) -> Iterator[Finding]:
    for one in _alone(lines, focus):
        of_body = Counter(leader.body for leader in one.leaders.values() if leader.body)
        for body, count in of_body.items():
            if count > rule.parameters.most:
                people = sorted(person for person, leader in one.leaders.items() if leader.body == body)
                yield Finding(rule, (one,), tuple(people), (("together", count, rule.parameters.most),))


def _sizes(rule: Size, lines: list[Candidate], book: Book, focus: UUID | None) -> Iterator[Finding]:
    told = rule.parameters
    for one in _alone(lines, focus):
        a_country = (told.days_per_country or 0) * one.countries or None
        asked = (
            ("persons", one.size, told.persons),
            ("days", one.length, told.days),
            ("countries", one.countries, told.countries),
            ("days_per_country", one.length, a_country),
        )
        over = tuple((name, count, most) for name, count, most in asked if most and count and count > most)
        if over:
            yield Finding(rule, (one,), told=over)


def _holidays(rule: Holiday, lines: list[Candidate], book: Book, focus: UUID | None) -> Iterator[Finding]:
    for one in _alone(lines, focus):
        hit = _days_off(rule, one, book) if one.sure else {}
        if hit:
            yield Finding(rule, (one,), tuple(sorted(set().union(*hit.values()))), tuple(sorted(hit)))


def _days_off(rule: Holiday, one: Candidate, book: Book) -> dict[date, set[UUID]]:
    """The holidays on which a line certainly takes place, with the partners who keep them."""
    first, last = one.sure or (one.first, one.last)
    hit: dict[date, set[UUID]] = defaultdict(set)
    for year in range(first.year, last.year + 1):
        if rule.parameters.of == "home":
            off = [(day, set[UUID]()) for day in book.home(year)]
        else:
            kept = [(partner, iso2) for partner, (iso2, _kind) in one.partners.items() if iso2]
            off = [(day, {partner}) for partner, iso2 in kept for day in book.abroad(iso2, year)]
        for day, whose in off:
            if first <= day <= last:
                hit[day] |= whose
    return hit


def _ranks(rule: Rank, lines: list[Candidate], book: Book, focus: UUID | None) -> Iterator[Finding]:
    told = rule.parameters
    for one in _alone(lines, focus):
        guest = told.guest_ranks and one.guest_rank and one.guest_rank not in told.guest_ranks
        own = told.last is not None and one.rank is not None and one.rank > told.last
        if guest or own:
            yield Finding(rule, (one,))


def _supplied(rule: Supplied, lines: list[Candidate], book: Book, focus: UUID | None) -> Iterator[Finding]:
    for one in _alone(lines, focus):
        if wrong := tuple(sorted(rule.wrong(one))):
            yield Finding(rule, (one,), wrong)


def _alone(lines: list[Candidate], focus: UUID | None) -> Iterable[Candidate]:
    return lines if focus is None else [one for one in lines if one.uuid == focus]


_JUDGES: dict[type[Any], Callable[[Any, list[Candidate], Book, UUID | None], Iterable[Finding]]] = {
    Duplicate: _one_matter,
    Complement: _one_matter,
    Clash: _clashes,
    Trips: _trips,
    Together: _together,
    Size: _sizes,
    Holiday: _holidays,
    Rank: _ranks,
    Supplied: _supplied,
}
