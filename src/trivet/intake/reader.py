"""Reading a document: from its text to the claims it makes."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from trivet.intake.acts import ActReader
from trivet.intake.binding import Binder
from trivet.intake.claims import UNKNOWN_PERIOD, ReadClaim, Reading
from trivet.intake.evidence import extended
from trivet.intake.grammar import rules
from trivet.intake.lexicon import PARTNER, PEOPLE, TIER
from trivet.intake.names import PartnerNames
from trivet.intake.passages import Pages, Passage
from trivet.intake.settling import Stated, settled
from trivet.intake.source_text import SourceText
from trivet.intake.stance import modality
from trivet.intake.timing import Clock, DocumentTime, document_time, told_period
from trivet.intake.wordings import worded
from trivet.values.text import fold

#: Being the subject of a sentence tells more about who reports than being mentioned in one.
_SUBJECT_WEIGHT = 3
#: Whom something is done with is hardly who reports it.
_OBJECT_WEIGHT = 2
#: A claim is told by a number, by a tier or by a wording; sentences without any are not looked at.
_TELLING = {TIER, *(order[0] for wording in rules().wordings for order in wording.orders)}
#: A language spoken in one country makes that country the likelier of two.
_HOME_WEIGHT = 3


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document in a known language, ready for both readers; `time` is what it says of itself."""

    pages: Pages
    time: DocumentTime


def prepared(text: str, names: PartnerNames) -> Prepared:
    """Cut a document into sentences and find the time that it speaks of."""
    pages = Pages.of(text, names)
    time = document_time(pages.document, pages.sentences, names.language)
    pages.year = time.year
    return Prepared(pages, time)


def read_claims(text: str, language: str, names: PartnerNames, reporter: str | None = None) -> Reading:
    """Read the claims of a document in a known language.

    `reporter` is the code of the country whose document it is; without it the country named most is taken.
    """
    if names.language != language:
        raise ValueError(f"The names are those of “{names.language}”, the document is in “{language}”.")
    return claims_of(prepared(text, names), reporter)


def claims_of(document: Prepared, reporter: str | None = None) -> Reading:
    """Read the claims of a document that is open."""
    pages, time = document.pages, document.time
    whose = reporter or _reporter(pages.every())
    reader = _Reader(pages.document, time.period or UNKNOWN_PERIOD, time.latest, whose)
    return Reading(pages.lexicon.grammar.language, reader.period, time.is_inferred, _merged(reader.claims(pages)))


@dataclass(frozen=True, slots=True)
class _Reader:
    document: SourceText
    period: str
    #: The year after which nothing can have been achieved yet.
    latest: int | None
    reporter: str | None

    def claims(self, pages: Pages) -> Iterator[ReadClaim]:
        for at, passage in pages.at(pages.telling(_TELLING)):
            clock = self._clock(pages, at)
            if passage.quantities:
                yield from self._figures(passage, pages.passage(at - 1) if at else None, clock)
            yield from self._acts(passage, clock)
            yield from self._wordings(passage, clock)

    def _clock(self, pages: Pages, at: int) -> Clock:
        """By what a sentence is timed: "in the same period" carries on the one before it."""
        if at == 0 or not any(pages.passage(at).of({"same-time"})):
            return Clock(self.period, self.latest)
        before = pages.passage(at - 1)
        return Clock(told_period(before, (before.start, before.end), None, self._clock(pages, at - 1)), self.latest)

    def _figures(self, passage: Passage, before: Passage | None, clock: Clock) -> Iterator[ReadClaim]:
        stated = []
        for bound in Binder(passage, before, self.reporter).bind():
            span = bound.start, bound.end
            stance = modality(passage, span, is_reached=bound.is_reached)
            if stance is not None:
                timed = replace(clock, is_forecast=stance == "expected")
                stated.append(Stated(bound, told_period(passage, span, bound.quantity, timed), stance))
        for one in settled(passage, stated):
            yield self._figure(passage, one)

    def _figure(self, passage: Passage, stated: Stated) -> ReadClaim:
        bound, number = stated.bound, stated.bound.quantity
        return ReadClaim(
            figure=bound.figure,
            partner=None,
            tier=bound.tier,
            act=None,
            value=number.value,
            of=number.of,
            qualifier=number.qualifier,
            unit=number.unit,
            period=stated.period,
            modality=stated.modality,
            quotes=(self.document.quote(*extended(passage, bound)),),
        )

    def _acts(self, passage: Passage, clock: Clock) -> Iterator[ReadClaim]:
        for act in ActReader(passage, self.reporter).acts():
            told = told_period(passage, (act.start, act.end), None, clock, act.of_others)
            period = act.period.edtf if act.period else told
            blank = self._blank("frameworks.acts", period, act.start, act.end)
            yield replace(blank, partner=act.partner, tier=act.tier, act=act.act)

    def _wordings(self, passage: Passage, clock: Clock) -> Iterator[ReadClaim]:
        for one in worded(passage, self.reporter):
            if modality(passage, (one.start, one.end), is_reached=False) == "achieved":
                period = told_period(passage, (one.start, one.end), None, clock)
                end = passage.piece(one.start, one.end)[1]
                yield self._blank(one.figure, period, one.start, end)

    def _blank(self, figure: str, period: str, start: int, end: int) -> ReadClaim:
        """A claim without a number, resting on the words between two positions."""
        quote = self.document.quote(start, end)
        return ReadClaim(figure, None, None, None, None, None, None, None, period, "achieved", (quote,))


def _merged(claims: Iterator[ReadClaim]) -> tuple[ReadClaim, ...]:
    """Make what is told twice one claim with two quotes, in the order of the first telling."""
    merged: dict[tuple[object, ...], ReadClaim] = {}
    for claim in claims:
        key = (replace(claim, quotes=()), _subject(claim))
        known = merged.get(key)
        if known is None:
            merged[key] = claim
        elif claim.quotes[0] not in known.quotes:
            merged[key] = replace(known, quotes=(*known.quotes, *claim.quotes))
    return tuple(merged.values())


def _subject(claim: ReadClaim) -> frozenset[str]:
    """What tells two claims without number, partner or tier apart: the proper names in their words."""
    if claim.qualifier is not None or claim.partner is not None:
        return frozenset()
    words = claim.quotes[0].text.split()[1:]
    return frozenset(fold(word.strip('.,;:()"')) for word in words if word[:1].isupper())


def _reporter(found: list[Passage]) -> str | None:
    """The country that the document speaks for: named often, mostly as a subject; none when in doubt."""
    weights: Counter[str] = Counter()
    mentions: Counter[str] = Counter()
    for passage in found:
        for mark in passage.of({PARTNER, PEOPLE}):
            before = passage.words_between(passage.piece(mark.start, mark.end)[0], mark.start)
            mentions[mark.detail] += 1
            if set(before[-1:]) & (passage.grammar.words["with"] - passage.grammar.words["owning"]):
                weights[mark.detail] -= _OBJECT_WEIGHT
            else:
                weights[mark.detail] += _SUBJECT_WEIGHT if len(before) <= 1 else 1
    home = found[0].grammar.home if found else None
    if home is not None and home in mentions:
        mentions[home] += 1
        weights[home] += _HOME_WEIGHT
    speaks = any(next(passage.of({"we"}), None) for passage in found)
    if len(mentions) == 1 and not speaks:
        return next((code for code, weight in weights.items() if weight > 0), None)
    leading = [(code, weight) for code, weight in weights.most_common(2) if mentions[code] > 1 and weight > 3]
    if not leading or (len(leading) > 1 and leading[0][1] == leading[1][1]):
        return None
    return leading[0][0]
