"""The verbs: nothing is lost, nothing is half written, and every refusal says where, what and why."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from tests.core.making import made, source, verified
from tests.people import People
from trivet.core import actions
from trivet.core.actions import Conflict, NotAllowed
from trivet.core.audit import AuditEntry
from trivet.core.entries import Entry, find
from trivet.core.history import Assignment, Chain, Link, Transaction, citations_of, unit
from trivet.core.partners import Partner
from trivet.core.records import FOREVER, State
from trivet.core.sources import Citation
from trivet.core.standpoint import Standpoint
from trivet.core.validation import Invalid, Problem
from trivet.core.verifying import verify
from trivet.core.writing import Draft
from trivet.registers.activities import Activity, Leg
from trivet.registers.frameworks import FrameworkAct
from trivet.registers.indicators import Indicator
from trivet.registers.relations import DiplomaticRelation

VISIT = {"title": "Visit", "kind": "visit_out"}
BOOKS = (Activity, Activity.Version, Leg, Link, Citation, Assignment, Entry, AuditEntry, Transaction)


def books() -> dict[str, Any]:
    """How much stands everywhere that a verb writes."""
    return {model.__name__: model._base_manager.count() for model in BOOKS} | {"chain": Chain.objects.get(pk=1).head}


def refused(people: People, draft: Draft, model: Any = Activity) -> list[Problem]:
    """What the clerk is told when a draft cannot be written; the record stays as it was."""
    before = books()
    draft.values.setdefault("keeper", people.ministry)
    with pytest.raises(Invalid) as told:
        actions.create(model, draft, actor=people.clerk, reason="try")
    assert books() == before
    return told.value.problems


def test_of_two_clerks_the_second_is_told_and_neither_loses_her_words(office: People) -> None:
    record = made(office, Activity)
    read = record.version
    actions.change(record, Draft({"outcome": "The first clerk's"}), actor=office.clerk, reason="1", expected=read)
    second = Activity.objects.get(pk=record.pk)
    with pytest.raises(Conflict) as conflict:
        actions.change(second, Draft({"outcome": "The second's"}), actor=office.second_clerk, reason="2", expected=read)
    assert conflict.value.record.outcome == "The first clerk's"
    assert (conflict.value.expected, conflict.value.record.version > read) == (read, True)
    assert Activity.objects.get(pk=record.pk).outcome == "The first clerk's"
    now = conflict.value.record.version
    actions.change(second, Draft({"outcome": "Both"}), actor=office.second_clerk, reason="3", expected=now)
    told = [version.outcome for version in Activity.Version.objects.filter(uuid=record.uuid).order_by("vf")]
    assert told == ["", "The first clerk's", "Both"]


def test_a_batch_is_written_whole_or_not_at_all_and_every_problem_is_named(office: People) -> None:
    good = Draft({**VISIT, "keeper": office.ministry, "key": "good"}, where="visits.csv row 2")
    bad = [
        Draft({**VISIT, "keeper": office.ministry, "title": "", "starts": "03/04/2024"}, where="visits.csv row 3"),
        Draft({**VISIT, "keeper": office.ministry, "kind": "stroll"}, where="visits.csv row 4"),
        Draft(
            {**VISIT, "keeper": office.ministry}, parts={"legs": [{"starts": "2024-02-30"}]}, where="visits.csv row 5"
        ),
        Draft({**VISIT, "keeper": office.ministry}, citations=[{"source_id": uuid4()}], where="visits.csv row 6"),
        Draft({**VISIT, "keeper": office.ministry, "key": "good"}, where="visits.csv row 7"),
    ]
    before = books()
    with pytest.raises(Invalid) as told:
        actions.create_many(Activity, [good, *bad], actor=office.clerk, reason="all of them")
    assert books() == before
    assert {(problem.where, problem.field) for problem in told.value.problems} == {
        ("visits.csv row 3", "title"),
        ("visits.csv row 3", "starts"),
        ("visits.csv row 4", "kind"),
        ("visits.csv row 5 legs", "starts"),
        ("visits.csv row 6 citations", "source"),
        ("visits.csv row 7", "key"),
    }
    assert "visit_out" in str(told.value) and "2024-04-03" in str(told.value)


def test_a_refused_write_leaves_nothing_even_inside_a_longer_transaction(office: People) -> None:
    before = books()
    with unit(office.clerk, "two things"):
        kept = made(office, Activity)
        with pytest.raises(Invalid):
            wrong = Draft({**VISIT, "keeper": office.ministry}, assignments=[{"body": office.ministry, "role": "king"}])
            actions.create(Activity, wrong, actor=office.clerk, reason="wrong")
    after = books()
    assert after["Activity"] == before["Activity"] + 1 == Activity.objects.count()
    assert after["AuditEntry"] == before["AuditEntry"] + 1
    assert AuditEntry.objects.latest("sequence").record == kept.uuid
    assert verify() is None


def test_a_wrong_change_is_refused_in_the_same_words_as_a_wrong_beginning(office: People) -> None:
    record = made(office, Activity)
    for values, name in (
        ({"starts": "03/04/2024"}, "starts"),
        ({"ends": "2020-01-01", "starts": "2024-01-01"}, "ends"),
        ({"title": "x" * 301}, "title"),
        ({"title": " "}, "title"),
        ({"visit_class": "state visit!"}, "visit_class"),
        ({"leader": uuid4()}, "leader"),
        ({"leader": "nobody"}, "leader"),
        ({"partners": [uuid4()]}, "partners"),
        ({"partners": ["nowhere"]}, "partners"),
        ({"no_such_field": 1}, "no_such_field"),
    ):
        before = books()
        with pytest.raises(Invalid) as told:
            actions.change(record, Draft(dict(values)), actor=office.clerk, reason="try")
        assert {problem.field for problem in told.value.problems} == {name}
        assert books() == before


def test_no_draft_writes_what_only_the_verbs_may(office: People) -> None:
    record = made(office, Activity)
    for values in ({"state": "withdrawn"}, {"author": office.reviewer}, {"uuid": uuid4()}, {"version": 1}):
        with pytest.raises(Invalid):
            actions.change(record, Draft(dict(values)), actor=office.clerk, reason="a short cut")
        assert refused(office, Draft({**VISIT, **values}))
    assert Activity.objects.get(pk=record.pk).state == State.IN_REVIEW


def test_a_key_is_one_records_own(office: People) -> None:
    first, second = made(office, Activity, key="first"), made(office, Activity, key="")
    assert [p.field for p in refused(office, Draft({**VISIT, "key": "first"}))] == ["key"]
    assert made(office, Activity, key="").key is None
    with pytest.raises(Invalid, match="already taken"):
        actions.change(second, Draft({"key": "first"}), actor=office.clerk, reason="try")
    assert actions.change(first, Draft({"key": "first", "title": "Same key"}), actor=office.clerk, reason="fine").key
    again = Draft({**VISIT}, uuid=first.uuid)
    assert [p.field for p in refused(office, again)] == ["key"]


def test_partners_are_named_by_instance_or_identity_and_unknown_ones_are_refused(office: People) -> None:
    france, germany = Partner.objects.get(key="FRA"), Partner.objects.get(key="DEU")
    record = made(office, Activity, partners=[france.pk, str(germany.pk)], forum=str(france.pk))
    assert [p.key for p in record.partners] == ["FRA", "DEU"] and record.forum == france
    assert record.uuid in {entry.record for entry in find(None, "Đức")}
    (problem,) = refused(office, Draft({**VISIT, "forum": uuid4()}))
    assert (problem.field, "no such partner" in problem.message) == ("forum", True)
    stranger = Partner(uuid=uuid4(), name="Atlantis")
    assert [p.field for p in refused(office, Draft({**VISIT, "partners": [france, stranger]}))] == ["partners"]


@pytest.mark.parametrize(
    ("low", "kept"),
    [
        ("800000000000", "800000000000.00"),
        ("0.1", "0.10"),
        (5, "5.00"),
        ("-3.25", "-3.25"),
        ("1" * 15, "1" * 15 + ".00"),
        ("1900000000000000000000", "1900000000000000000000.00"),
    ],
)
def test_a_number_is_kept_to_the_last_digit(office: People, low: Any, kept: str) -> None:
    record = made(office, Indicator, low=low)
    assert Indicator.objects.get(pk=record.pk).low == Decimal(kept)
    assert verify() is None


@pytest.mark.parametrize("low", ["1.234", "1,5", "many", "NaN", "Infinity", "1" * 16, "1" * 23, "", None, "1e40"])
def test_what_is_no_number_of_ours_is_refused(office: People, low: Any) -> None:
    values = {"series": "trade", "unit": "USD", "low": low}
    assert "low" in {problem.field for problem in refused(office, Draft(values), Indicator)}


def test_a_change_of_what_was_verified_sends_it_back_to_review(office: People) -> None:
    record = verified(office, made(office, Activity))
    same = actions.change(record, Draft({"title": record.title}), actor=office.clerk, reason="no change")
    assert (same.state, same.version) == (State.VERIFIED, record.version)
    changed = actions.change(record, Draft({"outcome": "More"}), actor=office.second_clerk, reason="more")
    assert (changed.state, changed.author) == (State.IN_REVIEW, office.second_clerk)
    assert actions.move(record, "verify", actor=office.reviewer, reason="read again").state == State.VERIFIED
    cited = actions.cite(record, {"source": source(office)}, actor=office.clerk, reason="another")
    assert cited.state == State.IN_REVIEW


def test_the_author_of_the_words_may_not_verify_them_whatever_her_roles(office: People) -> None:
    record = made(office, Activity)
    actions.cite(record, {"source": source(office), "confidence": "high"}, actor=office.clerk, reason="source")
    office.clerk.is_installation = True
    office.clerk.save()
    with pytest.raises(Invalid, match="another person"):
        actions.move(record, "verify", actor=office.clerk, reason="mine")


def test_a_reviewer_verifies_what_she_has_read_and_not_what_came_after(office: People) -> None:
    record = made(office, Activity)
    read = actions.cite(record, {"source": source(office), "confidence": "high"}, actor=office.clerk, reason="source")
    actions.change(record, Draft({"outcome": "Slipped in"}), actor=office.clerk, reason="meanwhile")
    with pytest.raises(Conflict):
        actions.move(record, "verify", actor=office.reviewer, reason="read", expected=read.version)
    assert Activity.objects.get(pk=record.pk).state == State.IN_REVIEW


def test_a_step_from_the_wrong_state_is_refused_with_the_states_it_needs(office: People) -> None:
    record = made(office, Activity, submit=False)
    for name in ("verify", "return", "withdraw"):
        with pytest.raises(Invalid, match="this is draft"):
            actions.move(record, name, actor=office.reviewer, reason="try")
    actions.move(record, "discard", actor=office.clerk, reason="never mind")
    assert actions.move(record, "reinstate", actor=office.clerk, reason="after all").state == State.DRAFT
    with pytest.raises(NotAllowed):
        actions.move(Activity(uuid=uuid4()), "submit", actor=office.clerk, reason="nothing there")


def test_rival_values_stand_side_by_side_until_one_is_adopted(office: People) -> None:
    record = made(office, Activity, starts="2024-05-04")
    for title, value in (("Gazette", "2024-05-04"), ("Newspaper", "2024-05-03"), ("Blog", "2024-05")):
        said = {"source": source(office, title), "field": "starts", "value": value, "confidence": "high"}
        actions.cite(record, said, actor=office.clerk, reason="read")
    told = {row.value: row for row in citations_of([record.uuid], None)[record.uuid]}
    assert {value: row.adopted for value, row in told.items()} == {
        "2024-05-04": True,
        "2024-05-03": False,
        "2024-05": False,
    }
    adopted = actions.adopt(record, told["2024-05-03"], actor=office.clerk, reason="the host says so")
    assert adopted.starts.text == "2024-05-03"
    after = {row.value: row for row in citations_of([record.uuid], None)[record.uuid]}
    assert [value for value, row in after.items() if row.adopted] == ["2024-05-03"]
    assert after["2024-05-03"].reason == "the host says so"
    stranger = Citation(uuid=uuid4(), field="starts", value="1999")
    with pytest.raises(Invalid):
        actions.adopt(record, stranger, actor=office.clerk, reason="of another record")
    with pytest.raises(Invalid):
        actions.cite(record, {"source": source(office), "field": "colour"}, actor=office.clerk, reason="no such field")
    assert Activity.objects.get(pk=record.pk).starts.text == "2024-05-03"


def test_a_rival_alone_carries_no_verification(office: People) -> None:
    record = made(office, Activity, starts="2024-05-04")
    rival = {"source": source(office), "field": "starts", "value": "2023", "confidence": "high"}
    actions.cite(record, rival, actor=office.clerk, reason="says otherwise")
    with pytest.raises(Invalid, match="citation of high or medium"):
        actions.move(record, "verify", actor=office.reviewer, reason="on what ground")


def test_a_second_write_in_one_transaction_replaces_the_first_version(office: People) -> None:
    france = Partner.objects.get(key="FRA")
    record = made(office, Activity)
    with unit(office.clerk, "one sitting") as opened:
        for words in ("first", "second", "third"):
            actions.change(record, Draft({"title": words, "partners": [france]}), actor=office.clerk, reason=words)
    versions = list(Activity.Version.objects.filter(uuid=record.uuid).order_by("vf"))
    assert [(v.title, v.vt) for v in versions] == [("Quokka", opened.number), ("third", FOREVER)]
    assert Entry.objects.filter(record=record.uuid).count() == 2
    assert [find(None, word) != [] for word in ("Quokka", "first", "third")] == [False, False, True]
    assert verify() is None


def test_what_is_taken_away_and_put_back_at_once_was_never_gone(office: People) -> None:
    germany, france = (Partner.objects.get(key=key) for key in ("DEU", "FRA"))
    legs = [{"partner": france, "place": "Paris"}, {"partner": germany, "place": "Bonn"}]
    cited = [{"source": source(office), "confidence": "high"}]
    first = Draft(
        {**VISIT, "keeper": office.ministry, "partners": [france, germany]}, parts={"legs": legs}, citations=cited
    )
    record = actions.create(Activity, first, actor=office.clerk, reason="begun")
    with unit(office.clerk, "there and back"):
        empty = Draft({"partners": []}, parts={"legs": []}, citations=[])
        actions.change(record, empty, actor=office.clerk, reason="away")
        back = Draft({"partners": [france, germany]}, parts={"legs": legs}, citations=cited)
        actions.change(record, back, actor=office.clerk, reason="back")
    for rows, count in (
        (Link.objects.filter(record=record.uuid), 2),
        (Leg.objects.filter(owner=record.uuid), 2),
        (Citation.objects.filter(record=record.uuid), 1),
    ):
        assert list(rows.values_list("vf", "vt")) == [(record.version, FOREVER)] * count


def test_a_write_needs_a_reason_and_one_actor(office: People) -> None:
    with pytest.raises(ValueError, match="reason"):
        actions.create(DiplomaticRelation, Draft(), actor=office.clerk, reason="  ")
    with pytest.raises(ValueError, match="one actor"), unit(office.clerk, "mine"):
        made(office, FrameworkAct)
        actions.move(Activity(uuid=uuid4()), "verify", actor=office.reviewer, reason="hers")
    assert not FrameworkAct.objects.exists()


def test_nothing_written_is_nothing_remembered(office: People) -> None:
    record = made(office, Activity)
    before = books()
    actions.change(record, Draft({"title": record.title}), actor=office.clerk, reason="nothing new")
    with unit(office.clerk, "only looking"):
        assert Standpoint(office.clerk).of(Activity).exists()
    assert books() == before
