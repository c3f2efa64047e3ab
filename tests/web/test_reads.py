"""Secret matter: every way to open it leaves a row before the answer, for auditors and those who keep it."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.core.making import made
from tests.people import People
from tests.web.dossiers import read, text
from tests.web.samples import client_of
from trivet.coordination.reads import Reading
from trivet.core.actions import change, change_many
from trivet.core.drafts import Draft
from trivet.programme.visits import Visit
from trivet.registers.meetings import Meeting
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db


def rows() -> list[tuple[str, str, int]]:
    """What was written down since the last look."""
    found = [(one.user.username, one.way, one.version) for one in Reading.objects.order_by("pk")]
    Reading.objects.all().delete()
    return found


def test_each_way_of_opening_leaves_one_row_with_the_version(office: People, caplog: Any) -> None:
    row = made(office, Meeting, "Closed talks", marking=Marking.SECRET)
    client, place = client_of(office.clerk), f"/registers/meetings/{row.pk}/"
    with caplog.at_level(logging.DEBUG):
        for path, way in (
            (place, "page"),
            (f"{place}edit/", "form"),
            (f"{place}history/", "history"),
            (f"/api/registers/meetings/{row.pk}", "interface"),
            (f"/api/registers/meetings/{row.pk}/history", "interface"),
            ("/api/registers/meetings", "interface"),
            ("/registers/meetings/?format=xlsx", "file"),
            ("/registers/meetings/?format=zip", "file"),
        ):
            assert client.get(path).status_code == 200, path
            assert rows() == [("clerk", way, row.version)], path
    assert "Closed talks" not in caplog.text and str(row.pk) not in caplog.text
    read(client, "/registers/meetings/")
    assert rows() == [], "a list opens nothing"


def test_a_paper_is_a_way_and_an_old_version_is_told_by_its_number(office: People) -> None:
    visit = made(office, Visit, "A closed visit", marking=Marking.SECRET)
    client = client_of(office.clerk)
    assert client.get(f"/visits/{visit.pk}/book.html").status_code == 200
    assert rows() == [("clerk", "paper", visit.version)]
    later = change(visit, Draft({"note": "more"}), actor=office.clerk, reason="more")
    client.get(f"/registers/visits/{visit.pk}/history/")
    assert rows() == [("clerk", "history", later.version), ("clerk", "history", visit.version)]


def test_what_is_not_marked_so_high_and_who_may_not_see_leave_nothing(office: People, settings: Any) -> None:
    closed = made(office, Meeting, "Closed talks", marking=Marking.SECRET)
    confidential = made(office, Meeting, "Confidential talks", marking=Marking.CONFIDENTIAL)
    assert client_of(office.reader).get(f"/registers/meetings/{closed.pk}/").status_code == 404
    read(client_of(office.clerk), f"/registers/meetings/{confidential.pk}/")
    assert rows() == []
    settings.TRIVET_READS_MARKING = Marking.CONFIDENTIAL
    read(client_of(office.clerk), f"/registers/meetings/{confidential.pk}/")
    assert rows() == [("clerk", "page", confidential.version)]


def test_a_list_of_many_is_written_down_by_one_statement(office: People) -> None:
    many = [made(office, Meeting, f"Closed talks {n}", marking=Marking.SECRET) for n in range(12)]
    change_many(Meeting, [Draft({"note": "x"}, uuid=one.pk) for one in many], actor=office.clerk, reason="x")
    with CaptureQueriesContext(connection) as asked:
        assert client_of(office.clerk).get("/registers/meetings/?format=xlsx").status_code == 200
    inserts = [one for one in asked if "INSERT" in one["sql"] and "reading" in one["sql"]]
    assert len(inserts) == 1 and len(rows()) == 12


def test_auditors_and_those_who_may_change_the_record_read_who_read(office: People) -> None:
    row = made(office, Meeting, "Closed talks", marking=Marking.SECRET)
    top = made(office, Meeting, "Top talks", marking=Marking.SECRET)
    change(top, Draft({"marking": Marking.TOP_SECRET}), actor=office.installation, reason="raised")
    read(client_of(office.head), f"/registers/meetings/{row.pk}/")
    read(client_of(office.head), f"/registers/meetings/{top.pk}/")
    place = f"/registers/meetings/{row.pk}/reads/"
    for person, status in ((office.clerk, 200), (office.auditor, 200), (office.head, 404), (office.other_clerk, 404)):
        assert client_of(person).get(place).status_code == status, person
    page = text(read(client_of(office.auditor), "/audit/reads/"))
    assert "Head" in page and "Closed talks" in page and "Top talks" not in page
    assert client_of(office.clerk).get("/audit/reads/").status_code == 404
    assert "Who read it" in text(read(client_of(office.clerk), f"/registers/meetings/{row.pk}/exchange/"))
    assert client_of(office.auditor).get("/audit/reads/?before=x").status_code == 400
