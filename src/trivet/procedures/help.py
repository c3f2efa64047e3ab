"""The help of a procedure, made from its tables: who does what, by when, on which basis, and what is to confirm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trivet.core.profile import said
from trivet.procedures.tables import Actor, Branch, Clock, PaperKind, Procedure, Rule, Stage, Transition
from trivet.procedures.words import conditions_words, term_words


@dataclass(frozen=True)
class TermHelp:
    """One term: by when, under which condition, who owes it to whom, and who takes it up when it is overdue."""

    label: str
    words: str
    when: str
    owner: str
    to: str
    escalate: str
    basis: str
    verified: bool


@dataclass(frozen=True)
class StepHelp:
    """One step from a stage: who takes it, where it leads, what it needs, and by when it is due."""

    code: str
    label: str
    target: str
    who: str
    needs: tuple[str, ...]
    waits: str
    terms: tuple[TermHelp, ...]


@dataclass(frozen=True)
class StageHelp:
    """A stage with the bodies that are asked in it and the steps that lead on."""

    code: str
    label: str
    final: bool
    asked: tuple[tuple[str, str, tuple[TermHelp, ...]], ...]
    steps: tuple[StepHelp, ...]


@dataclass(frozen=True)
class ActorHelp:
    """Who takes part: the words of the table and who stands behind them."""

    label: str
    behind: str


@dataclass(frozen=True)
class AuthorityHelp:
    """Who decides, and when."""

    label: str
    when: str
    basis: str
    verified: bool


def stages_help(procedure: Procedure, bodies: Mapping[str, str]) -> list[StageHelp]:
    """Stage by stage what may be done; `bodies` are the names of bodies by key that the reader may see."""
    return [_stage(procedure, stage, bodies) for stage in procedure.stages]


def actors_help(procedure: Procedure, bodies: Mapping[str, str]) -> list[ActorHelp]:
    """Everybody who takes part."""
    return [ActorHelp(said(one.label), _behind(one, bodies)) for one in procedure.actors]


def authority_help(procedure: Procedure) -> list[AuthorityHelp]:
    """Who decides, in the order in which the rows are asked."""
    return [
        AuthorityHelp(
            said(one.label), conditions_words(procedure, one.when) or _("in all other cases"), one.basis, one.verified
        )
        for one in procedure.authority
    ]


def to_confirm(procedure: Procedure) -> int:
    """How many of its rows nobody has read in the text that they rest on."""
    rows = (procedure.procedure, *procedure.papers, *procedure.authority, *procedure.rules)
    return sum(not row.verified for row in rows)


def _stage(procedure: Procedure, stage: Stage, bodies: Mapping[str, str]) -> StageHelp:
    asked = tuple(
        (said(one.label), _asked(procedure, one, bodies), tuple(_terms(procedure, procedure.one("clocks", one.clock))))
        for one in procedure.branches
        if one.stage == stage.code
    )
    steps = tuple(_step(procedure, one) for one in procedure.transitions if stage.code in one.sources)
    return StageHelp(stage.code, said(stage.label), stage.final, asked, steps)


def _step(procedure: Procedure, one: Transition) -> StepHelp:
    needs = [_paper(procedure.one("papers", code)) for code in one.papers]
    needs += [said(procedure.one("facts", code).label) for code in one.facts]
    waits = ""
    if one.waits:
        told = ", ".join(said(procedure.one("branches", code).label) for code in one.waits)
        waits = _("once all is answered: %s") if one.until == "all" else _("once all is answered or overdue: %s")
        waits %= told
    met = [term for clock in procedure.clocks if one.code in clock.met for term in _terms(procedure, clock)]
    who = ", ".join(said(procedure.one("actors", code).label) for code in one.who)
    target = said(procedure.one("stages", one.target).label)
    return StepHelp(one.code, said(one.label), target, who, tuple(needs), waits, tuple(met))


def _paper(kind: PaperKind) -> str:
    return f"{said(kind.label)} ({kind.form})" if kind.form else said(kind.label)


def _terms(procedure: Procedure, clock: Clock) -> Iterator[TermHelp]:
    """The rules of a clock, those of special cases first; a rule that is not in force is not told."""
    listed = [(one.rule, conditions_words(procedure, one.when)) for one in clock.instead]
    for code, when in [*listed, (clock.rule, _("in all other cases") if listed else "")]:
        rule = next((one for one in procedure.rules if one.code == code), None)
        if rule is not None:
            yield _term(procedure, clock, rule, when)


def _term(procedure: Procedure, clock: Clock, rule: Rule, when: str) -> TermHelp:
    def who(code: str | None) -> str:
        return said(procedure.one("actors", code).label) if code else ""

    words = term_words(procedure, clock, rule)
    return TermHelp(
        said(clock.label), words, when, who(clock.owner), who(clock.to), who(clock.escalate), rule.basis, rule.verified
    )


def _asked(procedure: Procedure, branch: Branch, bodies: Mapping[str, str]) -> str:
    """Which bodies are asked, and in which cases more."""
    told = [", ".join(_names(branch.bodies, bodies))] if branch.bodies else []
    for row in branch.also:
        words = {"names": ", ".join(_names(row.bodies, bodies)), "when": conditions_words(procedure, row.when)}
        told.append(_("%(names)s, where %(when)s") % words)
    return "; ".join([*told, _("others whom the keeper names")])


def _behind(one: Actor, bodies: Mapping[str, str]) -> str:
    told = {
        "keeper": _("the body that keeps the dossier"),
        "authority": _("who decides by the table of authority"),
        "asked": _("the bodies whose opinion was asked"),
    }
    return told.get(one.kind) or ", ".join(_names(one.bodies, bodies))


def _names(keys: tuple[str, ...], bodies: Mapping[str, str]) -> list[str]:
    """The bodies that the reader may see, by name."""
    return [bodies[key] for key in keys if key in bodies]
