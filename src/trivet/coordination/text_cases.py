"""Texts of an exercise: told in files with what is done with each, and replayed by the verbs that its people use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import Field

from trivet.coordination.circulating import Round, circulate, clear, conclude, want_time
from trivet.coordination.drafting import Line, begin_text, revise, standing_text
from trivet.coordination.positions import hold, reply
from trivet.coordination.texts import Paragraph, Position, Text
from trivet.core import actions
from trivet.core.bodies import Body
from trivet.core.drafts import Draft
from trivet.core.holidays import working_days
from trivet.core.office import profile
from trivet.core.partners import Partner
from trivet.core.profile import said
from trivet.core.register import registers
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.procedures.cases import Said, read_strictly
from trivet.procedures.rows import Row, Slug, Words
from trivet.values.markings import Marking

_DAY = timedelta(days=1)


class _Act(Row):
    """What every act tells: who does it and why."""

    by: Said
    reason: Said


class SendRound(_Act):
    """The text goes round: who must clear which paragraphs (by number; none: the whole), in so many days."""

    act: Literal["send-round"]
    clearers: dict[Slug, tuple[int, ...]]
    days: Annotated[int, Field(ge=1, le=60)]
    informed: tuple[Slug, ...] = ()
    rule: str = ""
    silence: str = ""


class Says(_Act):
    """A body answers the version that stands; the reason is its words. `more-time` asks for so many days more."""

    act: Literal["says"]
    body: Slug
    says: Literal["agrees", "agrees-with-changes", "disagrees", "not-concerned", "more-time"]
    days: int = 0


class Holds(_Act):
    """A body takes a position on a paragraph."""

    act: Literal["holds"]
    body: Slug
    paragraph: int
    stance: Literal["agrees", "change", "reserves", "opposes"]
    wording: str = ""


class Replies(_Act):
    """The action body answers a position of a body on a paragraph."""

    act: Literal["replies"]
    body: Slug
    paragraph: int
    reply: Literal["taken", "partly", "declined"]


class Revises(_Act):
    """A paragraph gets other words."""

    act: Literal["revises"]
    paragraph: int
    text: Said


class Concludes(_Act):
    """The round ends."""

    act: Literal["concludes"]
    step: Literal["release", "go-forward", "withdraw-text"]


AnyAct = Annotated[SendRound | Says | Holds | Replies | Revises | Concludes, Field(discriminator="act")]


class Told(Row):
    """One paragraph of a case, in one language or in several."""

    text: Said | Words
    kind: Paragraph.Kind = Paragraph.Kind.TEXT
    marking: Marking = Marking.INTERNAL


class TextCase(Row):
    """One text: how it begins, with whom, on which records (by register and key) it relies, and what is done."""

    title: Said | Words
    kind: Text.Kind
    keeper: Slug
    by: Said
    question: Said | Words = " "
    partners: tuple[str, ...] = ()
    with_: tuple[Slug, ...] = Field((), alias="with")
    relies: tuple[tuple[Slug, Said], ...] = ()
    paragraphs: tuple[Told, ...]
    acts: tuple[AnyAct, ...] = ()


def replay_texts(folder: Path) -> int:
    """Begin the texts of a folder's `texts/*.toml` and do their acts, as of now; how many there are.

    Raises Invalid that names file, act and what is wrong.
    """
    files = sorted((folder / "texts").glob("*.toml"))
    for path in files:
        case = read_strictly(path, TextCase)
        text = _begun(case, path.stem)
        for number, act in enumerate(case.acts, start=1):
            try:
                _VERBS[type(act)](standing_text(text), act, _person(act.by))
            except Exception as problem:
                where = _("%(file)s, act %(number)s") % {"file": path.name, "number": number}
                raise Invalid([Problem(where, act.act, str(problem))]) from problem
    return len(files)


def _begun(case: TextCase, key: str) -> Text:
    values: dict[str, Any] = {"key": key, "title": said(case.title), "kind": case.kind, "keeper": _body(case.keeper)}
    values |= {"question": said(case.question).strip(), "partners": list(Partner.objects.filter(key__in=case.partners))}
    given = [{"body_id": _body(one).pk, "role": "co-lead"} for one in case.with_]
    lines = [Line(said(one.text), one.kind, one.marking) for one in case.paragraphs]
    actor = _person(case.by)
    text = begin_text(values, lines, actor=actor, reason=said(case.title), assignments=given)
    relied = [
        {"on_register": code, "on": registers()[code].model.objects.get(key=name).pk} for code, name in case.relies
    ]
    if relied:
        draft = Draft(parts={"reliances": relied}, sealed=True)
        actions.change(text, draft, actor=actor, reason=said(case.title))
    return text


def _paragraph(text: Text, number: int) -> UUID:
    found: UUID = text.paragraphs_rows[number - 1].uuid  # type: ignore[attr-defined]
    return found


def _send(text: Text, act: SendRound, actor: User) -> None:
    due = _working(date.today() + timedelta(act.days))
    scope = {_body(key).pk: [_paragraph(text, n) for n in told] for key, told in act.clearers.items() if told}
    informed = [_body(key).pk for key in act.informed]
    asked = Round([_body(key).pk for key in act.clearers], due, informed, act.rule, scope, act.silence)
    circulate(text, asked, actor=actor, reason=act.reason, read=text.digest)


def _working(day: date) -> date:
    works = working_days(profile()).works
    while not works(day):
        day += _DAY
    return day


def _say(text: Text, act: Says, actor: User) -> None:
    body = _body(act.body).pk
    if act.says == "more-time":
        want_time(text, body, _working(date.today() + timedelta(act.days)), actor=actor, reason=act.reason)
    else:
        clear(text, body, act.says, actor=actor, read=text.digest, words=act.reason)


def _hold(text: Text, act: Holds, actor: User) -> None:
    place, told = _paragraph(text, act.paragraph), {"wording": act.wording, "reason": act.reason}
    hold(text, place, _body(act.body).pk, act.stance, actor=actor, read=text.digest, **told)


def _reply(text: Text, act: Replies, actor: User) -> None:
    wanted = _paragraph(text, act.paragraph), _body(act.body).pk
    rows: list[Position] = text.positions_rows  # type: ignore[attr-defined]
    found = next(one for one in rows if (one.paragraph, one.body_id) == wanted)
    reply(text, found.uuid, act.reply, actor=actor, words=act.reason, read=text.digest)


def _revise(text: Text, act: Revises, actor: User) -> None:
    lines = [Line(row.text, row.kind, row.marking, row.uuid) for row in text.paragraphs_rows]  # type: ignore[attr-defined]
    old = lines[act.paragraph - 1]
    lines[act.paragraph - 1] = Line(act.text, old.kind, old.marking, old.uuid)
    revise(text, lines, actor=actor, reason=act.reason, read=text.digest)


def _conclude(text: Text, act: Concludes, actor: User) -> None:
    conclude(text, act.step, actor=actor, reason=act.reason, read=text.digest)


_VERBS: dict[type, Callable[[Text, Any, User], None]] = {
    SendRound: _send,
    Says: _say,
    Holds: _hold,
    Replies: _reply,
    Revises: _revise,
    Concludes: _conclude,
}


def _person(name: str) -> User:
    return User.objects.get(username=name, is_installation=False)


def _body(key: str) -> Body:
    found: Body = Body.objects.get(key=key)
    return found
