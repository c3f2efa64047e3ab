"""How a fact is meant: done, planned, expected, urged or denied; or only supposed, so that it is none."""

from __future__ import annotations

from trivet.intake.facts.grammar import Trigger
from trivet.intake.facts.lexicon import BLOCK, DENIED, EXPECTED, PLANNED, URGE
from trivet.intake.facts.sentence import CLOSE, Sentence
from trivet.intake.lexicon import Mark

#: A word of hope, of what is to come or of denial holds so many words on.
_HOLDS = 12
#: Behind a noun, what calls it off stands within so many letters.
_BEHIND = 40


def meant(sentence: Sentence, trigger: Trigger, mark: Mark) -> str:
    """The modality by the words before it in its clause, and behind a noun; empty for what is only supposed."""
    passage = sentence.passage
    if passage.text(mark.end, passage.end).rstrip("\"') ").endswith("?"):
        return ""
    low = passage.document.text.rfind(";", passage.start, mark.start) + 1
    near = _near(sentence, trigger, mark, low)
    if any(one.concept == "condition" for one in near):
        return ""
    close = _close(sentence, trigger, mark)
    if DENIED in close or any(one.concept in {"negation", "denial"} for one in near):
        return "denied"
    if URGE in close or trigger.stands:
        return "urged" if URGE in close else "done"
    done = max((one.start for one in near if one.concept == "realised" and one.end <= mark.start), default=-1)
    held = {one.concept for one in near if one.start > done}
    told = {one.concept for one in sentence.marks if done < one.start and _governs(sentence, one, trigger, mark, low)}
    if "expected" in held or EXPECTED in told:
        return "expected"
    return "planned" if held & {"future", "intent"} or PLANNED in told else "done"


def _near(sentence: Sentence, trigger: Trigger, mark: Mark, low: int) -> list[Mark]:
    """The words of stance that may hold here."""
    blocks, told = [one for one in sentence.marks if one.detail == BLOCK], sentence.passage.marks
    before = [one for one in told if low <= one.start and one.end <= mark.end and sentence.apart(one, mark) <= _HOLDS]
    before = [one for one in before if not any(b.start <= one.start and one.end <= b.end for b in blocks)]
    behind = [one for one in told if one.start >= mark.end and sentence.apart(mark, one) <= _HOLDS]
    return [*before, *(behind if trigger.noun else ())]


def _close(sentence: Sentence, trigger: Trigger, mark: Mark) -> set[str]:
    """What right before it, or behind a noun, denies it or asks for it."""
    own = sentence.of(DENIED, URGE)
    found = {one.concept for one in own if one.end <= mark.start + 1 and sentence.apart(one, mark) <= CLOSE}
    called_off = trigger.noun and any(0 <= one.start - mark.end < _BEHIND and one.concept == DENIED for one in own)
    return found | ({DENIED} if called_off else set())


def _governs(sentence: Sentence, one: Mark, trigger: Trigger, mark: Mark, low: int) -> bool:
    """Whether a word of hope or plan stands close before the trigger, or behind a noun."""
    if low <= one.start < mark.start:
        return sentence.apart(one, mark) <= (_HOLDS if one.concept == EXPECTED else CLOSE)
    return trigger.noun and one.start >= mark.end and sentence.apart(mark, one) <= CLOSE
