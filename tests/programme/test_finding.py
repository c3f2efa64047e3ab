"""A planner looks for what is wrong; what others plan out of sight shows as busy and no more."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from tests.people import People
from tests.programme.making import leader, line, programme
from trivet.core.actions import change
from trivet.core.bodies import Body
from trivet.core.drafts import Draft
from trivet.core.history import attach
from trivet.core.profile import Profile, ProfileError, ProfileFile, load_profile
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.programme.deciding import decide, join, keep_finding
from trivet.programme.finding import Found, findings, findings_of
from trivet.programme.lines import ProgrammeLine
from trivet.programme.programmes import Programme
from trivet.programme.rules import Applies, Supplied, programme_rules
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(example: People) -> People:
    """The office of the profile `vietnam`, whose rules let hidden lines show as busy."""
    return example


def found(user: User | None, plan: Programme) -> list[Found]:
    return findings(Standpoint(user), plan)


def about(user: User | None, row: ProgrammeLine) -> list[Found]:
    live = ProgrammeLine.objects.select_related("programme").get(pk=row.pk)
    return findings_of(Standpoint(user), attach([live], None, parts=True)[0])


def names(one: Found) -> set[UUID]:
    return {row.uuid for row in one.finding.lines}


def codes(listed: list[Found]) -> list[str]:
    return [one.finding.rule.code for one in listed]


def test_a_finding_says_which_rule_which_lines_what_and_who_can_mend_it(people: People) -> None:
    plan = programme(people)
    one = line(people, plan, "Trade talks", "2031-06-15", "2031-06-17", to=["FRA"], topic="economic")
    two = line(people, plan, "Party talks", "2031-06", to=["FRA", "DEU"], topic="economic", keeper=people.commission)
    (told,) = found(people.planner, plan)
    finding = told.finding
    assert finding.rule.kind == "complement" and not finding.rule.verified and finding.rule.basis
    assert [row.title for row in finding.lines] == ["Party talks", "Trade talks"]
    assert set(finding.menders) == {people.ministry.pk, people.commission.pk}
    assert finding.about == (one.partners[0].pk,) and not finding.busy and not told.verdict
    assert [x.finding.mark for x in about(people.planner, two)] == [finding.mark]


def test_a_clash_with_what_one_may_not_see_shows_its_days_and_nothing_else(people: People) -> None:
    plan, amina = programme(people), leader(people, "Amina")
    own = line(
        people, plan, "Amina in Rome", "2031-06-11", "2031-06-15", to=["ITA"], head=amina, keeper=people.commission
    )
    line(
        people, plan, "Secret talks", "2031-06-14", "2031-06-18", to=["CHE"], head=amina,
        marking=Marking.CONFIDENTIAL, need_to_know=True, place="Geneva",
    )  # fmt: skip
    (told,) = found(people.other_clerk, plan)
    assert told.finding.rule.kind == "busy" and [row.title for row in told.finding.lines] == ["Amina in Rome"]
    assert told.finding.about == (amina.pk,) and told.finding.menders == (people.commission.pk,)
    (busy,) = told.finding.busy
    assert (busy.first, busy.last) == (date(2031, 6, 14), date(2031, 6, 18))
    assert codes(about(people.other_clerk, own)) == ["busy"]
    assert codes(found(people.clerk, plan)) == ["leader-clash"]
    assert found(None, plan) == []


def test_who_has_no_line_of_their_own_in_it_learns_nothing_of_a_hidden_one(people: People) -> None:
    plan, amina = programme(people), leader(people, "Amina")
    line(people, plan, "Amina in Rome", "2031-06-11", "2031-06-15", to=["ITA"], head=amina, actor=people.installation,
         keeper=Body.objects.get(key="vufo"))  # fmt: skip
    line(people, plan, "Hidden", "2031-06-14", "2031-06-18", to=["ITA"], head=amina, need_to_know=True)
    assert found(people.other_clerk, plan) == []


@pytest.mark.parametrize("hidden", [{"marking": Marking.SECRET}, {"submit": False}, {"status": "refused"}])
def test_beyond_what_the_profile_allows_nothing_shows_at_all(people: People, hidden: dict[str, Any]) -> None:
    plan, amina = programme(people), leader(people, "Amina")
    line(people, plan, "Amina in Rome", "2031-06-11", "2031-06-15", to=["ITA"], head=amina, keeper=people.commission)
    more = {"need_to_know": True, "marking": Marking.CONFIDENTIAL, **hidden}
    status = more.pop("status", "")
    unseen = line(people, plan, "Secret talks", "2031-06-14", "2031-06-18", to=["ITA"], head=amina, **more)
    if status:
        decide([unseen.pk], "refuse", actor=people.head, reason="not now")
    assert found(people.other_clerk, plan) == []


def test_a_finding_that_was_kept_does_not_come_back_until_its_days_move(people: People) -> None:
    plan = programme(people)
    one = line(people, plan, "Trade talks", "2031-06-15", "2031-06-17", to=["FRA"], topic="economic")
    two = line(people, plan, "Trade fair", "2031-06-18", "2031-06-19", to=["FRA"], topic="economic")
    (told,) = found(people.head, plan)
    lines = [row.uuid for row in told.finding.lines]
    keep_finding(lines, actor=people.head, reason="two hosts", rule="duplicate", finding=told.finding.mark)
    assert [x.verdict for x in found(people.head, plan)] == ["keep"] == [x.verdict for x in about(people.clerk, two)]
    change(two, Draft({"title": "Trade fair in Lyon"}), actor=people.clerk, reason="a better title")
    assert [x.verdict for x in found(people.head, plan)] == ["keep"]
    change(one, Draft({"ends": "2031-06-18"}), actor=people.clerk, reason="a day more")
    assert [x.verdict for x in found(people.head, plan)] == [""]


def test_lines_that_were_joined_or_merged_are_found_no_more(people: People) -> None:
    plan = programme(people)
    rows = [line(people, plan, f"Talks {n}", "2031-06-15", to=["FRA"], topic="economic") for n in range(3)]
    assert codes(found(people.head, plan)) == ["duplicate"] * 3
    join(rows[0].pk, [rows[1].pk], "merge", actor=people.head, reason="one delegation")
    assert codes(found(people.head, plan)) == ["duplicate"]
    join(rows[0].pk, [rows[2].pk], "complement", actor=people.head, reason="one visit")
    assert found(people.head, plan) == []


def test_one_visit_that_was_entered_twice_is_told_once_with_a_sentence_of_its_own(people: People) -> None:
    plan, amina = programme(people), leader(people, "Amina")
    told: dict[str, Any] = {"to": ["FRA"], "topic": "economic", "head": amina}
    line(people, plan, "Round 3 of the trade talks", "2031-06-15", "2031-06-17", **told)
    again = line(people, plan, "Trade talks, round 3 of the year", "2031-06-15", "2031-06-18", **told)
    other = line(people, plan, "Round 4 of the trade talks", "2031-06-15", "2031-06-17", **told)
    listed = found(people.head, plan)
    assert Counter(codes(listed)) == {"entered-twice": 1, "duplicate": 2}
    (twice,) = [one.finding for one in listed if one.finding.rule.code == "entered-twice"]
    assert "entered twice" in twice.rule.words and twice.about == (again.partners[0].pk,)
    assert codes(about(people.head, again)) == [one.finding.rule.code for one in listed if again.pk in names(one)]
    assert codes(about(people.head, other)) == ["duplicate", "duplicate"]


def test_whoever_asks_may_bring_a_check_of_their_own(people: People) -> None:
    plan, amina, left = programme(people), leader(people, "Amina"), leader(people, "Ben")
    line(people, plan, "Amina in Rome", "2031-06-15", to=["ITA"], head=amina)
    line(people, plan, "Ben in Oslo", "2031-06-20", to=["NOR"], head=left)
    line(people, plan, "Ben is our guest", "2031-06-25", to=["NOR"], head=left, direction="in")
    line(people, plan, "Ben in secret", "2031-06-28", head=left, marking=Marking.SECRET)
    check = Supplied(
        code="left-office",
        label={"en": "who leads had left office"},
        applies=Applies(directions=("out",)),
        wrong=lambda line: {left.pk} & line.leaders.keys(),
    )
    (told,) = findings(Standpoint(people.planner), plan, (check,))
    assert (told.finding.rule.words, told.finding.about) == ("who leads had left office", (left.pk,))
    assert [row.title for row in told.finding.lines] == ["Ben in Oslo"] and found(people.planner, plan) == []


def test_lines_of_another_programme_of_the_year_or_over_the_turn_of_it_count(people: People) -> None:
    plan, amina = programme(people), leader(people, "Amina")
    province, before = programme(people, "2031", title="Of a province"), programme(people, "2030")
    own = line(people, plan, "New year in Rome", "2031-01-01", "2031-01-03", to=["ITA"], head=amina)
    line(people, before, "Turn in Oslo", "2030-12-30", "2031-01-02", to=["NOR"], head=amina)
    line(people, province, "Two days in Bern", "2031-01-02", "2031-01-06", to=["CHE"], head=amina)
    clashes = [x.finding for x in found(people.clerk, plan) if x.finding.rule.kind == "clash"]
    assert [{row.title for row in x.lines} for x in clashes] == [
        {"Turn in Oslo", "New year in Rome"},
        {"New year in Rome", "Two days in Bern"},
    ]
    assert {x.finding.mark for x in about(people.clerk, own) if x.finding.rule.kind == "clash"} == {
        x.mark for x in clashes
    }


def test_a_rule_that_cannot_be_read_is_named_by_its_line() -> None:
    text = '\n[[programme_rules]]\ncode = "x"\nkind = "trips"\nlabel = { en = "x" }\nparameters = { most = 0 }\n'
    tables = {"programme_rules": [{"code": "x", "kind": "trips", "label": {"en": "x"}, "parameters": {"most": 0}}]}
    profile = Profile("broken", "", tables, (ProfileFile("programme.toml", text, tables),))
    with pytest.raises(ProfileError, match=r"programme.toml, line 2.*trips\.parameters\.most"):
        programme_rules(profile)


def test_what_was_not_read_in_full_is_never_called_law() -> None:
    for rule in programme_rules(load_profile("vietnam")):
        assert not rule.verified and rule.basis and {*rule.label} == {"en", "vi", "id"}
