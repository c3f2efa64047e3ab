"""The answer of a procedure of signing as a page tells it: names of bodies, days, terms, and what is to confirm."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trivet.core.holidays import working_days
from trivet.core.profile import said
from trivet.procedures.course import Course, Leg, Term
from trivet.procedures.rows import Legal
from trivet.procedures.signing import Answer, Decision, Detour, Duty
from trivet.procedures.tables import Rule
from trivet.procedures.words import conditions_words, fact_words, length_words, term_words
from trivet.web.shown import day_text


@dataclass(frozen=True)
class Based:
    """Something with the text it rests on, and whether that was read."""

    text: str
    basis: str = ""
    verified: bool = True
    who: str = ""
    note: str = ""


@dataclass(frozen=True)
class TermLine:
    """A term of the way: what it is, whose, how long, its last day, and the rule behind it."""

    label: str
    who: str
    length: str
    last: str
    rule: Based


@dataclass(frozen=True)
class LegLine:
    """A step of the way with its last day; `unsure` where a fact that was not told decides whether it is open."""

    label: str
    who: str
    latest: str
    rest: str
    unsure: bool
    terms: list[TermLine]


@dataclass(frozen=True)
class DetourLine:
    """How it goes on after a disagreement."""

    branch: str
    begins: str
    late: bool
    decides: list[Based]
    legs: list[LegLine]


@dataclass(frozen=True)
class Days:
    """The days of an answer in words; `way`: whether one leads to a signature, `variant`: whether that is open."""

    way: bool
    planned: str
    opening: str
    begins: str
    rest: str
    too_late: bool
    soonest: str
    variant: str
    variant_when: str
    variant_begins: str
    variant_fits: bool


@dataclass
class AnswerShown:
    """Everything that the template `web/signing_answer.html` shows of one answer."""

    code: str
    label: str
    help: str
    basis: Based
    why: str
    name: str
    name_wrong: bool
    in_name_of: str
    decides: list[Based]
    later: list[Based]
    asked: list[TermLine]
    legs: list[LegLine]
    short_legs: list[LegLine]
    days: Days
    papers: list[Based]
    detours: list[DetourLine]
    duties: list[TermLine]
    missing: list[tuple[str, list[str]]]
    kept: list[Based]
    start: str = ""


class Telling:
    """Tells answers to one reader; `names` are the bodies that they may see, by identity."""

    def __init__(self, names: Mapping[UUID, str]) -> None:
        self.names = names

    def told(self, answer: Answer) -> AnswerShown:
        """One answer in words."""
        head, course = answer.procedure.procedure, answer.course
        return AnswerShown(
            code=answer.procedure.code,
            label=str(capfirst(said(head.label))),
            help=said(head.help),
            basis=Based("", head.basis, head.verified),
            why=_why(answer),
            name=answer.naming.words if answer.naming else "",
            name_wrong=bool(answer.naming and answer.naming.allowed == "no"),
            in_name_of=_in_name_of(answer),
            decides=[self._decision(one) for one in answer.decisions],
            later=[self._decision(one) for one in answer.later],
            asked=[self._term(answer, term) for term in course.asks()] if course else [],
            legs=self._legs(answer, course),
            short_legs=self._legs(answer, answer.shortened if answer.shortened_open else None),
            days=_days(answer),
            papers=[_based(said(one.label), one, one.form) for one in answer.papers],
            detours=[self._detour(answer, one) for one in answer.detours],
            duties=[self._duty(answer, one) for one in answer.duties],
            missing=[(str(capfirst(one.label)), one.depends) for one in answer.missing],
            kept=[_based(one.words[0], one, note=said(one.label)) for one in answer.procedure.kept_names],
        )

    def _detour(self, answer: Answer, one: Detour) -> DetourLine:
        begins, decides = one.course.begins, [self._decision(decided) for decided in one.decisions]
        late = bool(begins and begins < answer.matter.opening)
        return DetourLine(one.branch, _day(begins), late, decides, self._legs(answer, one.course))

    def _decision(self, one: Decision) -> Based:
        if one.row is None:
            return Based(_("the profile names nobody for this case"), who=one.actor, verified=False)
        note = "" if one.sure else _("as far as is told: a question below is open")
        if one.row.of == "above" and not one.bodies:
            note = _("the record names no body above the one that signs")
        behind = self._bodies(one.bodies)
        label = said(one.row.label)
        text = f"{label}: {behind}" if behind and behind != label else label
        return Based(str(capfirst(text)), one.row.basis, one.row.verified, said(one.step.label), note)

    def _bodies(self, bodies: Iterable[Any]) -> str:
        return ", ".join(sorted(self.names[one] for one in bodies if one in self.names))

    def _asked(self, answer: Answer, keys: Iterable[str]) -> str:
        """The bodies of some keys, by the names of the record; one that the record lacks as the profile calls it."""
        standing = answer.standing
        known = {key: self.names.get(standing.bodies[key], "") for key in standing.bodies}
        return ", ".join(known[key] if key in known else standing.profile.label("bodies", key) for key in keys)

    def _legs(self, answer: Answer, course: Course | None) -> list[LegLine]:
        return [self._leg(answer, leg) for leg in (course.legs if course else ())]

    def _leg(self, answer: Answer, leg: Leg) -> LegLine:
        procedure = answer.procedure
        who = ", ".join(said(procedure.one("actors", code).label) for code in leg.step.who)
        terms = [*leg.terms, *([leg.ahead] if leg.ahead else [])]
        return LegLine(
            str(capfirst(said(leg.step.label))),
            who,
            _day(leg.latest),
            _rest(answer, leg.latest),
            not leg.sure,
            [self._term(answer, term) for term in terms],
        )

    def _term(self, answer: Answer, term: Term) -> TermLine:
        procedure, table = answer.procedure, term.branch or term.clock
        who = self._asked(answer, term.bodies) if term.branch else said(procedure.one("actors", term.clock.owner).label)
        if term.branch and not who:
            who = _("those whom the keeper names")
        ahead = bool(term.rule and term.rule.side == "before")
        length = term_words(procedure, term.clock, term.rule) if term.rule and ahead else _length(term.rule)
        return TermLine(str(capfirst(said(table.label))), who, length, _day(term.last), _rule(term.rule))

    def _duty(self, answer: Answer, one: Duty) -> TermLine:
        procedure = answer.procedure
        who = self._asked(answer, one.asked) or self._bodies(one.owners)
        who = who or said(procedure.one("actors", one.clock.owner).label)
        to = self._bodies(one.to - one.owners)
        who = f"{who} → {to}" if to else who
        length = term_words(procedure, one.clock, one.rule) if one.rule else ""
        return TermLine(str(capfirst(said(one.clock.label))), who, length, _day(one.due), _rule(one.rule))


def _days(answer: Answer) -> Days:
    course, shortened, head = answer.course, answer.shortened, answer.procedure.procedure
    return Days(
        way=course is not None,
        planned=_day(answer.matter.day),
        opening=_day(answer.matter.opening),
        begins=_day(course.begins if course else None),
        rest=_rest(answer, course.begins if course else None),
        too_late=answer.too_late,
        soonest=_day(answer.soonest),
        variant={None: "", True: "open", False: "closed"}[answer.shortened_open],
        variant_when=conditions_words(answer.procedure, head.shortened),
        variant_begins=_day(shortened.begins if shortened else None),
        variant_fits=answer.shortened_fits,
    )


def _based(text: str, row: Legal, form: str = "", note: str = "") -> Based:
    return Based(f"{text} ({form})" if form else text, row.basis, row.verified, note=note)


def _why(answer: Answer) -> str:
    binding = answer.procedure.signing.binding if answer.procedure.signing else ()
    if answer.matter.binding == "yes":
        return _("because the text makes duties under international law")
    if answer.matter.binding == "no":
        return _("because the text makes no duties under international law")
    if len(binding) > 1:
        return _("whether the text makes duties under international law or not")
    return (
        _("if the text makes duties under international law")
        if "yes" in binding
        else _("if the text makes no duties under international law")
    )


def _in_name_of(answer: Answer) -> str:
    """In whose name it is signed; empty where that was not told."""
    signing = answer.procedure.signing
    if signing is None or signing.in_name_of is None:
        return _("The profile does not regulate in whose name it is signed.")
    value = answer.standing.facts.get(signing.in_name_of, "")
    return str(capfirst(fact_words(answer.procedure.one("facts", signing.in_name_of), value))) if value else ""


def _day(day: date | None) -> str:
    return day_text(day) if day else ""


def _rest(answer: Answer, day: date | None) -> str:
    """The last working day before a day that is none; terms in calendar days do not wait for one."""
    works: Callable[[date], bool] = working_days(answer.standing.profile).works
    if day is None or works(day):
        return ""
    while not works(day):
        day = date.fromordinal(day.toordinal() - 1)
    return day_text(day)


def _length(rule: Rule | None) -> str:
    return length_words(rule) if rule else ""


def _rule(rule: Rule | None) -> Based:
    return Based(str(capfirst(said(rule.label))), rule.basis, rule.verified) if rule else Based("")
