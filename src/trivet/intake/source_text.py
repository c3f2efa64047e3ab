"""The forms of a document that matching works on, and the way back to its own code points."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from trivet.intake.claims import Quote
from trivet.values.text import lower_aligned, nfc_with_offsets

#: Signs that mean the same to a reader, one for one, so that positions stay.
_SAME_SIGNS = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2007\u2009\u202f\u200b\t", " "),
        **dict.fromkeys("‘’ʼ´`", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("\u2010\u2011\u00ad", "-"),
        "\r": " ",
    }
)
#: Vietnamese writes the tone of these endings on either vowel (hoà, hòa); the older way is kept.
_TONED_ENDINGS = {
    new: old
    for pair, olds in {"oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa"}.items()
    for new, old in ((pair, olds), (pair[0] + "èéẻẽẹ"["àáảãạ".index(pair[1])], olds[0] + "e"))
} | {"u" + new: old + "y" for new, old in zip("ỳýỷỹỵ", "ùúủũụ", strict=True)}
_TONED_ENDING = re.compile(r"(?<!q)(?:" + "|".join(_TONED_ENDINGS) + r")\b")


def matching_form(text: str) -> str:
    """Bring composed text to the form that is compared: small letters, plain signs, one spelling of tones."""
    plain = lower_aligned(text).translate(_SAME_SIGNS)
    return _TONED_ENDING.sub(lambda match: _TONED_ENDINGS[match[0]], plain)


@dataclass(frozen=True, slots=True)
class SourceText:
    """A document: as it was read, composed, and in the form that is compared; the last two share positions."""

    source: str
    cased: str
    text: str
    offsets: Sequence[int]

    @classmethod
    def of(cls, source: str) -> "SourceText":
        cased, offsets = nfc_with_offsets(source)
        return cls(source, cased, matching_form(cased), offsets)

    def quote(self, start: int, end: int) -> Quote:
        """Quote the source between two positions of the compared text, without blanks at the ends."""
        while start < end and self.text[start].isspace():
            start += 1
        while start < end and self.text[end - 1].isspace():
            end -= 1
        first, last = self.offsets[start], self.offsets[end]
        return Quote(first, last, self.source[first:last])
