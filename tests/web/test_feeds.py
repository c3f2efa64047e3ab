"""Stories of calendar feeds: what a person's own calendar program is told, and what it never is."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as some
from icalendar import Calendar

from tests.core.making import verified
from tests.people import People
from tests.web.samples import client_of
from tests.web.test_calendar import PILLARS, visit
from trivet.core.actions import change, move
from trivet.core.audit import AuditEntry
from trivet.core.drafts import Draft
from trivet.core.partners import Partner
from trivet.core.users import Duty
from trivet.core.verifying import verify
from trivet.values.dates import OPEN_END, OPEN_START, UncertainDate, parse_date
from trivet.values.markings import Marking
from trivet.web.calendar_words import Happening
from trivet.web.feed_ics import days_of
from trivet.web.feeds import GONE_FOR
from trivet.web.models import Feed, FeedTold

pytestmark = pytest.mark.django_db


def feed_of(user: Any, language: str = "en", **more: Any) -> str:
    """The path of a new feed, made on the person's page and read from it as once shown."""
    client = client_of(user)
    client.cookies["django_language"] = language
    page = client.post("/account/feeds/", {"name": "My year", **more})
    found = re.search(r"/feeds/[\w-]+\.ics", page.content.decode())
    assert found, page.content.decode()
    return found[0]


def events(path: str) -> dict[str, Any]:
    """The events of a feed by identity, read as a calendar program does."""
    answer = Client().get(path)
    assert answer.status_code == 200
    parsed = Calendar.from_ical(answer.content)
    return {str(event["UID"]).split("@")[0]: event for event in parsed.walk("VEVENT")}


def test_a_planners_feed_tells_the_year_as_it_stands(office: People) -> None:
    path = feed_of(office.planner, language="vi")
    france = [Partner.objects.get(key="FRA")]
    sure = visit(office, "Congress in Rome", "2031-03-05", "2031-03-09", lead=(office.ministry, PILLARS[0]))
    verified(office, sure)
    near = visit(office, "To Paris", "2031-05", partners=france, marking=Marking.INTERNAL)
    told = events(path)
    rome, paris = told[str(sure.uuid)], told[str(near.uuid)]
    assert (rome.decoded("DTSTART"), rome.decoded("DTEND")) == (date(2031, 3, 5), date(2031, 3, 10))
    assert rome["UID"] == f"{sure.uuid}@records.trivet.invalid"
    assert (rome["STATUS"], rome["TRANSP"], rome["CLASS"]) == ("CONFIRMED", "OPAQUE", "PUBLIC")
    assert (paris["STATUS"], paris["TRANSP"], paris["CLASS"]) == ("TENTATIVE", "TRANSPARENT", "PRIVATE")
    assert (paris.decoded("DTSTART"), paris.decoded("DTEND")) == (date(2031, 5, 1), date(2031, 6, 1))
    assert str(paris["SUMMARY"]).startswith("To Paris (") and "2031" in paris["SUMMARY"]
    assert str(rome["URL"]).endswith(f"/registers/activities/{sure.uuid}/")
    assert rome["SEQUENCE"] == 2 and paris["SEQUENCE"] == 0  # a source and a review came after the first version
    change(near, Draft({"title": "To Paris and Lyon"}), actor=office.clerk, reason="a leg more")
    again = events(path)[str(near.uuid)]
    assert again["SEQUENCE"] == 1 and again["UID"] == paris["UID"]
    assert again.decoded("LAST-MODIFIED") >= paris.decoded("LAST-MODIFIED")


def test_the_feed_is_narrowed_as_its_person_asked(office: People) -> None:
    france = [Partner.objects.get(key="FRA")]
    paris = visit(office, "To Paris", "2031-05-01", partners=france, lead=(office.ministry, PILLARS[0]))
    other = visit(office, "Deputies", "2031-05-01", lead=(office.commission, PILLARS[1]))
    assert set(events(feed_of(office.other_clerk))) == {str(paris.uuid), str(other.uuid)}
    assert set(events(feed_of(office.other_clerk, pillar=[PILLARS[0]]))) == {str(paris.uuid)}
    assert set(events(feed_of(office.other_clerk, partner="France"))) == {str(paris.uuid)}
    assert set(events(feed_of(office.other_clerk, mine="1"))) == {str(other.uuid)}


