"""A procedure's tables in plain words of the reader's language: terms, conditions, facts as they are told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trivet.core.profile import said
from trivet.procedures.dossiers import Obligation
from trivet.procedures.tables import OPENED, Clock, Condition, Fact, Procedure, Rule


def term_words(procedure: Procedure, clock: Clock, rule: Rule) -> str:
    """By when a clock is due under a rule: “15 days after “complete””, “40 days before first day”."""
    if rule.unit == "date":
        return _("each year by %s") % _month_day(str(rule.value))
    words = {"term": length_words(rule), "event": start_words(procedure, clock)}
    if rule.side == "before":
        return _("%(term)s before %(event)s") % words
    return _("%(term)s after %(event)s") % words


def length_words(rule: Rule) -> str:
    """The length of a term: “15 working days”; a day of the year by its name."""
    if rule.unit == "date":
        return _month_day(str(rule.value))
    count = int(rule.value)
    told = {
        "days": ngettext("%(count)s day", "%(count)s days", count),
        "working-days": ngettext("%(count)s working day", "%(count)s working days", count),
        "weeks": ngettext("%(count)s week", "%(count)s weeks", count),
        "months": ngettext("%(count)s month", "%(count)s months", count),
        "years": ngettext("%(count)s year", "%(count)s years", count),
        "sitting-days": ngettext(
            "%(count)s day on which the house sits", "%(count)s days on which the house sits", count
        ),
    }
    return told[rule.unit] % {"count": count}


def _month_day(text: str) -> str:
    month, day = (int(part) for part in text.split("-"))
    return date_format(date(2000, month, day), "MONTH_DAY_FORMAT")


def start_words(procedure: Procedure, clock: Clock) -> str:
    """What a clock counts from: the day that a fact tells, some steps, or being asked."""
    if clock.fact:
        return f"“{said(procedure.one('facts', clock.fact).label)}”"
    told = [step_words(procedure, code) for code in clock.start]
    return _(" or ").join(told) or _("being asked")


def step_words(procedure: Procedure, code: str) -> str:
    """What a step is called; opening is one too."""
    if code == OPENED:
        return _("the opening")
    try:
        return f"“{said(procedure.one('transitions', code).label)}”"
    except KeyError:
        return code


def conditions_words(procedure: Procedure, conditions: Iterable[Condition]) -> str:
    """When some conditions hold, of which one is enough; empty where there are none."""
    return _("; or ").join(_condition(procedure, one) for one in conditions)


def _condition(procedure: Procedure, one: Condition) -> str:
    if one.fact:
        fact: Fact = procedure.one("facts", one.fact)
        words = {"name": said(fact.label), "values": ", ".join(choice_words(fact, code) for code in one.among)}
        return _("%(name)s: %(values)s") % words if one.among else _("“%s” is told") % words["name"]
    branch = said(procedure.one("branches", one.branch or "").label)
    answers = ", ".join(str(Obligation.Answer(code).label) for code in one.among)
    words = {"name": branch, "values": answers}
    return _("%(name)s: %(values)s") % words if answers else _("“%s” is answered") % branch


def choice_words(fact: Fact, code: str) -> str:
    """What a choice of a fact is called."""
    return next((said(choice.label) for choice in fact.choices if choice.code == code), code)


def fact_words(fact: Fact, value: str) -> str:
    """What a dossier tells under a fact, in words."""
    if fact.kind == "choice":
        return ", ".join(choice_words(fact, code.strip()) for code in value.split(",") if code.strip())
    if fact.kind == "flag":
        return _("yes") if value not in ("", "no") else _("no")
    if fact.kind == "date":
        try:
            return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
        except ValueError:
            return value
    return value
