"""The columns of registers and of their owned rows, as every surface lists them."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst

from trivet.core.history import Assignment
from trivet.core.profile import Profile
from trivet.core.records import Record
from trivet.core.register import Register

#: The rows that say which body does what.
ASSIGNMENTS = "assignments"
_BOUNDS = ("_earliest", "_latest")


def field_of(register: Register, name: str) -> Any:
    """A field of a register by name, be it a column or a list of partners."""
    return register.many_parties.get(name) or register.model._meta.get_field(name)


def content(register: Register) -> list[Any]:
    """What people fill, in reading order: the register's own columns, its lists of partners, then every record's."""
    shared = {field.name for field in Record._meta.local_fields}
    own: list[Any] = [f for f in register.content_fields() if f.name not in shared]
    for name, field in register.many_parties.items():
        own.insert(_place(register, name, own), field)
    return own + [f for f in register.content_fields() if f.name in shared]


def readable(register: Register) -> list[Any]:
    """What a reader is shown, in reading order: what people fill, and featured columns that only verbs write."""
    found = content(register)
    for name in register.featured:
        if name in register.sealed:
            found.insert(_place(register, name, found), field_of(register, name))
    return found


def _place(register: Register, name: str, own: list[Any]) -> int:
    """A column that is put in stands after those that the register features before it."""
    featured = register.featured
    before = set(featured[: featured.index(name)]) if name in featured else {field.name for field in own}
    return max((n for n, field in enumerate(own, 1) if field.name in before), default=0)


def part_fields(part: Any) -> list[Any]:
    """The columns of an owned row that people fill."""
    names = {"uuid", "position", "row", "vf", "vt", "owner"} | ({"register", "record"} if part is Assignment else set())
    return [f for f in part._meta.local_concrete_fields if f.name not in names and not f.name.endswith(_BOUNDS)]


def label(register: Register, name: str) -> str:
    """What people call a field, or a kind of rows, as a heading."""
    if name == ASSIGNMENTS:
        return str(capfirst(Assignment._meta.verbose_name_plural))
    return str(capfirst(register.field_label(name)))


def row_kinds(register: Register) -> tuple[str, ...]:
    """The kinds of rows a form has: what the register owns, and who does what in the record."""
    return (*register.filled_parts, ASSIGNMENTS)


def row_model(register: Register, name: str) -> Any:
    """The model of one kind of rows."""
    return Assignment if name == ASSIGNMENTS else register.part_model(name)


def codes(profile: Profile | None, name: str) -> dict[str, str]:
    """The profile's words for the codes of a field: a field `tier` has its codes in the table `tiers`."""
    return profile.codes(name) if profile else {}
