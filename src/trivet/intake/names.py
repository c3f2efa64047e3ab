"""The names by which a language calls partners, gathered from a list of pairs and the language's grammar."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from trivet.intake.grammar import Grammar, grammar
from trivet.values.text import nfc

_BRACKETED = re.compile(r"\s*\(([^)]*)\)")


@dataclass(frozen=True)
class PartnerNames:
    """Names of partners and of their people ("Filipinos", "French") with the partner's code."""

    language: str
    partners: Mapping[str, str]
    peoples: Mapping[str, str]

    @cached_property
    def pairs(self) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
        """Both tables as what they are known by, made once."""
        return frozenset(self.partners.items()), frozenset(self.peoples.items())


def partner_names(language: str, extra: Iterable[tuple[str, str]]) -> PartnerNames:
    """Join the pairs (name, code) with the short names of the grammar; the grammar wins over a pair.

    A name that the pairs give to two partners names neither.
    """
    words = grammar(language)
    found: dict[str, str | None] = {}
    for written, code in extra:
        for name in _variants(nfc(written).strip()):
            known = found.get(name, code)
            found[name] = code if known == code else None
    partners = {name: code for name, code in found.items() if code is not None and _is_usable(name, words)}
    return PartnerNames(language, partners | words.partners, dict(words.peoples))


def _is_usable(name: str, words: Grammar) -> bool:
    return len(name) > 2 and name.lower() not in words.not_partners


def _variants(name: str) -> Iterable[str]:
    """Lists write "Myanmar (Burma)" and "Bosnia & Herzegovina"; texts write any of the parts."""
    bare = _BRACKETED.sub("", name)
    names = {bare, *_BRACKETED.findall(name)}
    names |= {one.replace("&", word) for one in names if "&" in one for word in ("and", "dan", "và")}
    return sorted(names)
