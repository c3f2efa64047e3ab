"""Who may do what: stories of each person, and the whole table of rights against plain rules."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any, NamedTuple

import pytest
from django.utils import timezone

import trivet.figures.counts  # noqa: F401  (declares the figures)
from tests.core.making import made, source
from tests.people import People
from trivet.core import actions
from trivet.core.access import Access, access_of, account_with_duties, restrict
from trivet.core.actions import NotAllowed
from trivet.core.bodies import Body
from trivet.core.entries import find, visible_entries
from trivet.core.history import Transaction
from trivet.core.partners import Partner
from trivet.core.records import State
from trivet.core.standpoint import Standpoint
from trivet.core.users import Duty, Role, User
from trivet.core.writing import Draft
from trivet.figures.claims import Claim
from trivet.figures.figure import ask, figures
from trivet.registers.activities import Activity
from trivet.registers.relations import DiplomaticRelation
from trivet.values.markings import Marking

#: What each role is for, written down a second time on purpose.
WRITERS = {"clerk", "desk_officer", "planner", "protocol", "consular", "coordinator"}
GIVEN_TO = {
    "create": WRITERS,
    "change": WRITERS,
    "export": WRITERS | {"reviewer", "approver", "head", "auditor"},
    "verify": {"reviewer", "head"},
    "decide": {"approver", "head"},
    "audit": {"auditor"},
    "administer": {"administrator"},
    "conjure": set(),
}
OPEN = {State.IN_REVIEW, State.VERIFIED}
RELATIONS = ("keeper", "lead", "co-lead", "support", "inform", "none")


class Case(NamedTuple):
    """What a record is to the reader's body."""

    relation: str
    marking: int
    need_to_know: bool
    state: str


CASES = [Case(*case) for case in product(RELATIONS, Marking, (False, True), State.values)]


def allowed(role: str, clearance: int, verb: str, case: Case) -> bool:
    """The rules of core.access in plain words."""
    near = case.relation != "none"
    if verb in {"list", "view"}:
        published = case.marking == Marking.PUBLIC and not case.need_to_know and case.state in OPEN
        shared = not case.need_to_know and case.state in OPEN
        return published or (case.marking <= clearance and (shared or near))
    if role not in GIVEN_TO[verb] or case.marking > clearance:
        return False
    if verb == "export":
        return near
    return case.relation in {"keeper", "lead", "co-lead"}


@pytest.fixture
def world(office: People) -> dict[Any, Case]:
    """One record of every case, made by the installation and a second one that verifies."""
    second = User.objects.create_user("second", "Second installation")
    User.objects.filter(pk=second.pk).update(is_installation=True)
    second.refresh_from_db()
    evidence = {"source": source(office), "confidence": "high"}
    drafts = []
    for case in CASES:
        own = case.relation == "keeper"
        values = {"title": str(case), "kind": "call", "marking": case.marking, "need_to_know": case.need_to_know}
        values["keeper"] = office.ministry if own else Body.objects.get(key="government")
        lists = [] if case.relation in {"keeper", "none"} else [{"body": office.ministry, "role": case.relation}]
        drafts.append(Draft(values, citations=[evidence], assignments=lists))
    made_ = actions.create_many(Activity, drafts, actor=office.installation, reason="every case")
    records = {row.pk: case for row, case in zip(made_, CASES, strict=True)}

    def take(name: str, states: set[str], actor: User) -> None:
        some = [pk for pk, case in records.items() if case.state in states]
        actions.move_many(Activity, some, name, actor=actor, reason=name)

    take("discard", {State.WITHDRAWN}, office.installation)
    take("submit", {State.IN_REVIEW, State.VERIFIED}, office.installation)
    take("verify", {State.VERIFIED}, second)
    return records


def readers(people: People) -> Iterator[tuple[str, int, User]]:
    for role, clearance in product(Role.values, (Marking.PUBLIC, Marking.CONFIDENTIAL, Marking.TOP_SECRET)):
        user = User.objects.create_user(f"{role}{clearance}", role, clearance=clearance)
        Duty.objects.create(user=user, body=people.ministry, role=role)
        yield role, clearance, user


