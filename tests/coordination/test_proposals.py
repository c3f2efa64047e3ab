"""Another body proposes what a record should say: its keeper accepts it, with both names, or declines with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.making import made
from tests.people import People
from trivet.coordination.proposals import ChangeProposal, accept, decline, propose, take_back
from trivet.coordination.waiting import to_decide
from trivet.core.actions import Conflict, NotAllowed, change
from trivet.core.audit import AuditEntry
from trivet.core.drafts import Draft
from trivet.core.history import Transaction, attach
from trivet.core.partners import Partner
from trivet.core.standpoint import Standpoint
from trivet.core.validation import Invalid
from trivet.core.verifying import verify
from trivet.registers.meetings import Meeting
from trivet.values.dates import parse_date
from trivet.values.markings import Marking

pytestmark = pytest.mark.django_db
_S = ChangeProposal.Status


def proposed(office: People, row: Any, **values: Any) -> ChangeProposal:
    told = values or {"place": "Ostrel"}
    return propose(row, told, actor=office.other_clerk, reason="we were there", expected=row.version)


def waiting(user: Any) -> list[str]:
    return [str(entry.record) for entry in to_decide(Standpoint(user))]


def test_the_keeper_accepts_and_the_version_has_both_names_and_both_reasons(office: People) -> None:
    row = made(office, Meeting, "Talks")
    values = {"place": "Ostrel", "held": parse_date("2024-05"), "partners": [Partner.objects.get(key="KEN")]}
    proposal = proposed(office, row, **values)
    assert waiting(office.clerk) == [str(row.pk)] and waiting(office.other_clerk) == waiting(office.reader) == []
    now = accept(proposal, actor=office.clerk, reason="so it was", expected=row.version)
    (now,) = attach([Meeting.objects.get(pk=now.pk)], None)
    assert (now.place, str(now.held), [one.key for one in now.partners]) == ("Ostrel", "2024-05", ["KEN"])
    reason = Transaction.objects.get(number=now.version).reason
    assert reason == "we were there (proposed by Other Clerk, accepted by Clerk): so it was"
    assert now.author == office.clerk and ChangeProposal.objects.get().status == _S.ACCEPTED
    assert waiting(office.clerk) == []
    assert list(AuditEntry.objects.filter(record=row.pk).order_by("sequence").values_list("verb", flat=True)) == [
        "create", "propose", "change", "accept",
    ]  # fmt: skip
    assert verify() is None


def test_to_decline_needs_a_reason_and_nothing_is_written(office: People) -> None:
    row = made(office, Meeting, "Talks")
    proposal = proposed(office, row)
    with pytest.raises(Invalid, match="Say why it is declined"):
        decline(proposal, actor=office.clerk, reason=" ")
    decline(proposal, actor=office.clerk, reason="It was elsewhere.")
    kept = ChangeProposal.objects.get()
    assert (kept.status, kept.answer, kept.decided_by) == (_S.DECLINED, "It was elsewhere.", office.clerk)
    assert Meeting.objects.get(pk=row.pk).version == row.version
    with pytest.raises(Invalid, match="decided already"):
        accept(proposal, actor=office.clerk, reason="", expected=row.version)


def test_a_record_that_was_changed_since_is_not_written_over_unseen(office: People) -> None:
    row = made(office, Meeting, "Talks")
    proposal = proposed(office, row)
    later = change(row, Draft({"place": "Dunmar"}), actor=office.clerk, reason="told by telephone")
    with pytest.raises(Conflict):
        accept(proposal, actor=office.clerk, reason="", expected=proposal.read_version)
    assert Meeting.objects.get(pk=row.pk).place == "Dunmar" and ChangeProposal.objects.get().status == _S.OPEN
    accept(proposal, actor=office.clerk, reason="they are right", expected=later.version)
    assert Meeting.objects.get(pk=row.pk).place == "Ostrel"


def test_who_may_propose_and_who_decides(office: People) -> None:
    row = made(office, Meeting, "Talks")
    for person, problem in ((office.clerk, Invalid), (office.reader, NotAllowed), (office.head, NotAllowed)):
        with pytest.raises(problem):
            propose(row, {"place": "x"}, actor=person, reason="try", expected=row.version)
    proposal = proposed(office, row)
    for person in (office.other_clerk, office.reader, office.head, office.reviewer):
        with pytest.raises(NotAllowed):
            accept(proposal, actor=person, reason="", expected=row.version)
    for person in (office.other_clerk, office.reader):
        with pytest.raises(NotAllowed):
            decline(proposal, actor=person, reason="no")
    with pytest.raises(NotAllowed):
        take_back(proposal, actor=office.clerk)
    take_back(proposal, actor=office.other_clerk)
    assert ChangeProposal.objects.get().status == _S.TAKEN_BACK and waiting(office.clerk) == []


def test_what_the_record_would_refuse_is_refused_to_the_proposer(office: People) -> None:
    row = made(office, Meeting, "Talks")
    for values, words in (
        ({}, "Nothing was changed"),
        ({"held": None}, "held"),
        ({"kind": "quarrel"}, "kind"),
        ({"state": "verified"}, "cannot be proposed"),
        ({"marking": 0}, "cannot be proposed"),
    ):
        with pytest.raises(Invalid, match=words):
            propose(row, values, actor=office.other_clerk, reason="try", expected=row.version)
    with pytest.raises(Invalid, match="the keeper decides by it"):
        propose(row, {"place": "x"}, actor=office.other_clerk, reason="", expected=row.version)
    with pytest.raises(Conflict):
        propose(row, {"place": "x"}, actor=office.other_clerk, reason="late", expected=row.version - 1)
    assert not ChangeProposal.objects.exists()


def test_what_one_may_not_see_cannot_be_proposed_to_and_waits_for_nobody_else(office: People) -> None:
    row = made(office, Meeting, "Talks", need_to_know=True, marking=Marking.CONFIDENTIAL)
    with pytest.raises(NotAllowed, match="no such record"):
        proposed(office, row)
    seen = made(office, Meeting, "Other talks")
    proposed(office, seen)
    change(seen, Draft({"marking": Marking.TOP_SECRET}), actor=office.installation, reason="a mistake")
    assert waiting(office.clerk) == [], "the clerk may no longer see the record"
