"""A body is succeeded: nothing live names it afterwards, no clock begins anew, and the past stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people import People
from tests.procedures.conftest import Hire
from trivet.core.accounts import open_account
from trivet.core.actions import NotAllowed, change, cite, create, move
from trivet.core.bodies import Body
from trivet.core.drafts import Draft
from trivet.core.history import Assignment, Transaction
from trivet.core.people import Post
from trivet.core.sources import Source
from trivet.core.standpoint import Standpoint
from trivet.core.succession import holdings
from trivet.core.users import Role, User
from trivet.core.verifying import verify
from trivet.procedures.acting import Taking, take
from trivet.procedures.delegations import Delegation
from trivet.procedures.dossiers import Dossier, Obligation
from trivet.procedures.opinions import answer
from trivet.procedures.succeeding import DELEGATIONS, DOSSIERS, further_holdings, succeed
from trivet.registers.agreements import Agreement
from trivet.registers.commitments import Commitment
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db
DAY = date(2025, 3, 1)
FACTS = {"starts": "2024-06-20", "ends": "2024-06-21", "rank": "minister", "topics": "none"}


class World:
    """The old ministry of planning, which ends on 1 March 2025, and the two ministries between which it is split."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.office = Body.objects.get(key="government")
        self.old = self.body("Ministry of Planning", ends="2025-03-01")
        self.finance, self.farming = Body.objects.get(key="finance"), self.body("Ministry of Farming")
        self.head = self.person("premier", self.office, Role.HEAD, Marking.SECRET)
        self.clerk = self.person("planner_of_old", self.old, Role.CLERK, Marking.SECRET)

    def body(self, name: str, **values: Any) -> Any:
        told = {"name": name, "pillar": "state", "parent": self.office, "keeper": self.people.ministry, **values}
        return create(Body, Draft(told), actor=self.people.installation, reason="an organ", submit=True)

    def person(self, name: str, body: Any, role: str, clearance: int) -> User:
        told = {"body": body, "role": role, "clearance": clearance, "actor": self.people.installation}
        return open_account(name, name, reason="somebody of the story", **told)

    def agreement(self, title: str, roles: list[tuple[Any, str]] | None = None, **values: Any) -> Any:
        told = {"title": title, "kind": "memorandum", "signed": "2023-05-01", "keeper": self.old, **values}
        given_ = [{"body": body, "role": role, "starts": "2023-05-01"} for body, role in roles or []]
        draft = Draft(told, assignments=given_ or None)
        return create(Agreement, draft, actor=self.people.installation, reason="signed", submit=True)

    def held(self, user: User | None = None, day: date = DAY) -> dict[str, dict[UUID, UUID]]:
        """Everything that the body holds for a reader, all of it for the ministry of finance."""
        place = Standpoint(user or self.head)
        found = holdings(place, self.old.pk, day)
        further_holdings(place, self.old.pk, day, found)
        to: dict[str, dict[UUID, UUID]] = {}
        for one in found.values():
            to.setdefault(one.register, {})[one.record] = self.finance.pk
        return to

    def succeed(self, to: dict[str, dict[UUID, UUID]], user: User | None = None) -> Transaction:
        return succeed(to, self.old.pk, DAY, actor=user or self.head, reason="the ministries are merged (Decree)")


@pytest.fixture
def world(people: People) -> World:
    return World(people)


def live(world: World) -> list[str]:
    """Where the old body is still named by something live, as the database has it."""
    old = world.old.pk
    found = [f"keeper of {one}" for one in Agreement.objects.filter(keeper=old, ended_latest=None)]
    found += [f"keeper of {one}" for one in Commitment.objects.filter(keeper=old, done_latest=None)]
    found += [f"keeper of {one}" for one in Dossier.objects.filter(keeper=old, closed_latest=None)]
    over = Agreement.objects.exclude(ended_latest=None).values("pk")
    seats = Assignment.objects.at(None).filter(body=old).exclude(record__in=over)
    found += [f"assigned in {one.record}" for one in seats if one.ends is None or one.ends.latest > DAY]
    for side in ("debtor", "creditor", "escalation"):
        owed = Obligation.objects.at(None).filter(outcome="open", **{side: old})
        found += [f"{side} in {one.owner}" for one in owed]
    for side in ("grantor", "holder"):
        given_ = Delegation.objects.filter(**{side: old}, ends_latest=None)
        found += [f"{side} of {one}" for one in given_]
    found += [f"parent of {one}" for one in Body.objects.filter(parent=old)]
    return found + [f"body of {one}" for one in Post.objects.filter(body=old, ends_latest=None)]