def test_every_right_is_as_the_rules_say_for_every_role_and_record(office: People, world: dict[Any, Case]) -> None:
    rows = Activity.objects.filter(pk__in=world)
    for role, clearance, user in readers(office):
        access = access_of(user)
        for verb in ("list", "view", *GIVEN_TO):
            found = set(restrict(rows, access, verb).values_list("pk", flat=True))
            expected = {pk for pk, case in world.items() if allowed(role, clearance, verb, case)}
            wrong = [world[pk] for pk in found ^ expected]
            assert not wrong, f"{role} with clearance {clearance}, {verb}: {wrong}"
        entries = visible_entries(access).filter(record__in=world).values_list("record", flat=True)
        assert set(entries) == set(restrict(rows, access).values_list("pk", flat=True))


def test_an_outsider_sees_what_is_published_and_may_do_nothing(world: dict[Any, Case]) -> None:
    rows = Activity.objects.filter(pk__in=world)
    published = {pk for pk, case in world.items() if case[1:3] == (0, False) and case.state in OPEN}
    idle = User.objects.create_user("idle", clearance=Marking.TOP_SECRET)
    for user in (None, Access(), User(username="gone", is_active=False), idle):
        assert set(restrict(rows, user).values_list("pk", flat=True)) == published
        for verb in GIVEN_TO:
            assert not restrict(rows, user, verb).exists()


def test_a_right_lasts_as_long_as_its_duty(office: People) -> None:
    secret = made(office, Activity, marking=Marking.SECRET)
    today = timezone.now().date()
    duty = Duty.objects.get(user=office.clerk)
    rows = Activity.objects.filter(pk=secret.pk)
    for starts, ends, sees in (
        (None, None, True),
        (today, today, True),
        (today + timedelta(1), None, False),
        (None, today - timedelta(1), False),
    ):
        duty.starts, duty.ends = starts, ends
        duty.save()
        assert restrict(rows, office.clerk, "change").exists() == sees
        assert restrict(rows, office.clerk).exists() == sees


def test_the_rights_that_come_with_a_session_are_those_of_the_duties(office: People) -> None:
    for user in (office.clerk, office.head, office.auditor, office.other_clerk, office.installation):
        found = account_with_duties(user.pk)
        assert found == user and access_of(found, found.held) == access_of(user)
    Duty.objects.filter(user=office.clerk).delete()
    found = account_with_duties(office.clerk.pk)
    assert found is not None and found.held == [] and access_of(found, found.held) == access_of(office.clerk)
    assert account_with_duties(2**31 - 1) is None


def test_nobody_writes_what_she_may_not_read(office: People) -> None:
    record = made(office, Activity)
    for marking in (Marking.TOP_SECRET, " 4 "):
        with pytest.raises(NotAllowed):
            made(office, Activity, marking=marking)
        with pytest.raises(NotAllowed):
            actions.change(record, Draft({"marking": marking}), actor=office.clerk, reason="above me")
    assert made(office, Activity, marking=Marking.SECRET).marking == Marking.SECRET


def test_who_serves_a_ministry_serves_its_departments_and_not_the_other_way_round(office: People) -> None:
    values = {"name": "Desk for Europe", "parent": office.ministry, "keeper": office.ministry}
    desk = actions.create(Body, Draft(values), actor=office.clerk, reason="a new desk", submit=True)
    officer = User.objects.create_user("officer", clearance=Marking.SECRET)
    Duty.objects.create(user=officer, body=desk, role=Role.DESK_OFFICER)
    of_desk = made(office, Activity, keeper=desk, need_to_know=True)
    of_ministry = made(office, Activity, need_to_know=True)
    assert restrict(Activity.objects.all(), office.clerk, "change").filter(pk=of_desk.pk).exists()
    assert restrict(Activity.objects.all(), officer, "change").filter(pk=of_desk.pk).exists()
    assert not restrict(Activity.objects.all(), officer).filter(pk=of_ministry.pk).exists()


