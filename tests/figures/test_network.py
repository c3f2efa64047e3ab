"""A clerk keeps the network: pledges and the arithmetic of a vote, initiatives, contributions, rounds of talks."""

from datetime import date
from typing import Any

import pytest

import trivet.figures.counts  # noqa: F401  (declares the figures)
from tests.people import People
from trivet.core import actions
from trivet.core.partners import Partner
from trivet.core.standpoint import Standpoint
from trivet.core.validation import Invalid
from trivet.core.writing import Draft
from trivet.figures.ballots import ballot_of, votes_needed
from trivet.figures.figure import ask
from trivet.figures.meeting_rhythm import months_after
from trivet.registers.candidatures import Candidature
from trivet.registers.contributions import Contribution
from trivet.registers.initiatives import Initiative
from trivet.registers.mechanisms import Mechanism
from trivet.registers.negotiations import Negotiation
from trivet.registers.pledges import Pledge
from trivet.values.dates import parse_date

pytestmark = pytest.mark.django_db


def kept(who: People, model: Any, parts: Any = None, **values: Any) -> Any:
    """A record that the ministry's clerk wrote and submitted."""
    draft = Draft({"keeper": who.ministry, **values}, parts=parts or {})
    return actions.create(model, draft, actor=who.clerk, reason="a test", submit=True)


def partner(key: str) -> Partner:
    found: Partner = Partner.objects.get(key=key)
    return found


def ours(people: People, **more: Any) -> Any:
    """Our candidature for a seat of a body of 193 that asks two-thirds."""
    rule = {"majority": "two-thirds", "majority_basis": "Charter, Article 18", "members": 193}
    return kept(people, Candidature, body=partner("FRA"), seat="member", side="ours", **rule | more)


def pledge(people: People, seat: Any, key: str, status: str = "firm", **more: Any) -> Any:
    told = {"form": "written", "terms": "unilateral", "status": status, **more}
    return kept(people, Pledge, candidature=seat, partner=partner(key), **told)


def told(code: str, period: str) -> dict[str, int]:
    """What a figure counts in a period, in review, by its parts."""
    tally = ask(code, Standpoint(), period=parse_date(period))
    return {part: int(counts.in_review) for part, counts in tally.parts.items()}


@pytest.mark.parametrize(
    ("majority", "members", "voting", "needed"),
    [
        ("two-thirds", 193, None, 129),
        ("two-thirds", 193, 192, 128),
        ("two-thirds", 193, 190, 127),
        ("simple", 193, 192, 97),
        ("simple", 193, 191, 96),
        ("absolute", 193, 150, 97),
        ("absolute", None, 150, None),
        ("", 193, 193, None),
    ],
)
def test_the_votes_that_a_rule_asks(majority: str, members: int | None, voting: int | None, needed: int | None) -> None:
    assert votes_needed(majority, members, voting) == needed


def test_two_thirds_are_reckoned_and_a_pledge_is_no_vote(office: People) -> None:
    seat = ours(office)
    firm = [pledge(office, seat, "DEU"), pledge(office, seat, "IDN", form="oral")]
    likely = pledge(office, seat, "JPN", "likely")
    pledge(office, seat, "BRA", "firm", made="2024-01")
    gone = pledge(office, seat, "BRA", "withdrawn", made="2024-05", ended="2024-05")
    ballot = ballot_of(seat, [*firm, likely, *Pledge.objects.filter(partner=partner("BRA"))])
    assert (ballot.needed, ballot.count("firm"), ballot.count("likely"), ballot.count("withdrawn")) == (129, 2, 1, 1)
    assert ballot.by_promise["withdrawn"] == [gone], "of a partner's pledges the last one stands"
    assert (ballot.unknown, ballot.missing, ballot.missing_likely) == (190, 127, 126)
    assert seat.votes is None and ballot.assumed


def test_a_reciprocal_pledge_names_theirs_and_what_we_pledge_goes_to_whose_it_is(office: People) -> None:
    mine = ours(office)
    theirs = kept(office, Candidature, body=partner("FRA"), seat="judge", side="theirs", nominated_by=partner("DEU"))
    pledge(office, mine, "DEU", terms="reciprocal", in_return=theirs)
    pledge(office, theirs, "DEU", terms="reciprocal", in_return=mine)
    wrong = [
        ("reciprocal", {"seat": mine, "key": "DEU", "terms": "reciprocal"}),
        ("Ours is pledged", {"seat": mine, "key": "DEU", "terms": "reciprocal", "in_return": ours(office)}),
        ("to the partner whose it is", {"seat": theirs, "key": "JPN"}),
        ("since when", {"seat": mine, "key": "JPN", "status": "broken"}),
    ]
    for words, values in wrong:
        with pytest.raises(Invalid, match=words):
            pledge(office, **values)


