"""Claims beside counts: each answer from a few made records, and what a qualified number can mean."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.making import made, source, verified
from tests.people import People
from trivet.core.partners import Partner
from trivet.core.standpoint import Standpoint
from trivet.figures.check import STATUSES, Checked, check
from trivet.figures.claims import Claim, Claimed, Qualifier, satisfied, span
from trivet.registers.relations import DiplomaticRelation
from trivet.values.markings import Marking

NUMBERS = st.decimals(Decimal(0), Decimal(10**12), places=2)
QUALIFIERS = st.sampled_from([q for q in Qualifier if q is not Qualifier.VAGUE])


def relation(people: People, key: str, established: str = "2024-05-04") -> Any:
    """Relations with a state, still there."""
    values = {"partner": Partner.objects.get(key=key), "established": established, "ended": None}
    return made(people, DiplomaticRelation, **values)


@pytest.fixture
def five(office: People) -> People:
    """An office with relations to three states verified and to two in review."""
    for key in ("FRA", "DEU", "IND"):
        verified(office, relation(office, key))
    for key in ("BRA", "JPN"):
        relation(office, key)
    return office


def said(value: Any, qualifier: str = Qualifier.EXACT, **more: Any) -> Claimed:
    """What a document says of relations at the end of 2024."""
    told = {"figure": "relations.states", "period": "2024", **more}
    return Claimed(value=None if value is None else Decimal(value), qualifier=qualifier, **told)


def checked(claim: Claimed, user: Any = None) -> Checked:
    return check([claim], Standpoint(user))[0]


@pytest.mark.parametrize(
    ("value", "qualifier", "status"),
    [
        (3, Qualifier.EXACT, "confirmed"),
        (5, Qualifier.EXACT, "supported"),
        (6, Qualifier.EXACT, "above"),
        (2, Qualifier.EXACT, "below"),
        (2, Qualifier.MORE_THAN, "confirmed"),
        (3, Qualifier.MORE_THAN, "supported"),
        (5, Qualifier.MORE_THAN, "above"),
        (3, Qualifier.AT_LEAST, "confirmed"),
        (5, Qualifier.AT_LEAST, "supported"),
        (3, Qualifier.AT_MOST, "confirmed"),
        (2, Qualifier.AT_MOST, "below"),
        (3, Qualifier.NEARLY, "confirmed"),
        (5, Qualifier.ABOUT, "supported"),
        (100, Qualifier.NEARLY, "above"),
        (None, Qualifier.VAGUE, "vague"),
        (3, Qualifier.VAGUE, "vague"),
        (None, Qualifier.EXACT, "vague"),
    ],
)
def test_a_claim_is_answered_from_three_verified_and_two_in_review(
    five: People, value: int | None, qualifier: str, status: str
) -> None:
    found = checked(said(value, qualifier))
    assert (found.status, found.verified, found.in_review) == (status, 3, 2)
    assert status in STATUSES
    told = found.as_json()
    assert (told["status"], told["verified"], told["in_review"]) == (status, 3, 2)


@pytest.mark.parametrize(
    "claim",
    [
        said(3, figure="stars.counted"),
        said(3, period=""),
        said(6, figure="seats.unesco"),
        said(800, figure="trade.total"),
        said(1, figure="events.first"),
        said(15, figure="rankings.fdi"),
    ],
)
def test_what_the_record_cannot_count_has_no_basis(five: People, claim: Claimed) -> None:
    assert checked(claim).status == "no-basis"


def test_a_stock_is_judged_at_the_end_of_its_period(five: People) -> None:
    verified(five, relation(five, "KEN", "2025-02-01"))
    verified(five, relation(five, "CHE", "2024?"))
    assert checked(said(0, period="2024-05-03")).verified == 0
    assert checked(said(3, period="2024-05")).status == "confirmed"
    assert checked(said(3, period="2024")).status == "confirmed"
    assert checked(said(4, period="2025")).status == "confirmed"


def test_another_sources_number_contradicts_a_claim_of_the_same_thing_only(five: People) -> None:
    paper = source(five, "A newspaper")
    for figure, value, qualifier, period in (
        ("relations.states", 9, "exact", "2024"),
        ("relations.states", 3, "about", "2024"),
        ("relations.states", 9, "exact", "2019"),
        ("titles.total", 9, "exact", "2024"),
    ):
        told = {"figure": figure, "value": value, "qualifier": qualifier, "period": period}
        made(five, Claim, source=paper, partner=None, tier="", unit="", **told)
    found = checked(said(3))
    assert (found.status, [other.value for other in found.contradicting]) == ("confirmed", [9])
    (who,) = found.as_json()["contradicted_by"]
    assert (who["source"], who["value"]) == ("A newspaper", 9)
    assert [other.value for other in checked(said(8, Qualifier.MORE_THAN)).contradicting] == [3]
    assert checked(said(3), five.clerk).contradicting


@pytest.mark.parametrize("hiding", [{"marking": Marking.SECRET}, {"need_to_know": True}, {"submit": False}])
def test_a_hidden_claim_contradicts_nobody_who_may_not_see_it(five: People, hiding: dict[str, Any]) -> None:
    told = {"figure": "relations.states", "value": 9, "qualifier": "exact", "period": "2024", "partner": None}
    made(five, Claim, source=source(five, "A cable"), tier="", unit="", **told, **hiding)
    assert not checked(said(3)).contradicting
    assert bool(checked(said(3), five.clerk).contradicting) == ("submit" not in hiding)


@given(NUMBERS, QUALIFIERS)
def test_a_number_lies_in_what_it_means_and_means_itself_when_exact(value: Decimal, qualifier: Qualifier) -> None:
    low, high = span(value, qualifier)
    assert low <= value <= high
    assert satisfied(value, value, qualifier) == (qualifier is not Qualifier.MORE_THAN)
    if qualifier is Qualifier.EXACT:
        assert low == high == value


@given(NUMBERS, NUMBERS, QUALIFIERS)
def test_a_count_that_satisfies_a_claim_lies_in_its_span(count: Decimal, value: Decimal, qualifier: Qualifier) -> None:
    low, high = span(value, qualifier)
    if satisfied(count, value, qualifier):
        assert low <= count <= high
    elif qualifier is not Qualifier.MORE_THAN or count != value:
        assert not low <= count <= high


@given(NUMBERS, NUMBERS)
def test_more_of_a_thing_never_makes_more_than_or_at_least_untrue(count: Decimal, value: Decimal) -> None:
    for qualifier in (Qualifier.MORE_THAN, Qualifier.AT_LEAST):
        if satisfied(count, value, qualifier):
            assert satisfied(count + 1, value, qualifier)
    if satisfied(count, value, Qualifier.NEARLY):
        assert satisfied(count, value, Qualifier.ABOUT) and satisfied(count, value, Qualifier.AT_MOST)
