"""What a figure is: one declared query whose every unit opens to a record, verified and in review apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trivet.core.gathering import Selection, gather
from trivet.core.profile import Profile, said
from trivet.core.records import State
from trivet.core.register import register_of
from trivet.core.standpoint import Standpoint
from trivet.figures.units import UNITS
from trivet.values.dates import UncertainDate, parse_date


class UnknownFigure(LookupError):
    """There is no figure of that code; the message lists those there are."""


@dataclass(frozen=True)
class Question:
    """What is asked of a figure: by whom and as known when, on which day, for which period, by which profile.

    With a partner only records that name it are looked at.
    """

    standpoint: Standpoint
    on: date
    period: UncertainDate
    profile: Profile
    reads: Selection
    partner: UUID | None = None

    def rows(self) -> Iterator[Any]:
        """The records that the figure looks at: drafts and withdrawn ones never count."""
        rows = visible(self.reads.rows(self.standpoint, self.period))
        return rows if self.partner is None else (row for row in rows if self.partner in _named(row))

    def parameters(self, code: str) -> dict[str, Any]:
        """The parameters that the profile's counting rule gives a figure."""
        found: dict[str, Any] = self.profile.row("counting_rules", code).get("parameters", {})
        return found


@dataclass(frozen=True)
class Counts:
    """One record that counts: with which weight, under which part, and as one of what (rows of one count once)."""

    row: Any
    weight: Decimal = Decimal(1)
    part: str = ""
    one: Any = None
    note: str = ""


@dataclass(frozen=True)
class Beside:
    """A record shown under a part only, never added to the figure."""

    row: Any
    part: str
    weight: Decimal = Decimal(1)
    one: Any = None


@dataclass(frozen=True)
class LeftOut:
    """A record that was looked at and not counted, with the reason."""

    row: Any
    reason: str


Verdict = Counts | Beside | LeftOut


@dataclass(frozen=True)
class Figure:
    """A figure's declaration.

    code: as in counting rules and claims. title: its name to a reader. unit: what it counts ("states", "USD").
    stock: counted on a day (else over a period). reads: the records it looks at, which a paper of many figures gathers
    at once. query: yields a verdict for each of them. across: a verdict hangs on records of other registers too, so
    that the figure cannot be asked of some records alone.
    """

    code: str
    title: Any
    unit: str
    stock: bool
    reads: Selection
    query: Callable[[Question], Iterable[Verdict]]
    across: bool = False

    @property
    def unit_label(self) -> str:
        """The unit in the reader's language; machines read `unit`."""
        return str(UNITS.get(self.unit, self.unit))

    def rule(self, chosen: Profile) -> str:
        """The counting rule in words, from the profile, with a mark when its basis is still to be confirmed."""
        row = chosen.row("counting_rules", self.code)
        if not row:
            return _("The profile has no counting rule for this figure.")
        return said(row.get("rule"))

    def basis(self, chosen: Profile) -> str:
        """On what the rule rests, and that it is to be confirmed where nobody verified it."""
        row = chosen.row("counting_rules", self.code)
        told = str(row.get("basis", ""))
        return told if not row or row.get("verified") else f"{told} ({_('to be confirmed')})"


@dataclass
class Amount:
    """A count with verified and in-review records apart."""

    verified: Decimal = Decimal(0)
    in_review: Decimal = Decimal(0)

    @property
    def total(self) -> Decimal:
        return self.verified + self.in_review


