"""The tables on signing: what is asked before a text is signed, and the names that are kept for treaties."""

from __future__ import annotations

from typing import Literal

from trivet.procedures.rows import Code, Legal, Row, Slug, Words


class KeptName(Legal):
    """A name that is kept for texts of another kind (treaties): a text that begins by one of `words` is named so."""

    code: Slug
    label: Words
    words: tuple[str, ...]


class Told(Row):
    """What is told under a fact without being asked: always, or where the text binds or does not."""

    fact: Slug
    value: str
    binding: Literal["", "yes", "no"] = ""


class Kinds(Row):
    """Which records are texts of a procedure: those of a register (`of`) that have one of some choices in a field."""

    of: Slug
    field: str
    among: tuple[str, ...]


class Signing(Row):
    """What makes a procedure one of signing, and which of its facts answers what is asked before a signature.

    `binding` says for which texts it is: those that make duties under international law, those that do not. `steps`
    sign. `asks` are the facts asked for; `day` tells the day planned, `signed` the day of signature, `in_name_of` in
    whose name, `name` (a flag) that the name is none of `kept_names`, which are looked for behind words of `before`.
    `changes` are the later steps that record a change or an end, `reports` those that report for a year, and `plan` is
    the rule on the plan of the next year.
    """

    binding: tuple[Literal["yes", "no"], ...]
    steps: tuple[Slug, ...]
    asks: tuple[Slug, ...] = ()
    day: Slug | None = None
    signed: Slug | None = None
    in_name_of: Slug | None = None
    name: Slug | None = None
    before: tuple[str, ...] = ()
    changes: tuple[Slug, ...] = ()
    reports: tuple[Slug, ...] = ()
    plan: Code | None = None
    tells: tuple[Told, ...] = ()
    kinds: Kinds | None = None

    @property
    def code(self) -> str:
        """Its name in what is told of the tables."""
        return "signing"
