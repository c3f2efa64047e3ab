"""Which language a text is in: by statistics of its letters, or by its commonest words where it is short."""

from __future__ import annotations

import re

import pycld2
from django.utils.translation import gettext as _

from trivet.core.names import language_name
from trivet.intake.grammar import LANGUAGES, grammar
from trivet.intake.source_text import matching_form
from trivet.values.text import nfc

#: Malay and Indonesian are one language to the grammar, as they nearly are to their speakers.
_READ_AS = {"ms": "id"}
UNKNOWN = "un"
#: From how many telling words on a short text is taken to be in a language.
_FEWEST_WORDS = 2
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ufdd0-\ufdef]")
_WORD = re.compile(r"[^\W\d_]+")


def detect_language(text: str) -> str:
    """The code of the text's main language; "un" when neither its letters nor its words tell it."""
    plain = _CONTROLS.sub(" ", nfc(text)).encode("utf-8", "ignore").decode()
    try:
        reliable, _octets, details = pycld2.detect(plain, isPlainText=True)
    except pycld2.error:
        return _by_words(plain)
    code = details[0][1]
    return _READ_AS.get(code, code) if reliable and code != UNKNOWN else _by_words(plain)


def called(code: str) -> str:
    """A language by its name, with its code."""
    return _("an unknown language") if code == UNKNOWN else f"{language_name(code) or code} (“{code}”)"


def _by_words(text: str) -> str:
    """The language of a text too short for statistics, by the commonest words of each."""
    words = _WORD.findall(matching_form(text))
    counts = {code: sum(word in grammar(code).words["common"] for word in words) for code in LANGUAGES}
    best, second = sorted(counts, key=lambda code: counts[code], reverse=True)[:2]
    return best if counts[best] >= _FEWEST_WORDS and counts[best] > counts[second] else UNKNOWN
