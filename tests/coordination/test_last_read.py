"""What changed since a body last read a text: whoever wrote the version that stands has read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.coordination.conftest import Desk
from tests.coordination.test_circulations import lines, monday
from tests.coordination.test_positions import COMMISSION, PROVINCE
from trivet.coordination.drafting import revise, standing_text
from trivet.coordination.positions import hold, reply
from trivet.coordination.seeing import Seen, seen_text
from trivet.coordination.texts import Text
from trivet.core.office import profile
from trivet.core.standpoint import Standpoint
from trivet.core.users import Role, User

__all__ = ["monday"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def joint(desk: Desk) -> Iterator[Text]:
    """A text that the ministry drafts with the commission; the province is asked."""
    given = [
        {"body_id": desk.body(COMMISSION).pk, "role": "co-lead"},
        {"body_id": desk.body(PROVINCE).pk, "role": "consult"},
    ]
    yield desk.text(assignments=given)


def seen(user: User, text: Text) -> Seen:
    return seen_text(Standpoint(user), standing_text(text), profile())


def rewritten(desk: Desk, by: str, text: Text, words: str) -> Text:
    """The next version, in which somebody of a body writes other words for the first paragraph."""
    written = lines(text)
    written[0] = replace(written[0], text=words)
    now, _bodies = revise(text, written, actor=desk.clerk(by), reason="other words", read=text.digest)
    return now


def changed(found: Seen) -> list[str]:
    return [one.after.text for one in found.changes]


def test_who_writes_a_version_has_read_it_and_the_other_drafters_have_not(desk: Desk, joint: Text) -> None:
    ministry, commission = desk.clerk("mfa"), desk.clerk(COMMISSION)
    assert (seen(ministry, joint).since, seen(commission, joint).since) == (1, 0)
    text = rewritten(desk, COMMISSION, joint, "The partnership is raised next year.")
    assert seen(commission, text).since == 2 and not seen(commission, text).changes
    assert seen(ministry, text).since == 1
    assert changed(seen(ministry, text)) == ["The partnership is raised next year."]
    reader: Any = desk.hire("mfa", Role.READER)
    assert changed(seen(reader, text)) == changed(seen(ministry, text)), "a body has read it, not one desk of it"
    text = rewritten(desk, "mfa", text, "The partnership is raised in May.")
    assert not seen(ministry, text).changes
    assert changed(seen(commission, text)) == ["The partnership is raised in May."]


def test_who_takes_over_proposed_words_has_read_them(desk: Desk, joint: Text) -> None:
    place, province = lines(joint)[1].uuid, desk.body(PROVINCE).pk
    assert place
    told = {"actor": desk.clerk(PROVINCE), "read": joint.digest, "wording": "The province opens two markets."}
    held: Any = hold(joint, place, province, "change", **told)
    (position,) = standing_text(held).positions_rows  # type: ignore[attr-defined]
    text = reply(held, position.uuid, "taken", actor=desk.clerk("mfa"), words="better", read=held.digest)
    assert seen(desk.clerk("mfa"), text).since == 2
    assert changed(seen(desk.clerk(PROVINCE), text)) == ["The province opens two markets."]
