"""The holidays an office keeps: the table `holidays` of its profile over the calendar of the country."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from trivet.core.names import reader_language
from trivet.core.profile import Profile, ProfileError, said
from trivet.core.wording import in_reader_language
from trivet.values.dates import DateError, UncertainDate, parse_date
from trivet.values.holidays import public_holidays
from trivet.values.territories import territories
from trivet.values.working_days import WorkingDays


@dataclass(frozen=True)
class Holiday:
    """A day off and what it is called; `confirmed` says whether somebody has read the basis of the rule."""

    day: date
    name: str
    basis: str
    confirmed: bool


def holidays_between(
    profile: Profile, first: date, last: date, language: str | None = None, country: str = ""
) -> dict[date, Holiday]:
    """The holidays from one day to another, both included, in a language (None: the reader's).

    A row of the table names a `country` (ISO 3166 alpha-2; empty is `country`, the office's own in alpha-3), the
    days of its validity, and days that a decision of the year puts beside the calendar: `add` holds tables
    `{ day = "2025-05-02", label = { en = "…" } }` or plain days, `remove` plain days.
    Raises ProfileError for a day that cannot be read.
    """
    spoken = language or reader_language()
    own = territories().get(country or profile.country, ("", ""))[0]
    found: dict[date, Holiday] = {}
    for row in profile.rows("holidays"):
        start, end = _bounds(profile, row, first, last)
        names: dict[date, str] = {}
        for year in range(start.year, end.year + 1):
            names |= public_holidays(row.get("country") or own, year, spoken)
        removed = {_day(profile, text) for text in row.get("remove", [])}
        names = {day: name for day, name in names.items() if day not in removed}
        names |= dict(_added(profile, row.get("add", []), spoken))
        for day, name in names.items():
            if start <= day <= end:
                found[day] = Holiday(day, name, str(row.get("basis", "")), bool(row.get("verified")))
    return dict(sorted(found.items()))


@lru_cache(maxsize=16)
def working_days(profile: Profile) -> WorkingDays:
    """Which days the office works; a row's `worked` lists days worked instead of others, by decision of the year."""

    @lru_cache(maxsize=64)
    def off(year: int) -> frozenset[date]:
        return frozenset(holidays_between(profile, date(year, 1, 1), date(year, 12, 31), "en"))

    worked = frozenset(_day(profile, text) for row in profile.rows("holidays") for text in row.get("worked", []))
    return WorkingDays(off, lambda year: worked)


def _bounds(profile: Profile, row: dict[str, Any], first: date, last: date) -> tuple[date, date]:
    """The days asked for, as far as the row is valid."""
    start, end = row.get("valid_from"), row.get("valid_to")
    return (
        max(first, _read(profile, start).earliest) if start else first,
        min(last, _read(profile, end).latest) if end else last,
    )


def _added(profile: Profile, rows: Iterable[Any], language: str) -> Iterable[tuple[date, str]]:
    for row in rows:
        told = row if isinstance(row, dict) else {"day": row}
        day = _day(profile, told.get("day", ""))
        yield day, said(told.get("label"), language) or day.isoformat()


def _day(profile: Profile, text: Any) -> date:
    found = _read(profile, text)
    if not found.exact:
        raise _wrong(profile, _("“%s” is not one day: write a day such as 2024-12-31.") % text)
    return found.earliest


def _read(profile: Profile, text: Any) -> UncertainDate:
    try:
        return parse_date(str(text))
    except DateError as problem:
        raise _wrong(profile, in_reader_language(problem)) from problem


def _wrong(profile: Profile, problem: str) -> ProfileError:
    told = {"file": "profile.toml", "code": profile.code, "problem": f"[[holidays]] {problem}"}
    return ProfileError(_("%(file)s of profile “%(code)s”: %(problem)s") % told)
