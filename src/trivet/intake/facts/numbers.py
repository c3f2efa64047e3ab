"""Numbers told with a partner: what is traded or invested between the two, and how many of ours live there."""

from __future__ import annotations

from collections.abc import Iterator

from trivet.intake.facts.fact import ReadFact
from trivet.intake.facts.grammar import Trigger
from trivet.intake.facts.lexicon import BLOCK, BOTH, EXPECTED, SERIES
from trivet.intake.facts.sentence import Sentence
from trivet.intake.facts.when import told_time
from trivet.intake.lexicon import PEOPLE, Mark
from trivet.values.numbers import Quantity

FIGURE = "figure"
#: Of whom the numbers tell; the other series are counted in money.
_COMMUNITY = "community"
#: A number stands within so many words of what it counts, and whom it is with within so many of that.
_NEAR, _FAR = 14, 10
_ELSE = {"aim", "evacuation", "contribution"}
#: So many persons stand right before the word for them, and fewer than so many are no community.
_BEFORE, _FEWEST = 3, 10


def numbers_of(sentence: Sentence) -> Iterator[ReadFact]:
    """One fact a partner for each number that counts something between us; none where it is an aim."""
    bars = any(one.concept in {"condition", "negation"} for one in sentence.passage.marks)
    if bars or sentence.is_private or _is_else(sentence):
        return
    for number in sentence.passage.quantities:
        series = _series(sentence, number)
        theirs = [] if series is None else _partners(sentence, series)
        codes = [one.detail for one in theirs] or _between(sentence, series)
        if series is None or not codes or not _counts(sentence, number, series):
            continue
        expected = any(one.end <= number.start for one in sentence.of(EXPECTED))
        modality = "expected" if expected else "done"
        when = told_time(sentence, Trigger(FIGURE, series.detail, "any", ()), series, modality, ahead=False)
        spans = [(one.start, one.end) for one in (series, *theirs)] + [(number.start, number.end)]
        quote = sentence.passage.document.quote(min(start for start, _end in spans), max(end for _start, end in spans))
        for code in dict.fromkeys(codes):
            yield ReadFact(FIGURE, series.detail, modality, (code,), "", "", when, quote, count=number)


def _is_else(sentence: Sentence) -> bool:
    """Whether the number is an aim, or of people or goods on their way."""
    for one in sentence.of(""):
        trigger = sentence.lexicon.trigger(one) if one.detail != BLOCK else None
        if trigger and trigger.kind in _ELSE and (not trigger.object or sentence.has_object(trigger, one)):
            return True
    return False


def _series(sentence: Sentence, number: Quantity) -> Mark | None:
    """What the number counts: the nearest word for it, or our own people by their name."""
    people = [
        Mark(one.start, one.end, SERIES, _COMMUNITY) for one in sentence.passage.of({PEOPLE}) if sentence.ours(one)
    ]
    found = [one for one in (*sentence.of(SERIES), *people) if not _parted(sentence, one, number)]
    near = [(sentence.passage.word_distance((one.start, one.end), (number.start, number.end)), one) for one in found]
    near = [one for one in near if one[0] <= _NEAR]
    return min(near)[1] if near else None


def _parted(sentence: Sentence, one: Mark, number: Quantity) -> bool:
    return sentence.parted(min(one.end, number.end), max(one.start, number.start))


def _partners(sentence: Sentence, series: Mark) -> list[Mark]:
    """Whom it is with, in one list."""
    theirs = [one for one in sentence.named if not sentence.ours(one) and one.concept != PEOPLE]
    near = [one for one in theirs if sentence.apart(*sorted((series, one))) <= _FAR]
    near = [one for one in near if not sentence.parted(min(one.end, series.end), max(one.start, series.start))]
    return sentence.run(near[0]) if near and len({one.detail for one in near}) == len(sentence.run(near[0])) else []


def _between(sentence: Sentence, series: Mark | None) -> list[str]:
    """Who was named just before, where the sentence tells of "bilateral trade" and names nobody."""
    both = series is not None and series.detail != _COMMUNITY and sentence.of(BOTH) and not sentence.named
    return [sentence.before] if both and sentence.before else []


def _counts(sentence: Sentence, number: Quantity, series: Mark) -> bool:
    """Whether the number is of the right sort: money, or persons that stand right before the word for them."""
    if series.detail != _COMMUNITY:
        return bool(number.unit) and number.unit != "%"
    before = number.end <= series.start and len(sentence.passage.words_between(number.end, series.start)) <= _BEFORE
    return before and not number.unit and (number.value is None or number.value >= _FEWEST)
