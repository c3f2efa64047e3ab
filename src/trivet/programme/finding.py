"""The finder: what is wrong in a whole programme, or about one line of it, as one reader may see it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from trivet.core.history import Link
from trivet.core.holidays import holidays_between
from trivet.core.office import office
from trivet.core.profile import load_profile
from trivet.core.standpoint import Standpoint
from trivet.programme.candidates import candidates, span_of, standing
from trivet.programme.judging import Book, Finding, judge
from trivet.programme.lines import ProgrammeLine, SecondLeader
from trivet.programme.programmes import Programme, year_of
from trivet.programme.rules import Complement, Duplicate, Supplied, programme_rules
from trivet.values.holidays import public_holidays


@dataclass(frozen=True)
class Found:
    """A finding with what was decided on it; one that was decided does not come back as long as nothing moves."""

    finding: Finding
    verdict: str = ""


def findings(standpoint: Standpoint, programme: Programme, checks: tuple[Supplied, ...] = ()) -> list[Found]:
    """All findings about the lines of a programme, in the order of days.

    They are judged beside the lines of other programmes of that year, and of any whose days come near; `checks` are
    asked of each line beside the rules of the profile.
    """
    book = book_of(standpoint)
    book = replace(book, rules=(*book.rules, *checks))
    reach, year = timedelta(_window(book)), _year(programme)
    begin, end = year
    own = ProgrammeLine.objects.filter(programme=programme.pk)
    span = own.aggregate(first=Min("starts_earliest"), last=Max(Coalesce("ends_latest", "starts_latest")))
    if span["first"]:
        begin, end = min(begin, span["first"]), max(end, span["last"])
    around = Q(programme=programme.pk) | Q(programme__year_latest__range=year) | _touching(begin, end, reach)
    judged = candidates(_standing(standpoint, book).filter(around))
    found = judge(judged, book)
    return [_decided(one) for one in found if any(line.programme == programme.pk for line in one.lines)]


def findings_of(standpoint: Standpoint, line: Any) -> list[Found]:
    """The findings that one line is part of; it must have its programme, partners and second leaders at hand.

    Those that could be judged together with it are found by its partners, leaders and days. There are none about a
    line that the reader may not see.
    """
    book = book_of(standpoint)
    judged = candidates(_standing(standpoint, book).filter(pk__in=_beside(line, book)))
    found = judge(judged, book, line.uuid)
    return [_decided(one) for one in found if any(other.uuid == line.uuid for other in one.lines)]


def one_matter(standpoint: Standpoint, first: date, last: date) -> list[Found]:
    """The duplicates and complements among lines of any programme that may touch some days, in the order of days."""
    book = book_of(standpoint)
    book = replace(book, rules=tuple(rule for rule in book.rules if isinstance(rule, Duplicate | Complement)))
    reach = timedelta(_window(book))
    judged = candidates(_standing(standpoint, book).filter(_touching(first, last, reach)))
    found = judge(judged, book)
    return [_decided(one) for one in found if any(line.first <= last and line.last >= first for line in one.lines)]


@lru_cache(maxsize=8)
def _book(code: str, country: str) -> Book:
    profile = load_profile(code)

    @cache
    def home(year: int) -> frozenset[date]:
        return frozenset(holidays_between(profile, date(year, 1, 1), date(year, 12, 31), "en", country=country))

    @cache
    def abroad(iso2: str, year: int) -> frozenset[date]:
        return frozenset(public_holidays(iso2, year, "en"))

    return Book(programme_rules(profile), home, abroad)


def book_of(standpoint: Standpoint) -> Book:
    """The rules of the office's profile and the holidays it keeps. Raises NoOffice, ProfileError."""
    found = standpoint.office or office()
    return _book(found.profile, found.country)


def _standing(standpoint: Standpoint, book: Book) -> QuerySet[Any]:
    return standing(standpoint.access, book.busy.parameters.up_to if book.busy else None)


def _beside(line: Any, book: Book) -> QuerySet[Any]:
    """The identities of every line that a rule could judge together with one, each found by an index of its own."""
    every, live = ProgrammeLine.objects.order_by(), Link.objects.at(None)
    leaders = {line.head_id, *(one.person_id for one in line.leaders_rows)} - {None}
    partners = {one.pk for one in line.partners} | ({line.country_id} - {None})
    first, last, _sure = span_of(line.starts, line.ends)
    told = first != date.min and last != date.max
    when = Q(programme__year_latest__range=_year(line.programme))
    if told:
        when |= _touching(first, last, timedelta())
    second = SecondLeader.objects.at(None).filter(person__in=leaders).values("owner")
    found = [every.filter(when, head__in=leaders), every.filter(when, pk__in=second)] if leaders else []
    longest = max((one.parameters.longest for one in book.rules if hasattr(one.parameters, "longest")), default=0)
    if partners and told and (last - first).days < longest:
        reach = timedelta(_window(book))
        named = live.filter(partner__in=partners, record=OuterRef("pk"))
        begun = Q(starts_earliest__gte=first - reach - timedelta(longest))
        found.append(every.filter(begun, _touching(first, last, reach), Exists(named)))
    ids: QuerySet[Any] = every.filter(pk=line.pk).values("pk").union(*(rows.values("pk") for rows in found))
    return ids


def _touching(first: date, last: date, reach: timedelta) -> Q:
    """Lines whose days may come so near to some days; one without an end is its start."""
    begin = first - reach
    ends = Q(ends_latest__gte=begin) | Q(ends_latest=None, starts_latest__gte=begin)
    return ends & Q(starts_earliest__lte=last + reach)


def _year(programme: Programme) -> tuple[date, date]:
    """The days by which programmes are of the same year."""
    return date(year_of(programme), 1, 1), date(year_of(programme), 12, 31)


def _window(book: Book) -> int:
    """The most days that may lie between two lines of one matter."""
    return max((rule.parameters.window for rule in book.rules if isinstance(rule, Duplicate | Complement)), default=0)


def _decided(one: Finding) -> Found:
    marks = {mark: verdict for line in one.lines for mark, verdict in line.marks.items()}
    return Found(one, marks.get(one.mark, "") if marks else "")
