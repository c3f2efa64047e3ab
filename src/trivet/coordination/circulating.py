"""Circulations: an exact text sent round, cleared body by body, and released, gone forward or withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trivet.coordination.answer_days import day_problem
from trivet.coordination.drafting import BRANCH, Line, TextMoved, begin_text, revise, standing_text
from trivet.coordination.last_read import remember_read
from trivet.coordination.texts import Text
from trivet.core import actions
from trivet.core.access import access_of
from trivet.core.drafts import Draft
from trivet.core.history import Assignment, assignments_of, unit
from trivet.core.records import State
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.procedures.acting import NotYours, OutOfTurn, Taking, open_dossier, take
from trivet.procedures.dossiers import Dossier, Obligation
from trivet.procedures.opinions import answer, ask_further, ask_time, settle_time
from trivet.procedures.standing import as_row
from trivet.procedures.steps import stand_ins

__all__ = ["Line", "TextMoved", "begin_text", "revise"]

PROCEDURE = "clearance"
_ASKED, _INFORMED = Assignment.Role.CONSULT, Assignment.Role.INFORM


@dataclass(frozen=True)
class Round:
    """How a text goes round: who must clear it and who is told, by which day, under which rule.

    `scope` names the paragraphs (identities) that a body is asked about; a body that it does not name reads the whole.
    With `silence` (why) whoever has not answered when the day is over in its own time zone has consented; `breakers`
    says who may break the silence.
    """

    clearers: Sequence[UUID]
    due: date
    informed: Sequence[UUID] = ()
    rule: str = ""
    scope: Mapping[UUID, Sequence[UUID]] = field(default_factory=dict)
    silence: str = ""
    breakers: str = "asked"

    def facts(self) -> dict[str, str]:
        """What the dossier of the round tells."""
        told = {"due": self.due.isoformat(), "rule": self.rule}
        if self.silence:
            told |= {"silence": "yes", "silence-reason": self.silence, "silence-breakers": self.breakers}
        return told


def circulate(text: Text, asked: Round, *, actor: User, reason: str, read: str) -> Text:
    """Send the version that was read round: its dossier is opened, each body that must clear it owes its answer.

    Raises TextMoved, OutOfTurn when it goes round already, Invalid (a day that is over or not worked, nobody asked),
    NotAllowed.
    """
    with unit(actor, reason):
        text = standing_text(text, read)
        if text.dossier is not None and not text.dossier.closed:
            raise OutOfTurn(_("“%s” goes round already.") % text)
        if problems := _problems(text, asked):
            raise Invalid(problems)
        dossier = _dossier(text, asked, actor, reason)
        dossier = open_dossier(dossier, actor=actor, reason=reason)
        bodies = list(dict.fromkeys(asked.clearers))
        dossier = take(dossier, Taking("circulate", reason, bodies=bodies), actor=actor)
        scope = {body: " ".join(map(str, told)) for body, told in asked.scope.items()}
        ask_further(dossier, BRANCH, bodies, actor=actor, reason=reason, scope=scope)
        near = [*bodies, *stand_ins(bodies, PROCEDURE)]
        given = _with(text, [(body, _ASKED) for body in near] + [(body, _INFORMED) for body in asked.informed])
        draft = Draft({"dossier": dossier.pk}, assignments=given, sealed=True)
        kept: Text = actions.change(text, draft, actor=actor, reason=reason)
        return kept


def _dossier(text: Text, asked: Round, actor: User, reason: str) -> Dossier:
    values: dict[str, Any] = {"title": text.title, "procedure": PROCEDURE, "keeper": text.keeper_id}
    values |= {"marking": text.marking, "need_to_know": text.need_to_know}
    facts = [{"fact": code, "value": value} for code, value in asked.facts().items() if value]
    given = _with(text, [(body, _INFORMED) for body in asked.informed])  # who drafts with the keeper sees the round
    told = [{name: value for name, value in row.items() if name != "uuid"} for row in given]
    draft = Draft(values, parts={"facts": facts}, assignments=told)
    made: Dossier = actions.create(Dossier, draft, actor=actor, reason=reason, submit=True)
    return made


def _with(text: Text, more: Sequence[tuple[UUID, Assignment.Role]]) -> list[dict[str, Any]]:
    """The assignments of a text with more bodies; who has a part in it already keeps that."""
    rows = [as_row(one) for one in assignments_of([text.pk], None)[text.pk]]
    there = {row["body_id"] for row in rows} | {text.keeper_id}
    for body, role in more:
        if body not in there:
            there.add(body)
            rows.append({"body_id": body, "role": role})
    return rows


def _problems(text: Text, asked: Round) -> list[Problem]:
    where, found = str(text), []
    if not asked.clearers:
        found.append(Problem(where, "clearers", _("Name at least one body that must clear the text.")))
    if text.keeper_id in asked.clearers:
        found.append(Problem(where, "clearers", _("The action body does not clear its own text.")))
    if problem := day_problem(asked.due, text.keeper_id):
        found.append(Problem(where, "due", problem))
    known = {row.uuid for row in text.paragraphs_rows}  # type: ignore[attr-defined]
    if any(set(told) - known for told in asked.scope.values()):
        found.append(Problem(where, "scope", _("A paragraph that a body is asked about is not in the text.")))
    return found


def clear(
    text: Text, body: UUID, says: str, *, actor: User, read: str, words: str = "", day: date | None = None
) -> Text:
    """The answer of a body to the exact version that was read.

    A body that was only informed may break the silence where the round lets it. Raises TextMoved, OutOfTurn, NotYours,
    Invalid.
    """
    with unit(actor, words or says):
        text = standing_text(text, read)
        dossier = round_of(text)
        if _breaks(text, dossier, body, says):
            _ask_breaker(dossier, body, says, actor)
        answer(dossier, BRANCH, body, says, actor=actor, text=words, day=day, version=text.digest)
        remember_read(text, [body], actor)
        return text


def _breaks(text: Text, dossier: Dossier, body: UUID, says: str) -> bool:
    """Whether a body that was only informed breaks the silence by this."""
    if says != Obligation.Answer.DISAGREES:
        return False
    facts = dict(dossier.facts.model.objects.at(None).filter(owner=dossier.pk).values_list("fact", "value"))
    informed = any(one.body_id == body and one.role == _INFORMED for one in assignments_of([text.pk], None)[text.pk])
    return informed and facts.get("silence-breakers") == "informed"


def _ask_breaker(dossier: Dossier, body: UUID, says: str, actor: User) -> None:
    """Who breaks a silence is asked from then on: the round itself lets it, so it is done in the round's own name."""
    if not access_of(actor).may("act", body):
        raise NotYours(_("Only the people of the body that was asked give its opinion, or who signs for it."))
    ask_further(dossier, BRANCH, [body], actor=actor, reason=says, by_right=True)


