"""Minimal valid values for any register, read from its declaration, so that no test names a field twice."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db import models

from tests.people import People
from trivet.core import actions
from trivet.core.bodies import Body
from trivet.core.fields import UncertainDateField
from trivet.core.office import profile
from trivet.core.partners import Partner
from trivet.core.records import Record
from trivet.core.register import KERNEL_FIELDS, Register, register_of
from trivet.core.sources import Source
from trivet.core.writing import Draft
from trivet.values.markings import Marking

WORD = "Quokka"
#: Records of stories about all registers are open, also where a register's own records begin closed.
OPEN = {"marking": Marking.PUBLIC, "need_to_know": False}


def values_for(people: People, register: Register, word: str = WORD) -> dict[str, Any]:
    """Every field that must be filled, the caption and the period, and a partner wherever one is named."""
    wanted = {*register.caption, *register.parties, *(register.period or ())} - set(register.many_parties)
    values: dict[str, Any] = {"keeper": people.ministry, **OPEN}
    for column in register.content_fields():
        if column.name in KERNEL_FIELDS or not (column.name in wanted or is_needed(column)):
            continue
        values[column.name] = value_for(people, column, word)
    for name in register.many_parties:
        values[name] = [Partner.objects.get(key="FRA"), Partner.objects.get(key="DEU")]
    return fitting(register, values)


def fitting(register: Register, values: dict[str, Any]) -> dict[str, Any]:
    """The same values without those that a rule of the model wants to stay empty."""
    row = register.model(**{name: value for name, value in values.items() if name not in register.many_parties})
    for _turn in range(3):
        try:
            row.clean()
        except Exception as problem:  # a date that is still a text ends the asking
            for name in getattr(problem, "message_dict", {}):
                values.pop(name, None)
                setattr(row, name, register.model._meta.get_field(name).get_default())  # type: ignore[union-attr]
    return values


def is_needed(column: Any) -> bool:
    return not column.blank and not column.null and not column.has_default()


def value_for(people: People, column: Any, word: str) -> Any:
    if isinstance(column, models.ForeignKey):
        return linked(people, column.remote_field.model)
    if isinstance(column, UncertainDateField):
        return "2024-05-04"
    if isinstance(column, models.DateField):
        return date(2024, 11, 21)
    if isinstance(column, models.TimeField):
        return time(9, 30)
    if column.choices:
        return column.choices[0][0]
    if isinstance(column, models.DecimalField):
        return Decimal("12.50")
    if isinstance(column, models.IntegerField):
        return 3
    if isinstance(column, models.SlugField):
        return next(iter(profile().codes(column.name)), word.lower())
    return word


def linked(people: People, model: Any) -> Any:
    """A record to point to: one that is there, or one made for it."""
    if model is Partner:
        return Partner.objects.get(key="FRA")
    if model is Body:
        return people.ministry
    found = model.objects.filter(state="in_review").first()
    return found or made(people, model, "Linked")


def made(people: People, model: type[Record], word: str = WORD, *, submit: bool = True, **more: Any) -> Any:
    """A record of any register, written by the ministry's clerk."""
    values = values_for(people, register_of(model), word) | more
    return actions.create(model, Draft(values), actor=people.clerk, reason="made for a test", submit=submit)


def source(people: People, title: str = "Communiqué", **more: Any) -> Source:
    """A public source of the ministry."""
    draft = Draft({"title": title, "keeper": people.ministry, **more})
    return actions.create(Source, draft, actor=people.clerk, reason="source", submit=True)


def text_field(register: Register) -> str:
    """A field of free text that can be changed in any register."""
    return next((name for name in register.caption if is_text(register, name)), "note")


def is_text(register: Register, name: str) -> bool:
    if name in register.many_parties:
        return False
    column = register.model._meta.get_field(name)
    plain = type(column) in (models.CharField, models.TextField)
    return plain and not column.choices  # type: ignore[union-attr]


def verified(people: People, record: Any, confidence: str = "high") -> Any:
    """The record as its reviewer verified it."""
    actions.cite(record, {"source": source(people), "confidence": confidence}, actor=people.clerk, reason="source")
    return actions.move(record, "verify", actor=people.reviewer, reason="read and found right")
