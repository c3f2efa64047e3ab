"""Search finds what a desk officer types, the same on both databases, and nothing she may not see."""

import pytest

from tests.core.making import made
from tests.people import People
from trivet.core import actions
from trivet.core.entries import find
from trivet.core.partners import Partner
from trivet.core.writing import Draft
from trivet.registers.activities import Activity
from trivet.registers.policies import PolicyDocument


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Resolution 59-NQ/TW", "59"),
        ("Resolution 59-NQ/TW", "nq/tw"),
        ("Resolution 59-NQ/TW", "59-NQ/TW"),
        ("Note 41/NG of 2024-05-04", "2024-05-04"),
        ("Note 41/NG of 2024-05-04", "05"),
        ("See https://example.org/press/release", "press"),
        ("Mail to desk@mofa.example", "mofa"),
        ("The U.S.A. and others", "s a"),
        ("Growth of 6.5% and 1.000.000", "000"),
        ("Hội đàm tại Đà Nẵng", "da nang"),
        ("Hội đàm tại Đà Nẵng", "Đà NẴNG"),
        ("O’Brien’s call", "brien"),
        ("COP29 in Baku", "cop2"),
        ("Straße nach Bonn", "strasse"),
    ],
)
def test_the_words_of_a_record_are_found_as_they_are_typed(office: People, title: str, typed: str) -> None:
    record = made(office, Activity, title=title, starts=None, ends=None)
    assert record.uuid in {entry.record for entry in find(office.reader, typed)}


@pytest.mark.parametrize(
    "typed", ["", "  ", "!?", "'; DROP TABLE", '"', "qqq:* | zzz", "NOT qqq", "qqq OR zzz", "(((", "*", "\0", "%"]
)
def test_signs_that_mean_something_to_a_database_mean_nothing_here(office: People, typed: str) -> None:
    made(office, Activity)
    assert find(office.reader, typed) == []


def test_every_word_must_be_there_and_each_may_be_a_beginning(office: People) -> None:
    record = made(office, Activity, title="Official visit to Bonn")
    for typed, there in (("off vis bon", True), ("visit official", True), ("visit paris", False), ("isit", False)):
        assert (record.uuid in {entry.record for entry in find(office.reader, typed)}) == there


def test_the_newest_come_first_and_what_has_no_day_last(office: People) -> None:
    for title, starts in (("Talks one", "2023"), ("Talks two", None), ("Talks three", "2024-05-04")):
        made(office, Activity, title=title, starts=starts, ends=None)
    found = [entry.caption for entry in find(office.reader, "talks", register="activities")]
    assert found == ["Talks three", "Talks one", "Talks two"]
    assert [entry.caption for entry in find(office.reader, "talks", limit=1)] == ["Talks three"]


def test_only_what_a_record_says_now_is_found(office: People) -> None:
    record = made(office, Activity, title="Secret dinner")
    actions.change(record, Draft({"title": "Working lunch"}), actor=office.clerk, reason="call it by its name")
    assert find(office.reader, "dinner") == []
    assert [entry.record for entry in find(office.reader, "lunch")] == [record.uuid]
    actions.move(record, "withdraw", actor=office.reviewer, reason="cancelled")
    assert find(None, "lunch") == []


def test_a_partner_is_found_in_three_languages_and_narrows_a_search(office: People) -> None:
    record = made(office, Activity, partners=[Partner.objects.get(key="DEU")])
    for typed in ("Germany", "Đức", "jerman"):
        assert record.uuid in {entry.record for entry in find(None, typed)}
    document = made(office, PolicyDocument)
    germany = find(None, "quokka", partner=Partner.objects.get(key="DEU"))
    assert {entry.record for entry in germany} == {record.uuid} != {document.uuid}
