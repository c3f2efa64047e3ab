"""Who asks, and as known when: every page starts from the standpoint that is made here."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from trivet.core.office import Office
from trivet.core.profile import Profile, load_profile
from trivet.core.register import Register, registers
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.wording import in_reader_language
from trivet.values.dates import DateError, parse_date


class BadValue(Exception):
    """Something in the address cannot be read; the message says how to write it."""


def reads(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that is given the reader's standpoint; what cannot be read in its address is answered with 400."""

    @wraps(view)
    def with_standpoint(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        standpoint = Standpoint(reader(request))
        try:
            known = known_at(request.GET.get("known", ""))
            standpoint = Standpoint(standpoint.user, known)
            return view(request, standpoint, *args, **kwargs)
        except BadValue as problem:
            return show(request, standpoint, "wrong", {"problem": str(problem)}, status=400)

    return with_standpoint


def reader(request: HttpRequest) -> User | None:
    """The person who is signed in; None is an outsider."""
    user = request.user
    return user if isinstance(user, User) and user.is_active else None


def show(
    request: HttpRequest, standpoint: Standpoint, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """A page by the name of its template, with the standpoint it was read from."""
    return render(request, f"web/{template}.html", {**context, "standpoint": standpoint}, status=status)


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


def register_named(code: str) -> Register:
    """The register of an address, or 404."""
    try:
        return registers()[code]
    except KeyError as problem:
        raise Http404(code) from problem


def address(standpoint: Standpoint, name: str, *args: Any, **query: Any) -> str:
    """The address of a page, seen from the same moment."""
    said = {key: value for key, value in query.items() if value not in ("", None)}
    if standpoint.known:
        said["known"] = moment_text(standpoint.known)
    return reverse(name, args=args) + ("?" + urlencode(said, doseq=True) if said else "")


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
