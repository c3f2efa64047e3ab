"""Administration and audit pages: what an administrator may do and see, and that nothing hidden comes through."""

import csv
import hashlib
import io
import re
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import People
from tests.web.samples import client_of
from trivet.core.access import ROLES, access_of
from trivet.core.accounts import grant
from trivet.core.actions import create
from trivet.core.audit import AuditEntry
from trivet.core.drafts import Draft
from trivet.core.people import Person
from trivet.core.users import Duty, Role, User
from trivet.core.verifying import verify
from trivet.values.markings import Marking


def text(answer: Any) -> str:
    return str(answer.content.decode())


def page_of(user: User) -> str:
    return f"/admin/people/{user.uuid}/"


def known(office: People, name: str, **values: Any) -> Any:
    draft = Draft({"name": name, "keeper": office.ministry, **values})
    return create(Person, draft, actor=office.clerk, reason=f"met {name}", submit=True)


def test_an_administrator_sees_the_people_of_their_body_only(office: People) -> None:
    page = text(client_of(office.administrator).get("/admin/people/"))
    assert "second_clerk" in page and "other_clerk" not in page and "installation" not in page
    found = text(client_of(office.administrator).get("/admin/people/?q=second&role=clerk&state=open"))
    assert "second_clerk" in found and ">Planner</a>" not in found
    assert client_of(office.administrator).get(page_of(office.other_clerk)).status_code == 404


@pytest.mark.parametrize("who", ["clerk", "head", "auditor", "other_clerk", "outsider"])
def test_nobody_else_finds_these_pages(office: People, who: str) -> None:
    client = client_of(getattr(office, who))
    for path in ("/admin/people/", "/admin/people/new/", page_of(office.clerk)):
        assert client.get(path).status_code == 404
    assert client.post(f"{page_of(office.clerk)}view/", {"reason": "r"}).status_code == 404
    assert client.post(page_of(office.clerk), {"act": "close", "reason": "r"}).status_code == 404
    assert User.objects.get(pk=office.clerk.pk).is_active


def test_an_account_is_opened_with_a_password_that_is_shown_once(office: People) -> None:
    client = client_of(office.administrator)
    sent = {"username": "lan", "name": "Lan", "body": office.ministry.pk, "role": "clerk", "clearance": "1"}
    refused = client.post("/admin/people/new/", sent)
    assert refused.status_code == 422 and "Say why" in text(refused) and 'value="lan"' in text(refused)
    password = re.findall(r"<code>(.*?)</code>", text(client.post("/admin/people/new/", {**sent, "reason": "new"})))[0]
    lan = User.objects.get(username="lan")
    assert lan.check_password(password) and access_of(lan).may("create", office.ministry.pk)
    assert password not in text(client.get(page_of(lan))) and verify() is None


def test_duties_begin_and_end_on_the_page(office: People) -> None:
    client, page = client_of(office.administrator), page_of(office.reader)
    sent = {"act": "grant", "body": office.ministry.pk, "role": "reviewer", "reason": "stands in"}
    assert client.post(page, {**sent, "ends": "2024-13-01"}).status_code == 422
    assert client.post(page, {**sent, "ends": "2099-12-31"}).status_code == 200
    duty = Duty.objects.get(user=office.reader, role=Role.REVIEWER)
    assert str(duty.ends) == "2099-12-31" and access_of(office.reader).may("verify")
    client.post(page, {"act": "end", "duty": duty.pk, "reason": "is back"})
    assert not access_of(office.reader).may("verify") and access_of(office.reader).may("view")


def test_the_page_refuses_what_the_verbs_refuse(office: People) -> None:
    client = client_of(office.administrator)
    beyond = {"act": "grant", "body": office.commission.pk, "role": "head", "reason": "r"}
    answer = client.post(page_of(office.clerk), beyond)
    assert answer.status_code == 403 and "Only an administrator of every body" in text(answer)
    assert client.post(page_of(office.clerk), {"act": "clear", "clearance": "4", "reason": "r"}).status_code == 422
    assert client.post(page_of(office.administrator), {"act": "close", "reason": "r"}).status_code == 403
    for nonsense in ({"act": "end", "duty": "x"}, {"act": "clear", "clearance": "²"}, {"act": "grant", "body": "\0"}):
        assert client.post(page_of(office.clerk), {**nonsense, "reason": "r"}).status_code == 422
    assert not Duty.objects.filter(user=office.clerk, body=office.commission).exists()


def test_a_look_shows_what_both_may_see_and_stands_in_the_audit(office: People) -> None:
    known(office, "Seen By Both", marking=Marking.SECRET)
    known(office, "Too High For The Administrator", marking=Marking.SECRET, need_to_know=True)
    draft = Draft({"name": "Kept By The Commission", "keeper": office.commission, "need_to_know": True})
    create(Person, draft, actor=office.other_clerk, reason="theirs", submit=True)
    grant(office.clerk, office.commission, Role.READER, actor=office.installation, reason="on loan")
    grant(office.administrator, office.commission, Role.ADMINISTRATOR, actor=office.installation, reason="both")
    User.objects.filter(pk=office.administrator.pk).update(clearance=Marking.INTERNAL)
    known(office, "Internal", marking=Marking.INTERNAL)
    client = client_of(User.objects.get(pk=office.administrator.pk))
    page = text(client.post(f"{page_of(office.clerk)}view/", {"reason": "asked for help", "register": "people"}))
    assert "As Clerk sees it" in page and "Internal" in page and "Kept By The Commission" in page
    assert "Seen By Both" not in page and "Too High" not in page
    assert re.search(r"People\s+2<", page), "hidden records must not be counted"
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.verb, entry.record) == ("look", office.clerk.uuid) and "asked for help" in entry.text


