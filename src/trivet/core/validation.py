"""Checking many rows at once: the rules of the fields and the models, with one query a link instead of four a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from trivet.core.storage import chunks


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a row: where it stood, which field, what is wrong and the way out."""

    where: str
    field: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.where, self.field, self.message) if part)


class Invalid(Exception):
    """Some rows cannot be written; none of their batch was."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems[:50])))


def check_rows(rows: Sequence[Any], wheres: Sequence[str]) -> list[Problem]:
    """Every problem of some rows of one model; values are brought to their field's kind on the way."""
    if not rows:
        return []
    model = type(rows[0])
    problems: list[Problem] = []
    for field in model._meta.local_concrete_fields:
        if field.name in {"row", "vf", "vt", "version", "uuid", "owner"} or field.name.endswith(
            ("_earliest", "_latest")
        ):
            continue
        if isinstance(field, models.ForeignKey):
            problems += _check_links(field, rows, wheres)
        else:
            problems += _check_values(field, rows, wheres)
    if not problems:
        problems += _check_model(rows, wheres)
    return problems


def _check_values(field: models.Field[Any, Any], rows: Sequence[Any], wheres: Sequence[str]) -> Iterable[Problem]:
    check = _checker(field)
    for row, where in zip(rows, wheres, strict=True):
        try:
            setattr(row, field.attname, check(getattr(row, field.attname), row))
        except ValidationError as problem:
            yield Problem(where, field.name, " ".join(problem.messages))


def _checker(field: models.Field[Any, Any]) -> Callable[[Any, Any], Any]:
    """The quickest check that says the same as the field's own."""
    if isinstance(field, models.DecimalField):
        return lambda value, row: _decimal(field, value)
    if type(field) in (models.CharField, models.TextField, models.SlugField):
        return _text_checker(field)
    if isinstance(field, models.JSONField):
        return lambda value, row: value
    return field.clean


def _text_checker(field: models.Field[Any, Any]) -> Callable[[Any, Any], Any]:
    allowed = {value for value, _label in field.flatchoices}
    longest = field.max_length

    def check(value: Any, row: Any) -> Any:
        if value is None:
            if field.null:
                return None
            value = ""
        if not isinstance(value, str):
            value = str(value)
        if value and "\0" in value:
            raise ValidationError(_("Null characters are not allowed."))
        if longest is not None and len(value) > longest:
            raise ValidationError(
                _("At most %(most)s characters, not %(count)s.") % {"most": longest, "count": len(value)}
            )
        if not value and not field.blank:
            raise ValidationError(_("This is needed."))
        if value and allowed and value not in allowed:
            choices = ", ".join(sorted(map(str, allowed)))
            raise ValidationError(_("“%(value)s” is none of: %(choices)s.") % {"value": value, "choices": choices})
        return value

    return check


def _decimal(field: models.DecimalField[Any, Any], value: Any) -> Decimal | None:
    if value in (None, ""):
        if not field.null:
            raise ValidationError(_("This is needed."))
        return None
    try:
        number = Decimal(str(value))
        rounded = number.quantize(Decimal(1).scaleb(-field.decimal_places))
    except InvalidOperation as problem:
        raise ValidationError(_("“%(value)s” is not a number: write 1234.5.") % {"value": value}) from problem
    if not number.is_finite() or len(rounded.as_tuple().digits) > field.max_digits:
        raise ValidationError(_("“%(value)s” is too large.") % {"value": value})
    if rounded != number:
        raise ValidationError(
            _("“%(value)s” has more than %(places)s decimals.") % {"value": value, "places": field.decimal_places}
        )
    return rounded


def _check_links(field: models.ForeignKey[Any, Any], rows: Sequence[Any], wheres: Sequence[str]) -> Iterable[Problem]:
    target = field.remote_field.model
    wanted = {value for row in rows if (value := getattr(row, field.attname)) is not None}
    # A row of the batch may point to another one of it.
    known: set[Any] = {row.pk for row in rows} if isinstance(rows[0], target) else set()
    for some in chunks(wanted - known):
        known |= set(target._base_manager.filter(pk__in=some).values_list("pk", flat=True))
    for row, where in zip(rows, wheres, strict=True):
        value = getattr(row, field.attname)
        if value is None:
            if not field.null:
                yield Problem(where, field.name, _("This is needed."))
        elif value not in known:
            yield Problem(where, field.name, _("There is no such %(kind)s.") % {"kind": target._meta.verbose_name})


def _check_model(rows: Sequence[Any], wheres: Sequence[str]) -> Iterable[Problem]:
    if type(rows[0]).clean is models.Model.clean:
        return
    for row, where in zip(rows, wheres, strict=True):
        try:
            row.clean()
        except ValidationError as problem:
            told = problem.message_dict if hasattr(problem, "error_dict") else {"": problem.messages}
            for name, messages in told.items():
                yield Problem(where, name, " ".join(messages))
