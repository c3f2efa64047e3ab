"""What an exercise does with its requests and notes when it is built, and the change that somebody proposes in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import gettext as _

from trivet.coordination.acknowledging import acknowledge
from trivet.coordination.notes import Note
from trivet.coordination.proposals import propose
from trivet.coordination.requesting import answer, chase
from trivet.coordination.requests import Request
from trivet.core.register import register_of, registers
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.procedures.cases import Said, read_strictly
from trivet.procedures.rows import Row, Slug

FILE = "exchange.toml"


class Act(Row):
    """One act on a record by its key (in the register `code`): what is done by whom, with which words and values."""

    act: Literal["answer", "chase", "acknowledge", "propose"]
    of: Slug
    by: Said
    words: str = ""
    code: Slug = ""
    values: dict[Slug, str] = {}


class Acts(Row):
    """The file: its acts in their order."""

    acts: tuple[Act, ...] = ()


_DO: dict[str, tuple[str, Callable[[Any, Act, User], Any]]] = {
    "answer": (register_of(Request).code, lambda row, one, actor: answer(row, one.words, actor=actor)),
    "chase": (register_of(Request).code, lambda row, one, actor: chase(row, one.words, actor=actor)),
    "acknowledge": (register_of(Note).code, lambda row, one, actor: acknowledge(row, actor=actor, read=row.version)),
    "propose": ("", lambda row, one, actor: _propose(row, one, actor)),
}


def _propose(row: Any, one: Act, actor: User) -> None:
    propose(row, one.values, actor=actor, reason=one.words, expected=row.version)


def practise(folder: Path) -> int:
    """Do the acts of a folder's file on the record that was built from it; how many there were, none without a file.

    Raises Invalid that names file, act and what is wrong.
    """
    if not (folder / FILE).is_file():
        return 0
    acts = read_strictly(folder / FILE, Acts).acts
    for number, one in enumerate(acts, 1):
        where = _("%(file)s, act %(number)s (%(act)s)") % {"file": FILE, "number": number, "act": one.act}
        code, do = _DO[one.act]
        register = registers().get(code or one.code)
        actor = User.objects.filter(username=one.by).first()
        row = register.model.objects.filter(key=one.of).first() if register else None
        if actor is None or row is None:
            raise Invalid([Problem(where, "by" if actor is None else "of", _("There is no such user or record."))])
        try:
            do(row, one, actor)
        except Invalid as problem:
            raise Invalid([Problem(where, told.field, told.message) for told in problem.problems]) from problem
    return len(acts)