def test_what_was_told_and_is_withdrawn_comes_as_cancelled_without_its_words(office: People) -> None:
    path = feed_of(office.clerk)
    row = visit(office, "Summit of the lakes", "2031-03-05")
    assert events(path)[str(row.uuid)]["SEQUENCE"] == 0
    move(row, "withdraw", actor=office.reviewer, reason="called off")
    gone = events(path)[str(row.uuid)]
    assert gone["STATUS"] == "CANCELLED" and gone["SEQUENCE"] == 1
    answer = Client().get(path)
    assert b"lakes" not in answer.content and b"2031" not in answer.content
    assert answer.content == Client().get(path).content
    row.refresh_from_db()
    move(row, "reinstate", actor=office.clerk, reason="it takes place after all")
    back = events(path)[str(row.uuid)]
    assert back["STATUS"] == "TENTATIVE" and back["SEQUENCE"] > gone["SEQUENCE"]
    kept = {f.name for f in FeedTold._meta.fields}
    assert kept == {"id", "feed", "record", "sequence", "gone_at"}


def test_rights_are_those_of_the_day_of_the_fetch(office: People) -> None:
    row = visit(office, "Inner talks", "2031-03-05", marking=Marking.INTERNAL)
    path = feed_of(office.reader)
    assert events(path)[str(row.uuid)]["STATUS"] == "TENTATIVE"
    Duty.objects.filter(user=office.reader).delete()
    assert events(path)[str(row.uuid)]["STATUS"] == "CANCELLED"
    assert b"Inner talks" not in Client().get(path).content
    with time_machine.travel(date.today() + GONE_FOR + timedelta(2)):
        assert events(path) == {}
    office.reader.is_active = False
    office.reader.save()
    assert Client().get(path).status_code == 404


def test_a_reader_without_clearance_gets_the_same_bytes_when_a_confidential_visit_is_added(office: People) -> None:
    visit(office, "Open visit", "2031-03-04")
    path = feed_of(office.reader)
    before = Client().get(path)
    secret = visit(office, "Secret talks", "2031-03-05", marking=Marking.CONFIDENTIAL)
    after = Client().get(path)
    assert after.content == before.content and after["ETag"] == before["ETag"]
    change(secret, Draft({"title": "Secret talks, moved"}), actor=office.clerk, reason="moved")
    move(secret, "withdraw", actor=office.reviewer, reason="called off")
    assert Client().get(path).content == before.content


def test_what_leaves_by_a_secret_address_stops_at_the_level_that_the_office_sets(office: People, settings: Any) -> None:
    path = feed_of(office.clerk)
    shown = visit(office, "Open visit", "2031-03-04", marking=Marking.INTERNAL)
    closed = visit(office, "Closed visit", "2031-03-04", need_to_know=True)
    secret = visit(office, "Quiet talks", "2031-03-05", marking=Marking.SECRET)
    calendar = client_of(office.clerk).get("/calendar/2031/").content.decode()
    assert "Quiet talks" in calendar and "Closed visit" in calendar, "who signs in sees them"
    assert set(events(path)) == {str(shown.uuid)}
    settings.TRIVET_FEED_MARKING = Marking.SECRET
    assert set(events(path)) == {str(shown.uuid), str(secret.uuid)}
    settings.TRIVET_FEED_MARKING = Marking.PUBLIC
    lowered = events(path)
    assert {one["STATUS"] for one in lowered.values()} == {"CANCELLED"} and str(closed.uuid) not in lowered
    assert b"Quiet talks" not in Client().get(path).content
    assert "marked up to “public”" in client_of(office.clerk).get("/account/feeds/").content.decode()


def test_the_audit_is_told_of_feeds_and_never_of_their_address(office: People) -> None:
    secret = feed_of(office.reader).split("/")[2].removesuffix(".ics")
    feed = Feed.objects.get()
    client_of(office.reader).post(f"/account/feeds/{feed.pk}/revoke/")
    entries = list(AuditEntry.objects.order_by("-sequence")[:2])
    assert [(one.verb, one.record) for one in entries] == [
        ("feed-end", office.reader.uuid),
        ("feed", office.reader.uuid),
    ]
    assert all(f"feed={feed.pk}" in one.text and "My year" in one.text for one in entries)
    for text in (secret, feed.secret):
        assert not AuditEntry.objects.filter(text__contains=text).exists()
    page = client_of(office.auditor).get("/audit/?register=accounts").content.decode()
    assert "calendar feed made" in page and "calendar feed revoked" in page and verify() is None


