"""Stories of the calendar: a planner's year over all pillars, and what a visitor's year must not betray."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.core.making import verified
from tests.people import People
from tests.web.samples import client_of
from trivet.core.actions import create, move
from trivet.core.drafts import Draft
from trivet.core.partners import Partner
from trivet.core.people import Post
from trivet.core.profile import load_profile
from trivet.registers.activities import Activity
from trivet.registers.objectives import Objective
from trivet.registers.relations import DiplomaticRelation
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db

PILLARS = [row["code"] for row in load_profile("generic").rows("pillars")]


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def visit(people: People, title: str, starts: str, ends: str = "", *, lead: Any = None, **more: Any) -> Any:
    """A visit written by the ministry's clerk; `lead` is the body and pillar that lead it."""
    submit = more.pop("submit", True)
    values = {"title": title, "kind": "visit_out", "starts": starts, "ends": ends, "keeper": people.ministry, **more}
    assigned = [{"body": lead[0], "pillar": lead[1], "role": "lead"}] if lead else None
    draft = Draft(values, assignments=assigned)
    return create(Activity, draft, actor=people.clerk, reason="the plan of the year", submit=submit)


def speaker(people: People) -> Any:
    """A post of the second pillar."""
    draft = Draft({"name": "Speaker", "pillar": PILLARS[1], "keeper": people.ministry})
    return create(Post, draft, actor=people.clerk, reason="posts", submit=True)


def cells(page: Any, month: int) -> dict[str, list[str]]:
    """What a year's page shows in a month, by lane."""
    return {c.lane: [chip.happening.caption for chip in c.chips] for c in page.context["months"][month - 1].cells}


def test_the_planner_sees_the_year_over_all_pillars(office: People) -> None:
    post = speaker(office)
    verified(office, visit(office, "Congress in Rome", "2031-03-05", "2031-03-09", lead=(office.ministry, PILLARS[0])))
    visit(office, "The Speaker in Lima", "2031-03-30", "2031-04-02", post=post)
    visit(office, "Friendship week", "2031-03-12", submit=False)
    visit(office, "Autumn tour", "2031-11")
    visit(office, "Some tour", "2031")
    page = client_of(office.planner).get("/calendar/2031/")
    labels = dict(page.context["lanes"])
    march = cells(page, 3)
    assert march[labels[PILLARS[0]]] == ["Congress in Rome"]
    assert march[labels[PILLARS[1]]] == ["The Speaker in Lima"] == cells(page, 4)[labels[PILLARS[1]]]
    assert march[labels[""]] == ["Friendship week"] and cells(page, 11)[labels[""]] == ["Autumn tour"]
    assert [one.caption for one in page.context["vague"]] == ["Some tour"]
    told = {chip.happening.caption: chip for m in page.context["months"] for c in m.cells for chip in c.chips}
    assert told["The Speaker in Lima"].happening.derived and told["The Speaker in Lima"].again
    assert not told["Congress in Rome"].happening.derived
    kinds = {name: chip.happening.kind for name, chip in told.items()}
    assert kinds["Congress in Rome"] == "verified" and kinds["Friendship week"] == "draft"
    assert kinds["Autumn tour"] == "planned" and told["Autumn tour"].happening.when == "November 2031"
    assert told["Congress in Rome"].happening.when == "5–9 Mar 2031"
    assert '<span class="tag draft">draft</span>' in text(page) and "planned</span>" in text(page)


def test_an_assignment_goes_before_the_post_that_acted(office: People) -> None:
    post = create(
        Post,
        Draft({"name": "Speaker", "pillar": PILLARS[1], "keeper": office.ministry}),
        actor=office.clerk,
        reason="a",
    )
    visit(office, "Joint visit", "2031-05-02", post=post, lead=(office.ministry, PILLARS[0]))
    page = client_of(office.planner).get("/calendar/2031/?pillar=" + PILLARS[0])
    assert [caption for lane in cells(page, 5).values() for caption in lane] == ["Joint visit"]
    page = client_of(office.planner).get("/calendar/2031/?pillar=" + PILLARS[1])
    assert not any(cells(page, 5).values())


def test_filters_by_partner_register_and_body(office: People) -> None:
    france = Partner.objects.get(key="FRA")
    visit(office, "To Paris", "2031-06-01", partners=[france])
    visit(office, "To Bonn", "2031-06-02", partners=[Partner.objects.get(key="DEU")])
    visit(office, "With deputies", "2031-06-03", lead=(office.commission, ""))
    objective = Draft({"kind": "aim", "title": "A seat", "horizon": "2031-06", "keeper": office.ministry})
    create(Objective, objective, actor=office.clerk, reason="aims", submit=True)
    client = client_of(office.other_clerk)

    def found(query: str) -> list[str]:
        return [one.caption for one, _pillars in client.get(f"/calendar/2031/list/?{query}").context["lines"]]

    assert set(found("")) == {"To Paris", "To Bonn", "With deputies", "A seat"}
    assert found("partner=france") == found("partner=FRA") == ["To Paris"]
    assert found("register=objectives") == ["A seat"]
    assert found("body=parliament") == found("mine=1") == ["With deputies"]
    assert found("partner=nobody+of+this+name") == []
    wrong = client.get("/calendar/2031/?pillar=none")
    assert wrong.status_code == 400 and PILLARS[0] in text(wrong)


