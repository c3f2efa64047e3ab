"""A caption names a record in the reader's language, and never what the reader may not see."""

from typing import Any

from django.utils.translation import override

from tests.core.making import made
from tests.people import People
from trivet.core import actions
from trivet.core.entries import Entry, find
from trivet.core.partners import Partner
from trivet.core.standpoint import Standpoint
from trivet.core.writing import Draft
from trivet.registers.activities import Activity
from trivet.registers.relations import DiplomaticRelation
from trivet.values.markings import Marking


def movement(office: People, **more: Any) -> Partner:
    """A partner that the clerk has made known, or not."""
    values = {"kind": "movement", "name": "Quiet Front", "keeper": office.ministry, **more}
    partner: Partner = actions.create(Partner, Draft(values), actor=office.clerk, reason="met them", submit=True)
    return partner


def live(record: Any) -> Entry:
    return Entry.objects.at(None).get(record=record.uuid)


def test_captions_speak_the_readers_language(office: People) -> None:
    relation = made(office, DiplomaticRelation, partner=Partner.objects.get(key="DEU"), established="1975")
    entry = live(relation)
    assert entry.caption == "Germany, 1975"
    with override("vi"):
        assert entry.caption_in() == "Đức, 1975"
        assert Standpoint().caption(relation) == "Đức, 1975"
    assert [found.record for found in find(None, "Duc 1975")] == [relation.uuid]
    assert relation.uuid in {found.record for found in find(office.reader, "Duc 1975")}


def test_a_hidden_partner_is_neither_told_nor_found(office: People) -> None:
    hidden = movement(office, marking=Marking.SECRET)
    relation = made(office, DiplomaticRelation, partner=hidden, established="1999")
    talks = made(office, Activity, title="Talks in the harbour", partners=[hidden])
    assert live(relation).caption == "…, 1999"
    assert "quiet" not in live(relation).folded and "quiet" not in live(talks).folded
    assert find(office.outsider, "quiet front") == []
    assert Standpoint(office.outsider).caption(relation, "en") == "…, 1999"
    assert Standpoint(office.head).caption(relation, "en") == "Quiet Front, 1999"


def test_what_names_a_partner_follows_when_it_is_renamed_or_hidden(office: People) -> None:
    partner = movement(office)
    relation = made(office, DiplomaticRelation, partner=partner, established="1999")
    talks = made(office, Activity, title="Talks in the harbour", partners=[partner])
    assert {found.record for found in find(office.reader, "quiet")} == {partner.uuid, relation.uuid, talks.uuid}
    actions.change(partner, Draft({"name": "Loud Front"}), actor=office.clerk, reason="renamed")
    assert live(relation).caption == "Loud Front, 1999"
    assert find(office.reader, "quiet") == []
    assert {found.record for found in find(office.reader, "loud")} == {partner.uuid, relation.uuid, talks.uuid}
    actions.change(partner, Draft({"marking": Marking.SECRET}), actor=office.clerk, reason="not for all")
    assert live(relation).caption == "…, 1999"
    assert find(office.reader, "loud") == []
