"""Claims that hold no number: phrases in a telling order ("for the first time ... hosted ... forum")."""

from collections.abc import Iterator
from dataclasses import dataclass

from trivet.intake.grammar import Wording, rules
from trivet.intake.lexicon import PARTNER, Mark
from trivet.intake.owners import Owners
from trivet.intake.passages import Passage


@dataclass(frozen=True, slots=True)
class Worded:
    """A wording found; the span runs from its first phrase to its last."""

    figure: str
    start: int
    end: int


def worded(passage: Passage, reporter: str | None) -> Iterator[Worded]:
    owners, told = Owners(passage, reporter), {mark.concept for mark in passage.marks}
    for wording in rules().wordings:
        orders = [order for order in wording.orders if told.issuperset(order)]
        chains = [chain for order in orders for chain in _chains(passage, wording, order)]
        chains = [chain for chain in chains if not _is_barred(passage, owners, wording, chain)]
        if chains:
            shortest = min(chains, key=lambda chain: (chain[-1].end - chain[0].start, chain[0].start))
            yield Worded(wording.figure, shortest[0].start, shortest[-1].end)


def _chains(passage: Passage, wording: Wording, order: tuple[str, ...]) -> Iterator[tuple[Mark, ...]]:
    chains: list[tuple[Mark, ...]] = [(mark,) for mark in passage.of(order[:1])]
    for concept in order[1:]:
        chains = [
            (*chain, mark)
            for chain in chains
            for mark in passage.of({concept})
            if mark.start >= chain[-1].end
            and len(passage.words_between(chain[-1].end, mark.start)) <= wording.gap
            and not passage.is_crossed(chain[-1].end, mark.start, ".;•")
        ]
    yield from chains


def _is_barred(passage: Passage, owners: Owners, wording: Wording, chain: tuple[Mark, ...]) -> bool:
    start, end = chain[0].start, chain[-1].end
    piece = passage.piece(start, end)
    others = [mark for mark in passage.within(*piece, {PARTNER}) if mark.detail != owners.reporter]
    foreign = owners.reporter is not None and any(owners.is_subject(mark, (end, end)) for mark in others)
    return foreign or bool(passage.within(*piece, wording.bars))
