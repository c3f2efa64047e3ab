"""Opening a document: from the octets of a file to its text and language, or a reason why not."""

import re
import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from dataclasses import dataclass
from pathlib import Path

import charset_normalizer
import pycld2
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trivet.core.names import language_name
from trivet.intake.grammar import LANGUAGES, grammar
from trivet.intake.source_text import matching_form
from trivet.values.text import nfc

#: UTF-32 first: its little-endian mark begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (BOM_UTF32_LE, "utf-32-le"),
    (BOM_UTF32_BE, "utf-32-be"),
    (BOM_UTF8, "utf-8"),
    (BOM_UTF16_LE, "utf-16-le"),
    (BOM_UTF16_BE, "utf-16-be"),
)
#: What begins a file that is no plain text, and what to do about it.
_FORMATS = (
    (b"%PDF", gettext_lazy("a PDF file: copy its text into a plain text file")),
    (b"PK\x03\x04", gettext_lazy("an Office file or an archive: save the document as plain text (UTF-8)")),
    (b"\xd0\xcf\x11\xe0", gettext_lazy("an old Office file: save the document as plain text (UTF-8)")),
    (b"{\\rtf", gettext_lazy("an RTF file: save the document as plain text (UTF-8)")),
)
#: How little disorder a guessed encoding may leave, and from how many letters on a guess is worth anything.
_LARGEST_CHAOS = 0.02
_SHORTEST_GUESS = 80
#: Malay and Indonesian are one language to the grammar, as they nearly are to their speakers.
_READ_AS = {"ms": "id"}
_UNKNOWN = "un"
#: From how many telling words on a short text is taken to be in a language.
_FEWEST_WORDS = 2
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ufdd0-\ufdef]")
_WORD = re.compile(r"[^\W\d_]+")


class UnreadableFile(ValueError):
    """A file that cannot be read as it is; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A file opened: its text exactly as decoded, without a byte order mark, newlines as they were."""

    name: str
    text: str
    language: str
    encoding: str


def read_document(path: Path) -> DocumentText:
    """Read a file. Raises UnreadableFile when there is none, or no text in a language that Trivet reads."""
    try:
        octets = path.read_bytes()
    except FileNotFoundError:
        raise UnreadableFile(_("“%s”: there is no such file.") % path) from None
    except IsADirectoryError:
        raise UnreadableFile(_("“%s” is a folder: name the files in it.") % path) from None
    except OSError as problem:
        told = {"file": path, "problem": problem.strerror}
        raise UnreadableFile(_("“%(file)s” cannot be opened: %(problem)s.") % told) from problem
    return read_octets(path.name, octets)


def read_octets(name: str, octets: bytes) -> DocumentText:
    """Read the content of a file that is known by a name."""
    text, encoding = _decoded(name, octets)
    if not text.strip():
        raise UnreadableFile(_("“%s” is empty: there is nothing to read.") % name)
    language, called = _detected(text)
    if language not in LANGUAGES:
        told = {"file": name, "language": called, "known": ", ".join(LANGUAGES)}
        raise UnreadableFile(
            _("“%(file)s” is written in %(language)s; Trivet reads %(known)s: give a translation.") % told
        )
    return DocumentText(name, text, language, encoding)


def detect_language(text: str) -> str:
    """Return the code of the text's main language; "un" when neither its letters nor its words tell it."""
    return _detected(text)[0]


def _detected(text: str) -> tuple[str, str]:
    """The code of the language and the words to name it by."""
    plain = _CONTROLS.sub(" ", nfc(text)).encode("utf-8", "ignore").decode()
    try:
        reliable, _octets, details = pycld2.detect(plain, isPlainText=True)
    except pycld2.error:
        return _by_words(plain)
    called, code, *_ = details[0]
    if reliable and code != _UNKNOWN:
        return _READ_AS.get(code, code), f"{language_name(code) or called.title()} (“{code}”)"
    return _by_words(plain)


def _by_words(text: str) -> tuple[str, str]:
    """Tell the language of a text too short for statistics by the commonest words of each."""
    words = _WORD.findall(matching_form(text))
    counts = {code: sum(word in grammar(code).words["common"] for word in words) for code in LANGUAGES}
    best, second = sorted(counts, key=lambda code: counts[code], reverse=True)[:2]
    if counts[best] >= _FEWEST_WORDS and counts[best] > counts[second]:
        return best, best
    return _UNKNOWN, _("an unknown language")


def _decoded(name: str, octets: bytes) -> tuple[str, str]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if octets.startswith(mark):
            return _strictly(name, octets[len(mark) :], encoding), encoding
    for start, reason in _FORMATS:
        if octets.startswith(start):
            raise UnreadableFile(_("“%(file)s” is %(what)s.") % {"file": name, "what": reason})
    if b"\x00" in octets:
        raise UnreadableFile(_("“%s” is no text file: save the document as plain text (UTF-8).") % name)
    try:
        return octets.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _guessed(name, octets)


def _strictly(name: str, octets: bytes, encoding: str) -> str:
    try:
        return octets.decode(encoding)
    except UnicodeDecodeError as problem:
        told = {"file": name, "encoding": encoding.upper(), "at": problem.start}
        message = _("“%(file)s” says that it is %(encoding)s and is broken at octet %(at)s: save it again as UTF-8.")
        raise UnreadableFile(message % told) from problem


def _guessed(name: str, octets: bytes) -> tuple[str, str]:
    """Take a guessed encoding only when it leaves real words of a language that Trivet reads."""
    best = charset_normalizer.from_bytes(octets).best()
    if best is not None and best.chaos <= _LARGEST_CHAOS and len(octets) >= _SHORTEST_GUESS:
        text = str(best)
        if detect_language(text) in LANGUAGES and not _has_stray_signs(text):
            return text, best.encoding
    raise UnreadableFile(_("“%s” is in an encoding that cannot be told for certain: save it as UTF-8.") % name)


def _has_stray_signs(text: str) -> bool:
    """A wrong guess leaves signs between letters: “Ngo¹i giao”."""
    for before, sign, after in zip(text, text[1:], text[2:], strict=False):
        odd = unicodedata.category(sign) in {"So", "Sk", "No", "Sc", "Cc", "Sm"} or sign == "?"
        if odd and before.isalpha() and after.isalpha():
            return True
    return False