def test_a_visitors_calendar_does_not_change_by_a_byte_for_a_confidential_visit(office: People) -> None:
    visit(office, "Open visit", "2031-09-01")
    pages = ("/calendar/2031/", "/calendar/2031/9/", "/calendar/2031/list/", "/calendar/2031/?partner=france")
    hide = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|<p class="stamp">.*?</p>')

    def seen(user: Any) -> list[bytes]:
        return [hide.sub(b"", client_of(user).get(page).content) for page in pages]

    before, clerks = {who: seen(who) for who in (None, office.reader)}, seen(office.clerk)
    secret = visit(
        office, "Secret talks", "2031-09-02", marking=Marking.CONFIDENTIAL, partners=[Partner.objects.get(key="FRA")]
    )
    assert {who: seen(who) for who in (None, office.reader)} == before
    now = seen(office.clerk)
    assert all(b"Secret talks" in page and page != old for page, old in zip(now, clerks, strict=True))
    move(secret, "withdraw", actor=office.reviewer, reason="called off")
    assert b"Secret talks" not in seen(office.clerk)[0]


def test_the_sheet_carries_the_highest_marking_shown(office: People) -> None:
    visit(office, "Quiet visit", "2031-09-02", marking=Marking.SECRET)
    label = next(r["label"]["en"] for r in load_profile("generic").rows("markings") if r["level"] == Marking.SECRET)
    assert client_of(office.clerk).get("/calendar/2031/").context["marking"] == label
    assert client_of(None).get("/calendar/2031/").context["marking"] != label


def test_a_month_puts_on_days_only_what_is_certain(office: People) -> None:
    visit(office, "Three days", "2031-05-30", "2031-06-01")
    visit(office, "Some day in May", "2031-05")
    visit(office, "Perhaps the fifth", "2031-05-05~")
    page = Client().get("/calendar/2031/5/")
    days = {
        one.day.day: [chip.happening.caption for chip in one.chips]
        for w in page.context["weeks"]
        for one in w
        if one.inside
    }
    assert {day for day, titles in days.items() if titles} == {30, 31}
    vague = {one.caption: one.when for one in page.context["vague"]}
    assert vague == {"Some day in May": "May 2031", "Perhaps the fifth": "about 5 May 2031"}
    assert page.context["weeks"][0][0].day.weekday() == 0
    assert Client().get("/calendar/2031/6/").context["weeks"][0][-1].chips[0].again is False


def test_round_years_of_relations_stand_in_the_year(office: People) -> None:
    for key, began in (("FRA", "1981-04-12"), ("DEU", "1982-04-12"), ("JPN", "1981")):
        values = {"partner": Partner.objects.get(key=key), "established": began, "keeper": office.ministry}
        create(DiplomaticRelation, Draft(values), actor=office.clerk, reason="relations", submit=True)
    page = Client().get("/calendar/2031/")
    april = page.context["months"][3].anniversaries
    assert [(one.day.day, one.years) for one in april] == [(12, 50)] and "France" in april[0].caption
    assert [one.years for one in page.context["undated"]] == [50]


def test_moon_years_stand_as_words_and_as_to_be_confirmed(example: People) -> None:
    page = Client(headers={"accept-language": "vi"}).get("/calendar/2025/")
    assert "Tết Nguyên Đán" in text(page)
    assert any("29" in words and "Tết" in words for words in page.context["months"][0].holidays)
    assert list(page.context["confirm"])


@pytest.mark.parametrize("language", ["en", "vi", "id"])
@pytest.mark.parametrize("page", ["", "2024/", "2024/9/", "2024/list/"])
def test_every_view_in_every_language_is_light(example: People, language: str, page: str) -> None:
    client = client_of(example.clerk)
    client.cookies["django_language"] = language
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"/calendar/{page}?known=2040-01-01&partner=japan&body=foreign")
    assert answer.status_code == 200 and len(asked) <= 12
    assert f'<html lang="{language}">' in text(answer)


def test_what_is_no_year_or_month_is_not_there(office: People) -> None:
    for page in ("0", "1", "9999", "10000", "2031/0", "2031/13", "0/list"):
        assert Client().get(f"/calendar/{page}/").status_code == 404
    assert Client().get("/calendar/2031/list/?after=xx").status_code == 400
    assert Client().post("/calendar/2031/").status_code == 405
