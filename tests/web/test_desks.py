"""An officer leaves: the administrator sees all that is theirs and hands it over in one act; nothing is lost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.core.making import made
from tests.people import PASSWORD, People
from tests.web.dossiers import read, text
from tests.web.samples import client_of
from trivet.coordination.follows import Follow, follow
from trivet.coordination.notes import Note
from trivet.coordination.requesting import Asking, ask
from trivet.core.access import access_of, restrict
from trivet.core.accounts import grant
from trivet.core.register import registers
from trivet.core.tokens import Token, make_token
from trivet.core.users import Duty, Role, User
from trivet.core.verifying import verify
from trivet.registers.meetings import Meeting
from trivet.registers.tasks import Task
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.now().date() - timedelta(1)


@pytest.fixture
def leaver(office: People) -> User:
    """The clerk, with a draft, a secret record in review, a task, a request, a token and something followed."""
    made(office, Meeting, "Half-written talks", submit=False)
    made(office, Meeting, "Closed talks", marking=Marking.SECRET)
    made(office, Task, "Book the hall", due="2026-01-10")
    values = {"question": "What of the ferries?", "keeper": office.commission, "due": "2026-02-01"}
    ask(Asking(values, [office.ministry.pk]), actor=office.other_clerk, reason="we ask")
    make_token(office.clerk, "a script", ["view"], starts=YESTERDAY, ends=YESTERDAY + timedelta(90))
    follow(office.clerk, registers()["partners"], None, on=True)
    return office.clerk


def page_of(user: User) -> str:
    return f"/desks/of/{user.uuid}/"


def duty_of(user: User) -> str:
    return str(Duty.objects.get(user=user).pk)


def test_everything_that_is_theirs_is_shown_and_goes_over_in_one_act(office: People, leaver: User) -> None:
    session = Client()
    session.post("/sign-in/", {"login": leaver.username, "password": PASSWORD})
    client = client_of(office.administrator)
    assert "Clerk" in text(read(client, f"/desks/{office.ministry.pk}/"))
    page = read(client, page_of(leaver))
    for words in ("Half-written talks", "Closed talks", "Book the hall", "What of the ferries?"):
        assert words in text(page), words
    assert (page.context["person"].tokens_open, page.context["person"].follows) == (1, 1)
    heir = office.reader
    sent = {"duty": duty_of(leaver), "successor": str(heir.pk), "last": YESTERDAY.isoformat(), "reason": "a new post"}
    done = client.post(page_of(leaver), sent)
    assert done.status_code == 302, text(done)
    assert access_of(User.objects.get(pk=leaver.pk)).mine == frozenset()
    assert access_of(User.objects.get(pk=heir.pk)).may("change", office.ministry.pk)
    assert Token.objects.get().revoked is not None
    assert session.get("/exchange/").status_code == 302, "the session is over"
    note = Note.objects.get()
    assert note.need_to_know and note.marking == Marking.INTERNAL and note.keeper == office.ministry
    for words in ("clerk", "Half-written talks", "Taken over by: Reader", YESTERDAY.isoformat()):
        assert words in note.text, words
    assert "Closed talks" not in note.text and "/registers/meetings/" in note.text
    draft = Meeting.objects.get(title="Half-written talks")
    assert restrict(Meeting.objects.filter(pk=draft.pk), User.objects.get(pk=heir.pk), "change").exists()
    followed = set(Follow.objects.filter(user=heir).values_list("register", "record"))
    assert ("partners", None) in followed and ("meetings", draft.pk) in followed
    assert "Hand-over of the desk of Clerk" in text(read(client_of(office.second_clerk), "/exchange/"))
    assert verify() is None


def test_without_a_successor_the_duties_end_and_the_note_says_so(office: People, leaver: User) -> None:
    client = client_of(office.administrator)
    sent = {"successor": "", "last": YESTERDAY.isoformat(), "reason": "retired"}
    assert client.post(page_of(leaver), sent).status_code == 302
    assert "Taken over by: nobody yet" in Note.objects.get().text
    assert not access_of(User.objects.get(pk=leaver.pk)).mine


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"reason": ""}, "Say why"),
        ({"successor": ""}, "Choose who takes the duties over"),
        ({"duty": "999999"}, "not there any more"),
        ({"last": "soon"}, "not one day"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_done(office: People, leaver: User, more: Any, words: str) -> None:
    client = client_of(office.administrator)
    sent = {"duty": duty_of(leaver), "successor": str(office.reader.pk), "last": "2026-01-01", "reason": "a new post"}
    answer = client.post(page_of(leaver), {**sent, **more})
    assert answer.status_code == 422 and words in text(answer)
    assert not Note.objects.exists() and Token.objects.get().revoked is None
    assert access_of(User.objects.get(pk=leaver.pk)).mine


def test_the_head_looks_and_the_administrator_of_every_body_acts(office: People, leaver: User) -> None:
    head = client_of(office.head)
    assert "Only an administrator of every body" in text(read(head, page_of(leaver)))
    sent = {"duty": duty_of(leaver), "successor": str(office.reader.pk), "last": "2026-01-01", "reason": "a new post"}
    assert head.post(page_of(leaver), sent).status_code == 403
    grant(leaver, office.commission, Role.CLERK, actor=office.installation, reason="a second desk")
    admin = client_of(office.administrator)
    page = text(read(admin, page_of(leaver)))
    assert "1 duty lies in a body that is not yours" in page
    assert admin.post(page_of(leaver), {**sent, "duty": []}).status_code == 403
    for person in (office.clerk, office.other_clerk, office.reader):
        assert client_of(person).get(page_of(leaver)).status_code == 404
        assert client_of(person).get(f"/desks/{office.ministry.pk}/").status_code == 404
    assert admin.get(page_of(office.other_clerk)).status_code == 404


def test_a_successor_keeps_what_lasts_longer(office: People, leaver: User) -> None:
    heir, client = office.second_clerk, client_of(office.administrator)
    sent = {"duty": duty_of(leaver), "successor": str(heir.pk), "last": YESTERDAY.isoformat(), "reason": "a new post"}
    assert client.post(page_of(leaver), sent).status_code == 302
    own = Duty.objects.get(user=heir)
    assert (own.role, own.starts, own.ends) == (Role.CLERK, None, None)


def test_nobody_gives_a_desk_to_themselves(office: People, leaver: User) -> None:
    client = client_of(office.administrator)
    names = [username for _pk, _name, username in read(client, page_of(leaver)).context["successors"]]
    assert "administrator" not in names and "clerk" not in names and "reader" in names
    sent = {"duty": duty_of(leaver), "successor": str(office.administrator.pk), "reason": "mine"}
    assert client.post(page_of(leaver), {**sent, "last": date.today().isoformat()}).status_code == 422
