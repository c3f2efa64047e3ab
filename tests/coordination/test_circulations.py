"""A text goes round: exact versions, answers of each kind, silence, time, and how a round ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import time_machine

from tests.coordination.conftest import LINES, Desk
from tests.core.making import source
from tests.procedures.test_succession import World
from trivet.coordination.circulating import (
    Round,
    add_clearer,
    circulate,
    clear,
    conclude,
    give_time,
    round_of,
    want_time,
)
from trivet.coordination.clearances import State, clearances, cleared
from trivet.coordination.drafting import Line, TextMoved, paragraphs_at, revise, standing_text
from trivet.coordination.telling import news_for
from trivet.coordination.texts import Text
from trivet.core import actions
from trivet.core.bodies import Body
from trivet.core.drafts import Draft
from trivet.core.office import profile
from trivet.core.standpoint import Standpoint
from trivet.core.users import Role
from trivet.core.validation import Invalid
from trivet.core.verifying import verify
from trivet.procedures.acting import NotYours, OutOfTurn
from trivet.procedures.delegations import Delegation
from trivet.procedures.dossiers import Dossier
from trivet.procedures.standing import standing_of

pytestmark = pytest.mark.django_db
#: A Monday; the day for answers is the Friday of the week after.
MONDAY, DUE = "2026-03-02T02:00:00Z", date(2026, 3, 13)


def lines(text: Text) -> list[Line]:
    """The paragraphs of a text as its author would write them again."""
    rows: list[Any] = standing_text(text).paragraphs_rows  # type: ignore[attr-defined]
    return [Line(row.text, row.kind, row.marking, row.uuid) for row in rows]


def sent(desk: Desk, *keys: str, scope: dict[str, list[int]] | None = None, **how: Any) -> Text:
    """A text that goes round to some bodies; `scope` tells the places of the paragraphs each is asked about."""
    text = desk.text()
    known = lines(text)
    told = {desk.body(key).pk: [known[place].uuid for place in places] for key, places in (scope or {}).items()}
    asked = Round([desk.body(key).pk for key in keys], DUE, scope=told, rule="office practice", **how)  # type: ignore[arg-type]
    return circulate(text, asked, actor=desk.clerk("mfa"), reason="round it goes", read=text.digest)


def states(text: Text) -> dict[str, State]:
    text = standing_text(text)
    dossier = Dossier.objects.get(pk=text.dossier_id)
    standing = standing_of(dossier)
    standing.live = True
    found = clearances(standing, text.editions_rows, date.today())  # type: ignore[attr-defined]
    names: dict[UUID, str] = dict(Body.objects.values_list("pk", "key"))
    return {names[one.body]: one.state for one in found}


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(MONDAY) as clock:
        yield clock


def test_a_text_is_released_when_every_body_has_cleared_the_exact_version(desk: Desk) -> None:
    text = sent(desk, "central-external-relations-commission", "defence")
    clerk = desk.clerk("mfa")
    with pytest.raises(Invalid, match="2026-03-13"):
        conclude(text, "release", actor=clerk, reason="ready", read=text.digest)
    for key, says in (("central-external-relations-commission", "agrees"), ("defence", "not-concerned")):
        clear(text, desk.body(key).pk, says, actor=desk.clerk(key), read=text.digest)
    assert states(text) == {
        "central-external-relations-commission": State.CLEARED,
        "defence": State.NOT_CONCERNED,
    }
    conclude(text, "release", actor=clerk, reason="all are content", read=text.digest)
    assert Dossier.objects.get(pk=text.dossier_id).stage == "released"
    with pytest.raises(OutOfTurn):
        clear(text, desk.body("defence").pk, "disagrees", actor=desk.clerk("defence"), read=text.digest, words="late")
    assert verify() is None


def test_an_answer_to_a_text_that_changed_since_the_page_was_opened_is_not_taken(desk: Desk) -> None:
    text = sent(desk, "defence")
    read, clerk = text.digest, desk.clerk("mfa")
    written = lines(text)
    written[1] = replace(written[1], text="The province opens two border markets.")
    text, again = revise(text, written, actor=clerk, reason="two markets", read=read)
    assert text.edition == 2 and again == [], "nobody had answered yet"
    with pytest.raises(TextMoved, match="version 2 stands now"):
        clear(text, desk.body("defence").pk, "agrees", actor=desk.clerk("defence"), read=read)
    assert states(text) == {"defence": State.AWAITED}, "nothing was taken"
    with pytest.raises(TextMoved):
        revise(text, written, actor=clerk, reason="by another window", read=read)
    clear(text, desk.body("defence").pk, "agrees", actor=desk.clerk("defence"), read=text.digest)
    assert states(text) == {"defence": State.CLEARED}


def test_a_new_version_asks_anew_only_those_whose_paragraphs_it_touches(desk: Desk) -> None:
    text = sent(desk, "defence", "finance", "vufo", scope={"defence": [0], "finance": [2]})
    for key in ("defence", "finance", "vufo"):
        clear(text, desk.body(key).pk, "agrees", actor=desk.clerk(key), read=text.digest)
    written = lines(text)
    written[2] = replace(written[2], text="The costs are borne by the ministry.")
    text, again = revise(text, written, actor=desk.clerk("mfa"), reason="who pays", read=text.digest)
    assert {Body.objects.get(pk=one).key for one in again} == {"finance", "vufo"}, "who reads the whole reads all of it"
    assert states(text) == {"defence": State.CLEARED, "finance": State.AWAITED, "vufo": State.AWAITED}
    assert [row.text for row in paragraphs_at(standing_text(text), 1)] == list(LINES), "the first version stays"
    clear(text, desk.body("finance").pk, "agrees", actor=desk.clerk("finance"), read=text.digest)
    clear(text, desk.body("vufo").pk, "agrees", actor=desk.clerk("vufo"), read=text.digest)
    conclude(text, "release", actor=desk.clerk("mfa"), reason="cleared", read=text.digest)


def test_an_objection_holds_the_text_up_until_its_paragraph_changes(desk: Desk) -> None:
    text = sent(desk, "defence")
    body, clerk = desk.body("defence").pk, desk.clerk("mfa")
    with pytest.raises(Invalid, match="Say what should change"):
        clear(text, body, "disagrees", actor=desk.clerk("defence"), read=text.digest)
    clear(text, body, "disagrees", actor=desk.clerk("defence"), read=text.digest, words="not the market")
    with pytest.raises(OutOfTurn):
        conclude(text, "release", actor=clerk, reason="all the same", read=text.digest)
    text, again = revise(text, lines(text)[:1] + lines(text)[2:], actor=clerk, reason="no market", read=text.digest)
    assert again == [body]
    clear(text, body, "agrees", actor=desk.clerk("defence"), read=text.digest)
    conclude(text, "release", actor=clerk, reason="agreed", read=text.digest)


def test_the_action_body_goes_forward_without_an_overdue_answer_which_is_no_consent(desk: Desk, monday: Any) -> None:
    text = sent(desk, "defence", "finance")
    clerk = desk.clerk("mfa")
    clear(text, desk.body("finance").pk, "agrees", actor=desk.clerk("finance"), read=text.digest)
    with pytest.raises(Invalid):
        conclude(text, "go-forward", actor=clerk, reason="too early", read=text.digest)
    monday.move_to("2026-03-14T02:00:00Z")
    assert states(text)["defence"] == State.OVERDUE
    with pytest.raises(Invalid):
        conclude(text, "release", actor=clerk, reason="silence is no consent", read=text.digest)
    conclude(text, "go-forward", actor=clerk, reason="it was reminded twice", read=text.digest)
    assert states(text) == {"defence": State.NO_ANSWER, "finance": State.CLEARED}


def test_silence_is_consent_only_where_it_was_opened_so_and_by_the_clock_of_the_body(desk: Desk, monday: Any) -> None:
    """The mission abroad has the evening of the last day, when it is the next morning at home."""
    mission = desk.body("missions")
    actions.change(mission, Draft({"time_zone": "America/New_York"}), actor=desk.people.installation, reason="abroad")
    text = sent(desk, "missions", silence="the meeting is near")
    clerk = desk.clerk("mfa")
    monday.move_to("2026-03-14T01:00:00Z")  # eight in the morning at home, nine in the evening abroad
    assert states(text) == {"missions": State.AWAITED}
    with pytest.raises(Invalid):
        conclude(text, "release", actor=clerk, reason="the day is over here", read=text.digest)
    monday.move_to("2026-03-14T04:00:01Z")  # the day is over there too
    assert states(text) == {"missions": State.SILENT}
    conclude(text, "release", actor=clerk, reason="nobody broke the silence", read=text.digest)
    assert states(text) == {"missions": State.SILENT}
    standing = standing_of(Dossier.objects.get(pk=text.dossier_id))
    assert [row["answer"] for row in standing.asked("clearance")] == [""], "it is kept as silence, not as an answer"


def test_who_was_only_informed_breaks_the_silence_where_the_round_lets_it(desk: Desk) -> None:
    told = {"informed": [desk.body("justice").pk], "silence": "short of time"}
    text = sent(desk, "defence", **told)
    body, clerk = desk.body("justice").pk, desk.clerk("justice")
    with pytest.raises(OutOfTurn):
        clear(text, body, "disagrees", actor=clerk, read=text.digest, words="it is against the law")
    text = sent(desk, "defence", breakers="informed", **told)
    with pytest.raises(NotYours):
        clear(text, body, "disagrees", actor=desk.clerk("defence"), read=text.digest, words="for another")
    clear(text, body, "disagrees", actor=clerk, read=text.digest, words="it is against the law")
    assert states(text)["justice"] == State.OBJECTS
    with pytest.raises(OutOfTurn):
        conclude(text, "release", actor=desk.clerk("mfa"), reason="silence", read=text.digest)


def test_more_time_is_asked_for_and_given_by_the_action_body_alone(desk: Desk) -> None:
    text = sent(desk, "defence")
    body = desk.body("defence").pk
    with pytest.raises(Invalid, match="after the one that stands"):
        want_time(text, body, DUE, actor=desk.clerk("defence"), reason="much to read")
    want_time(text, body, date(2026, 3, 17), actor=desk.clerk("defence"), reason="much to read")
    with pytest.raises(NotYours):
        give_time(text, body, date(2026, 3, 17), actor=desk.clerk("defence"), reason="for ourselves")
    with pytest.raises(Invalid, match="not a working day: the next one is 2026-03-16"):
        give_time(text, body, date(2026, 3, 15), actor=desk.clerk("mfa"), reason="until Sunday")
    give_time(text, body, date(2026, 3, 17), actor=desk.clerk("mfa"), reason="granted")
    (row,) = standing_of(round_of(text)).awaited("clearance")
    assert (row["due"], row["wanted"], row["answer"]) == (date(2026, 3, 17), None, "")


def test_only_the_action_body_adds_a_clearer(desk: Desk) -> None:
    text = sent(desk, "defence")
    with pytest.raises(NotYours):
        add_clearer(text, desk.body("finance").pk, actor=desk.clerk("defence"), reason="they pay")
    add_clearer(text, desk.body("finance").pk, actor=desk.clerk("mfa"), reason="they pay")
    assert states(text) == {"defence": State.AWAITED, "finance": State.AWAITED}
    clear(text, desk.body("finance").pk, "agrees", actor=desk.clerk("finance"), read=text.digest)


def test_a_stand_in_signs_with_a_live_delegation_and_is_named(desk: Desk, monday: Any) -> None:
    defence, security = desk.body("defence"), desk.body("public-security")
    given = {"grantor": defence.pk, "holder": security.pk, "starts": "2026-03-01", "ends": "2026-03-31"}
    told = {**given, "document": "Letter 7", "keeper": desk.body("mfa")}
    cited = [{"source_id": source(desk.people, "Letter 7").pk, "confidence": "high"}]
    row = actions.create(
        Delegation, Draft(told, citations=cited), actor=desk.clerk("mfa"), reason="in writing", submit=True
    )
    actions.move(row, "verify", actor=desk.hire("mfa", Role.REVIEWER), reason="read")
    text, clerk = sent(desk, "defence"), desk.clerk("public-security")
    assert Standpoint(clerk).of(Text).filter(pk=text.pk).exists(), "who signs for a body reads what it is asked"
    with time_machine.travel("2026-04-01T02:00:00Z"), pytest.raises(NotYours):
        clear(text, defence.pk, "agrees", actor=clerk, read=text.digest)
    clear(text, defence.pk, "agrees", actor=clerk, read=text.digest)
    (answered,) = standing_of(round_of(text)).asked("clearance")
    assert (answered["debtor_id"], answered["delegation_id"]) == (defence.pk, row.pk)


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2026, 3, 2), "still to come"),
        (date(2026, 3, 14), "not a working day: the next one is 2026-03-16"),
        (date(2026, 4, 30), "not a working day: the next one is 2026-05-04"),
    ],
)
def test_a_day_that_is_over_or_a_holiday_is_refused_with_the_way_out(desk: Desk, due: date, said: str) -> None:
    text = desk.text()
    asked = Round([desk.body("defence").pk], due)
    with pytest.raises(Invalid, match=said):
        circulate(text, asked, actor=desk.clerk("mfa"), reason="round", read=text.digest)
    assert not Dossier.objects.exists(), "nothing half done"


def test_a_withdrawn_draft_ends_the_round_and_nothing_is_lost(desk: Desk) -> None:
    text = sent(desk, "defence", "finance")
    clear(text, desk.body("finance").pk, "agrees", actor=desk.clerk("finance"), read=text.digest)
    conclude(text, "withdraw-text", actor=desk.clerk("mfa"), reason="overtaken", read=text.digest)
    assert states(text) == {"defence": State.ASKED_NO_LONGER, "finance": State.CLEARED}
    asked = Round([desk.body("defence").pk], DUE)
    again = circulate(text, asked, actor=desk.clerk("mfa"), reason="taken up again", read=text.digest)
    assert states(again) == {"defence": State.AWAITED}


def test_the_whole_carries_the_highest_marking_of_its_paragraphs(desk: Desk) -> None:
    text = desk.text([Line("Known."), Line("Not known.", marking=2)])
    assert text.marking == 2
    with pytest.raises(Invalid, match="highest marking"):
        actions.change(text, Draft({"marking": 1}), actor=desk.clerk("mfa"), reason="lower")
    text, _again = revise(text, lines(text)[:1], actor=desk.clerk("mfa"), reason="without it", read=text.digest)
    actions.change(text, Draft({"marking": 1}), actor=desk.clerk("mfa"), reason="lower now")


def test_fifty_bodies_asked_at_once_answer_one_by_one(desk: Desk) -> None:
    parent = desk.body("missions").pk
    told = [Draft({"name": f"Mission {n}", "parent": parent, "key": f"mission-{n}"}) for n in range(50)]
    made = actions.create_many(Body, told, actor=desk.people.installation, reason="posts", submit=True)
    text = sent(desk, *(one.key for one in made))
    clerk = desk.clerk("missions")
    for one in made:
        clear(text, one.pk, "agrees", actor=clerk, read=text.digest)
    assert set(states(text).values()) == {State.CLEARED} and len(states(text)) == 50
    standing = standing_of(round_of(text))
    assert cleared(clearances(standing, standing_text(text).editions_rows, date(2026, 3, 2)))  # type: ignore[attr-defined]


def test_a_body_that_is_merged_while_a_text_goes_round_leaves_its_answer_to_the_successor(desk: Desk) -> None:
    with time_machine.travel("2025-02-20T02:00:00Z", tick=False):
        world = World(desk.people)
        desk.hire("mfa"), desk.hire("finance")
        text = desk.text()
        known = [line.uuid for line in lines(text) if line.uuid]
        scope = {world.old.pk: known[:1], world.finance.pk: known[2:]}
        asked = Round([world.old.pk, world.finance.pk], date(2025, 2, 28), scope=scope)
        text = circulate(text, asked, actor=desk.clerk("mfa"), reason="round", read=text.digest)
        world.succeed(world.held())
        row = standing_of(round_of(text)).awaited("clearance")
        assert [(one["debtor_id"], len(one["scope"].split())) for one in row] == [(world.finance.pk, 2)]
        with pytest.raises(OutOfTurn):
            clear(text, world.old.pk, "agrees", actor=world.clerk, read=text.digest)
        clear(text, world.finance.pk, "agrees", actor=desk.clerk("finance"), read=text.digest)
        conclude(text, "release", actor=desk.clerk("mfa"), reason="cleared", read=text.digest)
    assert verify() is None


def test_a_letter_tells_that_a_text_waits_but_not_which_where_its_marking_forbids(desk: Desk) -> None:
    sent(desk, "defence")
    (line,) = news_for(desk.clerk("defence"), profile()).lines
    assert "waits for the answer of your body" in line.words and "partnership" not in line.words
    assert news_for(desk.clerk("finance"), profile()).lines == []


def test_a_new_version_never_turns_a_silence_that_is_over_into_consent(desk: Desk, monday: Any) -> None:
    text = sent(desk, "defence", silence="the meeting is near")
    clear(text, desk.body("defence").pk, "agrees", actor=desk.clerk("defence"), read=text.digest)
    monday.move_to("2026-03-16T02:00:00Z")
    written = [replace(line, text=f"{line.text} Now.") for line in lines(text)]
    for due, said in ((None, "name a new one"), (date(2026, 3, 2), "still to come"), (date(2026, 3, 21), "2026-03-23")):
        with pytest.raises(Invalid, match=said):
            revise(text, written, actor=desk.clerk("mfa"), reason="late words", read=text.digest, due=due)
    assert states(text) == {"defence": State.CLEARED}, "nothing of it was kept"
    text, again = revise(
        text, written, actor=desk.clerk("mfa"), reason="late words", read=text.digest, due=date(2026, 3, 20)
    )
    assert len(again) == 1 and states(text) == {"defence": State.AWAITED}
    with pytest.raises(Invalid):
        give_time(text, desk.body("defence").pk, date(9999, 12, 31), actor=desk.clerk("mfa"), reason="for ever")


def test_who_drafts_with_the_action_body_sees_the_round(desk: Desk) -> None:
    given = [{"body_id": desk.body("central-external-relations-commission").pk, "role": "co-lead"}]
    text = desk.text(assignments=given)
    asked = Round([desk.body("defence").pk], DUE)
    text = circulate(text, asked, actor=desk.clerk("mfa"), reason="round", read=text.digest)
    party = Standpoint(desk.clerk("central-external-relations-commission"))
    assert party.of(Dossier).filter(pk=text.dossier_id).exists()
