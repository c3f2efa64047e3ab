"""The exercise on the day it was built: what is overdue, who may not decide, and that all is invented."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import docx
import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.web.dossiers import page_of, read, text
from tests.web.samples import client_of
from trivet.cli.main import main
from trivet.coordination.text_cases import replay_texts
from trivet.core.history import with_parts
from trivet.core.office import profile
from trivet.core.profile import said
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.procedures.board import Narrowing, owed
from trivet.procedures.cases import read_case
from trivet.procedures.dossiers import Dossier, Obligation, Step
from trivet.procedures.editions import edition, procedures
from trivet.procedures.exercises import build
from trivet.programme.outcomes import around
from trivet.programme.visiting import differences, outside
from trivet.programme.visits import Visit
from trivet.registers.tasks import Task
from trivet.reports.thread import thread_of
from trivet.values.territories import LANGUAGES

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).resolve().parents[2] / "examples" / "exercise"
#: One day before a summer's end and one after the lunar new year, whose holidays move terms of working days.
DAYS = ("2026-08-12T09:00:00Z", "2027-03-03T09:00:00Z")
SAID = "Exercise: country, bodies, people and cases are invented."

#: What is overdue by plan: the dossier, the clock or the branch, and who owes it.
OVERDUE = {
    ("Exchange of puppet theatres with Tarnhollow", "decision", "mfa"),
    ("Treaty with Ostrel on shared fisheries", "appraisal", "justice"),
    ("Archivists to the vaults of Tarnhollow", "trip-report", "vufo"),
    ("Forum on safe passage through the Narrows", "consultation", "defence"),
    ("Treaty with Ostrel on rescue at sea", "deposit", "finance"),
    ("Open harbours", "interim-review", "mfa"),
    ("Meeting of choirs of the Inner Sea", "filing", "mfa-culture"),
    ("Festival of lantern makers", "result", "vufo"),
    ("Agreement of the Friendship Houses on exchanging pilots' apprentices", "change-notice", "vufo"),
    ("Programme of the Friendship Houses for the coming year", "consultation", "mfa"),
    ("Study tour to the orchards of Ostrel", "examination", "mfa"),
}


#: The thread of the ferry, from the policy to the task; texts and opinions on other matters stand beside it.
THREAD = [
    ("policies", "harbour-project"),
    ("objectives", "ferry-lines"),
    ("visits", "file-ostrel"),
    ("activities", "ostrel-visit"),
    ("meetings", "talks-ostrel"),
    ("dossiers", "agreement-ferry"),
    ("agreements", "ferry-agreement"),
    ("commitments", "ferry"),
    ("tasks", "quay-plan"),
]


@pytest.fixture(scope="module", params=DAYS)
def _built(request: pytest.FixtureRequest, django_db_setup: Any, django_db_blocker: Any) -> Iterator[str]:
    """The exercise, built once for all tests of a day."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(request.param, tick=False):
            build(FOLDER, further=replay_texts)
        yield request.param
        transaction.set_rollback(True)


@pytest.fixture
def today(_built: str, db: Any) -> Iterator[date]:
    """The day on which it was built, which it still is."""
    with time_machine.travel(_built, tick=False):
        yield timezone.now().date()


def person(username: str) -> User:
    return User.objects.get(username=username)


def dossier(title: str) -> Any:
    return Dossier.objects.get(title=title)


def live(kind: Any, **wanted: object) -> list[Any]:
    return list(kind.objects.at(None).filter(**wanted).order_by("owner", "position"))


def test_each_procedure_is_there_the_treaty_by_both_its_editions(today: date) -> None:
    found = list(Dossier.objects.exclude(stage=""))
    wanted = {(one.code, one.procedure.valid_from) for one in procedures(profile())}
    assert {(one.procedure, edition(one.edition).procedure.valid_from) for one in found} == wanted
    assert len([code for code, _begin in wanted if code == "treaty"]) == 2
    wanted_states = {"preparing", "consulting", "refused", "held", "reported", "signing-decided", "certified", "abroad"}
    assert wanted_states <= {one.stage for one in found}
    assert {one.variant for one in found} == {"normal", "shortened"}


