"""Cutting a document into sentences, list items and headings, with what introduces them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

Span = tuple[int, int]

_BULLET = re.compile(r"[ \t]*(?:[-–—•*▪●◦‣+·o]|\(?\d{1,2}[.)]|\(?[a-zđ][.)]|\(?[ivx]{1,4}[.)])[ \t]+")
_STOP = re.compile(r"[.!?…]+[\"')\]]*(?=\s)")
#: What a line, and what a sentence begins with; no copy of the rest of a large text is made to look at it.
_LETTER, _FOLLOWING = re.compile(r"\S"), re.compile(r"[^ \t\r\n\"'“‘(\[\-–•*]")
_LAST_WORD = re.compile(r"[^\s(\"']+\Z")
#: A line that is not a full sentence and no longer than this stands over what follows.
_LONGEST_HEADING = 200
#: Lines broken by hand are of even, moderate length.
_WRAPPED_AT = range(50, 131)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence by position; `context` are the heading and the introduction that it stands under."""

    start: int
    end: int
    context: tuple[Span, ...]
    paragraph: int
    is_heading: bool


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that belong together: a paragraph, a heading or an item of a list."""

    start: int
    end: int
    is_item: bool


def split_sentences(text: str, cased: str, abbreviations: frozenset[str]) -> list[Sentence]:
    """Return the sentences of the text in order; `text` is the compared form of `cased`."""
    sentences: list[Sentence] = []
    heading: Span | None = None
    introduction: Span | None = None
    blocks = _blocks(text, cased)
    for number, block in enumerate(blocks):
        spans = list(_cut(text, cased, block, abbreviations))
        if not block.is_item:
            introduction = None
        before_item = number + 1 < len(blocks) and blocks[number + 1].is_item
        leads_items = before_item and not block.is_item
        # "A. Politics" has the look of an item, and is a heading when prose follows it.
        may_head = not block.is_item or (number + 1 < len(blocks) and not before_item)
        is_heading = may_head and len(spans) == 1 and _is_heading(text, block)
        context = tuple(span for span in (heading, introduction) if span is not None)
        sentences.extend(Sentence(*span, context, number, is_heading) for span in spans)
        if is_heading and not leads_items:
            heading = (block.start, block.end)
        elif leads_items or text[block.end - 1] == ":":
            introduction = spans[-1]
    return sentences


def _is_heading(text: str, block: _Block) -> bool:
    ends_open = text[block.end - 1] not in ".!?;,:|…\"'"
    return ends_open and block.end - block.start <= _LONGEST_HEADING


def _blocks(text: str, cased: str) -> list[_Block]:
    """Join hand-broken lines; an empty line, an item or a full line ends a block."""
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text)]
    lines = [(start, end) for start, end in lines if text[start:end].strip()]
    longest = max((end - start for start, end in lines), default=0)
    wrapped = longest in _WRAPPED_AT
    blocks: list[_Block] = []
    for start, end in lines:
        item = _BULLET.match(text, start)
        if blocks and item is None and _continues(text, cased, blocks[-1], start, longest if wrapped else 0):
            blocks[-1] = _Block(blocks[-1].start, end, blocks[-1].is_item)
        else:
            blocks.append(_Block(item.end() if item else start, end, item is not None))
    return [_stripped(text, block) for block in blocks]


def _stripped(text: str, block: _Block) -> _Block:
    start, end = block.start, block.end
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return _Block(start, end, block.is_item)


def _continues(text: str, cased: str, block: _Block, start: int, width: int) -> bool:
    """Say whether the line at `start` goes on with the block before it."""
    if text.count("\n", block.end, start) > 1:
        return False
    before = text[block.start : block.end].rstrip()
    first = _LETTER.search(cased, start)
    if first and first[0].islower() and before[-1:] not in ".!?:|":
        return True
    last_line = block.end - max(block.start, text.rfind("\n", block.start, block.end))
    return bool(width) and last_line > width * 0.7 and before[-1:] not in ":|"


def _cut(text: str, cased: str, block: _Block, abbreviations: frozenset[str]) -> Iterator[Span]:
    start = block.start
    for stop in _STOP.finditer(text, block.start, block.end):
        if stop.start() > start and _ends_sentence(cased, stop, abbreviations):
            yield start, stop.end()
            start = stop.end()
            while start < block.end and text[start].isspace():
                start += 1
    if start < block.end:
        yield start, block.end


def _ends_sentence(cased: str, stop: re.Match[str], abbreviations: frozenset[str]) -> bool:
    following = _FOLLOWING.search(cased, stop.end())
    if following is None or following[0].islower():
        return following is None
    if stop[0] != ".":
        return True
    word = _LAST_WORD.search(cased, max(0, stop.start() - 20), stop.start())
    if word is None:
        return True
    # "U.S." and "H. E." are initials; a listed abbreviation ends no sentence either.
    is_initial = len(word[0].rsplit(".", 1)[-1]) == 1 and word[0][-1].isupper()
    return not is_initial and word[0].lower() not in abbreviations
