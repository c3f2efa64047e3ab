"""Replaying worked cases: each act is done by the verb that its people would use, on the day that it tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trivet.core import actions
from trivet.core.bodies import Body
from trivet.core.drafts import Draft
from trivet.core.office import profile
from trivet.core.partners import Partner
from trivet.core.profile import ProfileError, said
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.procedures.acting import OutOfTurn, Taking, open_dossier, take, tell_facts
from trivet.procedures.cases import Answer, AskFurther, Case, CasePaper, Open, Step, TellFacts, Value, on_day, where_of
from trivet.procedures.dossiers import Dossier
from trivet.procedures.editions import in_force
from trivet.procedures.opinions import answer, ask_further
from trivet.values.markings import Marking


@dataclass(frozen=True)
class Replaying:
    """One case in hand: its dossier, and the day from which its days count."""

    case: Case
    today: date
    kinds: Mapping[str, str]

    def facts(self, told: Mapping[str, Value]) -> dict[str, str]:
        """Facts as the verbs take them: a number of days as a day, several choices side by side."""
        return {code: self._fact(self.kinds.get(code, "text"), value) for code, value in told.items()}

    def _fact(self, kind: str, value: Value) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, tuple):
            return ",".join(value)
        if isinstance(value, date) or (kind == "date" and isinstance(value, int)):
            return on_day(value, self.today).isoformat()
        return str(value)

    def papers(self, told: Sequence[str | CasePaper]) -> list[dict[str, Any]]:
        """Papers as the verbs take them."""
        rows = (one if isinstance(one, CasePaper) else CasePaper(paper=one) for one in told)
        days = ((one, on_day(one.dated, self.today) if one.dated is not None else None) for one in rows)
        return [
            {"paper": one.paper, "title": one.title, "number": one.number, "dated": day.isoformat() if day else None}
            for one, day in days
        ]


def replay(case: Case, name: str, today: date) -> Dossier:
    """Prepare a dossier and do its acts, as if it were built on a day; errors name its file, `name`.

    The file's name without its ending is the key of the dossier.

    Raises Invalid with file, act and what is wrong: a step out of turn, somebody who may not take it, what is missing.
    """
    with _told(name):
        found = Replaying(case, today, _kinds(case, today))
        dossier = _prepared(found, PurePath(name).stem)
    for number, act in enumerate(case.acts, start=1):
        with _told(where_of(name, number, act)):
            dossier = _VERBS[type(act)](found, dossier, act, _person(act.by), on_day(act.day, today))
    if dossier.stage != case.stage:
        told = {"stage": dossier.stage or "—", "wanted": case.stage or "—"}
        raise Invalid([Problem(name, "stage", _("it stands at “%(stage)s” in the end, not at “%(wanted)s”") % told)])
    return dossier


def _prepared(found: Replaying, key: str) -> Dossier:
    case = found.case
    lesson = said(case.lesson)
    values: dict[str, Any] = {
        "key": key,
        "title": said(case.title),
        "procedure": case.procedure,
        "variant": case.variant,
    }
    values |= {"place": case.place, "note": lesson, "marking": Marking.INTERNAL}
    values |= {"keeper": _body(case.keeper), "partners": [_partner(key) for key in case.partners]}
    facts = [{"fact": code, "value": text} for code, text in found.facts(case.facts).items()]
    draft = Draft(values, parts={"facts": facts, "papers": found.papers(case.papers)})
    made: Dossier = actions.create(Dossier, draft, actor=_person(case.by), reason=lesson, submit=True)
    return made


def _kinds(case: Case, today: date) -> dict[str, str]:
    """The kinds of facts that the procedure of the case knows on the day of its opening."""
    opened = next((on_day(act.day, today) for act in case.acts if act.act == "open"), today)
    return {fact.code: fact.kind for fact in in_force(profile(), case.procedure, opened).facts}


def _open(found: Replaying, dossier: Dossier, act: Open, actor: User, day: date) -> Dossier:
    return open_dossier(dossier, actor=actor, reason=act.reason, day=day)


def _step(found: Replaying, dossier: Dossier, act: Step, actor: User, day: date) -> Dossier:
    bodies = [_body(key).pk for key in act.bodies]
    taking = Taking(act.step, act.reason, day, found.facts(act.facts), found.papers(act.papers), bodies)
    return take(dossier, taking, actor=actor)


def _answer(found: Replaying, dossier: Dossier, act: Answer, actor: User, day: date) -> Dossier:
    body: UUID = _body(act.body).pk
    return answer(dossier, act.branch, body, act.says, actor=actor, text=act.reason, day=day)


def _ask_further(found: Replaying, dossier: Dossier, act: AskFurther, actor: User, day: date) -> Dossier:
    bodies = [_body(key).pk for key in act.bodies]
    return ask_further(dossier, act.branch, bodies, actor=actor, reason=act.reason, day=day)


def _tell_facts(found: Replaying, dossier: Dossier, act: TellFacts, actor: User, day: date) -> Dossier:
    return tell_facts(dossier, found.facts(act.facts), actor=actor, reason=act.reason)


_VERBS: dict[type, Callable[..., Dossier]] = {
    Open: _open,
    Step: _step,
    Answer: _answer,
    AskFurther: _ask_further,
    TellFacts: _tell_facts,
}


def _person(username: str) -> User:
    people = User.objects.filter(username=username, is_installation=False)
    found: User = _one(people, _("there is no user “%s”") % username)
    return found


def _body(key: str) -> Body:
    found: Body = _one(Body.objects.filter(key=key), _("there is no body “%s”") % key)
    return found


def _partner(key: str) -> Partner:
    found: Partner = _one(Partner.objects.filter(key=key), _("there is no partner “%s”") % key)
    return found


def _one(rows: Any, otherwise: str) -> Any:
    found = rows.first()
    if found is None:
        raise Invalid([Problem("", "", otherwise)])
    return found


@contextmanager
def _told(where: str) -> Iterator[None]:
    """What goes wrong inside is told with the place in the file where it stands."""
    try:
        yield
    except Invalid as wrong:
        parts = [Problem(where, "", ": ".join(filter(None, (one.field, one.message)))) for one in wrong.problems]
        raise Invalid(parts) from wrong
    except (OutOfTurn, actions.NotAllowed, ProfileError) as wrong:
        raise Invalid([Problem(where, "", str(wrong))]) from wrong
