"""The verbs of the programme: deciding on lines and on findings about them, each with a reason and kept with the line.

Who decides is asked of the programme: a line that is filed in it lies under the authority of the programme's keeper.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from trivet.core import actions
from trivet.core.access import access_of, restrict
from trivet.core.audit import AuditEntry
from trivet.core.drafts import Draft
from trivet.core.history import Transaction, assignments_of, attach, unit
from trivet.core.records import State
from trivet.core.storage import chunks
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.procedures.standing import as_row
from trivet.programme.lines import LineDecision, ProgrammeLine
from trivet.programme.programmes import Programme, ProgrammeEdition

_S, _V = ProgrammeLine.Status, LineDecision.Verdict
#: What is still meant to be done.
STANDING = (_S.PROPOSED, _S.APPROVED)
#: From which states a decision on a line leads where.
STEPS: dict[str, tuple[frozenset[str], str]] = {
    _V.APPROVE: (frozenset({_S.PROPOSED, _S.REFUSED}), _S.APPROVED),
    _V.REFUSE: (frozenset(STANDING), _S.REFUSED),
    _V.CANCEL: (frozenset(STANDING), _S.CANCELLED),
    _V.REOPEN: (frozenset({_S.REFUSED, _S.MERGED, _S.CANCELLED}), _S.PROPOSED),
}


def decide(
    lines: Sequence[UUID], verdict: str, *, actor: User, reason: str, expected: dict[UUID, int] | None = None
) -> list[Any]:
    """Approve, refuse, cancel or take up again some lines, all or none; a line may also be cancelled by its keeper.

    Raises NotAllowed when the actor has no right to decide in the programme or filed a line (to cancel is no
    approval), Invalid when a line does not stand where the decision leads on from, Conflict.
    """
    with unit(actor, reason):
        rows = _held(lines, actor)
        sources, target = STEPS[verdict]
        own_way_out = verdict == _V.CANCEL and not may_decide(actor, {row.programme_id for row in rows})
        if not own_way_out:
            _entitled(rows, actor, "" if verdict == _V.CANCEL else _("Nobody decides on a line that they filed."))
        problems = [_astray(row, verdict) for row in rows if row.status not in sources]
        if problems:
            raise Invalid(problems)
        told = [{"body_id": row.keeper_id} if own_way_out else {} for row in rows]
        drafts = [
            _decided(row, {"status": target}, actor, verdict=verdict, reason=reason, **body)
            for row, body in zip(rows, told, strict=True)
        ]
        right = "change" if own_way_out else "view"
        return actions.change_many(ProgrammeLine, drafts, actor=actor, reason=reason, expected=expected, right=right)


def join(
    main: UUID, others: Sequence[UUID], verdict: str, *, actor: User, reason: str, rule: str = "", finding: str = ""
) -> Any:
    """Make one of several lines: the others are merged into the main one, or stand with it as complements.

    The main line takes over their partners and leaders, and each of their bodies gets a part with its purpose, so that
    one visit has a task for each. Raises as `decide`.
    """
    with unit(actor, reason):
        rows = _held([main, *others], actor)
        _entitled(rows, actor, _("Nobody decides on a line that they filed."))
        problems = [_astray(row, verdict) for row in rows if row.status not in STANDING]
        if problems or not others or verdict not in {_V.MERGE, _V.COMPLEMENT}:
            raise Invalid(problems or [Problem("", "", _("Choose the lines to join."))])
        first, rest = rows[0], rows[1:]
        told = {"verdict": verdict, "reason": reason, "rule": rule, "finding": finding}
        moved = {"status": _S.MERGED} if verdict == _V.MERGE else {}
        drafts = [_decided(row, {**moved, "combined_with": first}, actor, other_id=first.pk, **told) for row in rest]
        whole = _decided(first, {}, actor, other_id=rest[0].pk, **told)
        _take_over(whole, first, rest)
        return actions.change_many(ProgrammeLine, [whole, *drafts], actor=actor, reason=reason, right="view")[0]


def keep_finding(lines: Sequence[UUID], *, actor: User, reason: str, rule: str, finding: str) -> Any:
    """Record that a finding was looked at and stays as it is, with the reason; it does not come back.

    `lines` are those of the finding that the actor sees; the decision is kept with the first.
    """
    with unit(actor, reason):
        rows = _held(lines, actor)
        _entitled(rows[:1], actor, "")
        other = rows[1].pk if len(rows) > 1 else None
        told = {"verdict": _V.KEEP, "reason": reason, "rule": rule, "finding": finding, "other_id": other}
        draft = _decided(rows[0], {}, actor, **told)
        return actions.change(rows[0], draft, actor=actor, reason=reason, right="view")


def adopt(
    programme: Programme, *, actor: User, reason: str, day: date | None = None, expected: int | None = None
) -> Programme:
    """Adopt the programme as it stands: the first time its baseline, then amendments.

    Raises NotAllowed when the actor has no right to decide or filed an approved line, Invalid when there is none,
    Conflict.
    """
    with unit(actor, reason) as opened:
        approved = ProgrammeLine.objects.filter(programme=programme.pk, status=_S.APPROVED)
        _may_decide(actor, {programme.pk})
        if filed_by(approved, actor).exists():
            raise actions.NotAllowed(_("Nobody adopts a programme with lines that they filed."))
        found = Programme.objects.get(pk=programme.pk)
        attach([found], None, parts=True)
        editions: list[ProgrammeEdition] = found.editions_rows  # type: ignore[attr-defined]
        today = timezone.localdate()
        on = day or today
        if on > today or (editions and on < editions[-1].adopted):
            raise Invalid([Problem(str(found), "day", _("The day lies in the future or before the last edition."))])
        if not approved.exists():
            raise Invalid([Problem(str(found), "", _("No line is approved: there is nothing to adopt."))])
        edition = {"number": len(editions), "adopted": on, "body_id": found.keeper_id, "actor": actor.username}
        rows = [*map(as_row, editions), {**edition, "reason": reason, "frozen": opened.number}]
        values = {} if editions else {"adopted": on.isoformat()}
        draft = Draft(values, parts={"editions": rows}, sealed=True)
        kept: Programme = actions.change(found, draft, actor=actor, reason=reason, expected=expected, right="decide")
        return kept


def may_decide(actor: User | None, programmes: Collection[Any]) -> bool:
    """Whether somebody has the right to decide in some programmes, in each of them."""
    held = restrict(Programme.objects.filter(pk__in=programmes), access_of(actor), "decide")
    return actor is not None and held.count() == len(set(programmes))


def filed_by(lines: QuerySet[Any], actor: User) -> QuerySet[Any]:
    """Those lines that somebody filed: wrote first, or wrote last otherwise than by joining them."""
    by_actor = Transaction.objects.filter(actor=actor).values("number")
    begun = AuditEntry.objects.filter(record=OuterRef("pk"), verb="create", number__in=by_actor)
    joined = LineDecision.objects.at(None).filter(
        owner=OuterRef("pk"), actor=actor.username, verdict__in=(_V.MERGE, _V.COMPLEMENT)
    )
    return lines.filter(Exists(begun) | Q(author=actor) & ~Exists(joined))


def _held(lines: Sequence[UUID], actor: User) -> list[Any]:
    """The lines in their order, as the actor may see them, with their rows at hand; drafts are nobody's yet."""
    access, wanted = access_of(actor), list(dict.fromkeys(lines))
    rows: dict[UUID, Any] = {}
    for some in chunks(wanted):
        found = ProgrammeLine.objects.filter(pk__in=some, state__in=(State.IN_REVIEW, State.VERIFIED))
        rows |= {row.pk: row for row in restrict(found.select_related("keeper", "programme"), access, "view")}
    if len(rows) < len(wanted) or not wanted:
        raise actions.NotAllowed(_("A line is not there for you, or is not submitted yet."))
    for some in chunks(rows.values()):
        attach(some, None, parts=True)
    return [rows[uuid] for uuid in wanted]


