"""What a register declares of itself, and the checks that stop the start when it is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any, cast

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from trivet.core.fields import PartiesField, UncertainDateField
from trivet.core.records import Part, Record, State
from trivet.values.dates import UncertainDate

#: Fields every record has for the kernel's sake; forms, lists and files show them apart or not at all.
KERNEL_FIELDS = frozenset({"uuid", "key", "keeper", "marking", "need_to_know", "state", "author", "version"})


@dataclass(frozen=True)
class Register:
    """The meaning of a register's fields, as its inner class `Register` states it.

    code: short plural name, used in addresses, files and commands.
    caption: the field (or several) that names a record to a reader.
    featured: the fields a list shows, in order; those with choices or links are its filters.
    search: the text fields that search reads besides the caption and the parties' names.
    period: the fields of start and end of what the record tells (the end may be None).
    parties: the fields that name partners.
    place: the field that names the place, if any.
    parts: owned rows, by the related name under which the part declares its owner.
    calendar: whether the year's calendar shows its records unasked; it needs a period.
    one_lead: at most one body leads a record of it; where none is told, its keeper does.
    personal: columns about a person, which no caption, list or search shows; once all are empty, the past is closed.
    sealed: columns and owned rows that only the verbs of the register's own room write, such as the steps of a dossier.
    owed: the day by which something is owed, the column that says whether it still is, and its codes that say so.
    """

    model: type[Record]
    code: str
    caption: tuple[str, ...]
    featured: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    period: tuple[str, str | None] | None = None
    parties: tuple[str, ...] = ()
    place: str = ""
    parts: tuple[str, ...] = ()
    calendar: bool = False
    one_lead: bool = False
    personal: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()
    owed: tuple[str, str, tuple[str, ...]] | None = None

    @property
    def filled_parts(self) -> tuple[str, ...]:
        """The owned rows that people fill, by forms and files."""
        return tuple(name for name in self.parts if name not in self.sealed)

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    @property
    def one(self) -> str:
        return str(self.model._meta.verbose_name)

    def part_model(self, name: str) -> type[Part]:
        """The model of an owned kind of row."""
        return cast(type[Part], self.model._meta.get_field(name).related_model)

    def content_fields(self) -> list[models.Field[Any, Any]]:
        """The columns people fill, in the order of the declaration; not the kernel's, not the shadow ones."""
        return [f for f in self.model._meta.local_concrete_fields if f.editable and f.name not in KERNEL_FIELDS]

    @cached_property
    def many_parties(self) -> dict[str, PartiesField]:
        """The fields that hold several partners in the link table."""
        return {name: field for name, field in _all_parties(self.model).items() if name in self.parties}

    def days_late(self, row: Any, day: date) -> int:
        """Since how many days a record owes something that was certainly due by then; 0 where it is not late."""
        if self.owed is None or row.state not in (State.IN_REVIEW, State.VERIFIED):
            return 0
        due, column, codes = self.owed
        when: UncertainDate | None = getattr(row, due)
        return max(0, (day - when.latest).days) if when and getattr(row, column) in codes else 0

    def field_label(self, name: str) -> str:
        """What people call a field."""
        many = _all_parties(self.model).get(name)
        if many:
            return str(many.verbose_name)
        field = self.model._meta.get_field(name)
        if isinstance(field, models.Field):
            return str(field.verbose_name)
        return str(field.related_model._meta.verbose_name_plural)


def _all_parties(model: type) -> dict[str, PartiesField]:
    return {k: v for k, v in vars(model).items() if isinstance(v, PartiesField)}


def _declared(model: type[Record]) -> Register:
    inner = vars(model)["Register"]
    said = {k: v for k, v in vars(inner).items() if not k.startswith("__")}
    caption = said.get("caption", ())
    said["caption"] = (caption,) if isinstance(caption, str) else tuple(caption)
    return Register(model=model, **said)


