"""The filters of a list, derived from the featured fields that have choices, codes or links."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from trivet.core.asking import BadValue, day_of, profile_of
from trivet.core.columns import codes, field_of, label
from trivet.core.entries import find
from trivet.core.fields import PartiesField
from trivet.core.history import Link
from trivet.core.linked import links_to
from trivet.core.partners import Partner
from trivet.core.records import State
from trivet.core.register import Register, register_of
from trivet.core.standpoint import Standpoint
from trivet.values.text import fold

#: Search reads at most so many of the newest matches into a list.
MOST_MATCHES = 900


@dataclass
class Filter:
    """One box above a list: a choice, or a text when there are no options."""

    name: str
    label: str
    value: str
    narrow: Callable[[QuerySet[Any]], QuerySet[Any]]
    options: list[tuple[str, str]] = field(default_factory=list)


def filters_of(register: Register, standpoint: Standpoint, query: Mapping[str, str]) -> list[Filter]:
    """The filters of a register, each with what the reader set it to. Raises BadValue for an unknown choice."""
    found = []
    for name in register.featured:
        made = _filter(register, standpoint, field_of(register, name), _said(query, name))
        if made:
            found.append(made)
    found.append(_choice("state", str(_("State")), _said(query, "state"), list(State.choices)))
    return found


def asked_rows(
    register: Register, standpoint: Standpoint, query: Mapping[str, str]
) -> tuple[list[Filter], QuerySet[Any]]:
    """The filters of a register as a query sets them, and the rows that they leave. Raises BadValue."""
    filters = filters_of(register, standpoint, query)
    rows = holding(standpoint.of(register.model), standpoint, query)
    for one in filters:
        if one.value:
            rows = one.narrow(rows)
    return filters, telling(rows, standpoint, register, query.get("q", ""))


def _said(query: Mapping[str, str], name: str) -> str:
    return query.get(name, "").replace("\0", "").strip()


def _filter(register: Register, standpoint: Standpoint, column: Any, value: str) -> Filter | None:
    heading = label(register, column.name)
    if isinstance(column, PartiesField):

        def naming(rows: QuerySet[Any]) -> QuerySet[Any]:
            ids = called(standpoint, Partner, value)
            links = Link.objects.at(standpoint.number).filter(field=column.name, partner__in=ids)
            return rows.filter(uuid__in=links.values("record"))

        return Filter(column.name, heading, value, naming)
    target = links_to(column)
    if target:
        return Filter(
            column.name,
            heading,
            value,
            lambda rows: rows.filter(**{f"{column.name}__in": called(standpoint, target, value)}),
        )
    if isinstance(column, models.BooleanField):
        return _choice(column.name, heading, value, [("yes", _("yes")), ("no", _("no"))], {"yes": True, "no": False})
    if column.choices:
        return _choice(column.name, heading, value, [(str(code), str(word)) for code, word in column.flatchoices])
    if isinstance(column, models.SlugField):
        words = codes(profile_of(standpoint), column.name)
        if words:
            return _choice(column.name, heading, value, list(words.items()))
        return Filter(column.name, heading, value, lambda rows: rows.filter(**{f"{column.name}__iexact": value}))
    return None


def _choice(
    name: str, heading: str, value: str, options: list[tuple[str, Any]], meaning: dict[str, Any] | None = None
) -> Filter:
    if value and value not in dict(options):
        known = ", ".join(code for code, _word in options)
        raise BadValue(_("“%(value)s” is no %(field)s: %(known)s") % {"value": value, "field": heading, "known": known})
    wanted = (meaning or {}).get(value, value)
    return Filter(
        name, heading, value, lambda rows: rows.filter(**{name: wanted}), [(code, str(word)) for code, word in options]
    )


def called(standpoint: Standpoint, model: Any, text: str) -> list[UUID]:
    """The visible records that a text calls: by identity, by key, by the whole name, else by words of it."""
    try:
        return [UUID(text)] if standpoint.of(model).filter(uuid=UUID(text)).exists() else []
    except ValueError:
        pass
    spellings = {text, text.upper(), text.lower()}
    by_key = list(standpoint.of(model).filter(key__in=spellings).values_list("uuid", flat=True)[:2])
    if by_key:
        return by_key
    entries = find(standpoint.access, text, register=register_of(model).code, limit=MOST_MATCHES)
    whole = [entry.record for entry in entries if entry.is_called(fold(text))]
    return whole or [entry.record for entry in entries]


def holding(rows: QuerySet[Any], standpoint: Standpoint, query: Mapping[str, str]) -> QuerySet[Any]:
    """The rows that certainly held (or may have held) on the day in `on=`."""
    day = day_of(query.get("on", ""))
    return standpoint.on(rows, day, possible=query.get("possible") == "1") if day else rows


def telling(rows: QuerySet[Any], standpoint: Standpoint, register: Register, text: str) -> QuerySet[Any]:
    """The rows whose entry holds every word of a text; past ones are read from the entries as they were."""
    words = "".join(c if c.isalnum() else " " for c in fold(text)).split()
    if not words:
        return rows
    if standpoint.number is None:
        entries = find(standpoint.access, text, register=register.code, limit=MOST_MATCHES)
        return rows.filter(uuid__in=[entry.record for entry in entries])
    past = standpoint.entries().filter(register=register.code)
    for word in words:
        past = past.filter(Q(folded__startswith=word) | Q(folded__contains=f" {word}"))
    return rows.filter(uuid__in=past.values("record"))