def test_what_is_overdue_is_what_was_planned(today: date) -> None:
    auditor = Standpoint(person("auditor-mfa"))
    rows = owed(auditor, Narrowing(overdue=timezone.now())).select_related("debtor")
    told = {(row.owner.title, row.branch or row.clock, row.debtor.key) for row in rows}
    assert told == OVERDUE
    soon = [row for row in live(Obligation, outcome="open") if row.due and 0 <= (row.due - today).days <= 14]
    assert len(soon) >= 8


def test_two_visits_wait_for_what_people_practise_on_them(today: date) -> None:
    clerk = Standpoint(person("clerk-mfa"))
    past, ahead = (with_parts(Visit.objects.get(key=key), None) for key in ("file-ostrel", "file-tarnhollow"))
    found = around(clerk, past)
    clerk.attach(found.meetings, parts=True)
    assert len(found.open_points) == 3 and {row.key for row in found.made} >= {"ferry", "quay-plan"}
    assert not differences(past, found.activity)
    assert [one.title for one in outside(ahead)] == ["Visit to the harbour school"]
    assert around(clerk, ahead).activity is None


def test_one_thread_runs_from_the_policy_to_the_review(today: date) -> None:
    clerk = Standpoint(person("clerk-mfa"))
    found = thread_of(clerk, Task, Task.objects.get(key="quay-plan").pk)
    assert found
    told = [(one.code, one.row.key) for one in found.stations]
    assert [one for one in told if one in THREAD] == THREAD, told
    stations = {(one.code, one.row.key): one for one in found.stations}
    assert {doer.pillar for doer in stations[THREAD[3]].doers} == {"party", "state", "people"}
    answers = {one.body.key: one.answer for one in stations[THREAD[5]].advice}
    assert answers == {"mfa": "agrees", "finance": "agrees", "public-security": "agrees-with-changes"}
    assert {line.figure.code for line in found.review} >= {"activities.key-leaders", "agreements.signed"}
    assert not any(line.figure.across for line in found.review), (
        "what hangs on other records is not asked of these alone"
    )


def test_opinions_came_late_never_and_are_still_awaited(today: date) -> None:
    forum = dossier("Forum on safe passage through the Narrows")
    asked = {row.debtor.key: row for row in live(Obligation, owner=forum.pk, branch="consultation")}
    assert {key: (row.outcome, row.answer) for key, row in asked.items()} == {
        "public-security": ("late", "agrees-with-changes"),
        "defence": ("open", ""),
        "finance": ("open", ""),
    }
    assert asked["defence"].due < today < asked["finance"].due
    met_late = {row.owner.title for row in live(Obligation, outcome="late")}
    assert {"Seminar of net makers", "Treaty with Ostrel on shared fisheries"} <= met_late


def test_nobody_decided_on_what_they_had_submitted(today: date) -> None:
    decided = 0
    for one in Dossier.objects.exclude(stage=""):
        acts = {transition.code: transition.act for transition in edition(one.edition).transitions}
        steps = live(Step, owner=one.pk)
        submitted = {step.actor for step in steps if acts.get(step.transition, "submit") == "submit"}
        deciders = {step.actor for step in steps if acts.get(step.transition) == "decide"}
        assert not submitted & deciders, one.title
        decided += len(deciders)
    assert decided >= 15


def test_the_ministry_decided_by_the_delegation_of_the_cabinet(today: date) -> None:
    (step,) = live(Step, owner=dossier("Agreement of the Cabinet on harbour lights").pk, transition="decide-signing")
    assert step.delegation.document.startswith("Cabinet letter 12")
    assert (step.body.key, step.actor, step.authority) == ("mfa", "head-mfa", "prime-minister")


def test_a_clerk_goes_on_with_a_dossier_that_was_sent_back(today: date) -> None:
    client = client_of(person("clerk-vufo"))
    page = text(read(client, page_of(dossier("Conference on tide tables"))))
    assert "the project does not name the foreign guests" in page and "File…" in page