def want_time(text: Text, body: UUID, until: date, *, actor: User, reason: str) -> None:
    """Ask for more time; the answer stays owed. Raises OutOfTurn, NotYours, Invalid."""
    ask_time(round_of(text), BRANCH, body, until, actor=actor, reason=reason)


def give_time(text: Text, body: UUID, until: date | None, *, actor: User, reason: str) -> None:
    """Give a body more time until a working day to come, or (None) none. Raises OutOfTurn, NotYours, Invalid."""
    if until and (problem := day_problem(until, text.keeper_id)):
        raise Invalid([Problem(str(text), "until", problem)])
    settle_time(round_of(text), BRANCH, body, until, actor=actor, reason=reason)


def add_clearer(text: Text, body: UUID, *, actor: User, reason: str, scope: Sequence[UUID] = ()) -> Text:
    """Ask one more body; only the action body does. Raises OutOfTurn, NotYours, Invalid."""
    with unit(actor, reason):
        text = standing_text(text)
        if body == text.keeper_id:
            raise Invalid([Problem(str(text), "clearers", _("The action body does not clear its own text."))])
        told = {body: " ".join(map(str, scope))} if scope else {}
        ask_further(round_of(text), BRANCH, [body], actor=actor, reason=reason, scope=told)
        given = [row for row in _with(text, []) if (row["body_id"], row["role"]) != (body, _INFORMED)]
        there = {row["body_id"] for row in given}
        near = [body, *stand_ins([body], PROCEDURE)]
        given += [{"body_id": one, "role": _ASKED} for one in near if one not in there]
        kept: Text = actions.change(text, Draft(assignments=given), actor=actor, reason=reason)
        return kept


def conclude(text: Text, step: str, *, actor: User, reason: str, read: str) -> Text:
    """End the round: `release` the cleared text, `go-forward` without overdue answers, or `withdraw-text`.

    Raises TextMoved, OutOfTurn (an objection stands), Invalid with the answers that are still awaited, NotYours.
    """
    with unit(actor, reason):
        text = standing_text(text, read)
        take(round_of(text), Taking(step, reason), actor=actor)
        return text


def round_of(text: Text) -> Dossier:
    """The dossier in which a text goes round. Raises OutOfTurn when it does not."""
    found: Dossier | None = Text.objects.select_related("dossier").get(pk=text.pk).dossier
    if found is None or found.closed or found.state == State.WITHDRAWN:
        raise OutOfTurn(_("“%s” does not go round now.") % text)
    return found
