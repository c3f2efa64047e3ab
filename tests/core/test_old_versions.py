"""No old version tells what was since withheld: markings, redaction, need to know, and what stands beside a record."""

from datetime import date, datetime
from typing import Any

import pytest

import trivet.figures.counts  # noqa: F401  (declares the figures)
from tests.core.making import made, source
from tests.people import People
from trivet.core import actions
from trivet.core.actions import NotAllowed
from trivet.core.history import Transaction
from trivet.core.partners import Partner
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.validation import Invalid
from trivet.core.verifying import verify
from trivet.core.writing import Draft
from trivet.figures.figure import ask
from trivet.registers.activities import Activity
from trivet.registers.relations import DiplomaticRelation
from trivet.values.markings import Marking

FIRST, SECOND = "Talks on the reef", "Talks held in public"


def moment(number: int) -> datetime:
    return Transaction.objects.get(number=number).moment


def seen(user: User | None, model: Any, record: Any, number: int) -> dict[str, bool]:
    """By which ways a reader comes to a record as it was known after a transaction."""
    place = Standpoint(user, moment(number))
    france = Partner.objects.get(key="FRA")
    return {
        "of": place.of(model).filter(uuid=record.uuid).exists(),
        "rows": record.uuid in {row.uuid for row in place.rows(model)},
        "entries": place.entries().filter(record=record.uuid).exists(),
        "naming": place.naming(place.of(model), france).filter(uuid=record.uuid).exists(),
        "versions": number in set(Standpoint(user).versions(model, record.uuid).values_list("vf", flat=True)),
    }


def relation(people: People, **more: Any) -> Any:
    return made(people, DiplomaticRelation, note=FIRST, established="2000-01-01", ended=None, **more)


def test_a_secret_record_made_public_keeps_its_past_until_the_head_declassifies(office: People) -> None:
    record = relation(office, marking=Marking.SECRET)
    opened = actions.change(record, Draft({"marking": 0, "note": SECOND}), actor=office.clerk, reason="now public")
    on = date(2024, 1, 1)
    for user in (office.outsider, office.reader):
        assert set(seen(user, DiplomaticRelation, record, record.version).values()) == {False}
        assert set(seen(user, DiplomaticRelation, record, opened.version).values()) == {True}
        assert ask("relations.states", Standpoint(user, moment(record.version)), on=on).amount.total == 0
        assert [v.note for v in Standpoint(user).versions(DiplomaticRelation, record.uuid)] == [SECOND]
    assert set(seen(office.clerk, DiplomaticRelation, record, record.version).values()) == {True}
    with pytest.raises(NotAllowed):
        actions.declassify(record, Marking.PUBLIC, actor=office.reviewer, reason="not mine to decide")
    actions.declassify(record, Marking.PUBLIC, actor=office.head, reason="thirty years have passed")
    assert set(seen(office.outsider, DiplomaticRelation, record, record.version).values()) == {True}
    place = Standpoint(None, moment(record.version))
    assert ask("relations.states", place, on=on).amount.total == 1
    assert verify() is None


def test_a_head_cannot_lift_what_she_may_not_read(office: People) -> None:
    record = relation(office, marking=Marking.SECRET)
    actions.change(record, Draft({"marking": 0}), actor=office.clerk, reason="now public")
    office.head.clearance = Marking.CONFIDENTIAL
    office.head.save()
    actions.declassify(record, Marking.PUBLIC, actor=office.head, reason="let us see it")
    assert not seen(office.head, DiplomaticRelation, record, record.version)["of"]
    assert not seen(office.outsider, DiplomaticRelation, record, record.version)["of"]


def test_a_redacted_text_is_gone_from_every_earlier_version_and_not_from_now(office: People) -> None:
    record = relation(office)
    mended = actions.change(record, Draft({"note": SECOND}), actor=office.clerk, reason="should not have said so")
    assert seen(office.outsider, DiplomaticRelation, record, record.version)["of"]
    actions.redact(record, Marking.SECRET, actor=office.reviewer, reason="the reef")
    assert set(seen(office.outsider, DiplomaticRelation, record, record.version).values()) == {False}
    assert set(seen(office.outsider, DiplomaticRelation, record, mended.version).values()) == {True}
    assert Standpoint(None).of(DiplomaticRelation).get(uuid=record.uuid).note == SECOND
    assert set(seen(office.clerk, DiplomaticRelation, record, record.version).values()) == {True}
    again = actions.change(record, Draft({"note": "A third word"}), actor=office.clerk, reason="more")
    assert seen(office.outsider, DiplomaticRelation, record, mended.version)["of"]
    assert [v.vf for v in Standpoint(None).versions(DiplomaticRelation, record.uuid)] == [again.version, mended.version]
    assert verify() is None


def test_redaction_only_raises_and_declassification_only_lowers(office: People) -> None:
    record = relation(office, marking=Marking.CONFIDENTIAL)
    actions.change(record, Draft({"marking": 0}), actor=office.clerk, reason="now public")
    actions.redact(record, Marking.INTERNAL, actor=office.reviewer, reason="would lower it")
    actions.declassify(record, Marking.SECRET, actor=office.head, reason="would raise it")
    old = DiplomaticRelation.Version.objects.get(uuid=record.uuid, vf=record.version)
    assert old.guard == Marking.CONFIDENTIAL
    with pytest.raises(Invalid, match="no marking 9"):
        actions.redact(record, 9, actor=office.reviewer, reason="a slip")
    assert verify() is None


