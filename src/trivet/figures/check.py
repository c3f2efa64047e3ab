"""Checking claims: what a document says beside what the record counts; neither is ever changed by the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import trivet.figures.counts  # noqa: F401  (declares the figures)
from trivet.core.standpoint import Standpoint
from trivet.figures.claims import Claim, Claimed, Qualifier, satisfied, span
from trivet.figures.counts.relations import counted_tier
from trivet.figures.figure import Amount, Tally, ask, figures, number, visible
from trivet.values.dates import UncertainDate, parse_date

STATUSES = {
    "confirmed": gettext_lazy("confirmed"),
    "supported": gettext_lazy("supported, with records in review"),
    "above": gettext_lazy("above the record"),
    "below": gettext_lazy("below the record"),
    "vague": gettext_lazy("no number to compare"),
    "no-basis": gettext_lazy("no basis in the record"),
}

#: Claims that no count can confirm: the record cannot show that nothing came before, or how others rank.
_WITHOUT_NUMBER = {"events.first", "rankings.fdi"}


@dataclass(frozen=True)
class Checked:
    """A claim, the count it was compared with, and the answer."""

    claim: Claimed
    tally: Tally | None
    status: str
    verified: Decimal | None
    in_review: Decimal | None
    contradicting: tuple[Claim, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The stable form for machines."""
        claim = self.claim
        return {
            "figure": claim.figure,
            "partner": claim.partner,
            "tier": claim.tier,
            "act": claim.act,
            "value": number(claim.value),
            "of": number(claim.of),
            "qualifier": claim.qualifier,
            "unit": claim.unit,
            "period": claim.period,
            "period_inferred": claim.period_inferred,
            "on": self.tally.question.on.isoformat() if self.tally and self.tally.figure.stock else None,
            "modality": claim.modality,
            "quotes": [vars(quote) for quote in claim.quotes],
            "status": self.status,
            "contradicted": bool(self.contradicting),
            "contradicted_by": [_who(other) for other in self.contradicting],
            "verified": number(self.verified),
            "in_review": number(self.in_review),
            "rule": self.tally.figure.rule(self.tally.question.profile) if self.tally else "",
        }


@dataclass(frozen=True)
class Sum:
    """Arithmetic between claims of one period: a whole less its parts, and the same among the counts."""

    whole: str
    parts: tuple[str, ...]
    meaning: Any
    claimed: tuple[Decimal, ...] = field(default=())
    counted: tuple[Decimal, ...] = field(default=())

    def line(self) -> str:
        """The sum as a reader checks it."""
        return f"{_written(self.claimed)} {self.meaning}; {_('the record:')} {_written(self.counted)}"


def _written(terms: tuple[Decimal, ...]) -> str:
    rest = terms[0] - sum(terms[1:], Decimal(0))
    return " − ".join(str(number(term)) for term in terms) + f" = {number(rest)}"


_SUMS = (
    Sum("activities.key-leaders", ("activities.out", "activities.in"), gettext_lazy("neither abroad nor received")),
    Sum("titles.total", ("titles.new",), gettext_lazy("at the beginning of the period")),
)


def check(claims: Sequence[Claimed], standpoint: Standpoint) -> list[Checked]:
    """Compare claims with the counts of one standpoint; a stock is judged at the end of the claim's period."""
    return [_check(claim, standpoint) for claim in claims]


def counts_one_partner(figure: str) -> bool:
    """Whether a figure can answer a claim about one partner; all others count all partners."""
    return figure == "frameworks.acts"


def sums(checked: Sequence[Checked]) -> list[Sum]:
    """The arithmetic that claims of one period allow."""
    found = []
    by_period: dict[str, dict[str, Checked]] = {}
    for one in checked:
        if one.claim.value is not None and one.tally:
            by_period.setdefault(_year(one.claim.period), {}).setdefault(one.claim.figure, one)
    for listed in by_period.values():
        for rule in _SUMS:
            terms = [listed.get(code) for code in (rule.whole, *rule.parts)]
            if all(terms):
                claimed = tuple(t.claim.value or Decimal(0) for t in terms if t)
                counted = tuple((t.verified or Decimal(0)) + (t.in_review or Decimal(0)) for t in terms if t)
                found.append(Sum(rule.whole, rule.parts, rule.meaning, claimed, counted))
    return found


