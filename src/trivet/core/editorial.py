"""The editorial life of a record as one table of moves, and what stands in the way of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from trivet.core.records import State
from trivet.core.sources import Citation, Confidence
from trivet.core.storage import chunks
from trivet.core.users import User
from trivet.core.validation import Problem


@dataclass(frozen=True)
class Move:
    """One step of the editorial life: from which states, to which, by whose verb."""

    name: str
    sources: frozenset[str]
    target: str
    verb: str


_D, _R, _V, _W = State.DRAFT, State.IN_REVIEW, State.VERIFIED, State.WITHDRAWN
MOVES = {
    move.name: move
    for move in (
        Move("submit", frozenset({_D}), _R, "change"),
        Move("return", frozenset({_R, _V}), _D, "verify"),
        Move("verify", frozenset({_R}), _V, "verify"),
        Move("discard", frozenset({_D}), _W, "change"),
        Move("withdraw", frozenset({_R, _V}), _W, "verify"),
        Move("reinstate", frozenset({_W}), _D, "change"),
    )
}
#: The steps, and the verbs of rights, as they are named inside a sentence.
VERBS = {
    "create": pgettext_lazy("verb", "create"),
    "change": pgettext_lazy("verb", "change"),
    "verify": pgettext_lazy("verb", "verify"),
    "decide": pgettext_lazy("verb", "decide"),
    "act": pgettext_lazy("verb", "act"),
    "submit": pgettext_lazy("verb", "submit"),
    "return": pgettext_lazy("verb", "return"),
    "discard": pgettext_lazy("verb", "discard"),
    "withdraw": pgettext_lazy("verb", "withdraw"),
    "reinstate": pgettext_lazy("verb", "reinstate"),
}


def step_problems(step: Move, row: Any) -> list[Problem]:
    """Why a record cannot take a step from the state it is in; empty when it can."""
    if row.state in step.sources:
        return []
    told = {
        "step": VERBS[step.name],
        "states": ", ".join(str(State(code).label) for code in sorted(step.sources)),
        "state": State(row.state).label,
    }
    return [Problem(str(row), "state", _("“%(step)s” is possible from %(states)s; this is %(state)s") % told)]


def unverifiable(rows: Iterable[Any], actor: User) -> list[Problem]:
    """Why an actor cannot verify some records: they wrote them, or no good source carries them."""
    rows = list(rows)
    good = (Confidence.HIGH, Confidence.MEDIUM)
    cited: set[UUID] = set()
    for ids in chunks(row.uuid for row in rows):
        live = Citation.objects.at(None).filter(record__in=ids, confidence__in=good, adopted=True)
        cited |= set(live.values_list("record", flat=True))
    problems = []
    for row in rows:
        if row.author_id == actor.pk:
            problems.append(Problem(str(row), "state", _("another person than its author must verify it")))
        if row.uuid not in cited:
            problems.append(Problem(str(row), "state", _("it needs a citation of high or medium confidence first")))
    return problems
