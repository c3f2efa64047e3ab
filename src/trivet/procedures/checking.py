"""What is wrong with a profile's procedures and rules that strict reading does not see, by file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from pydantic import ValidationError

from trivet.core.profile import Profile, ProfileFile
from trivet.procedures.amending import UnknownFile, place_of, tables_of
from trivet.procedures.editions import in_words, no_file, rules_file
from trivet.procedures.faults import CHECKS, TABLES, Reading, no_basis, overlapping
from trivet.procedures.rows import Legal
from trivet.procedures.tables import Procedure, Rule, Rules

#: Tables whose rows are shown by the words of their codes, whatever file they stand in.
_WORDED = ("procedure", *TABLES, "rules")
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


class Fault(NamedTuple):
    """Something wrong: in which file of the profile, on which line, and what."""

    file: str
    line: int
    message: str


#: Something valid for a time, with the file and the line it stands on.
_Standing = tuple[Any, str, int]


def problems(profile: Profile) -> list[Fault]:
    """What is wrong with the procedures and rules of a profile, by file and line; nothing when they are sound."""
    files = profile.folder("procedures")
    rules, found = _rules(profile)
    bodies = frozenset(str(row["code"]) for row in profile.rows("bodies"))
    heads: list[_Standing] = []
    for file in files:
        try:
            procedure = Procedure.model_validate(tables_of(file, files))
        except ValidationError as problem:
            found += [Fault(*place_of(file, files, one["loc"]), in_words(one)) for one in problem.errors()]
        except UnknownFile as problem:
            found.append(Fault(file.name, file.line("procedure"), no_file(problem)))
        else:
            reading = Reading(file, files, procedure, bodies, frozenset(rule.code for rule in rules))
            heads.append((procedure.procedure, file.name, file.line("procedure")))
            for check in CHECKS:
                found += [Fault(*place_of(file, files, one[:2]), one[2]) for one in check(reading)]
    return sorted(
        {
            *found,
            *_valid_twice(sorted(heads, key=lambda one: one[0].valid_from)),
            *_other_words(profile),
            *_untranslated(profile),
        }
    )


def _rules(profile: Profile) -> tuple[Sequence[Rule], list[Fault]]:
    file = rules_file(profile)
    if file is None:
        return (), []
    try:
        rules = Rules.model_validate(dict(file.tables)).rules
    except ValidationError as problem:
        return (), [Fault(*place_of(file, (), one["loc"]), in_words(one)) for one in problem.errors()]
    placed = [(rule, file.name, file.line("rules", place)) for place, rule in enumerate(rules)]
    found = [Fault(name, line, no_basis(rule.code)) for rule, name, line in placed if not rule.basis]
    for rule, name, line in placed:
        if not (_MONTH_DAY.fullmatch(str(rule.value)) if rule.unit == "date" else isinstance(rule.value, int)):
            told = {"code": rule.code, "value": rule.value, "unit": rule.unit}
            found.append(Fault(name, line, _("“%(code)s”: “%(value)s” is no value of the unit %(unit)s") % told))
    return rules, [*found, *_valid_twice(placed)]


def _valid_twice(placed: Sequence[_Standing]) -> Iterator[Fault]:
    rows: list[Legal] = [row for row, _file, _line in placed]
    for place, earlier in overlapping(rows):
        row, file, line = placed[place]
        told = {"code": row.code, "file": placed[earlier][1], "line": placed[earlier][2]}
        yield Fault(file, line, _("“%(code)s” is valid at the same time as in %(file)s, line %(line)s") % told)


def _own_rows(profile: Profile) -> Iterator[tuple[str, Mapping[str, Any], ProfileFile, int]]:
    """Every row of the rules and of each procedure's own file: table, row, file and line."""
    for file in (*profile.folder("procedures"), *filter(None, [rules_file(profile)])):
        for table in _WORDED:
            rows = file.tables.get(table, [])
            for place, row in enumerate([rows] if isinstance(rows, Mapping) else rows):
                if isinstance(row, Mapping):
                    yield table, row, file, file.line(table, place)


def _other_words(profile: Profile) -> Iterator[Fault]:
    """The same code with other words: they are shown by their code alone, so that one would hide the other."""
    first: dict[tuple[str, Any], tuple[Any, str, int]] = {}
    for table, row, file, line in _own_rows(profile):
        words, where, there = first.setdefault((table, row.get("code")), (row.get("label"), file.name, line))
        if row.get("label") != words:
            told = {"code": row.get("code"), "file": where, "line": there}
            yield Fault(file.name, line, _("“%(code)s” has other words than in %(file)s, line %(line)s") % told)


def _untranslated(profile: Profile) -> Iterator[Fault]:
    wanted = profile.tables.get("profile", {}).get("languages", ())
    for _table, row, file, line in _own_rows(profile):
        choices = [one for one in row.get("choices", []) if isinstance(one, Mapping)]
        texts = [text for one in (row, *choices) for text in (one.get("label"), one.get("help")) if text is not None]
        lacking = [language for language in wanted if not all(_says(text, language) for text in texts)]
        if lacking:
            told = {"code": row.get("code"), "languages": ", ".join(lacking)}
            yield Fault(file.name, line, _("“%(code)s” has no words in: %(languages)s") % told)


def _says(text: Any, language: str) -> bool:
    return isinstance(text, Mapping) and bool(str(text.get(language, "")).strip())