@pytest.mark.parametrize("closing", [{"marking": Marking.SECRET}, {"need_to_know": True}])
def test_a_record_closed_today_closes_all_its_past(office: People, closing: dict[str, Any]) -> None:
    record = relation(office)
    changed = actions.change(record, Draft({"note": SECOND}), actor=office.clerk, reason="more")
    assert set(seen(office.reader, DiplomaticRelation, record, record.version).values()) == {True}
    assert ask("relations.states", Standpoint(None, moment(changed.version))).amount.total == 1
    actions.change(record, Draft(dict(closing)), actor=office.clerk, reason="to be closed")
    outside = [None, office.other_clerk] if "need_to_know" in closing else [None, office.reader]
    for user in outside:
        for number in (record.version, changed.version):
            assert set(seen(user, DiplomaticRelation, record, number).values()) == {False}
        assert ask("relations.states", Standpoint(user, moment(changed.version))).amount.total == 0
        assert list(Standpoint(user).versions(DiplomaticRelation, record.uuid)) == []
    assert set(seen(office.clerk, DiplomaticRelation, record, record.version).values()) == {True}


@pytest.mark.parametrize("name", ["withdraw", "return"])
def test_a_record_taken_back_takes_its_past_along(office: People, name: str) -> None:
    record = relation(office)
    actions.move(record, name, actor=office.reviewer, reason="wrong")
    assert set(seen(office.outsider, DiplomaticRelation, record, record.version).values()) == {False}


def test_a_need_to_know_of_the_past_stays_one_after_the_record_is_opened(office: People) -> None:
    record = relation(office, need_to_know=True)
    opened = actions.change(record, Draft({"need_to_know": False}), actor=office.clerk, reason="all may know")
    for user in (office.outsider, office.other_clerk):
        assert set(seen(user, DiplomaticRelation, record, record.version).values()) == {False}
        assert set(seen(user, DiplomaticRelation, record, opened.version).values()) == {True}


def test_a_draft_of_the_past_is_for_those_who_work_on_the_record(office: People) -> None:
    record = made(office, Activity, submit=False)
    actions.move(record, "submit", actor=office.clerk, reason="ready")
    for user, sees in ((office.outsider, False), (office.other_clerk, False), (office.reader, True)):
        assert set(seen(user, Activity, record, record.version).values()) == {sees}


def test_what_stands_beside_a_hidden_record_does_not_come_out(office: People) -> None:
    france = Partner.objects.get(key="FRA")
    record = made(office, Activity, marking=Marking.SECRET, place="Reef")
    beside = Draft(
        parts={"legs": [{"partner": france, "place": "Reef"}]},
        citations=[{"source": source(office), "confidence": "high", "exact": "the reef"}],
        assignments=[{"body": office.ministry, "role": "lead", "purpose": "the reef"}],
    )
    written = actions.change(record, beside, actor=office.clerk, reason="all of it")
    for known in (None, moment(written.version)):
        for user, sees in ((office.outsider, False), (office.reader, False), (office.clerk, True)):
            place = Standpoint(user, known)
            assert bool(place.citations([record.uuid])[record.uuid]) == sees
            assert bool(place.assignments([record.uuid])[record.uuid]) == sees
            assert place.naming(place.of(Activity), france).filter(uuid=record.uuid).exists() == sees
            rows = {row.uuid: row for row in place.rows(Activity, parts=True)}
            assert (record.uuid in rows) == sees


def test_citations_of_a_hidden_version_stay_with_it(office: People) -> None:
    record = made(office, Activity, marking=Marking.SECRET)
    words = {"source": source(office), "exact": "the reef", "confidence": "low"}
    told = actions.cite(record, words, actor=office.clerk, reason="source")
    without = Draft({"marking": 0}, citations=[])
    opened = actions.change(record, without, actor=office.clerk, reason="public, without the reef")
    assert opened.version > told.version
    assert Standpoint(None, moment(told.version)).citations([record.uuid])[record.uuid] == []
    assert len(Standpoint(office.clerk, moment(told.version)).citations([record.uuid])[record.uuid]) == 1


def test_a_public_record_does_not_name_a_source_that_is_not_public(office: People) -> None:
    record = made(office, Activity)
    for title, marking in (("Press release", 0), ("Cable from the embassy", Marking.SECRET)):
        heard = source(office, title, marking=marking)
        actions.cite(record, {"source": heard, "confidence": "high"}, actor=office.clerk, reason="source")

    def titles(user: User | None) -> list[str]:
        return [row.source.title for row in Standpoint(user).citations([record.uuid])[record.uuid]]

    assert titles(office.outsider) == ["Press release"]
    assert titles(office.clerk) == ["Press release", "Cable from the embassy"]


def test_declassifying_by_a_head_of_another_body_is_refused(office: People) -> None:
    record = relation(office, marking=Marking.SECRET)
    actions.change(record, Draft({"marking": 0}), actor=office.clerk, reason="now public")
    for stranger in (office.other_clerk, office.clerk, office.auditor, office.planner):
        with pytest.raises(NotAllowed):
            actions.declassify(record, Marking.PUBLIC, actor=stranger, reason="try")
        with pytest.raises(NotAllowed):
            actions.redact(record, Marking.TOP_SECRET, actor=stranger, reason="try")
