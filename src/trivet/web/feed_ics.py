"""A feed as an iCalendar file (RFC 5545): one all-day event a record, the same bytes for the same record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from icalendar import Calendar, vText
from icalendar import Event as Component

from trivet.core.records import State
from trivet.values.dates import OPEN_END, OPEN_START
from trivet.values.markings import Marking
from trivet.web.calendar_words import Happening
from trivet.web.feed_clocks import Due
from trivet.web.feed_hours import Timed
from trivet.web.feeds import Event, FeedContent, Gone

#: Part of every identity for ever; a name that no host can bear, since a record may move to another.
_DOMAIN = "records.trivet.invalid"
_CLASSES = {Marking.PUBLIC: "PUBLIC", Marking.INTERNAL: "PRIVATE"}
_REFRESH = timedelta(hours=6)


def calendar_file(
    name: str,
    content: FeedContent,
    shown: Iterable[Happening],
    pillars: dict[str, str],
    absolute: Callable[[str], str],
    mark: str = "",
) -> bytes:
    """The file of a feed.

    `shown` are its events in words, `pillars` the words for their codes, `absolute` makes an address whole, `mark`
    stands before its name and before every summary, as for an exercise.
    """
    calendar = _calendar(name, mark)
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for event, happening in zip(content.events, shown, strict=True):
        days = days_of(happening)
        if days:
            calendar.add_component(_event(event, happening, days, pillars, absolute))
    for owed in content.due:
        calendar.add_component(_due(owed, absolute))
    for hour in content.hours:
        calendar.add_component(_hour(hour, absolute))
    for one in content.gone:
        calendar.add_component(_gone(one))
    return _octets(calendar, mark)


def hours_file(name: str, hours: Iterable[Timed], mark: str = "") -> bytes:
    """The file of one visit: each item of its programme at its moment."""
    calendar = _calendar(name, mark)
    for one in hours:
        calendar.add_component(_hour(one, str))
    return _octets(calendar, mark)


def _calendar(name: str, mark: str) -> Calendar:
    calendar, named = Calendar(), f"{mark}: {name}" if mark else name
    calendar.add("prodid", "-//Trivet//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", named)
    calendar.add("x-wr-calname", named)
    return calendar


def _octets(calendar: Calendar, mark: str) -> bytes:
    for component in calendar.subcomponents if mark else ():
        component["summary"] = vText(f"{mark}: {component['summary']}")
    return bytes(calendar.to_ical())


def days_of(happening: Happening) -> tuple[date, date] | None:
    """The first day of an all-day event and the day after its last; None where one end is not known at all."""
    first, last = happening.first, max(happening.first, happening.last)
    if first == OPEN_START or last == OPEN_END:
        return None
    return first, last + timedelta(1)


def _event(
    event: Event,
    happening: Happening,
    days: tuple[date, date],
    pillars: dict[str, str],
    absolute: Callable[[str], str],
) -> Component:
    """A day that is not known is no event of that day: the span takes no time and its summary says so."""
    summary = happening.caption
    if not happening.certain:
        summary = _("%(caption)s (%(when)s, day not known)") % {"caption": summary, "when": happening.when}
    component = _component(event.entry.record, event.sequence, event.moment, *days)
    component.add("summary", summary)
    component.add("status", "CONFIRMED" if event.entry.state == State.VERIFIED else "TENTATIVE")
    component.add("transp", "OPAQUE" if happening.certain else "TRANSPARENT")
    component.add("class", _CLASSES.get(Marking(event.entry.marking), "CONFIDENTIAL"))
    component.add("categories", [*(pillars.get(code, code) for code in happening.pillars), happening.register])
    if event.entry.place:
        component.add("location", event.entry.place)
    component.add("url", absolute(happening.url))
    return component


def _due(one: Due, absolute: Callable[[str], str]) -> Component:
    """What is owed stands on its last day and takes none of its time."""
    component = _component(one.record, one.sequence, one.moment, one.day, one.day + timedelta(1))
    component.add("summary", one.summary)
    component.add("status", "CONFIRMED")
    component.add("transp", "TRANSPARENT")
    component.add("class", _CLASSES.get(Marking(one.marking), "CONFIDENTIAL"))
    component.add("categories", [_("what is owed")])
    component.add("url", absolute(one.url))
    return component


def _hour(one: Timed, absolute: Callable[[str], str]) -> Component:
    """An item at its moment, told in UTC so that no calendar needs our zones."""
    component = _component(one.record, one.sequence, one.moment, one.begins, one.ends)
    component.add("summary", one.summary)
    component.add("status", "CONFIRMED")
    component.add("transp", "OPAQUE")
    component.add("class", _CLASSES.get(Marking(one.marking), "CONFIDENTIAL"))
    if one.place:
        component.add("location", one.place)
    component.add("url", absolute(one.url))
    return component


def _gone(one: Gone) -> Component:
    """What is gone has no words and no day of its own: the format asks for one, so it is that on which it went."""
    day = one.moment.date()
    component = _component(one.record, one.sequence, one.moment, day, day + timedelta(1))
    component.add("summary", _("no longer in this calendar"))
    component.add("status", "CANCELLED")
    component.add("transp", "TRANSPARENT")
    return component


def _component(
    record: UUID, sequence: int, moment: datetime, first: date | datetime, after: date | datetime
) -> Component:
    component = Component()
    component.add("uid", f"{record}@{_DOMAIN}")
    component.add("sequence", sequence)
    component.add("dtstamp", moment.replace(microsecond=0))
    component.add("last-modified", moment.replace(microsecond=0))
    component.add("dtstart", first)
    component.add("dtend", after)
    return component
