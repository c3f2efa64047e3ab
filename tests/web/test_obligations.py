"""Stories of what is owed: on the board, on Today, and in a person's own calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.test import Client

from tests.people import People
from tests.procedures.conftest import Hire
from tests.web.dossiers import FACTS, page_of, read, send, text
from tests.web.samples import client_of
from tests.web.test_feeds import events, feed_of
from trivet.core.actions import change, move
from trivet.core.bodies import Body
from trivet.core.drafts import Draft
from trivet.core.partners import Partner
from trivet.core.users import Role
from trivet.procedures.acting import Taking, take
from trivet.procedures.dossiers import Dossier, Obligation
from trivet.procedures.opinions import ask_further
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db
Make = Callable[..., Dossier]
PAPERS = [{"paper": "letter"}, {"paper": "project"}]


def asked(prepared: Make, hire: Hire, **values: object) -> Dossier:
    """A conference on which the police and the army are asked by 16 April 2024."""
    dossier = prepared(hire("vufo"), "vufo", facts=FACTS, **values)
    dossier = take(dossier, Taking("file", "filed", papers=PAPERS), actor=hire("vufo"))
    dossier = take(dossier, Taking("complete", "complete"), actor=hire("mfa"))
    defence = Body.objects.get(key="defence").pk
    return ask_further(dossier, "consultation", [defence], actor=hire("vufo"), reason="they know the border")


def lines(client: Client, query: str = "", most: int = 12) -> list[tuple[str, str, str]]:
    """The board as kind, caption and debtor of each line."""
    page = read(client, f"/obligations/{query}", most=most)
    told = [(kind, one) for kind, _word, some in page.context["groups"] for one in some]
    return [(kind, one.caption, "".join(shown.text for shown in one.debtor)) for kind, one in told]


def test_the_board_tells_what_is_owed_by_whom_the_overdue_first(prepared: Make, hire: Hire) -> None:
    with time_machine.travel("2024-04-01T08:00:00Z") as clock:
        asked(prepared, hire, title="On rivers")
        prepared(hire("vufo"), "vufo", facts=FACTS | {"starts": "2024-08-01"}, title="On seas")
        ministry = client_of(hire("mfa"))
        assert {kind for kind, _caption, _who in lines(ministry)} == {"open"}
        clock.move_to("2024-04-18T08:00:00Z")
        ministry = client_of(hire("mfa"))  # her session of the first day is over
        told = lines(ministry)
        assert [(kind, caption) for kind, caption, _who in told] == [
            ("overdue", "On rivers"),
            ("overdue", "On rivers"),
            ("open", "On seas"),
        ]
        page = text(read(ministry, "/obligations/"))
        assert "16 Apr 2024 (overdue by 2 days)" in page and "taken up by" in page and "Government" in page
        assert [who for _kind, _caption, who in lines(ministry, "?body=defence")] == ["Ministry of National Defence"]
        assert len(lines(ministry, "?body=mfa&side=creditor")) == 3
        assert len(lines(ministry, "?body=government&side=escalation")) == 2
        assert len(lines(ministry, "?overdue=1&procedure=conference")) == 2
        assert lines(ministry, "?mine=1") == [] and len(lines(client_of(hire("vufo")), "?mine=1")) == 1
        assert lines(ministry, "?body=nobody+bears+this") == []
    ministry = client_of(hire("mfa"))
    for wrong in ("side=friend", "procedure=tea", "after=xx"):
        assert 'role="alert"' in read(ministry, f"/obligations/?{wrong}", 400).content.decode()
    assert Client().get("/obligations/").status_code == 302, "the board is for people with an account"


def test_the_board_has_pages(prepared: Make, hire: Hire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trivet.core.keyset.Order.page.__defaults__", ("", 2))
    with time_machine.travel("2024-04-01T08:00:00Z"):
        asked(prepared, hire)
        for day in ("2024-08-01", "2024-07-01"):
            prepared(hire("vufo"), "vufo", facts=FACTS | {"starts": day})
        prepared(hire("vufo"), "vufo", facts={"rank": "other"})  # nobody knows its day yet
        client, url, seen = client_of(hire("mfa")), "/obligations/", []
        while url:
            page = read(client, url)
            seen += [one.when for _kind, _word, some in page.context["groups"] for one in some]
            url = page.context["next"]
    assert [when.split(" (")[0] for when in seen] == [
        "16 Apr 2024",
        "16 Apr 2024",
        "22 May 2024",
        "22 Jun 2024",
        "day not known",
    ]


def test_nobody_sees_what_is_owed_in_a_dossier_that_they_may_not_see(
    prepared: Make, hire: Hire, people: People
) -> None:
    with time_machine.travel("2024-04-01T08:00:00Z"):
        secret = asked(prepared, hire, title="Inner talks", marking=Marking.SECRET)
        asked(prepared, hire, title="For a few", need_to_know=True)
        hidden = asked(prepared, hire, title="Open talks")
        army = Body.objects.get(key="defence")
        change(army, Draft({"marking": Marking.SECRET}), actor=people.installation, reason="hidden")
        reader = client_of(people.reader)
        assert {caption for _kind, caption, _who in lines(reader)} == {"Open talks", "For a few"}
        other = client_of(hire("vufo", Role.READER))
        assert len({caption for _kind, caption, _who in lines(other)}) == 3
        page = text(read(reader, page_of(hidden)))
        assert "National Defence" not in page and "Public Security" in page
        assert "National Defence" not in text(read(reader, "/obligations/"))
        move(secret, "withdraw", actor=people.installation, reason="a mistake")
        assert "Inner talks" not in {caption for _kind, caption, _who in lines(other)}


def test_today_tells_what_my_bodies_owe(prepared: Make, hire: Hire) -> None:
    with time_machine.travel("2024-04-18T08:00:00Z"):
        asked(prepared, hire, title="On rivers")
    with time_machine.travel("2024-05-10T08:00:00Z"):
        page = read(client_of(hire("public-security")), "/")
        (line,) = [one for one in page.context["waiting"] if one.why == "owed"]
        assert (line.caption, line.words) == ("On rivers", "3 May 2024")
        assert line.tags[0].text == "overdue by 7 days" and "What my bodies owe" in text(page)
        assert not [one for one in read(client_of(hire("mfa")), "/").context["waiting"] if one.why == "owed"]


def test_a_persons_calendar_has_what_their_bodies_owe_until_it_ends(prepared: Make, hire: Hire) -> None:
    france = [Partner.objects.get(key="FRA")]
    with time_machine.travel("2024-04-01T08:00:00Z"):
        dossier = asked(prepared, hire, title="On rivers", partners=france)
        asked(prepared, hire, title="Inner talks", marking=Marking.CONFIDENTIAL)
        police = hire("public-security")
        path, other = feed_of(police), feed_of(police, partner="Japan")
        (owed,) = Obligation.objects.at(None).filter(owner=dossier.pk, debtor=Body.objects.get(key="public-security"))
        event = events(path)[str(owed.uuid)]
        assert (event.decoded("DTSTART"), event["STATUS"], event["SEQUENCE"]) == (date(2024, 4, 16), "CONFIRMED", 0)
        assert (
            str(event["SUMMARY"]) == "Opinions of the bodies concerned: On rivers" and event["TRANSP"] == "TRANSPARENT"
        )
        assert str(event["URL"]).endswith(page_of(dossier)) and event["CLASS"] == "PRIVATE"
        assert len(events(path)) == 1, "what is marked above internal leaves by no feed"
        assert events(other) == {} and events(feed_of(hire("mfa"))) == {}
        assert Client().get(path).content == Client().get(path).content
        send(client_of(police), dossier, "answer", "consultation", body=str(owed.debtor_id), answer="agrees", reason="")
        gone = events(path)[str(owed.uuid)]
        assert gone["STATUS"] == "CANCELLED" and gone["SEQUENCE"] == 1 and "rivers" not in str(gone["SUMMARY"])


def test_a_moved_conference_moves_its_day_in_the_calendar(prepared: Make, hire: Hire) -> None:
    clerk = hire("vufo")
    with time_machine.travel("2024-04-01T08:00:00Z"):
        dossier = prepared(clerk, "vufo", facts=FACTS)
        path = feed_of(clerk)
        (uid,) = events(path)
        facts = {f"fact-{code}": value for code, value in FACTS.items()} | {"fact-starts": "2024-06-30"}
        send(client_of(clerk), dossier, "tell", **facts)
        (event,) = events(path).values()
    assert (
        str(event["UID"]).startswith(uid) and event["SEQUENCE"] == 1 and event.decoded("DTSTART") == date(2024, 5, 21)
    )
