"""Worked cases: a dossier told in a file from its preparation to where it stands, with days that count from today."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from django.utils.translation import gettext as _
from pydantic import Field, StringConstraints, ValidationError

from trivet.core.validation import Invalid, Problem
from trivet.procedures.editions import in_words
from trivet.procedures.rows import Row, Slug, Words

#: A day: so many from the day of building (-40: forty before it), or one of the calendar (2025-11-03).
CaseDay = Annotated[int, Field(ge=-3660, le=3660)] | date
Said = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
#: What a fact tells: a day, a number, yes or no, a text, a choice or several.
Value = bool | int | date | str | tuple[str, ...]
_Kind = TypeVar("_Kind", bound=Row)


class CasePaper(Row):
    """A paper with its title, number and day; its kind alone is written as one word."""

    paper: Slug
    title: str = ""
    number: str = ""
    dated: CaseDay | None = None


class Act(Row):
    """What every act tells: who does it (a user name), on which day and why."""

    by: Said
    day: CaseDay
    reason: Said


class Open(Act):
    """The dossier is opened: the rules of that day are its rules."""

    act: Literal["open"]


class Step(Act):
    """A step is taken, with the facts and papers it brings and the bodies it asks beside those of the procedure."""

    act: Literal["step"]
    step: Slug
    facts: dict[Slug, Value] = Field(default_factory=dict)
    papers: tuple[Slug | CasePaper, ...] = ()
    bodies: tuple[Slug, ...] = ()


class Answer(Act):
    """A body that was asked gives its opinion; the reason is its text."""

    act: Literal["answer"]
    branch: Slug
    body: Slug
    says: Literal["agrees", "agrees-with-changes", "disagrees", "not-concerned"]


class AskFurther(Act):
    """More bodies are asked while the others are."""

    act: Literal["ask-further"]
    branch: Slug
    bodies: tuple[Slug, ...]


class TellFacts(Act):
    """What the dossier tells is changed."""

    act: Literal["tell-facts"]
    facts: dict[Slug, Value]


AnyAct = Annotated[Open | Step | Answer | AskFurther | TellFacts, Field(discriminator="act")]


class Case(Row):
    """One dossier: how it is prepared, by whom, and its acts in their order.

    Title and lesson are told in one language or in several: the record has them in that of its building.
    `lesson` says what it is for; `stage` where it stands at the end, and is held to it (empty: not yet opened).
    """

    title: Said | Words
    lesson: Said | Words
    procedure: Slug
    keeper: Slug
    by: Said
    stage: Slug | Literal[""] = ""
    variant: Literal["normal", "shortened"] = "normal"
    partners: tuple[str, ...] = ()
    place: str = ""
    facts: dict[Slug, Value] = Field(default_factory=dict)
    papers: tuple[Slug | CasePaper, ...] = ()
    acts: tuple[AnyAct, ...] = ()


def read_case(path: Path) -> Case:
    """The case of a file. Raises Invalid that names file, act and what is wrong."""
    return read_strictly(path, Case)


def read_strictly(path: Path, kind: type[_Kind]) -> _Kind:
    """A file of TOML as a table of a kind. Raises Invalid with each thing that is wrong, by file and place."""
    try:
        return kind.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as problem:
        raise Invalid([Problem(path.name, "", str(problem))]) from problem
    except ValidationError as problem:
        raise Invalid([_problem(path.name, one) for one in problem.errors()]) from problem


def where_of(name: str, number: int, act: Any) -> str:
    """An act of a file in words: its number in the file, what it is and its step or branch."""
    what = " ".join(filter(None, (act.act, getattr(act, "step", "") or getattr(act, "branch", ""))))
    return _("%(file)s, act %(number)s (%(act)s)") % {"file": name, "number": number, "act": what}


def on_day(told: CaseDay, today: date) -> date:
    """The day that a case tells, when it is built today."""
    return told if isinstance(told, date) else today + timedelta(told)


def _problem(name: str, one: Any) -> Problem:
    table, *more = one["loc"] or ("",)
    if table == "acts" and more:
        where = _("%(file)s, act %(number)s") % {"file": name, "number": more[0] + 1}
        return Problem(where, ".".join(map(str, more[1:])), one["msg"])
    return Problem(name, "", in_words(one))
