"""Faults within one procedure of a profile: unknown codes, dead stages, steps that nobody may take."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from trivet.core.profile import ProfileFile
from trivet.core.register import registers
from trivet.procedures.amending import placed_rows
from trivet.procedures.dossiers import Obligation
from trivet.procedures.rows import Legal, Row
from trivet.procedures.signing_tables import KeptName, Signing, Told
from trivet.procedures.tables import (
    FLAG,
    OPENED,
    Actor,
    Also,
    Authority,
    Branch,
    Clock,
    Condition,
    Fact,
    Head,
    Instead,
    Procedure,
    Transition,
)

#: A fault: the table, the place of the row (from 0), and what is wrong.
Found = Iterator[tuple[str, int, str]]

#: The tables of a procedure's rows.
TABLES = ("actors", "facts", "papers", "stages", "transitions", "branches", "clocks", "authority", "kept_names")
#: Which fields name rows of which table.
_REFERS: dict[type[Row], dict[str, str]] = {
    Head: {"start": "stages"},
    Condition: {"fact": "facts", "branch": "branches"},
    Actor: {"bodies": "bodies"},
    Transition: {
        "sources": "stages",
        "target": "stages",
        "who": "actors",
        "papers": "papers",
        "facts": "facts",
        "waits": "branches",
    },
    Branch: {"stage": "stages", "clock": "clocks", "bodies": "bodies"},
    Also: {"bodies": "bodies"},
    Instead: {"rule": "rules"},
    Clock: {
        "rule": "rules",
        "start": "steps",
        "met": "steps",
        "stopped": "steps",
        "fact": "facts",
        "owner": "actors",
        "to": "actors",
        "escalate": "actors",
    },
    Authority: {"actor": "actors", "bodies": "bodies"},
    Told: {"fact": "facts"},
    Signing: {
        "steps": "transitions",
        "asks": "facts",
        "day": "facts",
        "signed": "facts",
        "in_name_of": "facts",
        "name": "facts",
        "changes": "transitions",
        "reports": "transitions",
        "plan": "rules",
    },
}


@dataclass(frozen=True)
class Reading:
    """One procedure that could be read, with the file it stands in, and the codes known beside it."""

    file: ProfileFile
    files: Sequence[ProfileFile]
    procedure: Procedure
    bodies: frozenset[str]
    rules: frozenset[str]

    @cached_property
    def known(self) -> dict[str, frozenset[str]]:
        tables = ("actors", "facts", "papers", "stages", "transitions", "branches", "clocks")
        known = {table: frozenset(row.code for row in getattr(self.procedure, table)) for table in tables}
        return {**known, "steps": known["transitions"] | {OPENED}, "bodies": self.bodies, "rules": self.rules}

    def rows(self) -> Iterator[tuple[str, int, Any]]:
        """Every row, with its table and place; the head of the procedure and its table of signing too."""
        yield "procedure", 0, self.procedure.procedure
        if self.procedure.signing:
            yield "signing", 0, self.procedure.signing
        for table in TABLES:
            for place, row in enumerate(getattr(self.procedure, table)):
                yield table, place, row


def no_basis(code: str) -> str:
    """That a row rests on no text."""
    return _("“%s” has no basis") % code


def overlapping(rows: Sequence[Legal]) -> Iterator[tuple[int, int]]:
    """Places of rows of one code that are valid on the same day: the later row's, and the earlier one's."""
    for place, row in enumerate(rows):
        for earlier, other in enumerate(rows[:place]):
            if _key(row) == _key(other) and _meet(row, other):
                yield place, earlier


def _key(row: Any) -> tuple[str, str | None]:
    """By what rows stand for one another: the code, and whom a row of the authority table tells of."""
    return row.code, getattr(row, "actor", None)


def _meet(one: Legal, other: Legal) -> bool:
    last = "9999"
    return one.valid_from <= (other.valid_to or last) and other.valid_from <= (one.valid_to or last)


def _unknown_codes(reading: Reading) -> Found:
    for table, place, row in reading.rows():
        for inner in _within(row):
            for field, names in _REFERS.get(type(inner), {}).items():
                for code in _codes(getattr(inner, field)):
                    if code not in reading.known[names]:
                        told = {"row": row.code, "field": type(inner).model_fields[field].alias or field, "code": code}
                        yield table, place, _("“%(row)s”, %(field)s: there is no “%(code)s”") % told


def _within(row: Row) -> Iterator[Row]:
    """A row and the rows that stand within it."""
    yield row
    for field in type(row).model_fields:
        value = getattr(row, field)
        for inner in value if isinstance(value, tuple) else ():
            if isinstance(inner, Row):
                yield from _within(inner)


def _codes(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def _conditions(reading: Reading) -> Found:
    facts = {fact.code: fact for fact in reading.procedure.facts}
    for table, place, row in reading.rows():
        for one in (inner for inner in _within(row) if isinstance(inner, Condition)):
            if (one.fact is None) == (one.branch is None):
                yield table, place, _("“%s”: a condition names a fact or a branch, one of the two") % row.code
                continue
            for code in sorted(set(one.among) - _choices(facts.get(one.fact) if one.fact else None, one)):
                told = {"row": row.code, "code": code, "of": one.fact or one.branch}
                yield table, place, _("“%(row)s”: “%(code)s” is no choice of “%(of)s”") % told


def _choices(fact: Fact | None, one: Condition) -> set[str]:
    """What a condition may ask for: the answers of a branch, or what its fact may tell."""
    if one.branch:
        return set(Obligation.Answer.values)
    if fact is None or fact.kind not in ("choice", "flag"):
        return set(one.among)
    return set(FLAG) if fact.kind == "flag" else {choice.code for choice in fact.choices}


def _dayless(reading: Reading) -> Found:
    kinds = {fact.code: fact.kind for fact in reading.procedure.facts}
    for place, clock in enumerate(reading.procedure.clocks):
        if clock.fact and kinds.get(clock.fact, "date") != "date":
            told = {"row": clock.code, "code": clock.fact}
            yield "clocks", place, _("“%(row)s” counts from “%(code)s”, which tells no day") % told


def _dead_stages(reading: Reading) -> Found:
    procedure = reading.procedure
    ways = {(source, one.target) for one in procedure.transitions for source in one.sources}
    begun = _reached({procedure.procedure.start}, ways)
    ended = _reached({stage.code for stage in procedure.stages if stage.final}, {(to, source) for source, to in ways})
    for place, stage in enumerate(procedure.stages):
        if stage.code not in begun:
            yield "stages", place, _("stage “%s” cannot be reached from the start") % stage.code
        if stage.code not in ended:
            yield "stages", place, _("no final stage can be reached from stage “%s”") % stage.code


def _reached(begun: set[str], ways: set[tuple[str, str]]) -> set[str]:
    while more := {to for source, to in ways if source in begun} - begun:
        begun = begun | more
    return begun


def _nobody(reading: Reading) -> Found:
    """Steps that nobody may take, and decisions that rest on no authority."""
    actors = {actor.code: actor for actor in reading.procedure.actors}
    for place, one in enumerate(reading.procedure.transitions):
        who = [actors[code] for code in one.who if code in actors]
        if not any(_stands(reading, actor) for actor in who):
            yield "transitions", place, _("nobody may take step “%s”") % one.code
        elif one.act == "decide" and not any(actor.kind == "authority" for actor in who):
            yield "transitions", place, _("step “%s” decides, but no actor of it has authority") % one.code


def _stands(reading: Reading, actor: Actor) -> bool:
    """Whether any body can stand behind an actor."""
    if actor.kind == "fixed":
        return bool(set(actor.bodies) & reading.bodies)
    if actor.kind == "authority":
        rows = (row for row in reading.procedure.authority if row.actor in (None, actor.code))
        return any(row.of or set(row.bodies) & reading.bodies for row in rows)
    return actor.kind == "keeper" or bool(reading.procedure.branches)


def _baseless(reading: Reading) -> Found:
    for table, place, row in reading.rows():
        if isinstance(row, (Head, Authority, KeptName)) and not row.basis:
            yield table, place, no_basis(row.code)


def _twice(reading: Reading) -> Found:
    """Codes that stand twice in one table; rows of the authority table may, at different times."""
    for table, rows in placed_rows(reading.file, reading.files).items():
        codes = [one.row.get("code") for one in rows]
        for place, code in enumerate(codes):
            if table not in _DATED and code in codes[:place]:
                yield table, place, _("“%s” stands twice") % code
    for table in _DATED:
        rows_ = getattr(reading.procedure, table)
        for place, _earlier in overlapping(rows_):
            yield table, place, _("“%s” is valid twice at the same time") % rows_[place].code


def _signing(reading: Reading) -> Found:
    """What a table of signing asks of facts that cannot answer it, and of records that there are not."""
    signing, kept = reading.procedure.signing, reading.procedure.kept_names
    if bool(signing and signing.name) != bool(kept):
        yield "signing" if signing else "kept_names", 0, _("names are kept, and a fact tells of them, or neither is")
    if signing is None:
        return
    facts = {fact.code: fact for fact in reading.procedure.facts}
    for code, kind in ((signing.day, "date"), (signing.signed, "date"), (signing.name, "flag")):
        if code in facts and facts[code].kind != kind:
            yield "signing", 0, _("“%(code)s” is no fact of the kind %(kind)s") % {"code": code, "kind": kind}
    for told in signing.tells:
        if told.fact in facts and told.value not in _choices(
            facts[told.fact], Condition.model_validate({"in": (told.value,)})
        ):
            yield "signing", 0, _("“%(code)s” is no choice of “%(of)s”") % {"code": told.value, "of": told.fact}
    if signing.kinds:
        yield from _kinds(signing.kinds.of, signing.kinds.field, signing.kinds.among)


def _kinds(of: str, field: str, among: tuple[str, ...]) -> Found:
    register = registers().get(of)
    column = next((one for one in register.model._meta.fields if one.name == field), None) if register else None
    if column is None:
        yield "signing", 0, _("there is no field “%(field)s” of a register “%(of)s”") % {"field": field, "of": of}
        return
    for code in sorted(set(among) - {str(value) for value, _words in column.flatchoices}):
        yield "signing", 0, _("“%(code)s” is no choice of “%(of)s”") % {"code": code, "of": field}


#: Tables whose rows may stand for one another at different times.
_DATED = ("authority", "kept_names")
#: All of them, in turn.
CHECKS: tuple[Callable[[Reading], Found], ...] = (
    _unknown_codes,
    _conditions,
    _dayless,
    _dead_stages,
    _nobody,
    _baseless,
    _twice,
    _signing,
)
