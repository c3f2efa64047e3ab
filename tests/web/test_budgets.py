"""At most twelve statements a page: the long papers on the bundled year, by whoever reads them and from any moment."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import People
from tests.web.samples import client_of
from trivet.core.actions import create_many
from trivet.core.drafts import Draft
from trivet.core.partners import Partner
from trivet.core.standpoint import Standpoint
from trivet.registers.activities import Activity
from trivet.reports.pages import freeze

pytestmark = pytest.mark.django_db
PEOPLE = ("clerk", "reader", "outsider")


def statements(user: Any, path: str, known: str = "") -> int:
    """How many statements a page takes."""
    client = client_of(user)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path, {"known": known} if known else {})
    assert answer.status_code == 200
    return len(asked)


@pytest.mark.parametrize("known", ["", "2040-01-01"])
@pytest.mark.parametrize("who", PEOPLE)
def test_papers_of_many_registers_come_with_few_statements(example: People, who: str, known: str) -> None:
    user = getattr(example, who)
    for key in ("FRA", "CHN", "UNESCO", "ASEAN"):
        assert statements(user, f"/partners/{key}/brief.html", known) <= 10
        assert statements(user, f"/registers/partners/{Partner.objects.get(key=key).pk}/", known) <= 12
    assert statements(user, "/figures/?period=2024", known) <= 10
    assert statements(user, "/review/2024/", known) <= 11
    freeze(2024, Standpoint(), example.planner)
    assert statements(user, "/review/2024/", known) <= 12


def test_a_longer_year_takes_no_more_statements(example: People) -> None:
    before = [statements(example.clerk, path) for path in ("/review/2024/", "/partners/FRA/brief.html")]
    post = Activity.objects.filter(kind="visit_out").first().post
    france = [Partner.objects.get(key="FRA")]
    values = {"kind": "visit_out", "post": post, "partners": france, "keeper": example.ministry}
    days = [f"2024-{1 + n % 12:02d}-{1 + n % 28:02d}" for n in range(60)]
    drafts = [Draft({**values, "title": f"Trip {n}", "starts": day, "ends": day}) for n, day in enumerate(days)]
    create_many(Activity, drafts, actor=example.clerk, reason="a full year", submit=True)
    assert [statements(example.clerk, path) for path in ("/review/2024/", "/partners/FRA/brief.html")] == before