def roles(record: Any, number: int | None = None) -> list[tuple[str, str, str, str]]:
    rows = Assignment.objects.at(number).filter(record=record.pk).select_related("body")
    return sorted((row.body.name, row.role, str(row.starts or ""), str(row.ends or "")) for row in rows)


def test_the_head_of_both_gives_everything_to_the_successor(world: World) -> None:
    kept = world.agreement("On dams", [(world.old, "lead"), (world.people.ministry, "support")])
    helped = world.agreement("On roads", [(world.old, "support")], keeper=world.people.ministry)
    ended = world.agreement("On canals", ended="2024-01-01")
    told = {"statement": "A dam", "kind": "signed", "made": "2024-09-12", "keeper": world.old}
    owed = create(Commitment, Draft(told), actor=world.people.installation, reason="told", submit=True)
    department = world.body("Department of Dams", parent=world.old)
    before = Transaction.objects.order_by("-number").first()
    act = world.succeed(world.held())
    assert live(world) == []
    assert Agreement.objects.get(pk=kept.pk).keeper == world.finance
    assert roles(kept) == [
        ("Ministry of Finance", "lead", "2025-03-01", ""),
        ("Ministry of Foreign Affairs", "support", "2023-05-01", ""),
        ("Ministry of Planning", "lead", "2023-05-01", "2025-03-01"),
    ]
    assert Agreement.objects.get(pk=helped.pk).keeper == world.people.ministry
    assert roles(helped)[0] == ("Ministry of Finance", "support", "2025-03-01", "")
    assert Agreement.objects.get(pk=ended.pk).keeper == world.old, "what had ended stays where it was"
    assert Commitment.objects.get(pk=owed.pk).keeper == world.finance
    assert Body.objects.get(pk=department.pk).parent == world.finance
    assert before and act.number == before.number + 1, "one transaction"
    assert verify() is None
    assert not holdings(Standpoint(world.head), world.old.pk, DAY), "and a second time there is nothing left"


def test_as_of_before_it_is_all_as_it_was(world: World) -> None:
    kept = world.agreement("On dams", [(world.old, "lead")])
    before = Transaction.objects.order_by("-number").first()
    assert before
    world.succeed(world.held())
    (old,) = Standpoint(world.head, before.moment).of(Agreement).filter(uuid=kept.pk)
    assert old.keeper_id == world.old.pk
    assert roles(kept, before.number) == [("Ministry of Planning", "lead", "2023-05-01", "")]


def test_a_verified_agreement_stays_verified_since_nobody_touched_its_content(world: World) -> None:
    paper = create(
        Source, Draft({"title": "Gazette 5", "keeper": world.old}), actor=world.clerk, reason="kept", submit=True
    )
    kept = world.agreement("On dams")
    cite(kept, {"source": paper, "confidence": "high"}, actor=world.clerk, reason="read there")
    move(kept, "verify", actor=world.head, reason="so it is")
    world.succeed(world.held())
    after = Agreement.objects.get(pk=kept.pk)
    assert (after.state, after.keeper, after.author) == ("verified", world.finance, world.clerk)


def test_a_body_may_be_split_over_several(world: World) -> None:
    dams, crops, left = (world.agreement(title, [(world.old, "lead")]) for title in ("On dams", "On crops", "On roads"))
    world.succeed({"agreements": {dams.pk: world.finance.pk, crops.pk: world.farming.pk}})
    keepers = {one.title: one.keeper.name for one in Agreement.objects.select_related("keeper")}
    assert keepers["On dams"] == "Ministry of Finance" and keepers["On crops"] == "Ministry of Farming"
    assert keepers["On roads"] == "Ministry of Planning" and len(roles(left)) == 1


def test_no_clock_begins_anew_when_what_is_owed_goes_to_the_successor(
    world: World, hire: Hire, prepared: Callable[..., Dossier]
) -> None:
    organiser, ministry = hire("vufo"), hire("mfa")
    with time_machine.travel("2024-04-01T08:00:00Z"):
        dossier = prepared(organiser, "vufo", facts=FACTS)
        take(dossier, Taking("file", "filed", papers=[{"paper": "letter"}, {"paper": "project"}]), actor=organiser)
        take(dossier, Taking("complete", "all is there", bodies=[world.old.pk]), actor=ministry)
    (before,) = Obligation.objects.at(None).filter(debtor=world.old, outcome="open")
    to = world.held()
    assert dossier.pk in to[DOSSIERS]
    world.succeed(to)
    assert live(world) == []
    (after,) = Obligation.objects.at(None).filter(uuid=before.uuid)
    assert after.debtor == world.finance and after.outcome == "open"
    assert (after.started, after.due, after.due_at, after.rule) == (
        before.started,
        before.due,
        before.due_at,
        before.rule,
    )
    officer = hire("finance")
    answer(dossier, "consultation", world.finance.pk, "agrees", actor=officer)
    (given_,) = Obligation.objects.at(None).filter(uuid=before.uuid)
    assert given_.answer == "agrees", "the successor gives the opinion"
    assert verify() is None


