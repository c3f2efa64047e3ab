"""Rows of a stream against what was taken before: what is new, what the stream changed, what people changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from trivet.core.access import restrict
from trivet.core.actions import change_many, create_many
from trivet.core.audit import canonical
from trivet.core.drafts import Draft
from trivet.core.editorial import VERBS
from trivet.core.history import attach, citations_of
from trivet.core.partners import Partner
from trivet.core.register import Register
from trivet.core.sources import as_values
from trivet.core.storage import chunks, insert
from trivet.core.users import User
from trivet.core.validation import Invalid, Problem
from trivet.intake.streams.taken import TakenRow


@dataclass
class Item:
    """What a row tells of one record: its key and identity, its values, owned rows, and where it stands."""

    key: str
    uuid: UUID
    where: str
    values: dict[str, Any]
    parts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @cached_property
    def told(self) -> str:
        return canonical({**self.values, **({"parts": self.parts} if self.parts else {})})


@dataclass
class Kept:
    """What became of some items, by key."""

    created: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    unchanged: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Taking:
    """Writes items of one section: for whom, with which source, and the day of the snapshot where there is one."""

    stream: str
    section: str
    register: Register
    actor: User
    reason: str
    keeper: Any
    citation: dict[str, Any] | None
    day: str = ""
    gone: str = ""
    _partners: dict[str, Any] = field(default_factory=dict)

    def keep(self, items: Sequence[Item]) -> Kept:
        """Create what is new and change what the stream changed; what people changed meanwhile stands and is told."""
        self._meet(items)
        kept, known = Kept(), self._known(items)
        new = [item for item in items if item.key not in known]
        again = [item for item in items if item.key in known]
        changed = [item for item in again if known[item.key].gone or known[item.key].told != item.told]
        kept.unchanged = {item.key for item in again} - {item.key for item in changed}
        self._create(new, kept)
        self._change(changed, known, kept)
        if self.gone and kept.unchanged:
            for some in chunks(known[key].pk for key in kept.unchanged):
                TakenRow.objects.filter(pk__in=some).update(day=self.day)
        return kept

    def close(self, seen: set[str]) -> int:
        """Give what the stream no longer tells of the day by which it was gone; how many records that were."""
        rows = TakenRow.objects.filter(stream=self.stream, section=self.section, gone=False)
        missing = [pk for pk, key in rows.values_list("pk", "key").iterator() if key not in seen]
        closed = 0
        for some in chunks(missing):
            lost = list(TakenRow.objects.filter(pk__in=some))
            live = {row.uuid: row for row in self._live(one.record for one in lost)}
            drafts = [
                Draft({self.gone: f"{one.day or '..'}/{self.day}"}, uuid=one.record, where=one.key)
                for one in lost
                if one.record in live and getattr(live[one.record], self.gone) is None
            ]
            change_many(self.register.model, drafts, actor=self.actor, reason=self.reason)
            closed += len(drafts)
            TakenRow.objects.filter(pk__in=some, record__in=live).update(gone=True)
        return closed

    def _meet(self, items: Sequence[Item]) -> None:
        """Have the partners of lists at hand; they are read once for the run, not once a row."""
        named = {uuid for item in items for name in self.register.many_parties for uuid in item.values.get(name, ())}
        for some in chunks(named - self._partners.keys()):
            self._partners.update({str(uuid): partner for uuid, partner in Partner.objects.in_bulk(some).items()})

    def _ready(self, values: dict[str, Any]) -> dict[str, Any]:
        """Values as the verbs take them: partners of lists as partners, where they are there."""
        many = [name for name in self.register.many_parties if name in values]
        return values | {name: [self._partners.get(uuid, uuid) for uuid in values[name]] for name in many}

    def _known(self, items: Sequence[Item]) -> dict[str, TakenRow]:
        rows = TakenRow.objects.filter(stream=self.stream, section=self.section)
        return {row.key: row for some in chunks(item.key for item in items) for row in rows.filter(key__in=some)}

    def _live(self, records: Any) -> list[Any]:
        """Those of some records that the actor may change today; of the others nothing is read or told."""
        held = restrict(self.register.model.objects.all(), self.actor, "change")
        return [row for some in chunks(records) for row in attach(list(held.filter(pk__in=some)), None)]

    def _create(self, items: Sequence[Item], kept: Kept) -> None:
        drafts = [
            Draft(
                {"key": item.key, "keeper": self.keeper, **self._ready(item.values)},
                dict(item.parts),
                [{**self.citation, "note": item.where}] if self.citation else None,
                uuid=item.uuid,
                where=item.where,
            )
            for item in items
        ]

        def write(some: list[Draft]) -> list[Any]:
            return create_many(self.register.model, some, actor=self.actor, reason=self.reason, submit=True)

        by_record = {item.uuid: item for item in items}
        taken = []
        for row in self._written(write, drafts, kept):
            item = by_record[row.uuid]
            kept.created.add(item.key)
            taken.append(self._taken(item))
        insert(TakenRow, taken)

    def _taken(self, item: Item) -> TakenRow:
        return TakenRow(
            stream=self.stream,
            section=self.section,
            key=item.key,
            record=item.uuid,
            told=item.told,
            day=self.day,
        )

    def _change(self, items: Sequence[Item], known: dict[str, TakenRow], kept: Kept) -> None:
        live = {row.uuid: row for row in self._live(item.uuid for item in items)}
        told = {"verb": VERBS["change"], "register": self.register.code}
        closed = _("You may not %(verb)s this in %(register)s, or it is not there.") % told
        kept.problems += [Problem(item.where, "", closed) for item in items if item.uuid not in live]
        standing: dict[Any, list[Any]] = {}
        for ids in chunks(live) if self.citation else ():
            standing |= citations_of(ids, None)
        drafts = [
            self._draft(item, known[item.key], live[item.uuid], standing.get(item.uuid, []), kept)
            for item in items
            if item.uuid in live
        ]

        def write(some: list[Draft]) -> list[Any]:
            return change_many(self.register.model, some, actor=self.actor, reason=self.reason)

        by_record = {item.uuid: item for item in items}
        taken = []
        for row in self._written(write, drafts, kept):
            item, before = by_record[row.uuid], known[by_record[row.uuid].key]
            kept.changed.add(item.key)
            before.told, before.day, before.gone = item.told, self.day, False
            taken.append(before)
        TakenRow.objects.bulk_update(taken, ["told", "day", "gone"], batch_size=500)

    def _draft(self, item: Item, before: TakenRow, live: Any, cited: list[Any], kept: Kept) -> Draft:
        """The fields that the stream changed, but for those that people changed to something else meanwhile."""
        told = json.loads(before.told)
        now = json.loads(item.told)
        moved = [name for name in item.values if told.get(name) != now.get(name)]
        values: dict[str, Any] = {}
        for name in moved:
            if not any(self._is(live, name, one) for one in (told.get(name), now.get(name))):
                message = _("people changed it here and the stream there: ours stands, the stream says “%s”")
                kept.problems.append(Problem(item.where, name, message % _plain(now.get(name))))
            else:
                values |= self._ready({name: item.values[name]})
        if before.gone and self.gone and self.gone not in item.values:
            values[self.gone] = None
        parts = {
            name: rows for name, rows in item.parts.items() if told.get("parts", {}).get(name) != now["parts"][name]
        }
        citations: list[dict[str, Any]] | None = None
        if self.citation:
            others = [as_values(one) for one in cited if one.source_id != self.citation["source_id"]]
            citations = [*others, {**self.citation, "note": item.where}]
        return Draft(values, parts, citations, uuid=item.uuid, where=item.where)

    def _is(self, live: Any, name: str, told: Any) -> bool:
        """Whether a field of a record still says what the stream told of it."""
        if name in self.register.many_parties:
            return [str(one.pk) for one in getattr(live, name)] == list(told or ())
        column: Any = self.register.model._meta.get_field(name)
        value, target = getattr(live, column.attname), column.target_field if column.many_to_one else column
        if told in {None, ""}:
            return value in {None, ""}
        try:
            return bool(value == target.to_python(told))
        except ValidationError:
            return False

    def _written(self, write: Callable[[list[Draft]], list[Any]], drafts: list[Draft], kept: Kept) -> list[Any]:
        """Write what can be written; what is wrong is told and left out, and the rest written without it."""
        while drafts:
            try:
                with transaction.atomic():
                    return write(drafts)
            except Invalid as invalid:
                wrong = {problem.where for problem in invalid.problems}
                left = [draft for draft in drafts if draft.where not in wrong]
                if len(left) == len(drafts):
                    raise
                kept.problems += invalid.problems
                drafts = left
        return []


def _plain(value: Any) -> str:
    return "" if value is None else " ".join(map(str, value)) if isinstance(value, list) else str(value)
