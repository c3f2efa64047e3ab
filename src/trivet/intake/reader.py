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
from trivet.intake.settling import settled
from trivet.intake.source_text import SourceText
from trivet.intake.stance import modality
from trivet.intake.timing import document_time, told_period
from trivet.intake.wordings import worded
from trivet.values.text import fold

#: Being the subject of a sentence tells more about who reports than being mentioned in one.
_SUBJECT_WEIGHT = 3
#: Whom something is done with is hardly who reports it.
_OBJECT_WEIGHT = 2


def read_claims(text: str, language: str, names: PartnerNames, reporter: str | None = None) -> Reading:
    """Read the claims of a document in a known language.

    `reporter` is the code of the country whose document it is; without it the country named most is taken.
    """
    if names.language != language:
        raise ValueError(f"The names are those of “{names.language}”, the document is in “{language}”.")
    document = SourceText.of(text)
    time = document_time(document, language)
    found = passages(document, Lexicon.of(names), time.year)
    reading = _Reader(document, time.period or UNKNOWN_PERIOD, reporter or _reporter(found))
    return Reading(language, reading.period, time.is_inferred, _merged(reading.claims(found)))


@dataclass(frozen=True, slots=True)
class _Reader:
    document: SourceText
    period: str
    reporter: str | None

    def claims(self, found: list[Passage]) -> Iterator[ReadClaim]:
        before: Passage | None = None
        for passage in found:
            yield from self._figures(passage, before)
            yield from self._acts(passage)
            yield from self._wordings(passage)
            before = passage

    def _figures(self, passage: Passage, before: Passage | None) -> Iterator[ReadClaim]:
        bounds = Binder(passage, before, self.reporter).bind()
        timed = [
            (bound, told_period(passage, (bound.start, bound.end), bound.quantity, self.period)) for bound in bounds
        ]
        for bound, period in settled(passage, timed):
            stance = modality(passage, (bound.start, bound.end), is_reached=bound.is_reached)
            if stance is None:
                continue
            number = bound.quantity
            quote = self.document.quote(*extended(passage, bound))
            yield ReadClaim(
                figure=bound.figure,
                partner=None,
                tier=bound.tier,
                act=None,
                value=number.value,
                of=number.of,
                qualifier=number.qualifier,
                unit=number.unit,
                period=period,
                modality=stance,
                quotes=(quote,),
            )

    def _acts(self, passage: Passage) -> Iterator[ReadClaim]:
        for act in ActReader(passage, self.reporter).acts():
            period = (
                act.period.edtf
                if act.period
                else told_period(passage, (act.start, act.end), None, self.period, act.of_others)
            )
            blank = self._blank("frameworks.acts", period, act.start, act.end)
            yield replace(blank, partner=act.partner, tier=act.tier, act=act.act)

    def _wordings(self, passage: Passage) -> Iterator[ReadClaim]:
        for one in worded(passage, self.reporter):
            if modality(passage, (one.start, one.end), is_reached=False) == "achieved":
                period = told_period(passage, (one.start, one.end), None, self.period)
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
    speaks = any(next(passage.of({"we"}), None) for passage in found)
    if len(mentions) == 1 and not speaks:
        return next((code for code, weight in weights.items() if weight > 0), None)
    leading = [(code, weight) for code, weight in weights.most_common(2) if mentions[code] > 1 and weight > 3]
    if not leading or (len(leading) > 1 and leading[0][1] == leading[1][1]):
        return None
    return leading[0][0]
