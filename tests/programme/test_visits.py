"""From the line of the programme to what came of the visit: one file, one act for what follows, one truth of days."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.core.making import source
from tests.people import People
from tests.programme.making import line, programme
from tests.programme.visits import HOURS, fresh, met, opened, planned
from trivet.core.actions import Conflict, NotAllowed, change, cite, create
from trivet.core.bodies import Body
from trivet.core.drafts import Draft
from trivet.core.history import assignments_of, attach, citations_of
from trivet.core.office import profile
from trivet.core.partners import Partner
from trivet.core.profile import load_profile, profile_codes
from trivet.core.standpoint import Standpoint
from trivet.core.validation import Invalid
from trivet.core.verifying import verify
from trivet.programme.limits import findings_of_visit
from trivet.programme.lines import ProgrammeLine
from trivet.programme.outcomes import Becomes, Wanted, around, take_outcomes
from trivet.programme.protocol import in_order, measures, measures_for
from trivet.programme.visiting import align, differences, open_visit, outside, shift
from trivet.programme.visits import Visit
from trivet.registers.activities import Activity
from trivet.registers.meetings import Meeting
from trivet.registers.tasks import Task
from trivet.values.dates import parse_date
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db


def roles(record: Any) -> dict[Any, str]:
    return {one.body_id: one.role for one in assignments_of([record.pk], None)[record.pk]}


def test_the_file_takes_over_the_line_with_both_pillars_and_the_line_learns_its_activity(office: People) -> None:
    sent = planned(office, marking=Marking.CONFIDENTIAL)
    visit = open_visit(sent, actor=office.clerk, reason="the visit is near")
    activity = Activity.objects.get(pk=visit.activity_id)
    assert (visit.title, str(visit.starts), str(visit.ends), visit.direction) == (
        "Trade talks", "2031-06-11", "2031-06-13", "out",
    )  # fmt: skip
    assert activity.kind == Activity.Kind.VISIT_OUT and activity.leader.name == "Amina"  # type: ignore[union-attr]
    assert ProgrammeLine.objects.get(pk=sent.pk).activity_id == activity.pk
    both = {office.ministry.pk: "lead", office.commission.pk: "support"}
    assert roles(visit) == roles(activity) == both
    assert visit.marking == activity.marking == Marking.CONFIDENTIAL
    with pytest.raises(Invalid, match="already"):
        open_visit(sent, actor=office.clerk, reason="again")
    assert verify() is None


def test_only_an_approved_delegation_has_a_file_and_nothing_is_left_of_a_refusal(office: People) -> None:
    plan = programme(office)
    proposed = line(office, plan, "Not decided", "2031-05-01")
    conference = line(office, plan, "Forum", "2031-05-02", direction="conference")
    with pytest.raises(Invalid, match="not approved"):
        open_visit(proposed, actor=office.clerk, reason="try")
    with pytest.raises(Invalid, match="delegation"):
        open_visit(conference, actor=office.clerk, reason="try")
    approved = planned(office)
    with pytest.raises(NotAllowed):
        open_visit(approved, actor=office.reader, reason="try")
    assert not Visit.objects.exists() and not Activity.objects.exists()


def test_one_move_takes_days_items_and_the_activity_along(office: People) -> None:
    visit = opened(office)
    before = visit.version
    legs = [{"partner": Partner.objects.get(key="FRA"), "starts": "2031-06-11", "ends": "2031-06-12"}]
    activity = Activity.objects.get(pk=visit.activity_id)
    change(activity, Draft({"title": "Trade talks at last"}, parts={"legs": legs}), actor=office.clerk, reason="a leg")
    moved = fresh(shift(visit, 3, actor=office.clerk, reason="a holiday of theirs", expected=before))
    activity = Activity.objects.get(pk=visit.activity_id)
    assert (str(moved.starts), str(activity.starts), str(activity.ends)) == ("2031-06-14", "2031-06-14", "2031-06-16")
    (leg,) = attach([activity], None, parts=True)[0].legs_rows  # type: ignore[attr-defined]
    assert (str(leg.starts), str(leg.ends)) == ("2031-06-14", "2031-06-15")
    assert activity.title == "Trade talks at last"  # what else the activity says is its own
    assert {one.day for one in moved.hours_rows} == {date(2031, 6, 14), date(2031, 6, 15)}
    assert {one.uuid for one in moved.hours_rows} == {one.uuid for one in visit.hours_rows}
    with pytest.raises(Conflict):
        shift(visit, 1, actor=office.clerk, reason="read before", expected=before)
    change(moved, Draft({"ends": "2031-06"}), actor=office.clerk, reason="not sure")
    with pytest.raises(Invalid, match="no exact day"):
        shift(visit, 1, actor=office.clerk, reason="try")


def test_what_the_activity_says_otherwise_is_told_and_can_be_brought_in_line(office: People) -> None:
    visit = opened(office)
    change(visit, Draft({"starts": "2031-06-12"}), actor=office.clerk, reason="a day later")
    row, activity = fresh(visit), Activity.objects.get(pk=visit.activity_id)
    assert [name for name, _own, _theirs in differences(row, activity)] == ["starts"]
    assert {one.title for one in outside(row)} == {"Talks", "Arrival"}
    align(visit, actor=office.clerk, reason="as the file says")
    assert differences(row, Activity.objects.get(pk=visit.activity_id)) == []


def test_people_stand_by_the_head_the_place_told_the_rank_and_the_part(office: People) -> None:
    visit = opened(office)
    ours = [one for one in visit.delegates_rows if one.side == "ours"]
    names = [one.name for one in in_order(ours, profile())]
    assert names == ["Minister An", "Director Binh", "Deputy Vu", "Interpreter Ha"]


def test_limits_count_the_members_that_the_file_has(people: People) -> None:
    visit = opened(people, direction="in", guest_rank="head-of-government", funding="host")
    theirs = [{"name": f"Member {n}", "side": "theirs"} for n in range(6)]
    beside = [{"name": "Spouse", "side": "theirs", "role": "spouse"}, {"name": "One of ours"}]
    change(visit, Draft(parts={"delegates": [*theirs, *beside]}), actor=people.clerk, reason="the list of the guest")
    assert not _limits(people, visit)
    more = {"name": "Member 7", "side": "theirs"}
    change(visit, Draft(parts={"delegates": [*theirs, *beside, more]}), actor=people.clerk, reason="one more")
    (found,) = _limits(people, visit)
    assert found.told == (("persons", 7, 6),) and not found.rule.verified


def _limits(people: People, visit: Visit) -> list[Any]:
    found = findings_of_visit(Standpoint(people.clerk), fresh(visit))
    return [one for one in found if one.rule.kind == "limits"]


def test_measures_of_protocol_hang_on_rank_class_and_texts_and_say_what_is_to_confirm(people: People) -> None:
    values = {"title": "State visit", "direction": "in", "visit_class": "state", "guest_rank": "head-of-state"}
    told = values | {"starts": "2031-05-01", "keeper": people.ministry}
    made = create(Visit, Draft(told), actor=people.clerk, reason="announced", submit=True)
    found = {one.code: one.verified for one in measures_for(profile(), fresh(made), date(2031, 1, 1))}
    assert found == {"hosting-head-of-state": False, "guard": True}
    change(made, Draft(parts={"texts": [{"title": "A programme"}]}), actor=people.clerk, reason="to sign")
    found = {one.code: one.verified for one in measures_for(profile(), fresh(made), date(2031, 1, 1))}
    assert found["texts"] is True
    assert all(one.basis for code in profile_codes() for one in measures(load_profile(code)))


def test_points_and_a_signed_text_become_records_in_one_act_with_their_sources(office: People) -> None:
    visit = opened(office)
    talks = met(office, visit, marking=Marking.INTERNAL)
    cite(talks, {"source": source(office), "confidence": "high"}, actor=office.clerk, reason="the minutes")
    text = {"title": "Programme on ports", "status": "signed"}
    change(visit, Draft(parts={"texts": [text]}), actor=office.clerk, reason="signed")
    rice, ports, _law = talks.points_rows
    (signed,) = fresh(visit).texts_rows
    wanted = [
        Wanted(rice.uuid, Becomes.COMMITMENT, "To open the market for rice", office.ministry.pk,
               (office.commission.pk,), "2031-12"),
        Wanted(ports.uuid, Becomes.TASK, "Draft the study on ports", office.commission.pk, (), "2031-09-01"),
        Wanted(signed.uuid, Becomes.BOTH, "Programme on ports"),
        Wanted(None, Becomes.THANKS, "Letter of thanks to the host"),
    ]  # fmt: skip
    commitment, task, agreement, follow, thanks = take_outcomes(
        visit, wanted, actor=office.clerk, reason="after the visit"
    )
    assert roles(commitment) == {office.ministry.pk: "lead", office.commission.pk: "support"}
    assert (commitment.kind, str(commitment.made), str(commitment.first_due)) == ("mentioned", "2031-06-11", "2031-12")
    assert commitment.marking == Marking.INTERNAL and thanks.marking == visit.marking
    assert (task.meeting_id, task.activity_id, thanks.kind) == (talks.pk, visit.activity_id, "thanks")
    assert (follow.kind, follow.agreement_id, str(agreement.signed)) == ("signed", agreement.pk, "2031-06-13")
    assert fresh(visit).texts_rows[0].agreement_id == agreement.pk
    (cited,) = citations_of([commitment.pk], None)[commitment.pk]
    assert cited.confidence == "high"
    found = around(Standpoint(office.clerk), visit)
    Standpoint(office.clerk).attach(found.meetings, parts=True)
    assert [point.text for _meeting, point in found.open_points] == ["The new law on investment"]
    became = {one.point: one.into for row in found.meetings for one in row.outcomes_rows}
    assert became == {rice.uuid: commitment.pk, ports.uuid: task.pk}
    with pytest.raises(Invalid, match="something already"):
        take_outcomes(visit, [Wanted(rice.uuid, Becomes.TASK, "again")], actor=office.clerk, reason="twice")
    assert verify() is None


def test_a_wrong_outcome_leaves_nothing_of_the_others(office: People) -> None:
    visit = opened(office)
    talks = met(office, visit)
    rice = talks.points_rows[0]
    right = Wanted(rice.uuid, Becomes.COMMITMENT, "To open the market for rice")
    for wrong in (
        Wanted(talks.points_rows[1].uuid, Becomes.TASK, " "),
        Wanted(None, Becomes.COMMITMENT, "Out of nothing"),
        Wanted(talks.points_rows[1].uuid, Becomes.TASK, "By no day", due="soon"),
        Wanted(visit.pk, Becomes.AGREEMENT, "No text"),
    ):
        with pytest.raises(Invalid):
            take_outcomes(visit, [right, wrong], actor=office.clerk, reason="try")
    with pytest.raises(NotAllowed):
        take_outcomes(visit, [right], actor=office.reader, reason="try")
    assert not around(Standpoint(office.clerk), visit).made


def test_what_a_point_became_is_written_by_no_form(office: People) -> None:
    visit = opened(office)
    talks = met(office, visit)
    with pytest.raises(Invalid):
        change(talks, Draft(parts={"outcomes": []}), actor=office.clerk, reason="try")
    assert not attach([Meeting.objects.get(pk=talks.pk)], None, parts=True)[0].outcomes_rows


def test_one_body_leads_a_task(office: People) -> None:
    other = Body.objects.exclude(pk__in=[office.ministry.pk, office.commission.pk]).first()
    told = {"title": "Draft the study", "keeper": office.ministry}
    two = [{"body": office.ministry, "role": "lead"}, {"body": office.commission, "role": "lead"}]
    with pytest.raises(Invalid, match="One body leads"):
        create(Task, Draft(told, assignments=two), actor=office.clerk, reason="try")
    mended = [two[0], {"body": office.commission, "role": "co-lead"}, {"body": other, "role": "support"}]
    made = create(Task, Draft(told, assignments=mended), actor=office.clerk, reason="one leads")
    assert list(roles(made).values()).count("lead") == 1


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"day": "2031-06-11", "begins": "25:00", "title": "Talks"}, "begins"),
        ({"day": "2031-06-11", "begins": "10:00", "ends": "09:00", "title": "Talks"}, "ends"),
        ({"day": "11 June", "begins": "10:00", "title": "Talks"}, "day"),
        ({"day": "2031-06-11", "begins": "10:00", "title": "Talks", "time_zone": "Paris"}, "time_zone"),
    ],
)
def test_an_item_that_cannot_be_is_named_with_its_field(office: People, row: dict[str, Any], field: str) -> None:
    visit = opened(office)
    with pytest.raises(Invalid) as refused:
        change(visit, Draft(parts={"hours": [*HOURS, row]}), actor=office.clerk, reason="try")
    assert [(one.where, one.field) for one in refused.value.problems] == [("hours", field)]
    assert len(fresh(visit).hours_rows) == len(HOURS)


def test_an_earlier_programme_is_still_known(office: People) -> None:
    visit = opened(office)
    change(visit, Draft(parts={"hours": HOURS[:1]}), actor=office.clerk, reason="a short visit")
    then = attach([Visit.Version.objects.get(uuid=visit.pk, vf=visit.version)], visit.version, parts=True)[0]
    assert len(then.hours_rows) == len(HOURS) and len(fresh(visit).hours_rows) == 1
    assert parse_date("2031-06-11") == then.starts
    assert Partner.objects.get(key="FRA") in then.partners
