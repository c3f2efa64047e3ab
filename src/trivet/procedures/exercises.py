"""Building an exercise: an invented record to practise in, from a folder of accounts, rows and worked cases."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import StringConstraints

from trivet.core.accounts import open_account
from trivet.core.beginning import begin
from trivet.core.bodies import Body
from trivet.core.exchange import load_folder
from trivet.core.profile import ProfileError, load_profile
from trivet.core.users import Role, User
from trivet.core.validation import Invalid, Problem
from trivet.procedures.cases import Case, Said, read_case, read_strictly
from trivet.procedures.clocks import today_in, zone_of
from trivet.procedures.replaying import replay
from trivet.procedures.rows import Row, Slug
from trivet.values.markings import Marking

#: In files of rows: a day that counts from the day of building, or the year of such a day.
_DAY, _YEAR = re.compile(r"\{([+-]?\d+)\}"), re.compile(r"\{year([+-]\d+)?\}")
_REASON = "The exercise: everything in it is invented"


class Account(Row):
    """Somebody who acts in the exercise: user name, name, body, role and the highest marking they may see."""

    user: Annotated[str, StringConstraints(pattern=r"^[\w.@+-]{2,60}$")]
    name: Said
    body: Slug
    role: Role
    clearance: Marking = Marking.SECRET


class Loading(Row):
    """The rows of one body, and who writes and verifies them."""

    body: Slug
    writes: Said
    verifies: Said


class Plan(Row):
    """The file `exercise.toml`: the profile, the accounts, and whose rows are loaded in which order.

    `records` names folders of CSV below the folder of that name, each by the body that keeps its rows, with the
    accounts that write and that verify them; so do `results`, whose rows may name the dossiers of the cases.
    """

    profile: Slug
    accounts: tuple[Account, ...]
    records: tuple[Loading, ...] = ()
    results: tuple[Loading, ...] = ()


@dataclass
class Built:
    """What an exercise holds: people who may sign in, rows by register, and dossiers by file."""

    accounts: list[User] = field(default_factory=list)
    written: dict[str, int] = field(default_factory=dict)
    stages: dict[str, str] = field(default_factory=dict)


def build(folder: Path, password: str | None = None, further: Callable[[Path], int] | None = None) -> Built:
    """Build the exercise of a folder into an empty record, as of today; all or nothing.

    `further` is what rooms above this one replay of the folder, after the dossiers and before the rows of results.
    Everybody signs in with the password; without one nobody can. Raises Invalid that names file, act or row and what
    is wrong, ProfileError when a record was begun here already or the profile is that of no exercise.
    """
    plan, cases = _read(folder)
    built = Built()
    with transaction.atomic():
        begin(plan.profile)
        people = _open_accounts(plan, password, built)
        today = today_in(zone_of(None, load_profile(plan.profile)), timezone.now())
        for one in plan.records:
            _load(folder / "records" / one.body, one, people, today, built)
        for name, case in cases.items():
            built.stages[name] = replay(case, name, today).stage
        if further:
            built.written["texts"] = further(folder)
        for one in plan.results:
            _load(folder / "results" / one.body, one, people, today, built)
    return built


def _read(folder: Path) -> tuple[Plan, Mapping[str, Case]]:
    """Everything that a folder tells, read before anything is written."""
    plan = read_strictly(folder / "exercise.toml", Plan)
    if not load_profile(plan.profile).exercise:
        text = _("profile “%s” is that of no exercise: invented cases never stand in the record of a real country")
        raise ProfileError(text % plan.profile)
    problems: list[Problem] = []
    cases = {}
    for path in sorted((folder / "dossiers").glob("*.toml")):
        try:
            cases[path.name] = read_case(path)
        except Invalid as wrong:
            problems += wrong.problems
    if problems:
        raise Invalid(problems)
    return plan, cases


def _open_accounts(plan: Plan, password: str | None, built: Built) -> dict[str, User]:
    installation = User.objects.get(is_installation=True)
    bodies = {body.key: body for body in Body.objects.all()}
    for one in plan.accounts:
        if one.body not in bodies:
            raise Invalid([Problem("exercise.toml", one.user, _("there is no body “%s”") % one.body)])
        told = {"body": bodies[one.body], "role": one.role, "clearance": one.clearance}
        made = open_account(one.user, one.name, password=password, actor=installation, reason=_REASON, **told)
        built.accounts.append(made)
    return {user.username: user for user in built.accounts}


def _load(folder: Path, one: Loading, people: Mapping[str, User], today: date, built: Built) -> None:
    """The rows of a body: its files with the days filled in, taken in by the verbs as any folder of files is."""
    for name in (one.writes, one.verifies):
        if name not in people:
            raise Invalid([Problem("exercise.toml", one.body, _("there is no user “%s”") % name)])
    keeper = Body.objects.get(key=one.body)
    with TemporaryDirectory() as place:
        for file in sorted(folder.glob("*.csv")):
            text = file.read_text(encoding="utf-8")
            (Path(place) / file.name).write_text(dated(text, today), encoding="utf-8")
        reader = {"clerk": people[one.writes], "reviewer": people[one.verifies]}
        loaded = load_folder(Path(place), keeper=keeper, reason=_REASON, **reader)
    for code, count in loaded.written.items():
        built.written[code] = built.written.get(code, 0) + count


def dated(text: str, today: date) -> str:
    """A file of rows with its days: {-40} is forty days before the day of building, {year+1} the year after its own."""
    text = _DAY.sub(lambda found: (today + timedelta(int(found[1]))).isoformat(), text)
    return _YEAR.sub(lambda found: str(today.year + int(found[1] or 0)), text)
