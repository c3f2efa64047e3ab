"""The rules by which lines are judged, as a profile tells them: what each looks at, its measures and its basis."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, ValidationError

from trivet.core.profile import Profile, ProfileFile, said
from trivet.procedures.editions import wrong_table
from trivet.procedures.rows import Code, Legal, Row, Words


class Applies(Row):
    """Which lines a rule looks at; what is not said is every line.

    directions, classes, guest_ranks, funding: codes of the line. bodies: keys of the body that keeps it. ranks: the
    first and last rank of the post in which our side is led.
    """

    directions: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    guest_ranks: tuple[str, ...] = ()
    funding: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    ranks: tuple[int, int] | None = None


class Matter(Row):
    """When two lines are one matter: same partner and direction, days at most `window` apart, and the same topic.

    A line planned over more than `longest` days tells no time. Lines without a code of a topic have the same topic when
    at least the share `words` of the words of their titles is common; `same_topic` false asks for none. `twice` asks
    for one thing entered twice: same leaders and first day, and the title of one says all that the other's says.
    """

    window: int = Field(default=0, ge=0)
    longest: int = Field(default=92, ge=1)
    words: float = Field(default=0.5, gt=0, le=1)
    same_topic: bool = True
    twice: bool = False


class Nothing(Row):
    """A rule without measures."""


class Most(Row):
    """At most so many."""

    most: int = Field(ge=1)


class Limits(Row):
    """At most so many persons, days, countries, and days a country."""

    persons: int | None = None
    days: int | None = None
    countries: int | None = None
    days_per_country: int | None = None


class Holidays(Row):
    """Whose holidays."""

    of: Literal["home", "partner"]


class Ranks(Row):
    """Who may have it: the ranks of a guest, or of the post that leads on our side (the last one)."""

    guest_ranks: tuple[str, ...] = ()
    last: int | None = None


class Shown(Row):
    """Up to which marking lines that a reader may not see show as busy; over more than `longest` days they do not."""

    up_to: int = Field(ge=0, le=4)
    longest: int = 92


class _Rule(Legal):
    code: Code
    label: Words
    applies: Applies = Applies()

    @property
    def words(self) -> str:
        """The rule in the reader's language."""
        return said(self.label)


class Duplicate(_Rule):
    """Lines of one pillar that are one matter: a proposal to merge them, told by the first such rule that finds it."""

    kind: Literal["duplicate"]
    parameters: Matter = Matter()


class Complement(_Rule):
    """Lines of several pillars that are one matter: a proposal of one visit with a task for each pillar."""

    kind: Literal["complement"]
    parameters: Matter = Matter()


class Clash(_Rule):
    """One leader certainly in two places at once; a side trip in a longer stay, or going on to the next, is none."""

    kind: Literal["clash"]
    parameters: Nothing = Nothing()


class Busy(_Rule):
    """Something with the same leader or partner that the reader may not see: its days, and nothing else."""

    kind: Literal["busy"]
    parameters: Shown


class Trips(_Rule):
    """More trips abroad of one leader in a year than are allowed; a trip with side trips is one."""

    kind: Literal["trips"]
    parameters: Most


class Together(_Rule):
    """More leaders of one body in one delegation than are allowed."""

    kind: Literal["together"]
    parameters: Most


class Size(_Rule):
    """A delegation larger, longer or to more countries than is allowed, or a guest hosted beyond what is covered."""

    kind: Literal["limits"]
    parameters: Limits


class Holiday(_Rule):
    """A line on holidays of our side or of a partner."""

    kind: Literal["holiday"]
    parameters: Holidays


class Rank(_Rule):
    """A class of visit that the rank of guest or leader does not have."""

    kind: Literal["rank"]
    parameters: Ranks


ProfileRule = Duplicate | Complement | Clash | Busy | Trips | Together | Size | Holiday | Rank


class Supplied(_Rule):
    """A check that no profile has but whoever asks brings: whom it finds wrong about a line, or nobody."""

    kind: Literal["supplied"] = "supplied"
    parameters: Nothing = Nothing()
    wrong: Callable[[Any], Iterable[UUID]]


ProgrammeRule = ProfileRule | Supplied


class _Rules(BaseModel):
    programme_rules: tuple[Annotated[ProfileRule, Field(discriminator="kind")], ...] = ()


@lru_cache(maxsize=16)
def programme_rules(profile: Profile) -> tuple[ProfileRule, ...]:
    """Every rule of the profile, whatever its validity. Raises ProfileError that names file, line and what is wrong."""
    return tuple(rule for file in profile.files if "/" not in file.name for rule in _read(profile, file))


def _read(profile: Profile, file: ProfileFile) -> tuple[ProfileRule, ...]:
    try:
        return _Rules.model_validate(dict(file.tables)).programme_rules
    except ValidationError as problem:
        raise wrong_table(profile.code, file, problem) from problem
