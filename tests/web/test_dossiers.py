"""Stories of a dossier's page: where it stands, what may be done now and by whom, and two people at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import time_machine

from tests.procedures.conftest import Hire
from tests.web.dossiers import FACTS, page_of, read, send, text
from tests.web.samples import client_of
from trivet.core.history import Transaction
from trivet.core.users import Role
from trivet.procedures.dossiers import Dossier, Obligation

pytestmark = pytest.mark.django_db
Make = Callable[..., Dossier]
PAPERS = {"paper-letter": "on", "paper-letter-number": "12/CV", "paper-project": "on"}


def test_who_may_take_which_step_is_told_with_what_it_still_needs(prepared: Make, hire: Hire) -> None:
    organiser, ministry = hire("vufo"), hire("mfa")
    dossier = prepared(organiser, "vufo", facts={"starts": "2024-06-20"})
    page = read(client_of(organiser), page_of(dossier))
    options = {one.label: one for one in page.context["dossier"]["options"]}
    assert set(options) == {"file", "withdraw"}
    needs = ["letter asking for permission", "project of the conference", "last day"]
    assert options["file"].needs[:3] == needs and options["file"].form is not None
    assert "Union of Friendship" in options["file"].who[0].text
    other = read(client_of(ministry), page_of(dossier)).context["dossier"]["options"]
    assert [one.form for one in other] == [None, None] and other[0].who
    reader = read(client_of(None), page_of(dossier), 404)
    assert reader.status_code == 404


def test_a_conference_is_taken_through_its_pages(prepared: Make, hire: Hire) -> None:
    organiser, ministry, police = (client_of(hire(one)) for one in ("vufo", "mfa", "public-security"))
    with time_machine.travel("2024-04-01T08:00:00Z") as clock:
        dossier = prepared(hire("vufo"), "vufo", facts=FACTS)
        send(organiser, dossier, "take", "file", **PAPERS)
        page = read(ministry, page_of(dossier))
        assert "12/CV" in text(page) and "40 days" not in text(page)
        send(ministry, dossier, "take", "complete", bodies="defence")
        asked = read(police, page_of(dossier)).context["dossier"]["branches"][0]
        assert [one.debtor[0].text for one in asked["asked"]] == [
            "Ministry of Public Security",
            "Ministry of National Defence",
        ]
        assert [form.act for _body, _identity, form in asked["forms"]] == ["answer"]
        early = send(ministry, dossier, "take", "put-forward", 422)
        assert "its opinion is awaited until 2024-04-16" in text(early)
        clock.move_to("2024-04-18T02:00:00Z")
        late = read(police, page_of(dossier))
        assert "overdue by 2 days" in text(late)
        body = asked["forms"][0][1]
        send(police, dossier, "answer", "consultation", body=str(body), answer="agrees", reason="")
        send(ministry, dossier, "take", "put-forward")
        head = client_of(hire("government", Role.APPROVER))
        send(head, dossier, "take", "permit", **{"paper-decision": "on"})
        page = read(organiser, page_of(dossier))
        assert "Prime Minister" in text(page) and "Decision 06/2020/QĐ-TTg, article 3" in text(page)
        clock.move_to("2024-06-22T02:00:00Z")
        send(organiser, dossier, "take", "hold")
        send(organiser, dossier, "take", "report", **{"paper-report": "on"})
    ended = read(organiser, page_of(dossier))
    assert ended.context["dossier"]["kind"] == "ended" and not ended.context["dossier"]["options"]
    outcomes = Obligation.objects.at(None).filter(owner=dossier.pk, branch="consultation").order_by("position")
    assert [one.outcome for one in outcomes] == ["late", "unmet"]


def test_of_two_people_at_once_the_second_is_told_and_loses_nothing(prepared: Make, hire: Hire) -> None:
    organiser = client_of(hire("vufo"))
    dossier = prepared(hire("vufo"), "vufo", facts=FACTS)
    send(organiser, dossier, "take", "file", **PAPERS)
    first, second = client_of(hire("mfa")), client_of(hire("mfa", Role.HEAD))
    read_version = str(Dossier.objects.get(pk=dossier.pk).version)
    send(first, dossier, "take", "complete", reason="all is there")
    typed = {"reason": "a paper is wrong", "paper-report-number": "77/BC", "expected": read_version}
    refused = send(second, dossier, "take", "complete", 409, **typed)
    page = text(refused)
    assert "was changed meanwhile" in page and "all is there" in page, "what happened"
    assert "a paper is wrong" in page and "77/BC" in page, "what was typed"
    refused = send(second, dossier, "take", "return", 409, **typed)
    assert 'value="a paper is wrong"' in refused.content.decode(), "the form is still there, filled"
    send(second, dossier, "take", "return", reason="a paper is wrong")
    twice = send(second, dossier, "take", "return", 409)
    assert "Open steps: file, withdraw" in text(twice)


def test_what_is_not_yours_or_unclear_is_said_and_kept(prepared: Make, hire: Hire) -> None:
    organiser, ministry = client_of(hire("vufo")), client_of(hire("mfa"))
    dossier = prepared(hire("vufo"), "vufo", facts=FACTS)
    assert "is for" in text(send(ministry, dossier, "take", "file", 403, **PAPERS))
    unclear = send(organiser, dossier, "take", "file", 422, **{**PAPERS, "paper-project-source": "no such thing"})
    assert "no such thing" in unclear.content.decode() and "There is no source" in text(unclear)
    assert "Say why" in text(send(organiser, dossier, "take", "file", 422, **{**PAPERS, "reason": " "}))
    assert "not one day" in text(send(organiser, dossier, "take", "file", 422, **{**PAPERS, "day": "soon"}))
    assert "must lie between" in text(send(organiser, dossier, "take", "file", 422, **{**PAPERS, "day": "2999-01-01"}))
    assert client_of(None).post(f"/dossiers/{dossier.pk}/act/", {"act": "take"}).status_code == 404
    assert organiser.post(f"/dossiers/{dossier.pk}/act/", {"act": "burn"}).status_code == 404
    assert organiser.get(f"/dossiers/{dossier.pk}/act/").status_code == 405


def test_moving_the_conference_moves_its_clock(prepared: Make, hire: Hire) -> None:
    organiser = client_of(hire("vufo"))
    with time_machine.travel("2024-04-01T08:00:00Z"):
        dossier = prepared(hire("vufo"), "vufo", facts=FACTS)
        facts = {f"fact-{code}": value for code, value in FACTS.items()}
        send(organiser, dossier, "tell", **{**facts, "fact-starts": "2024-06-30", "fact-rank": "other"})
    (owed,) = Obligation.objects.at(None).filter(owner=dossier.pk)
    assert (owed.due, owed.rule) == (date(2024, 5, 31), "conference.filing")
    assert "below minister" in text(read(organiser, page_of(dossier)))


def test_the_page_as_it_was_known_offers_nothing_and_shows_the_stage_of_then(prepared: Make, hire: Hire) -> None:
    organiser = client_of(hire("vufo"))
    dossier = prepared(hire("vufo"), "vufo", facts=FACTS)
    opened = Transaction.objects.get(number=Dossier.objects.get(pk=dossier.pk).version)
    send(organiser, dossier, "take", "file", **PAPERS)
    then = read(organiser, page_of(dossier, f"?known={opened.moment:%Y-%m-%dT%H:%M:%S.%f}Z"))
    assert then.context["dossier"]["stage"] == "preparing" and then.context["dossier"]["options"] == []
    now = read(organiser, page_of(dossier))
    assert now.context["dossier"]["stage"] == "filed"
    listed = read(organiser, "/registers/dossiers/")
    assert "filed" in text(listed) and "international conference" in text(listed)
    steps = read(organiser, page_of(dossier, "history/")).context["steps"]
    changed = {one.label: (one.before, one.after) for one in steps[0].changes}
    assert changed["Stage"] == (["preparing"], ["filed"]) and "Edition" not in changed


@pytest.mark.parametrize("language", ["vi", "id"])
def test_the_page_speaks_the_readers_language(prepared: Make, hire: Hire, language: str) -> None:
    client = client_of(hire("vufo"))
    client.cookies["django_language"] = language
    dossier = prepared(hire("vufo"), "vufo", facts=FACTS)
    words = {"vi": ("đang chuẩn bị", "nộp hồ sơ"), "id": ("sedang disiapkan", "ajukan")}[language]
    page = text(read(client, page_of(dossier)))
    assert all(word in page for word in words)
