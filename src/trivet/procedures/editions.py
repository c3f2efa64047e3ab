"""Editions: a procedure with the rules of a day, frozen, so that a later change never alters an open dossier."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from pydantic import ValidationError

from trivet.core.profile import Profile, ProfileError, ProfileFile
from trivet.procedures.amending import UnknownFile, place_of, tables_of
from trivet.procedures.tables import Procedure, Rule, Rules


class Edition(models.Model):
    """One procedure as JSON under its SHA-256; written once, never changed."""

    digest = models.CharField(primary_key=True, max_length=64)
    procedure = models.SlugField()
    content = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.procedure} {self.digest[:8]}"


class NoProcedure(ProfileError):
    """The profile has no such procedure on that day."""


def freeze(profile: Profile, code: str, day: date) -> Edition:
    """The edition of a procedure with the rules that are in force on a day, kept if it was not.

    Raises NoProcedure when no file of the profile declares the procedure for that day.
    """
    content = in_force(profile, code, day).model_dump_json(by_alias=True)
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Edition.objects.get_or_create(digest=digest, defaults={"procedure": code, "content": content})[0]


#: Editions that this process has read, by digest: what is written once needs no second reading.
_read: dict[str, Procedure] = {}


def edition(digest: str) -> Procedure:
    """A frozen procedure by its digest. Raises KeyError when there is none."""
    return editions({digest})[digest]


def editions(digests: Iterable[str]) -> dict[str, Procedure]:
    """Frozen procedures by digest, as far as there are any; what was not read before comes in one statement."""
    wanted = {digest for digest in digests if digest}
    if missing := wanted - _read.keys():
        for row in Edition.objects.filter(digest__in=missing):
            _read[row.digest] = Procedure.model_validate_json(row.content)
    return {digest: _read[digest] for digest in wanted & _read.keys()}


def in_force(profile: Profile, code: str, day: date) -> Procedure:
    """A procedure of the profile with its rules, as they are in force on a day."""
    for procedure in procedures(profile):
        if procedure.code == code and procedure.procedure.holds(day):
            used = procedure.rules_used
            chosen = tuple(rule for rule in rules(profile) if rule.code in used and rule.holds(day))
            deciding = tuple(row for row in procedure.authority if row.holds(day))
            kept = tuple(row for row in procedure.kept_names if row.holds(day))
            return procedure.model_copy(update={"rules": chosen, "authority": deciding, "kept_names": kept})
    told = {"code": code, "day": day.isoformat(), "known": ", ".join(sorted({p.code for p in procedures(profile)}))}
    raise NoProcedure(_("no procedure “%(code)s” is in force on %(day)s; there are: %(known)s") % told)


@lru_cache(maxsize=8)
def procedures(profile: Profile) -> tuple[Procedure, ...]:
    """Every procedure that the profile's files declare, whatever its validity."""
    files = profile.folder("procedures")
    return tuple(read_procedure(profile.code, file, files) for file in files)


@lru_cache(maxsize=8)
def rules(profile: Profile) -> tuple[Rule, ...]:
    """Every rule of the profile, whatever its validity."""
    file = rules_file(profile)
    try:
        return Rules.model_validate(dict(file.tables)).rules if file else ()
    except ValidationError as problem:
        raise wrong_table(profile.code, file, problem) from problem  # type: ignore[arg-type]


def rules_file(profile: Profile) -> ProfileFile | None:
    """The file that holds the profile's rules."""
    return next((file for file in profile.files if file.tables.get("rules")), None)


def read_procedure(code: str, file: ProfileFile, files: Sequence[ProfileFile] = ()) -> Procedure:
    """The procedure of one file, which may amend another of `files`.

    Raises ProfileError that names file, line and what is wrong.
    """
    try:
        return Procedure.model_validate(tables_of(file, files))
    except ValidationError as problem:
        raise wrong_table(code, file, problem, files) from problem
    except UnknownFile as problem:
        told = {"file": file.name, "code": code, "problem": no_file(problem)}
        raise ProfileError(_("%(file)s of profile “%(code)s”: %(problem)s") % told) from problem


def wrong_table(
    code: str, file: ProfileFile, problem: ValidationError, files: Sequence[ProfileFile] = ()
) -> ProfileError:
    """What is wrong with a table, by the line it stands on."""
    first = problem.errors()[0]
    name, number = place_of(file, files, first["loc"])
    line = _("line %s") % number
    told = {"file": f"{name}, {line}", "code": code, "problem": in_words(first)}
    return ProfileError(_("%(file)s of profile “%(code)s”: %(problem)s") % told)


def in_words(one: Mapping[str, Any]) -> str:
    """One thing that is wrong with a table, as pydantic tells it, without the place."""
    return f"{'.'.join(map(str, one['loc']))}: {one['msg']}"


def no_file(problem: UnknownFile) -> str:
    """That a file amends one which is not there."""
    return _("there is no file “%s” to amend") % problem
