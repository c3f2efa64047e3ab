"""What a mapping says of a field, made ready once and then asked for every row."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from trivet.core.exchange import identity
from trivet.core.fields import UncertainDateField
from trivet.core.records import Record
from trivet.core.register import register_of
from trivet.core.validation import Problem
from trivet.core.wording import in_reader_language
from trivet.intake.resolving import LeftOut, Resolver, Unresolved
from trivet.intake.streams.mapping import WrongMapping
from trivet.intake.streams.reading import Row
from trivet.intake.streams.templates import Cells, cell_of, fill
from trivet.values.dates import DateError, UncertainDate, parse_date
from trivet.values.territories import by_number

#: How a date may be written, by the name a mapping gives: EDTF, or an order that the source keeps to.
_ORDERS = {
    "edtf": "",
    "dmy": "%d/%m/%Y",
    "mdy": "%m/%d/%Y",
    "d mon y": "%d %b %Y",
    "d month y": "%d %B %Y",
    "dotted": "%d.%m.%Y",
}
#: Characters of the key of a record.
LONGEST_KEY = 120
_ENTRIES = {
    "from",
    "set",
    "date",
    "partner",
    "on",
    "order",
    "round",
    "split",
    "choose",
    "otherwise",
    "take",
    "after",
    "codes",
    "is",
    "made",
    "key",
}

#: What a field's rule is asked with: the row's cells; it answers with the value and tells problems to the reading.
Rule = Callable[["RowReading"], Any]


@dataclass
class RowReading:
    """One row on its way to values: what it says, and what is wrong with it so far."""

    row: Row
    cells: Cells
    resolver: Resolver
    problems: list[Problem] = field(default_factory=list)
    #: Names that no partner bears for certain, with those that might.
    asked: dict[str, Unresolved] = field(default_factory=dict)
    #: The cells in which such names stand.
    unknown: set[str] = field(default_factory=set)
    #: Names that were answered with "leave out".
    left_out: list[str] = field(default_factory=list)
    #: Identities of the records made beside, by the name the mapping gives them.
    made: dict[str, UUID | None] = field(default_factory=dict)

    #: The identity of another row of the same section, by its key; none for the row's own.
    other: Callable[[str], UUID | None] = lambda _key: None

    def say(self, cell: str, message: str) -> None:
        problem = Problem(self.row.where, cell, message)
        if problem not in self.problems:  # two fields may ask the same of one cell
            self.problems.append(problem)


@dataclass(frozen=True)
class Rules:
    """The rules of some fields; asked together so that a row tells all that is wrong with it."""

    by_field: Mapping[str, Rule]

    @classmethod
    def of(cls, table: str, values: Mapping[str, Any], model: Any = None) -> Rules:
        """The rules a mapping's table of values states, for the fields of a model. Raises WrongMapping."""
        return cls({name: _fitting(_rule(f"{table} {name}", told), model, name, told) for name, told in values.items()})

    def read(self, reading: RowReading) -> dict[str, Any]:
        """The values of a row by field; what could not be read stands among the problems of the reading."""
        return {name: rule(reading) for name, rule in self.by_field.items()}


def _fitting(rule: Rule, model: Any, name: str, told: Any) -> Rule:
    """The rule, so that it gives what its field takes: a list of partners, or nothing where an empty text is none."""
    if model is None:
        return rule
    if name in register_of(model).many_parties if issubclass(model, Record) else False:
        return lambda reading: _listed(rule(reading))
    column = model._meta.get_field(name)
    if column.many_to_one and not column.null and isinstance(told, dict) and told.get("partner"):
        return lambda reading: _needed(rule, _cell(told), reading)
    if column.null or isinstance(column, models.DecimalField | UncertainDateField):
        return lambda reading: None if (value := rule(reading)) == "" else value
    return rule


def _needed(rule: Rule, cell: str, reading: RowReading) -> Any:
    """The partner that a record cannot be without; a name that was left out says so, rather than that it is missing."""
    before, found = len(reading.left_out), rule(reading)
    for name in reading.left_out[before:]:
        reading.say(cell, _("“%s” is the name of no partner, and one is needed here") % name)
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _rule(table: str, told: Any) -> Rule:
    if isinstance(told, str):
        return lambda reading: fill(told, reading.cells)
    if isinstance(told, bool | int | float):
        return lambda _reading: told
    if not isinstance(told, dict):
        raise WrongMapping(_("%s: write a template or a table") % table)
    for name in told:
        if name not in _ENTRIES:
            shown = {"table": table, "name": name, "known": ", ".join(sorted(_ENTRIES))}
            raise WrongMapping(_("%(table)s %(name)s: there is no such entry; there are: %(known)s") % shown)
    return _pointing(told) or _reading(table, told)


def _pointing(told: dict[str, Any]) -> Rule | None:
    """A rule that asks no cell: a constant, a record made beside, or another row of the section."""
    if "set" in told:
        return lambda _reading: told["set"]
    if "made" in told:
        return lambda reading: reading.made.get(told["made"])
    if "key" in told:
        return lambda reading: reading.other(fill(told["key"], reading.cells))
    return None


