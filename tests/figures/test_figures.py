"""The figures of the bundled example, beside the table that was counted by hand from its files."""

from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

import trivet.figures.counts  # noqa: F401  (declares the figures)
from tests.people import People
from trivet.core import actions
from trivet.core.bodies import Body
from trivet.core.partners import Partner
from trivet.core.standpoint import Standpoint
from trivet.core.writing import Draft
from trivet.figures.figure import Tally, UnknownFigure, ask, figures
from trivet.registers.activities import Activity
from trivet.registers.agreements import Agreement
from trivet.registers.frameworks import FrameworkAct
from trivet.registers.relations import DiplomaticRelation
from trivet.values.dates import parse_date

YEAR = parse_date("2024")


def counted(tally: Tally) -> tuple[int, int]:
    return int(tally.amount.verified), int(tally.amount.in_review)


def on(code: str, day: str, known: datetime | None = None) -> Tally:
    """What an outsider is told of a stock on a day."""
    return ask(code, Standpoint(None, known), on=date.fromisoformat(day))


def within(code: str, period: str = "2024") -> Tally:
    """What an outsider is told of a flow in a period."""
    return ask(code, Standpoint(None), period=parse_date(period))


@pytest.mark.parametrize(
    ("day", "comprehensive_strategic", "strategic", "comprehensive", "in_review"),
    [
        ("2021-12-31", 3, 14, 13, []),
        ("2023-12-31", 6, 12, 12, []),
        ("2024-03-31", 7, 11, 12, []),
        ("2024-12-31", 9, 10, 13, []),
        ("2025-12-31", 14, 14, 12, ["CHE", "EGY"]),
    ],
)
def test_framework_partners_by_tier_on_five_days(
    example: People, day: str, comprehensive_strategic: int, strategic: int, comprehensive: int, in_review: list[str]
) -> None:
    tally = on("frameworks.partners", day)
    total = comprehensive_strategic + strategic + comprehensive
    assert counted(tally) == (total, len(in_review))
    assert {part: int(amount.verified) for part, amount in tally.parts.items()} == {
        "comprehensive-strategic": comprehensive_strategic,
        "strategic": strategic,
        "comprehensive": comprehensive,
    }
    assert sorted(c.row.partner.key for c in tally.counted if c.row.state != "verified") == in_review
    assert len({c.row.partner_id for c in tally.counted}) == total + len(in_review)


def test_the_acts_of_2024_are_the_six_that_were_declared(example: People) -> None:
    tally = within("frameworks.acts")
    assert {c.row.partner.key for c in tally.counted} == {"AUS", "FRA", "MYS", "BRA", "MNG", "ARE"}
    assert counted(tally) == (6, 0)


def test_relations_count_what_certainly_held_and_tell_what_may_have(example: People) -> None:
    assert counted(on("relations.states", "2024-12-31")) == (58, 136)
    before = on("relations.states", "2023-12-31")
    assert counted(before) == (50, 136)
    assert len(before.left_out) == 7
    assert {str(one.row.established) for one in before.left_out} == {"../2024-01"}


@pytest.mark.parametrize(
    ("code", "number"),
    [("activities.key-leaders", 42), ("activities.out", 21), ("activities.in", 17), ("agreements.signed", 71)],
)
def test_what_leaders_did_and_signed_in_2024(example: People, code: str, number: int) -> None:
    tally = within(code)
    assert counted(tally) == (number, 0)
    assert len({c.row.pk for c in tally.counted}) == number


def test_groups_of_agreements_stand_beside_and_are_never_added(example: People) -> None:
    tally = within("agreements.signed")
    groups = [one for one in tally.left_out if one.row.kind == Agreement.Kind.GROUP]
    assert len(groups) == len(tally.beside) == 12
    assert not [c for c in tally.counted if c.row.kind == Agreement.Kind.GROUP]


def test_free_trade_agreements_and_their_partners(example: People) -> None:
    agreements = on("agreements.fta", "2024-12-31")
    assert counted(agreements) == (17, 0)
    assert agreements.parts["in force"].verified == 16
    partners = on("agreements.fta-partners", "2024-12-31")
    assert (partners.amount.verified, partners.parts["unions as one"].verified) == (54, 28)


def test_titles_seats_and_trade(example: People) -> None:
    assert counted(on("titles.total", "2024-12-31")) == (47, 18)
    assert counted(within("titles.new")) == (4, 1)
    assert counted(on("seats.unesco", "2024-12-31")) == (6, 0)
    trade = within("trade.total")
    assert trade.amount.verified == Decimal("786290000000")
    assert trade.figure.unit == "USD" and len(trade.counted) == 1


