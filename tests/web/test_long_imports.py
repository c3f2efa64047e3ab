"""Large files: a worker reads, writes and undoes them, pages tell how far it is, and nothing of them is half seen."""

from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override

from tests.people import People
from tests.web.samples import client_of
from tests.web.test_exchange_story import HEADING, PARIS, archive, prepared, send
from trivet.core import importing, uploads, working
from trivet.core.imports import FilePiece, Import
from trivet.core.register import registers
from trivet.core.sources import Source
from trivet.core.standpoint import Standpoint
from trivet.core.verifying import verify
from trivet.core.working import work_once
from trivet.registers.activities import Activity

pytestmark = pytest.mark.django_db

ROWS = 7
MANY = HEADING + "".join(f"k{n},Visit {n},call,FRA,2024-01,\n" for n in range(ROWS))


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here more than three rows are many, and two make a piece."""
    monkeypatch.setattr("trivet.web.import_upload.AT_ONCE", 3)
    monkeypatch.setattr(working, "AT_ONCE", 3)
    monkeypatch.setattr(importing, "WHOLE", 3)
    monkeypatch.setattr(importing, "PIECE", 2)


class Killed(BaseException):
    """The worker's process is gone."""


def kill_worker_after(monkeypatch: pytest.MonkeyPatch, steps: int, work: str) -> None:
    """Let a worker begin, and kill it when it has told so many times how far its work has come."""
    count = 0
    tell = working._Telling.__call__

    def told(self: Any, step: str, done: int, of: int | None) -> None:
        nonlocal count
        tell(self, step, done, of)
        count += step == work
        if count > steps:
            raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(working._Telling, "__call__", told)
        with pytest.raises(Killed):
            work_once()


def seen_by(user: Any) -> int:
    """How many activities somebody finds in the register and in the index."""
    standpoint = Standpoint(user)
    found = {standpoint.of(Activity).count(), standpoint.entries().filter(register="activities").count()}
    assert len(found) == 1
    return found.pop()


def committed(office: People, **choices: str) -> str:
    """A large file of new activities in the record, by the hands of a worker."""
    clerk = client_of(office.clerk)
    url = str(send(clerk, MANY).url)
    prepared(clerk, url, **choices)
    assert work_once()
    assert clerk.post(url, {"do": "commit"}).status_code == 302
    assert work_once() and not work_once()
    return url


