"""Clocks: what a step starts, meets and stops, and the day by which each is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from trivet.core.bodies import Body
from trivet.core.holidays import working_days
from trivet.core.profile import Profile
from trivet.procedures.dossiers import Obligation
from trivet.procedures.standing import Standing
from trivet.procedures.tables import Clock, Rule
from trivet.values.working_days import deadline, next_of_year

_O = Obligation.Outcome


def run_clocks(standing: Standing, transition: str, day: date) -> None:
    """Bring the obligations in line with a step taken on a day: first what it stops and meets, then what it starts."""
    for clock in standing.procedure.clocks:
        runs = open_runs(standing, clock.code)
        if transition in clock.stopped:
            end(standing, runs, day, _O.STOPPED)
        elif transition in clock.met:
            end(standing, runs, day)
    for clock in standing.procedure.clocks:
        if (
            transition in clock.start
            and clock.variant in ("", standing.variant)
            and not open_runs(standing, clock.code)
        ):
            owner = standing.first_of(clock.owner)
            standing.rows["obligations"].append(owed(standing, clock, day, owner))


def end(standing: Standing, rows: Iterable[dict[str, Any]], day: date, outcome: str = _O.MET) -> None:
    """End some obligations; what is met after its term was met late."""
    for row in rows:
        row["outcome"] = _O.LATE if outcome == _O.MET and standing.over(row, day) else outcome
        row["ended"] = day


def end_all(standing: Standing, day: date) -> None:
    """A dossier that has ended owes nothing any more; what was open then was not met."""
    end(standing, (row for row in standing.rows["obligations"] if row["outcome"] == _O.OPEN), day, _O.UNMET)


def open_runs(standing: Standing, code: str) -> list[dict[str, Any]]:
    """The runs of a clock that are open."""
    return [row for row in standing.rows["obligations"] if row["clock"] == code and row["outcome"] == _O.OPEN]


def owed(standing: Standing, clock: Clock, day: date, debtor: UUID | None) -> dict[str, Any]:
    """The obligation of a clock that starts on a day; it counts from that day, or from the day its fact tells."""
    begin = standing.day_of(clock.fact) if clock.fact else day
    zone = zone_of(debtor, standing.profile)
    return {
        "clock": clock.code,
        "branch": "",
        "turn": 1,
        "debtor_id": debtor,
        "creditor_id": standing.first_of(clock.to),
        "escalation_id": _escalation(standing, clock),
        "started": day,
        "zone": zone,
        "outcome": _O.OPEN,
        "ended": None,
        "answer": "",
        "scope": "",
        **_term(standing, clock, begin, zone),
    }


def _term(standing: Standing, clock: Clock, begin: date | None, zone: str) -> dict[str, Any]:
    """By when a clock is due that counts from a day, and the rule that says so."""
    rule = rule_of(standing, clock)
    last = _last_day(standing, clock, rule, begin)
    return {
        "due": last,
        "due_at": end_of(last, zone) if last else None,
        "rule": rule.code if rule else "",
        "basis": rule.basis if rule else "",
        "confirmed": bool(rule and rule.verified),
    }


def _last_day(standing: Standing, clock: Clock, rule: Rule | None, begin: date | None) -> date | None:
    if rule is None or begin is None:
        return begin if clock.fact and clock.rule is None else None
    if rule.unit == "date":
        # What was met before its day is owed again for the next year, not for the same one.
        met = (row for row in standing.rows["obligations"] if row["clock"] == clock.code and row["outcome"] == _O.MET)
        begin = max([begin, *(row["due"] + timedelta(1) for row in met if row["due"])])
    return due_day(standing.profile, rule, begin)


def _escalation(standing: Standing, clock: Clock) -> UUID | None:
    return standing.first_of(clock.escalate) if clock.escalate else None


def move_due(standing: Standing) -> None:
    """Reckon open runs anew when facts have changed, as when a conference is moved or a higher guest is expected."""
    for clock in standing.procedure.clocks:
        for row in open_runs(standing, clock.code) if clock.fact or clock.instead else ():
            begin = standing.day_of(clock.fact) if clock.fact else row["started"]
            row.update(_term(standing, clock, begin, row["zone"]), escalation_id=_escalation(standing, clock))


def rule_of(standing: Standing, clock: Clock) -> Rule | None:
    """The rule of a clock for what the dossier tells, as it was in force at opening; None when none was."""
    others = (one for one in clock.instead if one.variant in ("", standing.variant) and standing.holds(one.when))
    code = next((one.rule for one in others), clock.rule)
    return next((rule for rule in standing.procedure.rules if rule.code == code), None)


def due_day(profile: Profile, rule: Rule, begin: date) -> date | None:
    """The last day of a rule's term that counts from a day; None when sitting days are not told that far."""
    if rule.unit == "date":
        return next_of_year(begin, str(rule.value))
    value = int(rule.value) * (-1 if rule.side == "before" else 1)
    calendar, sittings = working_days(profile), sitting_days(profile)
    return deadline(begin, value, rule.unit, calendar.works, sittings.__contains__ if sittings else None)


def sitting_days(profile: Profile) -> frozenset[date]:
    """The days on which the house sits, as the profile lists them."""
    return frozenset(date.fromisoformat(day) for row in profile.rows("sittings") for day in row["days"])


def zone_of(body: UUID | None, profile: Profile) -> str:
    """The time zone of a body, of the nearest body above that has one, or of the office."""
    seen: set[UUID] = set()
    while body and body not in seen:
        seen.add(body)
        found = Body.objects.filter(pk=body).values_list("time_zone", "parent").first()
        if found and found[0]:
            return str(found[0])
        body = found[1] if found else None
    return str(profile.tables.get("profile", {}).get("time_zone") or "UTC")


def end_of(day: date, zone: str) -> datetime:
    """The moment at which a day is over in a time zone."""
    return datetime.combine(day + timedelta(1), time(), ZoneInfo(zone))


def today_in(zone: str, now: datetime) -> date:
    """The day it is in a time zone."""
    return now.astimezone(ZoneInfo(zone)).date()
