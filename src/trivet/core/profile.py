"""Profiles: how one country works, kept as data; each room parses its own tables of the file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from trivet.core.names import reader_language

PROFILES = Path(__file__).resolve().parent.parent / "profiles"


class ProfileError(ValueError):
    """A profile that cannot be used; the message names file and table."""


@dataclass(frozen=True)
class Profile:
    """One country's way of working, as its file says it."""

    code: str
    country: str
    tables: Mapping[str, Any]

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table of the file; none when it is missing."""
        return list(self.tables.get(table, []))

    def row(self, table: str, code: str) -> dict[str, Any]:
        """One row by its code (or by `figure`, `post`); empty when the profile has none."""
        for row in self.rows(table):
            if code in (row.get("code"), row.get("figure"), row.get("post")):
                return row
        return {}

    def codes(self, field: str) -> dict[str, str]:
        """The words for the codes of a record's field: a field `tier` has its codes in the table `tiers`."""
        for table in (f"{field}s", f"{field}es"):
            rows = self.rows(table)
            if rows:
                return {row["code"]: said(row.get("label") or row.get("names")) or row["code"] for row in rows}
        return {}

    def label(self, table: str, code: str, language: str | None = None) -> str:
        """The words for a code, in the reader's language."""
        row = self.row(table, code)
        return said(row.get("label") or row.get("labels") or row.get("names") or row.get("name"), language) or code


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
    """Read a profile of the program by its code.

    Raises ProfileError when there is none of that name or its file is no TOML.
    """
    file = PROFILES / code / "profile.toml"
    if not file.is_file():
        told = {"code": code, "known": ", ".join(profile_codes())}
        raise ProfileError(_("there is no profile “%(code)s”; there are: %(known)s") % told)
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as problem:
        told = {"file": file.name, "code": code, "problem": str(problem)}
        raise ProfileError(_("%(file)s of profile “%(code)s”: %(problem)s") % told) from problem
    head = tables.get("profile", {})
    return Profile(code, head.get("country", ""), tables)
