"""Whom a name that was not resolved may have been meant for; people choose, nothing here ever does."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext_lazy as _

from trivet.intake.naming.catalogue import Span
from trivet.intake.naming.senses import Sense

_MANY = 5
#: Two spellings are near when so much of them is the same.
_NEAR = 0.75


class Why(Enum):
    """Why somebody is a candidate."""

    SEVERAL = _("several bear this name")
    ANOTHER_TIME = _("bore this name or existed at another time")
    NEAR = _("a name near in spelling")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A partner that people may choose; `key` is that of the record or of the catalogue."""

    key: str
    name: str
    why: Why


def candidates(
    key: str, senses: Iterable[Sense], window: Span, every: Mapping[str, Sequence[Sense]]
) -> tuple[Candidate, ...]:
    """At most five: those who bear the name on the day, those who did at another time, those of a near name."""
    senses = list(senses)
    ranked = [(sense, Why.SEVERAL) for sense in senses if sense.span.both(window)]
    ranked += [(sense, Why.ANOTHER_TIME) for sense in senses]
    for near in _near(key, every):
        ranked += [(sense, Why.NEAR) for sense in every[near] if sense.span.both(window)]
    found: dict[str, Candidate] = {}
    for sense, why in ranked:
        if sense.bearer is not None and len(found) < _MANY:
            found.setdefault(sense.bearer.key, Candidate(sense.bearer.key, sense.bearer.name, why))
    return tuple(found.values())


def _near(key: str, every: Mapping[str, Sequence[Sense]]) -> list[str]:
    """Names that are spelt nearly so, and names of which all words stand in this one or the other way round."""
    words = set(key.split())
    sharing = [name for name in every if name != key and words and _inside(words, set(name.split()))]
    close = difflib.get_close_matches(key, list(every), _MANY, _NEAR)
    return [name for name in dict.fromkeys([*close, *sorted(sharing, key=len)]) if name != key]


def _inside(some: set[str], others: set[str]) -> bool:
    """Whether all words of one are words of the other; whole words, so SOVIET has no VIET."""
    return some <= others or others <= some
