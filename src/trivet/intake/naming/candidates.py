"""Whom a name that was not resolved may have been meant for; people choose, nothing here ever does."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from trivet.intake.naming.catalogue import Span
from trivet.intake.naming.senses import Sense

_MANY = 5
#: Two spellings are near when so much of them is the same.
_NEAR = 0.8


class Why(TextChoices):
    """Why somebody is a candidate."""

    SEVERAL = "several", _("several bear this name")
    ANOTHER_TIME = "another-time", _("bore this name or existed at another time")
    NEAR = "near", _("a name near in spelling")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A partner that people may choose; `key` is that of the record or of the catalogue."""

    key: str
    name: str
    why: Why


def candidates(
    senses: Iterable[Sense], window: Span, close: Iterable[str], every: Mapping[str, Sequence[Sense]]
) -> tuple[Candidate, ...]:
    """At most five: those who bear the name on the day, those who did at another time, those of a near name.

    `senses` are all of the name itself; `close` are near names, of which `every` has the senses.
    """
    senses = list(senses)
    ranked = [(sense, Why.SEVERAL) for sense in senses if sense.span.both(window)]
    ranked += [(sense, Why.ANOTHER_TIME) for sense in senses]
    ranked += [(sense, Why.NEAR) for name in close for sense in every[name] if sense.span.both(window)]
    found: dict[str, Candidate] = {}
    for sense, why in ranked:
        if sense.bearer is not None and len(found) < _MANY:
            found.setdefault(sense.bearer.key, Candidate(sense.bearer.key, sense.bearer.name, why))
    return tuple(found.values())


def near(key: str, every: Iterable[str]) -> list[str]:
    """Names spelt nearly as one is, then those of which all words stand in it or the other way round.

    Words are whole: SOVIET has no VIET.
    """
    words, names = set(key.split()), list(every)
    sharing = [name for name in names if words and _inside(words, set(name.split()))]
    close = difflib.get_close_matches(key, names, _MANY, _NEAR)
    return [name for name in dict.fromkeys([*close, *sorted(sharing, key=len)]) if name != key]


def _inside(some: set[str], others: set[str]) -> bool:
    return some <= others or others <= some
