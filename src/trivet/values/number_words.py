"""The words that numbers are made of in each language, and how they add up."""

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

_NARROW_SPACES = re.compile("[\u00a0\u202f\u2009]")
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class NumberWords:
    """What one language's file says about quantities, compiled."""

    thousands: str
    decimal: str
    roles: dict[str, tuple[str, Decimal]]
    attached: dict[str, Decimal]
    units: dict[str, str]
    qualifiers: dict[str, str]
    never_alone: frozenset[str]
    counts_after: re.Pattern[str]
    articles: frozenset[str]
    doubtful: frozenset[str]
    doubtful_before: re.Pattern[str]
    doubtful_after: re.Pattern[str]
    ordinal: re.Pattern[str]
    dated: re.Pattern[str]
    ranges: re.Pattern[str]
    range_starts: re.Pattern[str]
    of: re.Pattern[str]
    vague: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    unit_before: re.Pattern[str]
    unit_after: re.Pattern[str]
    bracket: re.Pattern[str] = re.compile(r"\s*\(\s*")

    def value_of(self, digits: str) -> Decimal | None:
        """Read digits with the language's separators; what fits neither way of grouping is no number."""
        digits = _NARROW_SPACES.sub(self.thousands, digits)
        for thousands, decimal in ((self.thousands, self.decimal), (self.decimal, self.thousands)):
            whole, _, part = digits.partition(decimal)
            groups = whole.split(thousands)
            grouped = len(groups) > 1 and len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
            shaped = (len(groups) == 1 or grouped) and (part.isdecimal() or digits == whole)
            if shaped and all(group.isdecimal() for group in groups):
                return Decimal(".".join(filter(None, ["".join(groups), part])))
        return None


@lru_cache
def currency_codes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Match a currency's code before and behind an amount; in small letters many are words ("all", "top", "try")."""
    table = tomllib.loads(Path(__file__).with_name("currencies.toml").read_text(encoding="utf-8"))
    code = f"({_any_of(table['codes'].split())})"
    return re.compile(rf"(?<!\w){code}\s\Z"), re.compile(rf"\s?{code}\b")


@lru_cache
def number_words(language: str) -> NumberWords:
    """Load the words of a language from the file beside this one."""
    path = Path(__file__).with_name(f"numbers_{language}.toml")
    table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    qualifiers = table["qualifiers"]
    units = _turned(table["units"], leaving="links")
    links = _any_of(table["units"]["links"])
    return NumberWords(
        thousands=table["thousands"],
        decimal=table["decimal"],
        roles={word: (role, Decimal(value)) for role, words in table["words"].items() for word, value in words.items()},
        attached={word: Decimal(value) for word, value in table["attached"].items()},
        units=units,
        qualifiers=_turned(qualifiers["before"]) | _turned(qualifiers["after"]),
        never_alone=frozenset(table["never_alone"]),
        counts_after=_ending(table["counts_after"]),
        articles=frozenset(table["articles"]),
        doubtful=frozenset(table["doubtful"]),
        doubtful_before=_ending(table["doubtful_before"]),
        doubtful_after=re.compile(rf"\s+(?:\d|(?:{_any_of(table['doubtful_after'])})\b)|\s*[,.;:)]"),
        ordinal=_ending(table["ordinal_before"]),
        dated=_ending(table["date_before"]),
        ranges=re.compile(rf"\s+(?:{_any_of(table['ranges'])})\s+"),
        range_starts=_ending(table["range_starts"]),
        of=_of(table["of"]),
        vague=_vague(table["vague"]),
        before=_ending(_turned(qualifiers["before"])),
        after=re.compile(rf"\s?({_any_of(_turned(qualifiers['after']))})(?!\w)"),
        unit_before=re.compile(rf"(?<!\w)({_any_of(units)})[\s.]?\s?\Z"),
        unit_after=re.compile(rf"\s?(?:(?:{links})\s+)?({_any_of(units)})(?!\w)"),
    )


def _turned(words: dict[str, list[str]], leaving: str = "") -> dict[str, str]:
    return {form: name for name, forms in words.items() if name != leaving for form in forms}


