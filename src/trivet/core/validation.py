"""Checking many rows at once: the rules of the fields and the models, with one query a link instead of four a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Context, Decimal, InvalidOperation
from operator import attrgetter
from types import NoneType
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext as _

from trivet.core.fields import UncertainDateField
from trivet.core.profile import Profile
from trivet.core.storage import chunks
from trivet.values.dates import UncertainDate

#: Fields whose check looks at the value alone, and the kinds of value that can be remembered.
_OF_VALUE = (
    models.BooleanField,
    models.SmallIntegerField,
    models.IntegerField,
    models.BigIntegerField,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
    UncertainDateField,
)
#: What SQLite keeps of a decimal number; no database may hold what the other would round.
_FLOAT = Context(prec=15)
_TEXTS = (models.CharField, models.TextField, models.SlugField)
_PLAIN = (str, int, bool, NoneType, UncertainDate)


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


@dataclass(frozen=True)
class Codes:
    """Which codes may come in: where the profile has a table of them for a field, those and no others.

    What the same record carries, or once carried, may stay and come back, since a profile changes and an import can
    be undone; and for the records in `sealed` the room answers that writes them.
    """

    profile: Profile | None = None
    sealed: Set[UUID] = frozenset()

    def of(self, field: models.Field[Any, Any]) -> Set[str]:
        """The codes that the profile has for a field; without any, every text of its kind may stand."""
        return self.profile.codes(field.name).keys() if self.profile and isinstance(field, models.SlugField) else set()


def check_rows(
    rows: Sequence[Any],
    wheres: Sequence[str],
    coming: Sequence[Any] = (),
    *,
    codes: Codes | None = None,
    owner: str = "uuid",
) -> list[Problem]:
    """Every problem of some rows of one model; values are brought to their field's kind on the way.

    Rows may point to one another, and to the records that are `coming` with them. `owner` is the column that names
    the record to which each row belongs.
    """
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
            problems += _check_links(field, rows, wheres, coming or rows)
        else:
            problems += _check_values(field, rows, wheres, codes or Codes(), owner)
    if not problems:
        problems += _check_model(rows, wheres)
    return problems


def _check_values(
    field: models.Field[Any, Any], rows: Sequence[Any], wheres: Sequence[str], codes: Codes, owner: str
) -> Iterable[Problem]:
    values, known = list(map(attrgetter(field.attname), rows)), codes.of(field)
    if type(field) in _TEXTS and _are_sound(field, values, known):
        return
    check = _checker(field)
    carried = _carried(field, rows, owner) if known else set()
    for row, where, value in zip(rows, wheres, values, strict=True):
        try:
            checked = check(value, row)
            whose, strange = getattr(row, owner), bool(known and checked) and checked not in known
            if strange and whose not in codes.sealed and (whose, checked) not in carried:
                raise _no_choice(checked, known)
            if checked is not value:
                setattr(row, field.attname, checked)
        except ValidationError as problem:
            yield Problem(where, field.name, " ".join(problem.messages))


def _carried(field: models.Field[Any, Any], rows: Sequence[Any], owner: str) -> Set[tuple[Any, str]]:
    """The codes that the records of some rows have, or once had, in a field, each beside the record's identity."""
    history: Any = getattr(field.model, "Version", field.model)
    found: set[tuple[Any, str]] = set()
    for some in chunks({getattr(row, owner) for row in rows}):
        found |= set(history.objects.filter(**{f"{owner}__in": some}).order_by().values_list(owner, field.name))
    return found


def _are_sound(field: models.Field[Any, Any], values: list[Any], known: Set[str]) -> bool:
    """Whether all texts of a column can stay as they are, seen at one glance; if not, each is checked for itself."""
    told = [value for value in values if value is not None] if field.null else values
    if not all(type(value) is str for value in told) or "\0" in "".join(told):
        return False
    if (field.null or not field.blank) and not all(map(str.strip, told)):
        return False
    if field.max_length is not None and max(map(len, told), default=0) > field.max_length:
        return False
    different = set(told) - {""}
    allowed = known or {value for value, _label in field.flatchoices or ()}
    if allowed and not different <= allowed:
        return False
    if any(not isinstance(one, MaxLengthValidator) for one in field.validators):
        return all(_passes(field, value) for value in different)
    return True


