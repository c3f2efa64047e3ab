"""How pages tell the cascade of policies: documents, clauses, tasks and counts as one reader sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from trivet.core.sources import Source
from trivet.core.standpoint import Standpoint
from trivet.figures.counts.tasks import Standing
from trivet.procedures.reminding import overdue_words
from trivet.programme.cascade import POLICIES, TASKS, Cascade, ClauseWork, Duty, Node, Tally, by_objective, by_pillar
from trivet.web.reading import address, profile_of
from trivet.web.shown import Showing, Shown, code_label, day
from trivet.web.tags import Tag, filing_tags

#: The shape and colour of a standing.
_KINDS = {Standing.OVERDUE: "overdue", Standing.OPEN: "open", Standing.DONE: "met", Standing.DROPPED: "withdrawn"}
#: A review that falls within so many days is near.
_SOON = 14


@dataclass(frozen=True)
class DutyLine:
    """One task: who has it to do, by when, by what it is measured, and where it stands."""

    caption: str
    url: str
    tags: list[Tag]
    lead: str
    supports: str
    due: list[Shown]
    indicator: str
    late: int
    under: str = ""
    under_url: str = ""


@dataclass(frozen=True)
class ClauseLine:
    """One clause with the tasks that carry it out."""

    number: str
    text: str
    asks: str
    objective: str
    tags: list[Tag]
    duties: list[DutyLine]


@dataclass(frozen=True)
class DocumentLine:
    """One document of the tree with what became of it and of everything below it."""

    caption: str
    url: str
    work: str
    kind: str
    depth: int
    tags: list[Tag]
    pillars: list[str]
    tally: Tally


def duty_line(standpoint: Standpoint, duty: Duty, under: Node | None = None) -> DutyLine:
    """A task as a line; with `under` the document is named."""
    row = duty.row
    words = overdue_words(duty.late) if duty.standing is Standing.OVERDUE else str(duty.standing.label)
    tags = [Tag(words, _KINDS[duty.standing])]
    tags += [Tag(_("without a lead"), "confirm")] if duty.alive and duty.lead is None else []
    return DutyLine(
        caption=standpoint.caption(row),
        url=address(standpoint, "detail", TASKS, row.uuid),
        tags=[*tags, *filing_tags(standpoint, row)],
        lead=duty.lead.name_in() if duty.lead else "",
        supports=", ".join(body.name_in() for body in duty.supports),
        due=[day(row.due)] if row.due else [],
        indicator=row.indicator,
        late=duty.late,
        under=", ".join(filter(None, [under.row.number, row.clause])) if under else "",
        under_url=address(standpoint, "policy-work", under.row.uuid) if under else "",
    )


def clause_line(standpoint: Standpoint, one: ClauseWork, objectives: dict[Any, str]) -> ClauseLine:
    """A clause with its tasks, the most urgent first."""
    return ClauseLine(
        number=one.row.number,
        text=one.row.text,
        asks=one.row.asks,
        objective=objectives.get(one.objective, ""),
        tags=[Tag(_("nobody took it up"), "missing")] if one.untaken else [],
        duties=[duty_line(standpoint, duty) for duty in one.duties],
    )


def document_line(standpoint: Standpoint, node: Node) -> DocumentLine:
    """A document as a line of the tree."""
    row, profile = node.row, profile_of(standpoint)
    tags = [Tag(_("known by its symbol only"))] if row.symbol_only else []
    return DocumentLine(
        caption=standpoint.caption(row),
        url=address(standpoint, "detail", POLICIES, row.uuid),
        work=address(standpoint, "policy-work", row.uuid),
        kind=str(dict(row._meta.get_field("kind").flatchoices).get(row.kind, row.kind)),
        depth=min(node.depth, 5),
        tags=[*tags, *filing_tags(standpoint, row)],
        pillars=[code_label(profile, "pillar", code) for code in node.pillars],
        tally=node.whole,
    )


def pillar_tallies(standpoint: Standpoint, nodes: Iterable[Node]) -> Iterator[tuple[str, Tally]]:
    """The tasks of some documents by the pillar that leads, in the order of the profile; who has none comes last."""
    found, profile = by_pillar(nodes), profile_of(standpoint)
    for row in sorted(profile.rows("pillars") if profile else [], key=lambda one: one.get("order", 0)):
        if tally := found.pop(row["code"], None):
            yield code_label(profile, "pillar", row["code"]), tally
    for code, tally in sorted(found.items(), reverse=True):
        yield code_label(profile, "pillar", code) if code else _("Pillar not told"), tally


def objective_tallies(whole: Cascade, nodes: Iterable[Node]) -> Iterator[tuple[str, Tally]]:
    """The tasks and clauses of some documents by the objective they serve; those of none come last."""
    found = by_objective(nodes)
    for uuid, name in whole.objectives.items():
        if uuid in found:
            yield name, found[uuid]
    if None in found:
        yield _("no objective told"), found[None]


@dataclass(frozen=True)
class ReviewLine:
    """One review of how a document is carried out: due, held or overdue, with what it found."""

    cycle: str
    tag: Tag
    due: list[Shown]
    held: list[Shown]
    finding: str
    source: list[Shown]


def review_lines(standpoint: Standpoint, rows: Iterable[Any], today: date) -> list[ReviewLine]:
    """The reviews of a document: those still to be held first, the next one on top, then those held, the last first."""
    rows, showing = list(rows), Showing(standpoint)
    showing.want_ids(Source, (row.source_id for row in rows))
    showing.resolve()
    rows.sort(key=_review_order)
    return [
        ReviewLine(
            cycle=str(row.get_cycle_display()),
            tag=_review_tag(row, today),
            due=[day(row.due)] if row.due else [],
            held=[day(row.held)] if row.held else [],
            finding=row.finding,
            source=showing.link(row.source_id),
        )
        for row in rows
    ]


def _review_order(row: Any) -> tuple[bool, int]:
    if row.held:
        return True, -row.held.latest.toordinal()
    return False, (row.due.latest if row.due else date.max).toordinal()


def _review_tag(row: Any, today: date) -> Tag:
    if row.held:
        return Tag(pgettext("review", "held"), "met")
    days = (row.due.latest - today).days if row.due else _SOON + 1
    if days < 0:
        return Tag(overdue_words(-days), "overdue")
    return Tag(_("review to be held"), "soon" if days <= _SOON else "open")