def test_a_large_file_is_left_to_a_worker_and_shows_when_it_is_complete(
    office: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = client_of(office.clerk)
    url = send(clerk, MANY).url
    page = prepared(clerk, url, submit="submit")
    assert "waiting for its turn" in page.content.decode().lower() and "nobody is at work" in page.content.decode()
    assert clerk.post(url, {"do": "commit"}).status_code == 409, "a worker has it in hand"
    kill_worker_after(monkeypatch, 1, "try")
    text = clerk.get(url).content.decode()
    assert f"2 of {ROWS} rows" in text and f'max="{ROWS}" value="2"' in text
    assert work_once(), "another worker begins it anew"
    page = clerk.get(url)
    assert page.context["counts"] == [("new", ROWS)] and "data-again" not in page.content.decode()
    assert clerk.post(url, {"do": "commit"}).status_code == 302
    kill_worker_after(monkeypatch, 2, "write")
    assert f'max="{ROWS}" value="4"' in clerk.get(url).content.decode()
    assert Activity.objects.count() == 4
    assert [seen_by(user) for user in (None, office.clerk, office.installation)] == [0, 0, 0]
    assert work_once() and not work_once()
    assert [seen_by(user) for user in (None, office.clerk)] == [ROWS, ROWS]
    assert Import.objects.get().state == "committed" and not FilePiece.objects.exists()
    assert verify() is None


def test_the_reviewer_undoes_it_and_at_no_moment_a_part_shows(office: People, monkeypatch: pytest.MonkeyPatch) -> None:
    url = committed(office, submit="submit")
    before = timezone.now()
    reviewer = client_of(office.reviewer)
    assert reviewer.post(url, {"do": "undo", "reason": "the wrong year"}).status_code == 302
    kill_worker_after(monkeypatch, 2, "undo")
    assert "undoing" in reviewer.get(url).content.decode().lower()
    states = set(Activity.objects.values_list("state", flat=True))
    assert states == {"in_review", "withdrawn"}, "it was cut off half-way"
    assert [seen_by(user) for user in (None, office.clerk, office.installation)] == [0, 0, 0]
    during = timezone.now()
    assert work_once()
    assert seen_by(None) == 0 and seen_by(office.clerk) == ROWS
    assert set(Activity.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert Standpoint(office.clerk, before).of(Activity).count() == ROWS
    assert Standpoint(office.clerk, during).of(Activity).count() == 0
    assert Import.objects.get().state == "undone" and verify() is None


def test_changed_records_are_set_back_at_the_moment_the_new_ones_vanish(
    office: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = client_of(office.clerk)
    url = send(clerk, HEADING + PARIS).url
    prepared(clerk, url)
    clerk.post(url, {"do": "commit"})
    url = send(clerk, MANY + PARIS.replace("Visit to Paris", "Paris again")).url
    prepared(clerk, url)
    assert work_once()
    clerk.post(url, {"do": "commit"})
    kill_worker_after(monkeypatch, 2, "write")
    assert Activity.objects.get(key="paris").title == "Visit to Paris"
    assert work_once() and seen_by(office.clerk) == ROWS + 1
    assert Activity.objects.get(key="paris").title == "Paris again"
    clerk.post(url, {"do": "undo", "reason": "no"})
    kill_worker_after(monkeypatch, 1, "undo")
    assert Activity.objects.get(key="paris").title == "Visit to Paris" and seen_by(office.clerk) == 1
    assert work_once() and Import.objects.order_by("made_at").last().state == "undone"  # type: ignore[union-attr]
    assert verify() is None


def test_why_it_failed_is_told_in_the_language_of_who_asked(office: People, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = client_of(office.clerk)
    clerk.defaults["HTTP_ACCEPT_LANGUAGE"] = "vi"
    url = send(clerk, MANY).url
    prepared(clerk, url)
    monkeypatch.setattr(uploads, "MOST_ROWS", 5)
    assert work_once() and not work_once()
    with override("vi"):
        told = gettext("The file has more than %s rows: send it in pieces.") % 5
    assert told in clerk.get(url).content.decode() and "more than" not in told
    assert Import.objects.get().state == "uploaded" and not Import.objects.get().rows.exists()


def test_a_fault_of_the_program_is_told_and_leaves_nothing(office: People, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = client_of(office.clerk)
    url = send(clerk, MANY).url
    prepared(clerk, url)
    with monkeypatch.context() as patched:
        patched.setattr(working, "prepare", lambda *_told: {}["no such thing"])
        assert work_once()
    text = clerk.get(url).content.decode()
    assert "fault of the program" in text and 'role="alert"' in text and "Show what it would do" in text
    prepared(clerk, url)
    assert work_once() and "fault" not in clerk.get(url).content.decode()


def test_what_kills_every_worker_is_not_begun_for_ever(office: People, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = client_of(office.clerk)
    url = send(clerk, MANY).url
    prepared(clerk, url)
    for _turn in range(working.MOST_TRIES):
        kill_worker_after(monkeypatch, 0, "compare")
    assert work_once() and not work_once()
    assert "cut off 3 times" in clerk.get(url).content.decode()


def test_a_worker_killed_when_all_was_written_is_no_failure(office: People, monkeypatch: pytest.MonkeyPatch) -> None:
    url = committed(office)
    Import.objects.update(asked="commit")  # as it stands when the worker did not live to say that it has done
    assert work_once() and not work_once()
    page = client_of(office.clerk).get(url)
    assert Import.objects.get().state == "committed" and 'role="alert"' not in page.content.decode()


def test_the_clerk_stops_the_worker_and_puts_the_file_away(office: People, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = client_of(office.clerk)
    url = send(clerk, MANY).url
    prepared(clerk, url)
    tell = working._Telling.__call__

    def stopped(self: Any, step: str, done: int, of: int | None) -> None:
        clerk.post(url, {"do": "stop"})
        tell(self, step, done, of)

    with monkeypatch.context() as patched:
        patched.setattr(working._Telling, "__call__", stopped)
        assert work_once()
    assert not work_once() and Import.objects.get().state == "uploaded"
    assert clerk.post(url, {"do": "drop"}).status_code == 302
    assert not Import.objects.exists() and not FilePiece.objects.exists()


def test_small_files_need_no_worker(office: People) -> None:
    clerk = client_of(office.clerk)
    url = send(clerk, HEADING + PARIS).url
    assert prepared(clerk, url).context["counts"] == [("new", 1)]
    assert clerk.post(url, {"do": "commit"}).status_code == 302
    assert seen_by(office.clerk) == 1 and not work_once()


def test_rows_that_name_later_rows_of_the_file_come_after_them(office: People) -> None:
    clerk = client_of(office.clerk)
    rows = ["a,First,c", "b,Second,", "c,Third,e", "d,Fourth,none", "e,Fifth,", "f,Sixth,d"]
    lines = [f"{row.rpartition(',')[0]},document,{row.rpartition(',')[2]}" for row in rows]
    url = send(clerk, "key,title,kind,translation_of\n" + "\n".join(lines) + "\n", "s.csv", "sources").url
    prepared(clerk, url)
    assert work_once()
    one = Import.objects.get()
    assert {row.place[-1]: row.kind for row in one.rows.all() if row.kind == "wrong"} == {"5": "wrong", "7": "wrong"}
    clerk.post(url, {"do": "commit", "without": "1"})
    assert work_once()
    found = {row.key: row.translation_of for row in Source.objects.filter(key__in="abcdef")}
    assert {key: original and original.key for key, original in found.items()} == {
        "a": "c",
        "b": None,
        "c": "e",
        "e": None,
    }


def test_a_record_stands_in_a_file_once_however_it_is_named(office: People) -> None:
    clerk = client_of(office.clerk)
    url = send(clerk, HEADING + PARIS).url
    prepared(clerk, url)
    clerk.post(url, {"do": "commit"})
    row = Activity.objects.get(key="paris")
    by_key = "paris,Paris by its key,visit_out,FRA,2024-05-04,2024-05-06,\n"
    by_identity = f",Paris by its identity,visit_out,FRA,2024-05-04,2024-05-06,{row.uuid}\n"
    rest = "".join(f"k{n},Visit {n},call,FRA,2024-01,,\n" for n in range(3)) + "k1,Again,call,FRA,2024-01,,\n"
    url = send(clerk, HEADING.replace("\n", ",uuid\n") + by_key + rest + by_identity).url
    prepared(clerk, url)
    assert work_once()
    one = Import.objects.order_by("made_at").last()
    assert one is not None and one.counts == {"new": 3, "wrong": 2, "changed": 1}
    assert all("twice" in row.told[0][2] for row in one.rows.filter(kind="wrong"))


def test_rows_of_parts_find_their_owner_in_another_piece(office: People) -> None:
    clerk = client_of(office.clerk)
    legs = "owner,partner,place\nk5,FRA,Lyon\nk0,ITA,Rome\nk5,NOR,Oslo\nnobody,NOR,Bergen\n"
    url = send(clerk, archive(activities__legs__csv=legs.encode(), activities__csv=MANY.encode()), "v.zip").url
    prepared(clerk, url)
    assert work_once()
    one = Import.objects.get()
    assert one.counts == {"new": ROWS, "wrong": 1} and "nobody" in str(one.rows.get(kind="wrong").told)
    clerk.post(url, {"do": "commit", "without": "1"})
    assert work_once()
    part = registers()["activities"].part_model("legs")
    owned = part.objects.at(None).order_by("owner__key", "position").values_list("owner__key", "place")
    assert list(owned) == [("k0", "Rome"), ("k5", "Lyon"), ("k5", "Oslo")]
