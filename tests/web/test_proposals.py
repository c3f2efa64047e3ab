"""On the pages: a clerk of another body proposes, the keeper's clerk finds it where they look, and decides."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.core.making import made
from tests.people import People
from tests.web.dossiers import read, text
from tests.web.samples import client_of
from trivet.coordination.proposals import ChangeProposal
from trivet.core.actions import change
from trivet.core.drafts import Draft
from trivet.core.partners import Partner
from trivet.core.register import registers
from trivet.registers.meetings import Meeting
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db


def page_of(row: Any, more: str = "") -> str:
    return f"/registers/meetings/{row.pk}/{more}"


def sent(client: Client, row: Any, **more: str) -> dict[str, str]:
    """What the form of a proposal sends, with some boxes filled anew."""
    context = read(client, page_of(row, "propose/")).context
    boxes = {box.name: box.text for box in context["boxes"] if box.kind != "check"}
    return {**boxes, "expected": str(row.version), "reason": "we were there", **more}


def test_a_proposal_is_made_found_and_accepted(office: People) -> None:
    row = made(office, Meeting, "Talks")
    theirs, ours = client_of(office.other_clerk), client_of(office.clerk)
    assert "Propose a change" in text(read(theirs, page_of(row, "exchange/")))
    answer = theirs.post(page_of(row, "propose/"), sent(theirs, row, place="Ostrel"))
    assert answer.status_code == 302, text(answer)
    proposal = ChangeProposal.objects.get()
    assert proposal.values == {"place": "Ostrel"}
    assert "a change is proposed" in text(read(ours, "/"))
    assert "Another body proposes to change this" in text(read(ours, page_of(row)))
    assert "Another body proposes" not in text(read(theirs, page_of(row)))
    assert [one.pk for one, _entry in read(ours, "/exchange/").context["proposals"]] == [proposal.pk]
    place = f"/exchange/proposals/{proposal.pk}/"
    page = read(ours, place)
    assert "Ostrel" in text(page) and "we were there" in text(page) and "Other Clerk" in text(page)
    assert ours.post(place, {"act": "accept", "expected": str(row.version)}).status_code == 302
    assert Meeting.objects.get(pk=row.pk).place == "Ostrel"
    assert "accepted by Clerk" in text(read(ours, page_of(row, "history/")))
    assert "accepted" in text(read(theirs, place)) and "Clerk" in text(read(theirs, place))
    assert "a change is proposed" not in text(read(ours, "/"))


def test_the_one_who_decides_sees_both_versions_of_a_record_that_has_moved_on(office: People) -> None:
    row = made(office, Meeting, "Talks")
    theirs, ours = client_of(office.other_clerk), client_of(office.clerk)
    theirs.post(page_of(row, "propose/"), sent(theirs, row, place="Ostrel", partners="Kenya\nFrance"))
    proposal = ChangeProposal.objects.get()
    change(row, Draft({"place": "Dunmar", "partners": []}), actor=office.clerk, reason="told by telephone")
    place = f"/exchange/proposals/{proposal.pk}/"
    page = read(ours, place)
    assert "changed since the proposal was made" in text(page)
    lines = {
        one.label: [[s.text for s in cell] for cell in (one.read, one.now, one.wanted)] for one in page.context["rows"]
    }
    assert lines["Place"] == [[], ["Dunmar"], ["Ostrel"]]
    assert sorted(lines["Partners"][0]) == ["France", "Germany"] and lines["Partners"][1:] == [[], ["Kenya", "France"]]
    refused = ours.post(place, {"act": "accept", "expected": str(page.context["expected"]), "reason": "they are right"})
    assert refused.status_code == 409 and "they are right" in refused.content.decode()
    assert Meeting.objects.get(pk=row.pk).place == "Dunmar"
    assert ours.post(place, {"act": "accept", "expected": str(refused.context["expected"])}).status_code == 302
    assert Meeting.objects.get(pk=row.pk).place == "Ostrel"


def test_declining_takes_a_reason_and_the_proposer_reads_it(office: People) -> None:
    row = made(office, Meeting, "Talks")
    theirs, ours = client_of(office.other_clerk), client_of(office.clerk)
    theirs.post(page_of(row, "propose/"), sent(theirs, row, place="Ostrel"))
    place = f"/exchange/proposals/{ChangeProposal.objects.get().pk}/"
    assert "Say why it is declined" in text(ours.post(place, {"act": "decline"}))
    assert ours.post(place, {"act": "sing"}).status_code == 404
    assert ours.post(place, {"act": "decline", "reason": "It was elsewhere."}).status_code == 302
    assert "It was elsewhere." in text(read(theirs, place))
    assert "decided already" in text(ours.post(place, {"act": "accept", "expected": str(row.version)}))


def test_what_was_typed_is_kept_and_named_where_it_is_wrong(office: People) -> None:
    row = made(office, Meeting, "Talks")
    client = client_of(office.other_clerk)
    for more, words in (
        ({"place": "Ostrel", "reason": ""}, "the keeper decides by it"),
        ({}, "Nothing was changed"),
        ({"partners": "Atlantis"}, "Atlantis"),
        ({"title": ""}, "This is needed"),
        ({"place": "Ostrel", "expected": "1"}, "you read version 1"),
    ):
        answer = client.post(page_of(row, "propose/"), sent(client, row, **more))
        assert answer.status_code in (422, 409) and words in text(answer), (more, text(answer)[:1500])
    assert not ChangeProposal.objects.exists()


def test_nobody_else_finds_a_proposal_or_its_form(office: People) -> None:
    row = made(office, Meeting, "Talks")
    theirs = client_of(office.other_clerk)
    theirs.post(page_of(row, "propose/"), sent(theirs, row, place="Ostrel"))
    place = f"/exchange/proposals/{ChangeProposal.objects.get().pk}/"
    assert client_of(office.clerk).get(page_of(row, "propose/")).status_code == 302, "who may change it changes it"
    assert client_of(office.reader).get(page_of(row, "propose/")).status_code == 404
    for person in (office.reader, office.planner, office.head):
        assert client_of(person).get(place).status_code == (200 if person == office.planner else 404)
        assert "we were there" not in text(read(client_of(office.reader), page_of(row, "exchange/")))
    assert Client().get(place).status_code == 302
    change(row, Draft({"marking": Marking.TOP_SECRET}), actor=office.installation, reason="raised")
    assert theirs.get(place).status_code == 404, "who may not see the record sees nothing of their proposal either"
    assert list(read(theirs, "/exchange/").context["proposals"]) == []


def test_a_follower_of_a_record_a_partner_or_a_register_reads_first_what_changed_there(office: People) -> None:
    client = client_of(office.reader)
    row = made(office, Meeting, "Talks")
    for number in range(3):
        made(office, registers()["objectives"].model, f"Aim {number}")
    france = Partner.objects.get(key="FRA")
    before = read(client, "/")
    assert before.context["followed"] == [] and before.context["others"]
    assert "Follow no longer" not in text(read(client, page_of(row)))
    for code, record in (("meetings", str(row.pk)), ("partners", str(france.pk)), ("objectives", "")):
        told = {"register": code, "record": record, "on": "1", "back": page_of(row)}
        assert client.post("/exchange/follow/", told).status_code == 302
        after = read(client, "/").context["followed"]
        assert {one.register for one in after} >= {"meeting record"}
        if code == "meetings":
            assert [one.caption for one in after] == [row.title]
            assert "Follow no longer" in text(read(client, page_of(row)))
    assert "objective" in {one.register for one in read(client, "/").context["followed"]}
    desk = read(client, "/exchange/")
    assert len(desk.context["follows"]) == 3
    client.post("/exchange/follow/", {"register": "meetings", "record": str(row.pk), "on": "0"})
    assert "Follow no longer" not in text(read(client, page_of(row)))
    hidden = made(office, Meeting, "Hidden", marking=Marking.SECRET)
    told = {"register": "meetings", "record": str(hidden.pk), "on": "1"}
    assert client.post("/exchange/follow/", told).status_code == 404
    assert client.post("/exchange/follow/", {**told, "record": "x"}).status_code == 404
    for back in ("https://evil.example/", "//evil.example/", "then", "-1", ""):
        elsewhere = client.post("/exchange/follow/", {"register": "notes", "on": "1", "back": back})
        assert elsewhere["Location"] == "/exchange/"


def test_a_list_with_filters_has_a_button_to_follow_what_it_shows(office: People) -> None:
    client, place = client_of(office.reader), "/registers/requests/?kind=copy&column=question&status="
    page = text(read(client, place))
    assert "Follow what these filters show" in page
    assert "Follow what these filters show" not in text(read(client, "/registers/requests/?column=question"))
    assert "Follow what these filters show" not in text(read(client_of(None), place))
    told = {"register": "requests", "query": "kind=copy&column=question", "on": "1", "back": place}
    assert client.post("/exchange/follow/", told)["Location"] == place
    assert "Follow no longer" in text(read(client, "/registers/requests/?kind=copy"))
    desk = read(client, "/exchange/").content.decode()
    assert 'href="/registers/requests/?kind=copy"' in desk
    assert client.post("/exchange/follow/", {**told, "query": "kind=song"}).status_code == 400
    client.post("/exchange/follow/", {**told, "on": "0"})
    assert "Follow no longer" not in text(read(client, "/registers/requests/?kind=copy"))
