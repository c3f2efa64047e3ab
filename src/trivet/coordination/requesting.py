"""The verbs of requests: asking, answering, declining, chasing, taking back, and giving access that was asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.coordination.pointed import record_at
from trivet.coordination.requests import Answer, Request
from trivet.coordination.sides import ASKED, acts_for, bodies_beside, is_sent
from trivet.core import actions
from trivet.core.access import access_of
from trivet.core.columns import part_fields
from trivet.core.drafts import Draft
from trivet.core.history import Assignment, assignments_of, attach, unit
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.procedures.standing import as_row
from trivet.values.dates import moment

_S = Request.Status


@dataclass
class Asking:
    """What is asked of whom: the values of a request by field, and the bodies that are asked and told."""

    values: dict[str, Any]
    asked: list[UUID]
    told: list[UUID] = field(default_factory=list)


def ask(asking: Asking, *, actor: User, reason: str) -> Request:
    """Send a request to the bodies that are asked; it stands in review at once, so that they find it.

    Raises Invalid (nobody is asked, the keeper asks itself, what the fields refuse), NotAllowed.
    """
    keeper = getattr(asking.values.get("keeper"), "pk", asking.values.get("keeper"))
    problems = [] if asking.asked else [Problem("", "addressee", _("Choose the body that is asked."))]
    if keeper in asking.asked:
        problems.append(Problem("", "addressee", _("A body asks another one, not itself.")))
    if problems:
        raise Invalid(problems)
    assigned = [{"body_id": body, "role": Assignment.Role.CONSULT} for body in asking.asked]
    assigned += [{"body_id": body, "role": Assignment.Role.INFORM} for body in asking.told if body not in asking.asked]
    values = {"asked": moment(timezone.localdate()), **asking.values}
    made: Request = actions.create(
        Request, Draft(values, assignments=assigned), actor=actor, reason=reason, submit=True
    )
    return made


def answer(request: Request, words: str, *, actor: User, expected: int | None = None) -> Request:
    """Answer for a body that is asked; a later answer stands beside the first.

    Raises NotAllowed when the actor acts for none that is asked, Invalid without words or when it is taken back,
    Conflict.
    """
    return _say(request, Answer.Verdict.ANSWERED, words, actor, expected)


def decline(request: Request, words: str, *, actor: User, expected: int | None = None) -> Request:
    """Decline for a body that is asked, with the reason. Raises as `answer`."""
    return _say(request, Answer.Verdict.DECLINED, words, actor, expected)


def chase(request: Request, words: str, *, actor: User, expected: int | None = None) -> Request:
    """Ask again for the asking body: at most once a day, and only what is open.

    Raises NotAllowed when the actor does not act for the keeper, Invalid, Conflict.
    """
    today = timezone.localdate()

    def more(row: Any) -> Draft:
        if any(one.day == today for one in row.chases_rows):
            raise _invalid(row, "chases", _("It was chased today already: once a day is enough."))
        new = {"words": words.strip(), "person": actor.username, "day": today}
        return Draft(parts={"chases": [*map(as_row, row.chases_rows), new]}, sealed=True)

    return _by_keeper(request, more, actor, words.strip() or _("asked again"), expected)


def take_back(request: Request, reason: str, *, actor: User, expected: int | None = None) -> Request:
    """Take an open request back, for the asking body. Raises NotAllowed, Invalid without a reason, Conflict."""
    if not reason.strip():
        raise _invalid(request, "reason", _("Say why: the reason is kept with the version."))
    return _by_keeper(request, lambda row: Draft({"status": _S.WITHDRAWN}, sealed=True), actor, reason, expected)


def give_access(request: Request, *, actor: User, reason: str) -> Any:
    """Let the asking body read the record at the typed address: it is assigned there for information.

    Who may change that record gives it; for all others there is nothing at that address. Returns the record. Raises
    NotAllowed.
    """
    with unit(actor, reason):
        target = record_at(request.wanted, access_of(actor), "change")
        if target is None or request.keeper_id is None:
            raise actions.NotAllowed(_("There is nothing at this address that you may give access to."))
        columns = [column.attname for column in part_fields(Assignment)]
        rows = [
            {"uuid": one.uuid, **{name: getattr(one, name) for name in columns}}
            for one in assignments_of([target.pk], None).get(target.pk, [])
        ]
        if not any(row["body_id"] == request.keeper_id for row in rows):
            rows.append({"body_id": request.keeper_id, "role": Assignment.Role.INFORM})
        return actions.change(target, Draft(assignments=rows), actor=actor, reason=reason)


def _say(request: Request, verdict: str, words: str, actor: User, expected: int | None) -> Request:
    if not words.strip():
        raise _invalid(request, "words", _("Write the answer, or the reason why it is declined."))
    with unit(actor, words):
        row, today = _at_hand(request), timezone.localdate()
        body = acts_for(access_of(actor), bodies_beside(row, today, ASKED))
        if body is None:
            raise actions.NotAllowed(_("Only who acts for a body that is asked may answer."))
        if row.status == _S.WITHDRAWN or not is_sent(row):
            raise _invalid(row, "status", _("It is asked of nobody: it is a draft, or was taken back."))
        new = {"verdict": verdict, "words": words.strip(), "body_id": body, "person": actor.username, "day": today}
        answers = [*map(as_row, row.answers_rows), new]
        # Who once answered has answered, whatever another body declines afterwards.
        status = _S.DECLINED if all(one["verdict"] == Answer.Verdict.DECLINED for one in answers) else _S.ANSWERED
        draft = Draft({"status": status}, parts={"answers": answers}, sealed=True)
        kept: Request = actions.change(row, draft, actor=actor, reason=words, expected=expected, right="act")
        return kept


def _by_keeper(
    request: Request, more: Callable[[Any], Draft], actor: User, reason: str, expected: int | None
) -> Request:
    """What the asking body does with its open request."""
    with unit(actor, reason):
        row = _at_hand(request)
        if not access_of(actor).may("act", row.keeper_id):
            raise actions.NotAllowed(_("Only who acts for the asking body may do this."))
        if row.status != _S.OPEN or not is_sent(row):
            raise _invalid(row, "status", _("Only a request that is open and sent can be chased or taken back."))
        kept: Request = actions.change(row, more(row), actor=actor, reason=reason, expected=expected, right="act")
        return kept


def _at_hand(request: Request) -> Any:
    """The request as it stands now, after the lock, with its owned rows."""
    row = Request.objects.get(pk=request.pk)
    attach([row], None, parts=True)
    return row


def _invalid(row: Any, name: str, message: str) -> Invalid:
    return Invalid([Problem(str(row), name, message)])
