"""Facts that are fixed when a dossier is opened: what may still change them, and what is said to everything else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from trivet.core.profile import said
from trivet.procedures.tables import Procedure, Transition

#: A fact and its value, as a dossier tells them.
Told = Iterable[tuple[str, str]]


def moved_facts(
    procedure: Procedure, before: Told, after: Told, step: Transition | None = None
) -> Iterator[tuple[str, str]]:
    """Each fixed fact that would change, and the way to change it; a step may change the facts that it names."""
    named = step.facts if step else ()
    old, new = _by_code(before), _by_code(after)
    for fact in procedure.facts:
        if fact.fixed and fact.code not in named and old[fact.code] != new[fact.code]:
            yield fact.code, _way(procedure) % said(fact.label)


def _by_code(told: Told) -> dict[str, list[str]]:
    """The values of each fact; a fact that is told twice is not what it was, and one that tells nothing is none."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, value in told:
        if value:
            found[code].append(value)
    return found


def _way(procedure: Procedure) -> str:
    if procedure.clears:
        return _("“%s” is fixed since the text goes round: what may still change is changed on the page of the text.")
    return _("“%s” is fixed since the dossier was opened: only a step that names it changes it.")
