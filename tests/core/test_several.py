"""Rows of several tables in one statement are the rows of each: same values, same order, now and then."""

from typing import Any

import pytest

from tests.core.making import made
from tests.people import People
from trivet.core.history import Link
from trivet.core.register import registers
from trivet.core.several import several
from trivet.registers.indicators import Indicator

pytestmark = pytest.mark.django_db


def told(rows: list[Any]) -> list[list[Any]]:
    """Every column of some rows, with the kind of each value."""
    return [
        [(f.attname, type(getattr(row, f.attname)), getattr(row, f.attname)) for f in row._meta.local_concrete_fields]
        for row in rows
    ]


def test_every_register_its_versions_and_owned_rows_come_as_they_are(example: People) -> None:
    queries = [register.model.objects.all() for register in registers().values()]
    queries += [register.model.Version.objects.all() for register in registers().values()]
    queries += [one.part_model(name).objects.all() for one in registers().values() for name in one.parts]
    queries.append(Link.objects.order_by("-position", "row"))
    assert sum(map(len, queries)) > 1500
    for query, rows in zip(queries, several(queries), strict=True):
        listed = list(query)
        assert told(sorted(rows, key=lambda row: row.pk)) == told(sorted(listed, key=lambda row: row.pk))
        order = query.query.order_by or query.model._meta.ordering
        assert [row.pk for row in rows] == [row.pk for row in query.order_by(*order, "pk")], "equals by their identity"


def test_nothing_and_numbers_beyond_a_float_come_through(office: People) -> None:
    row = made(office, Indicator, low="123456789012.34", high=None)
    ((found,), none) = several([Indicator.objects.all(), Indicator.objects.none()])
    assert (str(found.low), found.high, found.uuid, none) == ("123456789012.34", None, row.uuid, [])
    assert several([]) == [] and several([Indicator.objects.none()]) == [[]]
