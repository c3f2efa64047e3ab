"""Text out of octets: by the mark they begin with, as UTF-8, or in an older encoding that leaves real words."""

from __future__ import annotations

import re
import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE

import charset_normalizer
from django.utils.translation import gettext as _

from trivet.intake.documents.opened import UnreadableFile
from trivet.intake.grammar import LANGUAGES
from trivet.intake.languages import detect_language

#: UTF-32 first: its little-endian mark begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (BOM_UTF32_LE, "utf-32-le"),
    (BOM_UTF32_BE, "utf-32-be"),
    (BOM_UTF8, "utf-8"),
    (BOM_UTF16_LE, "utf-16-le"),
    (BOM_UTF16_BE, "utf-16-be"),
)
_HEAD = re.compile(r"\s*---[ \t]*\r?\n(?P<head>(?:[A-Za-z_][\w-]*:|[ \t]+\S).*?\n)---[ \t]*\r?\n", re.DOTALL)
_ENTRY = re.compile(r"^(?P<key>[A-Za-z_][\w-]*):[ \t]*(?P<value>.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)
#: How little disorder a guessed encoding may leave, and from how many letters on a guess is worth anything.
_LARGEST_CHAOS = 0.02
_SHORTEST_GUESS = 80


def decoded(name: str, octets: bytes) -> str:
    """The text, without the mark, newlines as they were. Raises UnreadableFile."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if octets.startswith(mark):
            return _strictly(name, octets[len(mark) :], encoding)
    if b"\x00" in octets:
        raise UnreadableFile(_("“%s” is no text file: save the document as plain text (UTF-8).") % name)
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(name, octets)


def _strictly(name: str, octets: bytes, encoding: str) -> str:
    try:
        return octets.decode(encoding)
    except UnicodeDecodeError as problem:
        told = {"file": name, "encoding": encoding.upper(), "at": problem.start}
        message = _("“%(file)s” says that it is %(encoding)s and is broken at octet %(at)s: save it again as UTF-8.")
        raise UnreadableFile(message % told) from problem


def _guessed(name: str, octets: bytes) -> str:
    """Take a guessed encoding only when it leaves real words of a language that Trivet reads."""
    best = charset_normalizer.from_bytes(octets).best()
    if best is not None and best.chaos <= _LARGEST_CHAOS and len(octets) >= _SHORTEST_GUESS:
        text = str(best)
        if detect_language(text) in LANGUAGES and not _has_stray_signs(text):
            return text
    raise UnreadableFile(_("“%s” is in an encoding that cannot be told for certain: save it as UTF-8.") % name)


def _has_stray_signs(text: str) -> bool:
    """A wrong guess leaves signs between letters: “Ngo¹i giao”."""
    for before, sign, after in zip(text, text[1:], text[2:], strict=False):
        odd = unicodedata.category(sign) in {"So", "Sk", "No", "Sc", "Cc", "Sm"} or sign == "?"
        if odd and before.isalpha() and after.isalpha():
            return True
    return False


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """What a text says of itself between lines of dashes at its top ("title: ..."), by key, and its words after that.

    A value may go on in indented lines; what is no such head is left in the words.
    """
    match = _HEAD.match(text)
    if match is None:
        return {}, text
    told = {one["key"].lower(): " ".join(one["value"].split()).strip("'\"") for one in _ENTRY.finditer(match["head"])}
    return (told, text[match.end() :]) if told else ({}, text)
