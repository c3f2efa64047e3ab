"""A secret record is told again at a lower marking: its readers see the copy and nothing of where it came from."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.making import made, source
from tests.people import People
from tests.web.dossiers import read, text
from tests.web.samples import client_of
from trivet.coordination.copies import SanitisedCopy, make_copy
from trivet.core.actions import Conflict, NotAllowed, change, cite
from trivet.core.drafts import Draft
from trivet.core.validation import Invalid
from trivet.core.verifying import verify
from trivet.registers.meetings import Meeting
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(office: People) -> Any:
    """A secret meeting record with a source and points, that not everybody may know of."""
    row = made(office, Meeting, "Talks on the strait", marking=Marking.SECRET, need_to_know=True, place="Ostrel")
    points = [{"text": "They will sign.", "side": "theirs"}]
    change(row, Draft({"summary": "A secret word."}, parts={"points": points}), actor=office.clerk, reason="told")
    cite(row, {"source": source(office, "Cable 7", marking=Marking.SECRET)}, actor=office.clerk, reason="source")
    return Meeting.objects.get(pk=row.pk)


def page_of(row: Any, more: str = "") -> str:
    return f"/registers/meetings/{row.pk}/{more}"


def sent(page: Any, **more: str) -> dict[str, str]:
    boxes = {box.name: box.text for box in page.context["boxes"] if box.kind != "check"}
    return {**boxes, "expected": str(page.context["row"].version), "reason": "for the desks", **more}


def test_a_copy_is_made_reworded_and_its_readers_see_nothing_of_the_source(office: People, closed: Any) -> None:
    client = client_of(office.clerk)
    page = read(client, page_of(closed, "copy/"))
    markings = next(box.options for box in page.context["boxes"] if box.name == "marking")
    assert [code for code, _words in markings] == ["0", "1", "2"], "only lower ones"
    done = client.post(page_of(closed, "copy/"), sent(page, title="Talks", summary="", marking="1"))
    assert done.status_code == 302, text(done)
    copy = Meeting.objects.exclude(pk=closed.pk).get()
    assert (copy.title, copy.summary, copy.marking, copy.place) == ("Talks", "", 1, "Ostrel")
    assert not copy.need_to_know and copy.state == "in_review" and copy.keeper == office.ministry
    for person in (office.reader, office.planner):
        for more in ("", "history/", "exchange/"):
            seen = read(client_of(person), page_of(copy, more)).content.decode()
            for words in ("strait", "A secret word", "Cable 7", "They will sign", str(closed.pk), "There is a"):
                assert words not in seen, (more, words)
    assert client_of(office.reader).get(page_of(closed)).status_code == 404
    assert verify() is None


def test_who_may_change_the_source_sees_the_link_on_both_pages_and_when_it_moves_on(
    office: People, closed: Any
) -> None:
    client = client_of(office.clerk)
    page = read(client, page_of(closed, "copy/"))
    client.post(page_of(closed, "copy/"), sent(page, title="Talks", summary="", marking="1"))
    copy = Meeting.objects.exclude(pk=closed.pk).get()
    for row in (closed, copy):
        assert "There is a sanitised copy at a lower marking" in text(read(client, page_of(row)))
        assert "sanitised copy" not in text(read(client_of(office.head), page_of(row))), "the head changes nothing"
    change(closed, Draft({"note": "more"}), actor=office.clerk, reason="more")
    for row in (closed, copy):
        assert "its source has moved on since" in text(read(client, page_of(row)))
    around = read(client, page_of(copy, "exchange/"))
    assert "the source has moved on since" in text(around) and "Talks on the strait" in text(around)
    link = SanitisedCopy.objects.get()
    assert client_of(office.reader).post(page_of(copy, "copy/holds/"), {"link": str(link.pk)}).status_code == 404
    assert client.post(page_of(copy, "copy/holds/"), {"link": str(link.pk)}).status_code == 302
    assert "moved on" not in text(read(client, page_of(closed)))


def test_what_is_wrong_is_named_and_nothing_is_made(office: People, closed: Any) -> None:
    client = client_of(office.clerk)
    page = read(client, page_of(closed, "copy/"))
    for more, status, words in (
        ({"marking": "3"}, 422, "below that of the source"),
        ({"reason": ""}, 422, "Say why"),
        ({"title": ""}, 422, "This is needed"),
        ({"expected": "1"}, 409, "changed meanwhile"),
    ):
        answer = client.post(page_of(closed, "copy/"), sent(page, **{"marking": "1", **more}))
        assert answer.status_code == status and words in text(answer), (more, text(answer)[:1500])
        assert "Ostrel" in answer.content.decode()
    assert not SanitisedCopy.objects.exists() and Meeting.objects.count() == 1
    public = made(office, Meeting, "Open talks")
    for person, row in ((office.clerk, public), (office.head, closed), (office.reader, closed)):
        assert client_of(person).get(page_of(row, "copy/")).status_code == 404


def test_the_verb_refuses_what_the_form_does_not_offer(office: People, closed: Any) -> None:
    draft = {"title": "Talks", "kind": "talks", "held": "2024-05-04", "keeper": office.ministry}
    with pytest.raises(NotAllowed):
        make_copy(closed, Draft({**draft, "marking": 1}), actor=office.head, reason="x", expected=closed.version)
    with pytest.raises(Invalid, match="below"):
        make_copy(closed, Draft({**draft, "marking": 3}), actor=office.clerk, reason="x", expected=closed.version)
    with pytest.raises(Conflict):
        make_copy(closed, Draft({**draft, "marking": 1}), actor=office.clerk, reason="x", expected=1)
    assert not SanitisedCopy.objects.exists()
