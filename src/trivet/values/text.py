"""Text as people compare it: folded for search, composed for storage, in the order of a language."""

import unicodedata
from collections.abc import Sequence

CollationKey = tuple[tuple[tuple[object, ...], ...], str]

#: The letters of the Vietnamese alphabet in order, with the Latin letters it borrows in their usual places.
_VIETNAMESE_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_VIETNAMESE_RANK = {letter: rank for rank, letter in enumerate(_VIETNAMESE_ALPHABET)}
#: Tones in dictionary order: none, grave, hook above, tilde, acute, dot below.
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_TONE_RANK = {mark: rank for rank, mark in enumerate(_TONES, start=1)}
#: đ is a letter of its own and has no decomposition, so dropping marks does not reach it.
_D_BAR = str.maketrans({"đ": "d", "Đ": "d"})


def nfc(text: str) -> str:
    """Return the composed form; the test is thirty times cheaper than composing and nearly always true."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def nfc_with_offsets(text: str) -> tuple[str, Sequence[int]]:
    """Return the composed text and, for each of its positions and its end, the position in `text`.

    Composing shortens text; a reader that works on the composed form must still be able to say where, in the
    text as it was given, a passage stands.
    """
    if unicodedata.is_normalized("NFC", text):
        return text, range(len(text) + 1)
    pieces: list[str] = []
    offsets: list[int] = []
    for start, end in _clusters(text):
        piece = unicodedata.normalize("NFC", text[start:end])
        pieces.append(piece)
        # A cluster that keeps its length keeps its inner positions; otherwise all of it starts at its start.
        offsets.extend(range(start, end) if piece == text[start:end] else [start] * len(piece))
    offsets.append(len(text))
    return "".join(pieces), offsets


def _clusters(text: str) -> list[tuple[int, int]]:
    """Cut the text into pieces that compose independently of one another."""
    bounds = [0]
    for at in range(1, len(text)):
        if _starts_cluster(text[bounds[-1] : at], text[at]):
            bounds.append(at)
    return list(zip(bounds, [*bounds[1:], len(text)], strict=True)) if text else []


def _starts_cluster(before: str, letter: str) -> bool:
    if letter.isascii():
        return True
    if unicodedata.combining(letter):
        return False
    # A few letters without a combining class still compose with the one before (Hangul, some Indic vowels).
    composed = unicodedata.normalize("NFC", before)
    return unicodedata.normalize("NFC", before + letter) == composed + unicodedata.normalize("NFC", letter)


def lower_aligned(text: str) -> str:
    """Lower case without changing any position (a capital with a longer small form stays as it is)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)


def fold(text: str) -> str:
    """Reduce text to what a searcher types: no case, no marks, d for đ."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.translate(_D_BAR).casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def collation_key(text: str, language: str) -> CollationKey:
    """Return a key that sorts text as the language does: Vietnamese by syllable, others by letter."""
    key = _vietnamese_word if language == "vi" else _latin_word
    words = unicodedata.normalize("NFC", text).split()
    # Of words that differ by case alone the small letters come first.
    return tuple(key(word) for word in words), text.swapcase()


def _vietnamese_word(word: str) -> tuple[object, ...]:
    """Letters decide first, then tones: the mark of ă, ô, ư makes a letter, a tone breaks ties."""
    letters: list[tuple[int, int]] = []
    tones: list[int] = []
    for letter in lower_aligned(word):
        tone = 0
        plain = letter
        for mark in unicodedata.normalize("NFD", letter)[1:]:
            if mark in _TONE_RANK:
                tone = _TONE_RANK[mark]
                plain = unicodedata.normalize("NFC", unicodedata.normalize("NFD", letter).replace(mark, ""))
        rank = _VIETNAMESE_RANK.get(plain)
        letters.append(_stranger(plain) if rank is None else (1, rank))
        tones.append(tone)
    return tuple(letters), tuple(tones)


def _latin_word(word: str) -> tuple[object, ...]:
    marked = lower_aligned(word)
    return tuple(_stranger(letter) for letter in fold(word)), tuple(marked)


def _stranger(letter: str) -> tuple[int, int]:
    """Rank what the Vietnamese alphabet lacks: signs and digits before letters, other scripts after."""
    return (2 if letter.isalpha() and not letter.isascii() else 1 if letter.isalpha() else 0, ord(letter))
