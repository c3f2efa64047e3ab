"""The tasks as a board: who works with them sees at a glance what is overdue, what is begun, what is reported."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from django.utils import timezone

from tests.core.making import source
from tests.people import People
from tests.programme.test_tasking import day, given, policy
from tests.web.dossiers import read, text
from tests.web.samples import client_of
from trivet.core.actions import change, create, move
from trivet.core.drafts import Draft
from trivet.core.partners import Partner
from trivet.programme.task_columns import MOST
from trivet.programme.tasking import report_done
from trivet.registers.tasks import Task
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db
BOARD = "/tasks/board/"


def task(people: People, title: str, **values: Any) -> Task:
    """A task of the ministry, as its clerk writes it down."""
    draft = Draft({"title": title, "keeper": people.ministry, **values})
    made: Task = create(Task, draft, actor=people.clerk, reason="given", submit=True)
    return made


def columns(user: Any, query: str = "") -> dict[str, list[str]]:
    """The names of the tasks on the board by the word over their column, read within the budget."""
    page = read(client_of(user), f"{BOARD}{query}").content.decode()
    found = {}
    for heading, rest in re.findall(r'<section class="lane.*?<h2[^>]*>(.*?)</h2>(.*?)</section>', page, re.S):
        word = re.sub(r"<[^>]+>", "", heading.split("<small>")[0]).strip()
        found[word] = re.findall(r'<li><a href="[^"]+">([^<]+)</a>', rest)
    return found


def test_each_task_stands_in_one_column_the_most_urgent_first(office: People) -> None:
    task(office, "Later", due=day(30))
    task(office, "Soon", due=day(3))
    task(office, "Some day")
    task(office, "Late", due=day(-3))
    task(office, "Later still", due=day(-9), status="in-progress")
    task(office, "Begun", status="in-progress", due=day(2))
    task(office, "Dropped", status="dropped", due=day(-3))
    reported = task(office, "Reported", status="done", done=day(-1), evidence=source(office).pk)
    done = given(office, policy(office), due=day(4))
    done = report_done(done, source(office, "Minutes").pk, actor=office.clerk, reason="it is open", done=day(0))
    assert columns(office.clerk) == {
        "Overdue": ["Later still", "Late"],
        "To do": ["Soon", "Later", "Some day"],
        "In progress": ["Begun"],
        "Reported done": [Task.objects.get(pk=done.pk).title, "Reported"],
        "Done": [],
    }
    cited = Draft(citations=[{"source_id": source(office, "Letter").pk, "confidence": "high"}])
    reported = change(reported, cited, actor=office.clerk, reason="a letter says so")
    move(reported, "verify", actor=office.reviewer, reason="read")
    assert columns(office.clerk)["Done"] == ["Reported"], "a second person has seen it"


def test_the_board_takes_the_filters_of_the_list_and_what_ones_own_bodies_do(office: People) -> None:
    task(office, "With France", due=day(3), partners=[Partner.objects.get(key="FRA")])
    task(office, "With nobody", due=day(3))
    led = given(office, policy(office), "1", office.commission, due=day(5)).title
    assert columns(office.clerk, "?partners=FRA")["To do"] == ["With France"]
    listed = read(client_of(office.clerk), "/registers/tasks/?partners=FRA").content.decode()
    assert "/tasks/board/?partners=FRA" in listed and "As a board" in listed
    assert columns(office.other_clerk, "?mine=1")["To do"] == [led]
    assert set(columns(office.clerk, "?mine=1")["To do"]) == {"With France", "With nobody", led}, "theirs to keep"
    assert client_of(office.clerk).get(f"{BOARD}?status=burnt").status_code == 400


def test_nobody_sees_on_the_board_what_they_may_not_see(office: People) -> None:
    task(office, "Secret", due=day(3), marking=Marking.SECRET)
    task(office, "Open", due=day(3))
    assert set(columns(office.clerk)["To do"]) == {"Secret", "Open"}
    for user in (office.reader, None):
        assert columns(user)["To do"] == ["Open"]


def test_as_it_was_known_the_board_shows_the_day_of_then(office: People) -> None:
    row = task(office, "Soon late", due=day(0))
    then = timezone.now().isoformat().replace("+00:00", "Z")
    change(row, Draft({"status": "in-progress", "due": day(-1)}), actor=office.clerk, reason="begun")
    assert columns(office.clerk)["Overdue"] == ["Soon late"]
    assert columns(office.clerk, f"?known={then}")["To do"] == ["Soon late"]


@pytest.mark.parametrize("language", ["en", "vi", "id"])
def test_a_full_board_is_light_and_says_that_there_is_more(office: People, language: str) -> None:
    for number in range(MOST + 3):
        task(office, f"Task {number}", due=day(number + 1))
        task(office, f"Late {number}", due=day(-number - 1))
    found = columns(office.clerk)
    assert len(found["To do"]) == len(found["Overdue"]) == MOST
    answer = client_of(office.clerk).get(BOARD, headers={"accept-language": language})
    assert len(gzip.compress(answer.content, 6)) <= 12_000
    assert answer.content.decode().count(f"{MOST}+") == 2


def test_a_reader_of_the_screen_hears_each_column_by_its_word(office: People) -> None:
    task(office, "Late", due=day(-2))
    page = read(client_of(office.reader), BOARD).content.decode()
    assert '<section class="lane overdue" aria-labelledby="lane-overdue"><h2 id="lane-overdue">' in page
    assert "overdue by 2 days" in text(client_of(office.reader).get(BOARD))
    assert "<script" not in page.split("<main")[1].split("</main>")[0], "it works without a script"
