"""One letter: what other bodies ask and tell, what changed in what one follows; nothing that its marking forbids."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.core import mail

from tests.coordination.making import asked, told
from tests.people import People
from trivet.cli.main import main
from trivet.coordination.acknowledging import acknowledge
from trivet.coordination.follows import MOST_FILTERS, Follow, TooMany, follow, plain_query
from trivet.coordination.requesting import answer
from trivet.coordination.requests import Request
from trivet.core.accounts import set_mail
from trivet.core.actions import change
from trivet.core.drafts import Draft
from trivet.core.partners import Partner
from trivet.core.register import register_of
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db


@pytest.fixture
def sending(settings: Any, office: People) -> People:
    """An installation that sends mail to the other body's clerk and to the reader."""
    settings.TRIVET_MAIL_URL, settings.TRIVET_ADDRESS = "memorymail://", "https://record.example"
    for person in (office.other_clerk, office.reader):
        set_mail(person, f"{person.username}@example.org", actor=person, reason="letters")
    return office


def letters(day: str) -> dict[str, Any]:
    """Who gets which letter on the morning of a day."""
    before = len(mail.outbox)
    with time_machine.travel(f"{day}T02:00:00Z"):
        assert main(["remind"]) == 0
    return {one.to[0].split("@")[0]: one for one in mail.outbox[before:]}


def test_who_is_asked_and_told_gets_one_letter_and_is_told_again_as_the_day_comes(sending: People) -> None:
    with time_machine.travel("2026-06-01T08:00:00Z"):
        request = asked(sending, due="2026-06-12")
        note = told(sending)
    first = letters("2026-06-02")["other_clerk"]
    assert first.subject == "News from other bodies and of what you follow"
    assert "asked of your body: Which visits are planned to France?" in first.body
    assert f"https://record.example/registers/requests/{request.pk}/" in first.body
    assert "to be acknowledged: The visit is put off" in first.body
    assert "other_clerk" not in letters("2026-06-02"), "nobody is told twice"
    near = letters("2026-06-06")["other_clerk"]
    assert "12 Jun 2026 (in 6 days): Which visits" in near.body and "put off" not in near.body
    assert "overdue by 8 days" in letters("2026-06-20")["other_clerk"].body
    with time_machine.travel("2026-06-20T08:00:00Z"):
        answer(request, "Two.", actor=sending.other_clerk)
        acknowledge(note, actor=sending.other_clerk, read=note.version)
    assert "other_clerk" not in letters("2026-06-28")


def test_a_letter_names_nothing_that_its_marking_keeps_from_mail(sending: People) -> None:
    with time_machine.travel("2026-06-01T08:00:00Z"):
        asked(sending, "Who meets whom?", marking=Marking.CONFIDENTIAL)
        told(sending, "For your eyes", need_to_know=True)
    letter = letters("2026-06-02")["other_clerk"]
    assert "asked of your body: request" in letter.body and "to be acknowledged: note" in letter.body
    assert "Who meets whom" not in letter.body + letter.subject and "For your eyes" not in letter.body


def test_a_follower_is_told_of_what_others_changed_and_of_nothing_hidden(sending: People) -> None:
    france = Partner.objects.get(key="FRA")
    follow(sending.reader, register_of(Partner), france.pk, on=True)
    with time_machine.travel("2026-06-01T08:00:00Z"):
        request = asked(sending, "About France?", partners=[france])
        asked(sending, "Hidden about France?", partners=[france], marking=Marking.CONFIDENTIAL)
        asked(sending, "About nobody?")
    letter = letters("2026-06-02")["reader"]
    assert "changed: About France?" in letter.body
    assert "Hidden" not in letter.body and "request\n" not in letter.body and "nobody" not in letter.body
    assert "reader" not in letters("2026-06-03")
    with time_machine.travel("2026-06-04T08:00:00Z"):
        change(request, Draft({"question": "About France and Spain?"}), actor=sending.clerk, reason="wider")
    assert "changed: About France and Spain?" in letters("2026-06-05")["reader"].body


def test_who_follows_a_filter_is_told_of_what_stands_in_its_list_and_may_be_seen(sending: People) -> None:
    follow(sending.reader, register_of(Request), None, on=True, query="kind=copy&partners=FRA")
    france = [Partner.objects.get(key="FRA")]
    with time_machine.travel("2026-06-01T08:00:00Z"):
        asked(sending, "A copy about France?", partners=france, kind="copy")
        asked(sending, "Hidden copy about France?", partners=france, kind="copy", marking=Marking.CONFIDENTIAL)
        asked(sending, "A word about France?", partners=france)
        other = asked(sending, "A copy about nobody?", kind="copy")
    letter = letters("2026-06-02")["reader"]
    assert "changed: A copy about France?" in letter.body and letter.body.count("changed:") == 1
    with time_machine.travel("2026-06-03T08:00:00Z"):
        change(other, Draft({"partners": france}), actor=sending.clerk, reason="it is about France after all")
    assert "changed: A copy about nobody?" in letters("2026-06-04")["reader"].body, "it came into the list"


def test_a_filter_that_means_nothing_any_more_tells_nothing(sending: People) -> None:
    follow(sending.reader, register_of(Request), None, on=True, query="kind=song")
    with time_machine.travel("2026-06-01T08:00:00Z"):
        asked(sending, "About France?")
    assert "reader" not in letters("2026-06-02")


def test_so_many_filters_are_followed_and_no_more(sending: People) -> None:
    for number in range(MOST_FILTERS):
        follow(sending.reader, register_of(Request), None, on=True, query=f"q=word{number}")
    with pytest.raises(TooMany):
        follow(sending.reader, register_of(Request), None, on=True, query="q=more")
    follow(sending.reader, register_of(Request), None, on=True, query="q=word1")
    follow(sending.reader, register_of(Request), None, on=False, query="q=word2")
    follow(sending.reader, register_of(Request), None, on=True, query="q=more")
    assert Follow.objects.filter(user=sending.reader).count() == MOST_FILTERS


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("partners=FRA&kind=copy", "kind=copy&partners=FRA"),
        ("kind=&q=+&column=title&rows=compact&after=x&known=2024-01-01", ""),
        ("q=c%C3%A0+ph%C3%AA", "q=c%C3%A0+ph%C3%AA"),
    ],
)
def test_the_same_filters_are_one_however_they_are_written(text: str, plain: str) -> None:
    assert plain_query(text) == plain