def test_what_moved_out_of_the_window_is_forgotten_and_not_cancelled(office: People) -> None:
    with time_machine.travel("2031-03-01"):
        row = visit(office, "Open visit", "2031-03-04")
        path = feed_of(office.reader)
        assert set(events(path)) == {str(row.uuid)}
    with time_machine.travel("2032-06-01"):
        assert events(path) == {} and not FeedTold.objects.exists()


def test_the_file_is_asked_for_and_cached_as_the_protocol_says(office: People) -> None:
    visit(office, "Open visit", "2031-03-04")
    path = feed_of(office.reader)
    answer = Client().head(path)
    assert answer.status_code == 200 and not answer.content and not FeedTold.objects.exists()
    answer = Client().get(path)
    assert answer["Content-Type"].startswith("text/calendar") and "private" in answer["Cache-Control"]
    assert Client().get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304
    calendar = Calendar.from_ical(answer.content)
    assert calendar["X-WR-CALNAME"] == "My year" and calendar.decoded("REFRESH-INTERVAL") == timedelta(hours=6)
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    assert Client().post(path).status_code == 405


def test_a_wrong_and_a_revoked_secret_are_the_same(office: People) -> None:
    path = feed_of(office.reader)
    secret = path.split("/")[2].removesuffix(".ics")
    assert not Feed.objects.filter(secret__contains=secret).exists()
    feed = Feed.objects.get()
    assert client_of(office.clerk).post(f"/account/feeds/{feed.pk}/revoke/").status_code == 404
    assert client_of(office.reader).post(f"/account/feeds/{feed.pk}/revoke/").status_code == 302
    revoked, unknown = Client().get(path), Client().get("/feeds/nobody-knows-this.ics")
    assert revoked.status_code == unknown.status_code == 404
    assert revoked.content == unknown.content and dict(revoked.items()) == dict(unknown.items())
    assert "My year" not in client_of(office.reader).get("/account/feeds/").content.decode()


def test_a_feed_that_cannot_be_made_says_why(office: People) -> None:
    assert Client().get("/account/feeds/").status_code == 302
    client = client_of(office.reader)
    for sent, words in (({"name": " "}, "Name:"), ({"name": "x", "partner": "Atlantis"}, "Atlantis")):
        page = client.post("/account/feeds/", sent)
        assert page.status_code == 422 and words in page.content.decode()
    assert not Feed.objects.exists()


@pytest.mark.parametrize("language", ["en", "vi", "id"])
def test_the_page_of_feeds_in_every_language(office: People, language: str) -> None:
    client = client_of(office.reader)
    client.cookies["django_language"] = language
    page = client.get("/account/feeds/")
    assert page.status_code == 200 and f'<html lang="{language}">' in page.content.decode()
    assert "no-store" in page["Cache-Control"]


_days = some.dates(date(1900, 1, 1), date(2100, 12, 31))
_dates = some.one_of(
    _days.map(lambda day: day.isoformat()),
    _days.map(lambda day: f"{day:%Y-%m}"),
    _days.map(lambda day: f"{day:%Y}"),
    _days.map(lambda day: f"{day.isoformat()}?"),
    _days.map(lambda day: f"{day:%Y-%m}~"),
    _days.map(lambda day: f"../{day.isoformat()}"),
    _days.map(lambda day: f"{day.isoformat()}/.."),
    some.just("202X"),
).map(parse_date)


@given(_dates)
def test_an_uncertain_date_is_never_an_event_on_a_false_day(value: UncertainDate) -> None:
    one = Happening("x", "/", "x", "x", value.earliest, value.latest, value.exact, (), False, [], "verified")
    days = days_of(one)
    if value.earliest == OPEN_START or value.latest == OPEN_END:
        assert days is None
        return
    assert days is not None
    first, after = days
    assert first == value.earliest and after - timedelta(1) == value.latest
    assert (after - first == timedelta(1)) == value.exact