def test_votes_are_told_after_the_election_only_and_never_more_than_voted(office: People) -> None:
    with pytest.raises(Invalid, match="once the election was held"):
        ours(office, votes=140)
    with pytest.raises(Invalid, match="More votes than voted"):
        ours(office, standing="elected", election="2024-06", voting=190, votes=191)
    with pytest.raises(Invalid, match="legal basis"):
        ours(office, majority_basis="")
    ours(office, standing="elected", election="2024-06", voting=190, votes=140)
    lost = ours(office, standing="not-elected", election="2024-07", voting=190, votes=100)
    tally = ask("candidatures.elected", Standpoint(), period=parse_date("2024"))
    assert int(tally.amount.in_review) == 1 and [one.row.uuid for one in tally.left_out] == [lost.uuid]


def test_an_initiative_counts_in_the_year_of_its_adoption_and_by_our_part(office: People) -> None:
    values = {"title": "A day", "standing": "adopted", "adopted": "2024-03", "proposed": "2023"}
    kept(office, Initiative, our_part="proposed", parts={"co_sponsors": [{"partner": partner("DEU")}]}, **values)
    kept(office, Initiative, our_part="supported", **values)
    assert told("initiatives.adopted", "2024") == {"proposed": 1} and told("initiatives.adopted", "2023") == {}
    with pytest.raises(Invalid, match="only that, says on which day"):
        kept(office, Initiative, title="A day", our_part="proposed", standing="tabled", adopted="2024")


def test_people_deployed_stay_on_and_a_gift_without_an_end_is_not_certain(office: People) -> None:
    kept(office, Contribution, title="A hospital", issue="peacekeeping", starts="2018", people=63)
    gift = kept(office, Contribution, title="Rice", issue="humanitarian", starts="2023", quantity=200, unit="tonnes")
    assert told("contributions.made", "2023") == {"peacekeeping": 1, "humanitarian": 1}
    tally = ask("contributions.made", Standpoint(), period=parse_date("2024"))
    assert int(tally.amount.in_review) == 1 and [one.row.uuid for one in tally.left_out] == [gift.uuid]
    assert told("contributions.people", "2024") == {"peacekeeping": 63}
    with pytest.raises(Invalid, match="a currency or a unit"):
        kept(office, Contribution, title="Money", issue="health", money=1000)
    with pytest.raises(Invalid, match="three letters"):
        kept(office, Contribution, title="Money", issue="health", money=1000, currency="usd")


def test_a_round_counts_in_the_year_in_which_it_ended(office: People) -> None:
    rounds = [{"number": 1, "starts": "2023-12-30", "ends": "2024-01-02"}, {"number": 2, "starts": "2024-05"}]
    values = {"subject": "A line", "kind": "sea", "parties": [partner("IDN")]}
    talks = kept(office, Negotiation, parts={"rounds": rounds}, standing="under-way", **values)
    assert told("negotiations.rounds", "2024") == {"sea": 2} and told("negotiations.rounds", "2023") == {}
    with pytest.raises(Invalid, match="since when"):
        kept(office, Negotiation, standing="concluded", **values)
    assert str(talks) == "A line"


def test_sessions_held_count_and_a_rhythm_that_was_missed_is_overdue(office: People) -> None:
    sessions = [
        {"number": 1, "status": "held", "starts": "2023-03-01"},
        {"number": 2, "status": "held", "starts": "2024-03-01"},
        {"number": 3, "status": "planned", "starts": "2024-11"},
    ]
    kept(office, Mechanism, name="A committee", kind="committee", every=12, parts={"sessions": sessions})
    kept(office, Mechanism, name="Ended", kind="dialogue", every=1, founded="2000", ended="2001")
    assert told("mechanisms.sessions", "2024") == {"committee": 1}
    for day, overdue in (("2025-03-01", 0), ("2025-03-02", 1)):
        tally = ask("mechanisms.overdue", Standpoint(), on=date.fromisoformat(day))
        assert int(tally.amount.in_review) == overdue, day
    assert months_after(date(2024, 1, 31), 1) == date(2024, 2, 29)
