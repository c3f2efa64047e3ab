"""Stories about single pages: finding, reading in one's language, sources against each other, and mistakes."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.people import People
from tests.web.samples import client_of, made, typed
from trivet.core.actions import change, cite, create
from trivet.core.drafts import Draft
from trivet.core.history import Assignment
from trivet.core.office import Office
from trivet.core.partners import Partner
from trivet.core.people import Person, Tenure
from trivet.core.records import Record
from trivet.core.register import Register, registers
from trivet.core.sources import Citation, Source
from trivet.core.users import User
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def with_many() -> Register:
    """A register with a list of partners and owned rows; which one does not matter."""
    return next(r for r in registers().values() if r.many_parties and r.parts and r.period)


def a_record(people: People, number: int = 1, **more: Any) -> Any:
    return made(with_many(), people, number, **more)


def page_of(row: Record, more: str = "") -> str:
    return f"/registers/{with_many().code}/{row.pk}/{more}"


def test_the_shelves_count_what_the_reader_may_see(office: People) -> None:
    a_record(office)
    a_record(office, 2, submit=False)
    with CaptureQueriesContext(connection) as asked:
        page = Client().get("/registers/")
    assert len(asked) <= 12 and "Kenya" in text(page)
    assert {s["label"]: s["count"] for s in page.context["shelves"]}[with_many().label] == "1"
    page = client_of(office.clerk).get("/registers/")
    assert {s["label"]: s["count"] for s in page.context["shelves"]}[with_many().label] == "2"


def test_pages_speak_the_readers_language(office: People) -> None:
    client = Client()
    assert client.post("/language/", {"language": "vi", "next": "/"}).status_code == 302
    page = text(client.get("/registers/partners/?q=nhat+ban"))
    assert '<html lang="vi">' in page and "Nhật Bản" in page
    assert client.get("/language/").status_code == 302


def test_signing_in_and_out(office: People) -> None:
    client = Client()
    assert "Read by a visitor" in text(client.get("/"))
    sent = {"login": "clerk", "password": "a long enough password", "next": "/registers/partners/"}
    answer = client.post("/sign-in/", sent)
    assert answer.url == "/registers/partners/" and "Read by Clerk" in text(client.get("/"))
    assert client.get("/sign-out/").status_code == 200 and "Read by Clerk" in text(client.get("/"))
    client.post("/sign-out/")
    assert "Read by a visitor" in text(client.get("/"))
    assert "alert" in text(client.post("/sign-in/", {**sent, "password": "wrong"}))


def test_writes_need_the_token_of_the_form(office: People) -> None:
    row = a_record(office)
    client = Client(enforce_csrf_checks=True)
    client.force_login(office.clerk)
    assert client.post(page_of(row, "edit/"), {"note": "x", "reason": "y"}).status_code == 403
    assert client.post(page_of(row, "move/"), {"move": "verify"}).status_code == 403


def test_search_finds_without_accents_and_only_what_one_may_see(office: People) -> None:
    create(
        Person, Draft({"name": "Phạm Văn Đồng", "keeper": office.ministry}), actor=office.clerk, reason="r", submit=True
    )
    secret = Draft({"name": "Phạm Thị Mật", "keeper": office.ministry, "marking": Marking.SECRET})
    create(Person, secret, actor=office.clerk, reason="r", submit=True)
    assert "Phạm Văn Đồng" in text(Client().get("/search/?q=pham+van+dong"))
    assert "Mật" not in text(Client().get("/search/?q=pham"))
    assert "Mật" in text(client_of(office.clerk).get("/search/?q=pham&register=people"))
    assert "Nothing was found" in text(Client().get("/search/?q=zzz"))
    assert Client().get("/search/").status_code == 200


def test_a_link_to_what_one_may_not_see_is_blank(office: People) -> None:
    secret = Draft({"name": "Agent Nobody", "keeper": office.ministry, "marking": Marking.SECRET})
    person = create(Person, secret, actor=office.clerk, reason="r", submit=True)
    holder = next(
        (r, f.name) for r in registers().values() for f in r.content_fields() if f.related_model is Person and f.null
    )
    register, name = holder
    row = made(register, office, 1, **{name: person})
    url = f"/registers/{register.code}/{row.uuid}/"
    assert "Agent Nobody" in text(client_of(office.clerk).get(url))
    for more in ("", "history/"):
        assert "Agent Nobody" not in text(Client().get(url + more))
    assert "Agent Nobody" not in text(Client().get(f"/registers/{register.code}/"))
    assert str(row.uuid) not in text(Client().get(f"/registers/{register.code}/?{name}=Agent+Nobody"))


def test_who_may_not_see_a_link_does_not_lose_it_by_saving(office: People) -> None:
    weak = User.objects.create_user("weak", "Weak", clearance=Marking.INTERNAL)
    weak.duties.create(body=office.ministry, role="clerk")
    values = {"name": "Hidden Forum", "kind": "forum", "keeper": office.ministry, "marking": Marking.SECRET}
    hidden = create(Partner, Draft(values), actor=office.clerk, reason="r", submit=True)
    many = next(iter(with_many().many_parties))
    japan = Partner.objects.get(key="JPN")
    row = a_record(office, **{many: [hidden, japan]})
    client = client_of(weak)
    sent = typed(client.get(page_of(row, "edit/")).context)
    assert sent[many] == "Japan"
    answer = client.post(page_of(row, "edit/"), {**sent, many: "Japan\nKenya", "reason": "one more"})
    assert answer.status_code == 302, text(answer)
    page = client_of(office.clerk).get(page_of(row))
    assert [partner.name for partner in getattr(page.context["row"], many)] == ["Japan", "Kenya", "Hidden Forum"]


def test_unknown_and_ambiguous_names_are_answered_with_candidates(office: People) -> None:
    row = a_record(office)
    many = next(iter(with_many().many_parties))
    client, url = client_of(office.clerk), page_of(row, "edit/")
    sent = typed(client.get(url).context) | {"reason": "r", "note": "kept as typed"}
    answer = client.post(url, {**sent, many: "Congo\nJapann\nWonderland"})
    page = text(answer)
    assert answer.status_code == 422 and "[COD]" in page and "[COG]" in page and "Japan [JPN]" in page
    assert "no partner “Wonderland”" in page and "kept as typed" in page and "Japann" in page
    assert client.post(url, {**sent, many: "Congo - Kinshasa [COD]\nnhat ban\nken"}).status_code == 302
    row = client.get(page_of(row)).context["row"]
    assert [partner.key for partner in getattr(row, many)] == ["COD", "JPN", "KEN"]


def test_bad_dates_and_broken_rules_stand_at_their_field(office: People) -> None:
    row = a_record(office)
    start, _end = with_many().period or ("", "")
    client, url = client_of(office.clerk), page_of(row, "edit/")
    sent = typed(client.get(url).context) | {"reason": "r"}
    answer = client.post(url, {**sent, start: "03/04/2024"})
    box = next(box for box in answer.context["boxes"] if box.name == start)
    assert answer.status_code == 422 and "two days" in box.errors[0] and box.text == "03/04/2024"
    for bad in ({"keeper": str(office.commission.pk)}, {"marking": "4"}, {"marking": "x"}, {"keeper": "x"}):
        assert client.post(url, {**sent, **bad}).status_code == 422
    other = a_record(office, 2, key="taken")
    answer = client.post(url, {**sent, "key": "taken"})
    assert answer.status_code == 422 and "already taken" in text(answer) and other.key
    required = next(f for f in with_many().content_fields() if not f.blank and not f.has_default() and not f.choices)
    answer = client.post(url, {**sent, required.name: ""})
    assert next(box for box in answer.context["boxes"] if box.name == required.name).errors


def test_owned_rows_are_changed_added_and_dropped(office: People) -> None:
    row = a_record(office)
    name = with_many().parts[0]
    client, url = client_of(office.clerk), page_of(row, "edit/")
    sent = typed(client.get(url).context) | {"reason": "rows"}
    dated = next(f.name for f in with_many().part_model(name)._meta.fields if f.name in {"starts", "date"})
    answer = client.post(url, {**sent, f"{name}-0-{dated}": "2024-13"})
    assert answer.status_code == 422 and "2024-13" in text(answer) and answer.context["parts"][0].errors
    new = {
        key.replace(f"{name}-0-", f"{name}-1-"): value for key, value in sent.items() if key.startswith(f"{name}-0-")
    }
    new |= {f"{name}-1-uuid": "", f"{name}-0-{dated}": "2024-05", f"{name}-1-{dated}": "2024-06"}
    assert client.post(url, {**sent, **new}).status_code == 302
    rows = getattr(client.get(page_of(row)).context["row"], f"{name}_rows")
    assert [str(getattr(one, dated)) for one in rows] == ["2024-05", "2024-06"]
    assert str(rows[0].uuid) == sent[f"{name}-0-uuid"]
    sent = typed(client.get(url).context) | {"reason": "fewer", f"{name}-0-drop": "on"}
    assert client.post(url, sent).status_code == 302
    rows = getattr(client.get(page_of(row)).context["row"], f"{name}_rows")
    assert [str(getattr(one, dated)) for one in rows] == ["2024-06"]
    steps = client.get(page_of(row, "history/")).context["steps"]
    assert [(len(c.before), len(c.after)) for c in steps[0].changes] == [(1, 0)]
    assert [(len(c.before), len(c.after)) for c in steps[1].changes] == [(1, 2)]


def test_rival_values_stand_side_by_side_until_one_is_adopted(office: People) -> None:
    row = a_record(office)
    start = (with_many().period or ("",))[0]
    client, url = client_of(office.clerk), page_of(row, "edit/")
    sent = typed(client.get(url).context) | {"reason": "another source"}
    rival = {"cite-title": "Another gazette", "cite-field": start, "cite-value": "1999-05-01", "cite-confidence": "low"}
    assert client.post(url, {**sent, **rival, "cite-source": "both"}).status_code == 422
    assert client.post(url, {**sent, **rival, "cite-title": ""}).status_code == 422
    answer = client.post(url, {**sent, **rival, "cite-title": "x" * 500})
    assert answer.status_code == 422 and answer.context["cite"][1].errors
    assert not Source.objects.filter(title="Another gazette").exists()
    assert client.post(url, {**sent, **rival}).status_code == 302
    page = client.get(page_of(row))
    assert "other value" in text(page) and "1 May 1999" in text(page) and "A gazette 1" in text(page)
    citation = Citation.objects.at(None).get(record=row.uuid, field=start)
    adopt = {"adopt": str(citation.uuid), "expected": str(page.context["row"].version), "reason": "it saw it"}
    assert client_of(office.reviewer).post(page_of(row, "move/"), adopt).status_code == 403
    assert client.post(page_of(row, "move/"), adopt).status_code == 302
    page = client.get(page_of(row))
    assert str(getattr(page.context["row"], start)) == "1999-05-01" and "other value" not in text(page)


def test_a_source_one_may_not_see_is_not_cited(office: People) -> None:
    row = a_record(office)
    secret = Draft({"title": "Cable 42", "keeper": office.ministry, "marking": Marking.SECRET})
    source = create(Source, secret, actor=office.clerk, reason="r", submit=True)
    citation = {"source_id": source.uuid, "exact": "words of the cable", "confidence": "high"}
    cite(row, citation, actor=office.clerk, reason="cabled")
    assert "words of the cable" in text(client_of(office.clerk).get(page_of(row)))
    for more in ("", "history/"):
        page = text(Client().get(page_of(row, more)))
        assert "Cable 42" not in page and "words of the cable" not in page


def test_a_partners_page_tells_its_entries_newest_first(office: People) -> None:
    for number in range(3):
        a_record(office, number)
    partner = Partner.objects.get(key="VNM")
    page = client_of(office.clerk).get(f"/registers/partners/{partner.pk}/")
    lines = page.context["partner"]["lines"]
    whens = [line.when for line in lines if line.register == with_many().one]
    assert [when.partition(" – ")[0] for when in whens] == ["March 2002", "March 2001", "March 2000"]
    assert not page.context["partner"]["next"]


def test_uncertain_dates_stand_as_written_with_their_bounds(office: People) -> None:
    row = a_record(office)
    page = text(client_of(office.clerk).get(page_of(row)))
    assert 'title="between 1 Mar 2001 and 31 Mar 2001"' in page and ">2001-03<" in page
    assert '<time datetime="2024-11-21">21 Nov 2024</time>' in page


def test_on_a_day_counts_what_certainly_held_and_may_add_what_possibly_did(office: People) -> None:
    start, end = with_many().period or ("", "")
    row = a_record(office, 1, **{start: "2001-03", str(end): "2001-05"})
    url = f"/registers/{with_many().code}/"
    assert str(row.pk) in text(Client().get(url + "?on=2001-04-10"))
    assert str(row.pk) not in text(Client().get(url + "?on=2001-03-10"))
    page = text(Client().get(url + "?on=2001-03-10&possible=1"))
    assert str(row.pk) in page and "may have held" in page


def test_assignments_are_shown_and_their_change_is_told(office: People) -> None:
    row = a_record(office)
    told = [{"body": office.commission, "role": Assignment.Role.LEAD, "purpose": "leads the talks"}]
    change(row, Draft(assignments=told), actor=office.clerk, reason="assigned")
    page = text(client_of(office.clerk).get(page_of(row)))
    assert "leads the talks" in page and "Parliament" in page
    changes = client_of(office.clerk).get(page_of(row, "history/")).context["steps"][0].changes
    assert changes[0].after == ["Parliament, lead, leads the talks"]
    assert client_of(office.other_clerk).get(page_of(row, "edit/")).status_code == 200


def test_past_pages_keep_their_moment_in_every_link(office: People) -> None:
    row = a_record(office)
    known = (timezone.now() + timedelta(seconds=1)).isoformat().replace("+00:00", "Z")
    change(row, Draft({"note": "later"}), actor=office.clerk, reason="later")
    page = client_of(office.clerk).get(page_of(row), {"known": known})
    assert not page.context["may_change"] and page.context["moves"] == []
    links = re.findall(r'href="(/registers/[^"]*/[0-9a-f-]{36}/[^"]*)"', page.content.decode())
    ours = [link for link in links if link != page_of(row)]
    assert ours and all("known=" in link for link in ours)


def test_numbers_of_posts_and_tenures_need_no_name_of_their_own(office: People) -> None:
    """A record named by its links is called by what the reader may see of them."""
    register = registers()["tenures"]
    row = made(register, office, 1)
    assert isinstance(row, Tenure)
    page = client_of(office.clerk).get(f"/registers/tenures/{row.pk}/")
    assert page.context["heading"].text.count(",") == 1


def test_what_is_not_there_is_answered_alike(office: People) -> None:
    none = "00000000-0000-4000-8000-000000000000"
    for url in ("/registers/nothing/", f"/registers/people/{none}/", f"/registers/people/{none}/history/"):
        answer = client_of(office.clerk).get(url)
        assert answer.status_code == 404 and "nothing here" in text(answer)


def test_without_a_record_the_home_page_says_how_to_begin(db: Any) -> None:
    Office.objects.all().delete()
    assert "trivet init" in text(Client().get("/"))
    for address in ("/map/", "/figures/", "/figures/relations.states/", "/review/2024/"):
        assert Client().get(address).headers.get("Location") == "/", address


def test_a_profile_without_procedures_of_its_own_has_those_that_no_law_makes(office: People) -> None:
    assert "Clearance of a text" in text(Client().get("/procedures/"))
    assert "No procedure" in text(client_of(office.clerk).get("/dossiers/new/"))
    assert "Nothing is owed here" in text(client_of(office.clerk).get("/obligations/"))


def test_a_person_says_where_reminders_are_sent(office: People) -> None:
    client = client_of(office.clerk)
    assert "Mail address" in text(client.get("/account/mail/"))
    refused = client.post("/account/mail/", {"mail": "no address"})
    assert refused.status_code == 422 and 'value="no address"' in text(refused)
    assert client.post("/account/mail/", {"mail": "lan@example.org"}).status_code == 302
    office.clerk.refresh_from_db()
    assert office.clerk.email == "lan@example.org" and 'value="lan@example.org"' in text(client.get("/account/mail/"))
    client.post("/account/mail/", {"mail": ""})
    office.clerk.refresh_from_db()
    assert office.clerk.email == "" and Client().get("/account/mail/").status_code == 302