def test_nationals_abroad_are_the_newest_number_of_each_place(example: People) -> None:
    tally = on("community.total", "2024-12-31")
    places = Counter(c.row.partner_id for c in tally.counted)
    assert set(places.values()) == {1}
    assert tally.amount.total == sum(c.row.low for c in tally.counted)
    assert 4_700_000 < tally.amount.total < 5_400_000


def test_every_figure_opens_to_its_records_and_no_record_is_both_counted_and_left_out(example: People) -> None:
    for code in figures():
        tally = ask(code, Standpoint(None), period=YEAR)
        told = tally.as_json()
        assert told["rule"] and told["verified"] + told["in_review"] == tally.amount.total
        assert {row["state"] for row in told["counted"]} <= {"verified", "in_review"}
        assert all(row["reason"] for row in told["left_out"])
        ones = {one.row.pk for one in tally.counted} & {one.row.pk for one in tally.left_out}
        assert not ones or code == "agreements.ratifications"


def test_a_figure_nobody_declared_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownFigure, match=r"relations\.states"):
        ask("relations.stars", Standpoint(None))


def test_the_number_of_yesterday_is_what_was_known_then(example: People) -> None:
    then = timezone.now()
    gone = DiplomaticRelation.objects.get(key="FRA")
    actions.change(gone, Draft({"ended": "2024-06-01"}), actor=example.clerk, reason="as if relations were cut")
    assert counted(on("relations.states", "2024-12-31", then)) == (58, 136)
    verified, in_review = counted(on("relations.states", "2024-12-31"))
    assert verified + in_review == 193
    in_may = [counted(on("relations.states", "2024-05-31", known)) for known in (None, then)]
    assert sum(in_may[0]) == sum(in_may[1])


def test_a_draft_and_a_withdrawn_record_never_count(example: People) -> None:
    before = counted(within("activities.in"))
    visit: dict[str, Any] = {"title": "Visit", "kind": "visit_in", "starts": "2024-02-01", "ends": "2024-02-02"}
    actions.create(Activity, Draft({**visit, "keeper": example.ministry}), actor=example.clerk, reason="a draft")
    assert counted(within("activities.in")) == before
    mine = ask("activities.in", Standpoint(example.clerk), period=YEAR)
    assert counted(mine) == before
    row = Activity.objects.filter(kind="visit_in", state="verified", ends_earliest__year=2024).first()
    assert row is not None
    actions.move(row, "withdraw", actor=example.reviewer, reason="it did not take place")
    assert counted(within("activities.in")) == (before[0] - 1, before[1])


def test_a_conference_at_home_is_in_the_record_and_counts_as_no_external_activity(example: People) -> None:
    codes = ("activities.key-leaders", "activities.out", "activities.in")
    before = {code: counted(within(code)) for code in codes}
    leader = Activity.objects.filter(kind="visit_out", ends_earliest__year=2024, post__isnull=False).first()
    assert leader is not None
    values = {"title": "Conference on coordination", "kind": "home", "starts": "2024-12-20", "post": leader.post}
    draft = Draft({**values, "keeper": example.ministry})
    actions.create(Activity, draft, actor=example.clerk, reason="programme of the conference", submit=True)
    assert {code: counted(within(code)) for code in codes} == before
    assert Activity.objects.filter(kind="home", state="in_review").count() == 1


def test_an_activity_belongs_to_the_year_of_its_last_day_and_to_no_other(example: People) -> None:
    visit: dict[str, Any] = {"kind": "visit_in", "keeper": Body.objects.get(key="mfa")}
    for title, starts, ends in (
        ("Over new year", "2024-12-30", "2025-01-02"),
        ("Perhaps over new year", "2024-12-30", "2024-12-31/2025-01-01"),
        ("No day known", None, None),
    ):
        draft = Draft({**visit, "title": title, "starts": starts, "ends": ends})
        actions.create(Activity, draft, actor=example.clerk, reason="visit", submit=True)
    years = {year: within("activities.in", year) for year in ("2024", "2025")}
    names = {year: {c.row.title for c in tally.counted} for year, tally in years.items()}
    assert "Over new year" in names["2025"] - names["2024"]
    for tally in years.values():
        left_out = {one.row.title for one in tally.left_out}
        assert {"Perhaps over new year", "No day known"} <= left_out


def test_a_tier_is_the_latest_verified_act_even_when_a_newer_one_waits_for_review(example: People) -> None:
    france = Partner.objects.get(key="FRA")
    values = {"partner": france, "tier": "comprehensive", "declared": "2024-12-30", "keeper": example.ministry}
    actions.create(FrameworkAct, Draft(values), actor=example.clerk, reason="a rumour", submit=True)
    tally = on("frameworks.partners", "2024-12-31")
    assert counted(tally) == (32, 0)
    assert tally.parts["comprehensive-strategic"].verified == 9