def test_where_the_successor_was_asked_itself_one_opinion_is_enough(
    world: World, hire: Hire, prepared: Callable[..., Dossier]
) -> None:
    organiser, ministry = hire("vufo"), hire("mfa")
    with time_machine.travel("2024-04-01T08:00:00Z"):
        dossier = prepared(organiser, "vufo", facts=FACTS)
        take(dossier, Taking("file", "filed", papers=[{"paper": "letter"}, {"paper": "project"}]), actor=organiser)
        both = [world.old.pk, world.finance.pk]
        take(dossier, Taking("complete", "all is there", bodies=both), actor=ministry)
    world.succeed(world.held())
    rows = Obligation.objects.at(None).filter(owner=dossier.pk, branch="consultation", debtor__in=both)
    assert sorted((row.debtor.name, row.outcome) for row in rows) == [
        ("Ministry of Finance", "open"),
        ("Ministry of Planning", "stopped"),
    ]


def test_a_delegation_ends_with_the_body_that_gave_it(world: World) -> None:
    told = {"grantor": world.old, "holder": world.people.ministry, "starts": "2024-01-01", "document": "12/UQ"}
    draft = Draft({**told, "keeper": world.old})
    made = create(Delegation, draft, actor=world.people.installation, reason="in writing", submit=True)
    to = world.held()
    assert set(to[DELEGATIONS]) == {made.pk}
    world.succeed(to)
    after = Delegation.objects.get(pk=made.pk)
    assert (str(after.ends), after.grantor) == ("2025-03-01", world.old), "who gave it is not written over"


def test_what_one_may_not_see_or_give_is_not_touched_and_counts_as_nothing(world: World) -> None:
    world.agreement("On dams")
    secret = world.agreement("On war", marking=Marking.TOP_SECRET)
    assert [len(some) for some in world.held().values()] == [1], "the premier is cleared for secret only"
    with pytest.raises(NotAllowed):
        world.succeed({"agreements": {secret.pk: world.finance.pk}})
    with pytest.raises(NotAllowed):
        world.succeed(world.held(), world.clerk)
    half = world.person("half", world.old, Role.HEAD, Marking.SECRET)
    with pytest.raises(NotAllowed):
        world.succeed(world.held(), half)  # heads the old body alone
    world.succeed(world.held())
    assert Agreement.objects.get(pk=secret.pk).keeper == world.old
    assert live(world) == ["keeper of On war"]


def test_it_is_done_whole_or_not_at_all(world: World) -> None:
    kept, secret = world.agreement("On dams"), world.agreement("On war", marking=Marking.TOP_SECRET)
    before = Transaction.objects.count()
    with pytest.raises(NotAllowed):
        world.succeed({"agreements": {kept.pk: world.finance.pk}, "commitments": {secret.pk: world.finance.pk}})
    assert Agreement.objects.get(pk=kept.pk).keeper == world.old and Transaction.objects.count() == before


SEATS = st.lists(
    st.tuples(
        st.sampled_from(["old", "finance", "ministry"]),
        st.sampled_from(Assignment.Role.values),
        st.sampled_from(["", "2020-01-01", "2025-06-01"]),
        st.sampled_from(["", "2024-12-31", "2025-03-01", "2026-01-01"]),
    ),
    max_size=4,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seats=SEATS, kept=st.booleans(), ended=st.booleans())
def test_whatever_it_held_nothing_live_names_it_afterwards(
    world: World, seats: list[tuple[str, str, str, str]], kept: bool, ended: bool
) -> None:
    bodies = {"old": world.old, "finance": world.finance, "ministry": world.people.ministry}
    record = world.agreement(
        "On chance", ended="2024-01-01" if ended else None, keeper=bodies["old" if kept else "ministry"]
    )
    rows = [
        {"body": bodies[body], "role": role, "starts": starts or None, "ends": ends or None}
        for body, role, starts, ends in seats
        if not (starts and ends and starts > ends)
    ]
    change(record, Draft(assignments=rows), actor=world.people.installation, reason="by chance")
    others = [one for one in roles(record) if one[0] != "Ministry of Planning"]
    world.succeed(world.held())
    assert ended or live(world) == []
    after = roles(record)
    assert [one for one in after if one[0] == "Ministry of Foreign Affairs"] == [
        one for one in others if one[0] == "Ministry of Foreign Affairs"
    ], "nobody else's part changes"
    assert all(one in after for one in others)
