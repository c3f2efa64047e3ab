"""A clerk's page of proposals: a text is pasted, read beside its words, edited, accepted, rejected."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.people import People
from trivet.intake.desk.proposal import Proposal
from trivet.registers.agreements import Agreement

SIGNED = "On 5 November 2024 we signed a treaty with Peru."


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def handed_in(people: People) -> tuple[Client, Proposal]:
    client = signed_in(people.clerk)
    sent = {"text": SIGNED, "title": "Release", "keeper": str(people.ministry.pk), "marking": "1"}
    assert client.post("/reading/", sent, follow=True).status_code == 200
    return client, Proposal.objects.get()


@pytest.mark.parametrize("language", ["en", "vi", "id"])
def test_the_desk_lists_what_waits_and_a_page_marks_its_words(people: People, language: str) -> None:
    client, made = handed_in(people)
    client.cookies["django_language"] = language
    page = client.get("/reading/").content.decode()
    assert "signed a treaty with Peru" in page and f"/reading/{made.pk}/" in page
    page = client.get(f"/reading/{made.pk}/").content.decode()
    assert "<mark>signed a treaty with Peru</mark>" in page and "PER" in page


def test_a_text_in_no_language_is_refused_and_not_lost(people: People) -> None:
    client = signed_in(people.clerk)
    sent = {
        "text": "Ein Vertrag wurde am Montag von den beiden Ländern unterzeichnet.",
        "keeper": str(people.ministry.pk),
        "marking": "1",
    }
    answer = client.post("/reading/", sent)
    assert answer.status_code == 422 and "unterzeichnet" in answer.content.decode()


def test_an_edited_proposal_is_accepted_as_it_was_typed(people: People) -> None:
    client, made = handed_in(people)
    sent = {
        "act": "accept",
        "title": "Treaty with Peru",
        "kind": "treaty",
        "parties": "PER",
        "signed": "2024-11-05",
        "reason": "read",
    }
    answer = client.post(f"/reading/{made.pk}/", sent)
    row = Agreement.objects.get()
    assert answer.status_code == 302 and answer["Location"].endswith(f"/registers/agreements/{row.pk}/")
    assert (row.title, row.kind, str(row.signed), row.keeper_id) == (
        "Treaty with Peru",
        "treaty",
        "2024-11-05",
        people.ministry.pk,
    )


def test_what_cannot_be_written_stands_at_its_field_and_nothing_is_lost(people: People) -> None:
    client, made = handed_in(people)
    sent = {"act": "accept", "title": "", "kind": "treaty", "parties": "Nowhereland"}
    answer = client.post(f"/reading/{made.pk}/", sent)
    assert answer.status_code == 422 and "Nowhereland" in answer.content.decode()
    assert not Agreement.objects.exists() and Proposal.objects.get().status == "open"


def test_it_is_rejected_undone_and_hidden_from_others(people: People) -> None:
    client, made = handed_in(people)
    assert client.post(f"/reading/{made.pk}/", {"act": "reject", "reason": "no"}).status_code == 302
    assert client.post(f"/reading/{made.pk}/", {"act": "reject", "reason": "no"}).status_code == 422
    assert client.post(f"/reading/{made.pk}/", {"act": "undo"}).status_code == 302
    assert client.post(f"/reading/{made.pk}/", {"act": "fly"}).status_code == 404
    assert signed_in(people.other_clerk).get(f"/reading/{made.pk}/").status_code == 404
    assert signed_in(people.reader).get("/reading/").status_code == 404
    assert Client().get(f"/reading/{made.pk}/").status_code == 302


def test_a_file_that_is_too_large_is_refused_whole(people: People) -> None:
    client = signed_in(people.clerk)
    for path in ("/reading/", "/check/"):
        file = SimpleUploadedFile("long.txt", (SIGNED + "\n").encode() * 45_000)
        answer = client.post(path, {"file": file, "keeper": str(people.ministry.pk), "marking": "1"})
        assert "long.txt" in answer.content.decode() and "larger than 2 MB" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_who_verifies_takes_back_what_was_accepted_and_decides_nothing(people: People) -> None:
    client, made = handed_in(people)
    reviewer = signed_in(people.reviewer)
    page = reviewer.get(f"/reading/{made.pk}/").content.decode()
    assert (
        "<mark>" in page
        and 'value="accept"' not in page
        and "enctype" not in reviewer.get("/reading/").content.decode()
    )
    assert reviewer.post("/reading/", {"text": SIGNED}).status_code == 404
    assert reviewer.post(f"/reading/{made.pk}/", {"act": "reject", "reason": "no"}).status_code in {403, 422}
    sent = {"act": "accept", "title": "Treaty", "kind": "treaty", "parties": "PER", "signed": "2024-11-05"}
    assert client.post(f"/reading/{made.pk}/", sent).status_code == 302
    assert 'value="undo"' in reviewer.get(f"/reading/{made.pk}/").content.decode()
    assert reviewer.post(f"/reading/{made.pk}/", {"act": "undo", "reason": "called back"}).status_code == 302
    assert Agreement.objects.get().state == "withdrawn" and Proposal.objects.get().status == "open"