def test_a_role_in_one_body_gives_nothing_in_another(office: People) -> None:
    Duty.objects.create(user=office.other_clerk, body=office.ministry, role=Role.READER)
    record = made(office, Activity, need_to_know=True)
    rows = Activity.objects.filter(pk=record.pk)
    assert restrict(rows, office.other_clerk).exists()
    assert not restrict(rows, office.other_clerk, "change").exists()
    with pytest.raises(NotAllowed):
        values = {"title": "Hers", "kind": "call", "keeper": office.ministry}
        actions.create(Activity, Draft(values), actor=office.other_clerk, reason="try")


def test_the_clerk_of_the_leading_body_may_change_and_of_a_supporting_one_may_not(office: People) -> None:
    for role, may in (("lead", True), ("co-lead", True), ("support", False), ("consult", False), ("inform", False)):
        record = made(office, Activity)
        joint = Draft(assignments=[{"body": office.commission, "role": role}])
        actions.change(record, joint, actor=office.clerk, reason="done jointly")
        write = Draft({"outcome": "Agreed"})
        if may:
            actions.change(record, write, actor=office.other_clerk, reason="we led it")
        else:
            with pytest.raises(NotAllowed):
                actions.change(record, write, actor=office.other_clerk, reason="we were there")


def outside(people: People) -> dict[str, Any]:
    """All that an outsider can ask of relations: list, count, index, search, figures with what they leave out."""
    place = Standpoint(people.outsider)
    asked = {code: ask(code, place, on=date(2024, 12, 31)).as_json() for code in figures()}
    relations = place.of(DiplomaticRelation)
    return {
        "list": [row.pk for row in place.rows(DiplomaticRelation, "partner")],
        "count": relations.count(),
        "index": place.entries().count(),
        "named": place.naming(relations, Partner.objects.get(key="FRA")).count(),
        "search": [entry.record for entry in find(None, "France", limit=1000)],
        "figures": asked,
    }


@pytest.mark.parametrize("hiding", [{"need_to_know": True}, {"marking": Marking.SECRET}, {"state": "draft"}])
def test_what_an_outsider_may_not_see_changes_nothing_she_can_see(office: People, hiding: dict[str, Any]) -> None:
    made(office, DiplomaticRelation, ended=None)
    heard = source(office)
    before = outside(office)
    submit = hiding.get("state") != "draft"
    more = {name: value for name, value in hiding.items() if name != "state"}
    for established in ("2000-01-01", "2024-05?", None):
        made(office, DiplomaticRelation, submit=submit, established=established, ended=None, **more)
    made(office, Activity, submit=submit, kind="visit_in", title="France", starts="2024-12", ends=None, **more)
    made(office, Claim, submit=submit, figure="relations.states", source=heard, **more)
    assert outside(office) == before


def test_yesterdays_view_is_read_with_todays_rights(office: People) -> None:
    record = made(office, Activity, marking=Marking.SECRET)
    then = Transaction.objects.get(number=record.version).moment
    assert Standpoint(office.clerk, then).of(Activity).filter(uuid=record.uuid).exists()
    User.objects.filter(pk=office.clerk.pk).update(clearance=Marking.INTERNAL)
    office.clerk.refresh_from_db()
    assert not Standpoint(office.clerk, then).of(Activity).filter(uuid=record.uuid).exists()
    office.reader.clearance = Marking.TOP_SECRET
    office.reader.save()
    assert Standpoint(office.reader, then).of(Activity).filter(uuid=record.uuid).exists()


def test_a_record_handed_over_takes_its_past_along(office: People) -> None:
    record = made(office, Activity, need_to_know=True)
    keeper = Draft({"keeper": office.commission})
    with pytest.raises(NotAllowed):
        actions.change(record, keeper, actor=office.clerk, reason="I serve only one of the two")
    Duty.objects.create(user=office.second_clerk, body=office.commission, role=Role.CLERK)
    handed = actions.change(record, keeper, actor=office.second_clerk, reason="theirs now")
    then = Transaction.objects.get(number=record.version).moment
    assert handed.version > record.version
    for user, sees in ((office.clerk, False), (office.other_clerk, True), (office.outsider, False)):
        place = Standpoint(user, then)
        assert place.of(Activity).filter(uuid=record.uuid).exists() == sees
        assert place.entries().filter(record=record.uuid).exists() == sees
