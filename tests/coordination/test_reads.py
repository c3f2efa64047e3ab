"""Secret matter opened otherwise than by its page: papers, commands and files leave the same row before the answer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.making import made, source
from tests.people import People
from tests.web.samples import client_of
from trivet.cli.main import main
from trivet.coordination.reads import Named, Reading, remember_told
from trivet.core import actions
from trivet.core.drafts import Draft
from trivet.core.history import Transaction
from trivet.core.partners import Partner
from trivet.core.standpoint import Standpoint
from trivet.registers.activities import Activity
from trivet.registers.commitments import Commitment
from trivet.registers.meetings import Meeting
from trivet.registers.objectives import Objective
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db
SECRET = {"marking": Marking.SECRET}


def rows() -> set[tuple[str, str, Any, int]]:
    """What was written down since the last look, once each."""
    listed = Reading.objects.values_list("user__username", "way", "record", "version")
    found = [(name, way, record, version) for name, way, record, version in listed]
    assert len(found) == len(set(found)), "what is told twice in one answer is written down once"
    Reading.objects.all().delete()
    return set(found)


def a_visit(people: People, title: str, **more: Any) -> Activity:
    """A verified visit to France in 2024."""
    values = {"title": title, "kind": "visit_out", "starts": "2024-05-04", "ends": "2024-05-06"}
    values |= {"partners": [Partner.objects.get(key="FRA")], "keeper": people.ministry, **more}
    cited = [{"source_id": source(people, f"The Gazette on {title}").pk, "confidence": "high"}]
    row = actions.create(Activity, Draft(values, citations=cited), actor=people.clerk, reason="told", submit=True)
    found: Activity = actions.move(row, "verify", actor=people.reviewer, reason="read")
    return found


def test_a_brief_opens_the_secret_records_that_it_tells(office: People) -> None:
    secret, open_ = a_visit(office, "A closed visit", **SECRET), a_visit(office, "An open visit")
    client = client_of(office.clerk)
    for form in ("html", "docx", "pdf"):
        answer = client.get(f"/partners/FRA/brief.{form}")
        assert answer.status_code == 200
        assert rows() == {("clerk", "paper", secret.pk, secret.version)}, form
    assert "A closed visit" in client.get("/partners/FRA/brief.html").content.decode()
    rows()
    assert client_of(office.reader).get("/partners/FRA/brief.html").status_code == 200
    assert rows() == set(), "who may not see it has opened nothing"
    assert open_.marking == Marking.PUBLIC


def test_a_review_opens_what_it_tells_and_carries_its_marking(office: People) -> None:
    secret = a_visit(office, "A closed visit", **SECRET)
    aim = made(office, Objective, "A closed aim", kind="direction", horizon="2026", **SECRET)
    client = client_of(office.clerk)
    assert client.get("/review/2024/").status_code == 200
    both = {("clerk", "paper", one.pk, one.version) for one in (secret, aim)}
    assert rows() == both
    assert client.get("/review/2024.docx").status_code == 200
    assert rows() == both


def test_what_lies_ahead_raises_the_marking_of_the_review(office: People) -> None:
    client = client_of(office.clerk)
    before = client.get("/review/2024/").content.decode()
    made(office, Objective, "A closed aim", kind="direction", horizon="2026", **SECRET)
    after = client.get("/review/2024/").content.decode()
    assert "A closed aim" in after and "secret" in after.casefold() and "secret" not in before.casefold()


def test_the_pack_and_the_conference_open_what_they_tell(office: People) -> None:
    promise = {"kind": "signed", "made": "2024-02-01", "first_due": "2024-06-30"}
    secret = made(office, Commitment, "A closed promise", **promise, **SECRET)
    client = client_of(office.clerk)
    for path in ("/commitments/2024-Q1.html", "/commitments/2024-Q1.xlsx", "/conference/2024-H1.html"):
        assert client.get(path).status_code == 200, path
        assert ("clerk", "paper", secret.pk, secret.version) in rows(), path


def test_a_command_opens_what_it_prints(office: People, capsys: Any) -> None:
    row = made(office, Meeting, "Closed talks", **SECRET)
    later = actions.change(row, Draft({"note": "more"}), actor=office.clerk, reason="more")
    printed = {("clerk", "command", row.pk, later.version)}
    for words in (("show", "meetings", str(row.pk)), ("show", "meetings"), ("find", "closed", "talks")):
        assert main([*words, "--user", "clerk"]) == 0
        assert "Closed talks" in capsys.readouterr().out
        assert rows() == printed, words
    assert main(["show", "meetings", str(row.pk), "--history", "--user", "clerk"]) == 0
    assert {version for _name, _way, _record, version in rows()} == {row.version, later.version}
    assert main(["find", "closed", "talks"]) == 1, "an outsider finds nothing"
    assert main(["show", "meetings", str(row.pk), "--user", "reader"]) == 2
    assert rows() == set()


def test_a_figure_as_a_file_opens_the_records_behind_it(office: People) -> None:
    secret = a_visit(office, "A closed visit", **SECRET)
    client = client_of(office.clerk)
    for form in ("csv", "json"):
        answer = client.get(f"/figures/activities.out/?period=2024&format={form}")
        assert answer.status_code == 200 and "A closed visit" in answer.content.decode()
        assert rows() == {("clerk", "file", secret.pk, secret.version)}, form


def test_an_old_list_as_a_file_counts_by_what_its_versions_ask_of_a_reader_today(office: People) -> None:
    row = made(office, Meeting, "Talks")
    actions.change(row, Draft({"note": "more"}), actor=office.clerk, reason="more")
    actions.redact(row, Marking.SECRET, actor=office.reviewer, reason="a name slipped in")
    client = client_of(office.clerk)
    assert client.get("/registers/meetings/?format=xlsx").status_code == 200
    assert rows() == set(), "the version of today is open"
    known = Transaction.objects.get(number=row.version).moment.isoformat().replace("+00:00", "Z")
    assert client.get(f"/registers/meetings/?format=xlsx&known={known}").status_code == 200
    assert rows() == {("clerk", "file", row.pk, row.version)}


def test_what_is_told_without_its_row_is_told_by_its_version(office: People) -> None:
    row = made(office, Meeting, "Closed talks", **SECRET)
    open_ = made(office, Meeting, "Open talks")
    told = [Named("meetings", one.pk, one.marking) for one in (row, open_, row)]
    remember_told(Standpoint(office.clerk), told, Reading.Way.PAPER)
    assert rows() == {("clerk", "paper", row.pk, row.version)}
    remember_told(Standpoint(), told, Reading.Way.PAPER)
    assert rows() == set(), "an outsider has no name"
