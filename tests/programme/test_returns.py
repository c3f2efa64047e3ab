"""Returns of several bodies merge into one programme; what is sent twice is known by its key."""

from __future__ import annotations

import pytest

from tests.people import People
from tests.programme.making import line, programme
from tests.programme.returns import check_returns
from tests.web.samples import client_of
from tests.web.test_exchange_story import prepared, send

pytestmark = pytest.mark.django_db


def test_returns_of_several_bodies_make_one_programme(office: People) -> None:
    check_returns(office, bodies=4)


def test_a_return_cannot_take_over_the_line_of_another_body(office: People) -> None:
    plan = programme(office, key="programme-2031")
    line(office, plan, "Ours", "2031-05", key="2031.mfa.1", number=1)
    text = "key,programme,direction,title,starts\n2031.mfa.1,programme-2031,out,Theirs now,2031-05\n"
    client = client_of(office.other_clerk)
    page = prepared(client, send(client, text, "return.csv", "programme-lines").url)
    assert page.context["counts"] == [("wrong", 1)] and "You may not change this record" in page.content.decode()


def test_a_return_says_what_is_wrong_with_its_rows_and_how_to_mend_it(office: People) -> None:
    programme(office, key="programme-2031")
    text = (
        "key,programme,direction,title,starts,ends,days,ad_hoc,ad_hoc_reason\n"
        "a,programme-2031,conference in the country,Rivers,2031-05-05,,3,no,\n"
        "b,programme-2031,delegation abroad,Late,2031-05-05,2031-05-03,,no,\n"
        "c,programme-2031,out,Sudden,2031-05-05,,,yes,\n"
        "d,programme-2031,sideways,Nowhere,2031-05-05,,,no,\n"
        "e,programme of nobody,out,Lost,2031-05-05,,,no,\n"
    )
    client = client_of(office.clerk)
    page = prepared(client, send(client, text, "return.csv", "programme-lines").url)
    shown = page.content.decode()
    assert page.context["counts"] == [("wrong", 5)]
    for hint in (
        "2031-05-07",
        "It ends before it starts",
        "Say why it was not planned",
        "sideways",
        "programme of nobody",
    ):
        assert hint in shown, hint
