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
from trivet.coordination.follows import follow
from trivet.coordination.requesting import answer
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
