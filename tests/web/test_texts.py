"""A text on its pages: written, sent round, cleared, answered, through Word and back, and its clearance page."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.coordination.conftest import Desk, desk
from tests.coordination.test_positions import COMMISSION, PROVINCE
from tests.hostile import Reading, lost_of
from tests.procedures.conftest import hire
from tests.web.samples import client_of, typed
from trivet.coordination.drafting import standing_text
from trivet.coordination.texts import Text

__all__ = ["desk", "hire"]
pytestmark = pytest.mark.django_db
#: At most so many statements a page.
BUDGET = 12


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel("2026-03-02T02:00:00Z") as clock:
        yield clock


@pytest.fixture
def joint(desk: Desk) -> Text:
    given = [
        {"body_id": desk.body(COMMISSION).pk, "role": "co-lead"},
        {"body_id": desk.body(PROVINCE).pk, "role": "consult"},
    ]
    return desk.text(assignments=given)


def url(text: Text, end: str = "") -> str:
    return f"/texts/{text.pk}/{end}" if end else f"/registers/texts/{text.pk}/"


def acted(desk: Desk, who: str, text: Text, act: str, **told: Any) -> Any:
    sent = {"act": act, "read": standing_text(text).digest, "reason": "so it is", **told}
    return client_of(desk.clerk(who)).post(url(text, "act/"), sent)


def rows(text: Text) -> list[Any]:
    now: Any = standing_text(text)
    return list(now.paragraphs_rows)


def test_the_clerk_writes_the_next_version_with_a_paragraph_in_between_and_one_less(desk: Desk, joint: Text) -> None:
    browser = client_of(desk.clerk("mfa"))
    page = browser.get(url(joint, "draft/"))
    sent: dict[str, Any] = {"read": joint.digest, "reason": "after the talks"}
    for box in page.context["boxes"]:
        sent |= {f"{box.name}-{of}": getattr(box, of) for of in ("place", "uuid", "kind", "marking", "text")}
    sent |= {"p-3-text": "", "p-4-text": "Both sides review it each year.", "p-4-place": "1.5", "more": "And\n\nthen"}
    assert browser.post(url(joint, "draft/"), {**sent, "reason": ""}).status_code == 422
    assert browser.post(url(joint, "draft/"), sent).status_code == 302
    told = [one.text for one in rows(joint)]
    assert told[1] == "Both sides review it each year." and told[-2:] == ["And", "then"] and len(told) == 5
    again = browser.post(url(joint, "draft/"), sent)
    assert again.status_code == 409 and "And" in again.content.decode(), "what was typed stands there still"
    changes = browser.get(url(joint, "changes/1/")).content.decode()
    assert "<ins>Both sides review it each year.</ins>" in changes and "<del>The costs" in changes


def test_a_round_on_the_page_from_sending_to_release(desk: Desk, joint: Text) -> None:
    told = {"clearers": "provincial-departments: 2\ndefence", "day": "2026-03-13", "rule": "office practice"}
    wrong = acted(desk, "mfa", joint, "circulate", **{**told, "day": "2026-03-14"})
    assert wrong.status_code == 422 and "2026-03-16" in wrong.content.decode()
    assert acted(desk, "mfa", joint, "circulate", **told).status_code == 302
    page = client_of(desk.clerk("defence")).get(url(joint))
    assert page.status_code == 200 and "The answer of" in page.content.decode()
    body = str(desk.body("defence").pk)
    assert acted(desk, "defence", joint, "clear", body=body, answer="disagrees").status_code == 422
    stale = acted(desk, "defence", joint, "clear", body=body, answer="agrees", read="0" * 64)
    assert stale.status_code == 409
    assert acted(desk, "finance", joint, "clear", body=body, answer="agrees").status_code == 404, "not theirs to see"
    assert acted(desk, "mfa", joint, "clear", body=body, answer="agrees").status_code == 403
    assert acted(desk, "defence", joint, "clear", body=body, answer="agrees").status_code == 302
    province = str(desk.body(PROVINCE).pk)
    asked = acted(desk, PROVINCE, joint, "clear", body=province, answer="more-time", day="2026-03-17", words="late")
    assert asked.status_code == 302
    assert acted(desk, "mfa", joint, "conclude", step="release").status_code == 422
    assert acted(desk, "mfa", joint, "settle", body=province, refuse="1").status_code == 302
    assert acted(desk, PROVINCE, joint, "clear", body=province, answer="agrees").status_code == 302
    assert acted(desk, "mfa", joint, "conclude", step="release").status_code == 302
    assert "released, cleared" in client_of(desk.clerk("mfa")).get(url(joint)).content.decode()


def test_positions_and_the_answer_to_them_on_the_page(desk: Desk, joint: Text) -> None:
    place, province = str(rows(joint)[1].uuid), str(desk.body(PROVINCE).pk)
    told = {"paragraph": place, "body": province, "stance": "change", "wording": "In 2028 the market opens."}
    assert acted(desk, PROVINCE, joint, "hold", **told).status_code == 302
    (position,) = standing_text(joint).positions_rows  # type: ignore[attr-defined]
    page = client_of(desk.clerk("mfa")).get(url(joint)).content.decode()
    assert "proposes other words" in page and "two views" in page
    taken = acted(desk, "mfa", joint, "reply", position=str(position.uuid), reply="taken", words="better")
    assert taken.status_code == 302 and rows(joint)[1].text == "In 2028 the market opens."


def test_the_page_keeps_to_its_statements_and_outsiders_see_nothing(desk: Desk, joint: Text) -> None:
    acted(desk, "mfa", joint, "circulate", clearers="defence\nprovincial-departments", day="2026-03-13")
    for key in ("mfa", "defence"):
        browser = client_of(desk.clerk(key))
        browser.get(url(joint))
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(url(joint)).status_code == 200
        assert len(asked) <= BUDGET, [one["sql"][:120] for one in asked]
    for end in ("", "draft/", "changes/1/", "word/", "clearance.html"):
        assert client_of(None).get(url(joint, end)).status_code == 404
        assert client_of(desk.clerk("finance")).get(url(joint, end)).status_code == 404


@pytest.mark.parametrize("language", ["en", "vi", "id"])
def test_the_clearance_page_says_who_has_not_answered(desk: Desk, joint: Text, monday: Any, language: str) -> None:
    acted(desk, "mfa", joint, "circulate", clearers="defence\nfinance", day="2026-03-13", rule="practice")
    acted(desk, "finance", joint, "clear", body=str(desk.body("finance").pk), answer="agrees")
    monday.move_to("2026-03-16T02:00:00Z")
    assert acted(desk, "mfa", joint, "conclude", step="go-forward").status_code == 302
    browser = client_of(desk.clerk("mfa"))
    page = browser.get(url(joint, f"clearance.html?lang={language}")).content.decode()
    words = {"en": "no answer", "vi": "không trả lời", "id": "tidak menjawab"}[language]
    assert words in page
    for form in ("docx", "pdf"):
        assert browser.get(url(joint, f"clearance.{form}?lang={language}")).status_code == 200


def test_a_text_goes_through_word_and_comes_back_as_a_version_or_as_positions(desk: Desk, joint: Text) -> None:
    browser = client_of(desk.clerk(COMMISSION))
    document = docx.Document(BytesIO(browser.get(url(joint, "word/?file=1")).content))
    document.paragraphs[1].runs[0].text = "The province opens a border market in 2028."
    document.add_paragraph("A new last line.")
    octets = BytesIO()
    document.save(octets)

    def sent() -> SimpleUploadedFile:
        return SimpleUploadedFile("text.docx", octets.getvalue())

    page = browser.post(url(joint, "word/"), {"word": sent()})
    texts = [box.text for box in page.context["boxes"]]
    assert texts[1].endswith("in 2028.") and texts[3] == "A new last line." and page.context["boxes"][1].uuid
    assert joint.edition == standing_text(joint).edition, "nothing is kept before the clerk says so"
    province = {"word": sent(), "body": str(desk.body(PROVINCE).pk), "reason": "as our people ask"}
    assert client_of(desk.clerk(PROVINCE)).post(url(joint, "word/"), province).status_code == 302
    held = standing_text(joint).positions_rows  # type: ignore[attr-defined]
    assert sorted(one.stance for one in held) == ["change", "change"]
    assert any(one.wording.endswith("A new last line.") for one in held)


def test_what_is_no_word_file_is_refused_with_the_reason(desk: Desk, joint: Text) -> None:
    browser = client_of(desk.clerk("mfa"))
    for octets in (b"PK\x03\x04 broken", b"plain", b""):
        answer = browser.post(url(joint, "word/"), {"word": SimpleUploadedFile("a.docx", octets)})
        assert answer.status_code == 422, octets
    assert browser.post(url(joint, "word/"), {}).status_code == 422


def test_the_round_is_not_moved_past_its_text(desk: Desk, joint: Text) -> None:
    acted(desk, "mfa", joint, "circulate", clearers="defence", day="2026-03-13")
    dossier = standing_text(joint).dossier_id
    told = {"act": "tell", "reason": "quietly", "fact-due": "2026-03-02", "fact-silence": "on"}
    answer = client_of(desk.clerk("mfa")).post(f"/dossiers/{dossier}/act/", told)
    assert answer.status_code == 409 and "on the page of the text" in answer.content.decode()


def test_the_form_of_a_new_text_begins_shut_and_its_author_may_open_it(desk: Desk) -> None:
    browser = client_of(desk.clerk("mfa"))
    page = browser.get("/registers/texts/new/")
    sent = {**typed(page.context), "title": "A letter", "kind": "letter", "reason": "asked for"}
    assert sent["need_to_know"] == "on"
    assert browser.post("/registers/texts/new/", sent).status_code == 302
    assert Text.objects.get(title="A letter").need_to_know
    opened = {name: value for name, value in sent.items() if name != "need_to_know"}
    assert browser.post("/registers/texts/new/", {**opened, "title": "An open letter"}).status_code == 302
    assert not Text.objects.get(title="An open letter").need_to_know
    other = browser.get("/registers/activities/new/")
    assert "need_to_know" not in typed(other.context), "what is shared begins open"


def test_an_act_that_is_refused_gives_back_what_was_typed_in_its_own_form_alone(desk: Desk, joint: Text) -> None:
    refused = set()
    for who in (COMMISSION, "mfa", ""):
        if not who:
            assert acted(desk, "mfa", joint, "circulate", clearers=PROVINCE, day="2026-03-09").status_code == 302
        browser = client_of(desk.clerk(who or "mfa"))
        for form in Reading(url(joint), browser.get(url(joint)).content.decode()).forms:
            if not form.action.endswith("/act/"):
                continue
            told = {box.name: box.value if box.kind == "hidden" else f"-1 {box.name}" for box in form.boxes if box.name}
            told |= {box.name: box.offers[-1] for box in form.boxes if box.kind == "select"}
            told |= {"reason": "", "read": "0" * 64}
            answer = browser.post(form.action, told)
            if answer.status_code in {409, 422}:
                back = Reading(form.action, answer.content.decode()).forms
                assert not list(lost_of(form, list(told.items()), back)), told["act"]
                words = [box.value for one in back for box in one.boxes if str(box.value).startswith("-1 ")]
                assert len(words) == len(set(words)), told["act"]
                refused.add(told["act"])
    assert refused >= {"circulate", "rely", "hold", "add"}