def _any_of(words: Iterable[str]) -> str:
    """Alternatives, longest first; an empty list matches nothing at all."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"


def _ending(words: Iterable[str]) -> re.Pattern[str]:
    """Match the words where a search region ends, that is, right before a number."""
    return re.compile(rf"(?<!\w)({_any_of(words)})(?:(?<=-)|\s+)\Z")


def _of(table: dict[str, list[str]]) -> re.Pattern[str]:
    owner = r"(?:[^\W\d_]+['’]s\s+)?"
    return re.compile(rf"\s+(?:{_any_of(table['words'])})\s+(?:(?:{_any_of(table['fillers'])})\s+)*{owner}")


def _vague(table: dict[str, list[str]]) -> re.Pattern[str]:
    sizes, fixed = _any_of(table["sizes"]), _any_of(table["fixed"])
    link = rf"(?:(?:{_any_of(table['links'])})\s+)?"
    more = rf"(?:\s+{link}(?:{sizes}|{fixed})(?!\w))*"
    return re.compile(rf"(?<!\w)(?:(?:{_any_of(table['starts'])})\s+{link}(?:{sizes})|(?:{fixed}))(?!\w){more}")


class Tally:
    """Adds up number words one by one and refuses a word that cannot follow: "three four" is two numbers."""

    def __init__(self) -> None:
        self.total = Decimal(0)
        self.group: Decimal | None = None
        #: The next word of the group must be worth less than this.
        self.below = 1000
        self.unit = Decimal(0)
        #: The last multiplied part and its multiplier, for "nghìn tỷ" and "triệu rưỡi".
        self.part = Decimal(0)
        self.multiplier = Decimal(0)
        self.take: dict[str, Callable[[Decimal], bool]] = {
            "unit": self._unit,
            "ten": self._ten,
            "teen": self._teen,
            "value": self._value,
            "tens": self._tens,
            "hundred": self._hundred,
            "whole_hundred": self._whole_hundred,
            "multiplier": self._multiplier,
            "whole_multiplier": self._whole_multiplier,
            "half": self._half,
            "digits": self._digits,
        }

    @property
    def value(self) -> Decimal:
        value = self.total + (self.group or 0)
        return value.to_integral_value() if value == value.to_integral_value() else value.normalize()

    def start_with(self, digits: Decimal) -> None:
        self.group, self.below, self.unit = digits, 1, digits

    def _add(self, value: Decimal, below: int) -> bool:
        if value >= self.below:
            return False
        self.group, self.below = (self.group or Decimal(0)) + value, below
        return True

    def _unit(self, value: Decimal) -> bool:
        if self.below < 10 or not self._add(value, 1):
            return False
        self.unit = value
        return True

    def _ten(self, factor: Decimal) -> bool:
        if self.below != 1 or not self.unit:
            return False
        self.group = (self.group or Decimal(0)) + self.unit * (factor - 1)
        self.unit, self.below = Decimal(0), 10
        return True

    def _teen(self, value: Decimal) -> bool:
        if self.below != 1 or not self.unit or self.group is None:
            return False
        self.group, self.unit = self.group + value, Decimal(0)
        return True

    def _value(self, value: Decimal) -> bool:
        return self._add(value, 1)

    def _tens(self, value: Decimal) -> bool:
        return self._add(value, 10)

    def _hundred(self, factor: Decimal) -> bool:
        # "Hai nghìn không trăm linh hai" names the hundreds that are not there.
        if self.group is None or not self.group < 100 or (not self.group and not self.part):
            return False
        self.group, self.below, self.unit = self.group * factor, 100, Decimal(0)
        return True

    def _whole_hundred(self, value: Decimal) -> bool:
        return self.group is None and self._add(value, 100)

    def _multiplier(self, factor: Decimal) -> bool:
        if self.group is None:
            if not self.part:
                return False
            self.total -= self.part
            self.part *= factor
        elif self.multiplier and factor > self.multiplier:
            self.part, self.total = (self.total + self.group) * factor, Decimal(0)
        else:
            self.part = self.group * factor
        self.total += self.part
        self.group, self.below, self.unit, self.multiplier = None, 1000, Decimal(0), factor
        return True

    def _whole_multiplier(self, value: Decimal) -> bool:
        if self.group is not None or self.part:
            return False
        self.group = Decimal(1)
        return self._multiplier(value)

    def _half(self, _: Decimal) -> bool:
        if self.group is None and self.multiplier:
            self.total += self.multiplier * _HALF
            self.multiplier = Decimal(0)
            return True
        self.group, self.below, self.unit = (self.group or Decimal(0)) + _HALF, 1, Decimal(0)
        return True

    def _digits(self, value: Decimal) -> bool:
        if self.group is not None or value >= self.multiplier:
            return False
        self.start_with(value)
        return True