def _reading(table: str, told: dict[str, Any]) -> Rule:
    if "from" not in told:
        raise WrongMapping(_("%s: say what it comes from") % table)
    text = _text_rule(table, told)
    if told.get("partner"):
        return _partner_rule(told, text)
    if "round" in told:
        return _number_rule(told, text)
    return _date_rule(table, told, text) if "date" in told else text


def _text_rule(table: str, told: dict[str, Any]) -> Rule:
    """A text: the first of its templates that is not empty, what stands after others, what patterns take or choose."""
    templates = _templates(told["from"])
    otherwise, after = told.get("otherwise", ""), told.get("after", "")
    try:
        choices = [(re.compile(pattern, re.IGNORECASE), code) for pattern, code in told.get("choose", ())]
        take, true = (re.compile(told[name], re.IGNORECASE) if name in told else None for name in ("take", "is"))
    except (re.error, TypeError, ValueError) as problem:
        raise WrongMapping(f"{table}: {problem}") from problem

    def plain(reading: RowReading) -> Any:
        text = next(filter(None, (fill(one, reading.cells) for one in templates)), "")
        if take is not None:
            found = take.search(text)
            text = next((group for group in found.groups() if group), "") if found else fill(otherwise, reading.cells)
        if after:
            text = text.removeprefix(fill(after, reading.cells)).lstrip(" ,")
        if true is not None:
            return true.search(text) is not None
        if choices:
            return fill(next((code for pattern, code in choices if pattern.search(text)), otherwise), reading.cells)
        return text

    return plain


def _date_rule(table: str, told: dict[str, Any], text: Rule) -> Rule:
    order, cell = told["date"], _cell(told)
    if order not in _ORDERS:
        shown = {"table": table, "order": order, "known": ", ".join(_ORDERS)}
        raise WrongMapping(_("%(table)s: a date is written in one of these ways, not %(order)s: %(known)s") % shown)

    def dated(reading: RowReading) -> str | None:
        words = text(reading)
        if not words:
            return None
        try:
            return str(read_date(words, order))
        except DateError as problem:
            reading.say(cell, in_reader_language(problem))
            return None

    return dated


def _cell(told: dict[str, Any]) -> str:
    return cell_of(_templates(told["from"])[0])


def read_date(words: str, order: str) -> UncertainDate:
    """A date as its source writes it. Raises DateError, which says how a date is written in that source."""
    pattern = _ORDERS[order]
    if not pattern:
        return parse_date(words)
    try:
        return parse_date(datetime.strptime(words, pattern).date().isoformat())
    except ValueError:
        example = datetime(2024, 11, 21).strftime(pattern)
        raise DateError(
            _("“%(text)s” is no day as this source writes them, such as %(example)s"), text=words, example=example
        ) from None


def _number_rule(told: dict[str, Any], text: Rule) -> Rule:
    """A number to so many decimals; what is none is told as the field tells it."""
    step = Decimal(1).scaleb(-int(told["round"]))

    def rounded(reading: RowReading) -> str:
        words = text(reading)
        try:
            return str(Decimal(words).quantize(step)) if words else ""
        except InvalidOperation:
            return str(words)

    return rounded


def _partner_rule(told: dict[str, Any], text: Rule) -> Rule:
    split, order, numbers = told.get("split", ""), told.get("order", "edtf"), told.get("codes") == "numeric"
    days, cell = _templates(told.get("on", "")), _cell(told)

    def resolved(reading: RowReading) -> Any:
        on = _day(days, order, reading)
        words = text(reading)
        names = [one.strip() for one in words.split(split)] if split else [words]
        names = [by_number(name) or name for name in names] if numbers else names
        found = [one for one in (_partner(name, on, cell, reading) for name in names if name) if one is not None]
        return list(dict.fromkeys(found)) if split else (found[0] if found else None)

    return resolved


def _templates(told: str | list[str]) -> list[str]:
    return [told] if isinstance(told, str) else list(told)


def _day(templates: list[str], order: str, reading: RowReading) -> UncertainDate | None:
    words = next(filter(None, (fill(one, reading.cells) for one in templates)), "")
    try:
        return read_date(words, order) if words else None
    except DateError:
        return None  # the field that keeps this date tells of it


def _partner(name: str, on: UncertainDate | None, cell: str, reading: RowReading) -> str | None:
    found = reading.resolver.partner(name, on)
    if isinstance(found, Unresolved):
        reading.asked[name] = found
        reading.unknown.add(cell)
        reading.say(cell, _asking(found))
        return None
    if isinstance(found, LeftOut):
        reading.left_out.append(name)
        return None
    return str(found.uuid)


def _asking(found: Unresolved) -> str:
    """That a name means no partner for certain, and who may be meant."""
    told = {"name": found.text, "day": f" ({found.on})" if found.on else ""}
    message = _("“%(name)s”%(day)s is the name of no one partner") % told
    if not found.candidates:
        return message
    perhaps = ", ".join(f"{one.key} ({one.name}: {one.why.value})" for one in found.candidates)
    return _("%(message)s; perhaps %(perhaps)s") % {"message": message, "perhaps": perhaps}


def identity_of(stream: str, register: str, key: str) -> tuple[str, UUID]:
    """The key and the identity of what a row of a stream tells of: the same key is the same record."""
    whole = f"{stream}:{key}"
    if len(whole) > LONGEST_KEY:
        whole = f"{stream}:{hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()}"
    return whole, identity(register, whole)
