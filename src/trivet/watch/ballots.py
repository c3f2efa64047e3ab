"""Which roll calls are taken in and from which columns of which files: one small TOML file for each set."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict, ValidationError

from trivet.intake.streams.mapping import ENDING, WrongMapping

_BUNDLED = Path(__file__).resolve().parent / "tables"

Vote = Literal["yes", "no", "abstain"]


class _Table(BaseModel):
    """A table of the file; what it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Votes(_Table):
    files: tuple[str, ...]
    roll_call: str
    partner: str
    vote: str
    words: dict[str, Vote]


class _RollCalls(_Table):
    files: tuple[str, ...]
    roll_call: str
    day: str
    session: str = ""
    symbol: str = ""
    subject: str = ""
    words: str = ""


class _Issues(_Table):
    files: tuple[str, ...]
    roll_call: str
    issue: str
    labels: dict[str, dict[str, str]] = {}


class Ballots(_Table):
    """A set of roll calls: who voted how (a row a vote), the roll calls themselves, and the issues they stand under.

    Every name is that of a column. A day is written YYYY-MM-DD. `words` says how the file writes yes, no and abstain;
    who was absent has no row.
    """

    name: str
    titles: dict[str, str]
    source: dict[str, str]
    votes: _Votes
    roll_calls: _RollCalls
    issues: _Issues | None = None

    @property
    def label(self) -> str:
        """What the set is called in the reader's language."""
        return self.titles.get(_language()) or self.titles["en"]

    def issue_called(self, issue: str) -> str:
        """An issue in the reader's language, as far as the set says how; else as the files have it."""
        return (self.issues.labels.get(issue, {}) if self.issues else {}).get(_language()) or issue


def _language() -> str:
    return (get_language() or "en")[:2]


def bundled() -> list[str]:
    """The names of the sets that come with the program."""
    return sorted(file.stem for file in _BUNDLED.glob(f"*{ENDING}"))


def find_ballots(name: str) -> Ballots | None:
    """The set of a bundled name, or of a file that has a table [votes]; None when it is something else.

    Raises WrongMapping for such a file that cannot be used.
    """
    file = Path(name) if name.endswith(ENDING) else _BUNDLED / f"{name}{ENDING}"
    if not file.is_file():
        return None
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise WrongMapping(f"{file.name}: {problem}") from problem
    if "votes" not in told:
        return None
    label = told.pop("label", file.stem)
    titles = label if isinstance(label, dict) else {"en": label}
    try:
        return Ballots.model_validate({"titles": {"en": file.stem} | titles, **told, "name": file.stem})
    except ValidationError as problem:
        where = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in problem.errors())
        raise WrongMapping(f"{file.name}: {where}") from problem
