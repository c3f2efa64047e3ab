"""Reminders: who is told what, how often, and what a letter may not say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from tests.procedures.conftest import Hire
from trivet.cli.main import main
from trivet.core.accounts import set_mail
from trivet.core.profile import Profile, ProfileError, load_profile
from trivet.core.users import Duty
from trivet.procedures.acting import Taking, take
from trivet.procedures.dossiers import Dossier
from trivet.procedures.reminding import distances_of, reminders_of
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db
Make = Callable[..., Dossier]
FACTS = {"starts": "2024-06-20", "ends": "2024-06-21", "rank": "minister", "topics": "none"}


@pytest.fixture
def sending(settings: Any) -> None:
    """An installation that sends mail, and is reached at an address."""
    settings.TRIVET_MAIL_URL, settings.TRIVET_ADDRESS = "memorymail://", "https://record.example"


def run(capsys: pytest.CaptureFixture[str], day: str, *words: str) -> str:
    """What the command says on the morning of a day in Ha Noi."""
    with time_machine.travel(f"{day}T02:00:00Z"):
        assert main(["remind", *words]) == 0
    return capsys.readouterr().out


def test_the_organiser_is_told_at_each_distance_and_never_twice(
    prepared: Make, hire: Hire, sending: None, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk = hire("vufo")
    set_mail(clerk, "lan@example.org", actor=clerk, reason="reminders")
    with time_machine.travel("2024-04-01T08:00:00Z"):
        dossier = prepared(clerk, "vufo", facts=FACTS)  # to be filed by 11 May
    sent = []
    days = ("2024-05-03", "2024-05-04", "2024-05-04", "2024-05-08", "2024-05-09", "2024-05-11", "2024-05-12")
    for day in (*days, "2024-05-17", "2024-05-18", "2024-05-24", "2024-05-25"):
        run(capsys, day)
        sent += [(day, letter) for letter in mail.outbox[len(sent) :]]
    told = {day: str(letter.body).splitlines()[0] for day, letter in sent}
    assert told == {
        "2024-05-04": "11 May 2024 (in 7 days): file in time: A conference on rivers",
        "2024-05-08": "11 May 2024 (in 3 days): file in time: A conference on rivers",
        "2024-05-11": "11 May 2024 (today): file in time: A conference on rivers",
        "2024-05-18": "11 May 2024 (overdue by 7 days): file in time: A conference on rivers",
        "2024-05-25": "11 May 2024 (overdue by 14 days): file in time: A conference on rivers",
    } and len(sent) == len(told)
    letter = sent[-1][1]
    assert letter.to == ["lan@example.org"] and letter.subject == "1 thing is due, 1 of them overdue"
    assert f"https://record.example/registers/dossiers/{dossier.pk}/" in letter.body
    with time_machine.travel("2024-05-26T08:00:00Z"):
        take(dossier, Taking("withdraw", "given up"), actor=clerk)
    assert "A conference" not in run(capsys, "2024-06-01")


def test_what_was_missed_for_a_day_is_told_on_the_next(
    prepared: Make, hire: Hire, sending: None, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk = hire("vufo")
    set_mail(clerk, "lan@example.org", actor=clerk, reason="reminders")
    with time_machine.travel("2024-04-01T08:00:00Z"):
        prepared(clerk, "vufo", facts=FACTS)
    run(capsys, "2024-05-06")  # the machine was off on the 4th
    run(capsys, "2024-05-07")
    assert [str(one.body).splitlines()[0][:24] for one in mail.outbox] == ["11 May 2024 (in 5 days):"]


def test_a_letter_names_nothing_that_is_marked_above_internal(
    prepared: Make, hire: Hire, sending: None, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk = hire("vufo")
    set_mail(clerk, "lan@example.org", actor=clerk, reason="reminders")
    with time_machine.travel("2024-04-01T08:00:00Z"):
        prepared(clerk, "vufo", facts=FACTS, title="Inner talks", marking=Marking.CONFIDENTIAL)
        prepared(clerk, "vufo", facts=FACTS, title="For a few", need_to_know=True)
    run(capsys, "2024-05-11")
    (letter,) = mail.outbox
    assert "Inner" not in letter.body and "few" not in letter.body and "file in time" not in letter.body
    assert str(letter.body).count("11 May 2024 (today): a dossier\n  https://record.example/") == 2


def test_people_are_told_by_their_rights_of_the_day(prepared: Make, hire: Hire) -> None:
    clerk, other = hire("vufo"), hire("mfa")
    with time_machine.travel("2024-05-10T08:00:00Z"):
        prepared(clerk, "vufo", facts=FACTS)
        now, profile = timezone.now(), load_profile("vietnam")
        assert [one.days for one in reminders_of(clerk, profile, now)] == [1]
        assert reminders_of(other, profile, now) == [], "what others owe is not theirs"
        Duty.objects.filter(user=clerk).delete()
        assert reminders_of(clerk, profile, now) == []


def test_without_a_mail_server_it_is_only_said(prepared: Make, hire: Hire, capsys: pytest.CaptureFixture[str]) -> None:
    with time_machine.travel("2024-04-01T08:00:00Z"):
        prepared(hire("vufo"), "vufo", facts=FACTS)
    for _turn in range(2):
        told = run(capsys, "2024-05-11")
        assert "A conference on rivers" in told and "TRIVET_MAIL_URL" in told and not mail.outbox
    assert '"sent": false' in run(capsys, "2024-05-11", "--json")
    assert "Hội nghị" not in run(capsys, "2024-05-11", "--lang", "vi") and not mail.outbox


def test_a_profile_says_at_which_distances_and_a_wrong_one_is_refused() -> None:
    def profile(*days: object) -> Profile:
        return Profile("own", "KEN", {"reminders": [{"days": one} for one in days]})

    assert distances_of(profile()) == (7, 3, 1, 0) and distances_of(profile(10, 2)) == (10, 2)
    with pytest.raises(ProfileError, match="number from 0"):
        distances_of(profile("soon"))
