"""Records as they go out: every value as its shape has it, every link as far as the reader may see it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from trivet.core.bodies import Body
from trivet.core.columns import part_fields, readable
from trivet.core.fields import PartiesField
from trivet.core.history import Assignment, assignments_of, citations_of, with_parts
from trivet.core.linked import Linked, Wanted, find_linked, gather, links_to, targets
from trivet.core.register import Register
from trivet.core.sources import Citation, Source
from trivet.core.standpoint import Standpoint
from trivet.values.dates import UncertainDate
from trivet.values.markings import Marking


class Telling:
    """Turns rows of one register into JSON values, with every link resolved at once."""

    def __init__(self, standpoint: Standpoint, register: Register) -> None:
        self.standpoint, self.register = standpoint, register
        self.linked: dict[UUID, Linked] = {}

    def lines(self, rows: list[Any]) -> list[dict[str, Any]]:
        """Records without what stands beside them."""
        self.standpoint.attach(rows)
        self.resolve(self.wanted(rows))
        return [self.line(row) for row in rows]

    def record(self, row: Any) -> dict[str, Any]:
        """One record (from the standpoint) with its owned rows, who does what, and its sources."""
        with_parts(self.standpoint.attach([row])[0], self.standpoint.number)
        citations = citations_of([row.uuid], self.standpoint.number)[row.uuid]
        assignments = assignments_of([row.uuid], self.standpoint.number)[row.uuid]
        wanted = self.wanted([row])
        for name in self.register.parts:
            self.want(wanted, getattr(row, f"{name}_rows"), part_fields(self.register.part_model(name)))
        wanted[Source] |= {one.source_id for one in citations}
        wanted[Body] |= {one.body_id for one in assignments}
        self.resolve(wanted)
        parts = {name: self.rows(getattr(row, f"{name}_rows")) for name in self.register.parts}
        return self.line(row) | {
            "parts": parts,
            "assignments": self.assignments(assignments),
            "citations": self.citations(citations),
        }

    def wanted(self, rows: list[Any]) -> Wanted:
        wanted = gather((self.register.model, row.uuid) for row in rows)
        wanted[Body] |= {row.keeper_id for row in rows if row.keeper_id}
        self.want(wanted, rows, readable(self.register))
        return wanted

    def want(self, wanted: Wanted, rows: Iterable[Any], fields: list[Any]) -> None:
        """Add the records that some rows point to."""
        for row in rows:
            for model, uuid in targets(row, fields):
                wanted[model].add(uuid)

    def resolve(self, wanted: Wanted) -> None:
        """Find what the reader may see of some records."""
        self.linked |= find_linked(self.standpoint, wanted)

    def line(self, row: Any) -> dict[str, Any]:
        own = self.linked.get(row.uuid)
        return {
            "register": self.register.code,
            "uuid": str(row.uuid),
            "key": row.key,
            "version": row.version,
            "caption": own.text if own else self.standpoint.caption(row),
            "keeper": self.link(row.keeper_id),
            "marking": Marking(row.marking).name.lower(),
            "need_to_know": row.need_to_know,
            "state": row.state,
            "fields": {column.name: self.value(row, column) for column in readable(self.register)},
        }

    def link(self, uuid: UUID | None) -> dict[str, Any] | None:
        """A linked record; nothing where the reader may not see it."""
        found = self.linked.get(uuid) if uuid else None
        if found is None:
            return None
        return {"register": found.code, "uuid": str(found.uuid), "key": found.key, "caption": found.text}

    def value(self, row: Any, column: Any) -> Any:
        """The value of one column of a row, as JSON has it."""
        if isinstance(column, PartiesField):
            return [told for partner in getattr(row, column.name) if (told := self.link(partner.pk))]
        value = getattr(row, column.attname)
        if links_to(column):
            return self.link(value)
        if isinstance(value, UncertainDate):
            return value.text
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, time):
            return f"{value:%H:%M}"
        if isinstance(value, Decimal):
            return int(value) if value == value.to_integral_value() else float(value)
        return value

    def rows(self, rows: Iterable[Any]) -> list[dict[str, Any]]:
        """Owned rows, of one kind."""
        return [
            {"uuid": str(one.uuid)} | {column.name: self.value(one, column) for column in part_fields(type(one))}
            for one in rows
        ]

    def assignments(self, rows: Iterable[Assignment]) -> list[dict[str, Any]]:
        """Who does what, of the bodies that the reader may see."""
        return self.rows(one for one in rows if self.link(one.body_id))

    def citations(self, rows: Iterable[Citation]) -> list[dict[str, Any]]:
        """The citations whose source the reader may see."""
        names = ("field", "value", "confidence", "adopted", "reason", "note", "exact", "start", "end", "anchor")
        return [
            {"uuid": str(one.uuid), "source": source} | {name: getattr(one, name) for name in names}
            for one in rows
            if (source := self.link(one.source_id))
        ]
