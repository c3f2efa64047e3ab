"""A note goes to chosen bodies; each takes note of what it says now, and a changed note asks again."""

from __future__ import annotations

from datetime import date

import pytest

from tests.coordination.making import fresh, told
from tests.people import People
from trivet.coordination.acknowledging import acknowledge, standing, tell
from trivet.coordination.notes import Note
from trivet.coordination.waiting import to_acknowledge
from trivet.core.access import restrict
from trivet.core.actions import Conflict, NotAllowed, change
from trivet.core.drafts import Draft
from trivet.core.standpoint import Standpoint
from trivet.core.validation import Invalid
from trivet.core.verifying import verify
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db


def waiting(office: People) -> list[str]:
    """The notes that wait for the parliament's office."""
    rows = to_acknowledge(Standpoint(office.other_clerk), [office.commission.pk], date(2026, 6, 1))
    return [row.title for row in rows]


def test_only_a_body_that_is_told_takes_note_and_once(office: People) -> None:
    note = told(office)
    assert waiting(office) == ["The visit is put off"]
    with pytest.raises(NotAllowed):
        acknowledge(note, actor=office.clerk, read=note.version)
    acknowledge(note, actor=office.other_clerk, read=note.version)
    now = fresh(note)
    (kept,) = now.acknowledgements_rows
    assert (kept.body, kept.person, kept.read_version) == (office.commission, "other_clerk", note.version)
    assert standing(now) == {office.commission.pk} and waiting(office) == []
    again = acknowledge(now, actor=office.other_clerk, read=now.version)
    assert again.version == now.version, "nothing new is written"
    assert verify() is None


def test_a_changed_note_asks_again_and_what_was_read_is_kept(office: People) -> None:
    note = told(office)
    read = note.version
    acknowledge(note, actor=office.other_clerk, read=read)
    changed = change(note, Draft({"text": "It is put off to June."}), actor=office.clerk, reason="a new day")
    assert waiting(office) == ["The visit is put off"] and standing(fresh(note)) == set()
    with pytest.raises(Conflict):
        acknowledge(note, actor=office.other_clerk, read=read)
    acknowledge(note, actor=office.other_clerk, read=changed.version)
    assert [one.read_version for one in fresh(note).acknowledgements_rows] == [read, changed.version]
    assert waiting(office) == [] and standing(fresh(note)) == {office.commission.pk}


def test_what_does_not_change_its_words_does_not_ask_again(office: People) -> None:
    note = told(office)
    acknowledge(note, actor=office.other_clerk, read=note.version)
    change(note, Draft({"about": "the visit of May"}), actor=office.clerk, reason="to find it")
    assert waiting(office) == []


def test_a_note_with_need_to_know_is_read_by_the_chosen_bodies_alone(office: People) -> None:
    note = told(office, need_to_know=True, marking=Marking.CONFIDENTIAL)
    rows = Note.objects.filter(pk=note.pk)
    assert restrict(rows, office.other_clerk).exists()
    assert not restrict(rows, office.planner).exists()
    own = tell({"title": "To ourselves", "text": "x", "keeper": office.ministry}, [office.ministry.pk],
               actor=office.clerk, reason="a note")  # fmt: skip
    assert waiting(office) == ["The visit is put off"]
    assert fresh(own).acknowledgements_rows == []


def test_a_note_goes_to_somebody(office: People) -> None:
    with pytest.raises(Invalid, match="Choose the bodies"):
        tell({"title": "Hm", "text": "x", "keeper": office.ministry}, [], actor=office.clerk, reason="try")
    assert not Note.objects.exists()