@dataclass
class Tally:
    """A figure answered: the amounts, the parts, and every record behind or beside them."""

    figure: Figure
    question: Question
    amount: Amount = field(default_factory=Amount)
    parts: dict[str, Amount] = field(default_factory=dict)
    counted: list[Counts] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether the record holds nothing that this figure could count."""
        return not self.counted

    @property
    def told(self) -> list[Any]:
        """The records that the answer names: those counted, and those left out."""
        return [*(one.row for one in self.counted), *(one.row for one in self.left_out)]

    def share(self, ids: Container[UUID]) -> Tally:
        """The same answer of some records alone."""
        verdicts: list[Verdict] = [*self.counted, *self.beside, *self.left_out]
        return _told(Tally(self.figure, self.question), (one for one in verdicts if one.row.uuid in ids))

    def as_json(self) -> dict[str, Any]:
        """The answer for machines: numbers, and the records counted and left out."""
        return {
            "code": self.figure.code,
            "verified": number(self.amount.verified),
            "in_review": number(self.amount.in_review),
            "unit": self.figure.unit,
            "on": self.question.on.isoformat() if self.figure.stock else None,
            "period": None if self.figure.stock else self.question.period.text,
            "rule": self.figure.rule(self.question.profile),
            "parts": {
                part: {"verified": number(a.verified), "in_review": number(a.in_review)}
                for part, a in self.parts.items()
            },
            "counted": [self._told(c.row) | {"weight": number(c.weight), "part": c.part} for c in self.counted],
            "left_out": [self._told(one.row) | {"reason": one.reason} for one in self.left_out],
        }

    def _told(self, row: Any) -> dict[str, Any]:
        register = register_of(type(row))
        start = getattr(row, register.period[0]) if register.period else None
        caption = self.question.standpoint.caption(row, "en")
        told = {"register": register.code, "uuid": str(row.uuid), "key": row.key, "caption": caption}
        return told | {"state": row.state, "date": start.text if start else None}


_figures: dict[str, Figure] = {}


def figure(
    code: str, title: Any, unit: str, *, stock: bool, reads: Selection, across: bool = False
) -> Callable[[Callable[[Question], Iterable[Verdict]]], Figure]:
    """Declare a figure by the query that yields its verdicts."""

    def declare(query: Callable[[Question], Iterable[Verdict]]) -> Figure:
        _figures[code] = Figure(code, title, unit, stock, reads, query, across)
        return _figures[code]

    return declare


def figures() -> dict[str, Figure]:
    """Every declared figure by code."""
    return dict(_figures)


def find_figure(code: str) -> Figure:
    """The figure of a code. Raises UnknownFigure."""
    try:
        return _figures[code]
    except KeyError:
        told = {"code": code, "known": ", ".join(sorted(_figures))}
        raise UnknownFigure(_("there is no figure “%(code)s”; there are: %(known)s") % told) from None


def ask(
    code: str,
    standpoint: Standpoint,
    *,
    on: date | None = None,
    period: UncertainDate | None = None,
    partner: UUID | None = None,
) -> Tally:
    """Count a figure: a stock on a day (or the last day of a period), a flow over a period (or the day's year).

    With a partner only of records that name it.
    """
    found = find_figure(code)
    if on is None:
        on = period.latest if period else timezone.now().date()
    period = period or parse_date(f"{on.year:04d}")
    question = Question(standpoint, on, period, standpoint.profile, found.reads, partner)
    return _told(Tally(found, question), found.query(question))


def _named(row: Any) -> set[UUID]:
    """The partners that a record names."""
    register = register_of(type(row))
    single = {getattr(row, f"{name}_id") for name in register.parties if name not in register.many_parties}
    return single | {partner.pk for name in register.many_parties for partner in getattr(row, name)}


def gather_for(codes: Iterable[str], places: Sequence[Standpoint], period: UncertainDate, *more: Selection) -> None:
    """Have the records of some figures (and `more`) at hand before they are asked: in a few statements for all."""
    gather(places, [*(find_figure(code).reads for code in codes), *more], period)


def _told(tally: Tally, verdicts: Iterable[Verdict]) -> Tally:
    for verdict in verdicts:
        if isinstance(verdict, Counts):
            tally.counted.append(verdict)
        elif isinstance(verdict, Beside):
            tally.beside.append(verdict)
        else:
            tally.left_out.append(verdict)
    tally.amount = _sum(tally.counted)
    by_part: dict[str, list[Counts | Beside]] = defaultdict(list)
    shown: list[Counts | Beside] = [*tally.counted, *tally.beside]
    for row in shown:
        if row.part:
            by_part[row.part].append(row)
    tally.parts = {part: _sum(rows) for part, rows in by_part.items()}
    return tally


def _sum(rows: Iterable[Counts | Beside]) -> Amount:
    """Add up; what counts as one counts once, verified when any of its records is."""
    amount, groups = Amount(), defaultdict(list)
    for row in rows:
        groups[row.one if row.one is not None else id(row)].append(row)
    for group in groups.values():
        verified = [row for row in group if row.row.state == State.VERIFIED]
        weight = max(row.weight for row in verified or group)
        if verified:
            amount.verified += weight
        else:
            amount.in_review += weight
    return amount


def number(value: Decimal | None) -> int | float | None:
    """A number as JSON has it: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def visible(rows: Iterable[Any]) -> Iterator[Any]:
    """The records that figures look at: in review and verified; drafts and withdrawn ones never count."""
    return (row for row in rows if row.state in (State.VERIFIED, State.IN_REVIEW))


#: Reasons that more than one figure gives; {0} is the date as written.
NOT_CERTAIN_ON = gettext_lazy("may have held, but not for certain: %s")
NOT_CERTAIN_IN = gettext_lazy("may fall outside the period: %s")
