"""What is asked of the record from outside: moments and days as they are written, and the office that answers."""

import re
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import QuerySet, Subquery
from django.utils.translation import gettext as _

from trivet.core.office import Office
from trivet.core.profile import Profile, load_profile
from trivet.core.standpoint import Standpoint
from trivet.core.wording import in_reader_language
from trivet.values.dates import DateError, parse_date


class BadValue(Exception):
    """Something in the address cannot be read; the message says how to write it."""


def known_at(text: str) -> datetime | None:
    """The moment in `known=`: an ISO moment (UTC unless it says otherwise), or a date, which means its end."""
    text = text.strip()
    if not text:
        return None
    # An unescaped plus sign of a time zone arrives as a space.
    text = re.sub(r" (\d\d:?\d\d)$", r"+\1", text) if "T" in text else text
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return datetime.combine(date.fromisoformat(text), time.max, UTC)
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        message = _("“%s” is not a moment: write 2024-12-31 or 2024-12-31T18:00Z.") % text
        raise BadValue(message) from problem


def day_of(text: str) -> date | None:
    """The day in `on=`."""
    if not text.strip():
        return None
    try:
        found = parse_date(text)
    except DateError as problem:
        raise BadValue(in_reader_language(problem)) from problem
    if not found.exact:
        raise BadValue(_("“%s” is not one day: write a day such as 2024-12-31.") % text)
    return found.earliest


def as_of_now(standpoint: Standpoint) -> Standpoint:
    """The same reader's view of what is known now."""
    if standpoint.known is None:
        return standpoint
    now = Standpoint(standpoint.user, memory=standpoint.memory)
    vars(now)["access"] = standpoint.access  # the rights are today's from wherever one looks
    return now


def moment_text(moment: datetime) -> str:
    """A moment as it stands in an address."""
    if moment.timetz() == time.max.replace(tzinfo=UTC):
        return moment.date().isoformat()
    return moment.isoformat().replace("+00:00", "Z")


def with_office(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows that bring the office along, which saves a page a statement; see `remember_office`."""
    first = Office.objects.order_by("pk")
    brought: QuerySet[Any] = rows.annotate(
        office_profile=Subquery(first.values("profile")[:1]), office_country=Subquery(first.values("country")[:1])
    )
    return brought


def remember_office(standpoint: Standpoint, row: Any) -> None:
    """Keep the office that a row brought along."""
    if row.office_profile:
        standpoint.memory["office"] = Office(profile=row.office_profile, country=row.office_country)


def profile_of(standpoint: Standpoint) -> Profile | None:
    """The profile this record works by, if one was begun."""
    return load_profile(standpoint.office.profile) if standpoint.office else None