def _year(period: str) -> str:
    return period[:4]


def _check(claim: Claimed, standpoint: Standpoint) -> Checked:
    if claim.figure not in figures() or not claim.period:
        return Checked(claim, None, "no-basis", None, None)
    period = parse_date(claim.period)
    tally = ask(claim.figure, standpoint, period=period)
    if counts_one_partner(claim.figure):
        return _check_act(claim, tally)
    if claim.partner:  # the count is about all partners, the claim about one: they cannot be compared
        return Checked(claim, tally, "no-basis", None, None)
    amounts = [tally.amount]
    if claim.tier and claim.figure == "frameworks.partners":
        amounts = [tally.parts.get(tier, Amount()) for tier in claim.tier.split(";")]
    verified = sum((amount.verified for amount in amounts), Decimal(0))
    in_review = sum((amount.in_review for amount in amounts), Decimal(0))
    if claim.figure in _WITHOUT_NUMBER:
        return Checked(claim, tally, "no-basis", verified, in_review)
    status = _status(claim, tally, verified, verified + in_review)
    others = visible(standpoint.rows(Claim, "partner", "source"))
    against = tuple(other for other in others if contradicts(other, claim, tally))
    return Checked(claim, tally, status, verified, in_review, against)


def _status(claim: Claimed, tally: Tally, verified: Decimal, total: Decimal) -> str:
    if claim.value is None or claim.qualifier == Qualifier.VAGUE:
        return "vague"
    if tally.empty:
        return "no-basis"
    if claim.unit and tally.figure.unit.isupper() and claim.unit != tally.figure.unit:
        return "no-basis"
    if satisfied(verified, claim.value, claim.qualifier):
        return "confirmed"
    if satisfied(total, claim.value, claim.qualifier):
        return "supported"
    return "above" if span(claim.value, claim.qualifier)[0] >= total else "below"


def _check_act(claim: Claimed, tally: Tally) -> Checked:
    """A tier act is one claim about one partner: an act of that tier in the period gives it."""
    verified = in_review = Decimal(0)
    for counted in tally.counted:
        same_tier = not claim.tier or counted_tier(tally.question.profile, counted.row.tier) == claim.tier
        if counted.row.partner.key == claim.partner and same_tier:
            if counted.row.state == "verified":
                verified += 1
            else:
                in_review += 1
    status = "confirmed" if verified else "supported" if in_review else "above"
    return Checked(claim, tally, status, verified, in_review)


def contradicts(other: Claim, claim: Claimed, tally: Tally) -> bool:
    """Whether another source names, for the same figure, partner and period, a number this claim cannot mean."""
    same = (
        other.figure == claim.figure
        and (other.partner.key if other.partner else None) == claim.partner
        and other.tier == (claim.tier or "")
    )
    if not same or other.value is None or claim.value is None or claim.qualifier == Qualifier.VAGUE:
        return False
    if (other.unit and claim.unit and other.unit != claim.unit) or not _same_period(other.period, claim.period, tally):
        return False
    low, high = span(claim.value, claim.qualifier)
    other_low, other_high = span(other.value, other.qualifier)
    return other_high < low or high < other_low


def _same_period(other: UncertainDate | None, period: str, tally: Tally) -> bool:
    if other is None or not period:
        return False
    own = parse_date(period)
    if tally.figure.stock:
        return other.latest == own.latest
    return (other.earliest, other.latest) == (own.earliest, own.latest)


def _who(other: Claim) -> dict[str, Any]:
    return {
        "source": other.source.title,
        "address": other.source.address,
        "value": number(other.value),
        "qualifier": other.qualifier,
    }
