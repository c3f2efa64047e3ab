"""Quotes rest on the exact words of a kept document, and say when those words moved or were lost."""

import unicodedata

import pytest

from tests.people import People
from trivet.core import actions
from trivet.core.quoting import QuoteNotFound, anchor, keep_document, quote, text_of
from trivet.core.sources import Citation, Source
from trivet.core.writing import Draft
from trivet.registers.titles import Title

TEXT = "Năm 2024, Việt Nam có quan hệ với 194 nước. Quan hệ với Kenya được tăng cường."


def _kept(office: People, text: str = TEXT) -> Source:
    values = {"title": "Report", "language": "vi", "keeper": office.ministry}
    return keep_document(text.encode(), values, actor=office.clerk, reason="received")


def test_the_clerk_quotes_a_document_that_came_in_decomposed_letters(office: People) -> None:
    source = _kept(office, unicodedata.normalize("NFD", TEXT))
    cited = quote(source, unicodedata.normalize("NFD", "194 nước"))
    assert text_of(source)[cited["start"] : cited["end"]] == cited["exact"] == "194 nước"


def test_a_quote_that_is_not_there_or_there_twice_is_refused(office: People) -> None:
    source = _kept(office)
    with pytest.raises(QuoteNotFound, match="does not stand"):
        quote(source, "195 nước")
    with pytest.raises(QuoteNotFound, match="more than once"):
        quote(source, "uan hệ với")
    assert quote(source, "uan hệ với", start=TEXT.rindex("uan hệ với"))["prefix"].endswith("Q")


def test_a_quoted_citation_stands_beside_its_record(office: People) -> None:
    source = _kept(office)
    title = actions.create(
        Title,
        Draft({"name": "T", "programme": "other", "keeper": office.ministry}, citations=[quote(source, "194 nước")]),
        actor=office.clerk,
        reason="noted",
    )
    kept = Citation.objects.at(None).get(record=title.uuid)
    assert (kept.anchor, kept.exact, kept.text_hash != "") == ("anchored", "194 nước", True)


def test_words_that_moved_are_found_and_words_that_went_are_lost(office: People) -> None:
    cited = Citation(**quote(_kept(office), "194 nước"))
    assert anchor(cited, TEXT) == ("anchored", cited.start)
    assert anchor(cited, "Tin mới. " + TEXT) == ("moved", cited.start + 9)
    assert anchor(cited, TEXT.replace("194", "193")) == ("lost", None)


def test_the_same_bytes_are_kept_once(office: People) -> None:
    assert _kept(office).content_id == _kept(office).content_id
