"""What a brief rests on: the verified records that name a partner, their sources and what they point to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from trivet.core.entries import Entry, of_partner
from trivet.core.office import profile
from trivet.core.partners import Partner
from trivet.core.people import Person, Post, Tenure
from trivet.core.records import State
from trivet.core.register import register_of, registers
from trivet.core.sources import Citation, Source
from trivet.core.standpoint import Standpoint
from trivet.core.storage import chunks
from trivet.reports.paper import Line, Notes
from trivet.reports.words import dated
from trivet.values.dates import UncertainDate

#: Of one register no more records are read, the newest first.
_MOST = 500
#: Fields that point to a record whose name a brief tells.
_POINTING = (
    "document_id",
    "visit_id",
    "signed_during_id",
    "leader_id",
    "post_id",
    "also_post_id",
    "counterpart_id",
    "person_id",
    "organisation_id",
)


class Material:
    """One reader's records about a partner on a day, each read once; it remembers the highest marking that was told."""

    def __init__(self, partner: Partner, place: Standpoint, on: date) -> None:
        self.partner, self.place, self.on, self.profile = partner, place, on, profile()
        self.notes = Notes()
        self.level, self.need_to_know = 0, False
        self._told(partner)
        named: dict[str, list[Entry]] = defaultdict(list)
        self.in_review: list[Entry] = []
        order = of_partner(place.entries(), partner.uuid, place.number).defer("folded").order_by("-starts_earliest")
        for entry in order.filter(state__in=(State.VERIFIED, State.IN_REVIEW)):
            if entry.state == State.IN_REVIEW:
                self.in_review.append(entry)
            elif len(named[entry.register]) < _MOST:
                named[entry.register].append(entry)
        self.rows = {code: self._read(code, entries) for code, entries in named.items()}
        self.tenures = self._tenures()
        told = [row for rows in self.rows.values() for row in rows] + self.tenures
        self.pointed = self._pointed(told)
        self.posts = self._posts(told)
        ids = [partner.uuid, *(row.uuid for row in told), *(entry.record for entry in self.in_review)]
        self.citations: dict[UUID, list[Citation]] = place.citations(ids)

    def of(self, model: type[Any]) -> list[Any]:
        """The verified records of a register that name the partner."""
        return self.rows.get(register_of(model).code, [])

    def line(self, row: Any, lead: str, text: str, *more: Any) -> Line:
        """A statement that rests on a record (and others), with its notes."""
        return Line(lead, text, self.cite(row, *more))

    def cite(self, *rows: Any) -> tuple[int, ...]:
        """The notes of some records that are told; their markings count for the whole."""
        for row in rows:
            self._told(row)
        return tuple(
            dict.fromkeys(n for row in rows for n in self._notes(row.record if isinstance(row, Entry) else row.uuid))
        )

    def name(self, uuid: UUID | None) -> str:
        """What a record that another points to is called; empty where the reader may not see it."""
        entry = self.pointed.get(uuid) if uuid else None
        if entry is None:
            return ""
        self._told(entry)
        post = self.posts.get(entry.record)
        return Post.name_in(post) if post else entry.caption_in()

    def marking(self) -> str:
        """The marking of the whole: the highest of what was told."""
        rows = [row for row in self.profile.rows("markings") if row.get("level") == self.level]
        return self.profile.label("markings", rows[0]["code"]) if rows else str(self.level)

    def of_sources(self, ids: Iterable[UUID]) -> dict[UUID, Source]:
        """Those of some sources that the reader may see."""
        found: dict[UUID, Source] = {}
        for row in self.place.of(Source).filter(uuid__in=set(ids)):
            found[row.uuid] = row
        return found

    def _told(self, row: Any) -> None:
        self.level = max(self.level, row.marking, getattr(row, "guard", 0))
        self.need_to_know = self.need_to_know or row.need_to_know

    def _notes(self, record: UUID) -> tuple[int, ...]:
        cited = [c for c in self.citations.get(record, []) if c.adopted]
        for citation in cited:
            self._told(citation.source)
        return self.notes.of(cited)

    def _read(self, code: str, entries: list[Entry]) -> list[Any]:
        register = registers()[code]
        rows = list(self.place.of(register.model).filter(uuid__in=[entry.record for entry in entries]))
        return self.place.attach(rows, parts=bool(register.parts))

    def _tenures(self) -> list[Any]:
        people = [person.uuid for person in self.of(Person)]
        rows = self.place.of(Tenure).filter(person__in=people, state=State.VERIFIED) if people else []
        return list(rows)

    def _pointed(self, rows: list[Any]) -> dict[UUID, Entry]:
        ids = {getattr(row, name, None) for row in rows for name in _POINTING} - {None}
        found: dict[UUID, Entry] = {}
        for some in chunks(ids):
            found |= {entry.record: entry for entry in self.place.entries().filter(record__in=some).defer("folded")}
        return found

    def _posts(self, rows: list[Any]) -> dict[UUID, Post]:
        ids = {getattr(row, name, None) for row in rows for name in ("post_id", "also_post_id")} - {None}
        return {post.uuid: post for post in self.place.of(Post).filter(uuid__in=ids)} if ids else {}


def span(starts: UncertainDate | None, ends: UncertainDate | None) -> str:
    """The days of something: one, or from the first to the last."""
    first, last = dated(starts or ends), dated(ends or starts)
    return first if first == last else f"{first} – {last}"
