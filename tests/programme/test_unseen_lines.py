"""Where the profile has no rule for it, lines that a reader may not see leave no trace."""

import pytest

from tests.people import People
from tests.programme.making import leader, line, programme
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.programme.finding import findings
from trivet.programme.programmes import Programme

pytestmark = pytest.mark.django_db


def found(user: User | None, plan: Programme) -> list[str]:
    return [one.finding.rule.code for one in findings(Standpoint(user), plan)]


def test_a_profile_without_that_rule_shows_nothing_of_hidden_lines(office: People) -> None:
    plan, amina = programme(office), leader(office, "Amina")
    line(office, plan, "Amina in Rome", "2031-06-11", "2031-06-15", to=["ITA"], head=amina, keeper=office.commission)
    line(office, plan, "Hidden", "2031-06-14", "2031-06-18", to=["ITA"], head=amina, need_to_know=True)
    assert found(office.other_clerk, plan) == []
    line(office, plan, "Amina in Oslo", "2031-06-14", "2031-06-19", to=["NOR"], head=amina)
    assert found(office.other_clerk, plan) == ["leader-clash"]
