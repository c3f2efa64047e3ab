"""Where a dossier stands: its procedure, what it tells, and its rows as the verbs rewrite them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from trivet.core.bodies import Body
from trivet.core.columns import part_fields
from trivet.core.history import with_parts
from trivet.core.office import profile
from trivet.core.profile import Profile
from trivet.procedures.dossiers import Dossier, Obligation
from trivet.procedures.editions import edition
from trivet.procedures.tables import FLAG, Actor, Authority, Condition, Procedure, Transition

#: The owned rows that only this room writes.
_SEALED = ("steps", "obligations")


@dataclass
class Standing:
    """One dossier in hand: rows are dictionaries by the names of their columns, in order."""

    dossier: Dossier
    procedure: Procedure
    profile: Profile
    bodies: dict[str, UUID]
    facts: dict[str, str]
    papers: set[str]
    #: The body above the one that keeps the dossier.
    above: UUID | None = None
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    #: Whether what is done is done now: then terms are over at their last moment, else at the end of their day.
    live: bool = False

    @property
    def stage(self) -> str:
        return self.dossier.stage

    @property
    def variant(self) -> str:
        return self.dossier.variant

    @property
    def transitions(self) -> list[Transition]:
        """What leads on from here, conditions of facts and answers regarded."""
        open_ = [t for t in self.procedure.leaving(self.stage, self.variant) if self.holds(t.when)]
        return [t for t in open_ if not (t.unless and self.holds(t.unless))]

    def holds(self, conditions: tuple[Condition, ...]) -> bool:
        """Whether any of some conditions holds; none at all always do."""
        return not conditions or any(map(self._one_holds, conditions))

    def _one_holds(self, one: Condition) -> bool:
        if one.fact is not None:
            told = {text.strip() for text in self.facts.get(one.fact, "").split(",")} - {""}
            return bool(told & set(one.among)) if one.among else bool(told)
        answers = {row["answer"] for row in self.asked(one.branch or "")} - {""}
        return bool(answers & set(one.among)) if one.among else bool(answers)

    def asked(self, branch: str) -> list[dict[str, Any]]:
        """The opinions of a branch's latest round, without those asked anew; each entry into its stage begins one."""
        last, again = self.turn(branch), Obligation.Outcome.REOPENED
        rows = (row for row in self.rows["obligations"] if row["branch"] == branch and row["turn"] == last)
        return [row for row in rows if row["outcome"] != again]

    def turn(self, branch: str) -> int:
        """The number of a branch's latest round; 0 when nobody was asked yet."""
        return max((row["turn"] for row in self.rows["obligations"] if row["branch"] == branch), default=0)

    def awaited(self, branch: str) -> list[dict[str, Any]]:
        """The opinions of a branch that are still owed."""
        return [row for row in self.asked(branch) if row["outcome"] == Obligation.Outcome.OPEN]

    def over(self, row: dict[str, Any], day: date) -> bool:
        """Whether the term of an obligation was over when something was done on a day (to the minute: now)."""
        if row["due"] is None:
            return False
        over: bool = timezone.now() >= row["due_at"] if self.live and row["due_at"] else day > row["due"]
        return over

    def silent(self, row: dict[str, Any], day: date) -> bool:
        """Whether a body has consented by its silence: only where the branch was opened so, and its day is over."""
        branch = next((one for one in self.procedure.branches if one.code == row["branch"]), None)
        opened = branch is not None and branch.silence is not None and self.facts.get(branch.silence) == FLAG[0]
        return opened and row["outcome"] == Obligation.Outcome.OPEN and self.over(row, day)

    def authority(self, actor: str | None = None) -> Authority | None:
        """The row of the authority table by which an actor decides on a dossier which tells this."""
        rows = (row for row in self.procedure.authority if row.actor in (None, actor))
        return next((row for row in rows if self.holds(row.when)), None)

    def bodies_of(self, code: str) -> frozenset[UUID]:
        """The bodies that stand behind an actor of the procedure."""
        return frozenset(self._named(code))

    def first_of(self, code: str) -> UUID | None:
        """The one of an actor's bodies that owes or is owed for all: the first that the table names."""
        return next(iter(self._named(code)), None)

    def _named(self, code: str) -> list[UUID]:
        actor: Actor = self.procedure.one("actors", code)
        if actor.kind == "keeper":
            return [self.dossier.keeper_id] if self.dossier.keeper_id else []
        if actor.kind == "asked":
            return [row["debtor_id"] for row in self.rows["obligations"] if row["branch"]]
        row = self.authority(code) if actor.kind == "authority" else actor
        if isinstance(row, Authority) and row.of:
            body = self.dossier.keeper_id if row.of == "keeper" else self.above
            return [body] if body else []
        return [self.bodies[key] for key in (row.bodies if row else ()) if key in self.bodies]

    def day_of(self, fact: str) -> date | None:
        """The day that a fact tells; None when it tells none."""
        return as_day(self.facts.get(fact, ""))


def standing_of(dossier: Dossier) -> Standing:
    """Load a dossier that was opened, with its rows."""
    with_parts(dossier, None)
    bodies = list(Body.objects.only("uuid", "key", "parent", "successor", "ends_latest"))
    return standing_with(dossier, edition(dossier.edition), profile(), bodies)


def standing_with(dossier: Any, procedure: Procedure, profile: Profile, bodies: Iterable[Any]) -> Standing:
    """Where a dossier (or a version of one) stands whose owned rows are at hand; `bodies` are all that are known."""
    known = {body.pk: body for body in bodies}
    keeper = known.get(dossier.keeper_id)
    found = Standing(
        dossier,
        procedure,
        profile,
        {body.key: _today(body, known).pk for body in known.values() if body.key},
        above=keeper.parent_id if keeper else None,
        facts={row.fact: row.value for row in dossier.facts_rows},
        papers={row.paper for row in dossier.papers_rows},
    )
    for name in _SEALED:
        found.rows[name] = [as_row(one) for one in getattr(dossier, f"{name}_rows")]
    return found


def _today(body: Body, bodies: dict[UUID, Body]) -> Body:
    """The body itself, or the one that succeeded to it when it has ended."""
    today, seen = timezone.now().date(), {body.pk}
    while body.ends_latest and body.ends_latest < today:  # type: ignore[attr-defined]
        successor = bodies.get(body.successor_id) if body.successor_id else None
        if successor is None or successor.pk in seen:
            break
        seen.add(successor.pk)
        body = successor
    return body


def as_day(text: str) -> date | None:
    """The day that a text tells; None when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def as_row(one: Any) -> dict[str, Any]:
    """An owned row as a draft takes it again."""
    return {"uuid": one.uuid, **{column.attname: getattr(one, column.attname) for column in part_fields(type(one))}}