def test_a_look_shows_nothing_that_the_person_may_not_see(office: People) -> None:
    known(office, "For Clerks", marking=Marking.SECRET)
    known(office, "For Everybody")
    page = text(
        client_of(office.administrator).post(f"{page_of(office.reader)}view/", {"reason": "r", "register": "people"})
    )
    assert "For Everybody" in page and "For Clerks" not in page
    assert client_of(office.administrator).post(f"{page_of(office.reader)}view/", {}).status_code == 422
    assert client_of(office.administrator).get(f"{page_of(office.reader)}view/").status_code == 405


def test_the_table_of_roles_is_the_one_that_decides(office: People) -> None:
    page = text(client_of(office.reader).get("/admin/access/"))
    assert page.count(">yes<") == sum(map(len, ROLES.values()))
    assert client_of(None).get("/admin/access/").status_code == 404


def test_an_auditor_reads_every_entry_but_not_what_it_is_about_where_that_is_hidden(office: People) -> None:
    seen = known(office, "Seen Person")
    hidden = known(office, "Hidden Person", marking=Marking.TOP_SECRET - 1, need_to_know=True)
    User.objects.filter(pk=office.auditor.pk).update(clearance=Marking.INTERNAL)
    client = client_of(User.objects.get(pk=office.auditor.pk))
    page = text(client.get("/audit/?register=people"))
    assert "Seen Person" in page and str(seen.uuid) in page and "met Seen Person" in page
    assert "Hidden Person" not in page and str(hidden.uuid) not in page
    entry = AuditEntry.objects.get(record=hidden.uuid)
    assert re.search(rf'class="number">{entry.sequence}<', page), "the entry itself is there"


def test_the_audit_is_narrowed_by_person_register_and_day(office: People) -> None:
    known(office, "Seen Person")
    client = client_of(office.auditor)
    of_clerk = text(client.get("/audit/?who=clerk"))
    assert "Seen Person" in of_clerk and "Installation" not in of_clerk
    assert "Seen Person" not in text(client.get("/audit/?who=head"))
    assert "Seen Person" not in text(client.get("/audit/?to=2020-01-01"))
    assert "Seen Person" in text(client.get("/audit/?from=2020-01-01&register=people"))
    assert "Other Clerk" not in text(client.get("/audit/?register=accounts")), "of another body"
    assert client.get("/audit/?from=soon").status_code == 400 and client.get("/audit/?after=x").status_code == 400


def test_the_audit_is_turned_page_by_page(office: People) -> None:
    client, path, numbers = client_of(office.auditor), "/audit/", []
    while path:
        page = text(client.get(path))
        numbers += [int(n.replace(",", "")) for n in re.findall(r'<th scope="row" class="number">([\d,]+)<', page)]
        onward = re.findall(r'rel="next" href="(.*?)"', page)
        path = "/audit/" + onward[0].replace("&amp;", "&") if onward else ""
    assert numbers == list(AuditEntry.objects.order_by("-sequence").values_list("sequence", flat=True))


def test_the_button_verifies_the_chain_and_names_a_bad_entry(office: People) -> None:
    client = client_of(office.auditor)
    assert "not verified in this session" in text(client.get("/audit/"))
    assert "Verified to entry" in text(client.post("/audit/verify/", follow=True))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_user SET clearance = 4 WHERE username = 'clerk'")
    told = AuditEntry.objects.filter(record=office.clerk.uuid).latest("sequence").sequence
    assert re.search(rf"Broken at entry {told}:", text(client.post("/audit/verify/", follow=True)))


def test_the_proof_can_be_followed_and_hides_what_the_auditor_may_not_see(office: People) -> None:
    hidden = known(office, "Hidden Person", marking=Marking.SECRET, need_to_know=True)
    User.objects.filter(pk=office.auditor.pk).update(clearance=Marking.INTERNAL)
    answer = client_of(User.objects.get(pk=office.auditor.pk)).get("/audit/proof.csv")
    told = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(told)))
    assert str(hidden.uuid) not in told and "Hidden Person" not in told
    assert len(rows) == AuditEntry.objects.count()
    followed = 0
    for before, row in pairwise(rows):
        if row["text"]:
            followed += 1
            assert hashlib.sha256((before["hash"] + row["text"]).encode()).hexdigest() == row["hash"]
    assert followed > 200


@pytest.mark.parametrize("who", ["clerk", "administrator", "head", "outsider"])
def test_only_auditors_read_the_audit(office: People, who: str) -> None:
    client = client_of(getattr(office, who))
    assert client.get("/audit/").status_code == client.get("/audit/proof.csv").status_code == 404
    assert client.post("/audit/verify/").status_code == 404


@pytest.mark.parametrize("language", ["en", "vi", "id"])
def test_pages_come_with_few_statements(office: People, language: str) -> None:
    for user, path in (
        (office.administrator, "/admin/people/"),
        (office.administrator, "/admin/people/new/"),
        (office.administrator, page_of(office.clerk)),
        (office.auditor, "/audit/"),
        (office.auditor, "/audit/?who=clerk&register=people&from=2020-01-01&to=2099-01-01"),
        (office.reader, "/admin/access/"),
    ):
        client = client_of(user)
        client.post("/language/", {"language": language})
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        assert len(asked) <= 12, [one["sql"][:90] for one in asked]
