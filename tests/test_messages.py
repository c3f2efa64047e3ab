"""What readers meet is said in Vietnamese and Indonesian: complete, compiled, and with every placeholder."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
import pytest
from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core import validators
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, override

import trivet.figures.counts  # noqa: F401  (declares the figures)
from trivet.cli.commands import COMMANDS
from trivet.cli.main import main
from trivet.core.records import State
from trivet.core.register import registers
from trivet.core.wording import in_reader_language
from trivet.figures.figure import figures
from trivet.figures.units import UNITS
from trivet.reports.words import in_words
from trivet.values.dates import DateError, parse_date

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "trivet"
LANGUAGES = ("vi", "id")
#: %(name)s, %s and %%; {{ name }} and {name}.
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\{.*?\}\}|\{\w*\}")
#: Functions that mark a message; the first argument is the message.
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
TOOLS = ("xgettext", "msguniq", "msgmerge", "msgattrib")

each_language = pytest.mark.parametrize("language", LANGUAGES)


def catalogue(language: str, root: Path = PACKAGE) -> polib.POFile:
    return polib.pofile(str(root / "locale" / language / "LC_MESSAGES" / "django.po"), check_for_duplicates=True)


def forms_of(entry: polib.POEntry | polib.MOEntry) -> list[tuple[str, str]]:
    """Each translation of a message beside the English it must agree with."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [(entry.msgid_plural, text) for text in entry.msgstr_plural.values()]


@each_language
def test_every_message_is_translated_and_none_is_a_guess(language: str) -> None:
    entries = catalogue(language)
    assert len(entries) > 400
    assert not [one.msgid for one in entries if one.fuzzy or one.obsolete]
    assert not [one.msgid for one in entries if not all(text.strip() for _english, text in forms_of(one))]


@each_language
def test_plurals_have_the_one_form_that_the_language_has(language: str) -> None:
    entries = catalogue(language)
    assert entries.metadata["Plural-Forms"] == "nplurals=1; plural=0;"
    assert entries.metadata["Language"] == language
    plural = [one for one in entries if one.msgid_plural]
    assert plural
    assert not [one.msgid for one in plural if set(one.msgstr_plural) != {0}]


@each_language
def test_no_message_loses_a_placeholder(language: str) -> None:
    wrong = [
        (english, text)
        for one in catalogue(language)
        for english, text in forms_of(one)
        if Counter(PLACEHOLDER.findall(english)) != Counter(PLACEHOLDER.findall(text))
    ]
    assert not wrong


@each_language
def test_a_message_keeps_its_first_letter_and_its_ends(language: str) -> None:
    """A label that English writes small stands inside sentences; one that ends with a full stop is a sentence."""

    def ends(text: str) -> tuple[bool, bool, bool]:
        return text != text.strip(), text.endswith("."), text[:1].islower()

    wrong = [
        (english, text)
        for one in catalogue(language)
        for english, text in forms_of(one)
        if ends(english) != ends(text) and not english[:2].isupper()
    ]
    assert not wrong


@each_language
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    """Renew with script/messages --compile."""
    compiled = PACKAGE / "locale" / language / "LC_MESSAGES" / "django.mo"

    def told(entries: Any) -> dict[Any, Any]:
        return {(one.msgctxt, one.msgid, one.msgid_plural): forms_of(one) for one in entries}

    assert told(polib.mofile(str(compiled))) == told(catalogue(language))
    assert compiled.read_bytes() == catalogue(language).to_binary()


