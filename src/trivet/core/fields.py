"""The kernel's own kinds of field: uncertain dates, and parties kept in the one link table."""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from trivet.core.wording import in_reader_language
from trivet.values.dates import OPEN_END, OPEN_START, DateError, UncertainDate, parse_date

EARLIEST, LATEST = "_earliest", "_latest"


class UncertainDateField(models.CharField):  # type: ignore[type-arg]
    """An EDTF level 1 date: the text as written, with two shadow columns that bound it.

    The value in Python is an `UncertainDate`, or None when nothing is known. `<name>_earliest` and `<name>_latest`
    are real columns, so that lists sort and filter by them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", None)
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> UncertainDate | None:
        if value is None or isinstance(value, UncertainDate):
            return value
        text = str(value).strip()
        if not text:
            return None
        try:
            return parse_date(text)
        except DateError as problem:
            raise ValidationError(in_reader_language(problem), code="date") from problem

    def from_db_value(self, value: str | None, *_: Any) -> UncertainDate | None:
        if not value:
            return None
        try:
            return parse_date(value)
        except DateError:  # no verb wrote this: it bounds nothing, and the audit will name it
            return UncertainDate(value, OPEN_START, OPEN_END)

    def get_prep_value(self, value: Any) -> str:
        return "" if value is None else str(value)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        if value is None and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")

    def run_validators(self, value: Any) -> None:
        super().run_validators("" if value is None else str(value))


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


class TimeZoneField(models.CharField):  # type: ignore[type-arg]
    """A time zone by its IANA name, such as Asia/Tokyo; empty where none is told."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if value and value not in _zones():
            raise ValidationError(_("“%s” is no time zone: write its name, such as Asia/Tokyo.") % value, code="zone")


def link(to: str, words: Any) -> models.ForeignKey[Any, Any]:
    """A link to another record that may be missing; what it points to cannot be taken away."""
    return models.ForeignKey(to, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=words)


def shadow_fields(name: str) -> dict[str, models.Field[Any, Any]]:
    """The two columns that bound an uncertain date."""
    return {name + suffix: models.DateField(null=True, blank=True, editable=False) for suffix in (EARLIEST, LATEST)}


def set_shadows(row: models.Model, name: str) -> None:
    """Bring the bounding columns of one uncertain date in line with its value."""
    value: UncertainDate | None = getattr(row, name)
    setattr(row, name + EARLIEST, value.earliest if value else None)
    setattr(row, name + LATEST, value.latest if value else None)


class PartiesField:
    """Several partners of a record: no column, only rows of the link table, versioned there.

    Reading an attribute that was not loaded (see `history.attach`) is an error, so that no list asks one query a row.
    """

    def __init__(self, verbose_name: Any, *, blank: bool = True) -> None:
        self.verbose_name = verbose_name
        self.blank = blank
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, row: Any, owner: type) -> Any:
        if row is None:
            return self
        try:
            return row.__dict__[self.name]
        except KeyError:
            raise AttributeError(f"{self.name} of {owner.__name__} was not loaded: use history.attach") from None

    def __set__(self, row: Any, value: Any) -> None:
        row.__dict__[self.name] = list(value)
