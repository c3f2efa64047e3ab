"""A figure is the same whether it is asked alone or its records were gathered for a paper of many figures."""

from datetime import UTC, datetime

import pytest

from tests.people import People
from trivet.core.actions import change, create, move
from trivet.core.drafts import Draft
from trivet.core.partners import Partner
from trivet.core.standpoint import Standpoint
from trivet.figures.figure import Tally, ask, figures, gather_for
from trivet.registers.activities import Activity
from trivet.registers.agreements import Agreement
from trivet.registers.relations import DiplomaticRelation
from trivet.values.dates import parse_date
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db
PERIODS = ("2024", "2024-11", "2024-10-01/2024-12-31")


def told(tally: Tally) -> object:
    parts = {part: (amount.verified, amount.in_review) for part, amount in tally.parts.items()}
    beside = [(one.row.uuid, one.part, one.weight) for one in tally.beside]
    return tally.as_json(), parts, beside


def compare(places: list[Standpoint]) -> None:
    """Ask everything of gathered standpoints, and of fresh ones of the same reader and moment."""
    gather_for(figures(), places, parse_date("2024"))
    for place in places:
        for code in figures():
            for period in map(parse_date, PERIODS):
                alone = ask(code, Standpoint(place.user, place.known), period=period)
                assert told(ask(code, place, period=period)) == told(alone), (code, period)


def test_each_reader_gets_the_same_figures_now_and_from_the_past(example: People) -> None:
    moment = datetime.now(UTC)
    relation = DiplomaticRelation.objects.get(key="FRA")
    move(relation, "withdraw", actor=example.reviewer, reason="a test")
    agreement = Agreement.objects.filter(free_trade=True).first()
    change(agreement, Draft({"marking": Marking.SECRET}), actor=example.clerk, reason="not for all")
    hidden = Partner.objects.get(key="CHN")
    change(hidden, Draft({"marking": Marking.SECRET}), actor=example.installation, reason="not for all")
    values = {"title": "Whenever", "kind": "visit_in", "keeper": example.ministry, "partners": [hidden]}
    create(Activity, Draft(values), actor=example.clerk, reason="the day is not known", submit=True)
    for user in (example.clerk, example.reader, example.other_clerk, None, example.installation):
        compare([Standpoint(user), Standpoint(user, moment)])


def test_rows_of_a_longer_period_serve_a_shorter_one_and_no_other(example: People) -> None:
    place = Standpoint(example.clerk)
    whole = place.rows(Activity, ending=parse_date("2024"))
    november = place.rows(Activity, ending=parse_date("2024-11"))
    fresh = Standpoint(example.clerk).rows(Activity, ending=parse_date("2024-11"))
    assert [row.uuid for row in november] == [row.uuid for row in fresh] and len(november) < len(whole)
    assert len(place.rows(Activity)) == Activity.objects.count()
