"""Profiles: how one country works, kept as data; each room parses its own tables of the files."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from trivet.core.names import reader_language

PROFILES = Path(__file__).resolve().parent.parent / "profiles"
#: The profile whose procedures stand in every other one.
_COMMON = "generic"


class ProfileError(ValueError):
    """A profile that cannot be used; the message names file and table."""


@dataclass(frozen=True)
class ProfileFile:
    """One file of a profile: its name within the folder, its text and what it says."""

    name: str
    text: str
    tables: Mapping[str, Any]

    def line(self, table: str, place: int = 0) -> int:
        """The line on which a table begins, or the so-manieth row of one (from 0); 1 when it is not there."""
        heading = re.compile(rf"^\[\[?{re.escape(table)}\]\]?", re.MULTILINE)
        found = list(heading.finditer(self.text))
        return self.text.count("\n", 0, found[place].start()) + 1 if place < len(found) else 1


@dataclass(frozen=True, eq=False)
class Profile:
    """One country's way of working, as its files say it; those in folders belong to rooms, which read them apart."""

    code: str
    country: str
    tables: Mapping[str, Any]
    files: tuple[ProfileFile, ...] = ()

    @property
    def exercise(self) -> bool:
        """Whether it is for practising: country, bodies, people and cases of its record are invented."""
        return self.tables.get("profile", {}).get("exercise") is True

    @property
    def practised(self) -> str:
        """What readers call the profile by whose rules it works: its base's name, its own without a base."""
        head = self.tables.get("profile", {})
        return said((load_profile(head["base"]) if head.get("base") else self).tables["profile"].get("label"))

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table; none when it is missing."""
        return list(self.tables.get(table, []))

    def folder(self, name: str) -> list[ProfileFile]:
        """The files of a room's own folder, in the order of their names."""
        return [file for file in self.files if file.name.startswith(f"{name}/")]

    def row(self, table: str, code: str) -> dict[str, Any]:
        """One row by its code (or by `figure`, `post`); empty when the profile has none."""
        for row in self.rows(table):
            if code in (row.get("code"), row.get("figure"), row.get("post")):
                return row
        return {}

    def codes(self, field: str) -> dict[str, str]:
        """The words for the codes of a record's field: a field `tier` has its codes in the table `tiers`.

        Rooms' files add theirs: a field `procedure` has a code in each file with a table `procedure`.
        """
        for table in (f"{field}s", f"{field}es"):
            rows = _rows(self.tables.get(table)) or [r for file in self.files for r in _rows(file.tables.get(table))]
            if rows:
                return {row["code"]: _words(row) for row in rows}
        single = [file.tables[field] for file in self.files if isinstance(file.tables.get(field), Mapping)]
        return {row["code"]: _words(row) for row in single if row.get("code")}

    def label(self, table: str, code: str, language: str | None = None) -> str:
        """The words for a code, in the reader's language."""
        row = self.row(table, code)
        return said(row.get("label") or row.get("labels") or row.get("names") or row.get("name"), language) or code


def _rows(table: Any) -> list[dict[str, Any]]:
    return [row for row in table if isinstance(row, dict) and row.get("code")] if isinstance(table, list) else []


def _words(row: Mapping[str, Any]) -> str:
    return said(row.get("label") or row.get("names")) or str(row["code"])


def said(words: Any, language: str | None = None) -> str:
    """A text of a profile (one string, or a table by language) in a language."""
    if isinstance(words, Mapping):
        return str(words.get(language or reader_language()) or words.get("en") or next(iter(words.values()), ""))
    return str(words or "")


def profile_codes() -> list[str]:
    """The profiles that come with the program."""
    return sorted(file.parent.name for file in PROFILES.glob("*/profile.toml"))


@lru_cache(maxsize=8)
def load_profile(code: str) -> Profile:
    """Read a profile of the program by its code; tables and whole folders that it lacks are those of its `base`.

    Procedures that no country's law makes (of the profile `generic`) stand in every profile that has no such file.

    Raises ProfileError when there is none of that name or its file is no TOML.
    """
    folder = PROFILES / code
    if not (folder / "profile.toml").is_file():
        told = {"code": code, "known": ", ".join(profile_codes())}
        raise ProfileError(_("there is no profile “%(code)s”; there are: %(known)s") % told)
    files = tuple(_read(code, folder, path) for path in sorted(folder.rglob("*.toml")))
    tables: dict[str, Any] = {}
    for file in files:
        if "/" not in file.name:
            tables |= file.tables
    if base := tables.get("profile", {}).get("base"):
        beneath = load_profile(base)
        files += tuple(_taken_over(beneath, tables, [file.name for file in files]))
        tables = {**beneath.tables, **tables}
    if code != _COMMON:
        own = {file.name for file in files}
        files += tuple(one for one in load_profile(_COMMON).folder("procedures") if one.name not in own)
    return Profile(code, tables.get("profile", {}).get("country", ""), tables, files)


def _taken_over(beneath: Profile, tables: Mapping[str, Any], own: Iterable[str]) -> Iterator[ProfileFile]:
    """The files of a base that stand: those whose tables, or whose whole folder, the profile above has not itself."""
    folders = {name.partition("/")[0] for name in own if "/" in name}
    for file in beneath.files:
        folder, slash, _name = file.name.partition("/")
        if folder not in folders if slash else not file.tables.keys() & tables.keys():
            yield file


def _read(code: str, folder: Path, path: Path) -> ProfileFile:
    name, text = path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")
    try:
        return ProfileFile(name, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as problem:
        told = {"file": name, "code": code, "problem": str(problem)}
        raise ProfileError(_("%(file)s of profile “%(code)s”: %(problem)s") % told) from problem
