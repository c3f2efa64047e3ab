"""An outsider sees nothing of a confidential visit, anywhere."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit

pytestmark = pytest.mark.sqlite  # the bundled example, on which the journeys go, is made on SQLite

PAGES = [
    "/",
    "/registers/",
    "/registers/activities/",
    "/registers/activities/?q=Zanzibar",
    "/search/?q=Zanzibar",
    "/registers/partners/?q=Kenya",
    "/figures/activities.out/?period=2024",
    "/figures/activities.out/?period=2024&format=csv",
    "/figures/?period=2024",
    "/review/2024/",
    "/map/",
]


def test_the_outsider_sees_nothing_of_it(visit: Visit) -> None:
    outsider = visit.open()

    def read(address: str) -> str:
        answer = outsider.request.get(address)
        told = answer.text().split("</head>")[-1].replace(_token(answer.text()), "")
        return re.sub(r"\b\d{1,2}:\d{2}\b", "", told)  # the minute at which a page was read

    before = {address: read(address) for address in PAGES}
    clerk = visit.open("clerk")
    clerk.goto("/registers/activities/new/")
    clerk.fill("[name=title]", "Talks in Zanzibar")
    clerk.select_option("[name=kind]", "visit_out")
    clerk.fill("textarea[name=partners]", "Kenya")
    for part, value in (("year", "2024"), ("month", "6"), ("day", "3")):
        clerk.fill(f"[name=starts-{part}]", value)
    highest = clerk.locator("[name=marking] option").last.get_attribute("value")
    assert highest and highest != "0"
    clerk.select_option("[name=marking]", highest)
    clerk.fill("[name=reason]", "planned in quiet")
    clerk.get_by_role("button", name="Save and submit for review").click()
    expect(clerk.locator("h1")).to_contain_text("Talks in Zanzibar")

    assert {address: read(address) for address in PAGES} == before
    assert outsider.request.get(clerk.url).status == 404
    partner = visit.open("clerk")
    partner.goto("/search/?q=Zanzibar")
    expect(partner.locator("main")).to_contain_text("Talks in Zanzibar")


def _token(text: str) -> str:
    """The one thing that differs from answer to answer: the form's token."""
    start = text.find('name="csrfmiddlewaretoken" value="')
    return text[start : text.find('">', start)] if start >= 0 else "\0"


@pytest.mark.parametrize("address", ["/registers/activities/new/", "/registers/relations/new/"])
def test_who_is_not_signed_in_is_asked_to(visit: Visit, address: str) -> None:
    page = visit.open(language="vi")
    page.goto(address)
    assert "/sign-in/" in page.url
