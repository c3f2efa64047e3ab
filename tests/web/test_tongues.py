"""A reader without a name in their own language gets another one, and sees whose words these are."""

import re
from itertools import product
from typing import Any

import pytest
from django.utils.translation import override

from tests.people import People
from tests.web.samples import client_of, made
from trivet.core.actions import create, create_many
from trivet.core.bodies import Body
from trivet.core.drafts import Draft
from trivet.core.entries import Entry
from trivet.core.linked import named
from trivet.core.people import Post
from trivet.core.register import registers
from trivet.registers.objectives import Objective

pytestmark = pytest.mark.django_db
BOARD, BAN = "Quokka Board", "Ban Quokka"
_MARKED = re.compile(r'<\w+[^>]* lang="(\w+)">([^<]+)</\w+> <abbr class="tongue" title="([^"]+)">(\w+)</abbr>')
NAMED = [code for code, register in registers().items() if hasattr(register.model, "names")]


def page(user: Any, address: str, language: str) -> str:
    answer = client_of(user).get(address, headers={"accept-language": language})
    assert answer.status_code == 200, answer.content.decode()[:1000]
    return answer.content.decode()


def marked(user: Any, address: str, language: str) -> set[tuple[str, str]]:
    """The words on a page that stand in for missing ones, each with its language."""
    found = _MARKED.findall(page(user, address, language))
    assert all(lang == mark for lang, _words, _title, mark in found)
    return {(lang, words) for lang, words, _title, _mark in found}


def test_what_has_names_by_language_tells_them() -> None:
    models = [register.model for register in registers().values()]
    assert [m for m in models if hasattr(m, "name_in")] == [m for m in models if hasattr(m, "by_language")]


@pytest.mark.parametrize("code", NAMED)
def test_the_indonesian_reader_is_told_that_a_name_is_english(office: People, code: str) -> None:
    row = made(registers()[code], office, 1, name=BOARD, names={"en": BOARD, "vi": BAN})
    for address in (f"/registers/{code}/?q=quokka", f"/registers/{code}/{row.pk}/", "/search/?q=quokka"):
        assert marked(office.reader, address, "id") == {("en", BOARD)}, address
        assert marked(office.reader, address, "en") == set(), address
        told = page(office.reader, address, "vi")
        assert "tongue" not in told and BAN in told, address


def test_the_mark_says_which_language_it_is_and_which_is_missing(office: People) -> None:
    row = made(registers()["bodies"], office, 1, name=BAN, names={"vi": BAN})
    (told,) = _MARKED.findall(page(office.reader, f"/registers/bodies/{row.pk}/", "en"))
    assert told == ("vi", BAN, "shown in Vietnamese: no English name", "vi")


def test_a_name_that_stands_alone_is_not_called_foreign(office: People) -> None:
    row = made(registers()["bodies"], office, 1, name=BOARD, names={})
    for language in ("en", "vi", "id"):
        assert marked(office.reader, f"/registers/bodies/{row.pk}/", language) == set()


def test_the_mark_goes_along_where_a_record_is_named_by_another(office: People) -> None:
    board = made(registers()["bodies"], office, 1, name=BOARD, names={"vi": BAN})
    draft = Draft({"name": "Chair", "names": {"id": "Ketua"}, "body": board, "keeper": office.ministry})
    post = create(Post, draft, actor=office.clerk, reason="a chair", submit=True)
    for address in ("/registers/posts/?q=chair", f"/registers/posts/{post.pk}/"):
        assert marked(office.reader, address, "id") == {("en", BOARD)}
        assert marked(office.reader, address, "vi") == {("en", "Chair")}


def test_the_calendar_marks_a_title_that_is_not_vietnamese(office: People) -> None:
    values = {"kind": "direction", "title": "Hold talks", "title_id": "Adakan", "horizon": "2031-05"}
    draft = Draft({**values, "keeper": office.ministry})
    create(Objective, draft, actor=office.clerk, reason="an aim", submit=True)
    for address in ("/calendar/2031/", "/calendar/2031/5/", "/calendar/2031/list/", "/search/?q=talks"):
        assert marked(office.reader, address, "vi") == {("en", "Hold talks")}, address
        told = page(office.reader, address, "id")
        assert "tongue" not in told and "Adakan" in told, address


def test_index_and_record_always_name_the_same_words_and_language(office: People) -> None:
    codes = ("en", "vi", "id", "fr")
    told = [
        (main, {code: f"{code} words" for code, there in zip(codes, some, strict=True) if there})
        for some in product((False, True), repeat=4)
        for main in ("main words", *(f"{code} words" for code, there in zip(codes, some, strict=True) if there))
    ]
    drafts = [Draft({"name": main, "names": names, "keeper": office.ministry}) for main, names in told]
    rows = create_many(Body, drafts, actor=office.clerk, reason="all kinds of names", submit=True)
    entries = {entry.record: entry for entry in Entry.objects.at(None).filter(record__in=[row.pk for row in rows])}
    for row in rows:
        for language in ("en", "vi", "id"):
            with override(language):
                entry = entries[row.pk]
                assert (entry.caption_in(), entry.language) == named(Body, row), (row.name, row.names, language)
                assert not (entry.language and language in row.names)
