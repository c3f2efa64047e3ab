"""The protocol officer's day: the file on one page, its papers, its calendar, and what follows the visit."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import People
from tests.programme.visits import fresh, met, opened, planned
from tests.web.samples import client_of
from tests.web.test_feeds import events, feed_of
from trivet.core.actions import change, create
from trivet.core.audit import AuditEntry
from trivet.core.columns import part_fields
from trivet.core.drafts import Draft
from trivet.core.history import Transaction
from trivet.core.partners import Partner
from trivet.core.standpoint import Standpoint
from trivet.core.verifying import verify
from trivet.programme.lines import ProgrammeLine
from trivet.programme.outcomes import Becomes, Wanted, around, take_outcomes
from trivet.programme.visits import Visit
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db
#: Statements of a page, and of a file, of which the audit is told.
MOST, FILE = 12, 24


def read(user: Any, url: str, status: int = 200, language: str = "en", most: int = MOST) -> Any:
    """A page within its budget of statements."""
    client = client_of(user)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url, headers={"accept-language": language})
    assert answer.status_code == status, answer.content.decode()[:2000]
    assert len(asked) <= most, "\n".join(query["sql"][:200] for query in asked)
    return answer


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def page(visit: Visit) -> str:
    return f"/registers/visits/{visit.pk}/"


def test_the_clerk_opens_the_file_from_the_line_and_finds_it_there(office: People) -> None:
    line = planned(office)
    own = client_of(office.clerk)
    shown = read(office.clerk, f"/programme/lines/{line.pk}/")
    assert "Open the visit file" in words(shown)
    assert own.post("/visits/open/", {"line": str(line.pk)}).status_code == 422
    assert client_of(office.reader).post("/visits/open/", {"line": str(line.pk), "reason": "try"}).status_code == 403
    answer = own.post("/visits/open/", {"line": str(line.pk), "reason": "the visit is near"})
    visit = Visit.objects.get(line=line.pk)
    assert answer.status_code == 302 and answer["Location"] == page(visit)
    again = words(read(office.clerk, f"/programme/lines/{line.pk}/"))
    assert "Open the visit file" not in again and "Visit file Trade talks" in again
    assert own.post("/visits/open/", {"line": str(line.pk), "reason": "again"}).status_code == 422


def test_the_page_tells_hours_in_their_zone_and_people_in_their_order(office: People) -> None:
    visit = opened(office)
    met(office, visit)
    shown = words(read(office.clerk, page(visit)))
    assert "Times of Europe/Paris" in shown and "09:00 (Asia/Tokyo)" in shown
    assert shown.index("Arrival") < shown.index("14:00–15:30") < shown.index("Signing")
    assert shown.index("Minister An") < shown.index("Director Binh") < shown.index("Deputy Vu")
    assert "Talks in Paris" in shown
    for language, word in (("vi", "Chương trình chi tiết"), ("id", "Acara menit")):
        assert word in words(read(office.clerk, page(visit), language=language))


def test_an_outsider_sees_a_public_file_without_its_buttons_and_none_of_a_confidential_one(office: People) -> None:
    visit = opened(office)
    shown = words(read(None, page(visit)))
    assert "Talks" in shown and "Move the whole visit" not in shown
    change(visit, Draft({"marking": Marking.CONFIDENTIAL}), actor=office.clerk, reason="closed")
    for more in ("", "edit/"):
        assert Client().get(page(visit) + more).status_code in {302, 404}
    for file in ("book.html", "names.docx", "report.pdf", "visit.ics", "outcomes/"):
        assert Client().get(f"/visits/{visit.pk}/{file}").status_code == 404


def test_the_visit_is_moved_from_its_page_and_a_wrong_number_changes_nothing(office: People) -> None:
    visit = opened(office)
    own, url = client_of(office.clerk), f"/visits/{visit.pk}/act/"
    told = {"act": "shift", "expected": str(visit.version), "reason": "a holiday of theirs"}
    for wrong in ({"days": "soon"}, {"days": "900"}, {"days": "1", "reason": ""}):
        refused = own.post(url, {**told, **wrong})
        assert refused.status_code == 422 and f'value="{wrong["days"]}"' in refused.content.decode()
    assert own.post(url, {**told, "days": "1", "expected": "1"}).status_code == 409
    assert client_of(office.reader).post(url, {**told, "days": "1"}).status_code == 403
    assert str(fresh(visit).starts) == "2031-06-11"
    assert own.post(url, {**told, "days": "-1"}).status_code == 302
    assert str(fresh(visit).starts) == "2031-06-10"


def test_points_are_turned_into_records_and_what_is_wrong_stands_beside_its_row(office: People) -> None:
    visit = opened(office)
    talks = met(office, visit)
    rice, ports, _law = talks.points_rows
    url = f"/visits/{visit.pk}/outcomes/"
    first = words(read(office.clerk, url))
    assert "To open the market for rice" in first and "Letter of thanks to Minister Dupont" in first
    rows = {
        "row-0-source": str(rice.uuid), "row-0-becomes": "commitment", "row-0-title": "Rice",
        "row-0-lead": str(office.ministry.pk), "row-0-supports": str(office.commission.pk), "row-0-due": "soon",
        "row-1-source": str(ports.uuid), "row-1-becomes": "task", "row-1-title": "Ports", "row-1-due": "2031-09",
    }  # fmt: skip
    own = client_of(office.clerk)
    refused = own.post(url, {**rows, "reason": "after the visit"})
    assert refused.status_code == 422 and "soon" in refused.content.decode()
    assert refused.content.decode().count('role="alert"') == 2
    strange = own.post(url, {**rows, "row-0-due": "", "row-0-lead": "nobody", "reason": "after the visit"})
    assert strange.status_code == 422 and "no such body: nobody" in strange.content.decode()
    assert not around(Standpoint(office.clerk), visit).made
    done = own.post(url, {**rows, "row-0-due": "2031-12", "reason": "after the visit"})
    assert done.status_code == 302, words(done)
    assert [str(one) for one in around(Standpoint(office.clerk), visit).made] == ["Rice", "Ports"]
    after = words(read(office.clerk, url))
    assert "To open the market for rice" not in after and "The new law on investment" in after
    assert "Commitments: Rice" in words(read(office.clerk, page(visit)))


def test_who_may_not_change_the_visit_is_offered_no_outcomes(office: People) -> None:
    visit = opened(office)
    assert client_of(office.reader).get(f"/visits/{visit.pk}/outcomes/").status_code == 404
    assert client_of(office.reader).post(f"/visits/{visit.pk}/outcomes/", {"reason": "try"}).status_code == 404


@pytest.mark.parametrize("paper", ["book", "names", "report"])
def test_each_paper_comes_in_every_form_with_what_the_file_says_now(office: People, paper: str) -> None:
    visit = opened(office, marking=Marking.INTERNAL)
    met(office, visit)
    base = f"/visits/{visit.pk}/{paper}"
    assert "Minister An" in words(read(office.clerk, f"{base}.html"))
    assert read(office.clerk, f"{base}.pdf", most=FILE).content.startswith(b"%PDF")
    assert ZipFile(io.BytesIO(read(office.clerk, f"{base}.xlsx", most=FILE).content)).testzip() is None
    document = (
        ZipFile(io.BytesIO(read(office.clerk, f"{base}.docx", most=FILE).content)).read("word/document.xml").decode()
    )
    assert document.index("Minister An") < document.index("Director Binh")
    told = AuditEntry.objects.filter(verb="export").order_by("-sequence").values_list("text", flat=True)[0]
    assert f"visit-{paper}-Trade-talks-en.docx" in told and verify() is None
    rows = [_row(one) for one in fresh(visit).delegates_rows if one.name != "Director Binh"]
    change(visit, Draft(parts={"delegates": rows}), actor=office.clerk, reason="he is ill")
    assert "Director Binh" not in words(read(office.clerk, f"{base}.html"))


def _row(one: Any) -> dict[str, Any]:
    return {"uuid": one.uuid, **{field.attname: getattr(one, field.attname) for field in part_fields(type(one))}}


def test_the_report_tells_what_was_said_agreed_and_what_the_record_lacks(office: People) -> None:
    visit = opened(office)
    bare = words(read(office.clerk, f"/visits/{visit.pk}/report.html"))
    assert "No meeting record is kept of this visit." in bare
    met(office, visit)
    full = words(read(office.clerk, f"/visits/{visit.pk}/report.html"))
    assert "To open the market for rice" in full and "Some points taken became nothing yet." in full


@time_machine.travel(datetime(2031, 6, 1, 9, tzinfo=UTC), tick=False)
def test_an_hour_that_moves_moves_in_the_calendar_and_one_taken_out_is_cancelled(office: People) -> None:
    path = feed_of(office.clerk)
    visit = opened(office)
    talks, arrival, _signing = fresh(visit).hours_rows
    told = events(path)
    assert told[str(talks.uuid)].decoded("DTSTART") == datetime(2031, 6, 11, 12, tzinfo=UTC)
    assert told[str(arrival.uuid)].decoded("DTSTART") == datetime(2031, 6, 11, 0, tzinfo=UTC)
    assert told[str(talks.uuid)]["SEQUENCE"] == 0 and told[str(talks.uuid)]["LOCATION"] == "Élysée"
    rows = [{**_row(one), **({"begins": "14:30"} if one.uuid == talks.uuid else {})} for one in fresh(visit).hours_rows]
    kept = [row for row in rows if row["uuid"] != arrival.uuid]
    change(visit, Draft(parts={"hours": kept}), actor=office.clerk, reason="half an hour later")
    again = events(path)
    assert again[str(talks.uuid)].decoded("DTSTART") == datetime(2031, 6, 11, 12, 30, tzinfo=UTC)
    assert again[str(talks.uuid)]["SEQUENCE"] == 1
    assert again[str(arrival.uuid)]["STATUS"] == "CANCELLED"
    own = read(office.clerk, f"/visits/{visit.pk}/visit.ics").content
    assert own.count(b"BEGIN:VEVENT") == 2 and b"DTSTART:20310611T123000Z" in own


def test_no_feed_tells_of_a_visit_above_what_the_office_lets_out(office: People) -> None:
    path = feed_of(office.clerk)
    visit = opened(office, marking=Marking.SECRET)
    assert not {str(one.uuid) for one in fresh(visit).hours_rows} & events(path).keys()
    assert ProgrammeLine.objects.get(pk=visit.line_id).marking == Marking.SECRET


def test_an_earlier_moment_shows_the_visit_with_what_had_come_of_it_by_then(office: People) -> None:
    visit = opened(office)
    talks = met(office, visit)
    rice = Wanted(talks.points_rows[0].uuid, Becomes.COMMITMENT, "Rice")
    take_outcomes(visit, [rice], actor=office.clerk, reason="after the visit")
    then = Transaction.objects.latest("number").moment.isoformat().replace("+00:00", "Z")
    take_outcomes(visit, [Wanted(None, Becomes.THANKS, "A letter")], actor=office.clerk, reason="later")
    for address in (page(visit), f"/visits/{visit.pk}/report.html"):
        past = words(read(office.clerk, f"{address}?known={then}"))
        assert "Rice" in past and "Talks in Paris" in past and "A letter" not in past
        assert "A letter" in words(read(office.clerk, address))
    assert client_of(office.clerk).get(f"/visits/{visit.pk}/visit.ics?known={then}").status_code == 200


def test_the_ends_of_the_calendar_break_no_page_no_file_and_no_feed(office: People) -> None:
    path = feed_of(office.clerk)
    visit = opened(office)
    ends = [
        {"day": "9999-12-31", "begins": "23:00", "title": "The end", "time_zone": "America/New_York"},
        {"day": "0001-01-01", "begins": "00:30", "title": "The beginning", "time_zone": "Asia/Tokyo"},
    ]
    change(visit, Draft({"ends": "9999-12-31"}, parts={"hours": ends}), actor=office.clerk, reason="far off")
    assert "The end" in words(read(office.clerk, page(visit)))
    assert b"VEVENT" not in read(office.clerk, f"/visits/{visit.pk}/visit.ics").content
    assert not {str(one.uuid) for one in fresh(visit).hours_rows} & events(path).keys()
    told = {"act": "shift", "days": "5", "reason": "later", "expected": str(fresh(visit).version)}
    assert client_of(office.clerk).post(f"/visits/{visit.pk}/act/", told).status_code == 422


def test_a_partner_and_a_file_that_are_hidden_leave_no_trace_on_the_visit(office: People) -> None:
    visit = opened(office)
    hidden = create(
        Partner,
        Draft({"name": "Quokkaland", "key": "QKK", "kind": "movement", "keeper": office.ministry, "marking": 4}),
        actor=office.installation,
        reason="closed",
        submit=True,
    )
    change(visit, Draft({"partners": [*visit.partners, hidden]}), actor=office.installation, reason="closed")
    shown = read(office.clerk, page(visit)).content.decode()
    assert "QKK" not in shown and "Quokkaland" not in shown and str(hidden.pk) not in shown
    change(visit, Draft({"marking": Marking.TOP_SECRET}), actor=office.installation, reason="closed")
    line = f"/programme/lines/{visit.line_id}/"
    assert "Open the visit file" in words(read(office.clerk, line))
    answer = client_of(office.clerk).post("/visits/open/", {"line": str(visit.line_id), "reason": "the visit is near"})
    assert answer.status_code == 302


def test_bodies_in_charge_cost_the_book_no_statement_each(office: People) -> None:
    visit = opened(office)
    address = f"/visits/{visit.pk}/book.html"
    hours = [
        {"day": "2031-06-11", "begins": f"{hour:02d}:00", "title": f"Item {hour}", "body": office.ministry}
        for hour in range(24)
    ]
    change(visit, Draft(parts={"hours": hours}), actor=office.clerk, reason="a full day")
    assert words(read(office.clerk, address)).count("Ministry of Foreign Affairs") >= 24
