"""What is done with visit files: opened from a line of the programme, moved to other days, kept with their activity."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from trivet.core import actions
from trivet.core.access import restrict
from trivet.core.drafts import Draft
from trivet.core.history import assignments_of, attach, unit
from trivet.core.records import State
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.procedures.standing import as_row
from trivet.programme.lines import ProgrammeLine
from trivet.programme.visits import Visit
from trivet.registers.activities import Activity
from trivet.values.dates import UncertainDate, moment

_DIRECTIONS = {
    ProgrammeLine.Direction.OUT: (Visit.Direction.OUT, Activity.Kind.VISIT_OUT),
    ProgrammeLine.Direction.IN: (Visit.Direction.IN, Activity.Kind.VISIT_IN),
}
#: What an activity says of a visit too.
_SHARED = ("title", "visit_class", "starts", "ends")


def open_visit(line: ProgrammeLine, *, actor: User, reason: str) -> Visit:
    """Open the file of a delegation that the programme planned, with the activity that it will be told as.

    What the line says is taken over, and who does what in it. Raises Invalid when the line is not approved, is no
    delegation, or has a file already; NotAllowed.
    """
    with unit(actor, reason):
        row = ProgrammeLine.objects.get(pk=line.pk)
        attach([row], None)
        if problem := _not_to_open(row, actor):
            raise Invalid([Problem(str(row), "visit", problem)])
        direction, kind = _DIRECTIONS[ProgrammeLine.Direction(row.direction)]
        assigned = _assigned(row)
        filing = {"keeper": row.keeper_id, "marking": row.marking, "need_to_know": row.need_to_know}
        told = filing | {name: getattr(row, name) for name in ("title", "visit_class", "starts", "ends", "place")}
        told |= {"partners": row.partners}
        activity = row.activity_id
        if activity is None:
            more = {"kind": kind, "leader": row.head_id, "post": row.post_id, "objective": row.objective_id}
            made = actions.create(
                Activity, Draft(told | more, assignments=assigned), actor=actor, reason=reason, submit=True
            )
            activity = made.pk
            actions.change(row, Draft({"activity": activity}), actor=actor, reason=reason)
        own = {"direction": direction, "guest_rank": row.guest_rank, "line": row.pk, "dossier": row.dossier_id}
        draft = Draft(told | own | {"activity": activity}, assignments=_assigned(row))
        visit: Visit = actions.create(Visit, draft, actor=actor, reason=reason, submit=True)
        return visit


def _not_to_open(row: Any, actor: User) -> str:
    """Why no file is opened for a line; empty when one may be. A file that the actor may not see is no reason."""
    if row.direction not in _DIRECTIONS:
        return _("Only a delegation abroad or received has a visit file.")
    if row.status != ProgrammeLine.Status.APPROVED:
        return _("The line is not approved yet.")
    if row.combined_with_id:
        return _("This line is combined with another one: the file is that of the other.")
    if restrict(Visit.objects.filter(line=row.pk).exclude(state=State.WITHDRAWN), actor).exists():
        return _("There is a visit file for this line already.")
    return ""


def _assigned(row: Any) -> list[dict[str, Any]]:
    """Who does what in a record, as another one takes it."""
    names = ("body_id", "pillar", "role", "place", "purpose")
    return [{name: getattr(one, name) for name in names} for one in assignments_of([row.pk], None).get(row.pk, [])]


def shift(visit: Visit, days: int, *, actor: User, reason: str, expected: int | None = None) -> Visit:
    """Move a visit by some days (before or after): its own days, all its items, its activity and the legs of that.

    Raises Invalid for a day that is not known exactly, NotAllowed (also where the activity may not be changed),
    Conflict.
    """
    with unit(actor, reason):
        row = Visit.objects.get(pk=visit.pk)
        attach([row], None, parts=True)
        hours = [as_row(one) | {"day": _later(row, one.day, days)} for one in row.hours_rows]  # type: ignore[attr-defined]
        draft = Draft(_days(row, days), parts={"hours": hours})
        kept: Visit = actions.change(row, draft, actor=actor, reason=reason, expected=expected)
        if row.activity_id:
            activity = Activity.objects.get(pk=row.activity_id)
            attach([activity], None, parts=True)
            legs = [as_row(one) | _days(one, days) for one in activity.legs_rows]  # type: ignore[attr-defined]
            actions.change(activity, Draft(_days(activity, days), parts={"legs": legs}), actor=actor, reason=reason)
        return kept


def _days(row: Any, days: int) -> dict[str, UncertainDate | None]:
    return {name: _moved(row, name, days) for name in ("starts", "ends")}


def _moved(row: Any, name: str, days: int) -> UncertainDate | None:
    value: UncertainDate | None = getattr(row, name)
    if value is None:
        return None
    if not value.exact:
        text = _("“%s” is no exact day: write the new one in the form.") % value
        raise Invalid([Problem(str(row), name, text)])
    return moment(_later(row, value.earliest, days))


def _later(row: Any, day: date, days: int) -> date:
    try:
        return day + timedelta(days)
    except OverflowError as problem:
        raise Invalid([Problem(str(row), "days", _("So far no calendar goes."))]) from problem


def align(visit: Visit, *, actor: User, reason: str) -> None:
    """Bring the activity of a visit to what its file says (title, class, days, partners).

    Raises Invalid when the file names none, NotAllowed when the activity may not be changed.
    """
    with unit(actor, reason):
        row = Visit.objects.get(pk=visit.pk)
        if row.activity_id is None:
            raise Invalid([Problem(str(row), "activity", _("Name the activity of the visit first."))])
        attach([row], None)
        _follow(row, actor, reason)


def _follow(visit: Any, actor: User, reason: str) -> None:
    activity = Activity.objects.get(pk=visit.activity_id)
    values = {name: getattr(visit, name) for name in _SHARED} | {"partners": visit.partners}
    actions.change(activity, Draft(values), actor=actor, reason=reason)


def differences(visit: Any, activity: Any) -> list[tuple[str, Any, Any]]:
    """Where the activity says otherwise than the file: the field, what the file says, what the activity says."""
    told = [(name, getattr(visit, name), getattr(activity, name)) for name in _SHARED]
    return [one for one in told if one[1] != one[2]]


def outside(visit: Any) -> list[Any]:
    """Items of the programme by the minute on days on which the visit certainly is not."""
    first = visit.starts.earliest if visit.starts else date.min
    last = visit.ends.latest if visit.ends else visit.starts.latest if visit.starts else date.max
    return [one for one in visit.hours_rows if not first <= one.day <= last]