def test_every_page_says_that_all_is_invented_within_its_statements(today: date) -> None:
    client = client_of(person("head-mfa"))
    pages = ["/", "/obligations/", "/programme/", f"/calendar/{today.year}/", "/procedures/", "/map/"]
    pages += [page_of(one) for one in Dossier.objects.all()]
    for url in pages:
        answer = read(client, url)
        assert SAID in text(answer), url
        assert re.search(r'media="print" href="[^"]*of=[^"]*EXERCISE"', answer.content.decode()), url
    assert SAID in text(Client().get("/account/login/", follow=True)), "before anybody has signed in"
    assert "Velmara" in text(client.get("/"))


def test_the_programme_has_a_complement_of_two_pillars(today: date) -> None:
    client = client_of(person("head-mfa"))
    found = re.findall(r"/programme/[0-9a-f-]{36}/", client.get("/programme/").content.decode())
    pages = [text(client.get(f"{url}findings/")) for url in set(found)]
    (page,) = (one for one in pages if "in several pillars" in one)
    assert "Talks on shared fisheries in Ostrel" in page and "guilds visit the fisheries" in page


def test_every_page_of_every_paper_says_so(today: date) -> None:
    client = client_of(person("head-mfa"))
    pack = f"/commitments/{today.year}-Q{(today.month + 2) // 3}"
    papers = f"/conference/{today.year}-H{1 if today.month <= 6 else 2}"
    for stem in (pack, papers, "/partners/QOS/brief", f"/review/{today.year}"):
        told = PdfReader(io.BytesIO(client.get(f"{stem}.pdf").content))
        assert all(SAID in page.extract_text() for page in told.pages), stem
        words = docx.Document(io.BytesIO(client.get(f"{stem}.docx").content))
        assert any(SAID in line.text for line in words.sections[0].header.paragraphs), stem
    for url in (f"{pack}.html", "/partners/QOS/brief.html", f"/review/?year={today.year}"):
        assert text(client.get(url, follow=True)).count(SAID) >= 1, url
    book = load_workbook(io.BytesIO(client.get(f"{pack}.xlsx").content))
    assert all(str(sheet["A1"].value).startswith(SAID) for sheet in book)


def test_each_file_that_is_taken_away_bears_it_in_its_name(today: date) -> None:
    client = client_of(person("head-mfa"))
    plan = re.search(r"/programme/[0-9a-f-]{36}/", client.get("/programme/").content.decode())
    assert plan
    urls = ["/registers/dossiers/?format=csv", "/registers/dossiers/?format=xlsx", f"{plan[0]}form.xlsx"]
    for url in [*urls, "/partners/QOS/brief.pdf", "/figures/agreements.signed/?period=2026&format=csv"]:
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert 'filename="exercise-' in answer["Content-Disposition"], url


def test_the_feed_says_so_in_its_name_and_in_each_event(today: date) -> None:
    page = client_of(person("clerk-vufo")).post("/account/feeds/", {"name": "Houses", "mine": "1"})
    found = re.search(r"/feeds/[\w-]+\.ics", page.content.decode())
    assert found
    calendar = Calendar.from_ical(Client().get(found[0]).content)
    assert calendar["X-WR-CALNAME"] == "Exercise: Houses"
    events = [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]
    assert len(events) > 5 and all(one.startswith("Exercise: ") for one in events)


def test_the_reminder_says_so_in_its_subject_and_first(today: date, capsys: pytest.CaptureFixture[str]) -> None:
    with patch.dict("os.environ", {"TRIVET_LANG": "en"}):
        assert main(["remind"]) == 0
    told = capsys.readouterr().out
    assert "Head, Ministry: Exercise: " in told and SAID in told


def test_each_case_says_what_it_teaches_and_holds_its_stage(today: date) -> None:
    for path in sorted((FOLDER / "dossiers").glob("*.toml")):
        case = read_case(path)
        kept = dossier(said(case.title))
        assert (kept.stage, kept.note) == (case.stage, said(case.lesson)), path.name
        assert all(set(words) == set(LANGUAGES) for words in (case.title, case.lesson) if isinstance(words, dict))
