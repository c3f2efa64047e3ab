"""When two spellings of a name are the same."""

import re

from trivet.values.text import fold

#: An apostrophe or a full stop stands inside a word; any other sign stands between two.
_INSIDE, _BETWEEN = re.compile(r"['’‘ʼ`´.]"), re.compile(r"[\W_]+")
#: Short forms that lists use in place of the word.
_WORDS = {"saint": "st"}


def spelling(text: str) -> str:
    """What of a name is compared: its words in order, folded, without signs and without an article at either end.

    "Korea, South" and "KOREA (SOUTH)" are one spelling, "U.S.S.R." is "USSR", "Saint" is "St.", "&" is "and".
    No word is ever left out in the middle, and nothing is taken for near.
    """
    words = _BETWEEN.sub(" ", _INSIDE.sub("", fold(text).replace("&", " and "))).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    if len(words) > 1 and words[-1] == "the":
        words = words[:-1]
    return " ".join(_WORDS.get(word, word) for word in words)
