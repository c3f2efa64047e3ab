"""What clearances and texts have come to, in words."""

from __future__ import annotations

from django.utils.translation import pgettext

from trivet.coordination.clearances import State
from trivet.coordination.positions import Outcome


def state_words(state: State) -> str:
    """What a clearance has come to, in words."""
    return {
        State.AWAITED: pgettext("clearance", "awaited"),
        State.OVERDUE: pgettext("clearance", "overdue"),
        State.CLEARED: pgettext("clearance", "cleared"),
        State.CHANGES: pgettext("clearance", "cleared with a change"),
        State.OBJECTS: pgettext("clearance", "objects"),
        State.NOT_CONCERNED: pgettext("clearance", "not concerned"),
        State.SILENT: pgettext("clearance", "consent by silence"),
        State.NO_ANSWER: pgettext("clearance", "no answer"),
        State.ASKED_NO_LONGER: pgettext("clearance", "asked no longer"),
    }[state]


def outcome_words(outcome: Outcome) -> str:
    """What a text has come to, in words."""
    return {
        Outcome.OPEN: pgettext("outcome", "not settled yet"),
        Outcome.CONSENSUS: pgettext("outcome", "consensus"),
        Outcome.RESERVATIONS: pgettext("outcome", "consensus with reservations"),
        Outcome.SPLIT: pgettext("outcome", "two views"),
    }[outcome]
