"""What decides the meaning of a round is fixed at its opening, whichever way somebody tries to change it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.api.calling import Program
from tests.coordination.conftest import Desk
from tests.coordination.test_circulations import lines, monday, sent
from tests.web.samples import client_of, typed
from trivet.coordination.circulating import clear, conclude
from trivet.coordination.drafting import revise
from trivet.core import actions
from trivet.core.drafts import Draft
from trivet.core.validation import Invalid
from trivet.procedures.acting import Taking, take, tell_facts
from trivet.procedures.dossiers import Dossier
from trivet.procedures.standing import standing_of

__all__ = ["monday"]
pytestmark = pytest.mark.django_db
WAY = "changed on the page of the text"


@pytest.fixture
def dossier(desk: Desk) -> Dossier:
    """A round of the ministry's text in which silence is no consent."""
    found: Dossier = Dossier.objects.get(pk=sent(desk, "defence").dossier_id)
    return found


def told(dossier: Dossier) -> dict[str, str]:
    return standing_of(Dossier.objects.get(pk=dossier.pk)).facts


def rows(dossier: Dossier, **values: str) -> list[dict[str, Any]]:
    return [{"fact": code, "value": value} for code, value in {**told(dossier), **values}.items()]


@pytest.mark.parametrize("values", [{"silence": "yes"}, {"due": "2026-03-03"}, {"due": ""}, {"rule": "by law"}])
def test_the_clerk_who_keeps_the_round_changes_its_meaning_by_no_verb(
    desk: Desk, dossier: Dossier, values: dict[str, str]
) -> None:
    clerk, before = desk.clerk("mfa"), told(dossier)
    with pytest.raises(Invalid, match=WAY):
        actions.change(dossier, Draft(parts={"facts": rows(dossier, **values)}), actor=clerk, reason="quietly")
    with pytest.raises(Invalid, match=WAY):
        tell_facts(dossier, values, actor=clerk, reason="quietly")
    with pytest.raises(Invalid, match=WAY):
        take(dossier, Taking("withdraw-text", "quietly", facts=values), actor=clerk)
    assert told(dossier) == before


def test_a_fact_that_is_told_twice_or_left_out_is_a_change_too(desk: Desk, dossier: Dossier) -> None:
    clerk, before = desk.clerk("mfa"), rows(dossier)
    for wrong in ([*before, {"fact": "due", "value": "2026-03-03"}], before[1:], []):
        with pytest.raises(Invalid, match=WAY):
            actions.change(dossier, Draft(parts={"facts": wrong}), actor=clerk, reason="quietly")
    named = Draft({"title": "Its new name"}, parts={"facts": before})
    assert actions.change(dossier, named, actor=clerk, reason="another name").title == "Its new name"


def test_the_form_says_where_the_change_is_made(desk: Desk, dossier: Dossier) -> None:
    browser, url = client_of(desk.clerk("mfa")), f"/registers/dossiers/{dossier.pk}/edit/"
    page = browser.get(url)
    sent_ = {**typed(page.context), "reason": "quietly"}
    (name,) = [key for key, value in sent_.items() if value == "2026-03-13"]
    answer = browser.post(url, {**sent_, name: "2026-03-03"})
    assert answer.status_code == 422 and WAY in answer.content.decode()
    assert told(dossier)["due"] == "2026-03-13"


def test_a_program_is_told_the_same(desk: Desk, dossier: Dossier) -> None:
    program, path = Program(desk.clerk("mfa")), f"/registers/dossiers/{dossier.pk}"
    read = program.get(path)
    body = {"reason": "quietly", "parts": {"facts": rows(dossier, silence="yes")}}
    (wrong,) = program.send("PATCH", path, body, 422, read["version"])["errors"]
    assert WAY in wrong["detail"] and "silence" not in told(dossier)


def test_the_rounds_own_acts_still_move_the_day(desk: Desk, dossier: Dossier) -> None:
    text = sent(desk, "defence")
    written = [replace(line, text=f"{line.text} Now.") for line in lines(text)]
    clerk = desk.clerk("mfa")
    text, _again = revise(text, written, actor=clerk, reason="more words", read=text.digest, due=date(2026, 3, 20))
    assert told(Dossier(pk=text.dossier_id))["due"] == "2026-03-20"
    clear(text, desk.body("defence").pk, "agrees", actor=desk.clerk("defence"), read=text.digest)
    conclude(text, "release", actor=clerk, reason="cleared", read=text.digest)


def test_before_the_opening_what_is_prepared_may_change(desk: Desk) -> None:
    values = {"title": "A round", "procedure": "clearance", "keeper": desk.body("mfa")}
    draft = Draft(values, parts={"facts": [{"fact": "due", "value": "2026-03-13"}]})
    clerk = desk.clerk("mfa")
    made = actions.create(Dossier, draft, actor=clerk, reason="prepared", submit=True)
    later = Draft(parts={"facts": [{"fact": "due", "value": "2026-03-20"}]})
    actions.change(made, later, actor=clerk, reason="another day")
