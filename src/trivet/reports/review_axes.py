"""The axes by which a review can be read, and which record stands under which pillar, field or objective."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from trivet.core.entries import Entry
from trivet.core.gathering import Selection
from trivet.core.happenings import assigned_pillars, post_fields
from trivet.core.people import Post
from trivet.core.profile import Profile, said
from trivet.core.records import State
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.figures.figure import Tally, visible
from trivet.registers.objectives import Objective
from trivet.reports.objectives_served import OBJECTIVES, POLICIES, linking, objectives_served
from trivet.reports.words import dated
from trivet.reports.years import Years
from trivet.values.dates import Held
from trivet.values.text import fold

_POSTS = Selection(Post)


class Axis(models.TextChoices):
    """By what a review is read."""

    PILLAR = "pillar", gettext_lazy("pillar")
    FIELD = "field", gettext_lazy("field of work")
    OBJECTIVE = "objective", pgettext_lazy("review", "objective")
    DIRECTION = "direction", pgettext_lazy("review", "direction")


@dataclass(frozen=True)
class Heading:
    """One pillar, field or objective; `row` is the record that it is, if it is one."""

    code: str
    label: str
    lead: str = ""
    row: Any = None


@dataclass(frozen=True)
class Looked:
    """What a review looks at: its figures, its records by identity, and those known by their entries alone."""

    place: Standpoint
    years: Years
    tallies: Mapping[str, Tally]
    rows: Mapping[UUID, Any]
    entries: list[Entry]

    @property
    def registers(self) -> dict[UUID, str]:
        """The register of each record."""
        found = {uuid: register_of(type(row)).code for uuid, row in self.rows.items()}
        return found | {one.record: one.register for one in self.entries}


@dataclass(frozen=True)
class Order:
    """The headings of an axis, and under which of them each record stands.

    `figures` says so of whole figures; without it a figure has a share under each heading. `note` says by which rule.
    """

    headings: list[Heading]
    under: Mapping[UUID, Iterable[str]]
    note: str
    figures: Mapping[str, list[str]] | None = None


def reads_of(axis: Axis | None, profile: Profile) -> list[Selection]:
    """What must be at hand beside the figures to read a review by an axis."""
    if axis is None or axis == Axis.FIELD:
        return []
    return [_POSTS, POLICIES] if axis == Axis.PILLAR else linking(profile)


def order_by(axis: Axis, looked: Looked) -> Order:
    """Sort what a review looks at."""
    return _ORDERS[axis](looked)


def _by_pillar(looked: Looked) -> Order:
    """Under the pillars assigned, else those a document speaks to, else those of the posts that acted."""
    place, period = looked.place, looked.years.period
    headings = [Heading(row["code"], said(row["label"]), said(row.get("role"))) for row in _rows(place, "pillars")]
    under: dict[UUID, Iterable[str]] = dict(assigned_pillars(place, looked.registers))
    for row in POLICIES.rows(place, period):
        under.setdefault(row.uuid, [one.pillar for one in row.pillars_rows])
    posts = {row.uuid: row.pillar for row in _POSTS.rows(place, period)}
    for uuid, row in looked.rows.items():
        if uuid not in under:
            acted = (posts.get(getattr(row, f"{name}_id")) for name in post_fields(register_of(type(row))))
            under[uuid] = [pillar for pillar in acted if pillar]
    note = _(
        "A record stands under the pillars assigned to it; a document, where none is assigned, under those it speaks"
        " to, and an activity under those of the posts that acted."
    )
    return Order(headings, under, note)


def _by_field(looked: Looked) -> Order:
    """Figures as the profile lists them; records by their registers, of which several fields may have one."""
    rows = _rows(looked.place, "fields_of_work")
    headings = [Heading(row["code"], str(capfirst(said(row["label"])))) for row in rows]
    holding: dict[str, list[str]] = defaultdict(list)
    figures: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for code in row.get("registers", ()):
            holding[code].append(row["code"])
        for code in row.get("figures", ()):
            figures[code].append(row["code"])
    counting: dict[UUID, set[str]] = defaultdict(set)
    for code, tally in looked.tallies.items():
        for one in tally.told:
            counting[one.uuid] |= set(figures[code])
    under: dict[UUID, Iterable[str]] = {}
    for uuid, register in looked.registers.items():
        fields = holding[register]
        under[uuid] = [code for code in fields if code in counting[uuid]] or fields if len(fields) > 1 else fields
    named = {fold(word): row["code"] for row in rows for word in _words(row)}
    for uuid, register in looked.registers.items():
        if register == "commitments" and (code := named.get(fold(looked.rows[uuid].field.strip()))):
            under[uuid] = [code]
    note = _(
        "A figure stands under its field of work, a record under the field that has its register; where several have"
        " it, under those whose figures look at it. A commitment stands under the field that it names."
    )
    return Order(headings, under, note, figures)


def _by_objective(looked: Looked) -> Order:
    return _objectives(looked, tuple(Objective.Kind))


def _by_direction(looked: Looked) -> Order:
    return _objectives(looked, (Objective.Kind.DIRECTION,))


def _objectives(looked: Looked, kinds: tuple[Objective.Kind, ...]) -> Order:
    """Objectives of some kinds that lie in the years or ahead (aims), and those that a record of the years serves."""
    place, period = looked.place, looked.years.period
    known = {row.uuid: row for row in visible(OBJECTIVES.rows(place, period)) if row.kind in kinds}
    served = objectives_served(place, period)
    under: dict[UUID, Iterable[str]] = {
        uuid: [str(one) for one in sorted(served.get(uuid, ())) if one in known] for uuid in looked.registers
    }
    used = {code for codes in under.values() for code in codes}
    rows = [row for row in known.values() if str(row.uuid) in used or _asked(row, looked.years)]
    rows.sort(key=lambda row: (kinds.index(row.kind), _horizon(row), row.number or 0, str(row.uuid)))
    note = _(
        "A record stands under the objectives that it names; a task else under that of its clause, and what comes from"
        " an activity or a commitment under those of that."
    )
    if not rows:
        others = sorted({row.horizon.text for row in known.values() if row.horizon})
        told = {"years": looked.years.name, "others": ", ".join(others)}
        note = _("The record holds none for %(years)s.") % told
        if others:
            note = _("The record holds none for %(years)s; it holds some for %(others)s.") % told
    return Order([_heading(row) for row in rows], under, note)


def _asked(row: Any, years: Years) -> bool:
    """Whether an objective is one of some years: by its horizon, or as an aim that was not past when they began."""
    if row.horizon is None or row.horizon.within(years.period) is not Held.NO:
        return row.horizon is not None
    return bool(row.kind == Objective.Kind.AIM and row.horizon.latest >= years.period.earliest)


def _horizon(row: Any) -> Any:
    return (row.horizon is None, row.horizon.latest if row.horizon else None)


def _heading(row: Any) -> Heading:
    title = f"{row.number}. {row.name_in()}" if row.number else row.name_in()
    told = (str(Objective.Kind(row.kind).label), dated(row.horizon), str(State(row.state).label))
    return Heading(str(row.uuid), title, " · ".join(filter(None, told)), row)


def _rows(place: Standpoint, table: str) -> list[dict[str, Any]]:
    return sorted(place.profile.rows(table), key=lambda row: row.get("order", 0))


def _words(row: Mapping[str, Any]) -> list[str]:
    """The names of a field of work: its code, and its label in every language."""
    label = row["label"]
    return [row["code"], *(label.values() if isinstance(label, Mapping) else [label])]


_ORDERS: dict[Axis, Callable[[Looked], Order]] = {
    Axis.PILLAR: _by_pillar,
    Axis.FIELD: _by_field,
    Axis.OBJECTIVE: _by_objective,
    Axis.DIRECTION: _by_direction,
}
