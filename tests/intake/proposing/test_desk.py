"""The desk: a clerk hands documents in; what is accepted is cited, verified by a second person, and can be undone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.people import People
from trivet.cli.main import main
from trivet.core.actions import Conflict, NotAllowed, change, create, move
from trivet.core.audit import AuditEntry
from trivet.core.drafts import Draft
from trivet.core.history import citations_of
from trivet.core.partners import Partner
from trivet.core.quoting import text_of
from trivet.core.register import registers
from trivet.core.standpoint import Standpoint
from trivet.core.users import User
from trivet.core.validation import Invalid
from trivet.intake.desk.arriving import Arrived, judged, read_in
from trivet.intake.desk.deciding import accept, accept_into, drafted, merge, reject, undo
from trivet.intake.desk.proposal import Proposal, on_desks
from trivet.intake.desk.reprints import printings_of
from trivet.intake.documents.opening import open_one, pasted
from trivet.registers.relations import DiplomaticRelation

MALAWI = "Ngày 6/11/2024, nước ta thiết lập quan hệ ngoại giao với Malawi."
SIGNED = "On 5 November 2024 we signed a treaty with Peru."


def hand_in(people: People, text: str, actor: User | None = None, **more: Any) -> Arrived:
    actor = actor or people.clerk
    return read_in(pasted("release", text), actor=actor, keeper=people.ministry, reason="arrived", **more)


def on_desk(people: People, user: User | None = None) -> list[Proposal]:
    return list(on_desks(Standpoint(user or people.clerk)).filter(status=Proposal.Status.OPEN))


def filled(people: People, made: Proposal) -> Draft:
    """The proposal as its form has it when nobody edits it."""
    values = drafted(registers()[made.register], made.values, Standpoint(people.clerk))
    return Draft({**values, "keeper": people.ministry, "marking": made.marking})


def taken_into(people: People) -> tuple[Any, Proposal]:
    """A relation without its day that takes in what a release tells of it, and the proposal."""
    values = {"partner": Partner.objects.get(key="MWI"), "keeper": people.ministry}
    known = create(DiplomaticRelation, Draft(values), actor=people.clerk, reason="known before")
    hand_in(people, MALAWI)
    [made] = on_desk(people)
    return accept_into(made, known.pk, actor=people.clerk, reason="told", expected=known.version), made


def test_a_document_is_kept_once_and_its_facts_wait(people: People) -> None:
    arrived = hand_in(people, SIGNED)
    assert (arrived.known, arrived.made, arrived.joined) == (False, 1, 0)
    assert text_of(arrived.source) == SIGNED
    [made] = on_desk(people)
    [words] = made.quotes.all()
    assert text_of(words.source)[words.start : words.end] == words.exact == "signed a treaty with Peru"
    again = hand_in(people, SIGNED)
    assert (again.known, again.source.pk) == (True, arrived.source.pk) and len(on_desk(people)) == 1


def test_a_page_is_kept_as_it_came_and_quoted_from_its_words(people: People) -> None:
    words = f"<h1>News</h1><p>{SIGNED} It is a treaty of friendship between the two.</p>"
    page = f"<html><body><article>{words}</article></body></html>"
    document = open_one("news.html", page.encode())
    arrived = read_in(document, actor=people.clerk, keeper=people.ministry, reason="arrived")
    assert bytes(arrived.source.content.octets) == page.encode()  # type: ignore[union-attr]
    assert "<p>" not in text_of(arrived.source)
    [made] = on_desk(people)
    assert accept(made, filled(people, made), actor=people.clerk, reason="it is so").pk


def test_what_another_document_tells_too_gives_the_proposal_further_words(people: People) -> None:
    hand_in(people, MALAWI)
    arrived = hand_in(people, "Pada 6 November 2024 kami membuka hubungan diplomatik dengan Malawi.")
    assert (arrived.made, arrived.joined) == (0, 1)
    [made] = on_desk(people)
    assert len({one.source_id for one in made.quotes.all()}) == 2


def test_accepted_it_is_a_record_in_review_that_a_second_person_verifies(people: People) -> None:
    hand_in(people, MALAWI)
    [made] = on_desk(people)
    row = accept(made, filled(people, made), actor=people.clerk, reason="it is so")
    assert (row.partner.key, str(row.established), row.state) == ("MWI", "2024-11-06", "in_review")
    [cited] = citations_of([row.pk], None)[row.pk]
    assert cited.exact == "thiết lập quan hệ ngoại giao với Malawi" and cited.anchor == "anchored"
    with pytest.raises(Invalid):
        accept(made, filled(people, made), actor=people.clerk, reason="once more")
    assert move(row, "verify", actor=people.reviewer, reason="the release says so").state == "verified"
    assert on_desk(people) == []


def test_a_record_there_is_gets_what_it_lacks_and_a_rival_for_what_it_tells_otherwise(people: People) -> None:
    row, _made = taken_into(people)
    assert str(row.established) == "2024-11-06"
    hand_in(people, MALAWI.replace("6/11", "7/11"))
    [other] = on_desk(people)
    assert other.would == "contradict"
    row = accept_into(other, row.pk, actor=people.clerk, reason="told otherwise", expected=row.version)
    assert str(row.established) == "2024-11-06"
    rival = [one for one in citations_of([row.pk], None)[row.pk] if not one.adopted]
    assert [(one.field, one.value) for one in rival] == [("established", "2024-11-07")]


def test_undoing_gives_back_what_was_there_unless_somebody_wrote_since(people: People) -> None:
    row, made = taken_into(people)
    made.refresh_from_db()
    undo(made, actor=people.clerk, reason="too early")
    row = DiplomaticRelation.objects.get(pk=row.pk)
    assert row.established is None and not citations_of([row.pk], None)[row.pk]
    [made] = on_desk(people)
    row = accept_into(made, row.pk, actor=people.clerk, reason="told", expected=row.version)
    change(row, Draft({"note": "seen"}), actor=people.second_clerk, reason="a note")
    made.refresh_from_db()
    with pytest.raises(Conflict):
        undo(made, actor=people.clerk, reason="too late")


def test_a_new_record_is_withdrawn_by_who_may_verify_it(people: People) -> None:
    hand_in(people, MALAWI)
    [made] = on_desk(people)
    row = accept(made, filled(people, made), actor=people.clerk, reason="it is so")
    with pytest.raises(NotAllowed):
        undo(made, actor=people.clerk, reason="no")
    assert Proposal.objects.get(pk=made.pk).status == "accepted"
    undo(made, actor=people.reviewer, reason="the release was called back")
    row.refresh_from_db()
    assert row.state == "withdrawn" and [one.pk for one in on_desk(people)] == [made.pk]
    with pytest.raises(NotAllowed):
        reject(made, actor=people.reviewer, reason="who verifies does not decide")


def test_what_only_some_of_the_desk_may_see_shows_in_no_proposal(people: People) -> None:
    mwi = Partner.objects.get(key="MWI")
    secret = {"partner": mwi, "established": "2024-11-06", "keeper": people.ministry, "marking": 3}
    create(DiplomaticRelation, Draft(secret), actor=people.clerk, reason="secret", submit=True)
    hand_in(people, MALAWI, marking=3)
    hand_in(people, MALAWI + " ", marking=1)
    assert {one.marking: one.would for one in on_desk(people)} == {3: "confirm", 1: "create"}
    assert [one.would for one in on_desk(people, people.planner)] == ["create"]
    [hidden] = [one for one in on_desk(people) if one.marking == 3]
    reject(hidden, actor=people.clerk, reason="no")
    assert judged(Standpoint(people.planner)) == {} and judged(Standpoint(people.clerk)) == {
        ("relations", "vi"): (0, 1)
    }
    before = on_desk(people, people.planner)[0].confidence
    hand_in(people, MALAWI.replace("Malawi", "Zambia"), marking=1)
    assert {one.confidence for one in on_desk(people, people.planner)} == {before}


def test_what_was_rejected_makes_its_kind_less_sure(people: People) -> None:
    hand_in(people, SIGNED)
    [made] = on_desk(people)
    before = made.confidence
    reject(made, actor=people.clerk, reason="a misprint")
    assert judged(Standpoint(people.clerk)) == {("agreement", "en"): (0, 1)}
    hand_in(people, SIGNED.replace("Peru", "Chile"))
    [other] = on_desk(people)
    assert other.confidence < before
    undo(made, actor=people.clerk, reason="no misprint")
    assert judged(Standpoint(people.clerk)) == {} and len(on_desk(people)) == 2


def test_two_that_tell_one_thing_are_merged_and_parted_again(people: People) -> None:
    hand_in(people, SIGNED)
    hand_in(people, "Last week the treaty with Peru was signed, on 6 November 2024.")
    first, second = on_desk(people)
    merge(first, second, actor=people.clerk)
    [left] = on_desk(people)
    assert left.pk == second.pk and left.quotes.count() == 2
    first.refresh_from_db()
    undo(first, actor=people.clerk, reason="they are two")
    assert len(on_desk(people)) == 2 and second.quotes.count() == 1


def test_nobody_sees_the_desk_of_another_body_or_what_is_too_secret(people: People) -> None:
    hand_in(people, SIGNED)
    hand_in(people, MALAWI, marking=3)
    assert len(on_desk(people)) == 2
    for other in (people.other_clerk, people.reader, people.auditor):
        assert on_desk(people, other) == []
    [made] = [one for one in on_desk(people) if one.marking == 3]
    for act in (reject, undo):
        with pytest.raises(NotAllowed):
            act(made, actor=people.other_clerk, reason="mine")
    with pytest.raises(NotAllowed):
        hand_in(people, "Kenya and Peru signed a treaty on 1 May 2024.", actor=people.reader)


def test_the_audit_is_told_of_every_act(people: People) -> None:
    hand_in(people, SIGNED)
    [made] = on_desk(people)
    reject(made, actor=people.clerk, reason="no")
    undo(made, actor=people.clerk, reason="yes")
    told = AuditEntry.objects.filter(register="reading").order_by("pk").values_list("verb", flat=True)
    assert list(told) == ["read", "rejected", "open"]


def test_a_folder_is_laid_on_a_desk_and_begun_again_passes_over_what_is_there(
    people: People, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(MALAWI, encoding="utf-8")
    words = ["read", str(tmp_path), "--keep", people.ministry.key or "", "--user", "clerk"]
    assert main(words) == 0
    (tmp_path / "b.txt").write_text(SIGNED, encoding="utf-8")
    (tmp_path / "c.txt").write_bytes(b"\xff\xfe\x00")
    assert main(words) == 1
    out, errors = capsys.readouterr()
    assert "a.txt: read before" in out and "b.txt: 1 + 0" in out and "c.txt" in errors
    assert {one.kind for one in on_desk(people)} == {"relations", "agreement"}
    assert main([*words[:-2]]) == 2 and main([*words[:3], "nobody", *words[4:]]) == 2
    assert Proposal.objects.count() == 2


LONG = " ".join(
    f"Sentence {number} of the long release tells what was said in talk number {number * 7}." for number in range(60)
)


def test_ten_reprints_are_one_document_with_ten_places(people: People) -> None:
    first = hand_in(people, f"{SIGNED} {LONG}")
    for number in range(9):
        edited = f"(News {number}) {SIGNED} {LONG} Editing by desk {number}."
        document = replace(pasted("news", edited), address=f"https://example.org/{number}", publisher=f"Paper {number}")
        again = read_in(document, actor=people.clerk, keeper=people.ministry, reason="arrived")
        assert again.reprint and again.source.pk == first.source.pk
    found = printings_of(Standpoint(people.clerk), [first.source])[first.source.pk]
    assert [one.publisher for one in found] == [f"Paper {number}" for number in range(9)]
    assert bytes(found[0].content.octets).startswith(b"(News 0)")
    assert len(on_desk(people)) == 1
    assert printings_of(Standpoint(people.reader), [first.source]) != {}
    other = hand_in(people, f"{SIGNED.replace('Peru', 'Chile')} " + LONG.replace("release", "other paper on trade"))
    assert not other.reprint


@pytest.mark.parametrize("corrected", [SIGNED.replace("5 November", "6 November"), SIGNED.replace("Peru", "Chile")])
def test_a_corrected_day_or_partner_is_no_reprint(people: People, corrected: str) -> None:
    hand_in(people, f"{SIGNED} {LONG}")
    again = hand_in(people, f"{corrected} {LONG}")
    assert not again.known and again.made == 1 and len(on_desk(people)) == 2


def test_what_is_under_another_marking_is_no_reprint(people: People) -> None:
    hand_in(people, f"{SIGNED} {LONG}", marking=3)
    again = hand_in(people, f"{SIGNED} {LONG}")
    assert not again.known and len(on_desk(people)) == 2
