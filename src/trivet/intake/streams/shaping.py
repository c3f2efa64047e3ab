"""From a row of a stream to what is to be kept of it: values, owned rows, and the records it points to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trivet.core.register import registers
from trivet.core.validation import Problem
from trivet.intake.resolving import Resolver, Unresolved
from trivet.intake.streams.keeping import Item
from trivet.intake.streams.mapping import Made, Section
from trivet.intake.streams.reading import Row
from trivet.intake.streams.report import Trouble
from trivet.intake.streams.templates import cell_of, fill
from trivet.intake.streams.values import RowReading, Rules, identity_of
from trivet.values.dates import DateError, parse_date


@dataclass
class Shaped:
    """What came of a row: the item to keep (none when the row is wrong), what is made beside it, and what is to tell.

    A row with problems is refused; troubles are told of parts of a row that is kept.
    """

    row: Row
    key: str
    item: Item | None = None
    made: dict[str, Item] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    noticed: list[Trouble] = field(default_factory=list)
    asked: dict[str, Unresolved] = field(default_factory=dict)
    alike: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shape:
    """A section's rules, made ready once."""

    stream: str
    section: Section
    only: Rules
    cells: Rules
    rules: Rules
    parts: Mapping[str, tuple[str, Rules]]
    made: Mapping[str, Made]
    made_rules: Mapping[str, Rules]
    met: Counter[tuple[str, str]] = field(default_factory=Counter)

    @classmethod
    def of(cls, stream: str, section: Section) -> Shape:
        """Raises WrongMapping for a rule that cannot be one."""
        register = registers()[section.register]
        owned = {
            name: (part.each, Rules.of(f"part {name}", part.values, register.part_model(name)))
            for name, part in section.parts.items()
        }
        made = {
            name: Rules.of(f"make {name}", one.values, registers()[one.register].model)
            for name, one in section.made.items()
        }
        only = Rules.of("", {"only": section.only} if section.only else {})
        rules = Rules.of("values", section.values, register.model)
        return cls(stream, section, only, Rules.of("cells", section.cells), rules, owned, section.made, made)

    def shape(self, row: Row, resolver: Resolver) -> Shaped | None:
        """What a row tells; None where it is not of this section."""
        section, cells = self.section, row.cells
        reading = RowReading(row, cells, resolver)
        if not all(self.only.read(reading).values()):
            return None
        for name, rule in self.cells.by_field.items():
            cells[name] = rule(reading) or ""
        told = self._told(row)
        key, uuid = self._identity(told)
        reading.other = lambda other: None if other in {"", told} else self._identity(other)[1]
        shaped = Shaped(row, key, problems=reading.problems, asked=reading.asked)
        if not told:
            reading.say(cell_of(section.key), _("is empty, and by it a row is known"))
        self._make(reading, shaped)
        values = self.rules.read(reading)
        parts = {name: self._owned(each, rules, reading, shaped) for name, (each, rules) in self.parts.items()}
        if section.alike:
            shaped.alike = tuple(fill(one, cells).casefold() for one in section.alike)
        self._in_order(values, row, shaped)
        if reading.left_out:
            told = _("left out, as was answered before: %s") % ", ".join(reading.left_out)
            values["note"] = "\n".join(filter(None, [values.get("note", ""), told]))
        if not reading.problems:
            shaped.item = Item(key, uuid, row.where, values, parts)
        return shaped

    def _told(self, row: Row) -> str:
        """By what the row is known; where rows of one key are several things, those after the first are numbered."""
        told = fill(self.section.key, row.cells)
        if told and self.section.numbered:
            self.met[row.file, told] += 1
            number = self.met[row.file, told]
            return told if number == 1 else f"{told}#{number}"
        return told

    def _identity(self, told: str) -> tuple[str, UUID]:
        return identity_of(self.stream, self.section.register, f"{self.section.code}:{told}")

    def _make(self, reading: RowReading, shaped: Shaped) -> None:
        for name, made in self.made.items():
            told = fill(made.key, reading.cells)
            reading.made[name] = None
            if told:
                key, uuid = identity_of(self.stream, made.register, f"{name}:{told}")
                reading.made[name] = uuid
                shaped.made[name] = Item(key, uuid, reading.row.where, self.made_rules[name].read(reading))

    def _owned(self, each: str, rules: Rules, reading: RowReading, shaped: Shaped) -> list[dict[str, Any]]:
        """The owned rows. One whose partner nobody knows is left out until that is answered; a date that is none is
        left empty with its words kept beside it; either is told, and the record stands.
        """
        owned, cells, before = [], reading.cells, len(reading.problems)
        for one in cells.get(each) or ():
            reading.cells = {**cells, **one}
            values = rules.read(reading)
            new = reading.problems[before:]
            del reading.problems[before:]
            row, number = reading.row, int(one.get("line", reading.row.number))
            shaped.troubles += [Trouble(row.file, number, found.field, found.message) for found in new]
            if any(found.field in reading.unknown for found in new):
                continue
            if new:
                words = "; ".join(f"{found.field}: {one.get(found.field, '')}" for found in new)
                values["note"] = "\n".join(filter(None, [values.get("note", ""), words]))
            owned.append(values)
        reading.cells = cells
        return owned

    def _in_order(self, values: Mapping[str, Any], row: Row, shaped: Shaped) -> None:
        for first, second in self.section.order:
            one, other = _date(values.get(first)), _date(values.get(second))
            if one and other and one.earliest > other.latest:
                message = _("%(second)s (%(other)s) lies before %(first)s (%(one)s)")
                told = {"second": second, "other": other, "first": first, "one": one}
                shaped.noticed.append(Trouble(row.file, row.number, second, message % told))


def _date(text: Any) -> Any:
    try:
        return parse_date(text) if text else None
    except DateError:
        return None
