"""What every register's pages do, told once for all of them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.people import People
from tests.web.samples import REGISTERS, client_of, made, typed, verified
from trivet.core.actions import create_many
from trivet.core.drafts import Draft
from trivet.core.history import Transaction
from trivet.core.register import registers
from trivet.values.markings import Marking
from trivet.web.shown import content, field_of

pytestmark = pytest.mark.django_db
each_register = pytest.mark.parametrize("code", REGISTERS)


def get(user: Any, url: str, status: int = 200, most: int = 12) -> Any:
    """A page, which must come with at most 12 statements."""
    client = client_of(user)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
    assert answer.status_code == status, answer.content.decode()[:2000]
    assert len(asked) <= most, "\n".join(query["sql"][:200] for query in asked)
    return answer


def url_of(row: Any, code: str, more: str = "") -> str:
    return f"/registers/{code}/{row.uuid}/{more}"


def number_of(row: Any) -> int:
    return Transaction.objects.order_by("-number").values_list("number", flat=True)[0]


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@each_register
def test_a_list_shows_featured_columns_to_everybody(office: People, code: str) -> None:
    register = registers()[code]
    row = made(register, office, 1)
    for user in (None, office.clerk):
        answer = get(user, f"/registers/{code}/?q=")
        assert str(row.uuid) in text(answer) or answer.context["next"]
        assert len(answer.context["headings"]) == len(register.featured)


@each_register
def test_a_list_of_many_rows_asks_no_more(office: People, code: str) -> None:
    register = registers()[code]
    for number in range(4):
        made(register, office, number)
    get(office.clerk, f"/registers/{code}/")
    now = timezone.now().isoformat().replace("+00:00", "Z")
    get(office.clerk, f"/registers/{code}/?known={now}")


@each_register
def test_filters_narrow_and_refuse(office: People, code: str) -> None:
    register = registers()[code]
    row = verified(made(register, office, 1), office)
    page = get(office.clerk, f"/registers/{code}/?state=verified")
    assert str(row.uuid) in text(page)
    assert str(row.uuid) not in text(get(office.clerk, f"/registers/{code}/?state=draft"))
    assert "is no State" in text(get(office.clerk, f"/registers/{code}/?state=lost", 400))
    for one in page.context["filters"]:
        if one.options and one.name != "state":
            get(office.clerk, f"/registers/{code}/?{one.name}=no-such-thing", 400)
        if not one.options:
            shown = field_of(register, one.name)
            nobody = get(office.clerk, f"/registers/{code}/?{one.name}=nobody%20bears%20this", most=13)
            assert str(row.uuid) not in text(nobody), shown


@each_register
def test_days_and_moments(office: People, code: str) -> None:
    register = registers()[code]
    moment = timezone.now() - timedelta(seconds=1)
    row = made(register, office, 1)
    late = (timezone.now() + timedelta(seconds=1)).isoformat().replace("+00:00", "Z")
    early = moment.isoformat().replace("+00:00", "Z")
    assert str(row.uuid) not in text(get(office.clerk, f"/registers/{code}/?known={early}"))
    get(office.clerk, url_of(row, code, f"?known={early}"), 404)
    then = get(office.clerk, url_of(row, code, f"?known={late}"))
    assert "As known at" in text(then)
    for bad in ("known=yesterday", "known=2024-13-01", "known=0001-01-01T00:00%2B14:00", "after=xx", "after=bnVsbA"):
        assert 'role="alert"' in text(get(office.clerk, f"/registers/{code}/?{bad}", 400))
    for bad in ("on=2024", "on=03/04/2024", "on=nonsense"):
        get(office.clerk, f"/registers/{code}/?{bad}", 400)
    get(office.clerk, f"/registers/{code}/?on=2010-06-01&possible=1")


@each_register
def test_a_detail_shows_fields_parts_and_sources(office: People, code: str) -> None:
    row = made(registers()[code], office, 1)
    page = text(get(office.clerk, url_of(row, code)))
    assert "A gazette 1" in page and "the exact words" in page and "confidence high" in page
    assert page.count("<table") >= len(registers()[code].filled_parts)


@each_register
def test_what_one_may_not_see_is_not_there(office: People, code: str) -> None:
    register = registers()[code]
    draft = made(register, office, 1, submit=False)
    secret = made(register, office, 2, marking=Marking.SECRET)
    closed = made(register, office, 3, need_to_know=True)
    for row in (draft, secret, closed):
        for user in (None, office.other_clerk if row is not secret else office.reader):
            for more in ("", "history/", "edit/"):
                get(user, url_of(row, code, more), 404)
            assert str(row.uuid) not in text(get(user, f"/registers/{code}/"))
        get(office.clerk, url_of(row, code))
        get(office.clerk, url_of(row, code, "history/"))


@each_register
def test_buttons_stand_for_what_one_may_do(office: People, code: str) -> None:
    row = made(registers()[code], office, 1)
    assert get(None, url_of(row, code)).context["moves"] == []
    assert get(office.clerk, url_of(row, code)).context["may_change"]
    assert not get(office.reviewer, url_of(row, code)).context["may_change"]
    names = [name for name, _label in get(office.reviewer, url_of(row, code)).context["moves"]]
    assert names == ["return", "verify", "withdraw"]


@each_register
def test_a_reviewer_verifies_what_was_read_and_nothing_else(office: People, code: str) -> None:
    row = made(registers()[code], office, 1)
    client, url = client_of(office.reviewer), url_of(row, code, "move/")
    sent = {"move": "verify", "expected": str(row.version), "reason": "read"}
    assert client.get(url).status_code == 405
    assert client.post(url, {**sent, "reason": " "}).status_code == 422
    assert client.post(url, {**sent, "expected": "1"}).status_code == 409
    assert client_of(office.clerk).post(url, sent).status_code == 403
    assert client_of(None).post(url, sent).status_code == 404
    assert client.post(url, {**sent, "move": "bury"}).status_code == 404
    assert client.post(url, sent).status_code == 302
    row = registers()[code].model.objects.get(pk=row.pk)
    assert row.state == "verified"


@each_register
def test_a_form_round_trip_changes_nothing(office: People, code: str) -> None:
    row = made(registers()[code], office, 1)
    client, url = client_of(office.clerk), url_of(row, code, "edit/")
    sent = typed(client.get(url).context) | {"reason": "nothing"}
    answer = client.post(url, sent)
    assert answer.status_code == 422 and "Nothing was changed" in text(answer)
    answer = client.post(url, {**sent, "note": "A new note"})
    assert answer.status_code == 302, text(answer)
    after = registers()[code].model.objects.get(pk=row.pk)
    assert after.note == "A new note"
    steps = get(office.clerk, url_of(row, code, "history/")).context["steps"]
    assert [step.reason for step in steps] == ["nothing", "first sample 1"]
    assert [(c.label, c.after) for c in steps[0].changes] == [("Note", ["A new note"])]


@each_register
def test_a_new_record_is_made_from_its_form(office: People, code: str) -> None:
    register = registers()[code]
    model_row = made(register, office, 1)
    client = client_of(office.clerk)
    like = typed(client.get(url_of(model_row, code, "edit/")).context)
    url = f"/registers/{code}/new/"
    empty = typed(client.get(url).context)
    sent = {**like, **{name: "" for name in empty if name.startswith("cite-")}, "key": "", "reason": "typed in"}
    sent = {name: value for name, value in sent.items() if not re.fullmatch(r".*-\d+-uuid", name)} | {
        name: "" for name in sent if re.fullmatch(r".*-\d+-uuid", name)
    }
    sent |= {"cite-title": "A new source", "cite-address": "https://example.org/2", "cite-confidence": "high"}
    sent["marking"] = "1"
    answer = client.post(url, {**sent, "reason": ""})
    assert answer.status_code == 422 and "Say why" in text(answer) and "A new source" in text(answer)
    answer = client.post(url, {**sent, "submit": "1"})
    assert answer.status_code == 302, text(answer)
    page = get(office.clerk, answer.url)
    assert "A new source" in text(page) and "in review" in text(page)
    new = page.context["row"]
    for column in content(register):
        if getattr(column, "attname", None):
            assert getattr(new, column.attname) == getattr(model_row, column.attname) or column.name == "names"
    assert get(office.reviewer, f"/registers/{code}/new/", 404)
    assert client_of(None).get(url).status_code == 302


@each_register
def test_two_people_at_one_record_lose_nothing(office: People, code: str) -> None:
    row = made(registers()[code], office, 1)
    url = url_of(row, code, "edit/")
    first, second = client_of(office.clerk), client_of(office.second_clerk)
    one, two = typed(first.get(url).context), typed(second.get(url).context)
    assert first.post(url, {**one, "note": "The first note", "reason": "first"}).status_code == 302
    mine = {**two, "note": "My own note", "key": "my-key", "reason": "second"}
    answer = second.post(url, mine)
    assert answer.status_code == 409
    page = text(answer)
    assert "The first note" in page and "My own note" in page and "my-key" in page
    again = typed(answer.context) | {"reason": "second"}
    assert again["note"] == "My own note" and again["key"] == "my-key"
    assert second.post(url, again).status_code == 302
    after = registers()[code].model.objects.get(pk=row.pk)
    assert (after.note, after.key) == ("My own note", "my-key")


@each_register
def test_a_list_is_paged_by_keyset(office: People, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    register = registers()[code]
    for number in range(3):
        made(register, office, number)
    monkeypatch.setattr("trivet.core.keyset.Order.page.__defaults__", ("", 2))
    url, seen = f"/registers/{code}/", []
    while url:
        page = get(office.clerk, url)
        seen += [line.url for line in page.context["lines"]]
        url = page.context["next"]
    assert len(seen) == len(set(seen)) == register.model.objects.count()


@each_register
def test_a_hidden_version_leaves_no_trace(office: People, code: str) -> None:
    from trivet.core.actions import change, redact

    row = made(registers()[code], office, 1)
    change(row, Draft({"note": "a slip of the pen"}), actor=office.clerk, reason="slip")
    slipped = registers()[code].model.objects.get(pk=row.pk).version
    change(row, Draft({"note": "in order"}), actor=office.clerk, reason="mended")
    redact(row, Marking.SECRET, actor=office.reviewer, reason="not for all")
    page = get(None, url_of(row, code, "history/"))
    assert "slip" not in text(page) and [step.first for step in page.context["steps"]] == [True]
    moment = Transaction.objects.get(number=slipped).moment.isoformat().replace("+00:00", "Z")
    get(None, url_of(row, code, f"?known={moment}"), 404)
    assert "a slip of the pen" in text(get(office.clerk, url_of(row, code, f"?known={moment}")))


def test_many_rows_of_one_page_cost_what_few_do(office: People) -> None:
    for code in REGISTERS:
        register = registers()[code]
        if register.parties and "partner" in register.parties:
            from tests.web.samples import values_of

            drafts = [Draft(values_of(register, office, number)) for number in range(60)]
            create_many(register.model, drafts, actor=office.clerk, reason="many", submit=True)
            page = get(office.clerk, f"/registers/{code}/")
            assert len(page.context["lines"]) == 50 and page.context["next"] and page.context["count"] == "60"
