"""Reading a document: from its text to the claims it makes."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from trivet.intake.acts import ActReader
from trivet.intake.binding import Binder
from trivet.intake.claims import UNKNOWN_PERIOD, ReadClaim, Reading
from trivet.intake.evidence import extended
from trivet.intake.lexicon import PARTNER, PEOPLE, Lexicon
from trivet.intake.names import PartnerNames
from trivet.intake.passages import Passage, passages
from trivet.intake.settling import Stated, settled
from trivet.intake.source_text import SourceText
from trivet.intake.stance import modality
from trivet.intake.timing import Clock, document_time, told_period, usual_period
from trivet.intake.wordings import worded
from trivet.values.text import fold

#: Being the subject of a sentence tells more about who reports than being mentioned in one.
_SUBJECT_WEIGHT = 3
#: Whom something is done with is hardly who reports it.
_OBJECT_WEIGHT = 2
#: A language spoken in one country makes that country the likelier of two.
_HOME_WEIGHT = 3


def read_claims(text: str, language: str, names: PartnerNames, reporter: str | None = None) -> Reading:
    """Read the claims of a document in a known language.

    `reporter` is the code of the country whose document it is; without it the country named most is taken.
    """
    if names.language != language:
        raise ValueError(f"The names are those of “{names.language}”, the document is in “{language}”.")
    document = SourceText.of(text)
    time = document_time(document, language)
    found = passages(document, Lexicon.of(names), time.year)
    reading = _Reader(document, time.period or UNKNOWN_PERIOD, time.latest, reporter or _reporter(found))
    return Reading(language, reading.period, time.is_inferred, _merged(reading.claims(found)))


@dataclass(frozen=True, slots=True)
class _Reader:
    document: SourceText
    period: str
    #: The year after which nothing can have been achieved yet.
    latest: int | None
    reporter: str | None

    def claims(self, found: list[Passage]) -> Iterator[ReadClaim]:
        before: Passage | None = None
        usual = self.period
        for passage in found:
            clock = Clock(usual_period(passage, usual, self.period), self.latest)
            yield from self._figures(passage, before, clock)
            yield from self._acts(passage, clock)
            yield from self._wordings(passage, clock)
            usual = told_period(passage, (passage.start, passage.end), None, clock)
            before = passage

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