def _passes(field: models.Field[Any, Any], value: str) -> bool:
    try:
        field.run_validators(value)
    except ValidationError:
        return False
    return True


def _checker(field: models.Field[Any, Any]) -> Callable[[Any, Any], Any]:
    """The quickest check that says the same as the field's own."""
    if isinstance(field, models.DecimalField):
        return lambda value, row: _decimal(field, value)
    if type(field) in _TEXTS:
        return _text_checker(field)
    if isinstance(field, models.JSONField):
        return lambda value, row: value
    if isinstance(field, models.DateTimeField):
        return lambda value, row: _in_utc(field.clean(value, row))
    if type(field) in _OF_VALUE:
        return _remembering(field)
    return field.clean


def _in_utc(value: datetime | None) -> datetime | None:
    """A moment as the database gives it back: the audit's fingerprint must not hang on the zone it was told in."""
    return value.astimezone(UTC) if value else None


def _remembering(field: models.Field[Any, Any]) -> Callable[[Any, Any], Any]:
    """The field's own check, asked once for each value of a batch."""
    known: dict[Any, Any] = {}

    def check(value: Any, row: Any) -> Any:
        if type(value) not in _PLAIN:
            return field.clean(value, row)
        place = type(value), value
        if place not in known:
            known[place] = field.clean(value, row)
        return known[place]

    return check


def _text_checker(field: models.Field[Any, Any]) -> Callable[[Any, Any], Any]:
    allowed = {value for value, _label in field.flatchoices}
    longest = field.max_length
    further = [one for one in field.validators if not isinstance(one, MaxLengthValidator)]

    def check(value: Any, row: Any) -> Any:
        if value is None:
            if field.null:
                return None
            value = ""
        if not isinstance(value, str):
            value = str(value)
        if value and "\0" in value:
            raise ValidationError(_("Null characters are not allowed."))
        if value and allowed and value not in allowed:
            raise _no_choice(value, allowed)
        if longest is not None and len(value) > longest:
            raise ValidationError(
                _("At most %(most)s characters, not %(count)s.") % {"most": longest, "count": len(value)}
            )
        if not value.strip() and not field.blank:
            raise ValidationError(_("This is needed."))
        if further:
            field.run_validators(value)
        return value or (None if field.null else "")

    return check


def _no_choice(value: str, allowed: Set[Any]) -> ValidationError:
    choices = ", ".join(sorted(map(str, allowed)))
    return ValidationError(_("“%(value)s” is none of: %(choices)s.") % {"value": value, "choices": choices})


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
    if _FLOAT.create_decimal(rounded) != rounded:
        raise ValidationError(_("“%(value)s” has more than 15 digits that count: round it.") % {"value": value})
    if rounded != number:
        raise ValidationError(
            _("“%(value)s” has more than %(places)s decimals.") % {"value": value, "places": field.decimal_places}
        )
    return rounded


def _check_links(
    field: models.ForeignKey[Any, Any], rows: Sequence[Any], wheres: Sequence[str], coming: Sequence[Any]
) -> Iterable[Problem]:
    target = field.remote_field.model
    wanted, all_sound = set(), True
    for row in rows:
        value, sound = getattr(row, field.attname), True
        if type(value) not in (UUID, NoneType):
            value, sound = _identity(field, value)
            setattr(row, field.attname, value)
        if sound:
            wanted.add(value)
        all_sound = all_sound and sound
    known: set[Any] = {row.pk for row in coming} if isinstance(coming[0], target) else set()
    for some in chunks(wanted - known - {None}):
        known |= set(target._base_manager.filter(pk__in=some).values_list("pk", flat=True))
    if all_sound and wanted <= (known | {None} if field.null else known):
        return
    for row, where in zip(rows, wheres, strict=True):
        value = getattr(row, field.attname)
        if value is None:
            if not field.null:
                yield Problem(where, field.name, _("This is needed."))
        elif value not in known:
            yield Problem(where, field.name, _("There is no such %(kind)s.") % {"kind": target._meta.verbose_name})


def _identity(field: models.ForeignKey[Any, Any], value: Any) -> tuple[Any, bool]:
    """A link's value as its target keeps it, and whether it can be one at all."""
    if value is None or isinstance(value, UUID):
        return value, True
    try:
        return field.target_field.to_python(value), True
    except ValidationError:
        return str(value), False


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