@cache
def registers() -> dict[str, Register]:
    """Every register that an installed app declares, by code."""
    found = (_declared(m) for m in apps.get_models() if issubclass(m, Record) and "Register" in vars(m))
    return {register.code: register for register in found}


def register_of(model: Any) -> Register:
    """The declaration of a record's model, or of its versions' model."""
    live = getattr(model, "live_model", model)
    return registers()[vars(live)["Register"].code]


def check_declarations(**_: Any) -> list[CheckMessage]:
    """A declaration that names what is not there is an error of the start, not of a page next month."""
    problems: list[CheckMessage] = []
    codes: dict[str, type] = {}
    for model in apps.get_models():
        if not issubclass(model, Record):
            continue
        if "Register" not in vars(model):
            problems.append(
                Error(f"{model.__name__} is a record without a class Register", obj=model, id="trivet.E001")
            )
            continue
        try:
            register = _declared(model)
        except TypeError as problem:
            problems.append(Error(f"{model.__name__}.Register: {problem}", obj=model, id="trivet.E002"))
            continue
        if register.code in codes:
            problems.append(Error(f"two registers are called {register.code}", obj=model, id="trivet.E003"))
        codes[register.code] = model
        problems += _check(register)
    return problems


def _check(register: Register) -> list[CheckMessage]:
    named = {
        "caption": register.caption,
        "featured": register.featured,
        "search": register.search,
        "period": tuple(name for name in register.period or () if name),
        "parties": register.parties,
        "place": (register.place,) if register.place else (),
        "parts": register.parts,
        "personal": register.personal,
        "sealed": register.sealed,
    }
    problems: list[CheckMessage] = []
    if not register.caption:
        problems.append(Error(f"{register.code} has no caption", obj=register.model, id="trivet.E002"))
    if register.calendar and not register.period:
        text = f"{register.code}: the calendar shows a period, and it declares none"
        problems.append(Error(text, obj=register.model, id="trivet.E004"))
    for word, names in named.items():
        for name in names:
            problem = _wrong(register, word, name)
            if problem:
                text = f"{register.code}: {word} names “{name}”, {problem}"
                problems.append(Error(text, obj=register.model, id="trivet.E004"))
    if wrong := _wrong_owed(register):
        problems.append(Error(f"{register.code}: owed {wrong}", obj=register.model, id="trivet.E004"))
    for name in _all_parties(register.model).keys() - set(register.parties):
        text = f"{register.code}: parties do not name “{name}”, so it would never be kept"
        problems.append(Error(text, obj=register.model, id="trivet.E004"))
    return problems


def _wrong_owed(register: Register) -> str:
    """What is wrong with the day by which something is owed, and with the codes by which it still is."""
    if register.owed is None:
        return ""
    due, column, codes = register.owed
    fields: dict[str, Any] = {one.name: one for one in register.model._meta.local_concrete_fields}
    if not isinstance(fields.get(due), UncertainDateField):
        return f"names “{due}”, which is no uncertain date of it"
    known = {code for code, _label in fields[column].flatchoices} if column in fields else set()
    strange = sorted(set(codes) - known)
    return f"names “{strange[0]}”, which is no choice of “{column}”" if strange else ""


def _wrong(register: Register, word: str, name: str) -> str:
    many = _all_parties(register.model).get(name)
    if many:
        return "" if word in {"parties", "featured"} else "which is a list of partners"
    try:
        field = register.model._meta.get_field(name)
    except FieldDoesNotExist:
        return "which is no field of it"
    if word == "personal" and name in {*register.caption, *register.featured, *register.search, register.place}:
        return "which others are shown"
    if word == "period" and not isinstance(field, UncertainDateField):
        return "which is no uncertain date"
    if word == "parties" and getattr(field, "related_model", None) is not apps.get_model("core.Partner"):
        return "which is no partner"
    if word == "sealed":
        return "" if name in register.parts or not getattr(field, "editable", True) else "which people fill"
    if word == "parts":
        part = getattr(field, "related_model", None)
        return "" if part and issubclass(part, Part) else "which is no owned row"
    return ""
