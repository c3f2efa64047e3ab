"""The panels of a candidature: the arithmetic of its election, and what was promised in return for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from trivet.core.gathering import gather_some
from trivet.core.standpoint import Standpoint
from trivet.figures.ballots import Ballot, ballot_of, standing_pledges
from trivet.figures.figure import visible
from trivet.registers.candidature_words import Majority, Promise, Side
from trivet.registers.pledges import Pledge
from trivet.reports.panels import Counted, Panel, in_number, opened
from trivet.reports.words import amount, dated


def ballot_panels(place: Standpoint, row: Any, day: date) -> list[Panel]:
    """The arithmetic of a candidature, and the pledges that name it as what they are in return for."""
    about, returned = gather_some(
        place,
        [
            (place.of(Pledge).filter(candidature=row.uuid).order_by("-made_earliest", "uuid"), ("partner",), False),
            (place.of(Pledge).filter(in_return=row.uuid).order_by("-made_earliest", "uuid"), ("partner",), False),
        ],
    )
    panels = [_arithmetic(place, row, list(visible(about)))]
    if some := standing_pledges(visible(returned)):
        words = _("Pledged by us in return") if row.side == Side.OURS else _("Pledged to us in return")
        panels.append(Panel(_("In return"), "", (_counted(place, words, some),)))
    return panels


def _arithmetic(place: Standpoint, row: Any, pledges: list[Any]) -> Panel:
    told = ballot_of(row, pledges)
    lines = [*_rule(row, told), *(_counted(place, _promise(one), told.by_promise[one]) for one in _shown(told))]
    if told.unknown is not None:
        lines.append(Counted(_("Members of which no pledge stands"), amount(told.unknown)))
    if told.missing is not None:
        lines.append(Counted(_("Missing to the majority, by firm pledges"), amount(told.missing)))
        lines.append(Counted(_("Missing, if the likely ones hold too"), amount(told.missing_likely)))
    if row.votes is not None:
        lines.append(Counted(_("Votes got"), amount(row.votes)))
    foot = _("Ballots are secret: a pledge is never counted as a vote.")
    return Panel(_("Votes and pledges"), _lead(row, told), tuple(lines), tuple(_findings(row, told, pledges)), foot)


def _lead(row: Any, told: Ballot) -> str:
    if not row.majority:
        return _("The rule of the body is not told, so no majority is reckoned.")
    words = _("The rule asks %(majority)s (%(basis)s).")
    lead = words % {"majority": str(Majority(row.majority).label), "basis": row.majority_basis}
    if told.assumed and told.needed is not None:
        lead += " " + _("All members are taken to be present and voting; who abstains does not vote.")
    return lead


def _rule(row: Any, told: Ballot) -> Iterable[Counted]:
    for label, number in (
        (_("Members that may vote"), row.members),
        (_("Present and voting"), row.voting),
        (_("Majority needed"), told.needed),
    ):
        if number is not None:
            yield Counted(label, amount(number))


def _shown(told: Ballot) -> list[str]:
    """Firm and likely always, withdrawn and broken where there are any."""
    always = {Promise.FIRM, Promise.LIKELY}
    return [promise for promise, some in told.by_promise.items() if some or promise in always]


def _promise(promise: str) -> str:
    words = {
        Promise.FIRM: _("Pledges, firm"),
        Promise.LIKELY: _("Pledges, likely"),
        Promise.WITHDRAWN: _("Pledges, withdrawn"),
        Promise.BROKEN: _("Pledges, broken"),
    }
    return words[Promise(promise)]


def _counted(place: Standpoint, label: str, pledges: list[Any]) -> Counted:
    records = tuple(opened(place, one, pledged(one), _partner(place, one)) for one in pledges)
    return Counted(label, in_number(pledges), records)


def _partner(place: Standpoint, pledge: Any) -> str:
    return pledge.partner.name_in() if place.may_name(pledge.partner) else _("a partner")


def pledged(pledge: Any) -> str:
    """How a pledge was given: its form, its terms and its day."""
    form, terms = Pledge.Form(pledge.form).label, Pledge.Terms(pledge.terms).label
    return ", ".join(filter(None, [str(form), str(terms), dated(pledge.made)]))


def _findings(row: Any, told: Ballot, pledges: list[Any]) -> Iterable[str]:
    firm = told.by_promise[Promise.FIRM]
    oral = [one for one in firm if one.form == Pledge.Form.ORAL]
    if oral and row.votes is None:
        yield _("Firm pledges that are only oral, to be had in writing: %s.") % amount(len(oral))
    if row.votes_needed is not None and told.needed is not None and row.votes_needed != told.needed:
        words = _("The source tells %(told)s votes needed; by the rule it is %(reckoned)s.")
        yield words % {"told": amount(row.votes_needed), "reckoned": amount(told.needed)}
    if row.votes is not None and len(firm) > row.votes:
        words = _(
            "More firm pledges (%(pledges)s) than votes got (%(votes)s): not all were kept, and by whom is secret."
        )
        yield words % {"pledges": amount(len(firm)), "votes": amount(row.votes)}
