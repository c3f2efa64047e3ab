"""Protocol: the order of precedence, and the measures that a rank of guest and a class of visit have by the profile."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ValidationError

from trivet.core.profile import Profile
from trivet.procedures.editions import wrong_table
from trivet.procedures.rows import Code, Legal, Words
from trivet.programme.visit_rows import Delegate

_ROLES = {role: place for place, role in enumerate(Delegate.Role.values)}
#: Who is counted among the members of a delegation.
MEMBERS = frozenset({Delegate.Role.HEAD, Delegate.Role.DEPUTY, Delegate.Role.MEMBER})


class Measure(Legal):
    """One measure: on which occasion, what is done, and for whom; what is not said is everybody.

    directions, guest_ranks, classes: codes of the visit. `texts` measures are for visits with texts to sign.
    """

    code: Code
    label: Words
    text: Words
    directions: tuple[str, ...] = ()
    guest_ranks: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    texts: bool = False


class _Measures(BaseModel):
    measures: tuple[Measure, ...] = ()


@lru_cache(maxsize=8)
def measures(profile: Profile) -> tuple[Measure, ...]:
    """Every measure of the profile, whatever its validity. Raises ProfileError that names file, line and fault."""
    found: list[Measure] = []
    for file in profile.files:
        if "/" not in file.name:
            try:
                found += _Measures.model_validate(dict(file.tables)).measures
            except ValidationError as problem:
                raise wrong_table(profile.code, file, problem) from problem
    return tuple(found)


def measures_for(profile: Profile, visit: Any, today: date) -> list[Measure]:
    """The measures for a visit (its texts must be at hand), in force on its first day, or today where that is open."""
    day = visit.starts.earliest if visit.starts and visit.starts.exact else today
    return [one for one in measures(profile) if one.holds(day) and _is_for(one, visit)]


def _is_for(one: Measure, visit: Any) -> bool:
    return (
        (not one.directions or visit.direction in one.directions)
        and (not one.guest_ranks or visit.guest_rank in one.guest_ranks)
        and (not one.classes or visit.visit_class in one.classes)
        and (not one.texts or bool(visit.texts_rows))
    )


def in_order(delegates: Iterable[Any], profile: Profile | None) -> list[Any]:
    """People in their order: the head first, then by the place told for them, by rank, by part and by name."""
    ranks = {row["code"]: place for place, row in enumerate(profile.rows("ranks"))} if profile else {}
    last = len(ranks)

    def place(one: Any) -> tuple[Any, ...]:
        told = one.place_in_order
        return (
            one.role != Delegate.Role.HEAD,
            told is None,
            told or 0,
            one.role not in MEMBERS,
            ranks.get(one.rank, last),
            _ROLES.get(one.role, last),
            one.name,
        )

    return sorted(delegates, key=place)
