"""Stories of the page of a succession: the head of both bodies, the head of one, the clerk, who comes in between."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.people import People
from tests.procedures.test_succession import World
from tests.web.dossiers import read, text
from tests.web.samples import client_of
from trivet.core.actions import change, create
from trivet.core.drafts import Draft
from trivet.core.partners import Partner
from trivet.core.users import Role
from trivet.programme.lines import ProgrammeLine
from trivet.programme.programmes import Programme
from trivet.registers.agreements import Agreement
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db
WHY = {"reason": "the ministries are merged", "basis": "Decree 28/2025"}


@pytest.fixture
def world(people: People) -> World:
    made = World(people)
    change(made.old, Draft({"successor": made.finance}), actor=people.installation, reason="it is merged")
    france = list(Partner.objects.filter(key="FRA"))
    made.agreement("On dams", [(made.old, "lead")], parties=france)
    made.agreement("On crops", parties=[*france, *Partner.objects.filter(key="JPN")])
    made.agreement("On roads", [(made.old, "support")], keeper=people.ministry, parties=france)
    made.agreement("On war", marking=Marking.TOP_SECRET)
    plan = {"year": "2026", "title": "Programme of 2026", "keeper": made.old}
    programme = create(Programme, Draft(plan), actor=made.clerk, reason="a plan", submit=True)
    line = {"programme": programme, "direction": "agreement", "title": "To sign on rivers", "starts": "2026-09"}
    create(ProgrammeLine, Draft({**line, "keeper": made.old}), actor=made.clerk, reason="planned", submit=True)
    return made


def page_of(world: World, more: str = "") -> str:
    return f"/succession/{world.old.pk}/{more}"


def sent(world: World, **more: str) -> dict[str, str]:
    finance = str(world.finance.pk)
    shelves = ("agreements", "programmes", "programme-lines")
    return {"day": "2025-03-01", **WHY, **{f"all-{code}": finance for code in shelves}, **more}


def hidden(page: Any) -> dict[str, str]:
    """What the form of a preview sends again."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    return {name: value for name, value in found if name not in ("csrfmiddlewaretoken", "next")}


def test_the_head_sees_what_it_holds_agreements_first_looks_and_lets_it_be_done(world: World) -> None:
    client = client_of(world.head)
    assert page_of(world) in read(client, f"/registers/bodies/{world.old.pk}/").content.decode()
    form = read(client, page_of(world))
    shelves = {shelf.code: [one.caption for one in shelf.holdings] for shelf in form.context["plan"].shelves}
    assert next(iter(shelves)) == "agreements" and shelves["agreements"] == ["On crops", "On dams", "On roads"]
    assert {shelf.to for shelf in form.context["plan"].shelves} == {str(world.finance.pk)}, "the successor of the body"
    assert "On war" not in text(form)
    crops = Agreement.objects.get(title="On crops")
    preview = client.post(page_of(world), sent(world, **{f"to-{crops.pk}": str(world.farming.pk)}, preview="1"))
    assert preview.status_code == 200 and "Ministry of Farming: 1" in text(preview)
    assert "Ministry of Finance: 2" in text(preview) and "On dams keeps it, lead → Ministry of Finance" in text(preview)
    assert Agreement.objects.get(pk=crops.pk).keeper == world.old, "nothing is done yet"
    done = client.post(page_of(world), {**hidden(preview), "do": "1"})
    assert done.status_code == 302
    keepers = {one.title: one.keeper for one in Agreement.objects.select_related("keeper")}
    assert keepers["On crops"] == world.farming and keepers["On dams"] == world.finance
    assert keepers["On roads"] == world.people.ministry and keepers["On war"] == world.old
    after = read(client, done["Location"])
    told = {partner: [one.caption for one in notices] for partner, notices in after.context["partners"]}
    assert told == {"France": ["On crops", "On dams"], "Japan": ["On crops"]}, "On roads was only helped with"
    assert [one.caption for one in after.context["named"]] == ["On crops", "On dams"]
    assert "Decree 177/2025" in text(after) and "no new opinions" in text(after) and "Decree 28/2025" in text(after)
    other = world.person("other_premier", world.office, Role.HEAD, Marking.SECRET)
    assert "On crops" in text(read(client_of(other), done["Location"]))
    assert client_of(other).get(page_of(world, "3/")).status_code == 404, "another act is not told of"
    assert "It holds nothing" in text(read(client, page_of(world)))


def test_a_reason_a_basis_and_something_to_give_are_asked_for_and_nothing_typed_is_lost(world: World) -> None:
    client = client_of(world.head)
    bare = client.post(page_of(world), {**sent(world), "reason": "", "basis": "", "preview": "1"})
    assert bare.status_code == 422 and "Name the legal basis" in text(bare) and "Say why" in text(bare)
    none = {f"all-{code}": "stays" for code in ("agreements", "programmes", "programme-lines")}
    assert "Choose where something goes" in text(client.post(page_of(world), {**sent(world), **none, "preview": "1"}))
    kept = client.post(page_of(world), {**sent(world), "basis": "", "preview": "1"})
    assert 'value="the ministries are merged"' in kept.content.decode()
    assert client.post(page_of(world), {**sent(world), "all-agreements": "nobody"}).status_code == 400


def test_who_comes_in_between_is_told_to_look_again(world: World) -> None:
    client = client_of(world.head)
    preview = client.post(page_of(world), sent(world, preview="1"))
    world.agreement("On rivers")
    late = client.post(page_of(world), {**hidden(preview), "do": "1"})
    assert late.status_code == 422 and "changed meanwhile" in text(late)
    assert Agreement.objects.get(title="On dams").keeper == world.old


def test_only_who_heads_or_administers_the_body_finds_the_page(world: World) -> None:
    assert client_of(world.clerk).get(page_of(world)).status_code == 404
    assert client_of(world.people.head).get(page_of(world)).status_code == 404, "the head of another ministry"
    assert Client().get(page_of(world)).status_code == 302
    assert page_of(world) not in client_of(world.clerk).get(f"/registers/bodies/{world.old.pk}/").content.decode()
    half = world.person("half", world.old, Role.HEAD, Marking.SECRET)
    page = read(client_of(half), page_of(world))
    assert "You head or administer no other body" in text(page)
    refused = client_of(half).post(page_of(world), sent(world, preview="1"))
    assert refused.status_code == 400
    keeper = world.person("keeper_of_accounts", world.office, Role.ADMINISTRATOR, Marking.INTERNAL)
    with time_machine.travel("2025-04-01T08:00:00Z"):
        preview = client_of(keeper).post(page_of(world), sent(world, preview="1"))
        assert client_of(keeper).post(page_of(world), {**hidden(preview), "do": "1"}).status_code == 302
    assert client_of(world.clerk).get(page_of(world, "1/")).status_code == 404


@pytest.mark.parametrize("language", ["en", "vi", "id"])
def test_it_is_read_in_three_languages(world: World, language: str) -> None:
    client = client_of(world.head)
    client.cookies["django_language"] = language
    assert "On dams" in text(read(client, page_of(world)))
