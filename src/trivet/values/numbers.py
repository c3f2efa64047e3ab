"""Quantities in running text: digits, number words, qualifiers, denominators and currencies, by language."""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from decimal import Decimal

from trivet.values.number_words import NumberWords, Tally, currency_codes, number_words
from trivet.values.text import lower_aligned, nfc_with_offsets

_TOKEN = re.compile(r"\d+(?:[.,:/\u2013\u00a0\u202f\u2009-]?\d+)*|[^\W\d_]+|[^\w\s]|_")
#: The largest number a denominator counts: 6/7 is a share, 12/2024 is a month.
_LARGEST_WHOLE = 1000
#: No qualifier, currency or ordinal word is longer.
_LONGEST_LEAD = 40


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a text tells it; `start` and `end` are code points and take in qualifier and currency."""

    value: Decimal | None
    of: Decimal | None
    qualifier: str
    unit: str | None
    start: int
    end: int


def find_quantities(text: str, language: str) -> list[Quantity]:
    """Return the quantities of the text from left to right; ordinals, dates, ranges and labels are none."""
    composed, offsets = nfc_with_offsets(text)
    found = _Scan(composed, number_words(language)).quantities()
    return [replace(one, start=offsets[one.start], end=offsets[one.end]) for one in found]


@dataclass(frozen=True, slots=True)
class _Number:
    value: Decimal | None
    of: Decimal | None
    start: int
    end: int
    #: A range, a date or a label has digits but counts nothing we can state.
    counts: bool = True


class _Scan:
    """One pass over one composed text."""

    def __init__(self, composed: str, words: NumberWords) -> None:
        self.cased = composed
        self.text = lower_aligned(composed)
        self.code_before, self.code_after = currency_codes()
        self.words = words
        self.tokens = [match.span() for match in _TOKEN.finditer(self.text)]
        self.starts = [start for start, _ in self.tokens]

    def quantities(self) -> list[Quantity]:
        found: list[Quantity] = []
        floor = 0
        for index in self._heads():
            number = (self._vague(index) or self._exact(index)) if self.starts[index] >= floor else None
            if number is None:
                continue
            floor, before = number.end, floor
            if number.counts:
                found.append(self._dressed(number, before))
                floor = found[-1].end
        return found

    def _heads(self) -> list[int]:
        """The tokens that a number can begin with, which are few."""
        vague = {match.start() for match in self.words.vague.finditer(self.text)}
        words = self.words.roles.keys() | self.words.articles | self.words.attached.keys()
        text = self.text
        return [
            index
            for index, (start, end) in enumerate(self.tokens)
            if text[start].isdecimal() or text[start:end] in words or start in vague
        ]

    def _vague(self, index: int) -> _Number | None:
        match = self.words.vague.match(self.text, self.starts[index])
        return None if match is None else _Number(None, None, *match.span())

    def _exact(self, index: int) -> _Number | None:
        number = self._number(index)
        if number is None or not number.counts:
            return number
        if self._stands_before(self.words.ordinal, number.start):
            return replace(number, counts=False)
        twin = self._next(self.words.bracket, number)
        if twin is not None and twin.value == number.value and self.text[twin.end : twin.end + 1] == ")":
            number = replace(number, end=twin.end + 1)
        other = self._next(self.words.ranges, number)
        if other is not None and not self._stands_before(self.words.range_starts, number.start):
            return replace(number, end=other.end, counts=False)
        whole = self._next(self.words.of, number)
        if whole is not None and number.of is None and _is_share(number.value, whole.value):
            number = replace(number, of=whole.value, end=whole.end)
        return number

    def _next(self, link: re.Pattern[str], number: _Number) -> _Number | None:
        """Return the number that follows this one after the linking words, if one does."""
        match = link.match(self.text, number.end)
        if match is None:
            return None
        index = bisect_left(self.starts, match.end())
        if index == len(self.tokens) or self.starts[index] != match.end():
            return None
        other = self._number(index)
        return other if other is not None and other.counts else None

    def _number(self, index: int) -> _Number | None:
        start, end = self.tokens[index]
        if not self.text[start].isdecimal():
            if not self._role(index, opens=True)[0]:
                return None
            number = self._spelled(index, Tally(), index)
            hyphened = number is not None and self._runs_on(number.end)
            return replace(number, counts=False) if number is not None and hyphened else number
        nothing = _Number(None, None, start, end, counts=False)
        if self._is_label(start, end):
            return nothing
        if "/" in self.text[start:end]:
            return self._fraction(start, end) or nothing
        value = self.words.value_of(self.text[start:end])
        if value is None:
            return nothing
        tally = Tally()
        tally.start_with(value)
        return self._spelled(index, tally, index + 1)

    def _is_label(self, start: int, end: int) -> bool:
        """G20, Covid-19, 13th, 12/2024/QH15 and 100-year are names or measures, not quantities."""
        before, after = self.text[max(0, start - 2) : start], self.text[end : end + 2]
        joined = len(before) == 2 and before[0].isalnum() and before[1] in "-/.,:\u2013"
        money = self._stands_before(self.words.unit_before, start)
        if joined or (before[-1:].isalnum() and not money) or before[-1:] in {"#", "№"}:
            return True
        if after[:1].isalpha():
            word = self.text[end : self.tokens[bisect_left(self.starts, end)][1]]
            return word not in self.words.attached
        return after[:1] == "/" or self._runs_on(end)

    def _runs_on(self, end: int) -> bool:
        joined = self.text[end : end + 1] == "-" and self.text[end + 1 : end + 2].isalpha()
        return joined and self.words.after.match(self.text, end) is None

    def _fraction(self, start: int, end: int) -> _Number | None:
        value, _, whole = self.text[start:end].partition("/")
        dated = self._stands_before(self.words.dated, start)
        if dated or not (value.isdecimal() and whole.isdecimal() and _is_share(Decimal(value), Decimal(whole))):
            return None
        return _Number(Decimal(value), Decimal(whole), start, end)

    def _spelled(self, first: int, tally: Tally, index: int) -> _Number | None:
        """Feed the tally from token `index` on; the number begins at token `first`."""
        last = index - 1
        while index < len(self.tokens) and (index == first or self._adjoins(index)):
            role, value = self._role(index, opens=index == first)
            if role == "link":
                if last < first or self._role(index + 1)[0] in {"", "digits"}:
                    break
            elif not role or not tally.take[role](value):
                break
            else:
                last = index
            index += 1
        if last < first or (last == first and not self._stands_alone(first)):
            return None
        return _Number(tally.value, None, self.starts[first], self.tokens[last][1])

    def _role(self, index: int, *, opens: bool = False) -> tuple[str, Decimal]:
        if index >= len(self.tokens):
            return "", Decimal(0)
        start, end = self.tokens[index]
        word = self.text[start:end]
        if word in self.words.roles:
            return self.words.roles[word]
        if word == "-" and self.text[start - 1].isalpha() and self.text[end : end + 1].isalpha():
            return "link", Decimal(0)
        multiplies = {"hundred", "multiplier"}
        if word in self.words.articles and self._role(index + 1)[0] in {*multiplies, "half"}:
            # "a hundred" begins a number; in "half a million" the article only links.
            return ("unit" if opens else "link"), Decimal(1)
        if word in self.words.attached and self.text[start - 1].isdecimal():
            return "multiplier", self.words.attached[word]
        value = self.words.value_of(word) if word[0].isdecimal() else None
        # "2 triệu 500 nghìn": further digits belong to the number when a multiplier follows them.
        if value is not None and self._role(index + 1)[0] in multiplies:
            return "digits", value
        return "", Decimal(0)

    def _stands_before(self, words: re.Pattern[str], start: int, floor: int = 0) -> re.Match[str] | None:
        """Match words that end where a number starts; looking back far would cost the square of the text."""
        return words.search(self.text, max(floor, start - _LONGEST_LEAD), start)

    def _adjoins(self, index: int) -> bool:
        return not self.text[self.tokens[index - 1][1] : self.starts[index]].strip(" \n\u00a0\u202f")

    def _stands_alone(self, index: int) -> bool:
        start, end = self.tokens[index]
        word = self.text[start:end]
        if word in self.words.doubtful:
            before = self._stands_before(self.words.doubtful_before, start)
            return before is None and self.words.doubtful_after.match(self.text, end) is None
        counts = self._stands_before(self.words.counts_after, start) is not None
        return (counts and word in self.words.roles) or word not in self.words.never_alone

    def _dressed(self, number: _Number, floor: int) -> Quantity:
        """Add what stands around the number: qualifier and unit, never reaching back beyond `floor`."""
        start, end, qualifier, unit = number.start, number.end, "exact", None
        if match := self._stands_before(self.words.unit_before, start, floor):
            start, unit = match.start(1), self.words.units[match[1]]
        elif match := self.code_before.search(self.cased, max(floor, start - _LONGEST_LEAD), start):
            start, unit = match.start(1), match[1]
        if number.value is None:
            return self._with_unit(Quantity(None, None, "vague", unit, start, end))
        if match := self._stands_before(self.words.before, start, floor):
            start, qualifier = match.start(1), self.words.qualifiers[match[1]]
        if (match := self.words.after.match(self.text, end)) and qualifier == "exact":
            end, qualifier = match.end(), self.words.qualifiers[match[1]]
        return self._with_unit(Quantity(number.value, number.of, qualifier, unit, start, end))

    def _with_unit(self, quantity: Quantity) -> Quantity:
        if quantity.unit is not None:
            return quantity
        if match := self.words.unit_after.match(self.text, quantity.end):
            unit = self.words.units[match[1]]
            return replace(quantity, unit=unit, end=match.end()) if unit else quantity
        if match := self.code_after.match(self.cased, quantity.end):
            return replace(quantity, unit=match[1], end=match.end())
        return quantity


def is_currency(text: str) -> bool:
    """Whether a text looks like the ISO 4217 code of a currency."""
    return len(text) == 3 and text.isascii() and text.isalpha() and text.isupper()


def _is_share(value: Decimal | None, whole: Decimal | None) -> bool:
    return value is not None and whole is not None and 0 < value <= whole <= _LARGEST_WHOLE
