"""How long a marking protects: clocks from the profile's periods, what ends soon, and the two ways to decide on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import CharField, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trivet.core import actions
from trivet.core.access import restrict
from trivet.core.audit import tell
from trivet.core.drafts import Draft
from trivet.core.entries import Entry, entries_for
from trivet.core.history import Transaction, unit
from trivet.core.profile import Profile, ProfileError
from trivet.core.records import Record
from trivet.core.register import register_of, registers
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.values.markings import Marking, marking_named

#: Days ahead in which an end is soon, beside the days of notice that the profile asks for.
SOON = 120


class Extension(models.Model):
    """That the protection of a record at a marking lasts until a later day: who decided so, when and why."""

    register = models.CharField(max_length=40)
    record = models.UUIDField(db_index=True)
    marking = models.SmallIntegerField()
    until = models.DateField()
    reason = models.TextField(gettext_lazy("reason"))
    decided_by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.register} {self.record} {self.until}"


@dataclass(frozen=True)
class Period:
    """For how many years a marking protects, and how many days before the end an extension is decided."""

    level: int
    years: int
    notice: int
    basis: str
    verified: bool

    def ends(self, given: date) -> date:
        """The day on which what was given on a day ends."""
        try:
            return given.replace(year=given.year + self.years)
        except ValueError:  # 29 February
            return given.replace(year=given.year + self.years, day=28)


@dataclass(frozen=True)
class Ending:
    """A record whose protection ends: since when it has its marking, and until when, by the rule or an extension."""

    entry: Entry
    period: Period
    given: date
    ends: date
    extension: Extension | None

    def days(self, today: date) -> int:
        """Days until it ends; below zero it is over."""
        return (self.ends - today).days

    @property
    def decide_by(self) -> date:
        """The last day on which an extension is decided in time."""
        return self.ends - timedelta(self.period.notice)


def periods_of(profile: Profile | None) -> Mapping[int, Period]:
    """The periods that the profile declares, by marking; often none. Raises ProfileError for what is no number."""
    found = {}
    for row in profile.rows("protection") if profile else []:
        years, notice = row.get("years"), row.get("notice_days", 0)
        if type(years) is not int or type(notice) is not int or years < 1 or notice < 0:
            raise ProfileError(_("protection: years and notice_days are whole numbers"))
        try:
            level = marking_named(str(row.get("marking", "")))
        except ValueError as problem:
            raise ProfileError(_("protection: %s") % problem) from problem
        found[level.value] = Period(level, years, notice, str(row.get("basis", "")), bool(row.get("verified")))
    return found


def ending_soon(standpoint: Standpoint, periods: Mapping[int, Period], today: date, right: str) -> QuerySet[Any]:
    """The entries of records on which a reader has a right and whose protection is near its end or over."""
    if not periods or standpoint.number is not None:
        return Entry.objects.none()
    near = Q()
    given = Entry.objects.filter(record=OuterRef("record"), marking=OuterRef("marking")).order_by("vf").values("vf")[:1]
    moments = Transaction.objects.filter(number=OuterRef("first_vf")).values("moment")
    for level, period in periods.items():
        horizon = today + timedelta(period.notice + SOON)
        begun = datetime.combine(_years_before(horizon, period.years), time.max, UTC)
        longer = Extension.objects.filter(record=OuterRef("record"), marking=level, until__gt=horizon)
        old = Transaction.objects.filter(moment__lte=begun)
        near |= Q(Exists(old), marking=level, given_at__lte=begun) & ~Q(Exists(longer))
    rows: QuerySet[Any] = entries_for(standpoint.access, right).filter(marking__in=list(periods))
    rows = rows.annotate(first_vf=Subquery(given)).annotate(given_at=Subquery(moments[:1]))
    return rows.filter(near)


def endings(standpoint: Standpoint, periods: Mapping[int, Period], today: date, limit: int) -> list[Ending]:
    """What ends soon or is over, the soonest first, with the day from the versions themselves; three statements."""
    may = ending_soon(standpoint, periods, today, "decide")
    entries = list(may.order_by("given_at", "record")[:limit]) if periods and standpoint.number is None else []
    given, extended = _given(entries), _extensions(entries)
    found = []
    for entry in entries:
        if entry.record not in given:
            continue
        period, since = periods[entry.marking], given[entry.record]
        longer = extended.get((entry.record, entry.marking))
        ends = max(period.ends(since), longer.until) if longer else period.ends(since)
        if (ends - today).days <= period.notice + SOON:
            found.append(Ending(entry, period, since, ends, longer))
    return sorted(found, key=lambda one: (one.ends, str(one.entry.record)))


def lower(record: Record, marking: int, *, actor: User, reason: str) -> Any:
    """Give a record a lower marking, its earlier versions too. Raises NotAllowed, Invalid when it is not lower."""
    with unit(actor, reason):
        row: Any = type(record).objects.get(pk=record.pk)
        if marking not in list(Marking) or marking >= row.marking:
            raise Invalid([Problem(str(row), "marking", _("Choose a marking below the present one."))])
        row = actions.change(row, Draft({"marking": marking}), actor=actor, reason=reason, right="decide")
        actions.declassify(row, marking, actor=actor, reason=reason)
        return row


def extend(record: Record, until: date | None, *, actor: User, reason: str) -> Extension:
    """Let the present marking of a record protect it until a later day.

    Raises NotAllowed when the actor may not decide on it, Invalid without a reason or a day that is still to come.
    """
    with unit(actor, reason) as opened:
        register = register_of(type(record))
        row = restrict(register.model.objects.filter(pk=record.pk), actor, "decide").first()
        if row is None:
            raise actions.NotAllowed(_("Only who may decide on the record extends its protection."))
        if until is None or until <= timezone.localdate():
            raise Invalid([Problem(str(row), "until", _("Write the new last day: one that is still to come."))])
        made = Extension(register=register.code, record=row.pk, marking=row.marking, until=until, reason=reason)
        made.decided_by = actor
        made.save(force_insert=True)
        told = {"verb": "extend", "register": register.code, "record": str(row.pk)}
        tell(opened, [{**told, "fields": [f"until={until.isoformat()}"]}])
    return made


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _given(entries: list[Entry]) -> dict[UUID, date]:
    """Since when each record has the marking of now, by its versions."""
    branches = []
    for code in sorted({entry.register for entry in entries}):
        mine = [entry for entry in entries if entry.register == code]
        which = Q()
        for level in {entry.marking for entry in mine}:
            which |= Q(marking=level, uuid__in=[entry.record for entry in mine if entry.marking == level])
        versions: QuerySet[Any] = registers()[code].model.Version.objects.filter(which).order_by()
        first = versions.values("uuid").annotate(number=Min("vf"), c0=F("uuid"), c1=Value(code, CharField()))
        branches.append(first.values_list("c0", "number", "c1"))
    listed = list(branches[0].union(*branches[1:], all=True)) if branches else []
    acts = Transaction.objects.in_bulk({number for _record, number, _code in listed})
    return {record: timezone.localdate(acts[number].moment) for record, number, _code in listed if number in acts}


def _extensions(entries: list[Entry]) -> dict[tuple[UUID, int], Extension]:
    """The extension of each record that lasts longest, by record and marking."""
    rows = Extension.objects.filter(record__in=[entry.record for entry in entries]).select_related("decided_by")
    return {(one.record, one.marking): one for one in rows.order_by("until", "pk")}
