"""Records of any register, made from what it declares, and clients for the people of the stories."""

from datetime import date, time
from typing import Any

from django.db import models
from django.test import Client

from tests.core.making import OPEN, fitting
from tests.people import People
from trivet.core.actions import create, move
from trivet.core.drafts import Draft
from trivet.core.fields import PartiesField, UncertainDateField
from trivet.core.linked import links_to
from trivet.core.office import profile
from trivet.core.partners import Partner
from trivet.core.records import Record
from trivet.core.register import Register, register_of, registers
from trivet.core.sources import Confidence, Source
from trivet.web.shown import content, part_fields

#: What a register's own rules ask beyond its columns; nothing here names one.
REGISTERS = sorted(registers())


#: What stands in columns of these kinds.
_SOME: dict[type[Any], Any] = {
    models.BooleanField: True,
    models.DateField: date(2024, 11, 21),
    models.TimeField: time(9, 30),
    models.DecimalField: 3,
}


def client_of(user: Any) -> Client:
    """A browser in which somebody is signed in (or nobody)."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def values_of(register: Register, people: People, number: int = 0, full: bool = True) -> dict[str, Any]:
    """Values for every field of a register that can be filled without knowing what it means."""
    values: dict[str, Any] = {"keeper": people.ministry, **OPEN}
    for column in content(register):
        value = _value(register.model, column, people, number)
        if value is not None and (
            full or not (getattr(column, "blank", True) or isinstance(column, models.BooleanField))
        ):
            values[column.name] = value
    return fitting(register, values)


def _value(model: Any, column: Any, people: People, number: int) -> Any:
    if isinstance(column, PartiesField):
        return list(Partner.objects.filter(key__in=("VNM", "IDN")).order_by("key"))
    target = links_to(column)
    if target:
        return None if target is model else linked(target, people)
    if isinstance(column, UncertainDateField):
        first = (register_of(model).period or ("",))[0] == column.name
        return f"{2000 + number % 20}-03" if first else "2024-11-21"
    if column.name in {"state"} or isinstance(column, models.JSONField):
        return None
    if plain := [some for kind, some in _SOME.items() if isinstance(column, kind)]:
        return plain[0]
    if column.choices or isinstance(column, models.IntegerField):
        return column.flatchoices[0][0] if column.choices else 3
    if isinstance(column, models.SlugField):
        return next(iter(profile().codes(column.name)), "some")
    if column.name in {"language", "iso2", "time_zone"} or column.remote_field:
        return None
    return f"{column.name} {number} đ"[: column.max_length or None].strip()


def linked(model: Any, people: People) -> Any:
    """A published record that others can point to."""
    if model is Partner:
        return Partner.objects.get(key="VNM")
    found = model.objects.filter(state="in_review").first()
    if model is Source:  # of which there are many with one title
        found = model.objects.filter(key="evidence").first()
        return found or made(register_of(model), people, full=False, key="evidence", title="The evidence")
    return found or made(register_of(model), people, full=False)


def made(
    register: Register, people: People, number: int = 0, *, submit: bool = True, full: bool = True, **more: Any
) -> Any:
    """A record of a register, with an owned row of each kind and a source."""
    source = create(
        Source,
        Draft({"title": f"A gazette {number}", "keeper": people.ministry, "address": "https://example.org/1"}),
        actor=people.clerk,
        reason="a source",
        submit=True,
    )
    parts = {}
    for name in register.filled_parts if full else ():
        part = register.part_model(name)
        columns = [field for field in part_fields(part) if not isinstance(field, UncertainDateField)]
        filled = {field.name: _value(part, field, people, number) for field in columns}
        parts[name] = [{key: value for key, value in filled.items() if value is not None}]
    citation = {"source_id": source.uuid, "confidence": Confidence.HIGH, "exact": "the exact words"}
    draft = Draft({**values_of(register, people, number, full), **more}, parts=parts, citations=[citation])
    return create(register.model, draft, actor=people.clerk, reason=f"first sample {number}", submit=submit)


def verified(row: Record, people: People) -> Any:
    """The record after a second person looked at it."""
    return move(row, "verify", actor=people.reviewer, reason="read against the source")


def typed(html_form: Any) -> dict[str, str]:
    """What a browser would send from the form of a page, by the names of its boxes."""
    sent: dict[str, str] = {}
    for group in ("boxes", "filing", "cite"):
        for box in html_form[group]:
            if box.kind != "check":
                sent[box.name] = box.text
            elif box.text:
                sent[box.name] = "on"
    for part in html_form["parts"]:
        for row in part.rows:
            sent[f"{row.name}-uuid"] = row.uuid
            sent |= {box.name: box.text for box in row.boxes if box.kind != "check" or box.text}
    return {**sent, "expected": str(html_form["expected"])}
