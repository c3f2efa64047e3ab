"""What a brief rests on: the verified records that name a partner, their sources and what they point to."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from trivet.core.entries import Entry
from trivet.core.history import Link
from trivet.core.holding import own_rows
from trivet.core.partners import Member, Partner
from trivet.core.people import Person, Post, Tenure
from trivet.core.records import State
from trivet.core.register import register_of, registers
from trivet.core.several import several
from trivet.core.sources import Citation, Source
from trivet.core.standpoint import Standpoint
from trivet.core.storage import MANY, chunks
from trivet.figures.claims import Claim
from trivet.registers.memberships import Membership
from trivet.registers.objectives import Objective
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
    """One reader's records about a partner on a day, each read once; it remembers what was told, how high it is."""

    def __init__(self, partner: Partner, place: Standpoint, on: date) -> None:
        self.partner, self.place, self.on, self.profile = partner, place, on, place.profile
        self.notes = Notes()
        self.level, self.need_to_know = 0, False
        self.told: list[Any] = []
        self._told(partner)
        named, self.in_review = self._entries()
        self.rows, rest = self._read(named)
        self.tenures, self.aims, self.members, self.seats, self.groups = rest
        told = [row for rows in self.rows.values() for row in rows] + self.tenures
        self.pointed = self._pointed(told)
        self.posts, self.sources = self._targets(told)
        told += [*self.aims, *self.seats, *self.groups]
        ids = {partner.uuid, *(row.uuid for row in told), *(entry.record for entry in self.in_review)}
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

    def _told(self, row: Any) -> None:
        self.told.append(row)
        self.level = max(self.level, row.marking, getattr(row, "guard", 0))
        self.need_to_know = self.need_to_know or row.need_to_know

    def _notes(self, record: UUID) -> tuple[int, ...]:
        cited = [c for c in self.citations.get(record, []) if c.adopted]
        for citation in cited:
            self._told(citation.source)
        return self.notes.of(cited)

    def _entries(self) -> tuple[dict[str, list[UUID]], list[Entry]]:
        """The newest verified records that name the partner, by register, and all entries in review."""
        links = Link.objects.at(self.place.number).filter(partner=self.partner.uuid)
        rows = self.place.entries().filter(record__in=links.values("record"))
        rows = rows.filter(state__in=(State.VERIFIED, State.IN_REVIEW)).defer("folded")
        rows = rows.order_by("-starts_earliest", "record")
        named: dict[str, list[UUID]] = defaultdict(list)
        in_review = []
        for entry in rows:
            if entry.state == State.IN_REVIEW:
                in_review.append(entry)
            elif len(named[entry.register]) < _MOST:
                named[entry.register].append(entry.record)
        return named, in_review

    def _read(self, named: dict[str, list[UUID]]) -> tuple[dict[str, list[Any]], list[list[Any]]]:
        """The records by register with their owned rows.

        With them, in the same statement: tenures of the partner's people, aims that lie ahead, its memberships of
        groups, our seats in those groups, and the groups.
        """
        of, number = self.place.of, self.place.number
        kinds = [registers()[code] for code in named]
        owned = [(one, name) for one in kinds for name in one.parts]
        members = Member.objects.at(number).filter(member=self.partner.uuid)
        people, groups = named.get(register_of(Person).code, []), members.values("owner_id")
        queries = [of(one.model).filter(uuid__in=named[one.code]) for one in kinds]
        queries += [one.part_model(name).objects.at(number).filter(owner_id__in=named[one.code]) for one, name in owned]
        queries += [
            of(Tenure).filter(person__in=people, state=State.VERIFIED),
            of(Objective).filter(state=State.VERIFIED, horizon_latest__gte=self.on),
            members,
            of(Membership).filter(organisation__in=groups, state=State.VERIFIED),
            of(Partner).filter(uuid__in=groups),
        ]
        found = iter(several(queries))
        rows = {one.code: next(found) for one in kinds}
        for one, name in owned:
            own_rows(rows[one.code], name, next(found))
        return rows, list(found)

    def _pointed(self, rows: list[Any]) -> dict[UUID, Entry]:
        ids = {getattr(row, name, None) for row in rows for name in _POINTING} - {None}
        found: dict[UUID, Entry] = {}
        for some in chunks(ids, MANY):
            found |= {entry.record: entry for entry in self.place.entries().filter(record__in=some).defer("folded")}
        return found

    def _targets(self, rows: list[Any]) -> tuple[dict[UUID, Post], dict[UUID, Source]]:
        """The posts that acted and the sources of claims, as far as the reader may see them."""
        posts = {getattr(row, name, None) for row in rows for name in ("post_id", "also_post_id")} - {None}
        sources = {row.source_id for row in self.of(Claim)}
        wanted = [self.place.of(Post).filter(uuid__in=posts), self.place.of(Source).filter(uuid__in=sources)]
        found = several([query.order_by("uuid") for query in wanted])
        by_uuid: list[dict[UUID, Any]] = [{row.uuid: row for row in listed} for listed in found]
        return by_uuid[0], by_uuid[1]


def span(starts: UncertainDate | None, ends: UncertainDate | None) -> str:
    """The days of something: one, or from the first to the last."""
    first, last = dated(starts or ends), dated(ends or starts)
    return first if first == last else f"{first} – {last}"