def _entitled(rows: Sequence[Any], actor: User, why: str) -> None:
    """The actor may decide in the programmes of the lines; with `why`, also that they filed none of them."""
    _may_decide(actor, {row.programme_id for row in rows})
    for some in chunks(row.pk for row in rows) if why else ():
        if filed_by(ProgrammeLine.objects.filter(pk__in=some), actor).exists():
            raise actions.NotAllowed(why)


def _may_decide(actor: User, programmes: Collection[Any]) -> None:
    if not may_decide(actor, programmes):
        raise actions.NotAllowed(_("Only those who may decide for the keeper of the programme do this."))


def _astray(row: Any, verdict: str) -> Problem:
    told = {"decision": str(_V(verdict).label), "status": row.get_status_display()}
    return Problem(str(row), "status", _("“%(decision)s” does not follow on “%(status)s”.") % told)


def _decided(row: Any, values: dict[str, Any], actor: User, **told: Any) -> Draft:
    """The draft of a line with one decision more, by default for the keeper of the programme."""
    decision = {"day": timezone.localdate(), "body_id": row.programme.keeper_id, "actor": actor.username, **told}
    return Draft(values, parts={"decisions": [*map(as_row, row.decisions_rows), decision]}, uuid=row.pk, sealed=True)


def _take_over(draft: Draft, main: Any, others: Sequence[Any]) -> None:
    """Bring partners, leaders and bodies of the other lines into the draft of the main one."""
    assigned = assignments_of([main.pk, *(row.pk for row in others)], None)
    draft.values["partners"] = list(dict.fromkeys(one for row in (main, *others) for one in row.partners))
    leaders = [as_row(one) for one in main.leaders_rows]
    present = {main.head_id, *(one["person_id"] for one in leaders)}
    for row in others:
        for person, post in _leaders(row):
            if person not in present:
                present.add(person)
                leaders.append({"person_id": person, "post_id": post})
    draft.parts["leaders"] = leaders
    rows = [as_row(one) for one in assigned[main.pk]]
    there = {main.keeper_id, *(one["body_id"] for one in rows)}
    for row in others:
        own = {"body_id": row.keeper_id, "pillar": row.keeper.pillar if row.keeper else "", "role": "support"}
        for one in (own, *map(as_row, assigned[row.pk])):
            if one["body_id"] and one["body_id"] not in there:
                there.add(one["body_id"])
                rows.append({k: v for k, v in one.items() if k != "uuid"} | {"purpose": row.purpose or row.title})
    draft.assignments = rows


def _leaders(row: Any) -> list[tuple[UUID, UUID | None]]:
    first = [(row.head_id, row.post_id)] if row.head_id else []
    return [*first, *((one.person_id, one.post_id) for one in row.leaders_rows)]