def marked(file: Path) -> Iterator[str]:
    """The messages that a Python file marks, also those inside f-strings, which xgettext passes over."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


@each_language
def test_every_message_that_python_marks_is_known(language: str) -> None:
    """Renew with script/messages; words inside an f-string are named in trivet.web.further_messages besides."""
    known = {one.msgid for one in catalogue(language)}
    lacking = {message for file in PACKAGE.rglob("*.py") for message in marked(file)} - known
    assert not lacking


@each_language
def test_the_help_of_every_command_is_known(language: str) -> None:
    known = {one.msgid for one in catalogue(language)}
    assert not {(command.__doc__ or "").strip().splitlines()[0] for command in COMMANDS.values()} - known


@each_language
def test_help_and_refusals_of_the_command_line_are_told_in_the_readers_language(
    language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "en")  # main sets it; this puts it back
    told = {"vi": ("cách dùng:", "tùy chọn", "không phải là năm"), "id": ("cara pakai:", "opsi", "bukan tahun")}[
        language
    ]
    with pytest.raises(SystemExit):
        main(["review", "--lang", language, "--help"])
    page = capsys.readouterr().out
    assert told[0] in page and told[1] in page
    assert not re.search(r"usage:|options:|show this help|as known at|the file to write", page)
    assert main(["review", "0", "--lang", language]) == 2
    assert told[2] in capsys.readouterr().err


@each_language
def test_what_is_no_date_is_refused_in_the_readers_language_and_kept_in_english(language: str) -> None:
    with pytest.raises(DateError) as refused:
        parse_date("2024-02-30")
    with override(language):
        assert in_reader_language(refused.value) != str(refused.value)
    assert in_reader_language(refused.value) == str(refused.value) == "“2024-02-30” is no day of the calendar"


def test_every_unit_of_a_figure_has_its_words() -> None:
    assert not {one.unit for one in figures().values() if not one.unit.isupper()} - set(UNITS)


def test_nothing_is_marked_that_the_catalogues_lack(tmp_path: Path) -> None:
    """Renew with script/messages."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"gettext is not on this machine ({', '.join(missing)}): templates were not searched for new words")
    copy = tmp_path / "trivet"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "static", "migrations"))
    languages = [word for language in LANGUAGES for word in ("-l", language)]
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "django", "makemessages", *languages, "--no-obsolete", "--no-wrap", "-v", "0"]
    subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True)
    for language in LANGUAGES:
        found = {(one.msgctxt, one.msgid) for one in catalogue(language, copy)}
        assert len(found) > 400, "makemessages found next to nothing"
        assert not found - {(one.msgctxt, one.msgid) for one in catalogue(language)}


def error_messages() -> Iterator[Any]:
    """Django's words for what readers type wrongly, from the very fields they type into."""
    owned = [register.part_model(name) for register in registers().values() for name in register.parts]
    columns = [column for register in registers().values() for column in register.content_fields()]
    columns += [column for part in owned for column in part._meta.local_concrete_fields if column.editable]
    # The kernel words these itself; choices of links are never given by identity.
    columns = [c for c in columns if not isinstance(c, models.ForeignKey | models.DecimalField | models.JSONField)]
    for column in columns:
        yield from (text for kind, text in column.error_messages.items() if kind != "invalid_nullable")
        yield from (one.message for one in column.validators if isinstance(one, validators.RegexValidator))
    fields: list[Any] = [forms.CharField(), forms.FileField(), *AuthenticationForm().fields.values()]
    for field in fields:
        yield from (text for kind, text in field.error_messages.items() if kind != "max_length")
        yield field.label
    yield from AuthenticationForm.error_messages.values()
    yield from ("This field is required.", "Enter a valid value.", "Forbidden")
    yield "CSRF verification failed. Request aborted."


@each_language
def test_what_django_says_to_readers_is_translated(language: str) -> None:
    english = {str(text): text for text in error_messages() if text}
    assert len(english) > 15
    with override(language):
        assert not [told for told, text in english.items() if gettext(told) == told and str(text) == told]


@each_language
@pytest.mark.parametrize("check", [validators.MaxLengthValidator(2), validators.MaxValueValidator(2)])
def test_limits_are_told_in_the_readers_language(language: str, check: Any) -> None:
    with override(language), pytest.raises(ValidationError) as refused:
        check("long" if isinstance(check, validators.MaxLengthValidator) else 3)
    with override(language):
        assert "Ensure" not in " ".join(refused.value.messages)


def test_a_page_of_words_in_each_language() -> None:
    told = {}
    for language in ("en", *LANGUAGES):
        with override(language):
            told[language] = (str(State.IN_REVIEW.label), in_words(2_500_000_000), gettext("Sign in"))
    assert told == {
        "en": ("in review", "2.5 billion", "Sign in"),
        "vi": ("đang rà soát", "2,5 tỷ", "Đăng nhập"),
        "id": ("dalam peninjauan", "2,5 miliar", "Masuk"),
    }
