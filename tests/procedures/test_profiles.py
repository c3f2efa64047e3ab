"""Every procedure of every profile is walked: each step is taken, each final stage reached, each clock run."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.procedures.planning import TOLD, Way, way_over
from trivet.core.accounts import open_account
from trivet.core.actions import create
from trivet.core.beginning import begin
from trivet.core.bodies import Body
from trivet.core.drafts import Draft
from trivet.core.profile import PROFILES, Profile, load_profile, profile_codes
from trivet.core.users import Role, User
from trivet.procedures.acting import Taking, open_dossier, take
from trivet.procedures.dossiers import Dossier, Obligation
from trivet.procedures.editions import read_procedure
from trivet.procedures.opinions import answer
from trivet.procedures.standing import Standing, standing_of
from trivet.procedures.tables import Procedure, Transition
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db
#: What a profile takes over from its base is walked there.
FILES = [
    (code, file.name)
    for code in profile_codes()
    for file in load_profile(code).folder("procedures")
    if (PROFILES / code / file.name).is_file()
]
#: Days of opening; the first on which the file holds is taken.
DAYS = (date(2026, 3, 2), date(2025, 3, 3))


@pytest.mark.parametrize(("code", "name"), FILES)
def test_every_step_is_taken_and_every_final_stage_reached(code: str, name: str) -> None:
    """Of a file that amends another, the steps are walked that it says anew."""
    begin(code, load_profile(code).country or "KEN")
    profile = load_profile(code)
    files = profile.folder("procedures")
    file = next(file for file in files if file.name == name)
    procedure = read_procedure(code, file, files)
    final = {stage.code for stage in procedure.stages if stage.final}
    own = {row["code"] for row in file.tables["transitions"]}
    walker = Walker(profile, procedure)
    while own - walker.taken or final - walker.ended:
        left = own - walker.taken or {one.code for one in procedure.transitions if one.target in final - walker.ended}
        ways = [way_over(procedure, code, walker.taken) for code in sorted(left)]
        assert all(ways) or not own - walker.taken, dict(zip(sorted(left), ways, strict=True))
        walker.walk(max(filter(None, ways), key=lambda way: len({one.code for one in way.steps} - walker.taken)))
    sitting = {rule.code for rule in walker.rules if rule.unit == "sitting-days"}
    clocks = {row["code"]: row.get("rule") for row in file.tables.get("clocks", [])}
    assert set(clocks) <= walker.ran, "clocks that never ran"
    assert {code for code, rule in clocks.items() if rule and rule not in sitting} <= walker.due, "clocks never due"


@dataclass
class Walker:
    """Takes dossiers along ways, each step by a person of a body that may take it, and notes what happened."""

    profile: Profile
    procedure: Procedure
    taken: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    ran: set[str] = field(default_factory=set)
    due: set[str] = field(default_factory=set)
    rules: tuple[Any, ...] = ()
    people: dict[tuple[UUID, str], User] = field(default_factory=dict)
    walks: int = 0

    def walk(self, way: Way) -> None:
        """One dossier from its opening to its end. Every other time nobody answers who need not."""
        self.walks += 1
        zone = ZoneInfo(self.profile.tables["profile"]["time_zone"])
        opened = next(day for day in DAYS if self.procedure.procedure.holds(day))
        with time_machine.travel(datetime(opened.year, opened.month, opened.day, 12, tzinfo=zone), tick=False) as clock:
            dossier = self.opened(way, opened)
            for step in way.steps:
                standing = self.round_about(standing_of(dossier), step)
                clock.shift(timedelta(days=1))
                last = self.answered(standing, step, way)
                if last:
                    clock.move_to(datetime(last.year, last.month, last.day, 12, tzinfo=zone) + timedelta(days=1))
                dossier = self.take(standing, step)
        self.note(dossier, way)

    def opened(self, way: Way, day: date) -> Dossier:
        later = (day + timedelta(60)).isoformat()
        told = {"date": later, "number": "7", "text": "so it is"}
        facts = []
        for fact in self.procedure.facts:
            value = min(way.allowed["fact", fact.code])
            facts.append({"fact": fact.code, "value": told[fact.kind] if value == TOLD else value})
        keeper = Body.objects.get(key=self.keeper())
        values = {"title": "A matter", "procedure": self.procedure.code, "keeper": keeper, "variant": way.variant}
        draft = Draft({**values, "marking": Marking.INTERNAL}, parts={"facts": facts})
        clerk = self.person(keeper.pk)
        dossier = open_dossier(
            create(Dossier, draft, actor=clerk, reason="prepared", submit=True), actor=clerk, reason="begin"
        )
        self.rules = standing_of(dossier).procedure.rules
        return dossier

    def keeper(self) -> str:
        """A body with one above it that plays no other part."""
        procedure = self.procedure
        busy = {key for actor in procedure.actors for key in actor.bodies}
        busy |= {key for row in procedure.authority for key in row.bodies}
        busy |= {key for branch in procedure.branches for key in branch.bodies}
        free = (row for row in self.profile.rows("bodies") if row["parent"] and not row["ends"])
        return str(next(row["code"] for row in free if row["code"] not in busy))

    def person(self, body: UUID, role: str = Role.CLERK) -> User:
        if (body, role) not in self.people:
            name = f"{role}_{len(self.people)}"
            self.people[body, role] = open_account(
                name,
                name,
                body=Body.objects.get(pk=body),
                role=role,
                clearance=Marking.SECRET,
                actor=User.objects.get(is_installation=True),
                reason="somebody of the story",
            )
        return self.people[body, role]

    def round_about(self, standing: Standing, step: Transition) -> Standing:
        """Take, before the step that leads on, those that lead back to where the dossier stands and are new."""
        for one in standing.transitions:
            if one.target == standing.stage and one.code not in {*self.taken, step.code} and not one.into:
                standing = standing_of(self.take(standing, one))
        return standing

    def take(self, standing: Standing, step: Transition) -> Dossier:
        bodies = [body for code in step.who for body in sorted(standing.bodies_of(code))]
        assert bodies, f"no body takes {step.code}"
        actor = self.person(bodies[0], Role.APPROVER if step.act == "decide" else Role.CLERK)
        papers = [{"paper": code} for code in step.papers if code not in standing.papers]
        further = [standing.bodies[self.keeper()]] if self.asks_nobody(step) else []
        dossier = take(standing.dossier, Taking(step.code, "in turn", papers=papers, bodies=further), actor=actor)
        assert dossier.stage == step.target
        self.taken.add(step.code)
        return dossier

    def asks_nobody(self, step: Transition) -> bool:
        """Whether a step enters a branch that has no bodies of its own."""
        entered = [branch for branch in self.procedure.branches if branch.stage == step.target]
        return any(not branch.bodies and not branch.also for branch in entered)

    def answered(self, standing: Standing, step: Transition, way: Way) -> date | None:
        """Give the opinions that a step needs; the day that must be over first, where they are not waited for."""
        last = None
        for branch in self.procedure.branches:
            said = min(way.allowed["branch", branch.code])
            if branch.stage != standing.stage or (branch.code not in step.waits and said == Obligation.Answer.AGREES):
                continue
            for row in standing.awaited(branch.code):
                if self.walks % 2 and row["due"] and step.until == "due" and said == Obligation.Answer.AGREES:
                    last = max(row["due"], last or row["due"])
                    continue
                body = row["debtor_id"]
                read = "0" * 64 if branch.clears else ""
                person = self.person(body)
                answer(standing.dossier, branch.code, body, said, text="so we think", actor=person, version=read)
        return last

    def note(self, dossier: Dossier, way: Way) -> None:
        rows = list(Obligation.objects.at(None).filter(owner=dossier.pk))
        assert not [row for row in rows if row.outcome == "open"], "a dossier that has ended owes nothing"
        assert dossier.stage == way.steps[-1].target and dossier.closed
        self.ended.add(dossier.stage)
        self.ran |= {row.clock for row in rows}
        self.due |= {row.clock for row in rows if row.due}


def test_a_standing_knows_who_acts_when_an_organ_was_succeeded() -> None:
    begin("vietnam")
    keeper = Body.objects.get(key="finance")
    actor = User.objects.get(is_installation=True)
    values = {"title": "A treaty", "procedure": "treaty", "keeper": keeper, "marking": Marking.INTERNAL}
    with time_machine.travel("2025-06-02T05:00:00Z"):
        dossier = open_dossier(
            create(Dossier, Draft(values), actor=actor, reason="r", submit=True), actor=actor, reason="r"
        )
        assert committee(standing_of(dossier)) == "assembly-foreign-affairs"
    with time_machine.travel("2026-06-01T05:00:00Z"):
        assert committee(standing_of(dossier)) == "assembly-defence-security-foreign-affairs"


def committee(standing: Standing) -> str | None:
    (body,) = standing.bodies_of("committee")
    return Body.objects.get(pk=body).key
