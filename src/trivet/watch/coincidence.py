"""How two partners voted in the same roll calls: alike, apart, or one of them abstaining; by years and by issue.

The measure is the share of roll calls in which both gave the same answer (yes, no or abstention) among those in which
both voted. Who was absent has no vote and is not counted. One abstention against a yes or a no is told apart from a
yes against a no, so that a reader may weigh it as she likes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from trivet.core.aside import table
from trivet.intake.streams.mapping import WrongMapping
from trivet.watch.ballots import Ballots, find_ballots
from trivet.watch.opening import opened

#: The set from which a partner's page tells.
BALLOTS = "un-votes"


class Held(TextChoices):
    """How two votes in one roll call stand to each other."""

    ALIKE = "alike", _("voted alike")
    ABSTAINED = "abstained", _("one abstained")
    OPPOSED = "opposed", _("voted against each other")


@dataclass(frozen=True)
class Span:
    """The roll calls of some years or of one issue in which both voted; both ends are years."""

    first: int
    last: int
    issue: str
    both: int
    alike: int
    opposed: int

    @property
    def abstained(self) -> int:
        """Roll calls in which one of the two abstained and the other did not."""
        return self.both - self.alike - self.opposed


@dataclass(frozen=True)
class Coincidence:
    """How two partners voted: decade by decade, issue by issue over all years, and the last day of the table."""

    decades: tuple[Span, ...]
    issues: tuple[Span, ...]
    until: date


@dataclass(frozen=True)
class Pair:
    """One roll call in which both voted, and where in the files the second one's vote stands."""

    roll_call: str
    day: date
    symbol: str
    subject: str
    words: str
    issues: list[str]
    ours: str
    theirs: str
    file: str
    row: int

    @property
    def held(self) -> Held:
        """How the two votes stand to each other."""
        if self.ours == self.theirs:
            return Held.ALIKE
        return Held.ABSTAINED if "abstain" in {self.ours, self.theirs} else Held.OPPOSED


@dataclass(frozen=True)
class Asked:
    """Which pairs are asked for: years from and to and a last day, all included, an issue, how the votes stand."""

    first: int = 0
    last: int = 9999
    issue: str = ""
    held: str = ""
    until: date = date.max


@cache
def ballots_shown() -> Ballots:
    """The set from which a partner's page tells. Raises WrongMapping when the program came without it."""
    found = find_ballots(BALLOTS)
    if found is None:
        raise WrongMapping(BALLOTS)
    return found


def coincidence(ours: str, theirs: str, until: date | None = None) -> Coincidence | None:
    """How two partners, by their keys, voted up to a day. None when they never voted in one roll call.

    Raises Unreadable when the table is damaged.
    """
    file = table(BALLOTS)
    if ours == theirs or not file.is_file():
        return None
    return _reckoned(file, file.stat().st_mtime_ns, ours, theirs, until or date.max)


def pairs(ours: str, theirs: str, asked: Asked, *, skip: int, most: int) -> list[Pair]:
    """The roll calls in which both voted, newest first: `most` of them after the first `skip`."""
    given = [ours, theirs, asked.until, *_given(asked), most, skip]
    with opened(table(BALLOTS)) as book:
        found = book.execute(f"{_PAIRS} {_LISTED}", given).fetchall()
    return [Pair(*row) for row in found]


def written() -> datetime | None:
    """When the table was written last; None when there is none."""
    file = table(BALLOTS)
    return datetime.fromtimestamp(file.stat().st_mtime, UTC) if file.is_file() else None


def _given(asked: Asked) -> list[Any]:
    return [asked.first, asked.last, asked.issue, asked.issue, asked.held, asked.held]


@lru_cache(maxsize=512)
def _reckoned(file: Path, _written: int, ours: str, theirs: str, until: date) -> Coincidence | None:
    """The reckoning of one state of the table, kept at hand: the page of a partner asks for it each time."""
    with opened(file) as book:
        given = [ours, theirs, until]
        decades = [Span(*row) for row in book.execute(f"{_PAIRS} {_DECADES}", given).fetchall()]
        issues = [Span(*row) for row in book.execute(f"{_PAIRS} {_ISSUES}", given).fetchall()]
        [(last,)] = book.execute("SELECT max(day) FROM votes WHERE day <= ?", [until]).fetchall()
    return Coincidence(tuple(decades), tuple(issues), last) if decades else None


_PAIRS = """
WITH pairs AS (
    SELECT theirs.roll_call, theirs.day, theirs.symbol, theirs.subject, theirs.words, theirs.issues,
        ours.vote AS ours, theirs.vote AS theirs, theirs.file, theirs.row,
        CASE WHEN ours.vote = theirs.vote THEN 'alike' WHEN 'abstain' IN (ours.vote, theirs.vote) THEN 'abstained'
            ELSE 'opposed' END AS held
    FROM (SELECT roll_call, vote FROM votes WHERE partner = ?) AS ours
    JOIN (SELECT * FROM votes WHERE partner = ? AND day <= ?) AS theirs USING (roll_call)
)
"""
_DECADES = """
SELECT min(year(day)), max(year(day)), '', count(*), count(*) FILTER (held = 'alike'),
    count(*) FILTER (held = 'opposed')
FROM pairs GROUP BY year(day) // 10 ORDER BY 1 DESC
"""
_ISSUES = """
SELECT min(year(day)), max(year(day)), issue, count(*), count(*) FILTER (held = 'alike'),
    count(*) FILTER (held = 'opposed')
FROM (SELECT day, held, unnest(issues) AS issue FROM pairs) GROUP BY issue ORDER BY issue
"""
_LISTED = """
SELECT roll_call, day, coalesce(symbol, ''), coalesce(subject, ''), coalesce(words, ''), coalesce(issues, []),
    ours, theirs, file, row
FROM pairs
WHERE year(day) BETWEEN ? AND ? AND (? = '' OR list_contains(issues, ?)) AND (? = '' OR held = ?)
ORDER BY day DESC, roll_call DESC LIMIT ? OFFSET ?
"""
