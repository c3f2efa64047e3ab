"""How a fact is meant: done, planned, expected, urged or denied; or only supposed, so that it is none."""

from __future__ import annotations

from trivet.intake.facts.grammar import Trigger
from trivet.intake.facts.lexicon import BESIDE, BLOCK, CANCELLED, DENIED, EXPECTED, PLANNED, URGE, WHEN
from trivet.intake.facts.sentence import CLOSE, Sentence
from trivet.intake.lexicon import Mark

#: A word of hope, of what is to come or of denial holds so many words on.
_HOLDS = 12
_RIGHT = 3
#: What asks for something stands within so many; kinds that are set as soon as they are agreed to.
_ASKED, _AGREED = 8, {"tier", "aim"}
#: Behind a noun, what calls it off stands within so many letters.
_BEHIND = 40


def meant(sentence: Sentence, trigger: Trigger, mark: Mark) -> str:
    """The modality by the words before it in its clause, and behind a noun; empty for what is only supposed."""
    passage = sentence.passage
    if passage.text(mark.end, passage.end).rstrip("\"') ").endswith("?"):
        return ""
    low = passage.document.text.rfind(";", passage.start, mark.start) + 1
    noun = trigger.noun or sentence.lexicon.is_noun(passage.text(mark.start, mark.end))
    near = _near(sentence, mark, low, noun)
    if any(one.concept == "condition" for one in near):
        return ""
    close = _close(sentence, mark, noun)
    if DENIED in close or any(one.concept in {"negation", "denial"} for one in near):
        return "denied"
    if URGE in close:
        return "urged"
    if trigger.stands:
        return _ahead(sentence, trigger, mark) or "done"
    done = max((one.start for one in near if one.concept == "realised" and one.end <= mark.start), default=-1)
    told = [one for one in sentence.marks if done < one.start and _governs(sentence, one, mark, low, noun)]
    if trigger.kind in _AGREED:  # what was agreed to is set
        told = [one for one in told if passage.text(one.start, one.end) not in sentence.lexicon.words.agreed]
    return _stance(sentence, mark, [one for one in near if one.start > done], told) or trigger.meant


def _stance(sentence: Sentence, mark: Mark, near: list[Mark], told: list[Mark]) -> str:
    """Hoped for or planned; beside what is so ("to be announced when he visits Oslo") planned, and done after it."""
    whens = [one for one in sentence.of(WHEN) if one.end <= mark.start and sentence.apart(one, mark) <= _HOLDS]
    cut = whens[-1].start if whens else -1
    own = {one.concept for one in (*near, *told) if one.start > cut}
    if own & {"expected", EXPECTED}:
        return "expected"
    main = own if cut < 0 or whens[-1].detail != BESIDE else {one.concept for one in (*near, *told)}
    return "planned" if main & {"future", "intent", "expected", EXPECTED, PLANNED} else ""


def _ahead(sentence: Sentence, trigger: Trigger, mark: Mark) -> str:
    """What right before words that stand makes them hoped for or planned: "will set a target"."""
    before = [one for one in sentence.of(EXPECTED, PLANNED) if one.end <= mark.start + 1]
    if any(one.concept == EXPECTED and sentence.apart(one, mark) <= _RIGHT for one in before):
        return "expected"
    text, agreed = sentence.passage.text, sentence.lexicon.words.agreed if trigger.kind in _AGREED else frozenset()
    before = [one for one in before if text(one.start, one.end) not in agreed]
    return "planned" if any(sentence.apart(one, mark) <= 1 for one in before) else ""


def _near(sentence: Sentence, mark: Mark, low: int, noun: bool) -> list[Mark]:
    """The words of stance that may hold here; "called on the President" asks for nothing."""
    blocks, told = [one for one in sentence.marks if one.detail == BLOCK], sentence.passage.marks
    before = [one for one in told if low <= one.start and one.end <= mark.end and sentence.apart(one, mark) <= _HOLDS]
    before = [one for one in before if one.end <= mark.start or one.concept != "intent"]
    before = [one for one in before if not any(b.start <= one.start and one.end <= b.end for b in blocks)]
    behind = [one for one in told if one.start >= mark.end and sentence.apart(mark, one) <= _HOLDS]
    return [*before, *(behind if noun else ())]


def _close(sentence: Sentence, mark: Mark, noun: bool) -> set[str]:
    """What right before it, or behind a noun, denies it or asks for it."""
    own = sentence.of(DENIED, URGE)
    near = [one for one in own if one.end <= mark.start + 1]
    found = {one.concept for one in near if sentence.apart(one, mark) <= (_ASKED if one.concept == URGE else CLOSE)}
    called_off = noun and any(0 <= one.start - mark.end < _BEHIND and one.concept == DENIED for one in own)
    ends = [one for one in sentence.of(CANCELLED) if one.start >= mark.end and sentence.apart(mark, one) <= _HOLDS]
    called_off |= noun and any(not sentence.parted(mark.end, one.start) for one in ends)
    return found | ({DENIED} if called_off else set())


def _governs(sentence: Sentence, one: Mark, mark: Mark, low: int, noun: bool) -> bool:
    """Whether a word of hope or plan stands close before the trigger, or behind a noun."""
    if one.concept not in {EXPECTED, PLANNED}:
        return False
    if low <= one.start < mark.start:
        return sentence.apart(one, mark) <= (_HOLDS if one.concept == EXPECTED else CLOSE)
    return noun and one.start >= mark.end and sentence.apart(mark, one) <= CLOSE
