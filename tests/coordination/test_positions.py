"""Two lead bodies and a province draft together: positions on paragraphs, the answers to them, and what it comes to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from tests.coordination.conftest import Desk
from trivet.coordination.drafting import TextMoved, standing_text
from trivet.coordination.positions import Outcome, differences, hold, outcome_of, reply
from trivet.coordination.texts import Text
from trivet.core.actions import NotAllowed
from trivet.core.validation import Invalid
from trivet.core.verifying import verify

pytestmark = pytest.mark.django_db
COMMISSION, PROVINCE = "central-external-relations-commission", "provincial-departments"


@pytest.fixture
def joint(desk: Desk) -> Text:
    """A submission that the Commission drafts with the ministry, and on which a province is asked."""
    given = [
        {"body_id": desk.body(COMMISSION).pk, "role": "co-lead"},
        {"body_id": desk.body(PROVINCE).pk, "role": "consult"},
    ]
    return desk.text(assignments=given)


def rows(text: Text) -> tuple[list[Any], list[Any]]:
    now: Any = standing_text(text)
    return now.paragraphs_rows, now.positions_rows


def outcome(text: Text) -> Outcome:
    return outcome_of(*rows(text))


def place(text: Text, number: int) -> UUID:
    found: UUID = rows(text)[0][number].uuid
    return found


def test_positions_make_consensus_reservations_or_a_split(desk: Desk, joint: Text) -> None:
    text, read = joint, joint.digest
    commission, province = desk.body(COMMISSION).pk, desk.body(PROVINCE).pk
    assert outcome(text) == Outcome.OPEN
    hold(text, place(text, 0), commission, "agrees", actor=desk.clerk(COMMISSION), read=read)
    assert outcome(text) == Outcome.CONSENSUS
    with pytest.raises(Invalid, match="Say why"):
        hold(text, place(text, 2), province, "reserves", actor=desk.clerk(PROVINCE), read=read)
    hold(text, place(text, 2), province, "reserves", actor=desk.clerk(PROVINCE), read=read, reason="no money")
    assert outcome(text) == Outcome.RESERVATIONS
    hold(text, place(text, 1), province, "opposes", actor=desk.clerk(PROVINCE), read=read, reason="no road")
    assert outcome(text) == Outcome.SPLIT
    found = differences(*rows(text))
    assert [(one.paragraph.text[:12], [p.reason for p in one.positions]) for one in found] == [
        ("The province", ["no road"]),
        ("The costs ar", ["no money"]),
    ]
    hold(text, place(text, 1), province, "agrees", actor=desk.clerk(PROVINCE), read=read)
    assert outcome(text) == Outcome.RESERVATIONS, "what it held before gave way"
    assert verify() is None


def test_words_that_are_taken_over_become_a_new_version_and_close_the_difference(desk: Desk, joint: Text) -> None:
    province, words = desk.body(PROVINCE).pk, "The province opens a border market in 2028."
    with pytest.raises(Invalid, match="Write the words"):
        hold(joint, place(joint, 1), province, "change", actor=desk.clerk(PROVINCE), read=joint.digest)
    hold(joint, place(joint, 1), province, "change", actor=desk.clerk(PROVINCE), read=joint.digest, wording=words)
    assert outcome(joint) == Outcome.SPLIT
    (position,) = rows(joint)[1]
    with pytest.raises(NotAllowed):
        reply(joint, position.uuid, "taken", actor=desk.clerk(PROVINCE), words="", read=joint.digest)
    with pytest.raises(Invalid, match="Explain"):
        reply(joint, position.uuid, "declined", actor=desk.clerk("mfa"), words="", read=joint.digest)
    text = reply(joint, position.uuid, "taken", actor=desk.clerk("mfa"), words="a date helps", read=joint.digest)
    assert text.edition == 2 and rows(text)[0][1].text == words
    assert outcome(text) == Outcome.CONSENSUS
    with pytest.raises(TextMoved):
        hold(text, place(text, 1), province, "agrees", actor=desk.clerk(PROVINCE), read=joint.digest)


def test_who_has_no_part_in_a_text_takes_no_position(desk: Desk, joint: Text) -> None:
    told = {"stance": "agrees", "read": joint.digest}
    with pytest.raises(NotAllowed):
        hold(joint, place(joint, 0), desk.body("defence").pk, actor=desk.clerk("defence"), **told)
    with pytest.raises(NotAllowed, match="its own people"):
        hold(joint, place(joint, 0), desk.body(PROVINCE).pk, actor=desk.clerk(COMMISSION), **told)
