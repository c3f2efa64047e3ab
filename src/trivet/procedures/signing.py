"""May we sign this: which procedure it is, who decides, whom to ask and by when, derived from the profile's tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from trivet.core.profile import Profile, said
from trivet.procedures.clocks import due_day, rule_of
from trivet.procedures.course import Course, after_signature, course_of, earliest, open_by
from trivet.procedures.dossiers import Dossier, FactTold
from trivet.procedures.editions import in_force, procedures
from trivet.procedures.kept_names import Naming, naming
from trivet.procedures.standing import Standing, standing_with
from trivet.procedures.tables import Authority, Clock, Condition, Fact, PaperKind, Procedure, Rule, Transition

#: What is asked about the text: whether it makes duties under international law.
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Matter:
    """What somebody tells of a text that is to be signed. `opening` is the day on which its dossier would be opened."""

    keeper: Any
    title: str
    binding: str
    day: date | None
    opening: date
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """Who decides by which row of the authority table, at which step; `sure` is false where facts are missing."""

    step: Transition
    actor: str
    row: Authority | None
    bodies: frozenset[Any]
    sure: bool


@dataclass(frozen=True)
class Detour:
    """How it goes on when a body that is asked disagrees."""

    branch: str
    course: Course
    decisions: list[Decision]


@dataclass(frozen=True)
class Duty:
    """What is owed after the signature: by whom to whom, under which rule, and by when where that can be reckoned."""

    clock: Clock
    rule: Rule | None
    owners: frozenset[Any]
    to: frozenset[Any]
    asked: tuple[str, ...]
    due: date | None
    at_once: bool


@dataclass(frozen=True)
class Missing:
    """A fact that was not told, and what hangs on it."""

    label: str
    depends: list[str]


@dataclass
class Answer:
    """Everything that one procedure says of the matter; a course is None where no way leads to a signature."""

    procedure: Procedure
    standing: Standing
    matter: Matter
    naming: Naming | None
    course: Course | None
    shortened: Course | None
    shortened_open: bool | None
    decisions: list[Decision]
    later: list[Decision]
    detours: list[Detour]
    duties: list[Duty]
    missing: list[Missing]

    @property
    def too_late(self) -> bool:
        """Whether the terms no longer fit in before the day planned."""
        return self._late(self.course)

    @property
    def shortened_fits(self) -> bool:
        """Whether the terms of the shortened variant would still fit in."""
        return self.shortened is not None and self.shortened.begins is not None and not self._late(self.shortened)

    @property
    def soonest(self) -> date | None:
        """The earliest day of signature if the dossier began on its day of opening and every term were used up."""
        return earliest(self.standing, self.course, self.matter.opening) if self.course else None

    def _late(self, course: Course | None) -> bool:
        return bool(course and course.begins and course.begins < self.matter.opening)

    @property
    def papers(self) -> list[PaperKind]:
        """The papers that are needed up to the signature, in the order of the steps."""
        codes = dict.fromkeys(code for leg in (self.course.legs if self.course else ()) for code in leg.step.papers)
        return [self.procedure.one("papers", code) for code in codes]


def signing_procedures(profile: Profile, day: date) -> list[Procedure]:
    """The procedures of signing that are in force on a day."""
    codes = dict.fromkeys(one.code for one in procedures(profile) if one.signing and one.procedure.holds(day))
    return [in_force(profile, code, day) for code in codes]


def chosen(found: Iterable[Procedure], binding: str) -> list[Procedure]:
    """Those for a text that makes duties under international law (yes) or does not (no); all when nobody has said."""
    return [one for one in found if one.signing and (binding not in (YES, NO) or binding in one.signing.binding)]


def told_facts(procedure: Procedure, matter: Matter) -> dict[str, str]:
    """The facts of a procedure as what is told of the matter answers them; the name is checked, not asked."""
    signing = procedure.signing
    if signing is None:
        return {}
    known = {one.code for one in procedure.facts}
    facts = {code: text for code, text in matter.facts.items() if code in known and text}
    facts |= {one.fact: one.value for one in signing.tells if one.binding in ("", matter.binding)}
    if signing.day and matter.day:
        facts[signing.day] = matter.day.isoformat()
    if signing.name and matter.title and (allowed := naming(procedure, matter.title).allowed):
        facts[signing.name] = allowed
    return facts


def answered(profile: Profile, procedure: Procedure, matter: Matter, bodies: Collection[Any]) -> Answer:
    """What a procedure says of a matter; `bodies` are those that the reader may see.

    A name that is not allowed is told apart: the rest is what would hold for the text under another name.
    """
    found = naming(procedure, matter.title) if procedure.kept_names and matter.title else None
    facts = told_facts(procedure, matter)
    if found and procedure.signing and procedure.signing.name:
        facts[procedure.signing.name] = YES
    standing = _standing(profile, procedure, matter, facts, bodies)
    shortened = course_of(standing, matter.day, "shortened") if procedure.procedure.shortened else None
    detours = list(_detours(standing, matter))
    course = course_of(standing, matter.day)
    return Answer(
        procedure,
        standing,
        matter,
        found,
        course,
        shortened,
        _shortened_open(standing),
        [_decision(standing, leg.step) for leg in (course.legs if course else ()) if leg.step.act == "decide"],
        _later(standing),
        detours,
        list(_duties(standing, matter.day)),
        list(_missing(standing)),
    )


def _standing(
    profile: Profile, procedure: Procedure, matter: Matter, facts: Mapping[str, str], bodies: Collection[Any]
) -> Standing:
    """A dossier of the matter as it would stand at its beginning; nothing of it is kept."""
    dossier = Dossier(title=matter.title, procedure=procedure.code, keeper=matter.keeper)
    rows: dict[str, list[Any]] = {name: [] for name in ("papers", "steps", "obligations")}
    rows["facts"] = [FactTold(fact=code, value=text) for code, text in facts.items()]
    for name, some in rows.items():
        setattr(dossier, f"{name}_rows", some)
    return standing_with(dossier, procedure, profile, bodies)


def _shortened_open(standing: Standing) -> bool | None:
    """Whether the shortened variant is open: yes, no, or (None) there is none."""
    conditions = standing.procedure.procedure.shortened
    return standing.holds(conditions) if conditions else None


def _decision(standing: Standing, step: Transition) -> Decision:
    actor = next(a for a in (standing.procedure.one("actors", code) for code in step.who) if a.kind == "authority")
    row = standing.authority(actor.code)
    asked = [one for one in standing.procedure.authority if one.actor in (None, actor.code)]
    passed = asked[: asked.index(row)] if row else asked
    sure = not any(one.fact and not standing.facts.get(one.fact) for other in passed for one in other.when)
    return Decision(step, said(actor.label), row, standing.bodies_of(actor.code), sure)


def _later(standing: Standing) -> list[Decision]:
    """Who decides once it is signed, each actor once."""
    _stages, codes = after_signature(standing.procedure)
    steps = [one for one in standing.procedure.transitions if one.code in codes and one.act == "decide"]
    return list({one.actor: one for one in (_decision(standing, step) for step in reversed(steps))}.values())[::-1]


def _detours(standing: Standing, matter: Matter) -> Iterator[Detour]:
    usual = course_of(standing, matter.day)
    for term in usual.asks() if usual else ():
        other = course_of(standing, matter.day, disagrees=term.branch.code) if term.branch else None
        if usual and other and term.branch and [leg.step for leg in other.legs] != [leg.step for leg in usual.legs]:
            decides = [_decision(standing, leg.step) for leg in other.legs if leg.step.act == "decide"]
            yield Detour(said(term.branch.label), other, decides)


def _duties(standing: Standing, day: date | None) -> Iterator[Duty]:
    """What runs from the signature first, then what runs from the steps that may follow."""
    procedure, signing = standing.procedure, standing.procedure.signing
    stages, codes = after_signature(procedure)
    asked = {one.clock: one for one in procedure.branches if one.stage in stages}
    steps, told = set(signing.steps if signing else ()), {signing.signed if signing else None, None}
    found = []
    for clock in procedure.clocks:
        at_once = bool(steps & set(clock.start)) and clock.fact in told
        if at_once or set(codes) & set(clock.start) or clock.code in asked:
            rule = rule_of(standing, clock)
            due = due_day(standing.profile, rule, day) if at_once and rule and day else None
            branches = [one for one in procedure.branches if one.clock == clock.code and one.stage in stages]
            keys = tuple(dict.fromkeys(key for one in branches for key in one.bodies))
            owners, to = standing.bodies_of(clock.owner), standing.bodies_of(clock.to)
            found.append(Duty(clock, rule, owners, to, keys, due, at_once))
    yield from sorted(found, key=lambda one: not one.at_once)


def _missing(standing: Standing) -> Iterator[Missing]:
    """The facts asked for that nobody has told, each with what hangs on it."""
    signing = standing.procedure.signing
    for code in signing.asks if signing else ():
        fact: Fact = standing.procedure.one("facts", code)
        if not standing.facts.get(code) and (depends := list(_depends(standing, code))):
            yield Missing(said(fact.label), depends)


def _depends(standing: Standing, code: str) -> Iterator[str]:
    """What hangs on a fact, kind by kind, in the words of the tables; steps that are closed anyway are left out."""
    procedure = standing.procedure
    steps = [one for one in procedure.transitions if open_by(standing, one) is not None]

    def on(*conditions: Condition) -> bool:
        return any(one.fact == code for one in conditions)

    if on(*procedure.procedure.shortened):
        yield _("whether the shortened variant is open")
    rows = [row for row in procedure.authority if on(*row.when)]
    actors = [one for one in procedure.actors if one.kind == "authority"]
    listed: dict[str, list[Any]] = {
        _("who it is: %s"): [one for one in actors if any(row.actor in (None, one.code) for row in rows)],
        _("whom else to ask: %s"): [one for one in procedure.branches if any(on(*row.when) for row in one.also)],
        _("how long it takes: %s"): [one for one in procedure.clocks if any(on(*row.when) for row in one.instead)],
        _("which steps are open: %s"): [one for one in steps if on(*one.when, *one.unless)],
        _("it is needed for the step: %s"): [one for one in steps if code in one.facts],
    }
    for words, found in listed.items():
        if found:
            yield words % ", ".join(dict.fromkeys(said(one.label) for one in found))
