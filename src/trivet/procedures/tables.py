"""What a procedure is: the tables that a profile's file declares, read strictly."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from trivet.procedures.rows import Code, Legal, Row, Slug, Words
from trivet.procedures.signing_tables import KeptName, Signing

Unit = Literal["days", "working-days", "weeks", "months", "years", "sitting-days", "date"]
#: The step by which every dossier begins; clocks may start at it as at any transition.
OPENED = "opened"
#: What a fact of the kind `flag` may tell.
FLAG = ("yes", "no")


class Rule(Legal):
    """A term: so many units after (or before) what a clock counts from, or (unit `date`) a day MM-DD of the year."""

    code: Code
    label: Words
    value: int | str
    unit: Unit
    side: Literal["after", "before"] = "after"


class Rules(BaseModel):
    """The table of a profile's rules."""

    rules: tuple[Rule, ...]


class Condition(Row):
    """Something told by a fact (one of some values; any value when none is named) or by the answers of a branch."""

    fact: Slug | None = None
    branch: Slug | None = None
    among: tuple[str, ...] = Field((), alias="in")


class Actor(Row):
    """Who takes part, and as what its bodies are assigned.

    `keeper` keeps the dossier; `fixed` are bodies of the profile; `authority` follows from the facts; `asked` are the
    bodies of a branch.
    """

    code: Slug
    label: Words
    kind: Literal["keeper", "fixed", "authority", "asked"]
    bodies: tuple[str, ...] = ()
    role: Literal["lead", "co-lead", "support", "consult", "inform"] = "support"


class Choice(Row):
    code: Slug
    label: Words


class Fact(Row):
    """Something that a dossier tells: a text, a day, a number, yes or no, or one of some choices (or `several`).

    A `fixed` one decides what the dossier means: once that is open, only a step that names the fact changes it.
    """

    code: Slug
    label: Words
    kind: Literal["text", "date", "number", "flag", "choice"] = "text"
    choices: tuple[Choice, ...] = ()
    several: bool = True
    fixed: bool = False


class PaperKind(Legal):
    """A paper of a dossier; `form` is the number of its legal form."""

    code: Slug
    label: Words
    form: str = ""


class Stage(Row):
    """A state of a dossier; a final one ends it."""

    code: Slug
    label: Words
    final: bool = False


class Transition(Row):
    """A step from some states to another.

    `act` says what it is to the rules: who takes a `submit` may not take a `decide`, which needs authority; `complete`
    is the receiving body's word that the dossier is complete, and `return` its word that it is not. It is open when any
    condition of `when` holds and none of `unless`. `waits` names branches: with `all` every answer must be in, with
    `due` what is overdue is recorded as no answer. `into` is the variant that the dossier goes on in.
    """

    code: Slug
    label: Words
    sources: tuple[Slug, ...] = Field(alias="from")
    target: Slug = Field(alias="to")
    who: tuple[Slug, ...]
    act: Literal["step", "submit", "complete", "return", "decide"] = "step"
    papers: tuple[Slug, ...] = ()
    facts: tuple[Slug, ...] = ()
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    waits: tuple[Slug, ...] = ()
    until: Literal["all", "due"] = "due"
    variant: Literal["", "normal", "shortened"] = ""
    into: Literal["", "normal", "shortened"] = ""


class Branch(Row):
    """Bodies asked at the same time, when the dossier enters a stage; the answer is due by the clock named.

    `bodies` are asked always, those of `also` when any condition of the row holds; the keeper may name more. With
    `clears` each answer speaks of one exact version of the text that goes round. `silence` is the fact by which the
    branch is opened as a silence procedure: who has not answered by its day has then consented.
    """

    code: Slug
    label: Words
    stage: Slug
    clock: Slug
    bodies: tuple[str, ...] = ()
    also: tuple[Also, ...] = ()
    clears: bool = False
    silence: Slug | None = None


class Also(Row):
    bodies: tuple[str, ...]
    when: tuple[Condition, ...]


class Instead(Row):
    """Another rule for a clock: in a variant, or when any of some conditions holds."""

    rule: Code
    variant: Literal["", "normal", "shortened"] = ""
    when: tuple[Condition, ...] = ()


class Clock(Row):
    """A running term by its rule, or by the first row of `instead` that holds.

    It starts by a transition and counts from the day of that step, or from the day a fact tells; it is met by
    transitions, and stopped by others, to start again. The clock of a branch starts when a body is asked, and its
    answer meets it. Without a rule it is due on the day that its fact tells, or on no day.
    """

    code: Slug
    label: Words
    rule: Code | None = None
    instead: tuple[Instead, ...] = ()
    start: tuple[Slug, ...] = ()
    fact: Slug | None = None
    met: tuple[Slug, ...] = ()
    stopped: tuple[Slug, ...] = ()
    owner: Slug
    to: Slug
    escalate: Slug | None = None
    variant: Literal["", "normal", "shortened"] = ""


class Authority(Legal):
    """Who decides, and when: rows are asked in their order, the first whose conditions (any of them) hold decides.

    `actor` is whom the row tells of, every actor of the kind `authority` when it names none. They are `bodies` of the
    profile, or (`of`) the body that keeps the dossier, or the one above it.
    """

    code: Slug
    label: Words
    actor: Slug | None = None
    bodies: tuple[str, ...] = ()
    of: Literal["", "keeper", "above"] = ""
    when: tuple[Condition, ...] = ()


class Head(Legal):
    """The procedure itself: the stage it begins at, and when the shortened variant may be chosen (any condition).

    `amends` names the file of this procedure that this one changes: what it does not say anew is taken over.
    """

    code: Slug
    label: Words
    help: Words
    start: Slug
    amends: Slug | None = None
    shortened: tuple[Condition, ...] = ()


class Procedure(Row):
    """One procedure with everything it needs, as it stands in a file; `rules` are added from the profile's table."""

    procedure: Head
    actors: tuple[Actor, ...]
    facts: tuple[Fact, ...] = ()
    papers: tuple[PaperKind, ...] = ()
    stages: tuple[Stage, ...]
    transitions: tuple[Transition, ...]
    branches: tuple[Branch, ...] = ()
    clocks: tuple[Clock, ...] = ()
    authority: tuple[Authority, ...] = ()
    signing: Signing | None = None
    kept_names: tuple[KeptName, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def code(self) -> str:
        return self.procedure.code

    @property
    def rules_used(self) -> set[str]:
        """The codes of the rules that its clocks name."""
        return {rule for clock in self.clocks for rule in (clock.rule, *(one.rule for one in clock.instead)) if rule}

    def one(self, table: str, code: str) -> Any:
        """The row of a table with a code. Raises KeyError when there is none."""
        for row in getattr(self, table):
            if row.code == code:
                return row
        raise KeyError(f"{self.code}: {table} has no {code}")

    @property
    def clears(self) -> bool:
        """Whether a text goes round in it: then all is done on the page of the text."""
        return any(branch.clears for branch in self.branches)

    def leaving(self, stage: str, variant: str) -> list[Transition]:
        """The transitions that lead on from a stage in a variant."""
        return [t for t in self.transitions if stage in t.sources and t.variant in ("", variant)]


Branch.model_rebuild()
